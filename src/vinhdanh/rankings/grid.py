"""The score sheet as a grid: one row for each group and criterion, the points of every stage, the cells to type in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from vinhdanh.merit.scoring.asks import Ask
from vinhdanh.merit.scoring.engine import Sheet
from vinhdanh.merit.scoring.explain import formula, notes
from vinhdanh.merit.scoring.outcome import WORDS
from vinhdanh.merit.scoring.score import Score
from vinhdanh.merit.scoring.table import Node
from vinhdanh.rankings.figures import Figures, earlier
from vinhdanh.rankings.models import Appeal, Evidence, Explanation, ScoreEntry, ScoreSheet
from vinhdanh.rankings.reading import asked
from vinhdanh.rankings.tables import STAGES

Stage = ScoreEntry.Stage


@dataclass(frozen=True, slots=True)
class Cell:
    """One input of a criterion: its name in the form, what is asked, what stands there, why it was refused."""

    name: str
    ask: Ask
    value: str
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Points:
    """What a criterion has at one stage: points, or a word where it has none; ``mine``: this stage entered it itself."""

    stage: str
    points: Decimal | None
    words: str
    mine: bool
    formula: str = ""
    notes: tuple[str, ...] = ()
    by: str = ""
    why: str = ""
    complete: bool = True


@dataclass(slots=True)
class Row:
    """One group or criterion of a sheet. ``stages``: its points at each stage that has been reached."""

    node: Node
    depth: int
    stages: list[Points]
    cells: list[Cell] = field(default_factory=list)
    version: int = 0
    na: bool = False
    none: bool = False
    granted: str = ""
    why: str = ""
    problem: str = ""
    statistics: bool = False
    accepted: bool = False
    evidence: list[Evidence] = field(default_factory=list)
    explanation: Explanation | None = None
    appeals: list[Appeal] = field(default_factory=list)

    @property
    def wrong(self) -> bool:
        """Whether one of its cells was refused."""
        return any(c.problem for c in self.cells)

    @property
    def group(self) -> bool:
        """Whether it only adds up."""
        return bool(self.node.spec.children)

    @property
    def number(self) -> int:
        """The number of the criterion in the form."""
        return self.node.index

    @property
    def change(self) -> Decimal | None:
        """The last stage's points less the first's; None where either has none, or not yet all."""
        return change(self.stages[0], self.stages[-1]) if len(self.stages) > 1 else None


def change(first: Points, last: Points) -> Decimal | None:
    """What a later stage changed; None where either has no points, or something below it has none yet."""
    known = first.points is not None and last.points is not None and first.complete and last.complete
    return last.points - first.points if known else None  # type: ignore[operator]


Typed = Mapping[str, Mapping[str, str]]  # what was typed and refused, by path


def reached(figures: Figures, sheet: ScoreSheet) -> list[str]:
    """The stages that a sheet shows: the self-score always, the others once the round has come to them."""
    return list(STAGES[: STAGES.index(figures.stage) + 1])


def rows(figures: Figures, sheet: ScoreSheet, stage: str, typed: Typed | None = None, problems: Typed | None = None) -> list[Row]:
    """The rows of a sheet; the cells are those of ``stage``. Four queries: entries, evidence, explanations, appeals."""
    scored = {name: figures.at(sheet, name, alone=name == Stage.SELF and figures.stage == Stage.SELF) for name in reached(figures, sheet)}
    said = {(e.stage, e.path): e for e in figures.entries if e.sheet_id == sheet.pk}
    made = [_row(node, depth, scored, said) for node, depth in _walk(figures.table.root.children, 0)]
    for row in made:
        if not row.group:
            _fill(row, stage, said, (typed or {}).get(row.node.path), (problems or {}).get(row.node.path, {}))
    _attach(made, figures, sheet)
    return made


def _walk(nodes: Sequence[Node], depth: int) -> Iterable[tuple[Node, int]]:
    for node in nodes:
        yield node, depth
        yield from _walk(node.children, depth + 1)


def _row(node: Node, depth: int, scored: Mapping[str, Sheet], said: Mapping[tuple[str, str], ScoreEntry]) -> Row:
    return Row(node, depth, [points_of(name, sheet.root.at(node.path), said.get((name, node.path))) for name, sheet in scored.items()])


def points_of(stage: str, score: Score, entry: ScoreEntry | None) -> Points:
    """The points of a criterion at a stage, with how they came about."""
    bare = score.outcome is not None and score.outcome.points is None and not score.parts
    words = WORDS[score.outcome.state] if bare and score.outcome else ""
    mine = entry is not None and not entry.data.get("accept")
    by, why = (entry.by.full_name if entry and entry.by else ""), (entry.why if entry else "")
    how = formula(score) if score.outcome else ""
    return Points(stage, None if bare else score.points, words, mine, how, tuple(notes(score)), by, why, score.complete)


# ---- the cells -----------------------------------------------------------------------------------------


def _fill(row: Row, stage: str, said: Mapping[tuple[str, str], ScoreEntry], typed: Mapping[str, str] | None, problems: Mapping[str, str]) -> None:
    """The cells of one criterion: what this stage entered, else (lightly) what stands before it."""
    path, own = row.node.path, said.get((stage, row.node.path))
    row.statistics = (Stage.STATISTICS, path) in said
    row.version = own.version if own else 0
    row.accepted = bool(own and own.data.get("accept"))
    values = typed if typed is not None else shown(standing(said, stage, path))
    row.na, row.none = bool(values.get("na")), bool(values.get("none"))
    row.granted, row.why = values.get("granted", ""), (typed or {}).get("why", own.why if own else "")
    row.problem = problems.get("", "") or problems.get("why", "") or problems.get("granted", "")
    row.cells = [Cell(f"{row.number}:{a.name}", a, values.get(a.name, ""), problems.get(a.name, "")) for a in asked(row.node)]


def standing(said: Mapping[tuple[str, str], ScoreEntry], stage: str, path: str) -> dict[str, Any] | None:
    """The inputs that count at a stage: each stage's laid over those before. None if nobody entered any."""
    found: dict[str, Any] | None = None
    for name in (*earlier(stage), stage):
        entry = said.get((name, path))
        if entry is not None and not entry.data.get("accept"):
            found = entry.data if found is None or entry.data.get("na") else {**{k: v for k, v in found.items() if k != "na"}, **entry.data}
    return found


