"""Tokens: a program's right to act for an account, with fewer powers, until a day."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.db import models
from django.utils import timezone


class Token(models.Model):
    """A token of an account. Only its digest is kept; ``powers`` are those of the account it may use, never more."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="tokens")
    name = models.CharField("Dùng cho", max_length=80)
    digest = models.CharField(max_length=64, unique=True)
    powers = models.JSONField("Phạm vi", default=list)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField("Hết hạn")
    revoked_at = models.DateTimeField(null=True)
    used_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (models.CheckConstraint(condition=models.Q(expires_at__gt=models.F("made_at")), name="token_order"),)

    def __str__(self) -> str:
        return f"{self.user}: {self.name}"

    @property
    def last_day(self) -> dt.date:
        """The last day on which it can be used."""
        return timezone.localdate(self.expires_at - dt.timedelta(microseconds=1))
