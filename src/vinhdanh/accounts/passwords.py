"""A password that somebody else knows or may know: it must be changed before anything else is done."""

from __future__ import annotations

from django.core.exceptions import ValidationError

from vinhdanh.accounts.answers import YES, Answer, no
from vinhdanh.accounts.models import User

WHY = "Bạn phải đổi mật khẩu trước khi làm việc khác: quản trị của đơn vị vừa cho đặt lại mật khẩu của tài khoản này."
SAME = "Mật khẩu mới phải khác mật khẩu đang dùng."


def may_go_on(user: User) -> Answer:
    """Whether an account may do anything but change its password; one of the single sign-on has none here to change."""
    return no(WHY) if user.must_change_password and user.has_usable_password() else YES


class NotTheOldOne:
    """A new password must differ from the one in use, or a change that is asked for would change nothing."""

    def validate(self, password: str, user: object | None = None) -> None:
        """Raises ``ValidationError`` for the password in use."""
        if isinstance(user, User) and user.pk and user.has_usable_password() and user.check_password(password):
            raise ValidationError(SAME, code="password_same")

    def get_help_text(self) -> str:
        """What a page says beside the field."""
        return SAME
