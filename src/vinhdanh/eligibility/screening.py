"""Screening: everybody in a scope weighed for one award, with counts by verdict and by what stands in the way."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from vinhdanh.accounts.models import User
from vinhdanh.eligibility.blame import RESTRICTED, Blame, Cause
from vinhdanh.eligibility.books import book_for, names_of, settle, undisturbed
from vinhdanh.eligibility.look import Look
from vinhdanh.eligibility.show import Gap, Shower
from vinhdanh.eligibility.sight import HIDDEN, Sight, sight_of
from vinhdanh.eligibility.veil import rows_hidden
from vinhdanh.law.links import url_of
from vinhdanh.law.rulebook import rulebook_for
from vinhdanh.merit import conditions as c
from vinhdanh.merit.facts import Case
from vinhdanh.merit.frame import Frame
from vinhdanh.merit.labels import label
from vinhdanh.merit.loading import emulation_years
from vinhdanh.merit.rulebook import Rulebook
from vinhdanh.merit.truth import CODES, NO, UNKNOWN, YES
from vinhdanh.people.access import in_scope
from vinhdanh.people.models import Person
from vinhdanh.records.facts import told_of_people, told_of_units
from vinhdanh.records.frames import frame_of
from vinhdanh.records.telling import Told, case
from vinhdanh.units.models import Unit

SUBJECTS = {"ca-nhan": "person", "tap-the": "collective"}
POWER = "screen"


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked: the award, for whom, of which year, by the law of which day, in which unit (None: all in scope)."""

    award: str
    subject: str
    year: int
    on: dt.date
    unit: Unit | None = None
    former: bool = False


@dataclass(frozen=True, slots=True)
class Reason:
    """A condition in the way: its words and article, and how many it keeps. ``key``: filter by it; None for all that is restricted, together."""

    key: int | None
    says: str
    cite: str
    cite_url: str
    state: str
    count: int


@dataclass(frozen=True, slots=True)
class Line:
    """One row: who, where, the verdict, why, and what to do next."""

    subject: Person | Unit
    unit: Unit | None
    state: str
    why: str
    gap: Gap | None


@dataclass(slots=True)
class Screen:
    """The result: ids with verdicts and causes, in the frame's order."""

    asked: Asked
    book: Rulebook
    rule: c.Node
    remarks: tuple[str, ...]
    ids: list[int]
    blame: Blame

    @property
    def name(self) -> str:
        """The award's name."""
        return names_of(self.book)[self.asked.award]

    def counts(self) -> dict[str, int]:
        """How many have each verdict."""
        found = Counter(self.blame.verdicts.tolist())
        return {CODES[v]: found[v] for v in (YES, NO, UNKNOWN)}

    def reasons(self) -> list[Reason]:
        """What stands in the way, the commonest first."""
        found = Counter(self.blame.cause.tolist())
        made = [self._reason(i, cause, found[i]) for i, cause in enumerate(self.blame.causes) if found[i]]
        made += [Reason(None, HIDDEN, "", "", CODES[UNKNOWN], found[RESTRICTED])] if found[RESTRICTED] else []
        return sorted(made, key=lambda r: (-r.count, len(found) if r.key is None else r.key))

    def _reason(self, key: int, cause: Cause, count: int) -> Reason:
        cite = cause.node.head.cite
        return Reason(key, words(cause.node, names_of(self.book)), str(cite or ""), url_of(cite) if cite else "", CODES[cause.verdict], count)

    def chosen(self, state: str = "", reason: int | None = None) -> list[int]:
        """The ids with a verdict, or a reason; nobody is told apart by what is restricted."""
        wanted = {code: v for v, code in CODES.items()}.get(state)
        pairs = zip(self.ids, self.blame.verdicts.tolist(), self.blame.cause.tolist(), strict=True)
        return [pk for pk, verdict, cause in pairs if wanted in (None, verdict) and reason in (None, cause)]


def words(node: c.Node, names: dict[str, str]) -> str:
    """A condition in words."""
    if node.head.says:
        return node.head.says
    own = c.own_facts(node)
    return label(own[0], names) if own else node.head.note or node.head.id


@undisturbed()
def screen(user: User, asked: Asked) -> Screen | None:
    """Weigh everybody in scope; None where the law has no rule of the award for such subjects on the day."""
    book = book_for(asked.unit) if asked.unit else rulebook_for(user)
    settle()
    found = book.criteria(asked.award, asked.subject, asked.on)
    if found is None or found.excluded:
        return None
    years = emulation_years(book.authority)
    if asked.subject == "person":
        frame, ids = frame_of(people_in(user, asked), [found.rule], asked.year, asked.on, years)
    else:
        frame, ids = _units_frame(user, asked, found.rule, book)
    return Screen(asked, book, found.rule, found.remarks, ids, Blame(found.rule, frame, rows_hidden(user, POWER, asked.subject, ids)))


