"""Thông báo: the list, opening one, marking all read."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from vinhdanh.accounts.asker import who
from vinhdanh.notices import access, actions, queries


@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """All notices, or those not read yet."""
    unread = request.GET.get("loc") == "chua-doc"
    page = queries.page_of(who(request), request.GET.get("trang"), unread=unread)
    return render(request, "notices/list.html", {"page": page, "only_unread": unread, "query": "loc=chua-doc&" if unread else ""})


@require_POST
def open_one(request: HttpRequest, notice_id: int) -> HttpResponse:
    """Mark a notice read and go where it points."""
    notice = access.notice_for(who(request), notice_id)
    actions.read(notice)
    inside = url_has_allowed_host_and_scheme(notice.url, allowed_hosts=None)
    return redirect(notice.url if notice.url and inside else "notices:list")


@require_POST
def read_all(request: HttpRequest) -> HttpResponse:
    """Mark everything read."""
    count = actions.read_all(who(request))
    messages.success(request, f"Đã đánh dấu {count} thông báo là đã đọc." if count else "Không có thông báo nào chưa đọc.")
    return redirect("notices:list")
