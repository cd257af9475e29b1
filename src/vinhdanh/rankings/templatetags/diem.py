"""Points as Vietnamese write them, for the pages of scoring."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import template
from django.utils.formats import localize

from vinhdanh.merit.scoring.numbers import rounded
from vinhdanh.merit.scoring.schema import TableSpec
from vinhdanh.merit.scoring.table import Node
from vinhdanh.rankings.grid import shown
from vinhdanh.rankings.models import ScoreEntry
from vinhdanh.rankings.reading import asked

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


@register.filter
def chang(stage: str) -> str:
    """The name of a stage."""
    return str(ScoreEntry.Stage(stage).label)


@register.filter
def ma(path: str) -> str:
    """The code of a criterion out of its path: ``I/I.3`` is I.3."""
    return path.rsplit("/", 1)[-1]


@register.filter
def nhap(data: Mapping[str, Any], node: Node) -> str:
    """What was entered for a criterion, in words: ``tử số: đã giải quyết: 9; mẫu số: phải giải quyết: 10``."""
    if data.get("accept"):
        return "đồng ý"
    if data.get("na"):
        return "không áp dụng"
    says = {a.name: a.says for a in asked(node)} | {"granted": "điểm chấp nhận"}
    return "; ".join(f"{says.get(k, k)}: {v}" for k, v in shown(data).items() if k != "none") or "không có gì"


@register.filter
def bac(name: str | None, spec: TableSpec) -> str:
    """The look of a class by its place among the classes of the table: the first, the second, the others."""
    names = [level.name for level in spec.classes.levels] if spec.classes else []
    return {0: "dat", 1: "tin"}.get(names.index(name) if name in names else -1, "xam")


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
