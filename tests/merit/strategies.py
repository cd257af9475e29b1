"""Random rules over every kind of condition, and random cases in the shared fact format.

Cases of one list share year, day and period, so that ``Frame.of_cases`` applies. What is told is consistent
(a yearly title at most once a year, a number one number), and a case may leave anything untold.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from hypothesis import strategies as st

from vinhdanh.merit import conditions as c
from vinhdanh.merit.facts import (
    AwardFact,
    Case,
    ContestFact,
    DisciplineFact,
    EitherFact,
    Fact,
    FlagFact,
    IdeaFact,
    NumberFact,
    RatingFact,
)
from vinhdanh.merit.frame import Frame, Table
from vinhdanh.merit.rows import LEVELS, RATINGS, SEVERITY
from vinhdanh.merit.words import MICRO

YEAR = 2025
AS_OF = dt.date(2025, 12, 20)
PERIODS: tuple[int | dict[str, str], ...] = (YEAR, {"from": "2023-01-01", "to": "2025-12-31"})
YEARLY = ("lao-dong-tien-tien", "chien-si-thi-dua-co-so", "chien-si-thi-dua-nganh")
FORMS = ("bang-khen-nganh", "bang-khen-thu-tuong")
PROPOSED = "tap-the-lao-dong-xuat-sac"  # asked about by ``Meets`` alone
KINDS = ("cong-trang", "chuyen-de", "dot-xuat")
NUMBERS = (
    ("employed-months", 6, 240),
    ("service-years", 1, 30),
    ("service-total", 1, 30),
    ("leader-years", 1, 9),
    ("absence-months", 1, 5),
    ("unit-age-months", 6, 40),
    ("members-warned", 0, 3),
)
FLAGS = ("woman", "head-of-unit", "continuous", "on-hold", "under-discipline", "studied", "flag-eligible", "unity")
years = st.integers(YEAR - 8, YEAR)
_counter = iter(range(10**9))


def head(says: str = "") -> c.Head:
    """A head with an id of its own."""
    return c.Head(f"dk{next(_counter)}", says)


# ---- facts a condition may ask -------------------------------------------------------------------------


def award_facts() -> st.SearchStrategy[AwardFact]:
    plain = st.sampled_from([(YEARLY[0],), (YEARLY[1],), (FORMS[0],), (FORMS[1],), YEARLY[1:], (YEARLY[0], FORMS[0])]).map(AwardFact)
    kinds = st.builds(
        AwardFact,
        st.just((FORMS[0],)),
        st.sampled_from([(), ("cong-trang",)]),
        st.sampled_from([(), ("chuyen-de", "dot-xuat")]),
        st.sampled_from(["", "kiem sat"]),
    )
    return st.one_of(plain, kinds)


def idea_facts() -> st.SearchStrategy[IdeaFact]:
    needs = {"initiatives": ("recognised", "applied"), "research": ("accepted", "applied")}
    return st.sampled_from(["initiatives", "research"]).flatmap(
        lambda table: st.builds(
            IdeaFact,
            st.just(table),
            st.sampled_from(["co-so", "nganh"]),
            st.sampled_from([(), needs[table][:1], needs[table]]),
            st.sampled_from([(), (YEARLY[1],)]),
            st.sampled_from([(), (FORMS[0],)]),
        )
    )


good_words: st.SearchStrategy[Fact] = st.one_of(
    st.sampled_from(["hoan-thanh", "hoan-thanh-tot", "hoan-thanh-xuat-sac"]).map(RatingFact),
    award_facts(),
    idea_facts(),
    st.sampled_from([("kiem sat vien gioi",), ("gioi", "tieu bieu")]).map(ContestFact),
)
bad_words: st.SearchStrategy[Fact] = st.builds(
    DisciplineFact, st.sampled_from(["khien-trach", "canh-cao"]), st.booleans(), st.sampled_from(["decided", "ended"])
)
eithers: st.SearchStrategy[Fact] = st.lists(good_words, min_size=2, max_size=3, unique=True).map(lambda parts: EitherFact(tuple(parts)))
words: st.SearchStrategy[Fact] = st.one_of(good_words, good_words, bad_words, eithers)
flags: st.SearchStrategy[FlagFact] = st.sampled_from(FLAGS).map(FlagFact)
windows = st.one_of(
    st.integers(1, 7).map(lambda n: c.Window("last", n)),
    st.integers(0, 3).map(lambda n: c.Window("at", n)),
    st.just(c.Window("ever", 0)),
    st.just(c.Window("period", 0)),
    st.just(c.Window("since", 0)),
)
fixed_windows = windows.filter(lambda w: w.kind != "since")


# ---- conditions ----------------------------------------------------------------------------------------


def leaf(draw: Callable[..., Any], fact: st.SearchStrategy[Fact], kinds: Sequence[str]) -> c.Node:
    """A condition without parts, of one of ``kinds``."""
    kind = draw(st.sampled_from(kinds))
    if kind == "held":
        return c.Held(head(), draw(fact), draw(windows), draw(st.integers(1, 3)))
    if kind == "streak":
        return c.Streak(head(), draw(fact), draw(st.integers(1, 3)), draw(st.integers(1, 3)), draw(st.integers(0, 2)), draw(st.booleans()))
    if kind == "never":
        return c.Never(head(), draw(words), draw(windows))
    if kind in ("every", "every-fixed"):
        return c.Every(head(), draw(fact), draw(windows if kind == "every" else fixed_windows))
    return c.Is(head(), draw(flags), draw(st.booleans())) if kind == "is" else c.Fixed(head(), draw(st.sampled_from([1, 2])))


LEAVES = ("held", "held", "streak", "never", "every", "is", "fixed")


@st.composite
def numbers(draw: Callable[..., Any]) -> c.Number:
    """A measure within one or two bounds, perhaps adjusted by other conditions."""
    name, low, high = draw(st.sampled_from(NUMBERS))
    bound = draw(st.integers(low, high)) * MICRO
    sides = draw(st.sampled_from(["least", "above", "most", "below", "both"]))
    given = {"least": bound, "most": bound + draw(st.integers(0, 5)) * MICRO} if sides == "both" else {sides: bound}
    adjusts = draw(st.lists(st.tuples(st.booleans(), st.integers(-3, 3), st.sampled_from([(1, 1), (2, 3), (3, 2)])), max_size=2))
    made = [c.Adjust(c.Is(head(), draw(flags)) if flag else leaf(draw, words, LEAVES), add * MICRO, scale) for flag, add, scale in adjusts]
    return c.Number(head(), NumberFact(name), adjust=tuple(made), **given)


@st.composite
def sinces(draw: Callable[..., Any], inner: st.SearchStrategy[c.Node]) -> c.Since:
    """A ladder with every option."""
    prior = draw(st.one_of(st.none(), good_words))
    restart = tuple(draw(st.lists(st.one_of(bad_words, award_facts()), max_size=2)))
    parts = tuple(draw(st.lists(inner, max_size=2)))
    return c.Since(
        head(),
        head(),
        head(),
        prior,
        draw(good_words),
        draw(st.integers(1, 5)),
        draw(st.booleans()),
        draw(st.sampled_from(["now", "open"])),
        restart,
        parts,
    )


@st.composite
def routes(draw: Callable[..., Any], inner: st.SearchStrategy[c.Node]) -> c.Routes:
    """Alternative ways."""
    ways = draw(st.lists(st.lists(inner, min_size=1, max_size=2), min_size=1, max_size=3))
    return c.Routes(head(), tuple(c.Route(head(), ("cong-trang",), c.All(head(), tuple(w))) for w in ways))


@st.composite
def groups(draw: Callable[..., Any], inner: st.SearchStrategy[c.Node]) -> c.Node:
    """All, Any, Not, If, Meets around other conditions."""
    kind = draw(st.sampled_from(["all", "any", "not", "if", "meets"]))
    if kind == "not":
        return c.Not(head(), draw(inner))
    if kind == "if":
        return c.If(head(), draw(inner), draw(inner))
    if kind == "meets":
        return c.Meets(head(), AwardFact((PROPOSED,)), draw(inner))
    parts = tuple(draw(st.lists(inner, max_size=3)))
    return c.All(head(), parts) if kind == "all" else c.Any(head(), parts)


@st.composite
def leaves(draw: Callable[..., Any]) -> c.Node:
    return leaf(draw, words, LEAVES)


def rules() -> st.SearchStrategy[c.Node]:
    """Any rule."""
    base = st.one_of(leaves(), leaves(), numbers())
    return st.recursive(base, lambda inner: st.one_of(groups(inner), sinces(inner), routes(inner)), max_leaves=6)


@st.composite
def kind_by_kind(draw: Callable[..., Any], kind: str) -> c.Node:
    """A rule whose outermost condition is of one kind."""
    base = st.one_of(leaves(), numbers())
    made = {"Number": numbers(), "Since": sinces(base), "Routes": routes(base)}.get(kind)
    if made is not None:
        return draw(made)
    if kind in ("Held", "Streak", "Never", "Every", "Is", "Fixed"):
        return leaf(draw, words, [kind.lower()])
    return draw(groups(base).filter(lambda n: type(n).__name__ == kind))


KIND_NAMES = ("Held", "Streak", "Never", "Every", "Is", "Fixed", "Number", "All", "Any", "Not", "If", "Meets", "Since", "Routes")


# ---- cases ---------------------------------------------------------------------------------------------


def sometimes(strategy: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """The strategy's value, or None: not told."""
    return st.one_of(st.none(), strategy)


