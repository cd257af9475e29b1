"""Questions about units: the tree on a day, who a unit was, who answers for it, how many people."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.apps import apps
from django.db.models import Count, F, Q, QuerySet

from vinhdanh.merit.text import fold
from vinhdanh.units.models import ClusterMember, Unit, UnitKind, UnitSpan, UnitSuccession

BIG = 200  # units: a tree beyond this is not written whole
MANY = 100  # units: from here on counting all of them is quicker than naming them
LEVELS = {
    "toi-cao": "Tối cao",
    "cap-cao": "Cấp cao",
    "tinh": "Cấp tỉnh",
    "khu-vuc": "Khu vực",
    "huyen": "Cấp huyện",
    "quan-su": "Quân sự",
    "co-quan": "Cơ quan",
    "noi-bo": "Đơn vị bên trong",
}


def level_name(level: str) -> str:
    """The level in words; a level of the office's own is shown as it is."""
    return LEVELS.get(level, level)


def lasting(on: dt.date, prefix: str = "") -> Q:
    """The filter of spans that hold on a day."""
    return Q(**{f"{prefix}since__lte": on}) & (Q(**{f"{prefix}until__isnull": True}) | Q(**{f"{prefix}until__gt": on}))


def living(units: QuerySet[Unit], on: dt.date) -> QuerySet[Unit]:
    """The units that exist on a day, in the order of the tree's words."""
    started = Q(founded_on__isnull=True) | Q(founded_on__lte=on)
    return units.filter(started, Q(dissolved_on__isnull=True) | Q(dissolved_on__gt=on)).order_by("kind__rank", "sort_key")


def unit_on(unit: Unit, day: dt.date) -> UnitSpan | None:
    """The span of a unit on a day; None if it did not exist."""
    return unit.spans.filter(lasting(day)).select_related("kind", "parent").order_by("-since").first()


def successor_of(unit: Unit, day: dt.date) -> Unit | None:
    """Who answers for a unit on a day: itself while it lives, else the one that took over its duties, and so on; None: nobody."""
    asked: set[int] = set()
    at: Unit | None = unit
    while at is not None and at.dissolved_on is not None and at.dissolved_on <= day:
        if at.pk in asked:
            return None
        asked.add(at.pk)
        link = at.successors.filter(duties=True, on__lte=day, new__isnull=False).select_related("new").order_by("-on", "pk").first()
        at = link.new if link else None
    return at


def members_count(units: Sequence[Unit], on: dt.date) -> dict[int, int]:
    """How many people are on the payroll of each unit itself on a day (merged and secret records are not counted)."""
    memberships = apps.get_model("people.Membership")._default_manager  # ``people`` lies above and is not imported
    rows = memberships.filter(lasting(on), kind="payroll", person__merged_into__isnull=True, person__secret=False)
    if len(units) < MANY:
        rows = rows.filter(unit__in=[u.pk for u in units])
    return dict(rows.order_by("unit").values_list("unit").annotate(n=Count("person", distinct=True)))


@dataclass(slots=True)
class Node:
    """A unit in the tree of a day."""

    unit: Unit
    span: UnitSpan
    count: int = 0
    children: list[Node] = field(default_factory=list)

    @property
    def total(self) -> int:
        """The people of the unit and below."""
        return self.count + sum(c.total for c in self.children)


@dataclass(frozen=True, slots=True)
class Flat:
    """A node on its way through a template: nodes are written one after the other, ``closes`` lists end after it.

    ``opened``: its list follows; else the page of the unit shows what lies under it.
    """

    node: Node
    depth: int
    opened: bool
    closes: range


def flat(roots: Sequence[Node]) -> list[Flat]:
    """The tree in writing order (a recursive template costs ten times as much). A big tree is written two levels deep."""
    found: list[Flat] = []
    deepest = 1 if sum(_size(n) for n in roots) > BIG else 99
    for node in roots:
        _flatten(node, 0, 0, deepest, found)
    return found


def _size(node: Node) -> int:
    return 1 + sum(_size(c) for c in node.children)


def _flatten(node: Node, depth: int, closing: int, deepest: int, found: list[Flat]) -> None:
    """``closing``: how many lists end where this node's branch ends."""
    opened = bool(node.children) and depth < deepest
    found.append(Flat(node, depth, opened, range(0 if opened else closing)))
    if opened:
        for child in node.children[:-1]:
            _flatten(child, depth + 1, 0, deepest, found)
        _flatten(node.children[-1], depth + 1, closing + 1, deepest, found)


def spans_on(units: QuerySet[Unit], on: dt.date) -> QuerySet[UnitSpan]:
    """The spans of a day of the units given, with unit, kind and parent."""
    return (
        UnitSpan.objects.filter(lasting(on), unit__in=units).select_related("unit", "kind", "parent").order_by("kind__rank", "unit__sort_key", "pk")
    )


