"""Records kept by year: what is declared for some years is closed there and nowhere else, for one case and for a population alike."""

from __future__ import annotations

import datetime as dt
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.merit import strategies as s

from vinhdanh.merit import conditions as c
from vinhdanh.merit import frame as f
from vinhdanh.merit.batch import batch
from vinhdanh.merit.explain import missing
from vinhdanh.merit.facts import AwardFact, Case, ContestFact, DisciplineFact, EitherFact, FlagFact, IdeaFact, RatingFact
from vinhdanh.merit.frame import Frame, Table
from vinhdanh.merit.judge import judge
from vinhdanh.merit.rows import PLAIN, AwardRow, ContestRow, DisciplineRow, IdeaRow, Period, Rows
from vinhdanh.merit.truth import NO, UNKNOWN, YES
from vinhdanh.merit.words import ALL

quick = settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
KINDS = ("awards", "initiatives", "research", "discipline", "contests")
years = st.integers(s.YEAR - 8, s.YEAR + 1)
awards = st.builds(
    AwardRow, st.sampled_from((*s.YEARLY, *s.FORMS)), years, kind=st.sampled_from([None, *s.KINDS]), by=st.sampled_from([None, "VKSND tối cao"])
)
ideas = st.builds(
    IdeaRow,
    years,
    st.sampled_from([None, "co-so", "nganh"]),
    applied=s.yes_no,
    recognised=s.yes_no,
    accepted=s.yes_no,
    used_for=s.used,
)
measures = st.builds(
    lambda form, year, ended, used: DisciplineRow(form, year, ended_year=ended, already_used_in=used),
    st.sampled_from(["phe-binh", "khien-trach", "canh-cao"]),
    years,
    years,
    st.one_of(st.none(), years),
)
prizes = st.builds(ContestRow, st.sampled_from(["Kiểm sát viên giỏi", "Hội thao"]), years)
person = st.fixed_dictionaries(
    {
        "awards": st.lists(awards, max_size=6),
        "initiatives": st.lists(ideas, max_size=3),
        "research": st.lists(ideas, max_size=3),
        "discipline": st.lists(measures, max_size=2),
        "contests": st.lists(prizes, max_size=2),
        "ratings": st.dictionaries(years, st.sampled_from(["hoan-thanh", "hoan-thanh-tot", "hoan-thanh-xuat-sac", "tot-tro-len"]), max_size=6),
        "closed": st.fixed_dictionaries({kind: st.frozensets(years, max_size=9) for kind in KINDS}),
    }
)
facts = st.one_of(s.good_words, s.bad_words, s.eithers)


def case_of(one: dict[str, Any]) -> Case:
    rows = Rows(one["awards"], frozenset(), one["ratings"], *(one[kind] for kind in KINDS[1:]))
    period = Period.parse(s.YEAR, s.AS_OF, PLAIN)
    return Case("person", s.AS_OF, s.YEAR, period, rows, {"ratings": one["ratings"]}, dated=one["closed"])


def frame_of(people: list[dict[str, Any]]) -> Frame:
    made = Frame(len(people), s.YEAR, s.AS_OF, bits=64)
    for kind in KINDS:
        found = [(i, row) for i, one in enumerate(people) for row in one[kind]]
        made.signs[kind] = [row for _, row in found]
        made.tables[kind] = Table(*_who(found), {"sign": np.arange(len(found)), "ended": _ended(found)})
        made.open[kind] = np.array([case_of(one).open(kind) for one in people], np.uint64)
    rated = [(i, y, v) for i, one in enumerate(people) for y, v in sorted(one["ratings"].items())]
    level = np.array([f.RATINGS.get(v, 2) for _, _, v in rated], np.int8)
    columns = {"rating": level, "vague": np.array([v == "tot-tro-len" for _, _, v in rated], bool)}
    made.tables["ratings"] = Table(np.array([i for i, _, _ in rated], np.int32), np.array([y for _, y, _ in rated], np.int16), columns)
    return made


def _who(found: list[tuple[int, Any]]) -> tuple[Any, Any]:
    return np.array([i for i, _ in found], np.int32), np.array([row.year for _, row in found], np.int16)


def _ended(found: list[tuple[int, Any]]) -> Any:
    return np.array([getattr(row, "ended_year", None) or 0 for _, row in found], np.int16)


@st.composite
def rules(draw: st.DrawFn) -> c.Node:
    window = draw(s.fixed_windows)
    leaf = draw(
        st.sampled_from(
            [
                c.Held(s.head(), draw(facts), window, draw(st.integers(1, 3))),
                c.Never(s.head(), draw(facts), window),
                c.Every(s.head(), draw(facts), window),
                c.Streak(s.head(), draw(facts), draw(st.integers(1, 3)), draw(st.integers(1, 3)), draw(st.integers(0, 2))),
            ]
        )
    )
    other = c.Since(s.head(), s.head(), s.head(), draw(facts), draw(facts), draw(st.integers(1, 4)), restart=(draw(facts),))
    return draw(st.sampled_from([leaf, other, c.All(s.head(), (leaf, other)), c.Any(s.head(), (leaf, other))]))


