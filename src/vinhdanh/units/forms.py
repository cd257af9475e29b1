"""Forms of units and clusters, and the dress all forms here share."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from vinhdanh.units.models import Cluster, Unit, UnitKind, UnitSpan


class Day(forms.DateField):
    """A day as Vietnamese write it."""

    def __init__(self, **more: Any) -> None:
        super().__init__(**{"error_messages": {"invalid": "Ngày ghi theo dạng ngày/tháng/năm, ví dụ 01/07/2025."}} | more)
        self.widget.format = "%d/%m/%Y"
        self.widget.attrs |= {"placeholder": "dd/mm/yyyy", "inputmode": "numeric", "autocomplete": "off"}


class QuickSelect(forms.Select):
    """A select written in one go: Django renders a template for every option, a third of a second for a sector's units."""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        """The same HTML."""
        context = self.get_context(name, value, attrs)["widget"]
        rows = ((o["value"], mark_safe(" selected" if o["selected"] else ""), o["label"]) for _, group, _ in context["optgroups"] for o in group)
        options = format_html_join("", '<option value="{}"{}>{}</option>', rows)
        return format_html('<select name="{}"{}>{}</select>', context["name"], flatatt(context["attrs"]), options)


class QuickSelectMultiple(QuickSelect, forms.SelectMultiple):
    """The same for several."""


class UnitChoice(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A unit out of a list in the order of the tree, indented."""

    def __init__(self, queryset: QuerySet[Unit] | None = None, **more: Any) -> None:
        known = Unit.objects.none() if queryset is None else queryset.order_by("path")
        start: dict[str, Any] = {"empty_label": "– chọn –", "widget": QuickSelect}
        super().__init__(known, **start | more)

    def label_from_instance(self, unit: Unit) -> str:
        """The name, indented by depth; a unit that is no more says so."""
        gone = f" (đến {unit.dissolved_on:%d/%m/%Y})" if unit.dissolved_on else ""
        return "\u00a0" * 4 * max(unit.path.count("/") - 2, 0) + unit.name + gone


class Dressed(forms.Form):
    """A form whose fields wear the classes of the theme. ``version``: the state the form was opened with."""

    version = forms.IntegerField(required=False, widget=forms.HiddenInput, label="Phiên bản")

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        for field in self.fields.values():
            dress(field)

    @property
    def opened(self) -> int:
        """The version the form was opened with; 0, which nothing has, where the form does not say: that is as good as stale."""
        return self.cleaned_data.get("version") or 0

    def add_problem(self, problem: Any) -> None:
        """Take over the refusal of an action: beside its field where it names one the form has, else on top."""
        by_field = problem.error_dict if hasattr(problem, "error_dict") else {None: problem.error_list}
        for field, errors in by_field.items():
            for error in errors:
                self.add_error(field if field in self.fields else None, error)


def dress(field: forms.Field) -> None:
    """The class of the theme for the kind of widget."""
    widget = field.widget
    if isinstance(widget, forms.CheckboxInput | forms.CheckboxSelectMultiple | forms.RadioSelect):
        widget.attrs.setdefault("class", "form-check-input")
    elif isinstance(widget, forms.Select):
        widget.attrs.setdefault("class", "form-select")
    elif not isinstance(widget, forms.HiddenInput):
        widget.attrs.setdefault("class", "form-control")


def yes_no(label: str) -> forms.NullBooleanField:
    """Có, Không, or not known."""
    return forms.NullBooleanField(label=label, required=False, widget=forms.NullBooleanSelect(attrs={"class": "form-select"}))


class UnitForm(Dressed):
    """The state of a unit from a day on."""

    since = Day(label="Có hiệu lực từ ngày", help_text="Trước ngày này, đơn vị giữ nguyên như cũ.")
    name = forms.CharField(label="Tên đơn vị", max_length=200)
    kind = forms.ModelChoiceField(UnitKind.objects.order_by("rank", "pk"), label="Loại đơn vị", empty_label="– chọn –")
    parent = UnitChoice(label="Đơn vị cấp trên")
    legal_personality = yes_no("Có tư cách pháp nhân")
    payroll_owner = yes_no("Quản lý quỹ lương")
    flag_eligible = yes_no("Thuộc diện xét Cờ thi đua")
    paper = forms.CharField(
        label="Văn bản", max_length=200, required=False, help_text="Số, ngày và cơ quan ban hành, ví dụ 12/QĐ-VKSTC ngày 01/07/2025."
    )

    def __init__(self, *args: Any, parents: QuerySet[Unit], root: bool = False, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["parent"].queryset = parents.order_by("path")  # type: ignore[attr-defined]
        self.fields["parent"].required = not root

    def values(self) -> dict[str, Any]:
        """The fields of a span."""
        return {f: self.cleaned_data[f] for f in ("name", "kind", "parent", "legal_personality", "payroll_owner", "flag_eligible")}


class NewUnitForm(UnitForm):
    """A unit to be founded."""

    key = forms.CharField(label="Mã đơn vị", max_length=40, help_text="Chữ không dấu, số, dấu gạch nối. Mã giữ nguyên kể cả khi đổi tên.")
    short_name = forms.CharField(label="Tên ngắn", max_length=60, required=False)
    field_order = ("key", "name", "short_name", "kind", "parent", "since")


def initial_of(span: UnitSpan, version: int) -> dict[str, Any]:
    """What the form of a unit shows at first; the day is left to be typed."""
    kept = ("name", "kind", "parent", "legal_personality", "payroll_owner", "flag_eligible")
    return {f: getattr(span, f) for f in kept} | {"version": version}


class TreeFilter(Dressed):
    """Search, level and day of the tree."""

    q = forms.CharField(label="Tên hoặc mã", required=False, max_length=100)
    cap = forms.ChoiceField(label="Cấp", required=False)
    ngay = Day(label="Vào ngày", required=False)

    def __init__(self, *args: Any, levels: Iterable[tuple[str, str]], **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["cap"].choices = [("", "Tất cả"), *levels]  # type: ignore[attr-defined]


class NewClusterForm(Dressed):
    """A new cluster or block."""

    kind = forms.ChoiceField(label="Loại", choices=Cluster.Kind.choices)
    key = forms.CharField(label="Mã", max_length=40, help_text="Chữ không dấu, số, dấu gạch nối, ví dụ CUM-1.")
    name = forms.CharField(label="Tên", max_length=160)
    owner = UnitChoice(label="Đơn vị tổ chức")
    since = Day(label="Từ ngày", required=False)

    def __init__(self, *args: Any, owners: QuerySet[Unit], **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["owner"].queryset = owners.order_by("path")  # type: ignore[attr-defined]


class ClusterForm(Dressed):
    """The members of a cluster in a year, who leads, its name."""

    name = forms.CharField(label="Tên", max_length=160)
    until = Day(label="Kết thúc từ ngày", required=False)
    members = forms.ModelMultipleChoiceField(Unit.objects.none(), label="Thành viên", required=False, widget=forms.CheckboxSelectMultiple)
    head = UnitChoice(label="Trưởng", required=False)
    deputies = forms.ModelMultipleChoiceField(Unit.objects.none(), label="Phó", required=False, widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, units: QuerySet[Unit], **more: Any) -> None:
        super().__init__(*args, **more)
        for field in ("members", "head", "deputies"):
            self.fields[field].queryset = units.order_by("path")  # type: ignore[attr-defined]
