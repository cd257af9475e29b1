"""Opening a round: one sheet for each member of the cluster, and who scores whom across."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from vinhdanh.accounts.models import User
from vinhdanh.audit.actions import record
from vinhdanh.merit.text import tidy
from vinhdanh.rankings.models import ScoreRound, ScoreSheet, ScoreTable
from vinhdanh.units.models import Cluster, ClusterMember, Unit

State = ScoreRound.State
DAYS = ("self_due", "cross_due", "meeting_on", "appeal_due", "review_due")


@transaction.atomic
def open_round(
    cluster: Cluster, year: int, name: str, table: ScoreTable, *, first_day: dt.date, last_day: dt.date, by: User, **more: Any
) -> ScoreRound:
    """Begin a round: one sheet for each member of the cluster in the year, and who scores whom across.

    ``more``: the days of ``DAYS``, ``explain_from``. Raises ``ValidationError``.
    """
    members = [m.unit for m in ClusterMember.objects.filter(cluster=cluster, year=year).select_related("unit").order_by("unit__sort_key", "pk")]
    _openable(cluster, year, tidy(name), table, members, first_day, last_day, more)
    made = ScoreRound(cluster=cluster, year=year, name=tidy(name), table=table, first_day=first_day, last_day=last_day, **more)
    made.save()
    across = around(members)
    for unit in members:
        ScoreSheet(round=made, unit=unit, unit_name=unit.name, crossed_by=across[unit]).save()
    said = {"year": year, "table": table.digest, "members": [u.key for u in members], "across": {u.key: a and a.key for u, a in across.items()}}
    record(made, "round.opened", by=by, data=said)
    return made


def _openable(
    cluster: Cluster, year: int, name: str, table: ScoreTable, members: Sequence[Unit], first: dt.date, last: dt.date, more: Mapping[str, Any]
) -> None:
    if table.state != ScoreTable.State.ISSUED:
        raise ValidationError("Chỉ mở kỳ chấm điểm bằng bảng đã ban hành. Hãy ban hành bảng trước.")
    if len(members) < 2:
        raise ValidationError(
            f"{cluster.name} năm {year} có {len(members)} thành viên. Hãy khai thành viên của cụm, khối trong năm trước (ít nhất 2)."
        )
    if not name or ScoreRound.objects.filter(cluster=cluster, year=year, name__iexact=name).exists():
        raise ValidationError("Đặt tên kỳ chấm điểm (ví dụ “Năm 2026”) khác với các kỳ đã mở trong năm của cụm, khối này.")
    days = [last if first <= last else None, *(more.get(d) for d in DAYS)]
    said = [d for d in days[1:] if d is not None]
    if days[0] is None or said != sorted(said):
        raise ValidationError("Các ngày phải theo thứ tự: đầu kỳ, cuối kỳ; hạn tự chấm, chấm chéo, họp, phúc khảo, thẩm định.")


def around(members: Sequence[Unit]) -> dict[Unit, Unit | None]:
    """Each scored by the next in a ring. With three or more no two units score each other; two units are scored by nobody across."""
    if len(members) < 3:
        return dict.fromkeys(members)
    return {unit: members[(i + 1) % len(members)] for i, unit in enumerate(members)}


@transaction.atomic
def assign(round: ScoreRound, across: Mapping[ScoreSheet, Unit | None], *, by: User) -> None:
    """Who scores whom across. Nobody its own, no two each other, each unit at most one more than another. Raises ``ValidationError``."""
    kept = ScoreRound.objects.select_for_update().get(pk=round.pk)
    if kept.state not in (State.SELF, State.CROSS):
        raise ValidationError("Chấm chéo đã xong, không phân công lại được.")
    _fair({sheet.unit: scorer for sheet, scorer in across.items() if scorer}, [s.unit for s in across])
    for sheet, scorer in across.items():
        if sheet.crossed_by != scorer:
            if sheet.cross_sent_at:
                raise ValidationError(f"{sheet.unit_name} đã được chấm chéo xong, không đổi đơn vị chấm được.")
            sheet.crossed_by = scorer
            sheet.save()
    record(round, "round.assigned", by=by, data={"across": {s.unit.key: u and u.key for s, u in across.items()}})


def _fair(across: Mapping[Unit, Unit], members: Sequence[Unit]) -> None:
    for unit, scorer in across.items():
        if unit == scorer or scorer not in members:
            raise ValidationError(f"{unit.name}: đơn vị chấm chéo phải là một đơn vị khác trong cụm, khối.")
        if across.get(scorer) == unit:
            raise ValidationError(f"{unit.name} và {scorer.name} chấm chéo lẫn nhau. Hãy phân công khác, ví dụ theo vòng tròn.")
