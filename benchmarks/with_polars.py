"""The three rules in polars, written by hand as well as we could; ``run.py`` keeps the fastest formulation.

``joins``     each rule on its own: filter, group, semi- and anti-joins, the most selective first; one ``collect_all``.
``words``     years folded to bits with ``bitwise_or``, run lengths by ``bitwise_trailing_ones``; a semi-join first.
``mixed``     ``joins`` for the two short rules, ``words`` for the ladder (only rows of people who hold the certificate).
``gap``, ``narrow``, ``one pass``, ``flags``, ``lookup``   further ways of the ladder; the last two put numpy masks
              in the place of joins on large tables.
``dense``     no joins at all: polars filters and groups, masks over everybody are combined in numpy.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import numpy as np
import polars as pl
from population import CODES, YEAR, Array, Population, Relation
from with_loop import HALF_YEAR_AGO

FIGHTER, CERTIFICATE = CODES.index("chien-si-thi-dua-co-so"), CODES.index("bang-khen-nganh")
BITS = pl.Series([1 << k for k in range(32)], dtype=pl.UInt32)
who, year, value = pl.col("who"), pl.col("year"), pl.col("value")


class Tables:
    """The relations as DataFrames over the same memory, sorted by person and marked so."""

    def __init__(self, people: Population) -> None:
        self.n = people.n
        self.ratings, self.awards, self.initiatives, self.discipline = (
            _frame(r) for r in (people.ratings, people.awards, people.initiatives, people.discipline)
        )
        self.people = pl.DataFrame({"who": np.arange(people.n, dtype=np.int32), "hired": people.hired}).with_columns(who.set_sorted())


def _frame(relation: Relation) -> pl.DataFrame:
    return pl.DataFrame({"who": relation.who, "year": relation.year, "value": relation.value}).with_columns(who.set_sorted())


# ---- short rules by joins --------------------------------------------------------------------------------


def sector_joins(t: Tables) -> pl.LazyFrame:
    """Who holds three in a row, has the initiative, and no discipline."""
    held = t.awards.lazy().filter((value == FIGHTER) & (year > YEAR - 3)).group_by("who").agg(year.n_unique().alias("k")).filter(pl.col("k") == 3)
    ideas = t.initiatives.lazy().filter((value >= 2) & (year > YEAR - 3))
    return held.join(ideas, on="who", how="semi").join(_now(t.discipline), on="who", how="anti").select("who")


def sector_counts(t: Tables) -> pl.LazyFrame:
    """As ``sector_joins``, the streak counted by ``len`` (no title is given twice a year) after the semi-join."""
    ideas = t.initiatives.lazy().filter((value >= 2) & (year > YEAR - 3)).select("who").unique()
    held = t.awards.lazy().filter((value == FIGHTER) & (year > YEAR - 3)).join(ideas, on="who", how="semi")
    three = held.group_by("who").len().filter(pl.col("len") == 3)
    return three.join(_now(t.discipline), on="who", how="anti").select("who")


def _now(table: pl.DataFrame) -> pl.LazyFrame:
    return table.lazy().filter(year == YEAR)


def first_joins(t: Tables) -> pl.LazyFrame:
    """Rated good this year, old enough in service, excellent or with an initiative, no discipline."""
    good = _now(t.ratings).filter(value >= 2).select("who", "value")
    hired = t.people.lazy().filter(pl.col("hired") <= HALF_YEAR_AGO).select("who")
    ideas = _now(t.initiatives).select("who").unique().with_columns(idea=True)
    both = good.join(hired, on="who", how="semi").join(ideas, on="who", how="left").filter((value == 3) | pl.col("idea"))
    return both.join(_now(t.discipline), on="who", how="anti").select("who")


def first_union(t: Tables) -> pl.LazyFrame:
    """As ``first_joins``; the two ways are put one below the other instead of a left join."""
    good = _now(t.ratings).filter(value >= 2).select("who", "value")
    some = good.filter(value == 2).join(_now(t.initiatives), on="who", how="semi")
    late = t.people.lazy().filter(pl.col("hired") > HALF_YEAR_AGO)
    both = pl.concat([good.filter(value == 3), some])
    return both.join(late, on="who", how="anti").join(_now(t.discipline), on="who", how="anti").select("who")


# ---- the ladder ----------------------------------------------------------------------------------------


def _certified(t: Tables) -> pl.LazyFrame:
    """The earliest certificate of those who have had it for five years."""
    return t.awards.lazy().filter(value == CERTIFICATE).group_by("who").agg(year.min().alias("start")).filter(pl.col("start") <= YEAR - 5)


def _bits(rows: pl.LazyFrame, name: str) -> pl.LazyFrame:
    bit = pl.lit(BITS).gather((YEAR - year).cast(pl.UInt32))
    return rows.group_by("who").agg(bit.bitwise_or().alias(name))


def _ending(rows: pl.LazyFrame) -> pl.LazyFrame:
    """People and the length of their unbroken run of good years to this one, at least five."""
    run = (pl.col("good") & pl.lit(BITS).gather((YEAR - pl.col("start")).cast(pl.UInt32)) - 1).bitwise_trailing_ones().alias("run")
    return rows.with_columns(run).filter(pl.col("run") >= 5)


def ladder_words(t: Tables) -> pl.LazyFrame:
    """Good years and fighter titles of the certified as words of bits."""
    certified = _certified(t)
    good = _bits(t.ratings.lazy().filter(value >= 2).join(certified, on="who", how="semi"), "good")
    run = _ending(certified.join(good, on="who"))
    held = _bits(t.awards.lazy().filter(value == FIGHTER).join(run, on="who", how="semi"), "held")
    inside = (pl.col("held") & pl.lit(BITS).gather(pl.col("run").cast(pl.UInt32)) - 1).bitwise_count_ones()
    return run.join(held, on="who").filter(inside >= 3).select("who")


def ladder_counts(t: Tables) -> pl.LazyFrame:
    """Five good years counted first; the run only of those who have them; titles joined on the run's start."""
    certified = _certified(t)
    lately = t.ratings.lazy().filter((value >= 2) & (year > YEAR - 5)).join(certified, on="who", how="semi")
    five = lately.group_by("who").len().filter(pl.col("len") == 5)
    rows = t.ratings.lazy().filter(value >= 2).join(certified.join(five, on="who", how="semi"), on="who").filter(year > pl.col("start"))
    run = rows.group_by("who").agg(_run_length().alias("run"))
    held = t.awards.lazy().filter(value == FIGHTER).join(run, on="who").filter(year > YEAR - pl.col("run"))
    return held.group_by("who").agg(year.n_unique().alias("k")).filter(pl.col("k") >= 3).select("who")


