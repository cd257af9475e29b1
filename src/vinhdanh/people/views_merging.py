"""Possible duplicates, side by side, merged, and made two again."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from vinhdanh.accounts.asker import who
from vinhdanh.audit.actions import saw
from vinhdanh.people import access, merging, queries
from vinhdanh.people.forms import MergeForm
from vinhdanh.people.models import Person

POWER = "people.merge"


def duplicates(request: HttpRequest) -> HttpResponse:
    """Records of one name and birth, and the merges done."""
    access.may(who(request), POWER).must()
    people = access.people_for(who(request), POWER)
    page = Paginator(queries.duplicates(people), 25).get_page(request.GET.get("trang"))
    found = queries.groups(people, list(page.object_list))
    return render(request, "people/duplicates.html", {"page": page, "groups": found, "merges": list(queries.merges_for(who(request))[:25])})


def compare(request: HttpRequest) -> HttpResponse:
    """Two records side by side: choose the values, give the reason, merge."""
    access.may(who(request), POWER).must()
    both = request.GET.get("giu", ""), request.GET.get("bo", "")
    if both[0] == both[1]:
        messages.error(request, "Chọn hai bản ghi khác nhau để đối chiếu.")
        return redirect("people:duplicates")
    kept, gone = (get_object_or_404(access.people_for(who(request), POWER).select_related("unit"), key=key) for key in both)
    identity = all(access.may_see(who(request), "identity", p) for p in (kept, gone))
    form = MergeForm(request.POST or None, kept=kept, gone=gone, identity=identity)
    if request.method == "POST" and form.is_valid() and _merge(request, kept, gone, form):
        return redirect("people:detail", kept.key)
    if identity and (kept.identity_number or gone.identity_number):
        for person in (kept, gone):
            saw(person, ["identity"], by=who(request), page=request.path)
    return render(
        request, "people/compare.html", {"kept": kept, "gone": gone, "form": form, "rows": _rows(kept, gone, form), "counts": _counts(kept, gone)}
    )


def _rows(kept: Person, gone: Person, form: MergeForm) -> list[dict[str, Any]]:
    """Each field: name, both values, and the choice where they differ."""
    rows = []
    for field in form.compared:
        values = [_shown(p, field) for p in (kept, gone)]
        label = str(Person._meta.get_field(field).verbose_name)  # type: ignore[union-attr]
        choice = form[f"take_{field}"] if f"take_{field}" in form.fields else None
        rows.append({"field": field, "label": label, "kept": values[0], "gone": values[1], "choice": choice, "differs": values[0] != values[1]})
    return rows


def _shown(person: Person, field: str) -> str:
    value = getattr(person, field)
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return "Có" if value else "Không"
    return f"{value:%d/%m/%Y}" if hasattr(value, "strftime") else str(person.get_gender_display() if field == "gender" else value)


def _counts(kept: Person, gone: Person) -> list[tuple[str, int, int]]:
    """How many rows of each kind point to each of the two."""
    found = []
    for model, field in merging.relations():
        both = [model._default_manager.filter(**{field: p}).count() for p in (kept, gone)]
        if any(both):
            found.append((str(merging.NAMES.get(model._meta.label_lower, model._meta.verbose_name)), *both))
    return found  # type: ignore[return-value]


def _merge(request: HttpRequest, kept: Person, gone: Person, form: MergeForm) -> bool:
    try:
        made = merging.merge(kept, gone, take=form.take(), reason=form.cleaned_data["reason"], by=who(request), on=timezone.localdate())
    except ValidationError as problem:
        form.add_problem(problem)
        return False
    stay = len(made.moved["stay"])
    left = f" {stay} dòng trùng thời gian, trùng năm nằm lại ở bản ghi {gone.key}." if stay else ""
    messages.success(request, f"Đã gộp {gone.key} vào {kept.key}: {len(made.moved['rows'])} dòng.{left} Có thể hoàn tác ở trang Bản ghi trùng.")
    return True


@require_POST
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Make two records of one again."""
    access.may(who(request), POWER).must()
    made = get_object_or_404(queries.merges_for(who(request)), pk=pk)
    try:
        merging.undo_merge(made, by=who(request), on=timezone.localdate())
    except ValidationError as problem:
        messages.error(request, " ".join(problem.messages))
    else:
        messages.success(request, f"Đã tách lại thành hai bản ghi: {made.kept.key} và {made.gone.key}.")
    return redirect("people:duplicates")
