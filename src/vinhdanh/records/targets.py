"""What is told of a collective for a year, beside its ratings: the keys of the case format, each with its words and its kind of answer."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, NamedTuple


class Target(NamedTuple):
    """One thing told: where it is kept (``collective`` or ``members``), key, label, and what it is (``bool``, ``int``, ``share``, ``text``)."""

    part: str
    key: str
    label: str
    kind: str


TARGETS = (
    Target("collective", "exceeded_targets", "Hoàn thành vượt mức chỉ tiêu thi đua và nhiệm vụ được giao", "bool"),
    Target("collective", "leads_cluster", "Dẫn đầu phong trào thi đua của cụm, khối", "bool"),
    Target("collective", "unity", "Nội bộ đoàn kết, gương mẫu chấp hành", "bool"),
    Target("collective", "new_model", "Có nhân tố mới, mô hình mới", "bool"),
    Target("collective", "party_rating", "Tổ chức đảng, đoàn thể được đánh giá (ghi “không có” nếu không có tổ chức đảng)", "text"),
    Target("members", "total", "Tổng số cá nhân", "int"),
    Target("members", "lao_dong_tien_tien", "Số cá nhân đạt “Lao động tiên tiến”", "int"),
    Target("members", "share_ldtt", "Tỷ lệ cá nhân đạt “Lao động tiên tiến” (%)", "share"),
    Target("members", "completed_share", "Tỷ lệ cá nhân hoàn thành nhiệm vụ (%)", "share"),
    Target("members", "chien_si_thi_dua_co_so", "Số cá nhân đạt “Chiến sĩ thi đua cơ sở”", "int"),
    Target("members", "disciplined_canh_cao_up", "Số cá nhân bị kỷ luật từ cảnh cáo trở lên", "int"),
    Target("members", "disciplined_khien_trach", "Số cá nhân bị kỷ luật khiển trách", "int"),
)
COUNTED = ("lao_dong_tien_tien", "chien_si_thi_dua_co_so", "disciplined_canh_cao_up", "disciplined_khien_trach")


def gather(answers: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """The two parts of a record from the answers of a form: what was not answered is left out, for unknown is not no."""
    parts: dict[str, dict[str, Any]] = {"collective": {}, "members": {}}
    for target in TARGETS:
        value = answers.get(target.key)
        if value not in (None, ""):
            parts[target.part][target.key] = _plain(value)
    return parts["collective"], parts["members"]


def spread(collective: Mapping[str, Any], members: Mapping[str, Any]) -> dict[str, Any]:
    """The answers of a form from the two parts of a record."""
    return {**collective, **members}


def told(collective: Mapping[str, Any], members: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Labels and answers in words, of what was told."""
    both = {"collective": collective, "members": members}
    return [(t.label, said(both[t.part][t.key])) for t in TARGETS if t.key in both[t.part]]


def said(value: Any) -> str:
    """An answer in words."""
    if isinstance(value, bool):
        return "Có" if value else "Không"
    return str(value).replace(".", ",") if isinstance(value, int | float | Decimal) else str(value)


def _plain(value: Any) -> Any:
    """As JSON keeps it: whole numbers whole, parts as numbers."""
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return value
