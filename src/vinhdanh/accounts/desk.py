"""One thing that waits for an account on its desk. Applications give theirs in ``desk.py``: ``items(user, on) -> list[DeskItem]``."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal

Tone = Literal["tin", "cho", "khong", "ro", "nhap", "tim", "dat"]


@dataclass(frozen=True, slots=True)
class DeskItem:
    """``title`` says what to do, ``detail`` what it is about (never a sensitive field), ``verb`` stands on the button.

    ``state`` is the state as work.md names it, ``tone`` its colour in theme.css. ``due`` empty: no deadline.
    """

    title: str
    url: str
    verb: str
    state: str
    tone: Tone
    detail: str = ""
    due: dt.date | None = None
    icon: str = "i-cho"


def named(names: list[str], total: int) -> str:
    """``Phòng 1, Phòng 2 và 3 nơi khác``: some names of many."""
    rest = total - len(names)
    return ", ".join(names) + (f" và {rest} mục khác" if rest > 0 else "")