def _run_length() -> pl.Expr:
    """Years newest first: as long as the k-th is k years back, the run goes on."""
    newest = year.sort(descending=True)
    return ((YEAR - newest) == pl.int_range(pl.len())).cast(pl.Int32).cum_min().sum()


def ladder_gap(t: Tables) -> pl.LazyFrame:
    """The latest year not rated good, found among rows rated low and missing rows, ends the run."""
    certified = _certified(t)
    ours = t.ratings.lazy().join(certified, on="who").filter(year > pl.col("start"))
    good = ours.filter(value >= 2).group_by("who").agg(pl.len().cast(pl.Int16).alias("rows"), pl.col("start").first(), year.alias("years"))
    whole = pl.col("rows") == YEAR - pl.col("start")
    run = good.with_columns(pl.when(whole).then(pl.col("start")).otherwise(_gap()).alias("end")).filter(pl.col("end") <= YEAR - 5)
    held = t.awards.lazy().filter(value == FIGHTER).join(run.select("who", "end"), on="who").filter(year > pl.col("end"))
    return held.group_by("who").agg(year.n_unique().alias("k")).filter(pl.col("k") >= 3).select("who")


def _gap() -> pl.Expr:
    """The end of the year before the run, from a list of good years, newest first."""
    newest = pl.col("years").list.sort(descending=True)
    return pl.lit(YEAR, pl.Int16) - newest.list.eval(((YEAR - pl.element()) == pl.int_range(pl.len())).cast(pl.Int16).cum_min().sum()).list.first()


def ladder_narrow(t: Tables) -> pl.LazyFrame:
    """Titles first, since few have three after their certificate; then five good years; then the run of those left."""
    certified = _certified(t)
    titles = t.awards.lazy().filter(value == FIGHTER).select("who", "year").join(certified, on="who").filter(year > pl.col("start"))
    able = titles.group_by("who").agg(year.n_unique().alias("k"), pl.col("start").first(), year.alias("titles")).filter(pl.col("k") >= 3)
    five = t.ratings.lazy().filter((year > YEAR - 5) & (value >= 2)).join(able, on="who", how="semi").group_by("who").len().filter(pl.col("len") == 5)
    able = able.join(five, on="who", how="semi")
    good = _bits(t.ratings.lazy().filter(value >= 2).join(able, on="who", how="semi"), "good")
    run = _ending(able.join(good, on="who"))
    held = run.select("who", "run", pl.col("titles")).explode("titles").filter(pl.col("titles") > YEAR - pl.col("run"))
    return held.group_by("who").agg(pl.col("titles").n_unique().alias("k")).filter(pl.col("k") >= 3).select("who")


