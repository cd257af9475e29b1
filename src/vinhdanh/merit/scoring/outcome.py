"""What a criterion or rule came to, with the formula and the numbers in it; the words are put together only when read."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, Literal, NamedTuple, TypeAlias

from vinhdanh.merit.scoring.numbers import ZERO, show

State: TypeAlias = Literal["scored", "empty", "na", "gone", "pending", "ask"]
WORDS: dict[State, str] = {
    "scored": "đã chấm",
    "empty": "chưa có số liệu",
    "na": "không áp dụng",
    "gone": "không còn trong bảng",
    "pending": "chờ kết quả của các đơn vị khác",
    "ask": "bảng không quy định",
}


class Outcome(NamedTuple):
    """``points`` is None unless scored. ``award`` and ``deduct`` are the parts of a compound above and below its standard
    points; ``low`` and ``high`` bound what a pending criterion may still become."""

    state: State
    points: Decimal | None
    form: str = ""
    args: tuple[Any, ...] = ()
    notes: tuple[str, ...] = ()
    award: Decimal = ZERO
    deduct: Decimal = ZERO
    low: Decimal | None = None
    high: Decimal | None = None

    @property
    def formula(self) -> str:
        """The formula with its numbers, in Vietnamese writing."""
        return self.form.format(*[show(a) if type(a) is Decimal else a for a in self.args]) if self.form else WORDS[self.state]


_new = tuple.__new__  # a sector makes half a million of these: without the detour through the defaults
EMPTY = Outcome("empty", None)
NOT_APPLICABLE = Outcome("na", None)
GONE = Outcome("gone", None)


def scored(points: Decimal, form: str, *args: Any) -> Outcome:
    """A plain score."""
    return _new(Outcome, ("scored", points, form, args, (), ZERO, ZERO, None, None))


def moved(points: Decimal, form: str, args: tuple[Any, ...], notes: tuple[str, ...], award: Decimal, deduct: Decimal) -> Outcome:
    """A score with what lies above and below its standard points."""
    return _new(Outcome, ("scored", points, form, args, notes, award, deduct, None, None))


def asked(why: str) -> Outcome:
    """The table does not say what this value scores."""
    return Outcome("ask", None, "", (), (why,))
