"""Forms of mergers, splits and dissolutions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.db.models import QuerySet

from vinhdanh.people.models import Person
from vinhdanh.people.reorganise import Founding
from vinhdanh.units.actions import Rights
from vinhdanh.units.forms import Day, Dressed, QuickSelectMultiple, UnitChoice
from vinhdanh.units.models import Unit, UnitKind


class Act(Dressed):
    """What every such act needs."""

    since = Day(label="Có hiệu lực từ ngày", help_text="Ngày đầu tiên theo tổ chức mới.")
    paper = forms.CharField(label="Văn bản", max_length=200, required=False, help_text="Nghị quyết, quyết định sắp xếp: số, ngày, cơ quan.")


class MergeUnitsForm(Act):
    """Several units into one: an existing one, or one founded for it."""

    olds = forms.ModelMultipleChoiceField(
        Unit.objects.none(), label="Các đơn vị bị sáp nhập", widget=QuickSelectMultiple(attrs={"size": 10}), help_text="Giữ phím Ctrl để chọn nhiều."
    )
    new = UnitChoice(label="Sáp nhập vào đơn vị đang có", required=False)
    key = forms.CharField(label="hoặc lập đơn vị mới: mã", max_length=40, required=False)
    name = forms.CharField(label="Tên đơn vị mới", max_length=200, required=False)
    kind = forms.ModelChoiceField(UnitKind.objects.order_by("rank", "pk"), label="Loại đơn vị mới", required=False, empty_label="– chọn –")
    parent = UnitChoice(label="Cấp trên của đơn vị mới", required=False)
    field_order = ("olds", "new", "key", "name", "kind", "parent", "since", "paper")

    def __init__(self, *args: Any, units: QuerySet[Unit], **more: Any) -> None:
        super().__init__(*args, **more)
        for field in ("olds", "new", "parent"):
            self.fields[field].queryset = units.order_by("path")  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Either an existing unit or all words of a new one."""
        said = super().clean() or {}
        words = [f for f in ("key", "name", "kind", "parent") if said.get(f)]
        if bool(said.get("new")) == bool(words):
            self.add_error("new", "Chọn một đơn vị đang có, hoặc ghi đủ mã, tên, loại và cấp trên của đơn vị mới.")
        for field in {"key", "name", "kind", "parent"} - set(words) if words and not said.get("new") else ():
            self.add_error(field, "Ghi ô này để lập đơn vị mới.")
        return said

    def target(self) -> Unit | Founding:
        """Where the units go."""
        said = self.cleaned_data
        return said["new"] or Founding(said["key"], said["name"], said["kind"], said["parent"], Rights())


class SplitForm(Act):
    """One unit into up to four; who goes where."""

    ends = forms.ChoiceField(
        label="Đơn vị cũ",
        choices=[("", "– chọn –"), ("chia", "Chia: đơn vị cũ kết thúc"), ("tach", "Tách: đơn vị cũ tiếp tục hoạt động")],
    )
    heir = forms.ChoiceField(label="Tiếp nhận hồ sơ, nghĩa vụ (khi chia)", choices=[(str(i), f"Đơn vị mới {i + 1}") for i in range(4)])
    kind = forms.ModelChoiceField(UnitKind.objects.order_by("rank", "pk"), label="Loại của các đơn vị mới", empty_label="– chọn –")

    def __init__(self, *args: Any, people: Sequence[Person], **more: Any) -> None:
        super().__init__(*args, **more)
        for i in range(4):
            self.fields[f"key{i}"] = forms.CharField(label=f"Đơn vị mới {i + 1}: mã", max_length=40, required=i == 0, widget=_text())
            self.fields[f"name{i}"] = forms.CharField(label=f"Đơn vị mới {i + 1}: tên", max_length=200, required=i == 0, widget=_text())
        places = [("", "Theo đơn vị tiếp nhận"), *((str(i), f"Đơn vị mới {i + 1}") for i in range(4))]
        self.people, self.places_known = people, places
        for person in people:
            self.fields[f"to{person.pk}"] = forms.ChoiceField(choices=places, required=False, label=person.full_name)

    def clean(self) -> dict[str, Any]:
        """A code and a name come together."""
        said = super().clean() or {}
        for i in range(4):
            if bool(said.get(f"key{i}")) != bool(said.get(f"name{i}")):
                self.add_error(f"key{i}", "Ghi cả mã và tên của đơn vị mới.")
        chosen = [said.get("heir"), *(said.get(f"to{p.pk}") for p in self.people)]
        if any(c and not said.get(f"key{c}") for c in chosen):
            self.add_error(None, "Có nơi đến chưa ghi mã và tên. Ghi đủ, hoặc chọn đơn vị mới khác.")
        return said

    def news(self, parent: Unit | None) -> dict[int, Founding]:
        """The new units by their number on the form."""
        said = self.cleaned_data
        return {i: Founding(said[f"key{i}"], said[f"name{i}"], said["kind"], parent) for i in range(4) if said.get(f"key{i}")}

    def places(self) -> dict[int, int]:
        """Person → number on the form."""
        return {p.pk: int(place) for p in self.people if (place := self.cleaned_data.get(f"to{p.pk}"))}

    def plain(self) -> list[Any]:
        """The fields above the table of people."""
        return [self[f] for f in ("since", "paper", "ends", "kind", *(f"{a}{i}" for i in range(4) for a in ("key", "name")), "heir")]

    def rows(self) -> list[tuple[Person, Any]]:
        """Each person with the place chosen (the selects are written by the template: a hundred widgets cost half a second)."""
        return [(p, self.data.get(f"to{p.pk}", "")) for p in self.people]

    def choices(self) -> list[tuple[str, str]]:
        """Where to."""
        return list(self.places_known)


def _text() -> forms.TextInput:
    return forms.TextInput(attrs={"class": "form-control"})


class DissolveForm(Act):
    """A unit ends; who takes over."""

    heir = UnitChoice(label="Đơn vị tiếp nhận người, hồ sơ, nghĩa vụ", required=False)
    field_order = ("since", "heir", "paper")

    def __init__(self, *args: Any, units: QuerySet[Unit], **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["heir"].queryset = units.order_by("path")  # type: ignore[attr-defined]
