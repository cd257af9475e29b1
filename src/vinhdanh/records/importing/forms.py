"""Forms of imports: the file and whose it is; the columns of a unit's own list."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone

from vinhdanh.accounts.models import User
from vinhdanh.records.importing.access import units_to_import
from vinhdanh.records.importing.kinds import CHOICES, LISTS, ListKind
from vinhdanh.records.models import FIRST_YEAR
from vinhdanh.units.models import Unit


class FileForm(forms.Form):
    """Which file, of which unit, holding what, of which year."""

    unit = forms.ModelChoiceField(Unit.objects.none(), label="Đơn vị", to_field_name="key", empty_label=None)
    kind = forms.ChoiceField(choices=CHOICES, label="Tệp này là")
    year = forms.IntegerField(label="Năm công tác của dữ liệu", help_text="Xác nhận “đã kê khai đủ” trong tệp mẫu được tính tới hết năm này.")
    file = forms.FileField(label="Tệp Excel", help_text="Tệp .xlsx hoặc .xls. Chưa lưu gì cho tới khi bạn xem và bấm Lưu.")

    def __init__(self, user: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        units = units_to_import(user)
        field: Any = self.fields["unit"]
        field.queryset, field.label_from_instance = units, _indented(units)
        self.fields["year"].initial = timezone.localdate().year
        self.fields["file"].widget.attrs["accept"] = ".xlsx,.xls"

    def clean_year(self) -> int:
        """A year there can be data of."""
        year: int = self.cleaned_data["year"]
        if not FIRST_YEAR <= year <= timezone.localdate().year:
            raise forms.ValidationError(f"Năm phải từ {FIRST_YEAR} đến {timezone.localdate().year}.")
        return year

    def clean_file(self) -> Any:
        """An Excel file by its name (what it holds is looked at when it is stored)."""
        file = self.cleaned_data["file"]
        if not file.name.lower().endswith((".xlsx", ".xls")):
            raise forms.ValidationError("Chỉ nhập từ tệp Excel (.xlsx, .xls). Hãy mở tệp bằng Excel, chọn Lưu thành kiểu .xlsx rồi tải lại.")
        return file


def _indented(units: Any) -> Any:
    top = min((u.path.count("/") for u in units), default=0)
    return lambda unit: "\u2003" * (unit.path.count("/") - top) + f"{unit.name} ({unit.key})"


class ColumnsForm(forms.Form):
    """For each column of a list what it is; values that hold for the whole list."""

    def __init__(self, kind: ListKind, header: list[str], samples: list[list[str]], chosen: dict[str, Any], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind, self.header = kind, header
        targets = [("", "– không nhập –"), *((c.name, c.header) for c in kind.columns())]
        years = [t for t in chosen.get("cols", {}).values() if t.isdigit()]
        targets += [(y, f"Xếp loại năm {y}") for y in sorted({*years, *_years(header, kind)})]
        self.columns = []
        for at, text in enumerate(header, 1):
            shown = [row[at - 1] if at <= len(row) else "" for row in samples]
            if text or any(shown):
                name = f"c{at}"
                self.fields[name] = forms.ChoiceField(choices=targets, required=False, initial=chosen.get("cols", {}).get(str(at), ""), label=text)
                self.fields[name].widget.attrs["class"] = "form-select form-select-sm"
                self.columns.append((at, name, text, shown))
        for name in kind.defaults:
            column = kind.column(name)
            self.fields[f"d_{name}"] = forms.CharField(
                required=False, max_length=200, label=column.header, initial=chosen.get("defaults", {}).get(name, "")
            )

    def clean(self) -> dict[str, Any]:
        """Each thing once; a name or a key; all that must be there, in a column or for the whole list."""
        data = super().clean() or {}
        cols = self.cols()
        twice = {n for n in cols.values() if list(cols.values()).count(n) > 1}
        for name in sorted(twice):
            self.add_error(None, f"Chọn “{self._header(name)}” cho hai cột. Mỗi thứ chỉ chọn một cột.")
        if not {"name", "key"} & set(cols.values()):
            self.add_error(None, "Chưa chọn cột họ tên (hoặc mã cán bộ). Chọn cột rồi tiếp tục.")
        for column in self._missing(set(cols.values()), data):
            self.add_error(None, f"Chưa có “{column}”. Chọn cột, hoặc ghi một giá trị chung cho cả danh sách.")
        return data

    def _missing(self, there: set[str], data: dict[str, Any]) -> list[str]:
        needed = [c for c in self.kind.sheet.columns if c.required and c.name not in ("name", "unit")]
        out = [c.header for c in needed if c.name not in there and not data.get(f"d_{c.name}")]
        if self.kind.code == "ratings" and not any(n.isdigit() for n in there):
            out += [] if "rating" in there else ["Xếp loại"]
            out += [] if "year" in there or data.get("d_year") else ["Năm"]
        if self.kind.code == "people" and "name" not in there:
            out.append("Họ và tên")
        return out

    def _header(self, name: str) -> str:
        return f"Xếp loại năm {name}" if name.isdigit() else self.kind.column(name).header

    def cols(self) -> dict[str, str]:
        """Column number → what it is, those chosen only."""
        return {str(at): v for at, name, *_ in self.columns if (v := self.cleaned_data.get(name))}

    def defaults(self) -> dict[str, str]:
        """What holds for the whole list."""
        return {n: v.strip() for n in self.kind.defaults if (v := self.cleaned_data.get(f"d_{n}") or "")}

    def lines(self) -> list[list[str]]:
        """The first rows of the file, only the columns shown."""
        return [list(line) for line in zip(*(shown for *_, shown in self.columns), strict=True) if any(line)]

    def shared(self) -> list[Any]:
        """The fields of values for the whole list."""
        return [self[f"d_{n}"] for n in self.kind.defaults]

    def rows(self) -> list[tuple[int, Any, str, list[str]]]:
        """The columns with their fields, for the page."""
        return [(at, self[name], text, shown) for at, name, text, shown in self.columns]


def _years(header: list[str], kind: ListKind) -> list[str]:
    from vinhdanh.records.importing.reading import guess_columns

    return [n for n in guess_columns(kind, header).values() if n.isdigit()] if kind is LISTS["ratings"] else []
