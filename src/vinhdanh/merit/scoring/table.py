"""A table made ready: every criterion with its path, its function, its place in the tree; entries find it by path, id or code."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property

from vinhdanh.merit.scoring.asks import known
from vinhdanh.merit.scoring.compound import Compound, evaluator
from vinhdanh.merit.scoring.inputs import Entry, Values
from vinhdanh.merit.scoring.kinds import Evaluate
from vinhdanh.merit.scoring.numbers import ZERO, exact, show
from vinhdanh.merit.scoring.outcome import Outcome
from vinhdanh.merit.scoring.schema import MOVES, RELATIVE, CriterionSpec, NaPolicy, TableSpec


@dataclass(slots=True, eq=False)
class Node:
    """A criterion of a table. ``run`` computes a leaf that needs no other unit; ``compound`` is set where it has rules."""

    spec: CriterionSpec
    path: str
    parent: Node | None
    na: NaPolicy
    empty: str
    children: list[Node] = field(default_factory=list)
    index: int = -1
    compound: Compound | None = None
    run: Callable[[Entry], Outcome] | None = None
    watched: bool = False
    plain: bool = False
    quick: bool = False
    top: Decimal | None = None

    @property
    def relative(self) -> bool:
        """Whether its points need the results of the other units."""
        return self.spec.how in RELATIVE

    @property
    def takes_off(self) -> bool:
        """Whether it lies in a deduction."""
        return self.spec.role == "deduction" or (self.parent is not None and self.parent.takes_off)

    @property
    def title(self) -> str:
        """Code and name."""
        return f"{self.spec.code} {self.spec.name}".strip()

    def leaves(self) -> Iterator[Node]:
        """The leaves at and below this node, in order."""
        if self.spec.leaf:
            yield self
        for child in self.children:
            yield from child.leaves()

    def walk(self) -> Iterator[Node]:
        """This node and all below, parents first."""
        yield self
        for child in self.children:
            yield from child.walk()


class Table:
    """A compiled table. Two criteria with one path are told apart by ``#2``, ``#3`` …"""

    def __init__(self, spec: TableSpec) -> None:
        self.spec = spec
        total = {k: getattr(spec.total, k) for k in spec.total.model_fields_set}
        root = CriterionSpec.model_construct(**{**_defaults(), **total, "code": spec.id, "name": spec.name, "children": spec.criteria})
        self._seen: Counter[str] = Counter()
        self.root = self._node(root, "", None)
        self.nodes = {n.path: n for n in self.root.walk() if n.path}
        self.leaves = [n for n in self.root.leaves() if n is not self.root]
        for i, leaf in enumerate(self.leaves):
            leaf.index = i
        for node in self.nodes.values():
            node.quick = node.plain and bool(node.children) and all(c.plain and c.spec.leaf for c in node.children)

    def _node(self, spec: CriterionSpec, path: str, parent: Node | None) -> Node:
        node = Node(
            spec, path, parent, spec.na or (parent.na if parent else self.spec.na), spec.empty or (parent.empty if parent else self.spec.empty)
        )
        node.children = [self._node(child, self._path(path, child.code), node) for child in spec.children]
        node.plain = _plain(spec)
        node.top = spec.max if spec.rescale_to is None and spec.children else None
        node.watched = bool(spec.gates) or any(rule.how == "disqualify" for rule in spec.rules) or spec.how == "disqualify"
        if spec.rules:
            node.compound = Compound(spec)
            node.run = node.compound
        elif spec.leaf and not node.relative:
            node.run = _on_values(node)
        return node

    def _path(self, above: str, code: str) -> str:
        path = f"{above}/{code}" if above else code
        self._seen[path] += 1
        return path if self._seen[path] == 1 else f"{path}#{self._seen[path]}"

    @cached_property
    def inputs(self) -> dict[str, frozenset[str]]:
        """What an entry of a leaf may hold, by path."""
        return {leaf.path: known(leaf.spec, leaf.compound.keys if leaf.compound else ()) for leaf in self.leaves}

    @cached_property
    def names(self) -> dict[str, str]:
        """What an entry may call a criterion: its path, its id, its code where that is the only one."""
        codes = Counter(n.spec.code for n in self.nodes.values())
        short = {n.spec.code: n.path for n in self.nodes.values() if codes[n.spec.code] == 1}
        return {**short, **{n.spec.id: n.path for n in self.nodes.values() if n.spec.id}, **{p: p for p in self.nodes}}


def _plain(spec: CriterionSpec) -> bool:
    """Whether nothing but the sum of the children (or the points of the leaf) matters."""
    limits = (spec.floor, spec.ceiling, spec.round, spec.award_cap, spec.deduction_cap, spec.rescale_to, spec.base)
    own = spec.role == "score" and all(x is None for x in (limits if spec.children else limits[:3]))
    alike = all(c.role == "score" and c.weight == 1 for c in spec.children)
    return own and (not spec.children or (alike and spec.aggregate == "sum" and spec.factor == 1))


def _defaults() -> dict[str, object]:
    return {name: f.default for name, f in CriterionSpec.model_fields.items() if not f.is_required()}


def _on_values(node: Node) -> Callable[[Entry], Outcome]:
    """A leaf of one kind; one that only takes off starts at its standard points, inside a deduction it counts what it takes off."""
    run = evaluator(node.spec, node.spec.max)
    if node.spec.how in MOVES:
        run = _counted(run) if node.takes_off else _from(node.spec.max or ZERO, run)
    return lambda entry: run(entry.values)


def _from(start: Decimal, run: Evaluate) -> Evaluate:
    def moved(values: Values) -> Outcome:
        found = run(values)
        if found.points is None:
            return found
        return found._replace(points=start + found.points, form=f"{show(start)} + ({show(found.points)}): {found.form}")

    return moved


def _counted(run: Evaluate) -> Evaluate:
    def counted(values: Values) -> Outcome:
        found = run(values)
        return found if found.points is None else found._replace(points=abs(found.points))

    return counted


@exact
def compiled(spec: TableSpec) -> Table:
    """The table made ready for scoring."""
    return Table(spec)
