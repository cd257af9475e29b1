"""How long records are kept, and the lists of what is destroyed: proposed by one person, carried out by another."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from vinhdanh.accounts.asker import who
from vinhdanh.accounts.models import User
from vinhdanh.people.access import may, unit_for, units_for
from vinhdanh.records import actions, retention
from vinhdanh.records.actions.destroy import may_agree, may_propose
from vinhdanh.records.forms import PeriodForm
from vinhdanh.records.kinds import BY_SLUG, KINDS, kind_named
from vinhdanh.records.models import Destruction, RetentionPeriod
from vinhdanh.records.views.pages import own_unit

CHOICES = [(k.slug, k.name) for k in KINDS]


@require_safe
def retention_page(request: HttpRequest) -> HttpResponse:
    """The period of each kind, what has ended in the unit, lists that wait."""
    user = who(request)
    _may_look(user)
    return _page(request, user, PeriodForm(CHOICES))


def _may_look(user: User) -> None:
    (may_propose(user, None) | may(user, "records.declare")).must()


def _page(request: HttpRequest, user: User, form: PeriodForm) -> HttpResponse:
    unit, on = own_unit(user, request.GET.get("don-vi", "")), timezone.localdate()
    waiting = retention.proposed()
    kept = retention.in_force()
    words = {
        "unit": unit,
        "units": units_for(user, "records.view").order_by("path")[:400],
        "kinds": [_line(user, k.slug, kept, waiting) for k in KINDS],
        "open": retention.OPEN,
        "due": list(retention.due(unit, on.year)) if unit else [],
        "lists": retention.open_lists(unit) if unit else [],
        "propose": may_propose(user, unit),
        "form": form,
    }
    return render(request, "records/retention.html", words)


def _line(user: User, slug: str, kept: dict[str, retention.Keeping], waiting: dict[str, RetentionPeriod]) -> dict[str, Any]:
    asked = waiting.get(slug)
    return {"kind": BY_SLUG[slug], "kept": kept[slug], "asked": asked, "agree": may_agree(user, None, asked.proposed_by_id) if asked else None}


@require_POST
def new_period(request: HttpRequest) -> HttpResponse:
    """Propose a period."""
    user, form = who(request), PeriodForm(CHOICES, request.POST)
    may_propose(user, None).must()
    if not form.is_valid():
        return _page(request, user, form)
    told = form.cleaned_data
    return _act(
        request,
        "Đã đề xuất thời hạn, chờ người thứ hai duyệt.",
        lambda: actions.propose_period(kind_named(told["kind"]), told["years"], told["basis"], by=user),
    )


@require_POST
def accept_period(request: HttpRequest, pk: int) -> HttpResponse:
    """Put a proposed period in force."""
    user = who(request)
    _may_look(user)
    period = get_object_or_404(RetentionPeriod, pk=pk)
    return _act(request, "Thời hạn lưu có hiệu lực.", lambda: actions.agree_period(period, by=user))


@require_POST
def new_list(request: HttpRequest, key: str, kind: str) -> HttpResponse:
    """List what has ended."""
    user = who(request)
    unit = unit_for(user, key, "records.view")
    return _act(
        request,
        "Đã lập danh mục, chờ người thứ hai duyệt.",
        lambda: actions.propose_destruction(unit, kind_named(kind), by=user, on=timezone.localdate()),
    )


def _list(user: User, pk: int) -> Destruction:
    """The list, or 404."""
    rows = Destruction.objects.select_related("unit", "proposed_by", "decided_by")
    return get_object_or_404(rows, pk=pk, unit__in=units_for(user, "records.view"))


@require_safe
def list_page(request: HttpRequest, pk: int) -> HttpResponse:
    """A list: how many rows of which years, who proposed it; the button of the second person."""
    user = who(request)
    _may_look(user)
    row = _list(user, pk)
    kind = BY_SLUG[row.kind]
    words = {
        "row": row,
        "kind": kind,
        "years": _years(row),
        "agree": may_agree(user, row.unit, row.proposed_by_id),
        "refuse": may(user, "records.declare", row.unit),
    }
    return render(request, "records/destruction.html", words)


def _years(row: Destruction) -> list[tuple[int, int]]:
    """How many rows of each year."""
    found: dict[int, int] = {}
    kind = BY_SLUG[row.kind]
    for start in range(0, len(row.ids), 500):
        for year in kind.model._default_manager.filter(pk__in=row.ids[start : start + 500]).values_list("year", flat=True):
            found[year] = found.get(year, 0) + 1
    return sorted(found.items())


@require_POST
def destroy(request: HttpRequest, pk: int) -> HttpResponse:
    """Carry a list out."""
    user = who(request)
    row = _list(user, pk)
    return _act(request, "Đã hủy theo danh mục.", lambda: actions.carry_out(row, by=user))


@require_POST
def keep(request: HttpRequest, pk: int) -> HttpResponse:
    """Turn a list down."""
    user = who(request)
    row, reason = _list(user, pk), request.POST.get("reason", "")
    return _act(request, "Đã ghi không hủy.", lambda: actions.turn_down(row, reason=reason, by=user))


def _act(request: HttpRequest, done: str, act: Callable[[], Any]) -> HttpResponse:
    try:
        act()
        messages.success(request, done)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return redirect("records:retention")
