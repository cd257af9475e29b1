"""Pages of ``web`` that axe looks at."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone
from tests.browser.table import Page
from tests.office import Office, person, user

from vinhdanh.notices.actions import notify
from vinhdanh.people.models import Transfer
from vinhdanh.records.models import Submission


def pages(office: Office) -> list[Page]:
    """The desk of a clerk, of somebody without a role, of an administrator; a page that is not there."""
    clerk = user("can-bo-tdkt", office.p1, person=person(office.p1, "Nguyễn Thị A"))
    chief, today, now = user("bo-phan-tdkt", office.top), timezone.localdate(), timezone.now()
    Submission.objects.create(unit=office.p1, year=today.year, due=today + dt.timedelta(days=3))
    Submission.objects.create(unit=office.p2, year=today.year, state="submitted", due=today)
    Submission.objects.create(
        unit=office.kv, year=today.year, state="returned", due=today - dt.timedelta(days=2), reason="Thiếu xếp loại của 3 người."
    )
    Transfer.objects.create(person=person(office.p2, "Lê Thị C"), new_unit=office.p1, on=today, proposed_at=now)
    notify([chief, clerk], "x", "VKSND khu vực 2 đã gửi dữ liệu năm 2025.", "/du-kien/")
    return [
        Page("ban-lam-viec-nhieu-viec", "/", chief),
        Page("ban-lam-viec", "/", clerk),
        Page("ban-lam-viec-trong", "/", user()),
        Page("ban-lam-viec-quan-tri", "/", user("quan-tri", office.top)),
        Page("khong-thay", "/khong-co-trang-nay/", clerk, status=404),
    ]
