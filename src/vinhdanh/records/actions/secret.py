"""What is marked mật: only number, holder and date are kept."""

from __future__ import annotations

import datetime as dt

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from vinhdanh.accounts.models import User
from vinhdanh.audit.actions import record as note
from vinhdanh.people.access import may
from vinhdanh.records.models import SecretStub
from vinhdanh.units.models import Unit


@transaction.atomic
def enter_stub(unit: Unit, *, number: str, holder: str, day: dt.date, by: User, on: dt.date) -> SecretStub:
    """Keep the number, the holder and the date of a dossier marked mật; nothing about whom or for what."""
    may(by, "records.enter", unit).must()
    if day > on:
        raise ValidationError({"day": f"Ngày {day:%d/%m/%Y} chưa tới. Sửa lại ngày của hồ sơ."})
    if SecretStub.objects.filter(unit=unit, number=number).exists():
        raise ValidationError({"number": f"Hồ sơ số {number} của đơn vị này đã được ghi."})
    stub = SecretStub(unit=unit, number=number, holder=holder, on=day, entered_by=by, entered_at=timezone.now())
    stub.save()
    note(stub, "records.secret", by=by)
    return stub
