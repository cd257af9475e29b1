"""Pages of people: the list, one person, a new one, corrections."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db import IntegrityError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from vinhdanh.accounts.asker import who
from vinhdanh.audit.actions import saw
from vinhdanh.merit.text import fold
from vinhdanh.people import access, actions, opinions, queries
from vinhdanh.people.forms import NewPersonForm, PeopleFilter, PersonForm, initial_of
from vinhdanh.people.history import told
from vinhdanh.people.models import Person
from vinhdanh.people.panels import person_panels
from vinhdanh.units.models import Unit
from vinhdanh.units.queries import living
from vinhdanh.units.views import year_of

PAGE = 50


def listing(request: HttpRequest) -> HttpResponse:
    """The people one may see, with filters, fifty a page."""
    on = timezone.localdate()
    seen = access.people_for(who(request))
    asked = request.GET.copy()
    asked.setdefault("tinh_trang", Person.Status.SERVING)
    form = PeopleFilter(asked, units=_units(request, on), posts=queries.post_names(on))
    found = queries.find(seen, _wanted(form), on)
    if "don_vi" in form.errors:
        messages.warning(request, f"Không có đơn vị mã “{asked['don_vi'][:40]}” trong phạm vi của bạn, nên danh sách chưa lọc theo đơn vị.")
    page = Paginator(found, PAGE).get_page(request.GET.get("trang"))
    people = list(page.object_list)
    query = _query(request)
    more = {
        "page": page,
        "people": people,
        "same": queries.namesakes(people),
        "form": form,
        "query": query,
        "may": access.may(who(request), "people.edit"),
    }
    return render(request, "people/list.html", more | {"may_merge": access.may(who(request), "people.merge")})


def _units(request: HttpRequest, on: dt.date) -> QuerySet[Unit]:
    """The units for the filter: those that live, and the one asked for."""
    seen = access.units_for(who(request))
    return living(seen, on) | seen.filter(key=request.GET.get("don_vi", "")).order_by("kind__rank", "sort_key")


def _wanted(form: PeopleFilter) -> queries.Wanted:
    said = form.cleaned_data if form.is_valid() or form.is_bound else {}  # of a form that is wrong, what is right
    status = said.get("tinh_trang") or Person.Status.SERVING
    return queries.Wanted(
        words=said.get("q", ""),
        unit=said.get("don_vi"),
        below=said.get("duoi") != "khong",
        status="" if status == "tat-ca" else status,
        post=said.get("chuc_vu", ""),
        seconded=True,
    )


def _query(request: HttpRequest) -> str:
    """The address without the page number, for links to other pages."""
    kept = request.GET.copy()
    kept.pop("trang", None)
    return kept.urlencode() + "&" if kept else ""


def detail(request: HttpRequest, key: str) -> HttpResponse:
    """The page of a person: identity, posts, units, transfers, history, and what higher applications lay on it."""
    user, on = who(request), timezone.localdate()
    if (kept := _kept(request, key)) is not None:
        return redirect("people:detail", kept.key)
    person = access.person_for(user, key)
    year = year_of(request, on)
    service = queries.service_of(person)
    opinions.shown(user, service.transfers, request.path)
    facts: dict[str, Any] = {
        "person": person,
        "year": year,
        "service": service,
        "posts_now": service.now(on),
        "history": told(service.events),
        "namesakes": queries.others_named(person, access.people_for(user)),
        "mine": access.scope_of(user).person_id == person.pk,
        "may_edit": access.may(user, "people.edit", person.unit),
        "may_transfer": access.may(user, "people.transfer", person.unit),
        "may_identity": access.may_see(user, "identity", person),
        "identity": _identity(request, person),
        "panels": person_panels.draw(request, person, year),
    }
    return render(request, "people/detail.html", facts)


def _kept(request: HttpRequest, key: str) -> Person | None:
    """The record that a merged one became part of, if one may see it."""
    return access.people_for(who(request)).filter(pk__in=Person.objects.filter(key=key, merged_into__isnull=False).values("merged_into")).first()


def _identity(request: HttpRequest, person: Person) -> str:
    """The identity number, if it is asked for, may be shown, and is noted as seen."""
    if "can-cuoc" not in request.GET or not person.identity_number or not access.may_see(who(request), "identity", person):
        return ""
    saw(person, ["identity"], by=who(request), page=request.path)
    return person.identity_number


def new(request: HttpRequest) -> HttpResponse:
    """A new person; namesakes are shown before a second record is made."""
    user, on = who(request), timezone.localdate()
    access.may(user, "people.edit").must()
    identity = bool(access.may(user, "sensitive.identity"))
    units = living(access.units_for(user, "people.edit"), on)
    form = NewPersonForm(request.POST or None, units=units, identity=identity, initial={"unit": request.GET.get("don-vi")})
    same = _same(request, form)
    if request.method == "POST" and form.is_valid():
        if same and not form.cleaned_data["sure"]:
            form.add_error(
                "sure", "Đã có người trùng họ tên (xem bên cạnh). Nếu là người đó thì mở hồ sơ có sẵn; nếu là người khác thì đánh dấu ô này."
            )
        elif made := _create(request, form, on):
            messages.success(request, f"Đã lập hồ sơ {made.full_name}, mã {made.key}.")
            return redirect("people:detail", made.key)
    return render(request, "people/new.html", {"form": form, "same": same})


def _same(request: HttpRequest, form: NewPersonForm) -> list[Person]:
    if request.method != "POST" or not form.is_valid():
        return []
    people = access.people_for(who(request)).filter(folded=fold(form.cleaned_data["full_name"]))
    return list(people.select_related("unit").order_by("birth", "pk")[:10])


def _create(request: HttpRequest, form: NewPersonForm, on: dt.date) -> Person | None:
    said = form.cleaned_data
    plain = {f: said[f] for f in ("unit", "since", "key", "paper", "outside")}
    try:
        return actions.create(form.values(), **plain, by=who(request), on=on)
    except ValidationError as problem:
        form.add_problem(problem)
    except IntegrityError:
        form.add_error("key", "Mã vừa được dùng cho người khác. Lưu lại lần nữa.")
    return None


def edit(request: HttpRequest, key: str) -> HttpResponse:
    """Correct what is known of a person."""
    user, on = who(request), timezone.localdate()
    person = access.person_for(user, key)
    access.may(user, "people.edit", person.unit).must()
    identity = bool(access.may_see(user, "identity", person))
    form = PersonForm(request.POST or None, identity=identity, initial=initial_of(person))
    if identity and request.method == "GET" and person.identity_number:
        saw(person, ["identity"], by=user, page=request.path)
    if request.method == "POST" and form.is_valid():
        try:
            actions.edit(person, form.values(), by=user, on=on, version=form.opened)
        except ValidationError as problem:
            form.add_problem(problem)
        else:
            messages.success(request, f"Đã lưu hồ sơ {person.full_name}.")
            return redirect("people:detail", person.key)
    return render(request, "people/form.html", {"form": form, "person": person, "title": "Sửa thông tin"})


def person_with(request: HttpRequest, key: str, power: str) -> Person:
    """A person on whom one holds a power: outside one's sight 404, without the power a refusal with the reason."""
    person = get_object_or_404(access.people_for(who(request)).select_related("unit"), key=key)
    access.may(who(request), power, person.unit).must()
    return person
