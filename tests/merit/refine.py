"""Learning: from what was told of a subject, random tellings that say more and contradict nothing.

Rows without a year and the earlier use of an initiative are settled by convention (they lie where the rule needs
them; nothing told is nothing used), so they are never "learnt" later.
"""

from __future__ import annotations

import copy
from typing import Any

from hypothesis import strategies as st
from tests.merit import strategies as s

SCALARS: dict[str, dict[str, st.SearchStrategy[Any]]] = {
    "person": {"gender": st.sampled_from(["nu", "nam"]), "head_of_unit": st.booleans()},
    "service": {"years": st.integers(0, 30), "leader_years": st.integers(0, 9), "continuous": st.booleans()},
    "collective": {"age_months": st.integers(0, 40), "flag_eligible": st.booleans(), "unity": st.booleans()},
    "employed": {"months": st.integers(0, 240)},
    "members": {"disciplined_canh_cao_up": st.integers(0, 3)},
}
LISTS = ("discipline", "contests", "absences", "study", "holds")
BETTER = {"tot-tro-len": ["hoan-thanh-tot", "hoan-thanh-xuat-sac"]}


@st.composite
def learnt(draw: st.DrawFn, told: dict[str, Any], whole: frozenset[str]) -> tuple[dict[str, Any], frozenset[str]]:
    """The same subject with more told: (facts, complete)."""
    more = copy.deepcopy(told)
    if draw(st.booleans()) or "ratings" in more:
        _ratings(draw, more)
    _awards(draw, more, whole)
    for table, state in (("initiatives", "recognised"), ("research", "accepted")):
        _ideas(draw, more, table, state, table in whole)
    for section, keys in SCALARS.items():
        _scalars(draw, more, section, keys)
    for kind in LISTS:
        if kind not in more and kind not in whole and draw(st.booleans()):
            more[kind] = draw(s.FACTS[kind])
    return more, whole | draw(s.complete)


def _ratings(draw: st.DrawFn, more: dict[str, Any]) -> None:
    old = more.get("ratings", {})
    sharper = {y: draw(st.sampled_from(BETTER.get(name, [name]))) for y, name in old.items()}
    more["ratings"] = {**draw(s.ratings), **sharper}


def _awards(draw: st.DrawFn, more: dict[str, Any], whole: frozenset[str]) -> None:
    rows = more.get("awards", [])
    named = {r["award"] for r in rows}
    for r in rows:
        if r["award"] == s.FORMS[0] and draw(st.booleans()):
            r.setdefault("kind", draw(st.sampled_from(s.KINDS)))
            r.setdefault("by", draw(st.sampled_from(["Viện kiểm sát nhân dân tối cao", "UBND tỉnh"])))
    if "awards" not in whole and draw(st.booleans()):
        more["awards"] = rows + [r for r in draw(s.awards) if r["award"] not in named and r["award"] != s.PROPOSED]


def _ideas(draw: st.DrawFn, more: dict[str, Any], table: str, state: str, whole: bool) -> None:
    rows = more.get(table)
    for r in rows or ():
        if r.get("count") != 0 and draw(st.booleans()):
            r.setdefault("level", draw(st.sampled_from(["co-so", "nganh", "toan-quoc"])))
            r.setdefault("applied", draw(st.booleans()))
            r.setdefault(state, draw(st.booleans()))
    counted = any("count" in r for r in rows or ())
    if not whole and not counted and rows != [] and draw(st.booleans()):
        more[table] = (rows or []) + draw(s.ideas(state))


def _scalars(draw: st.DrawFn, more: dict[str, Any], section: str, keys: dict[str, st.SearchStrategy[Any]]) -> None:
    have = dict(more.get(section, {}))
    for key, values in keys.items():
        old = have.get(key)
        if isinstance(old, dict):
            have[key] = draw(st.integers(old["min"], old["max"]))
        elif old is None and draw(st.booleans()):
            have[key] = draw(values)
    if have or section in more:
        more[section] = have
