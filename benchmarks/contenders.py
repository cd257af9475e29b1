"""Who is measured: for each name how its state is made (not timed), how it runs (timed), up to how many people.

``run(state, rules)`` gives a mask a rule: who surely meets it. States are what each contender likes best to begin
with, in memory: arrays, DataFrames, lists of objects. What a contender cannot begin with is made inside ``run``.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import Any

RULES = ("sector", "ladder", "first")
ALONE = tuple((name,) for name in RULES)
LADDER = (("ladder",),)
EVERY = 10**6
# The whole book, the award most like the ladder, the most frequent titles; () stands for all awards.
BOOK = ((), ("bang-khen-thu-tuong",), ("chien-si-thi-dua-nganh",), ("chien-si-thi-dua-co-so",), ("huan-chuong-lao-dong-ba",))


@dataclass(frozen=True, slots=True)
class Contender:
    """Functions are named, not imported: a process loads only the library it measures."""

    module: str
    prepare: str
    run: str
    largest: int = EVERY
    args: tuple[str, ...] = ()
    family: str = ""
    rules: tuple[tuple[str, ...], ...] = (RULES,)

    def load(self) -> tuple[Callable[..., Any], Callable[..., Any]]:
        """The two functions."""
        module = import_module(self.module)
        run = getattr(module, self.run)
        prepare = getattr(module, self.prepare) if self.prepare else lambda people: people
        return prepare, run(*self.args) if self.args else run


def _polars(form: str, engine: str) -> Contender:
    return Contender("with_polars", "Tables", "running", args=(form, engine), family="polars", rules=(RULES, *ALONE))


CONTENDERS: dict[str, Contender] = {
    "vinhdanh batch": Contender("with_vinhdanh", "", "run_batch", family="vinhdanh", rules=(RULES, *ALONE)),
    "vinhdanh batch, facts folded": Contender("with_vinhdanh", "prepare_folded", "run_folded", family="folded"),
    "vinhdanh judge, reasons": Contender("with_vinhdanh", "", "run_judge", family="judge", rules=(RULES, *ALONE)),
    "vinhdanh judge from facts": Contender("with_vinhdanh", "prepare_facts", "run_facts", 10**5, family="facts"),
    **{f"polars {form}": _polars(form, "auto") for form in ("joins", "words", "mixed", "gap", "narrow", "one pass", "flags", "lookup")},
    **{f"polars {form}, streaming": _polars(form, "streaming") for form in ("gap", "flags", "lookup")},
    "polars dense": Contender("with_polars", "Tables", "run_dense", family="polars", rules=(RULES, *ALONE)),
    "python loop": Contender("with_loop", "prepare", "run", family="loop"),
    "openfisca arrays": Contender("with_openfisca", "prepare_arrays", "run_arrays", family="openfisca"),
    "openfisca from records": Contender("with_openfisca", "prepare_records", "run_records", family="openfisca-records"),
    "zen-engine": Contender("with_zen", "prepare", "run", 10**5, family="zen"),
    "zen-engine, 1000 at a time": Contender("with_zen", "prepare", "run_batch", 10**5, family="zen-batch"),
    "zen-engine, the ladder's facts": Contender("with_zen", "prepare_ladder", "run", 10**5, family="zen-ladder", rules=LADDER),
    "zen-engine, the ladder's facts, 1000 at a time": Contender(
        "with_zen",
        "prepare_ladder",
        "run_batch",
        10**5,
        family="zen-ladder-batch",
        rules=LADDER,
    ),
    "vinhdanh, the rulebook": Contender("whole_book", "prepare", "run", family="book", rules=BOOK),
}
