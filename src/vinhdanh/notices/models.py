"""Notices: short lines for a person's desk. They never carry sensitive fields; they point to the page that may show them."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class Notice(models.Model):
    """One line for one account."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="notices")
    kind = models.CharField(max_length=40)
    says = models.CharField(max_length=300)
    url = models.CharField(max_length=200, blank=True)
    made_at = models.DateTimeField()
    due = models.DateField(null=True)
    read_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (models.Index("user", "read_at", "made_at", name="notices_unread"),)

    def __str__(self) -> str:
        return self.says
