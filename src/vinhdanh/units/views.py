"""Pages of units."""

from __future__ import annotations

import datetime as dt

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from vinhdanh.accounts.asked import year as year_asked
from vinhdanh.accounts.asker import who
from vinhdanh.units import access, actions, drawing, queries
from vinhdanh.units.forms import NewUnitForm, TreeFilter, UnitForm, initial_of
from vinhdanh.units.history import acts_on, history_of
from vinhdanh.units.models import Unit
from vinhdanh.units.panels import unit_panels

PAGE = 50


def year_of(request: HttpRequest, on: dt.date) -> int:
    """The year a page shows: ``?nam=``, else this year."""
    return year_asked(request.GET.get("nam", ""), on.year)


def tree(request: HttpRequest) -> HttpResponse:
    """The tree of units on a day; with words or a level, a flat list."""
    today = timezone.localdate()
    form = TreeFilter(request.GET, levels=queries.levels(today))
    asked = form.cleaned_data if form.is_valid() else {}
    on = asked.get("ngay") or today
    seen, words, level = access.units_for(who(request)), asked.get("q", ""), asked.get("cap", "")
    hits = queries.search(seen, on, words, level) if words or level else None
    found = None if hits is None else Paginator(hits, PAGE).get_page(request.GET.get("trang"))
    kept = request.GET.copy()
    kept.pop("trang", None)
    counted = access.may_count(who(request))
    nodes = queries.flat(queries.tree(seen, on, counted=bool(counted))) if found is None else []
    more = {
        "found": found,
        "nodes": nodes,
        "on": on,
        "today": today,
        "form": form,
        "may": access.may_edit(who(request)),
        "counted": counted,
        "query": f"{kept.urlencode()}&",
    }
    return render(request, "units/tree.html", more)


def detail(request: HttpRequest, key: str) -> HttpResponse:
    """The page of a unit: its state on a day, what lies under it, lineage, clusters, history, panels of higher applications."""
    unit = access.unit_for(who(request), key)
    today = timezone.localdate()
    form = TreeFilter(request.GET, levels=[])
    on = (form.cleaned_data.get("ngay") if form.is_valid() else None) or today
    year = year_of(request, on)
    return render(
        request,
        "units/detail.html",
        _facts(request, unit, on) | {"form": form, "today": today, "year": year, "panels": unit_panels.draw(request, unit, year)},
    )


def _facts(request: HttpRequest, unit: Unit, on: dt.date) -> dict[str, object]:
    line = queries.lineage(unit)
    above, below, successor = queries.ancestors(unit), queries.children_on(unit, on), queries.successor_of(unit, on)
    named = {u.pk for units in line.generations.values() for u in units} | {u.pk for u in above} | {s.unit_id for s in below}
    named |= {successor.pk} if successor else set()
    return {
        "unit": unit,
        "on": on,
        "span": queries.unit_on(unit, on),
        "successor": successor,
        "ancestors": above,
        "children": below,
        "count": queries.members_count([unit], on).get(unit.pk, 0) if access.may_count(who(request), unit) else None,
        "lineage": line,
        "drawing": drawing.draw(line),
        "seen": set(access.units_for(who(request)).filter(pk__in=named).values_list("pk", flat=True)),
        "clusters": queries.cluster_years(unit),
        "history": history_of(unit),
        "acts": acts_on(unit),
        "may": access.may_edit(who(request), unit),
    }


def new(request: HttpRequest) -> HttpResponse:
    """Found a unit under one of those one may change."""
    access.may_edit(who(request)).must()
    parents = queries.living(access.units_to_edit(who(request)), timezone.localdate())
    form = NewUnitForm(request.POST or None, parents=parents, initial={"parent": request.GET.get("cap-tren")})
    if request.method == "POST" and form.is_valid() and (made := _found(request, form)):
        messages.success(request, f"Đã lập {made.name}.")
        return redirect("units:detail", made.key)
    return render(request, "units/new.html", {"form": form})


def _found(request: HttpRequest, form: NewUnitForm) -> Unit | None:
    said = form.cleaned_data
    rights = actions.Rights(said["legal_personality"], said["payroll_owner"], said["flag_eligible"])
    plain = {f: said[f] for f in ("key", "name", "kind", "parent", "since", "short_name", "paper")}
    try:
        return actions.create(**plain, rights=rights, by=who(request), on=timezone.localdate())
    except ValidationError as problem:
        form.add_problem(problem)
        return None


def edit(request: HttpRequest, key: str) -> HttpResponse:
    """Change name, kind, parent or rights from a day on."""
    unit = access.unit_for(who(request), key)
    access.may_edit(who(request), unit).must()
    on = timezone.localdate()
    span = queries.unit_on(unit, on) or unit.spans.order_by("-since").first()
    parents = queries.living(access.units_to_edit(who(request)), on).exclude(path__startswith=unit.path)
    parents |= Unit.objects.filter(pk__in=[unit.parent_id or 0]).order_by("kind__rank", "sort_key")
    form = UnitForm(
        request.POST or None,
        parents=parents,
        root=unit.parent_id is None,
        initial=initial_of(span, unit.version) if span else {"version": unit.version},
    )
    if request.method == "POST" and form.is_valid() and _change(request, unit, form):
        return redirect("units:detail", unit.key)
    return render(request, "units/edit.html", {"form": form, "unit": unit})


def _change(request: HttpRequest, unit: Unit, form: UnitForm) -> bool:
    said = form.cleaned_data
    try:
        changed = actions.change(
            unit, form.values(), since=said["since"], by=who(request), on=timezone.localdate(), paper=said["paper"], version=form.opened
        )
    except ValidationError as problem:
        form.add_problem(problem)
        return False
    messages.success(request, f"Đã lưu, có hiệu lực từ {said['since']:%d/%m/%Y}." if changed else "Không có gì thay đổi.")
    return True