def people_in(user: User, asked: Asked) -> QuerySet[Person]:
    """The people screened: those serving (or all), in the unit and below it, as far as the account may screen."""
    chosen = in_scope(user, POWER, "unit__") & Q(secret=False, merged_into__isnull=True)
    if asked.unit is not None:
        chosen &= Q(unit__path__startswith=asked.unit.path)
    return Person.objects.filter(chosen if asked.former else chosen & Q(status=Person.Status.SERVING))


def units_in(user: User, asked: Asked) -> QuerySet[Unit]:
    """The units screened: those that exist on the day."""
    chosen = in_scope(user, POWER) & (Q(dissolved_on__isnull=True) | Q(dissolved_on__gt=asked.on))
    if asked.unit is not None:
        chosen &= Q(path__startswith=asked.unit.path)
    return Unit.objects.filter(chosen)


def _units_frame(user: User, asked: Asked, rule: c.Node, book: Rulebook) -> tuple[Frame, list[int]]:
    units = list(units_in(user, asked).order_by("pk"))
    if not units:
        return Frame(0, asked.year, asked.on, bits=64), []
    years = emulation_years(book.authority)
    told = told_of_units(units, asked.year, asked.on, years)
    cases = [case(told[u.pk], "collective", asked.year, asked.on, years, u.key) for u in units]
    return Frame.of_cases(cases, c.facts_of(rule)), [u.pk for u in units]


# ---- rows ----------------------------------------------------------------------------------------------


@undisturbed()
def ordered(user: User, found: Screen, ids: Sequence[int]) -> list[int]:
    """Ids by unit, then by given name."""
    kept, person = set(ids), found.asked.subject == "person"
    people = people_in(user, found.asked).order_by("unit__sort_key", "sort_key", "pk")
    units = units_in(user, found.asked).order_by("path", "pk")
    rows = people.values_list("pk", flat=True) if person else units.values_list("pk", flat=True)
    return [pk for pk in rows if pk in kept]


def exportable(user: User, found: Screen, ids: Sequence[int]) -> list[int]:
    """Those of units on which the account may export."""
    person = found.asked.subject == "person"
    rows = Person.objects.filter(in_scope(user, "export", "unit__")) if person else Unit.objects.filter(in_scope(user, "export"))
    kept = set(rows.order_by().values_list("pk", flat=True))
    return [pk for pk in ids if pk in kept]


def lines(user: User, found: Screen, ids: Sequence[int]) -> list[Line]:
    """The rows of some subjects, in the order given, with why and what next; a fixed number of queries."""
    subjects = _people(ids) if found.asked.subject == "person" else _units(ids)
    told = _told(found, [subjects[pk] for pk in ids])
    return [_line(user, found, subjects[pk], told[pk]) for pk in ids]


def _people(ids: Sequence[int]) -> dict[int, Person | Unit]:
    return {p.pk: p for p in Person.objects.filter(pk__in=ids).select_related("unit")}


def _units(ids: Sequence[int]) -> dict[int, Person | Unit]:
    return {u.pk: u for u in Unit.objects.filter(pk__in=ids)}


def _told(found: Screen, subjects: Sequence[Person | Unit]) -> dict[int, Told]:
    asked, years = found.asked, emulation_years(found.book.authority)
    if asked.subject == "person":
        return told_of_people([s.pk for s in subjects], asked.year, asked.on, years) if subjects else {}
    return told_of_units([u for u in subjects if isinstance(u, Unit)], asked.year, asked.on, years)


def _line(user: User, found: Screen, subject: Person | Unit, told: Told) -> Line:
    asked = found.asked
    made: Case = case(told, asked.subject, asked.year, asked.on, emulation_years(found.book.authority), subject.key)
    eye = sight_of(user, subject)
    look = Look(subject, asked.year, asked.on, found.book, told, made, eye)
    shower = Shower(look, eye, enters=True)
    verdict = look.verdict(asked.award)
    gaps = shower.missing(verdict) if verdict.verdict == UNKNOWN else []
    unit = subject.unit if isinstance(subject, Person) else None
    return Line(subject, unit, verdict.state, shower.summary(verdict), gaps[0] if gaps else None)


def masked(cause: Cause, sight: Sight) -> bool:
    """Whether a condition asks for anything of a sensitivity that is not open."""
    return any(sight.hides(fact) for fact in c.facts_of(cause.node))