def shown(data: Mapping[str, Any] | None) -> dict[str, str]:
    """An entry as it is typed."""
    if data is None:
        return {}
    return {k: _typed(v) for k, v in data.items()} if data else {"none": "1"}


def _typed(value: Any) -> str:
    if isinstance(value, bool):
        return "có" if value else "không"
    if isinstance(value, list):
        return "; ".join(_typed(v) for v in value)
    return str(value).replace(".", ",")


def _attach(made: Sequence[Row], figures: Figures, sheet: ScoreSheet) -> None:
    by_path = {row.node.path: row for row in made}
    for proof in figures.evidence:
        if proof.sheet_id == sheet.pk:
            by_path[proof.path].evidence.append(proof)
    for told in Explanation.objects.filter(sheet=sheet).select_related("by"):
        by_path[told.path].explanation = told
    for asked_for in Appeal.objects.filter(sheet=sheet).select_related("by", "decided_by").order_by("pk"):
        by_path[asked_for.path].appeals.append(asked_for)


# ---- what was typed ------------------------------------------------------------------------------------


def typed_for(node: Node, post: Mapping[str, str]) -> dict[str, str]:
    """What a form says about one criterion, by name of input; empty if it does not mention it."""
    names = (*(a.name for a in asked(node)), "na", "none", "granted")
    return {n: post[f"{node.index}:{n}"] for n in names if post.get(f"{node.index}:{n}", "").strip()}
