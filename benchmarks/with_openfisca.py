"""The three rules as OpenFisca variables: one array a variable and year.

OpenFisca knows no lists of records, so the records are pivoted to one array a year before they are set as inputs.
``run_arrays`` begins with those arrays (the pivot is not counted against OpenFisca), ``run_records`` with the records.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from openfisca_core.entities import build_entity
from openfisca_core.periods import DateUnit
from openfisca_core.simulations import SimulationBuilder
from openfisca_core.taxbenefitsystems import TaxBenefitSystem
from openfisca_core.variables import Variable
from population import AS_OF, CODES, SPAN, YEAR, Array, Population

YEARS = range(YEAR - SPAN + 1, YEAR + 1)
FIGHTER, CERTIFICATE = CODES.index("chien-si-thi-dua-co-so"), CODES.index("bang-khen-nganh")
Person = build_entity(key="person", plural="persons", label="Person", is_person=True)
Unit = build_entity(key="unit", plural="units", label="Unit", roles=[{"key": "member", "plural": "members", "label": "m"}])
Inputs = dict[str, dict[int, Array]]


def _sector(person: Any, period: Any, parameters: Any) -> Array:
    back = [period.offset(-k) for k in range(3)]
    streak = np.logical_and.reduce([person("fighter", b) for b in back])
    level = np.maximum.reduce([person("initiative", b) for b in back])
    return streak * (level >= 2) * ~person("disciplined", period)


def _ladder(person: Any, period: Any, parameters: Any) -> Array:
    """The run is followed back year by year, as long as the year is good and a certificate lies before it."""
    before = _certificate_before(person, period)
    going = np.ones(person.count, bool)
    years, titles = np.zeros(person.count, np.int8), np.zeros(person.count, np.int8)
    for k in range(SPAN):
        going = going * before[k] * (person("rating", period.offset(-k)) >= 2)
        years += going
        titles += going * person("fighter", period.offset(-k))
    return (years >= 5) * (titles >= 3)


def _certificate_before(person: Any, period: Any) -> list[Array]:
    out = [np.zeros(person.count, bool)]
    for k in reversed(range(1, SPAN)):
        out.append(out[-1] | person("certificate", period.offset(-k)))
    return out[::-1]


def _first(person: Any, period: Any, parameters: Any) -> Array:
    rating = person("rating", period)
    merit = (rating >= 3) + (person("initiative", period) >= 1)
    return (rating >= 2) * ~person("disciplined", period) * (person("months", period) >= 6) * merit


def system() -> TaxBenefitSystem:
    """The variables."""
    tbs = TaxBenefitSystem([Person, Unit])
    for name, kind in (("rating", int), ("fighter", bool), ("certificate", bool), ("initiative", int), ("disciplined", bool), ("months", int)):
        tbs.add_variable(_variable(name, kind))
    for name, formula in (("sector", _sector), ("ladder", _ladder), ("first", _first)):
        tbs.add_variable(_variable(name, bool, formula))
    return tbs


def _variable(name: str, kind: type, formula: Any = None) -> type[Variable]:
    body: dict[str, Any] = {"value_type": kind, "entity": Person, "definition_period": DateUnit.YEAR, "label": name}
    return type(name, (Variable,), body | ({"formula": formula} if formula else {}))


def pivot(people: Population) -> Inputs:
    """One array a year of every input."""
    awards = people.awards
    inputs: Inputs = {
        "rating": _yearly(people.n, people.ratings, np.int32),
        "fighter": _held(people, awards.value == FIGHTER),
        "certificate": _held(people, awards.value == CERTIFICATE),
        "initiative": _yearly(people.n, people.initiatives, np.int32),
        "disciplined": {y: grid > 0 for y, grid in _yearly(people.n, people.discipline, np.int32).items()},
    }
    months = (np.datetime64("2025-12") - people.hired.astype("M8[M]")).astype(np.int32)
    days = (people.hired - people.hired.astype("M8[M]")).astype(np.int32)
    return inputs | {"months": {YEAR: months - (days > 0)}}


def _yearly(n: int, relation: Any, kind: Any) -> dict[int, Array]:
    """The greatest value a person and year (0 where there is none)."""
    grid = np.zeros((SPAN, n), kind)
    order = np.argsort(relation.value, kind="stable")
    grid[(relation.year - YEARS[0])[order], relation.who[order]] = relation.value[order]
    return dict(zip(YEARS, grid, strict=True))


def _held(people: Population, keep: Array) -> dict[int, Array]:
    grid = np.zeros((SPAN, people.n), bool)
    grid[people.awards.year[keep] - YEARS[0], people.awards.who[keep]] = True
    return dict(zip(YEARS, grid, strict=True))


def prepare_arrays(people: Population) -> tuple[TaxBenefitSystem, Inputs, int]:
    """The system and the pivoted inputs."""
    return system(), pivot(people), people.n


def run_arrays(state: tuple[TaxBenefitSystem, Inputs, int], rules: tuple[str, ...]) -> dict[str, Array]:
    """Verdicts from arrays a year."""
    tbs, inputs, n = state
    simulation = SimulationBuilder().build_default_simulation(tbs, n)
    for name, years in inputs.items():
        for year, values in years.items():
            simulation.set_input(name, str(year), values)
    return {name: simulation.calculate(name, str(YEAR)).astype(bool) for name in rules}


def prepare_records(people: Population) -> tuple[TaxBenefitSystem, Population]:
    """The system; the records stay as they are."""
    return system(), people


def run_records(state: tuple[TaxBenefitSystem, Population], rules: tuple[str, ...]) -> dict[str, Array]:
    """Verdicts from the records, the pivot included."""
    tbs, people = state
    return run_arrays((tbs, pivot(people), people.n), rules)


assert AS_OF.isoformat() == "2025-11-30"
