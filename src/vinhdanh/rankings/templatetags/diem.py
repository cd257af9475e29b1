"""Points as Vietnamese write them, for the pages of scoring."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import template
from django.utils.formats import localize

from vinhdanh.merit.scoring.numbers import rounded
from vinhdanh.merit.scoring.table import Node

register = template.Library()


@register.filter
def diem(value: Any, places: int = 2) -> str:
    """``1.234,50``; nothing for nothing. Only shown: the exact number is what counts."""
    if value in (None, ""):
        return ""
    return str(localize(rounded(Decimal(value), places), use_l10n=True)).replace("-", "−")


@register.filter
def lech(value: Decimal | None) -> str:
    """A difference with its sign: ``+1,50``, ``−0,25``, ``0``."""
    if value is None:
        return ""
    return "0" if value == 0 else f"{'+' if value > 0 else ''}{diem(value)}"


@register.filter
def lay(data: Mapping[Any, Any], key: Any) -> Any:
    """The value of a key, nothing if there is none."""
    return data.get(key)


KINDS = {
    "direct": "người chấm cho điểm",
    "pass_fail": "đạt được đủ điểm, không đạt không có điểm",
    "ratio": "theo tỷ lệ",
    "steps": "theo mức",
    "volume_band": "theo mức và khối lượng",
    "one_of": "một trong các phương án",
    "survey": "khảo sát",
    "catalogue": "theo danh mục sản phẩm",
    "award_linked": "theo khen thưởng đạt được",
    "relative_to_leader": "so với đơn vị dẫn đầu",
    "relative_no_target": "so với kết quả cao nhất",
    "external_rank": "theo hạng nơi khác",
    "compare_with_mean": "so với bình quân các đơn vị",
    "deduct_per_unit": "trừ theo số lần",
    "award_per_unit": "cộng theo số lần",
    "deduct_if": "trừ nếu có",
    "award_if": "cộng nếu có",
    "steps_delta": "cộng, trừ theo mức",
    "award_progressive": "cộng dần theo mức vượt",
    "award_one_of": "cộng một trong các phương án",
    "award_volume_band": "cộng theo mức và khối lượng",
    "deduct_volume_band": "trừ theo mức và khối lượng",
    "disqualify": "có thì không xếp loại",
}
"""What each kind of criterion is called on a page (``docs/how-to/describe-a-scoring-table.md`` explains them)."""


@register.filter
def cach(node: Node) -> str:
    """How a criterion is scored, in words."""
    if node.spec.rules:
        return "; ".join(
            f"{r.name or r.id or KINDS[r.how]}: {KINDS[r.how]}{f' {diem(r.points)}' if r.points is not None else ''}" for r in node.spec.rules
        )
    return KINDS[node.spec.how]
