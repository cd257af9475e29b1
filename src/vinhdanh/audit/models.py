"""What happened: events in a hash chain per object, who saw sensitive pages, and timed sessions of administrators."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class Event(models.Model):
    """One act with legal effect upon one object. Written by ``audit.actions.record`` only; never changed, never removed.

    ``digest`` is SHA-256 over the event's content and the digest of the event before it in the chain of the same object.
    """

    kind = models.CharField(max_length=40)  # the kind of object: "people.person"
    object_id = models.CharField(max_length=40)
    number = models.PositiveIntegerField()  # 1, 2, 3 … in the chain of the object
    action = models.CharField(max_length=60)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    reason = models.CharField(max_length=400, blank=True)
    data = models.JSONField(default=dict)
    previous = models.CharField(max_length=64, blank=True)
    digest = models.CharField(max_length=64)

    class Meta:
        constraints = (models.UniqueConstraint("kind", "object_id", "number", name="audit_event_chain"),)
        indexes = (models.Index("at", name="audit_event_at"), models.Index("actor", "at", name="audit_event_actor"))

    def __str__(self) -> str:
        return f"{self.kind} {self.object_id} #{self.number} {self.action}"


class Viewing(models.Model):
    """Somebody saw a sensitive page or field: who, what, which fields, when."""

    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    kind = models.CharField(max_length=40)
    object_id = models.CharField(max_length=40)
    fields = models.CharField(max_length=200)
    page = models.CharField(max_length=200)

    class Meta:
        indexes = (models.Index("kind", "object_id", "at", name="audit_viewing_object"), models.Index("actor", "at", name="audit_viewing_actor"))

    def __str__(self) -> str:
        return f"{self.kind} {self.object_id} ({self.fields})"


class OpenSession(models.Model):
    """An administrator's right to read dossiers, for a time and a reason: everything seen in it is a ``Viewing``."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="open_sessions")
    reason = models.CharField(max_length=400)
    opened_at = models.DateTimeField()
    until = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (models.CheckConstraint(condition=models.Q(until__gt=models.F("opened_at")), name="audit_session_order"),)

    def __str__(self) -> str:
        return f"{self.user} đến {self.until:%H:%M %d/%m/%Y}"
