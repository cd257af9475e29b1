"""The vocabulary of a rule: what conditions there are. Pure data; ``judge`` and ``batch`` give it meaning.

Every condition carries a ``Head``: its id, its words as the act writes them, its citation, its tags, its evidence
mark. Windows name years: the year itself, the last n, one year back, ever, the period, or the years since the
prior award of the ``Since`` around it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from vinhdanh.merit.facts import AwardFact, Fact, FlagFact, NumberFact
from vinhdanh.merit.law import Citation


@dataclass(frozen=True, slots=True)
class Head:
    """What every condition says about itself. ``evidence``: seen | quoted | inferred | open."""

    id: str
    says: str = ""
    cite: Citation | None = None
    tags: tuple[str, ...] = ()
    evidence: str = "seen"
    note: str = ""


@dataclass(frozen=True, slots=True)
class Window:
    """Which years. ``kind``: last (n years to T) | at (the year n back) | ever | period | since."""

    kind: str = "last"
    n: int = 1


@dataclass(frozen=True, slots=True)
class Held:
    """The fact held at least ``at_least`` times inside the window."""

    head: Head
    fact: Fact
    window: Window = Window()
    at_least: int = 1


@dataclass(frozen=True, slots=True)
class Streak:
    """The fact held ``times`` times, ``step`` years apart, the last time 0 … ``late`` years before T.

    ``loose``: whether steps shorter than ``step`` leave the answer open instead of failing (CSTĐ ngành whose
    triples of CSTĐCS overlap: no act says).
    """

    head: Head
    fact: Fact
    times: int
    step: int = 1
    late: int = 0
    loose: bool = False


@dataclass(frozen=True, slots=True)
class Every:
    """The fact held in every year of the window."""

    head: Head
    fact: Fact
    window: Window


@dataclass(frozen=True, slots=True)
class Never:
    """The fact held in no year of the window."""

    head: Head
    fact: Fact
    window: Window = Window()


@dataclass(frozen=True, slots=True)
class Adjust:
    """A change of a bound: ``add`` millionths, or ``scale`` (numerator, denominator), when ``when`` is met."""

    when: Node
    add: int = 0
    scale: tuple[int, int] = (1, 1)


@dataclass(frozen=True, slots=True)
class Number:
    """A measure within bounds (millionths): at least, above, at most, below."""

    head: Head
    fact: NumberFact
    least: int | None = None
    above: int | None = None
    most: int | None = None
    below: int | None = None
    adjust: tuple[Adjust, ...] = ()


@dataclass(frozen=True, slots=True)
class Is:
    """A statement that must be true (or, ``wanted=False``, untrue)."""

    head: Head
    fact: FlagFact
    wanted: bool = True


@dataclass(frozen=True, slots=True)
class All:
    """Every part."""

    head: Head
    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Any:
    """One part."""

    head: Head
    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """The opposite of the part."""

    head: Head
    part: Node


@dataclass(frozen=True, slots=True)
class If:
    """``then`` is asked only where ``when`` is met."""

    head: Head
    when: Node
    then: Node


@dataclass(frozen=True, slots=True)
class Since:
    """An unbroken run of years after a prior award, and what must lie inside it (the ladders).

    ``follow``: whether the run must lie after the prior award; ``ends``: ``now`` (at T) or ``open`` (the text
    does not say); ``restart``: facts after which counting begins anew; ``parts`` are judged inside the run.
    """

    head: Head
    prior_head: Head
    run_head: Head
    prior: Fact | None
    every: Fact
    years: int
    follow: bool = True
    ends: str = "now"
    restart: tuple[Fact, ...] = ()
    parts: tuple[Node, ...] = ()


@dataclass(frozen=True, slots=True)
class Fixed:
    """A statement of the law that decides nothing for the worse: ``verdict`` YES (allowed) or UNKNOWN (left open)."""

    head: Head
    verdict: int
    about: Fact | None = None


@dataclass(frozen=True, slots=True)
class Meets:
    """The award is held this year (or proposed in the same list), or its own rule is met.

    ``title``: the act asks for the title itself; said outright not to be held, it fails whatever its rule says.
    """

    head: Head
    held: AwardFact
    rule: Node
    title: bool = False


@dataclass(frozen=True, slots=True)
class Route:
    """One way to an award: ``kinds`` of commendation (loại khen) it belongs to and its conditions."""

    head: Head
    kinds: tuple[str, ...]
    rule: Node


@dataclass(frozen=True, slots=True)
class Routes:
    """Alternative ways. A way none of whose facts was told is not asked; if none was, all are."""

    head: Head
    routes: tuple[Route, ...]


Node = Held | Streak | Every | Never | Number | Is | All | Any | Not | If | Since | Fixed | Meets | Route | Routes


@dataclass(frozen=True, slots=True)
class Criteria:
    """The rule of an award on a day: the tree, what a council weighs, what a head attests."""

    award: str
    rule: Node
    appreciation: tuple[Head, ...] = ()
    attest: tuple[Head, ...] = ()
    remarks: tuple[str, ...] = ()
    subjects: tuple[str, ...] = field(default=("person",))

    @property
    def excluded(self) -> bool:
        """Whether the rule says nothing but that the award is not for this kind of subject."""
        parts = children(self.rule)
        return bool(parts) and all(isinstance(p, Is) and p.fact.name == "subject-is" for p in parts)


def children(node: Node) -> tuple[Node, ...]:
    """The conditions directly inside a condition (bounds' adjustments included)."""
    if isinstance(node, All | Any):
        return node.parts
    if isinstance(node, Since):
        return node.parts
    if isinstance(node, Routes):
        return node.routes
    return _single(node)


def _single(node: Node) -> tuple[Node, ...]:
    if isinstance(node, Not):
        return (node.part,)
    if isinstance(node, If):
        return node.when, node.then
    if isinstance(node, Meets | Route):
        return (node.rule,)
    return tuple(a.when for a in node.adjust) if isinstance(node, Number) else ()


def walk(node: Node) -> Iterator[Node]:
    """The condition and all inside it, outermost first."""
    yield node
    for child in children(node):
        yield from walk(child)


def own_facts(node: Node) -> tuple[Fact, ...]:
    """The facts this very condition reads."""
    if isinstance(node, Held | Streak | Every | Never | Number | Is):
        return (node.fact,)
    if isinstance(node, Since):
        return (*((node.prior,) if node.prior else ()), node.every, *node.restart)
    if isinstance(node, Meets):
        return (node.held,)
    return (node.about,) if isinstance(node, Fixed) and node.about else ()


def facts_of(node: Node) -> list[Fact]:
    """Every fact the condition and its parts read, each once, in order."""
    return list(dict.fromkeys(fact for n in walk(node) for fact in own_facts(n)))
