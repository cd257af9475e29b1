"""Forms of records: one for every kind, made from the kind's own table; a grid of ratings; authors; reasons."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any, cast

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError

from vinhdanh.accounts.asked import year as year_asked
from vinhdanh.accounts.models import User
from vinhdanh.merit.text import fold, tidy
from vinhdanh.people.access import people_for, units_for
from vinhdanh.people.models import Person
from vinhdanh.records.access import Subject
from vinhdanh.records.actions import Author
from vinhdanh.records.awards import award_choices, discipline_choices
from vinhdanh.records.kinds import Kind
from vinhdanh.records.models import Authorship, Completeness, Initiative
from vinhdanh.records.targets import TARGETS, gather, spread

FLAG = [("", "Chưa rõ"), ("1", "Có"), ("0", "Không")]
HELP = {
    "year": "Năm thi đua của dữ kiện",
    "paper": "Số, ký hiệu, tên văn bản, ví dụ 12/TB-VKS thông báo xếp loại",
    "decision": "Như trên quyết định, ví dụ 123/QĐ-VKSTC",
    "name_then": "Nếu quyết định ghi khác tên hiện nay",
    "until": "Ngày cuối cùng, tính cả ngày ấy",
    "already_used_in": "Năm mà vi phạm này đã làm mất danh hiệu",
    "ended_on": "Để trống nếu còn hiệu lực",
}
LABELS = {
    "khen-thuong": {"year": "Năm thành tích"},
    "ky-luat": {"paper": "Quyết định kỷ luật", "paper_on": "Ngày quyết định", "year": "Năm quyết định"},
}


class Dressed(forms.Form):
    """Fields with the classes of the theme, dates as Vietnamese write them; errors of an action lie on their fields."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in self.fields:
            self._dress(name)

    def _dress(self, name: str) -> None:
        widget = self.fields[name].widget
        tick, pick = isinstance(widget, forms.CheckboxInput), isinstance(widget, forms.Select)
        widget.attrs.setdefault("class", "form-check-input" if tick else "form-select" if pick else "form-control")
        if isinstance(self.fields[name], forms.DateField):
            widget.attrs.setdefault("placeholder", "dd/mm/yyyy")
            widget.attrs.setdefault("inputmode", "numeric")

    def take(self, error: ValidationError) -> None:
        """Lay the faults an action found on the fields they are about."""
        if not hasattr(error, "error_dict"):
            self.add_error(None, error)
            return
        for name, faults in error.error_dict.items():
            self.add_error(name if name in self.fields and name != NON_FIELD_ERRORS else None, faults)


class RecordForm(Dressed):
    """The form of one record. ``values()`` is what the actions take."""

    secret = forms.BooleanField(label="Quyết định có độ mật", required=False)
    proof = forms.FileField(label="Bản chụp văn bản", required=False, help_text="Tệp .pdf, ảnh hoặc .docx, không quá dung lượng cho phép")

    def __init__(self, kind: Kind, subject: str, *args: Any, **kwargs: Any) -> None:
        self.kind, self.subject = kind, subject
        super().__init__(*args, **kwargs)
        tail = {n: self.fields.pop(n) for n in ("secret", "proof")}
        for name in kind.fields:
            self.fields.update(self._made(name))
        if kind.slug == "khen-thuong":
            self.fields["secret"] = tail["secret"]
        self.fields["proof"] = tail["proof"]
        for name in self.fields:
            self._dress(name)

    def _made(self, name: str) -> dict[str, forms.Field]:
        if name in ("collective", "members"):
            return {t.key: _target(t.kind, t.label) for t in TARGETS if t.part == name}
        field = _field(self.kind, name, self.subject)
        field.label = LABELS.get(self.kind.slug, {}).get(name) or field.label
        field.help_text = HELP.get(name, "")
        return {name: field}

    def values(self) -> dict[str, Any]:
        """The values of the model's fields (the file apart)."""
        told = {n: v for n, v in self.cleaned_data.items() if n in self.kind.fields}
        if "collective" in self.kind.fields:
            told["collective"], told["members"] = gather(self.cleaned_data)
        if self.cleaned_data.get("secret"):
            told["secret"] = True
        return told


