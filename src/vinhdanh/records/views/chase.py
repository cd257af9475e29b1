"""Where the data of units stand: the chase list, a unit's year, declaring, sending, receiving, returning, reminding."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from vinhdanh.accounts.asked import FIRST_YEAR, LAST_YEAR
from vinhdanh.accounts.asker import who
from vinhdanh.accounts.models import User
from vinhdanh.audit.models import Event
from vinhdanh.people.access import may, unit_for, units_for
from vinhdanh.records import actions
from vinhdanh.records.actions.send import undeclared
from vinhdanh.records.completeness import chase, counts, expected, lines
from vinhdanh.records.forms import DeclareForm, DueForm, ReasonForm, default_year, year_from
from vinhdanh.records.models import Completeness, Submission
from vinhdanh.records.showing import SENDING
from vinhdanh.units.models import Unit, UnitKind

PER_PAGE = 50
State = Submission.State


@require_safe
def chase_list(request: HttpRequest) -> HttpResponse:
    """Chưa gửi, đã gửi, đã tiếp nhận, bị trả lại: every unit in scope with its due date."""
    user, on, asked = who(request), timezone.localdate(), request.GET
    year = year_from(asked.get("nam", ""), default_year(on))
    every = expected(user, year)
    found, state = _filtered(every, asked, on)
    page = Paginator(found, PER_PAGE).get_page(asked.get("trang"))
    rest = asked.copy()
    rest.pop("trang", None)
    words = {
        "year": year,
        "years": range(default_year(on), default_year(on) - 8, -1),
        "on": on,
        "page": page,
        "tabs": _tabs(every, state, asked),
        "query": f"{rest.urlencode()}&" if rest else "",
        "kinds": UnitKind.objects.order_by("rank", "pk"),
        "receive": may(user, "records.receive"),
        "due": DueForm(),
        "of": len(Completeness.Kind),
        "asked": asked,
    }
    return render(request, "records/chase.html", words)


def _filtered(units: Any, asked: Any, on: dt.date) -> tuple[Any, str]:
    """The units after the filters of an address or a form, and the state asked for."""
    state = asked.get("trang-thai", "")
    state = state if state in State.values else ""
    late = on if asked.get("qua-han") == "1" else None
    return chase(units, state=state, name=asked.get("ten", "")[:100], kind=asked.get("loai", ""), late_on=late), state


def _tabs(units: Any, state: str, asked: Any) -> list[dict[str, Any]]:
    found = counts(units)
    tabs = [("", "Tất cả", sum(found.values())), *((str(s), s.label, found[str(s)]) for s in State)]
    return [{"url": _with(asked, code), "name": name, "count": n, "current": code == state, "code": code} for code, name, n in tabs]


def _with(asked: Any, state: str) -> str:
    rest = asked.copy()
    rest.pop("trang", None)
    rest["trang-thai"] = state
    return f"?{rest.urlencode()}"


def _chosen(request: HttpRequest, year: int) -> list[Unit]:
    """The units ticked, or all that match the filters, where the user receives data."""
    user = who(request)
    mine = units_for(user, "records.receive")
    if request.POST.get("tat-ca"):
        found, _ = _filtered(expected(user, year), request.POST, timezone.localdate())
        return list(found.filter(pk__in=mine.values("pk")))
    return list(mine.filter(key__in=request.POST.getlist("don-vi")).order_by("path"))


def _year(request: HttpRequest) -> int:
    return year_from(request.POST.get("nam", ""), default_year(timezone.localdate()))


@require_POST
def remind_units(request: HttpRequest) -> HttpResponse:
    """Nhắc the ticked units."""
    user, year = who(request), _year(request)
    may(user, "records.receive").must()
    told = actions.remind(_chosen(request, year), year, by=user, on=timezone.localdate())
    if told.told:
        messages.success(request, f"Đã nhắc {told.told} đơn vị.")
    if told.nobody:
        messages.warning(request, f"Chưa nhắc được vì chưa ai được giao xác nhận dữ liệu: {', '.join(told.nobody[:10])}.")
    if not told.told and not told.nobody:
        messages.warning(request, "Không có đơn vị nào để nhắc: đánh dấu đơn vị chưa gửi hoặc bị trả lại.")
    return redirect(_back(request))


@require_POST
def set_due_date(request: HttpRequest) -> HttpResponse:
    """Give the ticked units a due date."""
    user, form, year = who(request), DueForm(request.POST), _year(request)
    may(user, "records.receive").must()
    if form.is_valid():
        count = actions.set_due(_chosen(request, year), year, form.cleaned_data["due"], by=user)
        messages.success(request, f"Đã đặt hạn {form.cleaned_data['due']:%d/%m/%Y} cho {count} đơn vị.")
    else:
        messages.error(request, "Chưa đặt hạn: ghi ngày theo dạng dd/mm/yyyy.")
    return redirect(_back(request))


def _back(request: HttpRequest) -> str:
    """The list with its filters."""
    kept = {k: request.POST[k] for k in ("nam", "trang-thai", "ten", "loai", "qua-han") if request.POST.get(k)}
    return f"{reverse('records:chase')}?{urlencode(kept)}"


# ---- a unit's year -------------------------------------------------------------------------------------


@require_safe
def progress(request: HttpRequest, key: str, year: int) -> HttpResponse:
    """A unit's year: what is entered, what seems to be missing, what is declared; and where its data stand."""
    return _progress(request, unit_for(who(request), key, "records.view"), year)


