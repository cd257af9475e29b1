"""What cannot stand together in one list: one achievement twice, two titles of one period, a title already held."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from itertools import combinations

from vinhdanh.checking.names import award_names
from vinhdanh.checking.season import Judged
from vinhdanh.merit.rulebook import Rulebook


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Nominations (by number) that clash, and why, in Vietnamese."""

    numbers: tuple[int, ...]
    says: str


def contradictions(book: Rulebook, judged: list[Judged]) -> list[Contradiction]:
    """Every clash in the list."""
    by_subject: dict[str, list[Judged]] = defaultdict(list)
    for j in judged:
        by_subject[j.candidate.key].append(j)
    found = [c for mine in by_subject.values() for pair in combinations(mine, 2) for c in _pair(book, *pair)]
    return found + [c for j in judged for c in _held(book, j)]


def _pair(book: Rulebook, a: Judged, b: Judged) -> list[Contradiction]:
    one, two = a.candidate, b.candidate
    called = award_names(book)
    numbers, groups = (one.number, two.number), {book.awards[one.award].group, book.awards[two.award].group}
    names = (called[one.award], called[two.award])
    if one.year != two.year:
        return []
    if one.award == two.award:
        return [Contradiction(numbers, f"{one.name}: “{names[0]}” năm {one.year} được đề nghị hai lần")]
    if groups == {"title"} and _overlap(book, one.award, two.award):
        both = f"{one.name}: hai danh hiệu của cùng kỳ {one.year} (“{names[0]}” và “{names[1]}”)"
        return [Contradiction(numbers, f"{both}; chỉ ghi danh hiệu cao nhất, danh hiệu thấp là điều kiện của danh hiệu cao")]
    if groups == {"form"} and one.kind == two.kind:
        both = f"{one.name}: một thành tích năm {one.year} đề nghị hai hình thức (“{names[0]}” và “{names[1]}”)"
        return [Contradiction(numbers, f"{both}; một thành tích chỉ tặng một hình thức")]
    return []


def _overlap(book: Rulebook, one: str, two: str) -> bool:
    """Two titles counted over the same single year (CSTĐ ngành counts three and may stand beside CSTĐ cơ sở)."""
    longer = {"chien-si-thi-dua-nganh", "chien-si-thi-dua-toan-quoc"}
    return not ({one, two} & longer)


def _held(book: Rulebook, j: Judged) -> list[Contradiction]:
    c = j.candidate
    rows = [*c.facts.get("awards", ()), *c.partial.get("awards", ())]
    if book.awards[c.award].group != "title" or not any(
        r["award"] == c.award and r.get("year") == c.year and not r.get("proposed") and r.get("count", 1) for r in rows
    ):
        return []
    return [Contradiction((c.number,), f"{c.name}: đã có “{award_names(book)[c.award]}” năm {c.year}, không đề nghị lần nữa")]
