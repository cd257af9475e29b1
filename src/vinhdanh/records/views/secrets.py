"""Stubs of dossiers marked mật."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from vinhdanh.accounts.asker import who
from vinhdanh.people.access import may, unit_for, units_for
from vinhdanh.records import actions
from vinhdanh.records.checks import secret_message
from vinhdanh.records.forms import StubForm
from vinhdanh.records.models import SecretStub
from vinhdanh.records.views.entry import run


@require_http_methods(["GET", "HEAD", "POST"])
def stubs(request: HttpRequest) -> HttpResponse:
    """The stubs of the units whose records one enters, and the form of a new one."""
    user, on = who(request), timezone.localdate()
    may(user, "records.enter").must()
    units = units_for(user, "records.enter").order_by("path")
    form = StubForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        unit = unit_for(user, request.POST.get("don-vi", ""), "records.enter")
        if run(form, lambda: actions.enter_stub(unit, **form.cleaned_data, by=user, on=on)):
            messages.success(request, "Đã ghi hồ sơ mật: chỉ số, nơi lưu giữ và ngày.")
            return redirect("records:secrets")
    rows = SecretStub.objects.filter(unit__in=units).select_related("unit", "entered_by").order_by("-on", "-pk")[:200]
    return render(request, "records/secrets.html", {"form": form, "rows": rows, "units": units[:400], "why": secret_message(on)})