def row(**fields: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    """A mapping whose untold (None) keys are left out."""
    return st.fixed_dictionaries(fields).map(lambda d: {k: v for k, v in d.items() if v is not None})


titles = st.lists(row(award=st.sampled_from(YEARLY), year=years), max_size=8, unique_by=lambda r: (r["award"], r["year"]))
unnamed_titles = st.lists(row(award=st.sampled_from(YEARLY), count=sometimes(st.integers(0, 3))), max_size=1)
forms = st.lists(
    row(
        award=st.sampled_from(FORMS),
        year=sometimes(years),
        count=sometimes(st.integers(0, 2)),
        kind=sometimes(st.sampled_from(KINDS)),
        by=sometimes(st.sampled_from(["Viện kiểm sát nhân dân tối cao", "UBND tỉnh"])),
    ),
    max_size=3,
)
spans = st.lists(
    st.builds(
        lambda a, n, k: {"award": FORMS[0], "period": {"from": f"{a}-01-01", "to": f"{a + n}-12-31"}, "count": k},
        st.integers(YEAR - 8, YEAR - 2),
        st.integers(0, 2),
        st.integers(1, 3),
    ),
    max_size=1,
)
proposed = st.lists(row(award=st.just(PROPOSED), year=st.sampled_from([YEAR, YEAR - 1])), max_size=1)
awards = st.builds(lambda *lists: [r for rows in lists for r in rows], titles, unnamed_titles, forms, spans, proposed)
ratings = st.dictionaries(years, st.sampled_from([*RATINGS, "tot-tro-len"]), max_size=9)
used = st.sampled_from([None, None, YEARLY[1], FORMS[0]])
yes_no = st.sampled_from([None, True, True, False])


def ideas(state: str) -> st.SearchStrategy[list[dict[str, Any]]]:
    return st.lists(
        row(
            **{
                "year": sometimes(years),
                "level": sometimes(st.sampled_from(list(LEVELS))),
                "count": sometimes(st.integers(0, 2)),
                "applied": yes_no,
                "used_for": used,
                state: yes_no,
            }
        ),
        max_size=3,
    )


days = st.dates(dt.date(2017, 1, 1), dt.date(2025, 12, 1)).map(str)
discipline = st.lists(
    row(
        form=st.sampled_from(["phe-binh", "khien-trach", "canh-cao"]),
        decided_on=sometimes(days),
        conduct_year=sometimes(years),
        already_used_in=sometimes(years),
    ),
    max_size=2,
)
contests = st.lists(row(title=st.sampled_from(["Kiểm sát viên giỏi", "Điển hình tiêu biểu", "Hội thao"]), year=sometimes(years)), max_size=2)
holds = st.lists(row(kind=st.just("dieu-tra"), cleared=sometimes(st.booleans())), max_size=1)
person = row(gender=sometimes(st.sampled_from(["nu", "nam"])), head_of_unit=sometimes(st.booleans()))
service = row(
    years=sometimes(st.integers(0, 30)),
    other_sector_years=sometimes(st.integers(0, 9)),
    leader_years=sometimes(st.integers(0, 9)),
    continuous=sometimes(st.booleans()),
)
collective = row(age_months=sometimes(st.integers(0, 40)), flag_eligible=sometimes(st.booleans()), unity=sometimes(st.booleans()))
FACTS = {
    "awards": awards,
    "ratings": ratings,
    "initiatives": ideas("recognised"),
    "research": ideas("accepted"),
    "discipline": discipline,
    "contests": contests,
    "holds": holds,
    "person": person,
    "service": service,
    "collective": collective,
    "employed": row(months=sometimes(st.integers(0, 240))),
    "absences": st.lists(row(kind=st.sampled_from(["thai-san", "om"]), months=sometimes(st.integers(0, 6))), max_size=2),
    "study": st.lists(row(months=sometimes(st.integers(1, 12))), max_size=1),
    "members": row(
        disciplined_canh_cao_up=sometimes(
            st.one_of(st.integers(0, 3), st.builds(lambda a, b: {"min": a, "max": a + b}, st.integers(0, 2), st.integers(0, 2)))
        )
    ),
}
COMPLETE = ("awards", "initiatives", "research", "discipline", "contests", "absences", "study", "holds")
facts = st.fixed_dictionaries({}, optional=FACTS)
complete = st.sets(st.sampled_from(COMPLETE)).map(frozenset)


def case_of(told: dict[str, Any], whole: frozenset[str] = frozenset(), period: Any = YEAR, year: int = YEAR) -> Case:
    """A case of random facts, asked at the end of ``year``."""
    return Case.from_facts(told, subject="person", as_of=AS_OF.replace(year=year), period=period, complete=whole)


@st.composite
def cases(draw: Callable[..., Any], size: int = 4) -> list[Case]:
    """Cases that share year, day and period."""
    period = draw(st.sampled_from(PERIODS))
    return [case_of(f, w, period) for f, w in draw(st.lists(st.tuples(facts, complete), min_size=1, max_size=size))]


# ---- columnar frames and the cases they are made of ----------------------------------------------------


@dataclass(frozen=True)
class Population:
    """Rows as the database gives them (all told, all complete) and the same as cases."""

    frame: Frame
    cases: list[Case]


_plain_person = st.fixed_dictionaries(
    {
        "awards": st.lists(
            st.one_of(
                row(award=st.sampled_from(YEARLY), year=years),
                st.fixed_dictionaries({"award": st.sampled_from(FORMS), "year": years, "kind": st.sampled_from(["", *KINDS])}),
            ),
            max_size=6,
        ),
        "ratings": st.dictionaries(years, st.sampled_from(list(RATINGS)), max_size=6),
        "initiatives": st.lists(st.fixed_dictionaries({"year": years, "level": st.sampled_from(list(LEVELS)), "applied": st.booleans()}), max_size=4),
        "research": st.lists(st.fixed_dictionaries({"year": years, "level": st.sampled_from(list(LEVELS)), "applied": st.booleans()}), max_size=2),
        "discipline": st.lists(st.fixed_dictionaries({"form": st.sampled_from(["phe-binh", "khien-trach", "canh-cao"]), "year": years}), max_size=2),
    }
)


@st.composite
def populations(draw: Callable[..., Any], bits: int = 16) -> Population:
    """A columnar frame and the cases of the same rows; ideas not declared complete leave years open in both.

    Awards and discipline are complete: a case takes a list of them for the whole, a table does not.
    """
    people = draw(st.lists(_plain_person, min_size=1, max_size=5))
    whole = draw(st.sets(st.sampled_from(["initiatives", "research"])).map(lambda w: frozenset(w | {"awards", "discipline"})))
    return Population(_frame(people, whole, bits), [_plain_case(p, whole) for p in people])


def _column(people: list[dict[str, Any]], kind: str) -> tuple[list[int], list[Any]]:
    pairs = [(i, r) for i, p in enumerate(people) for r in sorted(p[kind].items() if kind == "ratings" else p[kind], key=str)]
    return [i for i, _ in pairs], [r for _, r in pairs]


def _frame(people: list[dict[str, Any]], whole: frozenset[str], bits: int) -> Frame:
    codes = (*YEARLY, *FORMS)
    tables = {}
    for kind in ("awards", "initiatives", "research", "discipline", "ratings"):
        who, rows = _column(people, kind)
        when = [r[0] if kind == "ratings" else r["year"] for r in rows]
        tables[kind] = Table(np.array(who, np.int32), np.array(when, np.int16), _columns(kind, rows, codes))
    return Frame(len(people), YEAR, AS_OF, tables, codes, whole, bits=bits)


def _columns(kind: str, rows: list[Any], codes: tuple[str, ...]) -> dict[str, Any]:
    if kind == "awards":
        return {"code": np.array([codes.index(r["award"]) for r in rows], np.int8), "kind": np.array([r.get("kind", "") for r in rows], dtype="U12")}
    if kind == "ratings":
        return {"rating": np.array([RATINGS[name] for _, name in rows], np.int8)}
    if kind == "discipline":
        return {"severity": np.array([SEVERITY[r["form"]] for r in rows], np.int8)}
    return {"level": np.array([LEVELS[r["level"]] for r in rows], np.int8), "applied": np.array([r["applied"] for r in rows], bool)}


def _plain_case(one: dict[str, Any], whole: frozenset[str]) -> Case:
    told = {
        "awards": [{k: v for k, v in r.items() if v != ""} for r in one["awards"]],
        "ratings": one["ratings"],
        "initiatives": [{**r, "recognised": True} for r in one["initiatives"]],
        "research": [{**r, "accepted": True} for r in one["research"]],
        "discipline": [{"form": r["form"], "conduct_year": r["year"]} for r in one["discipline"]],
    }
    return case_of({k: v for k, v in told.items() if v or k in whole or k == "ratings"}, whole)
