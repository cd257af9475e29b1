"""Builders of the tests of units."""

from __future__ import annotations

from django.test import Client
from tests.office import Office, user

from vinhdanh.accounts.models import User
from vinhdanh.units.models import Unit


def signed_in(who: User) -> Client:
    """A browser of an account."""
    client = Client()
    client.force_login(who, backend="django.contrib.auth.backends.ModelBackend")
    return client


def office_client(office: Office) -> Client:
    """A browser of the emulation office of the province."""
    return signed_in(user("bo-phan-tdkt", office.top))


def fresh(unit: Unit) -> Unit:
    """The unit as it stands in the database."""
    return Unit.objects.get(pk=unit.pk)