def tree(units: QuerySet[Unit], on: dt.date, *, counted: bool = True) -> list[Node]:
    """The tree of a day, of the units given; one whose parent is not among them stands at the root. Two queries."""
    spans = list(spans_on(units, on))
    counts = members_count([s.unit for s in spans], on) if counted else {}
    nodes = {s.unit_id: Node(s.unit, s, counts.get(s.unit_id, 0)) for s in spans}
    roots: list[Node] = []
    for node in nodes.values():
        above = nodes.get(node.span.parent_id or 0)
        (above.children if above else roots).append(node)
    return roots


def search(units: QuerySet[Unit], on: dt.date, words: str, level: str) -> list[UnitSpan]:
    """The units of a day whose name (of that day or of today) or key holds the words, of a level if one is named.

    Names of other days are not stored folded; a sector has some hundred units, so they are folded here.
    """
    spans = spans_on(units, on)
    wanted = fold(words).split()
    found = spans.filter(kind__level=level) if level else spans
    return [s for s in found if all(w in f"{fold(s.name)} {s.unit.folded} {fold(s.unit.key)}" for w in wanted)]


def levels(on: dt.date) -> list[tuple[str, str]]:
    """The levels known on a day, the highest first."""
    known = UnitKind.objects.filter(Q(since__isnull=True) | Q(since__lte=on)).order_by("rank", "pk").values_list("level", flat=True)
    return [(level, level_name(level)) for level in dict.fromkeys(known)]


def children_on(unit: Unit, day: dt.date) -> list[UnitSpan]:
    """What lay directly under a unit on a day."""
    return list(UnitSpan.objects.filter(lasting(day), parent=unit).select_related("unit", "kind").order_by("kind__rank", "unit__sort_key"))


@dataclass(frozen=True, slots=True)
class Lineage:
    """What a unit came from and what became of it: units by generation (-2, -1, 0, 1 …) and the links between them."""

    unit: Unit
    generations: dict[int, list[Unit]]
    links: list[UnitSuccession]

    @property
    def before(self) -> list[UnitSuccession]:
        """The links that led to the unit, the latest first."""
        seen = {u.pk for g, units in self.generations.items() if g < 0 for u in units}
        return [link for link in reversed(self.links) if link.old_id in seen]

    @property
    def after(self) -> list[UnitSuccession]:
        """The links that led away from the unit, the earliest first."""
        seen = {u.pk for g, units in self.generations.items() if g > 0 for u in units}
        return [link for link in self.links if link.new_id in seen or link.new_id is None]


def lineage(unit: Unit) -> Lineage:
    """The lineage of a unit: three queries (all pairs of a sector are some hundred numbers; only those used are loaded)."""
    pairs = list(UnitSuccession.objects.exclude(old=F("new"), new__isnull=False).order_by("on", "pk").values_list("pk", "old_id", "new_id"))
    back: dict[int, list[tuple[int, int | None]]] = defaultdict(list)
    forth: dict[int, list[tuple[int, int | None]]] = defaultdict(list)
    for pk, old, new in pairs:
        forth[old].append((pk, new))
        if new is not None:
            back[new].append((pk, old))
    before, up = _walk(unit.pk, back)
    after, down = _walk(unit.pk, forth)
    links = list(UnitSuccession.objects.filter(pk__in={*up, *down}).select_related("old", "new").order_by("on", "pk"))
    known = {u.pk: u for link in links for u in (link.old, link.new) if u is not None} | {unit.pk: unit}
    numbers = {-g: pks for g, pks in before.items()} | {0: [unit.pk]} | after
    return Lineage(unit, {g: [known[pk] for pk in numbers[g]] for g in sorted(numbers)}, links)


def _walk(start: int, links: dict[int, list[tuple[int, int | None]]]) -> tuple[dict[int, list[int]], list[int]]:
    """Generation by generation, each unit once; and the links used."""
    found: dict[int, list[int]] = {}
    used: list[int] = []
    seen, at = {start}, [start]
    while at:
        steps = [step for one in at for step in links.get(one, [])]
        used += [link for link, _ in steps]
        at = list(dict.fromkeys(there for _, there in steps if there is not None and there not in seen))
        seen |= set(at)
        if at:
            found[len(found) + 1] = at
    return found, used


def cluster_years(unit: Unit) -> list[ClusterMember]:
    """The clusters of a unit by year, the latest first."""
    return list(unit.cluster_years.select_related("cluster").order_by("-year"))


def ancestors(unit: Unit) -> list[Unit]:
    """The units above, the highest first (of the current place in the tree)."""
    keys = unit.path.strip("/").split("/")[:-1]
    return sorted(Unit.objects.filter(key__in=keys), key=lambda u: len(u.path))