@given(st.lists(person, min_size=1, max_size=5), rules())
@quick
def test_a_population_kept_by_year_is_weighed_like_its_cases(people: list[dict[str, Any]], rule: c.Node) -> None:
    assert batch(rule, frame_of(people)).tolist() == [judge(rule, case_of(one)).verdict for one in people]


@pytest.mark.parametrize("step", [1, 2])
@given(st.lists(person, min_size=2, max_size=5), rules())
@quick
def test_so_it_is_in_parts(step: int, people: list[dict[str, Any]], rule: c.Node) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(f, "STEP", step)
        assert batch(rule, frame_of(people)).tolist() == [judge(rule, case_of(one)).verdict for one in people]


@given(person, st.sampled_from([AwardFact((s.YEARLY[0],)), IdeaFact("initiatives", "co-so"), DisciplineFact("khien-trach"), ContestFact(("gioi",))]))
@quick
def test_declaring_a_year_only_ever_settles_it(one: dict[str, Any], fact: Any) -> None:
    kind = {AwardFact: "awards", IdeaFact: "initiatives", DisciplineFact: "discipline", ContestFact: "contests"}[type(fact)]
    before = case_of(one).read(fact)
    after = case_of({**one, "closed": {**one["closed"], kind: one["closed"][kind] | {s.YEAR}}}).read(fact)
    assert after.yes == before.yes and after.maybe & ~before.maybe == 0 and (before.maybe ^ after.maybe) & ~1 == 0  # type: ignore[union-attr]


def _plain(**more: Any) -> dict[str, Any]:
    empty: dict[str, Any] = {kind: [] for kind in KINDS}
    return {**empty, "ratings": {}, "closed": dict.fromkeys(KINDS, frozenset()), **more}


def test_nothing_declared_leaves_every_year_open() -> None:
    assert case_of(_plain()).read(AwardFact((s.YEARLY[0],))).maybe == ALL  # type: ignore[union-attr]


def test_a_known_measure_bars_though_others_may_be_missing() -> None:
    fact = FlagFact("disciplined-before")
    told = _plain(discipline=[DisciplineRow("canh-cao", 2020, ended_year=2021)])
    whole = _plain(closed=dict.fromkeys(KINDS, frozenset(range(s.YEAR - 60, s.YEAR + 1))))
    assert [case_of(one).read(fact).value for one in (_plain(), told, whole)] == [UNKNOWN, YES, NO]  # type: ignore[union-attr]


def test_good_or_better_leaves_excellent_open() -> None:
    one = _plain(ratings={s.YEAR: "tot-tro-len"})
    rule = c.Held(s.head(), EitherFact((RatingFact("hoan-thanh-xuat-sac"),)))
    assert batch(rule, frame_of([one])).tolist() == [judge(rule, case_of(one)).verdict] == [UNKNOWN]


# ---- what need not be told -----------------------------------------------------------------------------


def _recently(*closed: int, discipline: tuple[DisciplineRow, ...] = ()) -> Any:
    one = _plain(discipline=list(discipline), closed=dict.fromkeys(KINDS, frozenset(closed)))
    return case_of(one).read(FlagFact("disciplined-recently", ("5",)))


def test_old_years_say_nothing_about_a_recent_discipline() -> None:
    """Five years and the longest term of a measure before them: seven years told are enough, and the one missing is named."""
    seven = range(s.YEAR - 6, s.YEAR + 1)
    assert _recently(*seven).value == NO
    missing = _recently(*(y for y in seven if y != s.YEAR - 3))
    assert (missing.value, missing.open) == (UNKNOWN, 1 << 3)


def test_a_measure_without_an_end_is_over_after_the_longest_term() -> None:
    seven = range(s.YEAR - 6, s.YEAR + 1)
    found = [_recently(*seven, discipline=(DisciplineRow("canh-cao", s.YEAR - back),)).value for back in (0, 4, 5, 6, 7, 20)]
    assert found == [YES, YES, UNKNOWN, UNKNOWN, NO, NO]
    assert _recently(*seven, discipline=(DisciplineRow("hinh-su", s.YEAR - 20),)).value == UNKNOWN


def test_the_years_missing_are_said() -> None:
    rule = c.Is(s.head(), FlagFact("disciplined-recently", ("5",)), wanted=False)
    one = _plain(closed=dict.fromkeys(KINDS, frozenset(range(s.YEAR - 4, s.YEAR + 1))))
    (told,) = missing(judge(rule, case_of(one)), year=s.YEAR)
    assert told.years == (s.YEAR - 6, s.YEAR - 5)


# ---- decided later -------------------------------------------------------------------------------------


def test_a_form_counts_from_its_decision_and_a_title_for_its_year() -> None:
    late = s.AS_OF + dt.timedelta(days=15)
    rows = [AwardRow(code, s.YEAR, decided_on=late) for code in ("bang-khen-nganh", "chien-si-thi-dua-co-so")]
    case = case_of(_plain(awards=rows, closed=dict.fromkeys(KINDS, frozenset(range(s.YEAR - 60, s.YEAR + 1)))))
    later = case.at(s.YEAR, late)
    held = [[one.read(AwardFact((row.code,))).yes[0] for row in rows] for one in (case, later)]  # type: ignore[union-attr]
    assert held == [[0, 1], [1, 1]]
