"""Mergers, splits and dissolutions: a form, a preview of what would happen, then the act."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from vinhdanh.accounts.asker import who
from vinhdanh.people import access, reorganise
from vinhdanh.people.forms_units import Act, DissolveForm, MergeUnitsForm, SplitForm
from vinhdanh.people.reorganise import Outcome
from vinhdanh.units import access as doors
from vinhdanh.units.models import Unit
from vinhdanh.units.queries import living

Doing = Callable[[], Outcome]


def merge(request: HttpRequest, key: str) -> HttpResponse:
    """Merge this unit (and others) into one."""
    unit = access.unit_for(who(request), key, "units.edit")
    units = living(doors.units_to_edit(who(request)), timezone.localdate())
    form = MergeUnitsForm(request.POST or None, units=units, initial={"olds": [unit.pk]})

    def act(run: Callable[..., Outcome]) -> Outcome:
        return run(reorganise.merge_units, list(form.cleaned_data["olds"]), form.target(), **_how(request, form))

    return _page(request, unit, form, act, "Sáp nhập đơn vị", "Sáp nhập")


def split(request: HttpRequest, key: str) -> HttpResponse:
    """Split this unit."""
    unit = access.unit_for(who(request), key, "units.edit")
    people = reorganise.members(unit, timezone.localdate())
    form = SplitForm(request.POST or None, people=people)

    def act(run: Callable[..., Outcome]) -> Outcome:
        news = form.news(unit.parent)
        numbers = list(news)
        places = {pk: numbers.index(n) for pk, n in form.places().items()}
        heir = numbers.index(int(form.cleaned_data["heir"]))
        more = {"heir": heir, "ends": form.cleaned_data["ends"] == "chia", "places": places}
        return run(reorganise.split_unit, unit, list(news.values()), **more, **_how(request, form))

    return _page(request, unit, form, act, "Chia, tách đơn vị", "Chia, tách", template="people/split.html")


def dissolve(request: HttpRequest, key: str) -> HttpResponse:
    """Dissolve this unit."""
    unit = access.unit_for(who(request), key, "units.edit")
    units = living(doors.units_to_edit(who(request)), timezone.localdate()).exclude(pk=unit.pk)
    form = DissolveForm(request.POST or None, units=units)

    def act(run: Callable[..., Outcome]) -> Outcome:
        return run(reorganise.dissolve_unit, unit, form.cleaned_data["heir"], **_how(request, form))

    return _page(request, unit, form, act, "Giải thể đơn vị", "Giải thể")


def _how(request: HttpRequest, form: Act) -> dict[str, Any]:
    said = form.cleaned_data
    return {"since": said["since"], "paper": said["paper"], "by": who(request), "on": timezone.localdate()}


def _page(
    request: HttpRequest,
    unit: Unit,
    form: Act,
    act: Callable[[Callable[..., Outcome]], Outcome],
    title: str,
    verb: str,
    template: str = "people/reorganise.html",
) -> HttpResponse:
    """Form → preview (the act done and taken back) → confirmed act."""
    outcome = None
    if request.method == "POST" and "sua-lai" not in request.POST and form.is_valid():
        sure = "chac-chan" in request.POST
        try:
            outcome = act(_run if sure else reorganise.preview)
        except ValidationError as problem:
            form.add_problem(problem)
        else:
            if sure:
                messages.success(request, f"{verb} xong, có hiệu lực từ {form.cleaned_data['since']:%d/%m/%Y}: {outcome.people} người chuyển theo.")
                return redirect("units:detail", outcome.heir.key if outcome.heir else unit.key)
    kept = [(name, value) for name, values in request.POST.lists() if name not in ("csrfmiddlewaretoken", "xem-truoc") for value in values]
    template = "people/reorganise_preview.html" if outcome else template
    return render(request, template, {"unit": unit, "form": form, "outcome": outcome, "title": title, "act": verb, "kept": kept})


def _run(act: Callable[..., Outcome], *args: Any, **more: Any) -> Outcome:
    return act(*args, **more)
