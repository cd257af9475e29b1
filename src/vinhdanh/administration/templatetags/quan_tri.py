"""The parts of Quản trị that somebody may enter."""

from __future__ import annotations

from typing import Any

from django import template

from vinhdanh.administration.second import may_review
from vinhdanh.people.access import scope_of

register = template.Library()


@register.inclusion_tag("administration/_tabs.html", takes_context=True)
def quan_tri(context: template.Context, here: str) -> dict[str, Any]:
    """The tabs, with the present one marked."""
    scope = scope_of(context["user"])
    return {
        "here": here,
        "may_accounts": scope.may("accounts.manage"),
        "may_roles": scope.may("grants.give"),
        "may_log": scope.may("audit.view"),
        "may_review": bool(may_review(context["user"])),
    }


FIELDS = {"discipline": "kỷ luật", "complaint": "khiếu nại, tố cáo", "health": "sức khỏe, nghỉ ốm, thai sản", "identity": "số căn cước"}
FIELDS |= {"own_data": "toàn bộ dữ liệu của chính mình", "form": "hình thức kỷ luật", "kind": "loại việc, lý do", "proof": "bản chụp văn bản"}
FIELDS |= {"paper": "văn bản", "paper_on": "ngày văn bản", "since": "từ ngày", "until": "đến ngày", "cleared": "kết luận", "note": "ghi chú"}
FIELDS |= {"ended_on": "ngày hết hiệu lực", "conduct_year": "năm vi phạm", "already_used_in": "năm đã bị xét trừ"}
FIELDS |= {"members": "kết quả của cá nhân trong tập thể"}
BROWSERS = (("Edg", "Edge"), ("OPR", "Opera"), ("coc_coc", "Cốc Cốc"), ("Firefox", "Firefox"), ("Chrome", "Chrome"), ("Safari", "Safari"))
SYSTEMS = (("Windows", "Windows"), ("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Mac OS", "macOS"), ("Linux", "Linux"))


@register.filter
def nhay_cam(fields: str) -> str:
    """``health,identity`` in words."""
    return ", ".join(FIELDS.get(field, field) for field in fields.split(",") if field)


@register.filter
def trinh_duyet(agent: str) -> str:
    """The browser and the system of a ``User-Agent``, as people name them."""
    browser = next((words for mark, words in BROWSERS if mark in agent), "Trình duyệt khác")
    system = next((words for mark, words in SYSTEMS if mark in agent), "")
    return f"{browser} trên {system}" if system else browser
