"""Publication: the table, the figures and all that follows are frozen with a digest; anybody can compute them again.

After it nothing changes but by a recorded reopening, which sets the published ranking aside and keeps it.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from vinhdanh.accounts.models import User
from vinhdanh.audit.actions import record
from vinhdanh.merit.scoring import loading
from vinhdanh.merit.scoring.choice import Proposal as Suggestion
from vinhdanh.merit.scoring.engine import score
from vinhdanh.merit.scoring.ranking import Order, Standing, rank
from vinhdanh.merit.text import tidy
from vinhdanh.rankings.figures import Figures
from vinhdanh.rankings.models import Decision, Election, Proposal, Ranking, ScoreEntry, ScoreRound, ScoreSheet
from vinhdanh.rankings.steps import obstacles
from vinhdanh.rankings.tables import compile_text
from vinhdanh.rankings.votes import results, suggestions, told

State, Stage = ScoreRound.State, ScoreEntry.Stage


@transaction.atomic
def publish(round: ScoreRound, *, on: dt.date, reason: str = "", open_to_all: bool = False, version: int, by: User) -> Ranking:
    """Publish the result. Raises ``ValidationError`` where something is not done and no reason is given."""
    kept = ScoreRound.objects.select_for_update().get(pk=round.pk)
    if kept.state != State.VOTE or kept.version != version:
        raise ValidationError("Chỉ công bố ở bước Suy tôn, khi trang đang xem là mới nhất. Hãy tải lại trang.")
    left = obstacles(kept, on)
    if left and not tidy(reason):
        raise ValidationError([*left, "Hoàn thành các việc trên, hoặc ghi lý do công bố khi chưa xong."])
    made = _frozen(kept, open_to_all, by)
    kept.state, kept.version = State.PUBLISHED, kept.version + 1
    kept.save()
    record(kept, "round.published", by=by, reason=tidy(reason), data={"number": made.number, "digest": made.digest, "left": left})
    return made


def _frozen(round: ScoreRound, open_to_all: bool, by: User) -> Ranking:
    figures = Figures(round)
    inputs = {"units": _plain(figures.raw)}
    result = {**outcome(figures.order(Stage.VERIFIED)), **_records(round, suggestions(figures))}
    made = Ranking(round=round, number=round.rankings.count() + 1, table_digest=round.table.digest, inputs=inputs, result=_plain(result))
    made.digest, made.open_to_all, made.made_by, made.made_at = digest_of(made), open_to_all, by, timezone.now()
    made.save()
    return made


def _plain(data: Any) -> Any:
    """The data as JSON keeps them (decimals as exact text)."""
    return json.loads(json.dumps(data, ensure_ascii=False, default=str))


def digest_of(ranking: Ranking) -> str:
    """SHA-256 (hex) over the table's digest, the figures and the result."""
    parts = [ranking.table_digest, ranking.inputs, ranking.result]
    return hashlib.sha256(json.dumps(parts, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


# ---- what a ranking says -------------------------------------------------------------------------------


def outcome(order: Order) -> dict[str, Any]:
    """The order as plain data: place, points, class and why, with the points of the first level of the table."""
    return {"standings": [_standing(s) for s in order.standings]}


def _standing(s: Standing) -> dict[str, Any]:
    root = s.sheet.root
    return {
        "unit": s.unit_id,
        "name": s.sheet.unit.title,
        "place": s.place,
        "total": f"{root.points:f}",
        "max": f"{root.own_max:f}",
        "class": s.cls.name or "",
        "why": list(dict.fromkeys((*s.why, *s.cls.why))),
        "tied": s.tied,
        "sections": [
            {"code": c.node.spec.code, "name": c.node.spec.name, "points": f"{c.points:f}", "max": f"{c.own_max:f}", "role": c.node.spec.role}
            for c in root.children
        ],
        "criteria": {x.node.path: f"{x.points:f}" for x in root.leaves() if not x.open},
    }


def _records(round: ScoreRound, suggested: list[Suggestion]) -> dict[str, Any]:
    """What was suggested, proposed and voted: beside the order, not instead of it."""
    proposed = Proposal.objects.filter(sheet__round=round, void_at=None).select_related("sheet__unit").order_by("award", "pk")
    elections = Election.objects.filter(round=round).order_by("award", "number")
    return {
        "suggested": [
            {"award": s.award, "limit": s.limit.rounded, "says": s.limit.explanation, "units": s.units, "at_border": s.at_border} for s in suggested
        ],
        "proposed": [{"award": p.award, "unit": p.sheet.unit.key, "why": p.why} for p in proposed],
        "elections": [_election(e) for e in elections],
    }


def _election(e: Election) -> dict[str, Any]:
    said = {"award": e.award, "number": e.number, "on": e.on, "members": e.members, "present": e.present, "threshold": e.threshold, "cite": e.cite}
    return {**said, "results": [told(r) for r in results(e)]}


# ---- afterwards ----------------------------------------------------------------------------------------


def in_force(round: ScoreRound) -> Ranking | None:
    """The published ranking that stands."""
    return round.rankings.filter(set_aside_at=None).first()


def recomputed(ranking: Ranking) -> list[str]:
    """Whether the frozen figures still give the frozen result under the frozen table: what differs, empty if nothing."""
    round = ranking.round
    found = [] if digest_of(ranking) == ranking.digest else ["Dữ liệu công bố đã bị thay đổi (mã kiểm tra không khớp)."]
    if round.table.digest != ranking.table_digest:
        return [*found, "Bảng chấm điểm không còn là bản đã dùng khi công bố."]
    table = compile_text(round.table.text)
    again = outcome(rank(table, score(table, loading.units(ranking.inputs), Stage.VERIFIED, period=(round.first_day, round.last_day))))
    return found + [
        f"{new['name']}: công bố {old['total']} điểm, tính lại {new['total']}." for old, new in _pairs(ranking, again) if old["total"] != new["total"]
    ]


def _pairs(ranking: Ranking, again: dict[str, Any]) -> list[tuple[dict[str, Any], dict[str, Any]]]:
    kept = {s["unit"]: s for s in ranking.result["standings"]}
    return [(kept[s["unit"]], s) for s in again["standings"] if s["unit"] in kept]


@transaction.atomic
def reopen(round: ScoreRound, reason: str, *, by: User) -> ScoreRound:
    """Open a published round again, to verification: the published ranking is set aside with the reason, and kept."""
    kept = ScoreRound.objects.select_for_update().get(pk=round.pk)
    standing = in_force(kept)
    if kept.state != State.PUBLISHED or standing is None:
        raise ValidationError("Kỳ chấm điểm chưa công bố, không cần mở lại.")
    if not tidy(reason):
        raise ValidationError("Ghi lý do mở lại kết quả đã công bố.")
    standing.set_aside_at, standing.set_aside_by, standing.set_aside_reason = timezone.now(), by, tidy(reason)
    standing.save()
    kept.state, kept.version = State.REVIEW, kept.version + 1
    kept.save()
    for sheet in kept.sheets.all():
        sheet.reviewed_at = sheet.reviewed_by = None
        sheet.save()
    record(kept, "round.reopened", by=by, reason=tidy(reason), data={"number": standing.number, "digest": standing.digest})
    return kept


@transaction.atomic
def decide(sheet: ScoreSheet, award: str, *, granted: bool, paper: str, signed_on: dt.date, authority: str = "", by: User) -> Decision:
    """What the authority decided. It may differ from the order, the proposal and the vote: all four are kept."""
    if sheet.round.state != State.PUBLISHED:
        raise ValidationError("Quyết định được ghi sau khi công bố kết quả của cụm, khối.")
    if Decision.objects.filter(sheet=sheet, award=award).exists():
        raise ValidationError("Đã ghi quyết định cho danh hiệu này.")
    if not tidy(paper):
        raise ValidationError("Ghi số quyết định.")
    made = Decision(
        sheet=sheet, award=award, granted=granted, paper=tidy(paper), signed_on=signed_on, authority=tidy(authority), by=by, at=timezone.now()
    )
    made.save()
    record(sheet, "score.decided", by=by, data={"award": award, "granted": granted, "paper": made.paper, "on": signed_on})
    return made
