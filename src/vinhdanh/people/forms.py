"""Forms of people: identity, posts, memberships, transfers, merges, filters."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.db.models import QuerySet

from vinhdanh.people.actions import FIELDS
from vinhdanh.people.models import Membership, Person
from vinhdanh.units.forms import Day, Dressed, UnitChoice, yes_no
from vinhdanh.units.models import Unit

LEAVING = [c for c in Person.Status.choices if c[0] not in (Person.Status.SERVING, Person.Status.OUTSIDE)]


def paper(label: str = "Văn bản") -> forms.CharField:
    """The paper that proves it."""
    return forms.CharField(label=label, max_length=200, required=False, help_text="Số, ngày và cơ quan ban hành.")


class PersonForm(Dressed):
    """What is known of a person. The identity number is asked only of those who may see it."""

    full_name = forms.CharField(label="Họ và tên", max_length=120)
    birth = Day(label="Ngày sinh", required=False)
    birth_year = forms.IntegerField(
        label="Năm sinh", required=False, min_value=1900, max_value=2100, localize=False, help_text="Ghi khi chưa biết ngày sinh."
    )
    gender = forms.ChoiceField(label="Giới tính", choices=[("", "Chưa rõ"), *Person.Gender.choices], required=False)
    identity_number = forms.CharField(label="Số căn cước", max_length=12, required=False)
    joined_on = Day(label="Ngày vào ngành", required=False)
    party_member = yes_no("Đảng viên")
    contract = yes_no("Lao động hợp đồng")

    def __init__(self, *args: Any, identity: bool, **more: Any) -> None:
        super().__init__(*args, **more)
        if not identity:
            del self.fields["identity_number"]
        self.fields["birth_year"].widget = forms.TextInput(attrs={"inputmode": "numeric", "class": "form-control"})

    def values(self) -> dict[str, Any]:
        """The own fields of a person."""
        return {f: self.cleaned_data[f] for f in FIELDS if f in self.cleaned_data}


class NewPersonForm(PersonForm):
    """A new person."""

    key = forms.CharField(label="Mã cán bộ", max_length=40, required=False, help_text="Để trống thì hệ thống tự đặt. Mã không đổi về sau.")
    unit = UnitChoice(label="Đơn vị")
    outside = forms.BooleanField(label="Người ngoài ngành (đơn vị chỉ giữ hồ sơ, không tính biên chế)", required=False)
    since = Day(label="Ở đơn vị từ ngày", required=False, help_text="Bắt buộc với người trong biên chế.")
    paper = paper()
    sure = forms.BooleanField(label="Đã xem những người trùng họ tên: đây là người khác", required=False)
    field_order = ("full_name", "birth", "birth_year", "gender", "unit", "since", "outside", "paper", "key")

    def __init__(self, *args: Any, units: QuerySet[Unit], **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["unit"].queryset = units.order_by("path")  # type: ignore[attr-defined]


def initial_of(person: Person) -> dict[str, Any]:
    """What the form of a person shows at first."""
    return {f: getattr(person, f) for f in FIELDS} | {"version": person.version}


class PeopleFilter(Dressed):
    """The filters of the list."""

    q = forms.CharField(label="Họ tên hoặc mã (không cần dấu)", required=False, max_length=100)
    don_vi = UnitChoice(label="Đơn vị", required=False, to_field_name="key", empty_label="Tất cả")
    duoi = forms.ChoiceField(label="Phạm vi", choices=[("", "Cả đơn vị trực thuộc"), ("khong", "Chỉ đơn vị này")], required=False)
    tinh_trang = forms.ChoiceField(label="Tình trạng", choices=[("tat-ca", "Tất cả"), *Person.Status.choices], required=False)
    chuc_vu = forms.ChoiceField(label="Chức vụ", required=False)

    def __init__(self, *args: Any, units: QuerySet[Unit], posts: Iterable[str], **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["don_vi"].queryset = units.order_by("path")  # type: ignore[attr-defined]
        self.fields["chuc_vu"].choices = [("", "Tất cả"), *((p, p) for p in posts)]  # type: ignore[attr-defined]


class PostForm(Dressed):
    """A post."""

    name = forms.CharField(label="Chức vụ, chức danh", max_length=120)
    unit = UnitChoice(label="Tại đơn vị", required=False)
    since = Day(label="Từ ngày")
    until = Day(label="Đến trước ngày", required=False, help_text="Ngày đầu tiên không còn giữ. Để trống nếu đang giữ.")
    head = forms.BooleanField(label="Là người đứng đầu đơn vị", required=False)
    leader = forms.BooleanField(label="Là lãnh đạo, quản lý", required=False)
    paper = paper("Quyết định")

    def __init__(self, *args: Any, units: QuerySet[Unit], **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["unit"].queryset = units.order_by("path")  # type: ignore[attr-defined]

    def values(self) -> dict[str, Any]:
        """The fields of a post."""
        return {f: self.cleaned_data[f] for f in ("name", "unit", "since", "until", "head", "leader", "paper")}


class MembershipForm(Dressed):
    """A membership."""

    kind = forms.ChoiceField(label="Hình thức", choices=Membership.Kind.choices)
    unit = UnitChoice(label="Đơn vị")
    since = Day(label="Từ ngày")
    until = Day(label="Đến trước ngày", required=False, help_text="Ngày đầu tiên không còn ở đơn vị. Để trống nếu đang ở.")
    paper = paper()

    def __init__(self, *args: Any, units: QuerySet[Unit], **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["unit"].queryset = units.order_by("path")  # type: ignore[attr-defined]

    def values(self) -> dict[str, Any]:
        """The fields of a membership."""
        return {f: self.cleaned_data[f] for f in ("kind", "unit", "since", "until", "paper")}


class RemoveForm(Dressed):
    """Why a row goes."""

    reason = forms.CharField(label="Lý do bỏ dòng này", max_length=400)


class StatusForm(Dressed):
    """Retired, left, deceased."""

    status = forms.ChoiceField(label="Tình trạng mới", choices=LEAVING)
    since = Day(label="Từ ngày", help_text="Biên chế và chức vụ kết thúc từ ngày này.")
    paper = paper("Quyết định, giấy tờ")


class RejoinForm(Dressed):
    """Serving again."""

    unit = UnitChoice(label="Đơn vị")
    since = Day(label="Từ ngày")
    paper = paper("Quyết định")

    def __init__(self, *args: Any, units: QuerySet[Unit], **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["unit"].queryset = units.order_by("path")  # type: ignore[attr-defined]


class TransferForm(Dressed):
    """A transfer or a secondment."""

    kind = forms.ChoiceField(
        label="Hình thức", choices=[(Membership.Kind.PAYROLL, "Chuyển hẳn (chuyển biên chế)"), (Membership.Kind.SECONDMENT, "Biệt phái có thời hạn")]
    )
    new_unit = UnitChoice(label="Đến đơn vị")
    since = Day(label="Từ ngày")
    until = Day(label="Đến trước ngày", required=False, help_text="Chỉ với biệt phái: ngày đầu tiên trở về.")
    paper = paper("Quyết định")
    opinion = forms.CharField(
        label="Nhận xét của đơn vị cũ",
        max_length=400,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Thành tích, kỷ luật trong thời gian ở đơn vị cũ mà đơn vị mới cần khi xét khen thưởng. Chỉ người được xem kỷ luật đọc được.",
    )

    def __init__(self, *args: Any, units: QuerySet[Unit], **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["new_unit"].queryset = units.order_by("path")  # type: ignore[attr-defined]


class MergeForm(Dressed):
    """Which values to keep, and why the two are one."""

    reason = forms.CharField(label="Căn cứ kết luận là một người", max_length=400, help_text="Ví dụ: đối chiếu lý lịch, cùng số căn cước.")

    def __init__(self, *args: Any, kept: Person, gone: Person, identity: bool, **more: Any) -> None:
        super().__init__(*args, **more)
        self.compared = [f for f in FIELDS if identity or f != "identity_number"]
        for field in self.compared:
            if getattr(kept, field) != getattr(gone, field) and getattr(gone, field) not in (None, ""):
                start = "gone" if getattr(kept, field) in (None, "") else "kept"
                self.fields[f"take_{field}"] = forms.ChoiceField(
                    choices=[("kept", kept.key), ("gone", gone.key)], initial=start, widget=forms.RadioSelect
                )

    def take(self) -> dict[str, bool]:
        """The fields whose value comes from the record that goes."""
        return {f: self.cleaned_data.get(f"take_{f}") == "gone" for f in self.compared}
