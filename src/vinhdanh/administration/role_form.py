"""The form of a role: its name, what it may do, where it holds."""

from __future__ import annotations

import json
from typing import Any

from django import forms

from vinhdanh.administration.access import STRONG
from vinhdanh.people.models import Role
from vinhdanh.people.powers import POWERS

FIELDS = ("name", "powers", "below", "delegable")


def _choices() -> list[tuple[str, str]]:
    return [(power, words[0].upper() + words[1:] + (" (quyền quản trị)" if power in STRONG else "")) for power, words in POWERS.items()]


class RoleForm(forms.Form):
    """``seen``: the role as the form first showed it, so that a change made meanwhile is not overwritten."""

    name = forms.CharField(label="Tên vai trò", max_length=120)
    powers = forms.MultipleChoiceField(label="Được làm", choices=_choices, required=False, widget=forms.CheckboxSelectMultiple)
    below = forms.BooleanField(label="Gồm cả đơn vị trực thuộc đơn vị được giao", required=False)
    delegable = forms.BooleanField(label="Được ủy quyền khi vắng mặt", required=False)
    reason = forms.CharField(label="Lý do", max_length=300, help_text="Ghi vào nhật ký hệ thống.")
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def values(self) -> dict[str, Any]:
        """The fields of the role and the reason."""
        return {name: self.cleaned_data[name] for name in (*FIELDS, "reason")}


def initial_of(role: Role) -> dict[str, Any]:
    """What the form shows of a role."""
    return {name: getattr(role, name) for name in FIELDS} | {"seen": seen_of(role)}


def seen_of(role: Role) -> str:
    """A role as text, to compare."""
    return json.dumps([role.name, sorted(role.powers), role.below, role.delegable], ensure_ascii=False)
