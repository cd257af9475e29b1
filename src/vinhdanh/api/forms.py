"""The form of a new token."""

from __future__ import annotations

from typing import Any

from django import forms

from vinhdanh.accounts.models import User
from vinhdanh.api.scopes import OWN, PAGES_ONLY, SCOPES, TOKENS_ONLY
from vinhdanh.people.access import scope_of


class TokenForm(forms.Form):
    """What it is for, which of one's own powers it may use, until when."""

    name = forms.CharField(label="Dùng cho", max_length=80, help_text="Tên chương trình sẽ dùng mã này.")
    powers = forms.MultipleChoiceField(
        label="Phạm vi", widget=forms.CheckboxSelectMultiple, help_text="Chỉ những gì tài khoản của bạn đang có; nên chọn ít nhất có thể."
    )
    expires_on = forms.DateField(label="Dùng đến hết ngày", widget=forms.DateInput(attrs={"inputmode": "numeric", "placeholder": "dd/mm/yyyy"}))

    def __init__(self, *args: Any, user: User, **more: Any) -> None:
        super().__init__(*args, **more)
        scope = scope_of(user)
        mine = {p for held in scope.held for p in held.powers} | set(TOKENS_ONLY) - (set() if scope.person_id else {OWN})
        field = self.fields["powers"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [(p, words) for p, words in SCOPES.items() if p in mine - PAGES_ONLY]
