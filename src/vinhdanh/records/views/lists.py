"""Lists of records and their export."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from vinhdanh.accounts.asker import who
from vinhdanh.people.access import may, units_for
from vinhdanh.records import excel
from vinhdanh.records.access import enterable, log_seen
from vinhdanh.records.awards import award_choices, discipline_choices
from vinhdanh.records.kinds import Kind, kind_named
from vinhdanh.records.queries import CODES, PER_PAGE, Bounded, Filters, listed
from vinhdanh.records.showing import heads, label, rows
from vinhdanh.workbook.plain import MEDIA_TYPE

NO_UNIT = "Không có đơn vị mã “{}” trong phạm vi của bạn, nên danh sách chưa lọc theo đơn vị."


@require_safe
def list_page(request: HttpRequest, slug: str) -> HttpResponse:
    """The records of a kind, filtered, a page at a time."""
    user, kind = who(request), kind_named(slug)
    filters = Filters.read(user, request.GET)
    if strange := _strange(request, filters):
        messages.warning(request, strange)
    pages = Bounded(listed(user, kind, filters), PER_PAGE)
    page = pages.get_page(request.GET.get("trang"))
    shown = list(page.object_list)
    log_seen(user, shown, kind.listed, request.get_full_path())
    words = {
        "kind": kind,
        "filters": filters,
        "page": page,
        "more": pages.more,
        "rows": rows(user, kind, shown),
        "heads": heads(kind),
        "query": _query(request),
        "units": units_for(user, "records.view").order_by("path")[:400],
        "codes": codes(kind),
        "code_label": label(kind, CODES[kind.slug]) if kind.slug in CODES else "",
        "enter": enterable(user, kind),
        "export": may(user, "export"),
        "searchable": "decision" in kind.fields or "paper" in kind.fields,
    }
    return render(request, "records/list.html", words)


def _strange(request: HttpRequest, filters: Filters) -> str:
    """What to say of a unit that was asked for and lies outside the scope; '' where there is none."""
    key = request.GET.get("don-vi", "").strip()[:40]
    return NO_UNIT.format(key) if key and filters.unit is None else ""


def codes(kind: Kind) -> list[tuple[str, str]]:
    """The codes a list may be filtered by."""
    if kind.slug == "khen-thuong":
        return award_choices()
    if kind.slug == "ky-luat":
        return discipline_choices()
    field = CODES.get(kind.slug)
    return [(str(c), str(n)) for c, n in kind.model._meta.get_field(field).choices] if field else []  # type: ignore[union-attr]


def _query(request: HttpRequest) -> str:
    """The rest of the address, for the links of pages."""
    rest = request.GET.copy()
    rest.pop("trang", None)
    return f"{rest.urlencode()}&" if rest else ""


@require_safe
def export(request: HttpRequest, slug: str) -> HttpResponse:
    """The list as an Excel workbook, without sensitive fields."""
    user, kind = who(request), kind_named(slug)
    may(user, "export").must()
    filters = Filters.read(user, request.GET)
    if _strange(request, filters):
        return redirect(f"{reverse('records:list', args=(kind.slug,))}?{request.GET.urlencode()}")
    on = timezone.localdate()
    made = excel.workbook(kind, listed(user, kind, filters, also="export"), excel.heading(kind, filters), on)
    answer = HttpResponse(made, content_type=MEDIA_TYPE)
    answer["Content-Disposition"] = f'attachment; filename="{kind.slug}-{on:%Y%m%d}.xlsx"'
    return answer
