"""Posts, memberships and the status of a person."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from vinhdanh.accounts.asker import who
from vinhdanh.people import access, actions
from vinhdanh.people.forms import MembershipForm, PostForm, RejoinForm, RemoveForm, StatusForm
from vinhdanh.people.models import Membership, Person, Post
from vinhdanh.people.views import person_with
from vinhdanh.units.forms import Dressed
from vinhdanh.units.models import Unit


def _done(request: HttpRequest, person: Person, form: Dressed, act: Callable[[], object], says: str) -> HttpResponse | None:
    """Do an act with a valid form; a refusal goes into the form."""
    if request.method != "POST" or not form.is_valid():
        return None
    try:
        act()
    except ValidationError as problem:
        form.add_problem(problem)
        return None
    messages.success(request, says)
    return redirect("people:detail", person.key)


def _show(request: HttpRequest, person: Person, form: Dressed, title: str, **more: Any) -> HttpResponse:
    return render(request, "people/form.html", {"person": person, "form": form, "title": title} | more)


def _units(request: HttpRequest, power: str = "people.edit", *also: int | None) -> Any:
    """The units for a select: those of the scope, and those that the row names already."""
    return access.units_for(who(request), power) | Unit.objects.filter(pk__in=[pk for pk in also if pk])


def post(request: HttpRequest, key: str, pk: int | None = None) -> HttpResponse:
    """Add a post, or correct one."""
    person, on = person_with(request, key, "people.edit"), timezone.localdate()
    row = get_object_or_404(Post, pk=pk, person=person) if pk else None
    start = (
        {f: getattr(row, f) for f in ("name", "since", "until", "head", "leader", "paper", "version")} | {"unit": row.unit_id}
        if row
        else {"unit": person.unit_id}
    )
    form = PostForm(request.POST or None, units=_units(request, "people.edit", start["unit"], person.unit_id), initial=start)

    def act() -> None:
        actions.put_post(person, row, form.values(), by=who(request), on=on, version=form.opened)

    done = _done(request, person, form, act, "Đã lưu chức vụ.")
    return done or _show(request, person, form, "Sửa chức vụ" if row else "Thêm chức vụ", remove=row and ("people:post_remove", row.pk))


def post_remove(request: HttpRequest, key: str, pk: int) -> HttpResponse:
    """Take away a post entered in error."""
    return _remove(request, key, Post, pk)


def membership(request: HttpRequest, key: str, pk: int | None = None) -> HttpResponse:
    """Add a membership, or correct one."""
    person, on = person_with(request, key, "people.edit"), timezone.localdate()
    row = get_object_or_404(Membership, pk=pk, person=person) if pk else None
    start = {f: getattr(row, f) for f in ("kind", "since", "until", "paper", "version")} | {"unit": row.unit_id} if row else {"unit": person.unit_id}
    form = MembershipForm(request.POST or None, units=_units(request, "people.edit", start["unit"], person.unit_id), initial=start)

    def act() -> None:
        actions.put_membership(person, row, **form.values(), by=who(request), on=on, version=form.opened)

    done = _done(request, person, form, act, "Đã lưu quá trình công tác.")
    return done or _show(
        request, person, form, "Sửa quá trình công tác" if row else "Thêm quá trình công tác", remove=row and ("people:membership_remove", row.pk)
    )


def membership_remove(request: HttpRequest, key: str, pk: int) -> HttpResponse:
    """Take away a membership entered in error."""
    return _remove(request, key, Membership, pk)


def _remove(request: HttpRequest, key: str, model: type[Membership] | type[Post], pk: int) -> HttpResponse:
    person, on = person_with(request, key, "people.edit"), timezone.localdate()
    row: Membership | Post = get_object_or_404(model, pk=pk, person=person)  # type: ignore[assignment]
    form = RemoveForm(request.POST or None, initial={"version": row.version})

    def act() -> None:
        actions.remove_row(row, reason=form.cleaned_data["reason"], by=who(request), on=on, version=form.opened)

    done = _done(request, person, form, act, "Đã bỏ dòng ghi nhầm.")
    title = f"Bỏ dòng ghi nhầm: {row.name if isinstance(row, Post) else row.unit.name} từ {row.since:%d/%m/%Y}"
    return done or _show(request, person, form, title, save="Bỏ dòng này", danger=True)


def status(request: HttpRequest, key: str) -> HttpResponse:
    """Retired, left, deceased."""
    person, on = person_with(request, key, "people.edit"), timezone.localdate()
    form = StatusForm(request.POST or None, initial={"version": person.version})

    def act() -> None:
        said = form.cleaned_data
        actions.change_status(person, said["status"], since=said["since"], paper=said["paper"], by=who(request), on=on, version=form.opened)

    return _done(request, person, form, act, "Đã ghi tình trạng.") or _show(request, person, form, "Nghỉ hưu, thôi việc, từ trần")


def rejoin(request: HttpRequest, key: str) -> HttpResponse:
    """Serving again."""
    person, on = person_with(request, key, "people.edit"), timezone.localdate()
    form = RejoinForm(request.POST or None, units=_units(request), initial={"unit": person.unit_id, "version": person.version})

    def act() -> None:
        said = form.cleaned_data
        actions.rejoin(person, said["unit"], since=said["since"], paper=said["paper"], by=who(request), on=on, version=form.opened)

    return _done(request, person, form, act, "Đã ghi công tác trở lại.") or _show(request, person, form, "Công tác trở lại")
