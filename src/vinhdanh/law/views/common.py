"""What the pages of the law share: the signed-in account, days in addresses."""

from __future__ import annotations

import datetime as dt

from django.contrib import messages
from django.http import HttpRequest
from django.utils import timezone

from vinhdanh.merit.time import DateError, parse_day


def day(request: HttpRequest, name: str = "ngay") -> dt.date:
    """The day an address asks for; today where it asks for none, or for what is no day (said in a message)."""
    text = request.GET.get(name, "").strip()
    if not text:
        return timezone.localdate()
    try:
        found = parse_day(text)
    except (DateError, ValueError):
        messages.warning(request, f"“{text[:40]}” không phải ngày; viết như 01/10/2026. Trang này theo ngày hôm nay.")
        return timezone.localdate()
    return found
