"""The ledger of achievements: each is spent once; and the day from which achievements count for the next award.

Sources: Luật TĐKT 2022 Điều 5(2)(c) (one achievement, one award), CV 5007/BNV-TĐKT mục III.5.c (initiatives: title → form and
form → form barred, silent on title → title), TT 01/2019/TT-VKSTC Điều 42(6) and NĐ 98/2023 Điều 30(9) (counted period).
Which pairs of uses are barred is a :data:`Policy`, data of the rulebook; a pair it does not name is UNKNOWN, not allowed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal, TypeAlias

from vinhdanh.merit.time import DateRange, vn
from vinhdanh.merit.truth import NO, UNKNOWN, YES

Group: TypeAlias = Literal["title", "form"]
# (group of the earlier use, group of the new use) -> YES may serve again, NO barred, UNKNOWN left open by the law.
Policy: TypeAlias = Mapping[tuple[Group, Group], int]

_WORDS: dict[Group, str] = {"title": "danh hiệu thi đua", "form": "hình thức khen thưởng"}


class LedgerError(ValueError):
    """An achievement would be spent twice, or an entry cannot be; the message is in Vietnamese."""


@dataclass(frozen=True)
class Use:
    """An achievement (key of the initiative, topic or deed) spent on an award by a decision.

    ``decided_on`` is the day of the decision, ``decision`` its number ("" while it is only proposed); ``override`` the
    reason why a barred use was let through all the same (:meth:`Ledger.spend`).
    """

    achievement: str
    award: str
    group: Group
    decided_on: date
    decision: str = ""
    override: str | None = None

    @property
    def _same(self) -> tuple[str, str, date, str]:
        return (self.achievement, self.award, self.decided_on, self.decision)


@dataclass(frozen=True)
class Conflict:
    """A proposed use of an achievement already used: ``verdict`` NO if barred, UNKNOWN if the law leaves it open."""

    proposed: Use
    earlier: Use
    verdict: int
    explanation: str


@dataclass(frozen=True)
class Ledger:
    """All uses recorded so far, in the order entered. Immutable: :meth:`spend` returns a new ledger."""

    policy: Policy
    uses: tuple[Use, ...] = ()

    def of(self, achievement: str) -> list[Use]:
        """The uses of one achievement, earliest decision first."""
        found = [u for u in self.uses if u.achievement == achievement]
        return sorted(found, key=lambda u: (u.decided_on, u.decision, u.award))

    def first_use(self, achievement: str) -> Use | None:
        """The earliest use of an achievement, or None if it is still free."""
        return next(iter(self.of(achievement)), None)

    def verdict(self, use: Use) -> int:
        """Whether the achievement may serve for this use too: YES, NO or UNKNOWN. The same use again is no second use."""
        return min((self._pair(earlier, use) for earlier in self._others(use)), default=YES)

    def spend(self, use: Use, *, override: str | None = None) -> Ledger:
        """The ledger with ``use`` entered; itself if that use is entered already.

        A use that the policy bars needs ``override``, the reason given by the person who lets it through; it is kept with the
        entry. Raises :class:`LedgerError` without it. A use the law leaves open is entered: deciding it is the council's.
        """
        if not use.achievement.strip() or (override is not None and not override.strip()):
            raise LedgerError("Thiếu mã thành tích hoặc lý do cho dùng lại thành tích")
        if any(use._same == u._same for u in self.uses):
            return self
        if override is None and (barred := [c for c in self._conflicts(use) if c.verdict == NO]):
            raise LedgerError(barred[0].explanation)
        return replace(self, uses=(*self.uses, replace(use, override=override) if override else use))

    def conflicts(self, proposed: Iterable[Use]) -> list[Conflict]:
        """Every clash of the proposed uses with the ledger and among each other (the earlier in the list goes first)."""
        found: list[Conflict] = []
        ledger = self
        for use in proposed:
            found += ledger._conflicts(use)
            ledger = replace(ledger, uses=(*ledger.uses, use))
        return found

    def _conflicts(self, use: Use) -> list[Conflict]:
        judged = [(earlier, self._pair(earlier, use)) for earlier in self._others(use)]
        return [Conflict(use, e, v, _explain(e, use, v)) for e, v in judged if v != YES]

    def _others(self, use: Use) -> list[Use]:
        return [u for u in self.of(use.achievement) if u._same != use._same]

    def _pair(self, earlier: Use, use: Use) -> int:
        return self.policy.get((earlier.group, use.group), UNKNOWN)


@dataclass(frozen=True)
class Previous:
    """A previous decision: its day, number, and the achievement period it states (None: it states none)."""

    decided_on: date
    period: DateRange | None = None
    decision: str = ""


@dataclass(frozen=True)
class Discipline:
    """A disciplinary measure; ``completed_on`` is the day it was completed, None while it runs or is not entered."""

    decided_on: date
    completed_on: date | None = None


@dataclass(frozen=True)
class Start:
    """From which day achievements count, and why (Vietnamese). ``day`` None: no bound, or (``open``) not to be told yet."""

    day: date | None
    because: str
    open: bool = False


def count_from(previous: Previous | None, disciplines: Iterable[Discipline] = ()) -> Start:
    """The first day that counts towards the next award.

    It is the day after the achievement period stated in the previous decision, else the day of that decision (TT 01/2019
    Đ42(6), NĐ 98 Đ30(9)); a later completed discipline starts the count anew on the day of completion (NĐ 98 Điều 4).
    A discipline without completion leaves the start open. Raises :class:`LedgerError` if a period has no end.
    """
    starts = [_after(previous)] if previous else []
    for discipline in disciplines:
        if discipline.completed_on is None:
            words = f"Kỷ luật ngày {vn(discipline.decided_on)} chưa ghi ngày chấp hành xong nên chưa tính được thành tích"
            return Start(None, words, open=True)
        starts.append(_completed(discipline, discipline.completed_on))
    return max(starts, key=lambda s: s.day or date.min, default=Start(None, "Chưa có quyết định khen thưởng trước"))


def _after(previous: Previous) -> Start:
    """The start that a previous decision sets."""
    number = f" {previous.decision}" if previous.decision else ""
    if previous.period is None:
        return Start(
            previous.decided_on,
            f"Quyết định trước{number} không ghi thời gian thành tích: tính từ ngày {vn(previous.decided_on)}",
        )
    if previous.period.end is None:
        raise LedgerError(f"Thời gian thành tích ghi trong quyết định trước{number} không có ngày kết thúc")
    words = f"Quyết định trước{number} ghi thành tích {previous.period}: tính tiếp từ {vn(previous.period.end)}"
    return Start(previous.period.end, words)


def _completed(discipline: Discipline, day: date) -> Start:
    """The start that a completed discipline sets."""
    if day < discipline.decided_on:
        raise LedgerError(f"Kỷ luật chấp hành xong ngày {vn(day)}, trước ngày quyết định {vn(discipline.decided_on)}")
    return Start(day, f"Thành tích tính lại từ ngày chấp hành xong kỷ luật {vn(day)}")


def _explain(earlier: Use, use: Use, verdict: int) -> str:
    number = f" (quyết định {earlier.decision} ngày {vn(earlier.decided_on)})" if earlier.decision else ""
    words = f"Thành tích “{use.achievement}” đã dùng cho {_WORDS[earlier.group]} “{earlier.award}”{number}"
    if verdict == NO:
        return f"{words}, không được dùng lại cho {_WORDS[use.group]} “{use.award}”"
    return f"{words}; chưa có quy định có được dùng lại cho {_WORDS[use.group]} “{use.award}” hay không"
