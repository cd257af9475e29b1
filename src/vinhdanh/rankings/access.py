"""The door to scoring: whose rounds, sheets and tables an account may see, what it may do with them, and why not.

A unit sees the rounds of its own cluster, no other; the unit that leads the emulation work sees all it leads.
Until a sheet is sent, only its own unit (and whoever leads the round) sees what it holds.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from django.db.models import Q, QuerySet
from django.shortcuts import get_object_or_404

from vinhdanh.accounts.answers import YES, Answer, no
from vinhdanh.accounts.models import User
from vinhdanh.files.models import StoredFile
from vinhdanh.people.access import in_scope, may, scope_of
from vinhdanh.rankings.models import Appeal, Evidence, ScoreEntry, ScoreRound, ScoreSheet, ScoreTable
from vinhdanh.units.models import ClusterMember, Unit

State, Stage = ScoreRound.State, ScoreEntry.Stage


def rounds_for(user: User) -> QuerySet[ScoreRound]:
    """The rounds an account may see: those it leads, and those of the clusters its units are in."""
    led = in_scope(user, "scores.run", "cluster__owner__")
    inside = ScoreSheet.objects.filter(in_scope(user, "scores.view", "unit__")).values("round")
    return ScoreRound.objects.filter(led | Q(pk__in=inside)).select_related("cluster__owner", "table__owner")


def round_for(user: User, pk: int) -> ScoreRound:
    """The round, or 404."""
    return get_object_or_404(rounds_for(user), pk=pk)


def sheet_for(user: User, round_id: int, key: str) -> ScoreSheet:
    """The sheet of a unit in a round one may see, or 404."""
    return get_object_or_404(ScoreSheet.objects.select_related("unit", "crossed_by"), round=round_for(user, round_id), unit__key=key)


def appeal_for(user: User, round_id: int, pk: int) -> Appeal:
    """The appeal in a round one may see, or 404."""
    return get_object_or_404(Appeal.objects.select_related("sheet__unit", "by"), sheet__round=round_for(user, round_id), pk=pk)


def tables_for(user: User) -> QuerySet[ScoreTable]:
    """The tables an account may see: those of its own office with their drafts, and issued ones of rounds it may see."""
    own = in_scope(user, "scores.tables", "owner__")
    used = Q(pk__in=rounds_for(user).order_by().values("table")) & ~Q(state=ScoreTable.State.DRAFT)
    return ScoreTable.objects.filter(own | used).select_related("owner")


def table_for(user: User, pk: int) -> ScoreTable:
    """The table, or 404."""
    return get_object_or_404(tables_for(user), pk=pk)


# ---- what may be done ----------------------------------------------------------------------------------


def may_run(user: User, round: ScoreRound) -> Answer:
    """Whether one organises the round: opens and closes its steps, verifies, publishes."""
    return may(user, "scores.run", round.cluster.owner)


def head_of(round: ScoreRound) -> Unit | None:
    """The unit that heads the cluster in the year of the round (cụm trưởng, khối trưởng)."""
    row = ClusterMember.objects.filter(cluster=round.cluster, year=round.year, role=ClusterMember.Role.HEAD).select_related("unit").first()
    return row.unit if row else None


def may_lead(user: User, round: ScoreRound) -> Answer:
    """Whether one leads the cluster's own work (cross-scoring, meeting, vote): the head of the cluster, or who organises the round."""
    head = head_of(round)
    if may_run(user, round) or (head and scope_of(user).may("scores.enter", head.path)):
        return YES
    return no(f"Việc này của trưởng cụm, khối ({head.name if head else 'chưa có'}) hoặc bộ phận tổ chức kỳ chấm điểm ({round.cluster.owner.name}).")


def may_edit_table(user: User, table: ScoreTable) -> Answer:
    """Whether a table may be changed: a draft, by who may write tables."""
    if table.state != ScoreTable.State.DRAFT:
        return no("Bản đã ban hành không sửa được. Hãy tạo bản mới từ bản này.")
    return may(user, "scores.tables", table.owner)


