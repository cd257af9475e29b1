"""Files by content: what is stored twice is stored once. The name and the type are facts about a stored file, not a path."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class StoredFile(models.Model):
    """An uploaded file. ``digest`` (SHA-256, hex) is where it lies: ``files/ab/cd/abcd…``."""

    digest = models.CharField(max_length=64, db_index=True)
    name = models.CharField("Tên tệp", max_length=200)
    media_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField()
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    uploaded_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True)  # its retention ended; the bytes are gone when no row is left

    def __str__(self) -> str:
        return self.name
