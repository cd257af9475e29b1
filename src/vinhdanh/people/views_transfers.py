"""Transfers: propose, see what waits, accept, return, withdraw."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from vinhdanh.accounts.asker import who
from vinhdanh.people import opinions, queries, transfers
from vinhdanh.people.forms import TransferForm
from vinhdanh.people.models import Transfer
from vinhdanh.people.views import person_with
from vinhdanh.units.models import Unit
from vinhdanh.units.queries import living


def listing(request: HttpRequest) -> HttpResponse:
    """What waits for my units, and what went out from them."""
    waiting = opinions.shown(who(request), queries.incoming(who(request)).filter(state=Transfer.State.PROPOSED), request.path)
    page = Paginator(queries.outgoing(who(request)), 25).get_page(request.GET.get("trang"))
    out = opinions.shown(who(request), page.object_list, request.path)
    answered = queries.incoming(who(request)).exclude(state=Transfer.State.PROPOSED)[:25]
    return render(request, "people/transfers.html", {"waiting": waiting, "page": page, "out": out, "answered": list(answered)})


def propose(request: HttpRequest, key: str) -> HttpResponse:
    """Propose a transfer or a secondment."""
    person, on = person_with(request, key, "people.transfer"), timezone.localdate()
    form = TransferForm(request.POST or None, units=living(Unit.objects.all(), on).exclude(pk__in=[person.unit_id or 0]))
    if request.method == "POST" and form.is_valid():
        said = {f: form.cleaned_data[f] for f in ("kind", "new_unit", "since", "until", "paper", "opinion")}
        try:
            made = transfers.propose(person, **said, by=who(request), on=on)
        except ValidationError as problem:
            form.add_problem(problem)
        else:
            done = made.state == Transfer.State.ACCEPTED
            moved = f"Đã chuyển {person} đến {made.new_unit}." if made.on <= on else f"Sẽ chuyển {person} đến {made.new_unit} từ {made.on:%d/%m/%Y}."
            says = moved if done else f"Đã gửi đề nghị. {made.new_unit} tiếp nhận thì việc chuyển có hiệu lực."
            messages.success(request, says)
            return redirect("people:detail", person.key) if done else redirect("people:transfers")
    return render(request, "people/form.html", {"form": form, "person": person, "title": "Chuyển đơn vị, biệt phái", "save": "Gửi"})


@require_POST
def accept(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a person in."""
    transfer = get_object_or_404(queries.incoming(who(request)), pk=pk)
    return _answer(
        request, lambda: transfers.accept(transfer, by=who(request), on=timezone.localdate()), f"Đã tiếp nhận {transfer.person}{_from(transfer)}."
    )


def _from(transfer: Transfer) -> str:
    return f": sẽ chuyển từ {transfer.on:%d/%m/%Y}" if transfer.on > timezone.localdate() else ""


@require_POST
def give_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Return a proposal with a reason."""
    transfer = get_object_or_404(queries.incoming(who(request)), pk=pk)
    reason = request.POST.get("reason", "")
    return _answer(
        request, lambda: transfers.give_back(transfer, reason=reason, by=who(request), on=timezone.localdate()), f"Đã trả lại {transfer.person}."
    )


@require_POST
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a proposal back."""
    transfer = get_object_or_404(queries.outgoing(who(request)), pk=pk)
    return _answer(
        request, lambda: transfers.withdraw(transfer, by=who(request), on=timezone.localdate()), f"Đã rút đề nghị chuyển {transfer.person}."
    )


def _answer(request: HttpRequest, act: Callable[[], None], says: str) -> HttpResponse:
    try:
        act()
    except ValidationError as problem:
        messages.error(request, " ".join(problem.messages))
    else:
        messages.success(request, says)
    return redirect("people:transfers")
