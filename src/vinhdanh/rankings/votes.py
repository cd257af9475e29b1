"""Proposals and the vote of the cluster (suy tôn): a paper count entered by two people, each alone; ``merit.ballots`` decides.

Only what two counts agree on is a result. An electronic ballot will enter its counts in the same rows, with another ``source``.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from fractions import Fraction
from typing import cast

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from vinhdanh.accounts.models import User
from vinhdanh.audit.actions import record
from vinhdanh.merit import ballots
from vinhdanh.merit.scoring.choice import Proposal as Suggestion
from vinhdanh.merit.scoring.choice import proposals
from vinhdanh.merit.text import tidy
from vinhdanh.rankings.entries import locked
from vinhdanh.rankings.figures import Figures
from vinhdanh.rankings.models import BallotCount, Election, Proposal, ScoreEntry, ScoreRound, ScoreSheet

State = ScoreRound.State
KINDS = tuple(f.name for f in fields(ballots.Tally))
"""The kinds of paper a count tells, as ``merit.ballots.Tally`` names them."""


def suggestions(figures: Figures) -> list[Suggestion]:
    """Whom the order and the quotas of the table suggest: a basis of the vote, never the decision."""
    return proposals(figures.order(ScoreEntry.Stage.VERIFIED)) if figures.units else []


@transaction.atomic
def propose(sheet: ScoreSheet, award: str, *, why: str = "", by: User) -> Proposal:
    """Propose a unit for an award. A barred unit is refused; one the order or quota does not suggest needs a reason."""
    sheet = locked(sheet)
    _votable(sheet.round)
    _candidate(sheet, award, tidy(why))
    made = Proposal(sheet=sheet, award=award, why=tidy(why), by=by, at=timezone.now())
    made.save()
    record(sheet, "score.proposed", by=by, reason=made.why, data={"award": award})
    return made


def _candidate(sheet: ScoreSheet, award: str, why: str) -> None:
    if sheet.proposals.filter(award=award, void_at=None).exists():
        raise ValidationError(f"{sheet.unit_name} đã được đề nghị {award}.")
    figures = Figures(sheet.round)
    standing = figures.order(ScoreEntry.Stage.VERIFIED).of(sheet.unit.key)
    if standing.place is None:
        raise ValidationError(f"{sheet.unit_name} không được xét: {'; '.join(standing.why)}.")
    inside = {u for s in suggestions(figures) if s.award == award for u in (*s.units, *s.at_border)}
    if sheet.unit.key not in inside and not why:
        raise ValidationError(
            f"Theo thứ hạng và số lượng quy định, {sheet.unit_name} không thuộc diện đề nghị {award}. Nếu vẫn đề nghị, ghi lý do; lý do vào biên bản."
        )


@transaction.atomic
def withdraw(proposal: Proposal, *, by: User) -> None:
    """Take a proposal back before the vote on its award begins."""
    locked(proposal.sheet)
    if Election.objects.filter(round=proposal.sheet.round_id, award=proposal.award).exists():
        raise ValidationError("Danh hiệu này đã bỏ phiếu, không rút đề nghị được.")
    proposal.void_at = timezone.now()
    proposal.save()
    record(proposal.sheet, "score.proposal_withdrawn", by=by, data={"award": proposal.award})


def _votable(round: ScoreRound) -> None:
    if round.state != State.VOTE:
        raise ValidationError(f"Đề nghị và bỏ phiếu ở bước Suy tôn; kỳ chấm điểm đang ở bước “{round.get_state_display()}”.")


# ---- the ballot ----------------------------------------------------------------------------------------


def rule_of(election: Election) -> ballots.BallotRule:
    """What the vote needs. Raises ``BallotError`` for a share that cannot be."""
    threshold = Fraction(election.threshold) if election.threshold else None
    return ballots.BallotRule(threshold, base=cast(ballots.Base, election.base))


@transaction.atomic
def hold(
    round: ScoreRound, award: str, *, on: dt.date, members: int, present: int, threshold: str, cite: str = "", base: str = "all-members",
    secret: bool | None = None, by: User,
) -> Election:  # fmt: skip
    """Begin a ballot on an award among the units proposed. Raises ``ValidationError``."""
    kept = ScoreRound.objects.select_for_update().get(pk=round.pk)
    _votable(kept)
    candidates = [p.sheet for p in Proposal.objects.filter(sheet__round=kept, award=award, void_at=None).select_related("sheet__unit").order_by("pk")]
    before = list(Election.objects.filter(round=kept, award=award).order_by("number"))
    _holdable(candidates, before, award, members, present, threshold)
    made = Election(round=kept, award=award, number=len(before) + 1, on=on, members=members, present=present)
    made.threshold, made.cite, made.base, made.secret = threshold, tidy(cite), base, secret
    made.save()
    made.candidates.set(candidates)
    record(
        kept,
        "election.held",
        by=by,
        data={
            "award": award,
            "number": made.number,
            "members": members,
            "present": present,
            "threshold": threshold,
            "candidates": [s.unit.key for s in candidates],
        },
    )
    return made


def _holdable(candidates: Sequence[ScoreSheet], before: Sequence[Election], award: str, members: int, present: int, threshold: str) -> None:
    if not candidates:
        raise ValidationError(f"Chưa có đơn vị nào được đề nghị {award}.")
    if before and not agreed(list(before[-1].counts.order_by("turn"))):
        raise ValidationError("Lần bỏ phiếu trước chưa kiểm xong.")
    if members < 1 or not 0 <= present <= members:
        raise ValidationError("Số có mặt không thể nhiều hơn số thành viên.")
    try:
        ballots.BallotRule(Fraction(threshold) if threshold else None)
    except (ballots.BallotError, ValueError, ZeroDivisionError):
        raise ValidationError("Tỷ lệ cần đạt ghi dạng phân số hoặc phần trăm, ví dụ 80% hoặc 2/3.") from None


def share(text: str) -> str:
    """A share as people write it (``80%``, ``2/3``) as a fraction. Raises ``ValidationError``."""
    plain = text.replace(" ", "").replace(",", ".")
    try:
        value = Fraction(plain[:-1]) / 100 if plain.endswith("%") else Fraction(plain)
    except (ValueError, ZeroDivisionError):
        raise ValidationError("Ghi phân số hoặc phần trăm, ví dụ 80% hoặc 2/3.") from None
    if not 0 < value <= 1:
        raise ValidationError("Tỷ lệ phải trên 0 và không quá 100%.")
    return str(value)


@transaction.atomic
def count(election: Election, tallies: Mapping[str, Mapping[str, int]], *, by: User) -> BallotCount:
    """Enter a count. The second is entered by another person, who does not see the first. Raises ``ValidationError``."""
    round = ScoreRound.objects.select_for_update().get(pk=election.round_id)
    _votable(round)
    done = list(election.counts.order_by("turn"))
    if len(done) == 2:
        raise ValidationError("Đã kiểm đủ hai lượt. Nếu lệch, hủy cả hai lượt và kiểm lại.")
    if any(c.by_id == by.pk for c in done):
        raise ValidationError("Hai lượt kiểm phiếu phải do hai người nhập.")
    _countable(election, tallies)
    made = BallotCount(round=round, election=election, turn=len(done) + 1, tallies={k: dict(v) for k, v in tallies.items()}, by=by, at=timezone.now())
    made.save()
    record(round, "election.counted", by=by, data={"award": election.award, "number": election.number, "turn": made.turn, "tallies": made.tallies})
    return made


def _countable(election: Election, tallies: Mapping[str, Mapping[str, int]]) -> None:
    wanted = {s.unit.key: s.unit_name for s in election.candidates.select_related("unit")}
    if tallies.keys() != wanted.keys():
        raise ValidationError("Nhập số phiếu của mọi đơn vị trong danh sách, không thêm, không bớt.")
    problems = [f"{wanted[key]}: {why}" for key, tally in tallies.items() if (why := _impossible(election, tally))]
    if problems:
        raise ValidationError(problems)


def _impossible(election: Election, tally: Mapping[str, int]) -> str:
    """Why a tally cannot be; every person present puts in one paper."""
    made = ballots.Tally(**{k: tally.get(k, 0) for k in KINDS})
    try:
        found = ballots.count_of(made, members=election.members, present=election.present)
    except ballots.BallotError as error:
        return str(error)
    if found.papers != election.present:
        return f"cộng các loại phiếu là {found.papers}, có mặt {election.present}. Phiếu để trống và không hợp lệ cũng phải ghi"
    return ""


@transaction.atomic
def recount(election: Election, reason: str, *, by: User) -> None:
    """Set both counts aside, because they differ, to count again. What they said stays in the event log."""
    round = ScoreRound.objects.select_for_update().get(pk=election.round_id)
    _votable(round)
    done = list(election.counts.order_by("turn"))
    if len(done) < 2 or agreed(done):
        raise ValidationError("Chỉ kiểm lại khi đã có hai lượt và hai lượt lệch nhau.")
    if not tidy(reason):
        raise ValidationError("Ghi lý do kiểm lại.")
    for row in done:
        row.delete()
    record(round, "election.recount", by=by, reason=tidy(reason), data={"award": election.award, "number": election.number})


def tallies_of(row: BallotCount) -> dict[str, ballots.Tally]:
    """A count as the engine reads it."""
    return {key: ballots.Tally(**{k: int(tally.get(k, 0)) for k in KINDS}) for key, tally in row.tallies.items()}


def apart(counts: Sequence[BallotCount]) -> list[ballots.Difference]:
    """Where two counts differ."""
    return ballots.recount(tallies_of(counts[0]), tallies_of(counts[1])) if len(counts) == 2 else []


def agreed(counts: Sequence[BallotCount]) -> bool:
    """Whether two people counted, and found the same."""
    return len(counts) == 2 and not apart(counts)


@dataclass(frozen=True, slots=True)
class Result:
    """The outcome of one candidate."""

    sheet: ScoreSheet
    tally: ballots.Tally
    outcome: ballots.Outcome


def results(election: Election) -> list[Result]:
    """The outcome of every candidate, most votes first; empty until two counts agree."""
    counts = list(election.counts.order_by("turn"))
    if not agreed(counts):
        return []
    rule, found = rule_of(election), tallies_of(counts[0])
    made = [_result(election, rule, s, found[s.unit.key]) for s in election.candidates.select_related("unit").order_by("unit__sort_key", "pk")]
    return sorted(made, key=lambda r: -(r.tally.yes + r.tally.yes_by_letter))


def _result(election: Election, rule: ballots.BallotRule, sheet: ScoreSheet, tally: ballots.Tally) -> Result:
    made = ballots.count_of(tally, members=election.members, present=election.present, secret=election.secret)
    return Result(sheet, tally, ballots.outcome(rule, made))


def told(result: Result) -> dict[str, object]:
    """A result as plain data, for the published ranking."""
    return {"unit": result.sheet.unit.key, "tally": asdict(result.tally), "verdict": result.outcome.verdict, "says": result.outcome.explanation}
