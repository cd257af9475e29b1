"""Accounts: who may sign in. What an account may do is said by ``people.RoleGrant``; who it is, by ``people.Person.account``."""

from __future__ import annotations

from django.contrib.auth.models import AbstractUser
from django.db import models


class User(AbstractUser):
    """An account. ``is_staff`` and ``is_superuser`` give no right to read dossiers: they are never asked by our predicates."""

    first_name = None  # type: ignore[assignment]
    last_name = None  # type: ignore[assignment]
    full_name = models.CharField("Họ và tên", max_length=120)
    invited_by = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="+")
    must_change_password = models.BooleanField(default=False)

    REQUIRED_FIELDS = ["full_name"]

    def get_full_name(self) -> str:
        """The name as written."""
        return self.full_name

    def get_short_name(self) -> str:
        """The given name, which stands last."""
        return self.full_name.split(" ")[-1] if self.full_name else self.username

    def __str__(self) -> str:
        return self.full_name or self.username


class Invitation(models.Model):
    """An invitation or a reset: a link that works once, until a time. Only the digest of its token is kept."""

    class Purpose(models.TextChoices):
        INVITE = "invite", "Mời"
        RESET = "reset", "Đặt lại mật khẩu"

    user = models.ForeignKey(User, models.CASCADE, related_name="invitations")
    purpose = models.CharField(max_length=8, choices=Purpose)
    digest = models.CharField(max_length=64, unique=True)
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.get_purpose_display()}: {self.user}"
