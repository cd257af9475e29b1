"""Long work: a row that tells how far it is, beating while it is alive, so that a dead one is seen and begun again."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class Job(models.Model):
    """One piece of background work. ``done``/``total`` for the bar, ``beat_at`` the last sign of life."""

    class State(models.TextChoices):
        WAITING = "waiting", "Đang chờ"
        RUNNING = "running", "Đang chạy"
        DONE = "done", "Xong"
        FAILED = "failed", "Không xong"

    kind = models.CharField(max_length=60)
    arguments = models.JSONField(default=dict)
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    says = models.CharField(max_length=300, blank=True)
    result = models.JSONField(default=dict)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    asked_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    beat_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)

    class Meta:
        indexes = (models.Index("state", "beat_at", name="jobs_alive"),)

    def __str__(self) -> str:
        return f"{self.kind} ({self.get_state_display()})"


class DueRun(models.Model):
    """When work that comes round was last begun."""

    code = models.CharField(max_length=60, unique=True)
    last_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.code