def ladder_one_pass(t: Tables) -> pl.LazyFrame:
    """One grouping of the awards: earliest certificate and the word of titles; then as ``ladder_narrow``."""
    bit = pl.lit(BITS).gather((YEAR - year).cast(pl.UInt32))
    some = t.awards.lazy().filter((value == FIGHTER) | (value == CERTIFICATE))
    able = (
        some.group_by("who")
        .agg(
            pl.when(value == CERTIFICATE).then(year).min().alias("start"), pl.when(value == FIGHTER).then(bit).otherwise(0).bitwise_or().alias("held")
        )
        .filter((pl.col("start") <= YEAR - 5) & (pl.col("held").bitwise_count_ones() >= 3))
    )
    good = _bits(t.ratings.lazy().filter(value >= 2).join(able, on="who", how="semi"), "good")
    inside = (pl.col("held") & pl.lit(BITS).gather(pl.col("run").cast(pl.UInt32)) - 1).bitwise_count_ones()
    return _ending(able.join(good, on="who")).filter(inside >= 3).select("who")


def ladder_flags(t: Tables) -> pl.LazyFrame:
    """As ``ladder_narrow``, but people are looked up in a column of flags by position instead of by semi-joins."""
    certified = _certified(t)
    titles = t.awards.lazy().filter(value == FIGHTER).select("who", "year").join(certified, on="who").filter(year > pl.col("start"))
    able = titles.group_by("who").agg(year.n_unique().alias("k"), pl.col("start").first(), year.alias("titles")).filter(pl.col("k") >= 3).collect()
    flags = np.zeros(t.n, bool)
    flags[able["who"].to_numpy()] = True
    mine = pl.lit(pl.Series(flags)).gather(who)
    good = _bits(t.ratings.lazy().filter((value >= 2) & mine), "good")
    run = _ending(able.lazy().join(good, on="who"))
    held = run.select("who", "run", pl.col("titles")).explode("titles").filter(pl.col("titles") > YEAR - pl.col("run"))
    return held.group_by("who").agg(pl.col("titles").n_unique().alias("k")).filter(pl.col("k") >= 3).select("who")


def ladder_lookup(t: Tables) -> pl.LazyFrame:
    """No join on a large table: the start of each person's run is looked up by position, and is this year for who is out."""
    certified = _certified(t).collect()
    mine = _lookup(t.n, certified)
    titles = t.awards.lazy().filter((value == FIGHTER) & (year > mine.gather(who))).group_by("who").agg(_word().alias("held"))
    able = titles.filter(pl.col("held").bitwise_count_ones() >= 3).join(certified.lazy(), on="who").collect()
    good = t.ratings.lazy().filter((value >= 2) & (year > _lookup(t.n, able).gather(who))).group_by("who").agg(_word().alias("good"))
    run = able.lazy().join(good, on="who").with_columns(pl.col("good").bitwise_trailing_ones().alias("run")).filter(pl.col("run") >= 5)
    inside = (pl.col("held") & pl.lit(BITS).gather(pl.col("run").cast(pl.UInt32)) - 1).bitwise_count_ones()
    return run.filter(inside >= 3).select("who")


def _lookup(n: int, starts: pl.DataFrame) -> pl.Expr:
    out = np.full(n, YEAR, np.int16)
    out[starts["who"].to_numpy()] = starts["start"].to_numpy()
    return pl.lit(pl.Series(out))


def _word() -> pl.Expr:
    return pl.lit(BITS).gather((YEAR - year).cast(pl.UInt32)).bitwise_or()


# ---- all three -----------------------------------------------------------------------------------------

