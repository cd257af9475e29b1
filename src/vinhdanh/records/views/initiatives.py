"""Initiatives and science work: the form with its authors."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from vinhdanh.accounts.asker import who
from vinhdanh.accounts.models import User
from vinhdanh.people.access import people_for
from vinhdanh.records import actions
from vinhdanh.records.access import enterable, may_change, record_for, subject_for
from vinhdanh.records.actions.change import author_of
from vinhdanh.records.forms import AuthorSet, CorrectForm, RecordForm, author_rows, default_year, initial_of, year_from
from vinhdanh.records.joint import locked_parts, unit_of_part
from vinhdanh.records.kinds import BY_SLUG
from vinhdanh.records.links import record_url
from vinhdanh.records.masking import share_words
from vinhdanh.records.models import Authorship
from vinhdanh.records.views.entry import run, with_proof

KIND = BY_SLUG["sang-kien"]


@require_http_methods(["GET", "HEAD", "POST"])
def enter_page(request: HttpRequest) -> HttpResponse:
    """A new initiative with its authors."""
    user, on = who(request), timezone.localdate()
    enterable(user, KIND).must()
    start = {"year": year_from(request.GET.get("nam", ""), default_year(on)), "kind": "initiative"}
    form = RecordForm(KIND, "", *_posted(request), initial=start)
    lines = _lines(request, user, _first(request, user))
    if request.method == "POST" and form.is_valid() and lines.is_valid():
        made = run(form, lambda: actions.enter_initiative(with_proof(form, user), _authors(lines), by=user, on=on))
        if made:
            messages.success(request, f"Đã lưu “{made.name}”.")
            return redirect(record_url(made))
    return _page(request, user, form, lines, None)


@require_http_methods(["GET", "HEAD", "POST"])
def correct_page(request: HttpRequest, pk: int) -> HttpResponse:
    """An initiative as it stands, with its authors and a reason."""
    user = who(request)
    record = record_for(user, KIND, pk)
    may_change(user, record).must()
    form = CorrectForm(KIND, "", *_posted(request), initial={**initial_of(KIND, record), "version": record.version})
    locked = locked_parts(user, record)
    lines = _lines(request, user, author_rows(record, without=locked))
    if request.method == "POST" and form.is_valid() and lines.is_valid() and run(form, lambda: _correct(form, locked, lines, record, user)):
        messages.success(request, "Đã lưu, giá trị cũ được giữ trong lịch sử sửa.")
        return redirect(record_url(record))
    return _page(request, user, form, lines, record, locked)


def _correct(form: CorrectForm, locked: Sequence[Authorship], lines: Any, record: Any, user: User) -> Any:
    told = form.cleaned_data
    return actions.correct(
        record,
        with_proof(form, user),
        reason=told["reason"],
        version=told["version"],
        by=user,
        on=timezone.localdate(),
        authors=[*map(author_of, locked), *_authors(lines, bool(locked))],
    )


def _posted(request: HttpRequest) -> tuple[Any, ...]:
    return (request.POST, request.FILES) if request.method == "POST" else ()


def _lines(request: HttpRequest, user: User, start: list[dict[str, Any]]) -> Any:
    data = request.POST if request.method == "POST" else None
    return AuthorSet(data, prefix="tg", initial=start, form_kwargs={"user": user})


def _authors(lines: Any, others: bool = False) -> list[actions.Author]:
    told = [a for line in lines if (a := line.author())]
    if not told and not others:
        raise ValidationError("Chưa có tác giả. Ghi ít nhất một người hoặc một đơn vị.")
    return told


def _first(request: HttpRequest, user: User) -> list[dict[str, Any]]:
    """The author named by the address."""
    whom, where = request.GET.get("nguoi", ""), request.GET.get("don-vi", "")
    if not (whom or where):
        return []
    subject = subject_for(user, person=whom, unit=where, power="records.view")
    return [{"who": f"{subject} ({subject.key})"}]


def _page(request: HttpRequest, user: User, form: RecordForm, lines: Any, record: Any, locked: Sequence[Authorship] = ()) -> HttpResponse:
    near = people_for(user, "records.enter").order_by("sort_key", "pk").values_list("full_name", "key")[:300]
    fixed = [_fixed(row) for row in locked]
    words = {"kind": KIND, "form": form, "lines": lines, "record": record, "near": near, "locked": fixed}
    return render(request, "records/initiative.html", words)


def _fixed(row: Authorship) -> dict[str, Any]:
    """An author of a unit out of reach, as it stands; of a secret person no name."""
    secret = row.person is not None and row.person.secret
    who = "Tác giả khác" if secret else str(row.person or row.unit)
    return {"who": who, "unit": "" if secret else str(unit_of_part(row)), "role": row.role, "share": share_words(row.share)}
