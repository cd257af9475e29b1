"""The ratings of a whole unit in one table, by keyboard: all are saved, or none."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from vinhdanh.accounts.asker import who
from vinhdanh.people.access import may, unit_for, units_for
from vinhdanh.people.models import Person
from vinhdanh.records import actions
from vinhdanh.records.actions.enter import Paper
from vinhdanh.records.completeness import members_of
from vinhdanh.records.forms import GridForm, default_year, grid_values, year_from
from vinhdanh.records.links import list_url
from vinhdanh.records.models import Rating
from vinhdanh.units.models import Unit

PER_PAGE = 100
Faults = dict[str, list[str]]
LEVELS = [(str(v), str(label)) for v, label in Rating.Value.choices if v != Rating.Value.GOOD_OR_BETTER]
VALUES = [(v, f"{n}. {label}") for n, (v, label) in enumerate(LEVELS, 1)]  # numbered: a digit typed in the list chooses


@require_http_methods(["GET", "HEAD", "POST"])
def ratings(request: HttpRequest) -> HttpResponse:
    """Choose the unit and the year; then a row a person."""
    user, on = who(request), timezone.localdate()
    year = year_from(request.GET.get("nam", ""), default_year(on))
    if not request.GET.get("don-vi"):
        may(user, "records.enter").must()
        return render(request, "records/grid_choose.html", {"units": units_for(user, "records.enter").order_by("path")[:400], "year": year})
    unit = unit_for(user, request.GET["don-vi"], "records.view")
    may(user, "records.enter", unit).must()
    form = GridForm(request.POST or None)
    everybody = members_of(unit, year).select_related("unit").order_by("unit__path", "sort_key", "pk")
    page = Paginator(everybody, PER_PAGE).get_page(request.GET.get("trang"))
    people, faults = _with_ratings(list(page.object_list), year), Faults()
    if request.method == "POST" and form.is_valid():
        saved = _save(request, form, unit, year, people, faults)
        if saved:
            return redirect(list_url("xep-loai", unit, year))
    return _page(request, unit, year, form, page, people, faults)


def _save(request: HttpRequest, form: GridForm, unit: Unit, year: int, people: list[Person], faults: Faults) -> bool:
    """Save every row, or none: then ``faults`` says why by the person's key."""
    user, told = who(request), form.cleaned_data
    chosen = grid_values([p for p in people if not _rated(p)], request.POST, [v for v, _ in VALUES])
    if not chosen:
        form.add_error(None, "Chưa chọn mức nào. Chọn mức xếp loại cho ít nhất một người rồi lưu.")
        return False
    try:
        made = actions.enter_ratings(unit, year, chosen, Paper(told["paper"], told["paper_on"]), by=user, on=timezone.localdate())
    except ValidationError as error:
        form.add_error(None, f"Chưa lưu dòng nào: còn {len(error.message_dict)} dòng cần sửa, xem lý do trong bảng.")
        faults.update(error.message_dict)
        return False
    messages.success(request, f"Đã lưu xếp loại năm {year} của {len(made)} người.")
    return True


def _with_ratings(people: list[Person], year: int) -> list[Person]:
    """The people of a page, each with the rating it has."""
    have = {r.person_id: r for r in Rating.objects.filter(person__in=people, year=year, body=Rating.Body.OFFICE, void_at=None)}
    for person in people:
        person.rated = have.get(person.pk)  # type: ignore[attr-defined]
    return people


def _rated(person: Person) -> Rating | None:
    """The rating that ``_with_ratings`` has laid on a person."""
    found: Rating | None = getattr(person, "rated", None)
    return found


def _page(request: HttpRequest, unit: Unit, year: int, form: GridForm, page: Any, people: list[Person], faults: Faults) -> HttpResponse:
    rows = [{"person": p, "rated": _rated(p), "chosen": request.POST.get(f"xl-{p.pk}", ""), "faults": faults.get(p.key, [])} for p in people]
    left = [p for p in people if not _rated(p)]
    query = f"don-vi={quote(unit.key)}&nam={year}&"
    words = {"unit": unit, "year": year, "form": form, "rows": rows, "page": page, "query": query, "values": VALUES, "open": len(left)}
    return render(request, "records/grid.html", words)
