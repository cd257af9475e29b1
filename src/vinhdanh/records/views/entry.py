"""Entering, correcting, setting aside, restoring: the pages of every kind with one subject."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from vinhdanh.accounts.asker import who
from vinhdanh.accounts.models import User
from vinhdanh.files.actions import Refused, store
from vinhdanh.merit.text import fold
from vinhdanh.people.access import people_for, units_for
from vinhdanh.people.models import Person
from vinhdanh.records import actions
from vinhdanh.records.access import Subject, enterable, may_change, may_read, record_for, subject_for, subject_of
from vinhdanh.records.forms import CorrectForm, ReasonForm, RecordForm, default_year, initial_of, year_from
from vinhdanh.records.kinds import Kind, kind_named
from vinhdanh.records.links import list_url, record_url

FOUND = 20


@require_http_methods(["GET", "HEAD", "POST"])
def enter_page(request: HttpRequest, slug: str) -> HttpResponse:
    """The form of a new record; first whom it is about, if the address does not say so."""
    user, kind = who(request), kind_named(slug)
    whom, where = request.GET.get("nguoi", ""), request.GET.get("don-vi", "")
    if not (whom or where):
        return choose(request, kind)
    subject = subject_for(user, person=whom, unit=where, power="records.view")
    enterable(user, kind, subject).must()
    on = timezone.localdate()
    form = RecordForm(kind, word_of(subject), *_posted(request), initial={"year": year_from(request.GET.get("nam", ""), default_year(on))})
    if request.method == "POST" and form.is_valid():
        made = run(form, lambda: actions.enter(kind, subject, with_proof(form, user), by=user, on=on))
        if made:
            messages.success(request, f"Đã lưu {kind.one} của {subject}.")
            return redirect(after(request, kind, subject, made))
    return render(request, "records/enter.html", {"kind": kind, "subject": subject, "form": form})


def after(request: HttpRequest, kind: Kind, subject: Subject, made: Any) -> str:
    """Where to go: on to the next one, or to the record."""
    if "them-nua" in request.POST:
        return f"{request.path}?{QueryDict(request.META['QUERY_STRING']).urlencode()}"
    return record_url(made)


def word_of(subject: Subject | None) -> str:
    """``person`` or ``unit``, the words of the forms."""
    return "person" if isinstance(subject, Person) else "unit"


def _posted(request: HttpRequest) -> tuple[Any, ...]:
    return (request.POST, request.FILES) if request.method == "POST" else ()


def run(form: Any, act: Callable[[], Any]) -> Any:
    """Do, and lay what the action refuses on the form. None then."""
    try:
        with transaction.atomic():
            return act()
    except Refused as refused:
        form.add_error("proof", str(refused))
    except ValidationError as error:
        form.stale = getattr(error, "differences", None)
        form.take(error)
    return None


def with_proof(form: Any, user: User) -> dict[str, Any]:
    """The values of a form, with its file stored. Raises ``Refused``."""
    values: dict[str, Any] = form.values()
    if form.cleaned_data.get("proof"):
        values["proof"] = store(form.cleaned_data["proof"], by=user)
    return values


def choose(request: HttpRequest, kind: Kind) -> HttpResponse:
    """Whom the record is about: people and units by name or key, without diacritics."""
    user = who(request)
    enterable(user, kind).must()
    typed, words = request.GET.get("q", "").strip()[:100], fold(request.GET.get("q", ""))
    people = people_for(user, "records.enter").select_related("unit")
    units = units_for(user, "records.enter")
    if typed:
        people = people.filter(folded__contains=words) | people.filter(key__iexact=typed)
        units = units.filter(folded__contains=words) | units.filter(key__iexact=typed)
    found = {
        "people": people.order_by("sort_key", "pk")[:FOUND] if "person" in kind.subjects and typed else [],
        "units": units.order_by("path")[:FOUND] if "unit" in kind.subjects and (typed or kind.subjects == ("unit",)) else [],
    }
    return render(request, "records/choose.html", {"kind": kind, "typed": typed, "year": request.GET.get("nam", ""), **found})


@require_http_methods(["GET", "HEAD", "POST"])
def correct_page(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """The form of a record as it stands, with a reason."""
    user, kind = who(request), kind_named(slug)
    record = record_for(user, kind, pk)
    _may(user, record)
    start = {**initial_of(kind, record), "version": record.version}
    form = CorrectForm(kind, word_of(subject_of(record)), *_posted(request), initial=start)
    if request.method == "POST" and form.is_valid() and run(form, lambda: _correct(form, record, user)):
        messages.success(request, "Đã lưu, giá trị cũ được giữ trong lịch sử sửa.")
        return redirect(record_url(record))
    return render(request, "records/correct.html", {"kind": kind, "record": record, "subject": subject_of(record), "form": form})


def _correct(form: CorrectForm, record: Any, user: User) -> Any:
    told = form.cleaned_data
    return actions.correct(record, with_proof(form, user), reason=told["reason"], version=told["version"], by=user, on=timezone.localdate())


def _may(user: User, record: Any) -> None:
    """Raise unless the record may be changed: leave for health may be corrected only by those who may read why."""
    may_change(user, record).must()
    if record._meta.model_name == "absence":
        may_read(user, "health", subject_of(record)).must()


@require_http_methods(["GET", "HEAD", "POST"])
def void_page(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Set a record aside."""
    return _turn(request, slug, pk, "void")


@require_http_methods(["GET", "HEAD", "POST"])
def restore_page(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Bring a record back."""
    return _turn(request, slug, pk, "restore")


def _turn(request: HttpRequest, slug: str, pk: int, verb: str) -> HttpResponse:
    user, kind = who(request), kind_named(slug)
    record = record_for(user, kind, pk)
    may_change(user, record).must()
    form = ReasonForm(request.POST if request.method == "POST" else None, initial={"version": record.version})
    if request.method == "POST" and form.is_valid() and run(form, lambda: _do(verb, record, form, user)):
        messages.success(request, "Đã hủy dữ kiện, lý do được giữ lại." if verb == "void" else "Đã khôi phục dữ kiện.")
        return redirect(record_url(record) if verb == "restore" else list_url(kind))
    return render(request, "records/turn.html", {"kind": kind, "record": record, "subject": subject_of(record), "form": form, "verb": verb})


def _do(verb: str, record: Any, form: ReasonForm, user: User) -> Any:
    reason, version = form.cleaned_data["reason"], form.cleaned_data["version"] or 0
    if verb == "void":
        return actions.void(record, reason=reason, version=version, by=user)
    return actions.restore(record, reason=reason, version=version, by=user, on=timezone.localdate())
