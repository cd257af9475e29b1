"""The kinds of background work, and what is to be done by the calendar. Apps register theirs in ``AppConfig.ready``."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from vinhdanh.accounts.models import User
    from vinhdanh.jobs.models import Job

Work = Callable[..., dict[str, Any] | None]  # (progress, **arguments) -> result
Every = Literal["hour", "day", "week"]


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of work. ``may_see``: who besides the one who asked; ``next_url``: where the page goes when it is done."""

    code: str
    name: str
    work: Work
    may_see: Callable[[User, Job], bool] | None = None
    next_url: Callable[[Job], str] | None = None


@dataclass(frozen=True, slots=True)
class Due:
    """Work that comes round: begun by ``vinhdanh manage run_due`` from a timer of the system."""

    code: str
    every: Every


KINDS: dict[str, Kind] = {}
DUE: dict[str, Due] = {}


def register(
    code: str, name: str, work: Work, *, may_see: Callable[[User, Job], bool] | None = None, next_url: Callable[[Job], str] | None = None
) -> None:
    """Make a kind of work known. The work must be safe to begin again: a worker may be killed at any moment."""
    KINDS[code] = Kind(code, name, work, may_see, next_url)


def register_due(code: str, every: Every) -> None:
    """Have a registered kind (without arguments) begun once every hour, day or week."""
    DUE[code] = Due(code, every)
