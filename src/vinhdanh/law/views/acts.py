"""Acts and provisions: the list, an act, a provision and its popover, entering a text."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from vinhdanh.accounts.asker import who
from vinhdanh.files.actions import store
from vinhdanh.files.models import StoredFile
from vinhdanh.files.refused import Refused
from vinhdanh.law import access, actions, queries
from vinhdanh.law.citing import uses_of
from vinhdanh.law.forms import ActForm, TextForm
from vinhdanh.law.models import Act, ProvisionVersion
from vinhdanh.law.parsing import Parsed, parse
from vinhdanh.law.reading import Unreadable, is_wrapped, words_of
from vinhdanh.law.rulebook import rulebook_for
from vinhdanh.law.views.common import day
from vinhdanh.merit.law import Place
from vinhdanh.merit.rulebook import Rulebook


@require_safe
def acts(request: HttpRequest) -> HttpResponse:
    """The acts with their status on a day."""
    on, text, status = day(request), request.GET.get("tim", ""), request.GET.get("tinh-trang", "")
    rows = queries.acts(on, text, status)
    told = {"on": on, "rows": rows, "text": text, "status": status, "statuses": Act.Status.choices, "may_add": access.may_enter_text(who(request))}
    return render(request, "law/acts.html", told)


@require_safe
def act(request: HttpRequest, code: str) -> HttpResponse:
    """An act: its days, its provisions as a tree, what cites it as a whole."""
    on, found = day(request), access.act_for(who(request), code)
    roots = queries.tree(found, on)
    book = rulebook_for(who(request))
    told = {
        "act": found,
        "on": on,
        "status": found.status_on(on),
        "roots": roots,
        "whole": [u for u in uses_of(book, code, Place()) if u.place == Place()],
        "names": names_of(book),
        "may_enter": access.may_enter_text(who(request)),
    }
    return render(request, "law/act.html", told)


@require_safe
def provision(request: HttpRequest, code: str, at: str) -> HttpResponse:
    """A provision: its text or that it is not entered, its span, what cites it."""
    on, found = day(request), access.act_for(who(request), code)
    book = rulebook_for(who(request))
    shown = queries.provision(found, at, on, book)
    if shown is None:
        raise Http404
    versions = ProvisionVersion.objects.filter(provision=shown.row).select_related("entered_by").order_by("-number") if shown.row else []
    told = {
        "shown": shown,
        "act": found,
        "on": on,
        "status": found.status_on(on),
        "versions": versions,
        "article": Place(shown.place.article),
        "names": names_of(book),
        "may_enter": access.may_enter_text(who(request)),
    }
    return render(request, "law/provision.html", told)


def names_of(book: Rulebook) -> dict[str, str]:
    """The names of the awards by code."""
    return {code: a.name for code, a in book.awards.items()}


@require_safe
def fragment(request: HttpRequest, code: str, at: str) -> HttpResponse:
    """What a popover shows of a provision."""
    shown = queries.provision(access.act_for(who(request), code), at, day(request))
    if shown is None:
        raise Http404
    return render(request, "law/_fragment.html", {"shown": shown, "at": at})


@require_http_methods(["GET", "HEAD", "POST"])
def act_new(request: HttpRequest) -> HttpResponse:
    """An act the rulebook does not know."""
    access.may_enter_text(who(request)).must()
    form = ActForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        made = actions.add_act(form.cleaned_data, by=who(request))
        messages.success(request, f"Đã thêm văn bản {made}.")
        return redirect("law:act", code=made.code)
    return render(request, "law/act_new.html", {"form": form})


# ---- texts ---------------------------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
def text(request: HttpRequest, code: str) -> HttpResponse:
    """Enter the text of an act: read, shown as it would be kept, then confirmed."""
    found = access.act_for(who(request), code)
    access.may_enter_text(who(request)).must()
    form = TextForm(request.POST, request.FILES) if request.method == "POST" else TextForm()
    told: dict[str, Any] = {"act": found, "form": form}
    if request.method == "POST" and form.is_valid():
        source = _source(request, form)
        if (parsed := _parsed(form, source)) is not None and parsed.pieces:
            if "luu" in request.POST and not form.cleaned_data["file"] and _saved(request, found, form, parsed, source):
                return redirect("law:act", code=code)
            told |= _preview(found, form, parsed, source)
        elif parsed is not None:
            form.add_error("text", parsed.doubts[0])
    return render(request, "law/text.html", told)


def _source(request: HttpRequest, form: TextForm) -> StoredFile | None:
    """The file the text came from: the one uploaded now, or that of the preview."""
    user, data = who(request), form.cleaned_data
    if data["file"]:
        try:
            return store(data["file"], by=user)
        except Refused as why:
            form.add_error("file", str(why))
    return StoredFile.objects.filter(pk=data["source"], uploaded_by=user).first() if data["source"] else None


def _parsed(form: TextForm, source: StoredFile | None) -> Parsed | None:
    """The text taken apart; from the file when one was just given. None if the file could not be read (said at the field)."""
    data = form.cleaned_data
    if form.errors:
        return None
    if not data["file"] or source is None:
        return parse(data["text"])
    try:
        words = words_of(source)
    except Unreadable as why:
        form.add_error("file", str(why))
        return None
    return parse(words, wrapped=is_wrapped(source))


def _preview(act_: Act, form: TextForm, parsed: Parsed, source: StoredFile | None) -> dict[str, Any]:
    """The form again with the text as it was understood, and what saving would do."""
    changes = actions.plan_text(act_, parsed.pieces, form.cleaned_data["since"])
    state = actions.state_of(changes)
    form = TextForm(initial={**form.cleaned_data, "file": None, "text": plain(parsed), "source": source.pk if source else None, "state": state})
    counts = {kind: sum(c.state == kind for c in changes) for kind in ("new", "changed", "same")}
    return {"form": form, "changes": changes, "parsed": parsed, "counts": counts, "source": source}


def _saved(request: HttpRequest, act_: Act, form: TextForm, parsed: Parsed, source: StoredFile | None) -> bool:
    """Save what was confirmed; False (with a message) if the rows are no longer as shown."""
    data = form.cleaned_data
    try:
        counts = actions.save_text(act_, parsed.pieces, since=data["since"], until=data["until"], source=source, state=data["state"], by=who(request))
    except actions.Stale:
        messages.warning(request, "Văn bản này vừa được nhập thêm hoặc nội dung bạn sửa khác bản đã xem. Xem lại rồi bấm Lưu lần nữa.")
        return False
    messages.success(request, f"Đã lưu nguyên văn: {counts['new']} mới, {counts['changed']} thành bản mới, {counts['same']} giữ nguyên.")
    return True


def plain(parsed: Parsed) -> str:
    """The provisions as text again: what the reader corrects and confirms."""
    lines = []
    for piece in parsed.pieces:
        place = piece.place
        mark = f"{place.point}) " if place.point else f"{place.clause}. " if place.clause else f"Điều {place.article}. {piece.heading}\n"
        lines.append(f"{mark}{piece.text}".rstrip())
    return "\n".join(lines)
