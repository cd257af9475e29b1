"""Votes decided from a paper count: base, quorum, threshold, outcome; counting single papers and counting twice.

Sources: NĐ 91/2017 Điều 45(8), TT 12/2019/TT-BNV Điều 11 (quorum 2/3, absentees in writing), NĐ 98/2023 Điều 30(7).
The base is all members unless a rule says otherwise; an absentee who sends no written opinion counts as not agreeing.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import astuple, dataclass, fields
from decimal import Decimal
from fractions import Fraction
from math import ceil, floor
from typing import Literal, TypeAlias

from vinhdanh.merit.quota import percent, viet
from vinhdanh.merit.truth import NO, UNKNOWN, WORDS, YES, and_

Base: TypeAlias = Literal["all-members", "present"]
_BASES: dict[Base, str] = {"all-members": "tổng số thành viên", "present": "số thành viên có mặt"}


class BallotError(ValueError):
    """A rule, count or paper that cannot be; the message is in Vietnamese."""


@dataclass(frozen=True)
class BallotRule:
    """What a vote needs: ``threshold`` (share of yes; None = no figure seen) of the ``base``.

    ``strict`` asks for more than the threshold (quá bán); ``quorum`` is the least share of members present (None: none);
    ``secret`` whether the ballot must be secret (None: not said); ``max_ballots`` how often may be voted (None: not said).
    Raises :class:`BallotError` for a share outside 0..1 or a number of ballots below 1.
    """

    threshold: Fraction | None
    base: Base = "all-members"
    strict: bool = False
    quorum: Fraction | None = None
    secret: bool | None = None
    max_ballots: int | None = None

    def __post_init__(self) -> None:
        for share in (self.threshold, self.quorum):
            if share is not None and not 0 < share <= 1:
                raise BallotError(f"Tỷ lệ phiếu phải trên 0 và không quá 100%: {percent(share)}")
        if self.max_ballots is not None and self.max_ballots < 1:
            raise BallotError(f"Số lần bỏ phiếu không thể là {self.max_ballots}")


@dataclass(frozen=True)
class Count:
    """What the minutes say. None = not said; ``yes``, ``no``, ``invalid`` are papers of those present.

    ``yes_by_letter`` and ``no_by_letter`` are written opinions of absent members, on top. ``yes_percent`` (0..100, of the
    rule's base, letters included) serves where the minutes give a percentage only.
    Raises :class:`BallotError` for counts that cannot be.
    """

    members: int | None = None
    present: int | None = None
    yes: int | None = None
    yes_by_letter: int = 0
    no: int | None = None
    no_by_letter: int = 0
    invalid: int | None = None
    yes_percent: Decimal | None = None
    secret: bool | None = None

    def __post_init__(self) -> None:
        numbers = (self.members, self.present, self.yes, self.yes_by_letter, self.no, self.no_by_letter, self.invalid)
        if any(n is not None and n < 0 for n in numbers):
            raise BallotError("Số phiếu, số thành viên không thể âm")
        if self.yes_percent is not None and not 0 <= self.yes_percent <= 100:
            raise BallotError(f"Tỷ lệ phiếu đồng ý không thể là {viet(self.yes_percent)}%")
        self._check_sums()

    def _check_sums(self) -> None:
        papers, letters = self.papers, self.yes_by_letter + self.no_by_letter
        if self.members is not None and self.present is not None and self.present > self.members:
            raise BallotError(f"Số có mặt ({self.present}) nhiều hơn số thành viên ({self.members})")
        if self.present is not None and papers > self.present:
            raise BallotError(f"Số phiếu của người có mặt ({papers}) nhiều hơn số có mặt ({self.present})")
        here = max(papers, self.present or 0)
        if self.members is not None and letters + here > self.members:
            raise BallotError(f"Số ý kiến bằng văn bản ({letters}) nhiều hơn số vắng mặt ({max(self.members - here, 0)})")

    @property
    def papers(self) -> int:
        """Papers of those present that the minutes count, at least."""
        return (self.yes or 0) + (self.no or 0) + (self.invalid or 0)


@dataclass(frozen=True)
class Outcome:
    """The verdict (YES, NO, UNKNOWN), the votes ``needed``, the ``share`` reached, whether the quorum was met, and why."""

    verdict: int
    needed: int | None
    share: Fraction | None
    quorum: int
    explanation: str


@dataclass(frozen=True)
class Paper:
    """One ballot paper: True (đồng ý) or False (không đồng ý) for each name it marks; ``valid`` False spoils it whole."""

    marks: Mapping[str, bool]
    valid: bool = True
    by_letter: bool = False


@dataclass(frozen=True)
class Tally:
    """The papers of one candidate by kind; ``blank`` are valid papers that leave the name unmarked (not a yes)."""

    yes: int = 0
    yes_by_letter: int = 0
    no: int = 0
    no_by_letter: int = 0
    blank: int = 0
    invalid: int = 0


@dataclass(frozen=True, order=True)
class Difference:
    """Two counts of one candidate that differ in one kind of paper; a count that lacks the candidate is None."""

    candidate: str
    kind: str
    first: int | None
    second: int | None

    def __str__(self) -> str:
        one, two = ("chưa kiểm" if n is None else str(n) for n in (self.first, self.second))
        return f"{self.candidate}, {_KINDS[self.kind]}: người thứ nhất {one}, người thứ hai {two}"


_KINDS = {
    "yes": "phiếu đồng ý",
    "yes_by_letter": "ý kiến đồng ý bằng văn bản",
    "no": "phiếu không đồng ý",
    "no_by_letter": "ý kiến không đồng ý bằng văn bản",
    "blank": "phiếu để trống",
    "invalid": "phiếu không hợp lệ",
}


def needed(rule: BallotRule, members: int) -> int | None:
    """The smallest number of yes votes that reaches the threshold of a base of ``members``: 90 % of 11 is 10.

    None if the rule has no figure. Raises :class:`BallotError` if nobody is in the base.
    """
    if members < 1:
        raise BallotError("Không có ai trong số được tính tỷ lệ phiếu")
    if rule.threshold is None:
        return None
    exact = rule.threshold * members
    return floor(exact) + 1 if rule.strict else ceil(exact)


def outcome(rule: BallotRule, count: Count) -> Outcome:
    """The decision of ``count`` under ``rule``; UNKNOWN only where what is missing could still turn it.

    A vote that lacks its quorum fails. A secrecy that the minutes do not prove is told, and fails only if denied.
    """
    size = count.members if rule.base == "all-members" else count.present
    share = _share(rule, count, size)
    least = needed(rule, size) if size else None
    quorum, vote = _quorum(rule, count), _vote(rule, count, size, share)
    secrecy = NO if rule.secret and count.secret is False else YES
    verdict = and_(quorum, vote, secrecy)
    return Outcome(verdict, least, share, quorum, _explain(rule, count, size, share, least, quorum, verdict))


def decide(rule: BallotRule, counts: Sequence[Count]) -> Outcome:
    """The outcome after one or more ballots on the same question: the last counts.

    Raises :class:`BallotError` if there was none, more than the rule allows, or another after one that passed.
    """
    if not counts:
        raise BallotError("Chưa có lần bỏ phiếu nào")
    if rule.max_ballots is not None and len(counts) > rule.max_ballots:
        raise BallotError(f"Chỉ được bỏ phiếu tối đa {rule.max_ballots} lần, hồ sơ có {len(counts)} lần")
    results = [outcome(rule, count) for count in counts]
    if any(r.verdict == YES for r in results[:-1]):
        raise BallotError("Lần bỏ phiếu trước đã đạt, không bỏ phiếu lại")
    return results[-1]


def tally(papers: Iterable[Paper], candidates: Collection[str]) -> dict[str, Tally]:
    """How often each candidate of the ballot got each kind of paper; every paper counts once for every candidate.

    Raises :class:`BallotError` if a paper marks a name that is not on the ballot.
    """
    counts = {c: dict.fromkeys(_KINDS, 0) for c in candidates}
    for paper in papers:
        if strangers := sorted(set(paper.marks) - set(counts)):
            raise BallotError(f"Phiếu ghi “{strangers[0]}” không có trong danh sách bầu")
        for candidate, kinds in counts.items():
            kinds[_kind(paper, candidate)] += 1
    return {c: Tally(**kinds) for c, kinds in counts.items()}


def recount(first: Mapping[str, Tally], second: Mapping[str, Tally]) -> list[Difference]:
    """Where two independent counts differ, by candidate and kind of paper; empty if they agree."""
    found: list[Difference] = []
    for candidate in sorted({*first, *second}):
        one, two = _numbers(first.get(candidate)), _numbers(second.get(candidate))
        found += [Difference(candidate, k, one.get(k), two.get(k)) for k in _KINDS if one.get(k) != two.get(k)]
    return found


def count_of(tally: Tally, *, members: int | None, present: int | None, secret: bool | None = None) -> Count:
    """The count of one candidate for :func:`outcome`; blank papers are among the invalid. Raises like :class:`Count`."""
    invalid = tally.invalid + tally.blank
    return Count(members, present, tally.yes, tally.yes_by_letter, tally.no, tally.no_by_letter, invalid, None, secret)


def _kind(paper: Paper, candidate: str) -> str:
    if not paper.valid:
        return "invalid"
    if candidate not in paper.marks:
        return "blank"
    return ("yes" if paper.marks[candidate] else "no") + ("_by_letter" if paper.by_letter else "")


def _numbers(tally: Tally | None) -> dict[str, int]:
    return {} if tally is None else dict(zip((f.name for f in fields(tally)), astuple(tally), strict=True))


def _agreeing(rule: BallotRule, count: Count) -> int:
    """Yes votes that count towards the base; a letter comes from an absentee, so not where only those present count."""
    return (count.yes or 0) + (count.yes_by_letter if rule.base == "all-members" else 0)


def _share(rule: BallotRule, count: Count, size: int | None) -> Fraction | None:
    if count.yes is not None and size:
        return Fraction(_agreeing(rule, count), size)
    return None if count.yes_percent is None else Fraction(count.yes_percent) / 100


def _vote(rule: BallotRule, count: Count, size: int | None, share: Fraction | None) -> int:
    if rule.threshold is None:
        return UNKNOWN
    if share is None:
        return _bounded(rule, count, size)
    return YES if share > rule.threshold or (share == rule.threshold and not rule.strict) else NO


def _bounded(rule: BallotRule, count: Count, size: int | None) -> int:
    """Without the number of yes: NO if the others are already too many, else UNKNOWN."""
    if not size:
        return UNKNOWN
    against = (count.no or 0) + (count.invalid or 0) + (count.no_by_letter if rule.base == "all-members" else 0)
    return NO if size - against < (needed(rule, size) or 0) else UNKNOWN


def _quorum(rule: BallotRule, count: Count) -> int:
    """Met by those present; without their number, by the papers they cast. Letters do not make anyone present."""
    if rule.quorum is None:
        return YES
    if not count.members:
        return UNKNOWN
    enough = rule.quorum * count.members
    if count.present is not None:
        return YES if count.present >= enough else NO
    letters = count.yes_by_letter + count.no_by_letter
    return YES if count.papers >= enough else NO if count.members - letters < enough else UNKNOWN


def _explain(
    rule: BallotRule,
    count: Count,
    size: int | None,
    share: Fraction | None,
    least: int | None,
    quorum: int,
    verdict: int,
) -> str:
    words = [_reached(rule, count, size, share), _asked(rule, least)]
    if rule.quorum is not None:
        words.append(f"số có mặt tối thiểu {_ratio(rule.quorum)} thành viên: {WORDS[quorum].lower()}")
    if rule.secret and count.secret is not True:
        words.append("phải bỏ phiếu kín" + ("" if count.secret is None else ", biên bản ghi không kín"))
    return f"{WORDS[verdict]}: " + "; ".join(words)


def _reached(rule: BallotRule, count: Count, size: int | None, share: Fraction | None) -> str:
    if share is None:
        return "chưa rõ số phiếu đồng ý hoặc số thành viên"
    if count.yes is None or not size:
        return f"{percent(share)} đồng ý"
    return f"{_agreeing(rule, count)}/{size} đồng ý ({percent(share)} {_BASES[rule.base]})"


def _asked(rule: BallotRule, least: int | None) -> str:
    if rule.threshold is None:
        return "chưa có quy định về tỷ lệ phiếu"
    words = f"cần {'trên' if rule.strict else 'từ'} {_ratio(rule.threshold)}{'' if rule.strict else ' trở lên'}"
    return words if least is None else f"{words}, tức ít nhất {least} phiếu"


def _ratio(share: Fraction) -> str:
    return percent(share) if (share * 10_000).denominator == 1 else f"{share.numerator}/{share.denominator}"
