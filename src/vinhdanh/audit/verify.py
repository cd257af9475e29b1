"""Recomputing the chains: whether every event still says what it said, and stands where it stood."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from vinhdanh.audit.actions import digest_of
from vinhdanh.audit.models import Event

CHUNK = 2000


@dataclass(frozen=True, slots=True)
class Broken:
    """The first event of a chain that does not fit, and why (Vietnamese)."""

    event: Event
    why: str

    def __str__(self) -> str:
        e = self.event
        return f"{e.kind} {e.object_id}, sự kiện thứ {e.number} ({e.action}, {e.at:%d/%m/%Y}): {self.why}"


@dataclass(frozen=True, slots=True)
class Verdict:
    """How much was recomputed, and the first break of each broken chain."""

    chains: int
    events: int
    broken: tuple[Broken, ...]


def verify(tell: Callable[[int, int], None] = lambda done, total: None) -> Verdict:
    """Recompute every chain. ``tell(done, total)`` is called now and then.

    What is cut off at the end of a chain leaves no trace in the chain itself: keep the counts this gives beside the backups.
    """
    total, chains, seen, broken = Event.objects.count(), 0, 0, list[Broken]()
    last: Event | None = None
    for event in _events():
        seen += 1
        if last is None or (event.kind, event.object_id) != (last.kind, last.object_id):
            last, chains = None, chains + 1
        why = _fault(event, last)
        if why and not (broken and _same(broken[-1].event, event)):
            broken.append(Broken(event, why))
        last = event
        if seen % CHUNK == 0:
            tell(seen, max(total, seen))
    return Verdict(chains, seen, tuple(broken))


def _events() -> Iterator[Event]:
    return Event.objects.order_by("kind", "object_id", "number").iterator(chunk_size=CHUNK)


def _same(one: Event, other: Event) -> bool:
    return (one.kind, one.object_id) == (other.kind, other.object_id)


def _fault(event: Event, last: Event | None) -> str:
    """Why an event does not follow the one before it; nothing if it does."""
    number = last.number + 1 if last else 1
    if event.number != number:
        return f"thiếu sự kiện thứ {number} của chuỗi"
    if event.previous != (last.digest if last else ""):
        return "không nối với sự kiện trước"
    if event.digest != digest_of(event):
        return "nội dung đã bị sửa sau khi ghi"
    return ""