Plan = Callable[[Tables], pl.LazyFrame]
FORMS: dict[str, dict[str, Plan]] = {
    "joins": {"sector": sector_joins, "ladder": ladder_counts, "first": first_joins},
    "words": {"sector": sector_counts, "ladder": ladder_words, "first": first_union},
    "mixed": {"sector": sector_joins, "ladder": ladder_words, "first": first_union},
    "gap": {"sector": sector_joins, "ladder": ladder_gap, "first": first_union},
    "narrow": {"sector": sector_joins, "ladder": ladder_narrow, "first": first_union},
    "one pass": {"sector": sector_joins, "ladder": ladder_one_pass, "first": first_union},
    "lookup": {"sector": sector_joins, "ladder": ladder_lookup, "first": first_union},
    "flags": {"sector": sector_joins, "ladder": ladder_flags, "first": first_union},
}


def running(form: str, engine: str = "auto") -> Callable[[Tables, tuple[str, ...]], dict[str, Array]]:
    """The three rules by one formulation, collected together so that scans are shared."""

    def run(t: Tables, rules: tuple[str, ...]) -> dict[str, Array]:
        found = pl.collect_all([FORMS[form][name](t) for name in rules], engine=engine)  # type: ignore[arg-type]
        return {name: _mask(ids["who"].to_numpy(), t.n) for name, ids in zip(rules, found, strict=True)}

    return run


def _mask(ids: Array, n: int) -> Array:
    out = np.zeros(n, bool)
    out[ids] = True
    return out


# ---- dense: polars filters and groups, masks are combined in numpy --------------------------------------------


def run_dense(t: Tables, rules: tuple[str, ...]) -> dict[str, Array]:
    """Parts collected together, then combined as masks over everybody."""
    wanted = list(dict.fromkeys(part for name in rules for part in NEEDS[name]))
    found = dict(zip(wanted, pl.collect_all([PARTS[p](t) for p in wanted]), strict=True))
    return {name: DENSE[name](t, found) for name in rules}


def _word_parts(t: Tables, code: int) -> pl.LazyFrame:
    return _bits(t.awards.lazy().filter(value == code), "word")


PARTS: dict[str, Plan] = {
    "fighter": lambda t: _word_parts(t, FIGHTER),
    "certificate": lambda t: t.awards.lazy().filter(value == CERTIFICATE).group_by("who").agg(year.min().alias("start")),
    "good": lambda t: _bits(t.ratings.lazy().filter(value >= 2), "word"),
    "now": lambda t: _now(t.ratings).filter(value >= 2).select("who", "value"),
    "ideas": lambda t: t.initiatives.lazy().filter((value >= 2) & (year > YEAR - 3)).select("who"),
    "idea": lambda t: _now(t.initiatives).select("who"),
    "discipline": lambda t: _now(t.discipline).select("who"),
}
NEEDS = {"sector": ("fighter", "ideas", "discipline"), "ladder": ("fighter", "certificate", "good"), "first": ("now", "idea", "discipline")}
Found = dict[str, pl.DataFrame]


def _dense(found: pl.DataFrame, column: str, n: int, kind: Any) -> Array:
    out = np.zeros(n, kind)
    out[found["who"].to_numpy()] = found[column].to_numpy()
    return out


def _dense_sector(t: Tables, f: Found) -> Array:
    streak = _dense(f["fighter"], "word", t.n, np.uint32) & 7 == 7
    return streak & _mask(f["ideas"]["who"].to_numpy(), t.n) & ~_mask(f["discipline"]["who"].to_numpy(), t.n)


def _dense_first(t: Tables, f: Found) -> Array:
    rating = _dense(f["now"], "value", t.n, np.int8)
    hired = t.people["hired"].to_numpy() <= np.datetime64(HALF_YEAR_AGO)
    merit = (rating == 3) | _mask(f["idea"]["who"].to_numpy(), t.n)
    return (rating >= 2) & hired & merit & ~_mask(f["discipline"]["who"].to_numpy(), t.n)


def _dense_ladder(t: Tables, f: Found) -> Array:
    start = np.full(t.n, YEAR, np.int16)
    start[f["certificate"]["who"].to_numpy()] = f["certificate"]["start"].to_numpy()
    good = _dense(f["good"], "word", t.n, np.uint32) & ((np.uint32(1) << (YEAR - start).astype(np.uint32)) - np.uint32(1))
    run = good & ~(good + np.uint32(1))  # the trailing ones of a word, still as a word
    held = _dense(f["fighter"], "word", t.n, np.uint32) & run
    return (np.bitwise_count(run) >= 5) & (np.bitwise_count(held) >= 3)


DENSE: dict[str, Callable[[Tables, Found], Array]] = {"sector": _dense_sector, "ladder": _dense_ladder, "first": _dense_first}


assert isinstance(HALF_YEAR_AGO, dt.date)
