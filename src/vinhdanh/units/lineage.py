"""Which units a unit answers for: those that ended and left it their files and duties, and what ended into these before."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping

from vinhdanh.units.models import UnitSuccession

Answers = dict[int, list[list[str]]]


def answers_for(paths: Mapping[int, str], on: dt.date) -> Answers:
    """By unit, pairs of paths: of a unit that ended, and of its heir at or below this unit. Not those below it anyway; one query."""
    rows = UnitSuccession.objects.filter(duties=True, on__lte=on, new__isnull=False).order_by("on", "pk")
    return spread(list(rows.values_list("old_id", "new_id")), paths)


def spread(pairs: Iterable[tuple[int, int | None]], paths: Mapping[int, str]) -> Answers:
    """The same of known pairs (old, new)."""
    news: dict[int, set[int]] = defaultdict(set)
    for old, new in pairs:
        if new is not None and new != old:
            news[old].add(new)
    found: dict[int, set[tuple[str, str]]] = defaultdict(set)
    by_path = {path: pk for pk, path in paths.items()}
    for old in news:
        for heir in _heirs(old, news):
            for above in _upwards(paths[heir]):
                if above in by_path and not paths[old].startswith(above):
                    found[by_path[above]].add((paths[old], paths[heir]))
    return {pk: [list(pair) for pair in sorted(told)] for pk, told in found.items()}


def _heirs(old: int, news: Mapping[int, set[int]]) -> set[int]:
    """Those who answer for a unit, one after the other."""
    seen: set[int] = set()
    ahead = set(news.get(old, ()))
    while ahead:
        one = ahead.pop()
        seen.add(one)
        ahead |= news.get(one, set()) - seen - {old}
    return seen


def _upwards(path: str) -> list[str]:
    """A path and those it lies in: ``/A/B/`` → ``/A/``, ``/A/B/``."""
    keys = path.strip("/").split("/")
    return ["/" + "/".join(keys[: n + 1]) + "/" for n in range(len(keys))]
