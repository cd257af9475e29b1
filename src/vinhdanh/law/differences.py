"""Two sheets of one award side by side: what stays, what goes, what comes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

from vinhdanh.merit.sheet import Line, Section, Sheet
from vinhdanh.merit.text import fold

SAME, CHANGED = "same", "changed"


@dataclass(frozen=True, slots=True)
class Told:
    """A statement in its place: under which title, how deep inside other conditions."""

    title: str
    depth: int
    line: Line

    @property
    def key(self) -> tuple[str, int, str, str]:
        """Two statements are the same when they say the same by the same article."""
        return (self.title, self.depth, self.line.says, str(self.line.cite))


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the comparison; either side may be empty."""

    kind: str
    left: Told | None
    right: Told | None

    @property
    def title(self) -> str:
        """Which part of the sheet the row is in."""
        told = self.right or self.left
        return told.title if told else ""


def side_by_side(before: Sheet, after: Sheet) -> list[Row]:
    """Every statement of both, in order."""
    old, new = list(flat(before)), list(flat(after))
    matcher = SequenceMatcher(None, [t.key for t in old], [t.key for t in new], autojunk=False)
    rows: list[Row] = []
    for tag, a, b, x, y in matcher.get_opcodes():
        if tag == "equal":
            rows += [Row(SAME, left, right) for left, right in zip(old[a:b], new[x:y], strict=True)]
        else:
            rows += _paired(old[a:b], new[x:y])
    return rows


LIKE = 0.4  # two statements that share so much of their words are one, changed


def _paired(old: list[Told], new: list[Told]) -> list[Row]:
    """Statements that go and come: those alike side by side, in order, the others by themselves."""
    left, right = ([(t.title, frozenset(fold(t.line.says).split())) for t in side] for side in (old, new))
    pairs = _alignment([[_alike(a, b) for b in right] for a in left], len(old), len(new))
    rows, i, j = [], 0, 0
    for a, b in [*pairs, (len(old), len(new))]:
        rows += [Row(CHANGED, gone, None) for gone in old[i:a]] + [Row(CHANGED, None, come) for come in new[j:b]]
        rows += [Row(CHANGED, old[a], new[b])] if a < len(old) else []
        i, j = a + 1, b + 1
    return rows


def _alike(a: tuple[str, frozenset[str]], b: tuple[str, frozenset[str]]) -> float:
    if a[0] != b[0]:
        return 0.0
    both = len(a[1] & b[1])
    share = both / max(len(a[1]) + len(b[1]) - both, 1)
    return share if share >= LIKE else 0.0


def _alignment(alike: list[list[float]], n: int, m: int) -> list[tuple[int, int]]:
    """The pairs, in order on both sides, that are most alike together (longest common subsequence with weights)."""
    best = [[0.0] * (m + 1) for _ in range(n + 1)]
    for i in range(n - 1, -1, -1):
        for j in range(m - 1, -1, -1):
            both = alike[i][j] + best[i + 1][j + 1] if alike[i][j] else 0.0
            best[i][j] = max(both, best[i + 1][j], best[i][j + 1])
    found, i, j = [], 0, 0
    while i < n and j < m:
        if alike[i][j] and best[i][j] == alike[i][j] + best[i + 1][j + 1]:
            found.append((i, j))
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            i += 1
        else:
            j += 1
    return found


def changes(before: Sheet, after: Sheet) -> list[Row]:
    """The rows that differ."""
    return [row for row in side_by_side(before, after) if row.kind == CHANGED]


def flat(sheet: Sheet) -> Iterator[Told]:
    """The statements of a sheet, one after the other."""
    for conditions in sheet.conditions:
        title = f"{conditions.word}: điều kiện"
        for line in conditions.lines:
            yield from _flat(title, 0, line)
        yield from (Told(f"{conditions.word}: Hội đồng xem xét", 0, line) for line in conditions.appreciation)
        yield from (Told(f"{conditions.word}: thủ trưởng xác nhận", 0, line) for line in conditions.attest)
    for section in sheet.sections:
        yield from _section(section)


def _section(section: Section) -> Iterator[Told]:
    yield from (Told(section.title, 0, line) for line in section.lines)


def _flat(title: str, depth: int, line: Line) -> Iterator[Told]:
    yield Told(title, depth, line)
    for part in line.parts:
        yield from _flat(title, depth + 1, part)