def _progress(request: HttpRequest, unit: Unit, year: int, **forms: Any) -> HttpResponse:
    user = who(request)
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise Http404
    row = Submission.objects.filter(unit=unit, year=year).select_related("by").first() or Submission(unit=unit, year=year)
    missing = undeclared(unit, year)
    words = {
        "unit": unit,
        "year": year,
        "row": row,
        "lines": lines(user, unit, year),
        "missing": missing,
        "declare": may(user, "records.declare", unit),
        "receive": may(user, "records.receive", unit),
        "declaring": forms.get("declaring") or DeclareForm(),
        "returning": forms.get("returning") or ReasonForm(),
        "events": _events(unit, row),
    }
    return render(request, "records/progress.html", words)


def _events(unit: Unit, row: Submission) -> list[tuple[Event, str]]:
    found = Event.objects.filter(kind="records.submission", object_id=str(row.pk or "")).select_related("actor").order_by("-number")
    return [(e, SENDING.get(e.action, e.action)) for e in found]


def _seen(request: HttpRequest, key: str) -> Unit:
    return unit_for(who(request), key, "records.view")


@require_POST
def declare_kinds(request: HttpRequest, key: str, year: int) -> HttpResponse:
    """Xác nhận đã nhập đủ."""
    unit, form = _seen(request, key), DeclareForm(request.POST)
    may(who(request), "records.declare", unit).must()
    if form.is_valid():
        told = form.cleaned_data
        return _act(
            request,
            unit,
            year,
            "Đã xác nhận nhập đủ.",
            lambda user: actions.declare(unit, year, told["kinds"], by=user, on=timezone.localdate(), paper=told["paper"]),
        )
    messages.error(request, "Chưa chọn loại dữ liệu nào. Đánh dấu loại đã nhập đủ rồi xác nhận.")
    return redirect("records:progress", unit.key, year)


@require_POST
def withdraw_kind(request: HttpRequest, key: str, year: int, kind: str) -> HttpResponse:
    """Rút xác nhận."""
    unit, reason = _seen(request, key), request.POST.get("reason", "")
    return _act(request, unit, year, "Đã rút xác nhận.", lambda user: actions.withdraw(unit, year, kind, reason=reason, by=user))


@require_POST
def send(request: HttpRequest, key: str, year: int) -> HttpResponse:
    """Gửi."""
    unit = _seen(request, key)
    return _act(request, unit, year, "Đã gửi.", lambda user: actions.submit(unit, year, by=user, on=timezone.localdate()))


@require_POST
def take(request: HttpRequest, key: str, year: int) -> HttpResponse:
    """Tiếp nhận."""
    unit = _seen(request, key)
    return _act(request, unit, year, "Đã tiếp nhận.", lambda user: actions.receive(unit, year, by=user))


@require_POST
def give_back(request: HttpRequest, key: str, year: int) -> HttpResponse:
    """Trả lại."""
    unit, reason = _seen(request, key), request.POST.get("reason", "")
    return _act(request, unit, year, "Đã trả lại, đơn vị được báo.", lambda user: actions.return_(unit, year, reason=reason, by=user))


def _act(request: HttpRequest, unit: Unit, year: int, done: str, act: Callable[[User], Any]) -> HttpResponse:
    """Do, say so or say why not, and go back to the unit's year."""
    try:
        act(who(request))
        messages.success(request, done)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return redirect("records:progress", unit.key, year)
