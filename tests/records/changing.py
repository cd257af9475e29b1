"""A process that changes records until it is killed: ``python -m tests.records.changing prepare|work|state`` on the data the settings name.

Each round enters an award, corrects a rating, sets the award aside and brings it back: four acts, each of several rows in several tables.
"""

from __future__ import annotations

import json
import sys
from typing import Any

import django

django.setup()

from auditlog.models import LogEntry  # noqa: E402
from tests.office import Office, person  # noqa: E402
from tests.records.makers import ON, award, clerk, rating  # noqa: E402

from vinhdanh.accounts.models import User  # noqa: E402
from vinhdanh.audit.models import Event  # noqa: E402
from vinhdanh.people.models import Person  # noqa: E402
from vinhdanh.records import actions  # noqa: E402
from vinhdanh.records.models import AwardHeld, Correction, Rating  # noqa: E402

VALUES = ("hoan-thanh", "hoan-thanh-tot")
FIRST = 1950


def prepare() -> None:
    """An office with a person who has a rating."""
    from django.core.management import call_command

    call_command("migrate", verbosity=0, skip_checks=True)
    office = Office()
    rating(person(office.p1), clerk(office), value=VALUES[1])


def work() -> None:
    """Change until killed; a line for every act that is finished."""
    by, who = User.objects.get(), Person.objects.get()
    for number in range(10_000):
        held = award(who, by, year=FIRST + number % 70, decision=f"{number}/QĐ-VKS")
        print("entered", flush=True)
        rated = Rating.objects.get()
        actions.correct(rated, {"value": VALUES[number % 2]}, reason="Sửa", version=rated.version, by=by, on=ON)
        print("corrected", flush=True)
        held = actions.void(held, reason="Hủy", version=held.version, by=by)
        print("void", flush=True)
        if number % 2:
            actions.restore(held, reason="Khôi phục", version=held.version, by=by, on=ON)
            print("restored", flush=True)


def state() -> dict[str, Any]:
    """What an act writes, counted in each place it writes to: the numbers of one line are equal, or an act was kept in part."""
    rated, held = Rating.objects.get(), AwardHeld.objects.all()
    acts = {a: Event.objects.filter(action=f"records.{a}").count() for a in ("correct", "void", "restore")}
    history = LogEntry.objects.filter(action=LogEntry.Action.UPDATE)
    return {
        "corrected": [acts["correct"], rated.version - 1, Correction.objects.count(), history.filter(content_type__model="rating").count()],
        "awards": [held.count(), Event.objects.filter(action="records.enter", kind="records.awardheld").count()],
        "void": [held.exclude(void_at=None).count(), acts["void"] - acts["restore"]],
        "changed": [sum(h.version - 1 for h in held), acts["void"] + acts["restore"], history.filter(content_type__model="awardheld").count()],
    }


if __name__ == "__main__":
    {"prepare": prepare, "work": work, "state": lambda: print(json.dumps(state()))}[sys.argv[1]]()
