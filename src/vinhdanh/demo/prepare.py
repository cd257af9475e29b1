"""Before a demonstration is made: tables, the acts of the rulebook; and whether there is anything yet."""

from __future__ import annotations

from io import StringIO

from django.core.management import call_command, get_commands

from vinhdanh.people.models import Person
from vinhdanh.units.models import Unit

SYNC_LAW = "sync_law"


def prepare() -> None:
    """Apply the migrations; enter the acts the rulebook names, where the command exists."""
    call_command("migrate", verbosity=0, interactive=False)
    if SYNC_LAW in get_commands():
        call_command(SYNC_LAW, stdout=StringIO())


def empty() -> bool:
    """Whether nobody has entered anything."""
    return not (Unit.objects.exists() or Person.objects.exists())
