"""What of a person's sensitive facts one may see inside a verdict, and noting that it was seen."""

from __future__ import annotations

from dataclasses import dataclass

from vinhdanh.accounts.answers import YES, Answer
from vinhdanh.accounts.models import User
from vinhdanh.audit.actions import saw
from vinhdanh.merit.facts import DisciplineFact, EitherFact, Fact, FlagFact, NumberFact
from vinhdanh.people.access import may, may_see, scope_of
from vinhdanh.people.models import Person
from vinhdanh.records.telling import Told
from vinhdanh.units.models import Unit

HIDDEN = "Thông tin hạn chế"
FIELDS = ("discipline", "complaint", "health")
RULES = {
    **dict.fromkeys(("under-discipline", "disciplined-recently", "disciplined-before", "disciplined-in-post", "dismissed"), "discipline"),
    **dict.fromkeys(("members-warned", "members-reprimanded"), "discipline"),
    "on-hold": "complaint",
    "absence-months": "health",
    "absent": "health",
}
HEALTH = frozenset({"om", "thai-san", "dieu-tri-thuong-tich"})


@dataclass(frozen=True, slots=True)
class Sight:
    """The sensitivities open to somebody about somebody."""

    open: frozenset[str]

    def hides(self, fact: Fact | None) -> bool:
        """Whether a fact is of a sensitivity that is not open."""
        rule = rule_of(fact)
        return bool(rule) and rule not in self.open


EVERYTHING, NOTHING = Sight(frozenset(FIELDS)), Sight(frozenset())


def rule_of(fact: Fact | None) -> str:
    """The sensitivity of a fact; '' where it is open to all who see records."""
    if isinstance(fact, EitherFact):
        return next(filter(None, map(rule_of, fact.parts)), "")
    if isinstance(fact, DisciplineFact):
        return "discipline"
    if isinstance(fact, NumberFact) and "less-discipline" in fact.args:
        return "discipline"
    return RULES.get(fact.name, "") if isinstance(fact, NumberFact | FlagFact) else ""


def sight_of(user: User, subject: Person | Unit) -> Sight:
    """What an account may see."""
    if isinstance(subject, Person):
        return Sight(frozenset(field for field in FIELDS if may_see(user, field, subject)))
    return Sight(frozenset(field for field in FIELDS if may(user, f"sensitive.{field}", subject)))


def may_look(user: User, subject: Person | Unit) -> Answer:
    """Whether an account may see the facts and verdicts of a subject: its own person, or with the power over records."""
    if isinstance(subject, Person):
        return YES if subject.pk == scope_of(user).person_id else may(user, "records.view", subject.unit)
    return may(user, "records.view", subject)


def note(user: User, subject: Person | Unit, told: Told, sight: Sight, page: str) -> None:
    """Note the sensitive facts that a page shows of somebody else; what is not there was not shown."""
    if isinstance(subject, Person) and subject.pk == scope_of(user).person_id:
        return
    there = {"discipline": bool(told.discipline), "complaint": bool(told.holds), "health": any(a.kind in HEALTH for a in told.absences)}
    if fields := [field for field in FIELDS if there[field] and field in sight.open]:
        saw(subject, fields, by=user, page=page)