def initial_of(kind: Kind, record: Any) -> dict[str, Any]:
    """What the form of a record begins with."""
    if "collective" in kind.fields:
        told = spread(record.collective, record.members)
        return {**{f: getattr(record, f) for f in kind.fields}, **{k: _flag(v) for k, v in told.items()}}
    return {f: _flag(getattr(record, f)) for f in kind.fields}


def _flag(value: Any) -> Any:
    return {True: "1", False: "0"}[value] if isinstance(value, bool) else value


def _field(kind: Kind, name: str, subject: str) -> forms.Field:
    """The form field of a model's field."""
    made = kind.model._meta.get_field(name)
    label = str(made.verbose_name)  # type: ignore[union-attr]
    if name == "award":
        return forms.ChoiceField(label=label, choices=[("", "Chọn danh hiệu, hình thức"), *award_choices(subject)])
    if name == "form":
        return forms.ChoiceField(label=label, choices=[("", "Chọn hình thức"), *discipline_choices()])
    if made.get_internal_type() == "BooleanField":
        return flag_field(label)
    field: forms.Field | None = made.formfield(localize=made.get_internal_type() == "DecimalField")  # type: ignore[union-attr]
    assert field is not None
    if made.get_internal_type() == "SlugField":
        return forms.CharField(label=label, required=False)
    if isinstance(field, forms.ChoiceField):
        field.choices = [(code, name if code else "Chưa ghi") for code, name in cast(Any, field.choices)]
    return field


def flag_field(label: str) -> forms.TypedChoiceField:
    """Có, Không or not known."""
    return forms.TypedChoiceField(label=label, choices=FLAG, required=False, coerce=lambda v: {"1": True, "0": False}[v], empty_value=None)


def _target(kind: str, label: str) -> forms.Field:
    if kind == "bool":
        return flag_field(label)
    if kind == "int":
        return forms.IntegerField(label=label, required=False, min_value=0, max_value=100_000)
    if kind == "share":
        return forms.DecimalField(label=label, required=False, max_digits=5, decimal_places=2, localize=True)
    return forms.CharField(label=label, required=False, max_length=120)


