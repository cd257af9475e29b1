"""The tree as it stands on any day, read whole (a few hundred spans) so that it can be checked and settled as a whole."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from itertools import pairwise

from django.core.exceptions import ValidationError

from vinhdanh.merit.collate import sort_key
from vinhdanh.merit.text import fold
from vinhdanh.units.lineage import answers_for
from vinhdanh.units.models import Unit, UnitSpan


def covers(span: UnitSpan, day: dt.date) -> bool:
    """Whether a day lies in a span."""
    return span.since <= day and (span.until is None or day < span.until)


def overlaps(span: UnitSpan, since: dt.date, until: dt.date | None) -> bool:
    """Whether a span has a day in common with another."""
    return (until is None or span.since < until) and (span.until is None or since < span.until)


class Forest:
    """All units and their spans, oldest first."""

    def __init__(self) -> None:
        self.units = {u.pk: u for u in Unit.objects.order_by("pk")}
        self.spans: dict[int, list[UnitSpan]] = defaultdict(list)
        for span in UnitSpan.objects.order_by("unit_id", "since"):
            self.spans[span.unit_id].append(span)

    def on(self, unit_id: int, day: dt.date) -> UnitSpan | None:
        """The span of a unit on a day."""
        return next((s for s in self.spans[unit_id] if covers(s, day)), None)

    def shown(self, unit_id: int, day: dt.date) -> UnitSpan | None:
        """The span of the day; of a unit that is no more, its last; of one still to come, its first."""
        spans = self.spans[unit_id]
        return self.on(unit_id, day) or next((s for s in reversed(spans) if s.since <= day), spans[0] if spans else None)

    def settle(self, day: dt.date) -> int:
        """Write on every unit what holds on a day (name, kind, parent, path, folded, sort_key, answers_for). Returns how many changed."""
        paths = self._paths({pk: span.parent_id if (span := self.shown(pk, day)) else self.units[pk].parent_id for pk in self.units})
        answers = answers_for(paths, day)
        return sum(self._write(unit, self.shown(unit.pk, day), paths[unit.pk], answers.get(unit.pk, [])) for unit in self.units.values())

    def _write(self, unit: Unit, span: UnitSpan | None, path: str, answers: list[list[str]]) -> bool:
        name = span.name if span else unit.name
        now: dict[str, object] = {"name": name, "folded": fold(name), "sort_key": sort_key(name), "path": path, "answers_for": answers}
        now |= {"kind_id": span.kind_id, "parent_id": span.parent_id} if span else {}
        changed = [field for field, value in now.items() if getattr(unit, field) != value]
        for field in changed:
            setattr(unit, field, now[field])
        if changed:
            unit.save(update_fields=changed)
        return bool(changed)

    def _paths(self, parents: dict[int, int | None]) -> dict[int, str]:
        done: dict[int, str] = {}
        for pk in parents:
            chain = _chain(pk, parents)
            for one in reversed(chain):
                above = parents[one]
                done[one] = f"{done[above] if above else '/'}{self.units[one].key}/"
        return done

    def check(self, touched: Iterable[int], since: dt.date) -> None:
        """Refuse a tree that does not hold together from a day on, as far as the units touched are concerned."""
        units = set(touched)
        for pk in units:
            self._check_spans(pk)
        for day in self._days(since):
            parents = {pk: span.parent_id for pk in self.units if (span := self.on(pk, day))}
            for pk, parent in parents.items():
                if pk in units or parent in units:
                    self._check_parent(pk, parents, day)

    def _check_spans(self, pk: int) -> None:
        for before, after in pairwise(self.spans[pk]):
            if before.until is None or before.until > after.since:
                raise ValidationError(f"{before.name}: hai khoảng thời gian chồng nhau từ ngày {after.since:%d/%m/%Y}. Chọn ngày khác.")

    def _check_parent(self, pk: int, parents: dict[int, int | None], day: dt.date) -> None:
        parent, unit = parents[pk], self.units[pk]
        if parent is not None and parent not in parents:
            raise ValidationError(
                f"Ngày {day:%d/%m/%Y}, {self.units[parent]} (cấp trên của {unit}) chưa thành lập hoặc đã kết thúc. Chọn đơn vị khác."
            )
        try:
            _chain(pk, parents)
        except ValidationError:
            raise ValidationError(f"Ngày {day:%d/%m/%Y}, {unit} sẽ trực thuộc chính đơn vị cấp dưới của mình. Chọn đơn vị cấp trên khác.") from None

    def _days(self, since: dt.date) -> list[dt.date]:
        bounds = {d for spans in self.spans.values() for s in spans for d in (s.since, s.until) if d and d > since}
        return [since, *sorted(bounds)]


def _chain(pk: int, parents: dict[int, int | None]) -> list[int]:
    """A unit and those above it, nearest first."""
    chain, at = [pk], parents.get(pk)
    while at is not None:
        if at in chain:
            raise ValidationError("Cây đơn vị bị vòng.")
        chain.append(at)
        at = parents.get(at)
    return chain


def settle(day: dt.date) -> int:
    """Bring every unit to the state of a day. Run once a day, and after every change."""
    return Forest().settle(day)
