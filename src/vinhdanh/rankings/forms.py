"""Forms of scoring: tables, rounds, bars, votes, decisions."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet

from vinhdanh.rankings.models import ScoreTable
from vinhdanh.rankings.rounds import DAYS
from vinhdanh.rankings.votes import share
from vinhdanh.units.forms import Day, Dressed, UnitChoice
from vinhdanh.units.models import Cluster, Unit

PAPER = {"max_length": 200, "required": False}


class TableForm(Dressed):
    """A table as text or as a file (YAML or workbook)."""

    owner = UnitChoice(label="Đơn vị ban hành")
    key = forms.SlugField(label="Mã bảng", max_length=60, help_text="Chữ không dấu, số, gạch ngang; ví dụ bang-khu-vuc.")
    file = forms.FileField(label="Tệp .yaml hoặc .xlsx", required=False)
    text = forms.CharField(label="Hoặc nội dung", required=False, widget=forms.Textarea(attrs={"rows": 18, "spellcheck": "false"}))

    def __init__(self, *args: Any, owners: QuerySet[Unit], **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["owner"].queryset = owners.order_by("path")  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Something must be there."""
        said = super().clean() or {}
        if not said.get("file") and not (said.get("text") or "").strip():
            raise ValidationError("Chọn tệp hoặc dán nội dung của bảng.")
        return said


class TextForm(Dressed):
    """Another text for a draft."""

    text = forms.CharField(label="Nội dung (YAML)", widget=forms.Textarea(attrs={"rows": 28, "spellcheck": "false"}))


class TableChoice(forms.ModelChoiceField):  # type: ignore[type-arg]
    """An issued table."""

    def label_from_instance(self, table: ScoreTable) -> str:
        """Its name and edition."""
        return f"{table.name}, bản {table.edition} ({table.owner.name})"


class RoundForm(Dressed):
    """A new round."""

    cluster = forms.ModelChoiceField(Cluster.objects.none(), label="Cụm, khối", empty_label="– chọn –")
    table = TableChoice(ScoreTable.objects.none(), label="Bảng tiêu chí", empty_label="– chọn –")
    year = forms.IntegerField(label="Năm", min_value=1945, max_value=2100)
    name = forms.CharField(label="Tên kỳ", max_length=120, help_text="Ví dụ: Năm 2026, hoặc 6 tháng đầu năm 2026.")
    first_day = Day(label="Kỳ tính từ ngày")
    last_day = Day(label="Kỳ tính đến hết ngày")
    self_due = Day(label="Hạn tự chấm", required=False)
    cross_due = Day(label="Hạn chấm chéo", required=False)
    meeting_on = Day(label="Ngày họp cụm, khối", required=False)
    appeal_due = Day(label="Hạn phúc khảo", required=False)
    review_due = Day(label="Hạn thẩm định", required=False)
    explain_from = forms.DecimalField(
        label="Giải trình khi lệch từ (điểm)",
        min_value=0,
        max_digits=8,
        decimal_places=4,
        initial=0,
        help_text="0: mọi chỗ lệch đều phải giải trình.",
    )

    def __init__(self, *args: Any, clusters: QuerySet[Cluster], tables: QuerySet[ScoreTable], **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["cluster"].queryset = clusters  # type: ignore[attr-defined]
        self.fields["table"].queryset = tables.select_related("owner")  # type: ignore[attr-defined]

    def days(self) -> dict[str, Any]:
        """The days and the limit of explanation, for ``open_round``."""
        return {name: self.cleaned_data[name] for name in (*DAYS, "explain_from")}


class BarForm(Dressed):
    """Why a unit is not considered."""

    reason = forms.CharField(label="Lý do không xét", max_length=500)
    cite = forms.CharField(label="Căn cứ (điểm, khoản, điều, văn bản)", max_length=200)
    paper = forms.CharField(label="Văn bản kết luận", **PAPER)  # type: ignore[arg-type]


class ElectionForm(Dressed):
    """A ballot on one award."""

    award = forms.ChoiceField(label="Danh hiệu")
    on = Day(label="Ngày bỏ phiếu")
    members = forms.IntegerField(label="Số thành viên", min_value=1, max_value=1000)
    present = forms.IntegerField(label="Số có mặt", min_value=0, max_value=1000)
    threshold = forms.CharField(
        label="Tỷ lệ cần đạt", required=False, max_length=20, help_text="Ví dụ 80% hoặc 2/3. Để trống nếu chưa có quy định: kết quả sẽ là Chưa rõ."
    )
    base = forms.ChoiceField(label="Tính trên", choices=(("all-members", "Tổng số thành viên"), ("present", "Số có mặt")))
    cite = forms.CharField(label="Căn cứ của tỷ lệ", **PAPER)  # type: ignore[arg-type]
    secret = forms.NullBooleanField(
        label="Bỏ phiếu kín", required=False, widget=forms.Select(choices=(("", "chưa ghi"), ("true", "có"), ("false", "không")))
    )

    def __init__(self, *args: Any, awards: list[str], **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["award"].choices = [(a, a) for a in awards]  # type: ignore[attr-defined]

    def clean_threshold(self) -> str:
        """As a fraction."""
        text: str = self.cleaned_data["threshold"]
        return share(text) if text.strip() else ""


class DecisionForm(Dressed):
    """What the authority decided."""

    award = forms.CharField(label="Danh hiệu", max_length=120)
    granted = forms.ChoiceField(label="Kết quả", choices=(("1", "Được tặng"), ("0", "Không tặng")))
    paper = forms.CharField(label="Số quyết định", max_length=120)
    signed_on = Day(label="Ngày ký")
    authority = forms.CharField(label="Người quyết định", **PAPER)  # type: ignore[arg-type]