def may_see_scores(user: User, sheet: ScoreSheet) -> Answer:
    """Whether one sees what a sheet holds: not before it is sent, unless it is one's own or one organises the round."""
    if sheet.self_sent_at or scope_of(user).may("scores.view", sheet.unit.path) or may_run(user, sheet.round):
        return YES
    return no(f"{sheet.unit_name} chưa gửi bảng tự chấm; các đơn vị khác xem được sau khi gửi.")


def sees_all(user: User, sheets: Iterable[ScoreSheet]) -> bool:
    """Whether one sees the scores of all these sheets: only then does an order of them tell nothing that is still hidden."""
    return all(may_see_scores(user, sheet) for sheet in sheets)


def may_enter(user: User, sheet: ScoreSheet, stage: str) -> Answer:
    """Whether one may enter points at a stage of a sheet now, and why not."""
    round, wanted = sheet.round, WHEN.get(stage)
    if round.closed:
        return no("Kết quả đã công bố, không sửa được nữa.")
    if wanted is None or round.state not in wanted:
        return no(f"Kỳ chấm điểm đang ở bước “{round.get_state_display()}”, bước này không nhập điểm {Stage(stage).label.lower()}.")
    return _WHO[stage](user, sheet)


WHEN = {
    Stage.STATISTICS.value: (State.SELF,),
    Stage.SELF.value: (State.SELF,),
    Stage.CROSS.value: (State.CROSS,),
    Stage.MEETING.value: (State.MEETING,),
    Stage.VERIFIED.value: (State.APPEAL, State.REVIEW),
}
"""In which states of the round each stage may be entered."""


def _own(user: User, sheet: ScoreSheet) -> Answer:
    if sheet.self_sent_at:
        return no("Bảng tự chấm đã gửi. Muốn sửa, đề nghị bộ phận tổ chức kỳ chấm điểm trả lại.")
    return may(user, "scores.enter", sheet.unit)


def _across(user: User, sheet: ScoreSheet) -> Answer:
    if sheet.crossed_by is None:
        return no("Chưa phân công đơn vị chấm chéo.")
    if sheet.cross_sent_at:
        return no("Kết quả chấm chéo đã gửi.")
    return may(user, "scores.enter", sheet.crossed_by)


_WHO: dict[str, Callable[[User, ScoreSheet], Answer]] = {
    Stage.STATISTICS.value: lambda user, sheet: may_run(user, sheet.round),
    Stage.SELF.value: _own,
    Stage.CROSS.value: _across,
    Stage.MEETING.value: lambda user, sheet: may_lead(user, sheet.round),
    Stage.VERIFIED.value: lambda user, sheet: may_run(user, sheet.round),
}


def may_prove(user: User, sheet: ScoreSheet) -> Answer:
    """Whether one may add evidence and explanations: the unit itself, until verification ends."""
    if sheet.round.state in (State.VOTE, State.PUBLISHED):
        return no("Đã thẩm định xong, không thêm minh chứng được nữa.")
    return may(user, "scores.enter", sheet.unit)


def may_appeal(user: User, sheet: ScoreSheet) -> Answer:
    """Whether one may ask for a criterion to be scored anew: the unit itself, while appeals are taken."""
    if sheet.round.state != State.APPEAL:
        return no(f"Chỉ đề nghị phúc khảo ở bước Phúc khảo; kỳ chấm điểm đang ở bước “{sheet.round.get_state_display()}”.")
    return may(user, "scores.enter", sheet.unit)


def may_read_evidence(user: User, file: StoredFile) -> bool:
    """Whether a file is evidence on a sheet whose scores one may see."""
    rows = Evidence.objects.filter(file=file, sheet__round__in=rounds_for(user)).select_related("sheet__unit", "sheet__round__cluster__owner")
    return any(may_see_scores(user, row.sheet) for row in rows)
