"""The forms of acts and texts. Those of the office's rules: ``guided``."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet

from vinhdanh.law.models import Act
from vinhdanh.merit.law import CitationError, locate
from vinhdanh.merit.text import slug

RESERVED = frozenset({"quy-tac", "quy-dinh", "them-van-ban"})


class StyledForm(forms.Form):
    """Bootstrap's classes on every widget; the hint and the error of a field are named by it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            _style(field)


def _style(field: forms.Field) -> None:
    widget = field.widget
    kind = getattr(widget, "input_type", "")
    look = "form-check-input" if kind == "checkbox" else "form-select" if kind == "select" else "form-control"
    if not widget.is_hidden:
        widget.attrs["class"] = f"{look} {widget.attrs.get('class', '')}".strip()


def day(label: str, *, required: bool = True, help_text: str = "") -> forms.DateField:
    """A day as Vietnamese write it."""
    error = {"invalid": "Viết ngày như 01/10/2026.", "required": f"Chưa ghi ngày ({label.lower()})."}
    return forms.DateField(
        label=label,
        required=required,
        help_text=help_text,
        localize=True,
        widget=forms.DateInput(attrs={"placeholder": "dd/mm/yyyy"}),
        error_messages=error,
    )


class ActForm(StyledForm):
    """An act the rulebook does not know."""

    name = forms.CharField(label="Tên văn bản", max_length=300, help_text="Ví dụ: Quy chế thi đua, khen thưởng của VKSND tỉnh Minh Hà")
    number = forms.CharField(label="Số, ký hiệu", max_length=60, required=False, help_text="Ví dụ: 15/QĐ-VKS")
    short = forms.CharField(label="Tên ngắn", max_length=160, required=False, help_text="Tên dùng trong viện dẫn, ví dụ: Quy chế TĐKT 2026")
    kind = forms.CharField(label="Loại văn bản", max_length=40, required=False, help_text="Luật, Nghị định, Thông tư, Quyết định …")
    issuer = forms.CharField(label="Nơi ban hành", max_length=160, required=False)
    issued_on = day("Ngày ban hành", required=False)
    in_force = day("Có hiệu lực từ")
    until = day("Hết hiệu lực từ", required=False, help_text="Ngày đầu tiên văn bản không còn hiệu lực")

    def clean(self) -> dict[str, Any]:
        """A code made of the name, unlike any other; the end after the beginning."""
        data: dict[str, Any] = super().clean() or {}
        since, until = data.get("in_force"), data.get("until")
        if since and until and until <= since:
            self.add_error("until", "Ngày hết hiệu lực phải sau ngày có hiệu lực.")
        data["code"] = slug(data.get("number") or data.get("short") or data.get("name") or "")[:60]
        if not data["code"] or data["code"] in RESERVED:
            self.add_error("number", "Chưa đủ để đặt mã văn bản. Hãy ghi số, ký hiệu.")
        elif (same := Act.objects.filter(code=data["code"]).first()) is not None:
            self.add_error("number" if data.get("number") else "name", f"Văn bản này đã có: {same.name}.")
        return data


class TextForm(StyledForm):
    """The text of an act: uploaded or pasted, from a day."""

    file = forms.FileField(label="Tệp văn bản", required=False, help_text="Tệp .docx hoặc .pdf có chữ. Với tệp khác, dán nguyên văn vào ô dưới.")
    text = forms.CharField(
        label="Nguyên văn",
        required=False,
        max_length=3_000_000,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 16}),
        help_text="Mỗi điều bắt đầu ở đầu dòng: Điều 22. …, khoản 1. …, điểm a) …",
    )
    since = day("Có hiệu lực từ", required=False, help_text="Để trống: từ ngày văn bản có hiệu lực. Ghi ngày khi nhập lời văn đã sửa đổi.")
    until = day("Hết hiệu lực từ", required=False)
    source = forms.IntegerField(required=False, widget=forms.HiddenInput)
    state = forms.CharField(required=False, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        """One of the two; the end after the beginning."""
        data: dict[str, Any] = super().clean() or {}
        if not data.get("file") and not (data.get("text") or "").strip() and "file" not in self.errors:
            self.add_error("text", "Chưa có gì để đọc. Hãy chọn tệp hoặc dán nguyên văn.")
        if data.get("since") and data.get("until") and data["until"] <= data["since"]:
            self.add_error("until", "Ngày hết hiệu lực phải sau ngày có hiệu lực.")
        return data


class ArticleField(forms.CharField):
    """A place in an act, in any way clerks write it; kept as ``Điều 22 khoản 1 điểm a``."""

    def clean(self, value: Any) -> str:
        """The place, tidied. Refuses what names none."""
        text: str = super().clean(value)
        if not text:
            return ""
        try:
            where = locate(text)
        except CitationError as error:
            raise forms.ValidationError(f"{error}. Viết như: điểm b khoản 2 Điều 22.") from None
        pairs = (("Điều", where.article), ("khoản", where.clause), ("điểm", where.point))
        return where.part or " ".join(f"{word} {value}" for word, value in pairs if value)


class ActChoice(forms.ModelChoiceField):  # type: ignore[type-arg]  # generic for the checker only
    """An act, by its short name and number."""

    def __init__(self, **kwargs: Any) -> None:
        acts: QuerySet[Act] = Act.objects.order_by("sort_key")
        super().__init__(acts, empty_label="Chọn văn bản", **kwargs)

    def label_from_instance(self, obj: Any) -> str:
        """``Luật TĐKT 2022 (06/2022/QH15)``."""
        return f"{obj} ({obj.number})" if obj.number and obj.number not in str(obj) else str(obj)
