"""Forms of administration."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.utils import timezone

from vinhdanh.accounts.models import User
from vinhdanh.administration.access import units_to_give
from vinhdanh.people.access import units_for
from vinhdanh.people.models import Person, Role, RoleGrant
from vinhdanh.units.models import Unit

LONGEST_SESSION = 240
MINUTES = ((15, "15 phút"), (30, "30 phút"), (60, "1 giờ"), (120, "2 giờ"), (LONGEST_SESSION, "4 giờ"))


class ReasonForm(forms.Form):
    """A reason, for acts that touch another's account."""

    reason = forms.CharField(label="Lý do", max_length=300, help_text="Ghi vào nhật ký hệ thống.")


class InviteForm(forms.Form):
    """A new account."""

    username = forms.CharField(
        label="Tên đăng nhập", max_length=60, validators=[UnicodeUsernameValidator()], help_text="Không dấu, ví dụ: nguyenvana"
    )
    full_name = forms.CharField(label="Họ và tên", max_length=120)
    email = forms.EmailField(label="Địa chỉ thư", required=False, help_text="Để gửi liên kết đặt mật khẩu, nếu cơ quan đã cài đặt gửi thư.")
    person = forms.CharField(label="Mã cán bộ", max_length=40, required=False, help_text="Gắn tài khoản với hồ sơ của người này.")

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by = by

    def clean_username(self) -> str:
        """Not taken yet, whatever the case of letters."""
        username: str = self.cleaned_data["username"].strip()
        if User.objects.filter(username__iexact=username).exists():
            raise ValidationError(f"Đã có tài khoản tên “{username}”. Chọn tên khác.")
        return username

    def clean_person(self) -> Person | None:
        """A person where the administrator manages accounts, without an account yet."""
        key = self.cleaned_data["person"].strip()
        if not key:
            return None
        units = units_for(self.by, "accounts.manage").values("pk")
        person = Person.objects.filter(key=key, unit__in=units, merged_into=None, secret=False).first()
        if person is None:
            raise ValidationError(f"Không có cán bộ mã “{key}” trong phạm vi của bạn. Mã cán bộ ghi ở trang của người đó.")
        if person.account_id is not None:
            raise ValidationError(f"{person.full_name} đã có tài khoản.")
        return person


class Span(forms.Form):
    """Days from … to …, both included on screen; the end is kept as the first day after."""

    since = forms.DateField(label="Từ ngày")
    last = forms.DateField(label="Đến hết ngày", required=False)

    def clean(self) -> dict[str, Any]:
        """The last day is not before the first."""
        data = super().clean() or {}
        since, last = data.get("since"), data.get("last")
        if since and last and last < since:
            self.add_error("last", "Ngày cuối phải từ ngày đầu trở đi.")
        return data

    @property
    def until(self) -> dt.date | None:
        """The first day after."""
        last: dt.date | None = self.cleaned_data.get("last")
        return last + dt.timedelta(days=1) if last else None


class GiveForm(Span):
    """A role on a unit for a time."""

    role = forms.ModelChoiceField(label="Vai trò", queryset=Role.objects.none(), empty_label="Chọn vai trò")
    unit = forms.ModelChoiceField(label="Tại đơn vị", queryset=Unit.objects.none(), empty_label="Chọn đơn vị")
    reason = forms.CharField(label="Căn cứ, lý do", max_length=300, required=False, help_text="Ví dụ: Quyết định phân công số …")
    field_order = ("role", "unit", "since", "last", "reason")

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["last"].help_text = "Để trống nếu chưa định ngày kết thúc."
        self._choices("role", Role.objects.order_by("pk"))
        self._choices("unit", units_to_give(by))

    def _choices(self, name: str, rows: QuerySet[Any]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = rows


class DelegateForm(Span):
    """To whom one's own role goes while one is away."""

    to = forms.CharField(label="Người nhận", max_length=150, help_text="Tên đăng nhập, hoặc mã cán bộ của người đã có tài khoản.")
    reason = forms.CharField(label="Lý do", max_length=300, help_text="Ví dụ: nghỉ phép, đi học, công tác.")
    field_order = ("to", "since", "last", "reason")

    def __init__(self, *args: Any, grant: RoleGrant, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.grant = grant
        self.fields["last"].required = True

    def clean_to(self) -> User:
        """An account that may sign in."""
        name = self.cleaned_data["to"].strip()
        found = User.objects.filter(Q(username=name) | Q(person__key=name), is_active=True).first()
        if found is None:
            raise ValidationError(f"Không có tài khoản đang hoạt động nào là “{name}”.")
        return found

    def clean_since(self) -> dt.date:
        """From today on."""
        since: dt.date = self.cleaned_data["since"]
        if since < timezone.localdate():
            raise ValidationError("Ủy quyền tính từ hôm nay trở đi.")
        return since


class OpenForm(forms.Form):
    """Why and how long an administrator needs to read dossiers."""

    reason = forms.CharField(label="Lý do", max_length=400, widget=forms.Textarea(attrs={"rows": 3}), help_text="Việc gì, theo yêu cầu của ai.")
    minutes = forms.TypedChoiceField(label="Trong bao lâu", choices=MINUTES, coerce=int, initial=30)


class FilterForm(forms.Form):
    """What the lists of the log share."""

    tai_khoan = forms.CharField(label="Người làm (tên đăng nhập)", required=False, max_length=150)
    loai = forms.ChoiceField(label="Loại", required=False)
    ma = forms.CharField(label="Mã đối tượng", required=False, max_length=40)
    tu = forms.DateField(label="Từ ngày", required=False)
    den = forms.DateField(label="Đến hết ngày", required=False)