class ReasonForm(Dressed):
    """A reason, and the version of what it is about."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    reason = forms.CharField(label="Lý do", max_length=300, help_text="Ghi ngắn gọn vì sao, theo văn bản nào")


class CorrectForm(RecordForm):
    """The form of a record with the reason of the change and the version it was opened at."""

    reason = forms.CharField(label="Lý do sửa", max_length=300, help_text="Giá trị cũ được giữ lại cùng lý do này")
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, kind: Kind, subject: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(kind, subject, *args, **kwargs)
        self.fields.pop("secret", None)
        self.fields["reason"] = self.fields.pop("reason")


# ---- authors of an initiative --------------------------------------------------------------------------

_KEY = re.compile(r"\(([^()]+)\)\s*$")


class AuthorForm(Dressed):
    """One author: a name or key as typed, a role, a share in percent, what it was used for."""

    who = forms.CharField(label="Tác giả", required=False, max_length=200)
    role = forms.CharField(label="Vai trò", required=False, max_length=60)
    share = forms.DecimalField(
        label="Tỷ lệ (%)", required=False, max_digits=5, decimal_places=2, min_value=Decimal("0.01"), max_value=Decimal(100), localize=True
    )
    used_for = forms.ChoiceField(label="Đã dùng cho", required=False)
    used_year = forms.IntegerField(label="Năm dùng", required=False, min_value=1945, max_value=2100)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        self.fields["used_for"].choices = [("", "Chưa dùng"), *award_choices()]  # type: ignore[attr-defined]
        self.fields["who"].widget.attrs["list"] = "tac-gia"
        for name in self.fields:
            self.fields[name].widget.attrs["aria-label"] = self.fields[name].label

    def clean_who(self) -> Subject | None:
        """The person or unit meant; a name that several have is refused with their keys."""
        return find_subject(self.user, self.cleaned_data["who"]) if self.cleaned_data["who"] else None

    def author(self) -> Author | None:
        """The author told, or None for an empty line."""
        told = self.cleaned_data
        if not told.get("who"):
            return None
        share = int(told["share"] * 100) if told["share"] is not None else None
        return Author(told["who"], told["role"], share, told["used_for"], told["used_year"])


AuthorSet = forms.formset_factory(AuthorForm, extra=3, max_num=30, absolute_max=30)


def author_rows(initiative: Initiative, without: Sequence[Authorship] = ()) -> list[dict[str, Any]]:
    """What the lines of the authors begin with."""
    rows = initiative.authors.exclude(pk__in=[row.pk for row in without]).select_related("person", "unit").order_by("pk")
    return [_author_row(a) for a in rows]


def _author_row(row: Authorship) -> dict[str, Any]:
    who: Subject = row.person or row.unit  # type: ignore[assignment]
    share = None if row.share is None else Decimal(row.share) / 100
    return {"who": f"{who} ({who.key})", "role": row.role, "share": share, "used_for": row.used_for, "used_year": row.used_year}


def find_subject(user: User, typed: str) -> Subject:
    """The person or the unit meant by what was typed: ``Tên (mã)``, a key, or a name that only one has."""
    typed = tidy(typed)
    named = _KEY.search(typed)
    key = named.group(1) if named else typed
    people, units = people_for(user, "people.view"), units_for(user, "records.view")
    exact: Subject | None = people.filter(key=key).first() or units.filter(key=key).first()
    if exact:
        return exact
    found: list[Subject] = [*people.filter(folded=fold(typed)).order_by("pk")[:6], *units.filter(folded=fold(typed)).order_by("pk")[:6]]
    if len(found) > 1:
        raise ValidationError(f"Có {len(found)} người, đơn vị tên “{typed}”: {', '.join(s.key for s in found)}. Ghi mã thay cho tên.")
    if not found:
        raise ValidationError(f"Không thấy “{typed}” trong phạm vi của bạn. Ghi đúng tên hoặc mã; người đơn vị khác thì nhờ cấp quản lý chung nhập.")
    return found[0]


# ---- a grid of ratings ---------------------------------------------------------------------------------


class GridForm(Dressed):
    """What all rows of a grid share."""

    paper = forms.CharField(label="Văn bản chứng minh", max_length=200, help_text="Một văn bản cho cả bảng, ví dụ 12/TB-VKS thông báo xếp loại")
    paper_on = forms.DateField(label="Ngày văn bản", required=False)


def grid_values(people: Sequence[Person], data: Mapping[str, str], allowed: Sequence[str]) -> dict[Person, str]:
    """The ratings chosen in the grid; rows left open are left out."""
    chosen = {p: data.get(f"xl-{p.pk}", "") for p in people}
    return {p: value for p, value in chosen.items() if value in allowed}


# ---- declaring, sending, keeping -----------------------------------------------------------------------


class DeclareForm(Dressed):
    """The kinds that are declared complete, with the paper that says so."""

    kinds = forms.MultipleChoiceField(label="Loại dữ liệu", choices=Completeness.Kind.choices, widget=forms.CheckboxSelectMultiple)
    paper = forms.CharField(label="Văn bản xác nhận", max_length=200, required=False)


class DueForm(Dressed):
    """A due date."""

    due = forms.DateField(label="Hạn gửi")


class StubForm(Dressed):
    """All that is kept of a dossier marked mật."""

    number = forms.CharField(label="Số hồ sơ", max_length=60, help_text="Chỉ ghi số, không ghi trích yếu, tên người")
    holder = forms.CharField(label="Nơi lưu giữ", max_length=160)
    day = forms.DateField(label="Ngày")


class PeriodForm(Dressed):
    """How long a kind is kept."""

    kind = forms.ChoiceField(label="Loại dữ liệu")
    years = forms.IntegerField(label="Số năm lưu", min_value=1, max_value=100)
    basis = forms.CharField(label="Căn cứ", max_length=300, help_text="Văn bản, điều, khoản quy định thời hạn này")

    def __init__(self, kinds: Sequence[tuple[str, str]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = kinds  # type: ignore[attr-defined]


def year_from(text: str, default: int) -> int:
    """A year from an address."""
    return year_asked(text, default)


def default_year(on: dt.date) -> int:
    """The year whose data are gathered: last year's until spring, then this one's."""
    return on.year - 1 if on.month <= 3 else on.year
