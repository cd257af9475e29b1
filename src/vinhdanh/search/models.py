"""What search looks through: one entry an object, and the words that a typing slip may have meant.

Full text lies beside the table: FTS5 kept by triggers on SQLite, an index over ``tsvector`` on PostgreSQL (migration 0002).
"""

from __future__ import annotations

from django.db import models

from vinhdanh.units.models import Unit


class SearchEntry(models.Model):
    """An object as search knows it. Never a secret one, and nothing sensitive: what is shown is checked by the doors again."""

    class Kind(models.TextChoices):
        PERSON = "person", "Cán bộ"
        UNIT = "unit", "Đơn vị"
        DECISION = "decision", "Quyết định"
        INITIATIVE = "initiative", "Sáng kiến, đề tài"
        ACT = "act", "Văn bản pháp luật"

    kind = models.CharField(max_length=10, choices=Kind)
    key = models.CharField(max_length=160)  # what names the object in its address
    object_pk = models.BigIntegerField(null=True)  # not of a decision, which is many rows
    unit = models.ForeignKey(Unit, models.SET_NULL, null=True, related_name="+")
    on = models.DateField(null=True)  # of a decision
    title = models.CharField(max_length=400)
    subtitle = models.CharField(max_length=300, blank=True)
    folded = models.CharField(max_length=500)  # of the name alone: for the order of what is found
    words = models.TextField()  # everything it is found by, folded
    sort_key = models.CharField(max_length=600, blank=True)

    class Meta:
        constraints = (models.UniqueConstraint("kind", "key", name="search_entry_once"),)

    def __str__(self) -> str:
        return self.title


class SearchWord(models.Model):
    """A word of letters that some entry holds."""

    word = models.CharField(max_length=40, unique=True)

    def __str__(self) -> str:
        return self.word


class SearchSlip(models.Model):
    """A word with one letter left out (and the word itself): two words one slip apart share such a form."""

    slip = models.CharField(max_length=40)
    word = models.ForeignKey(SearchWord, models.CASCADE, related_name="slips")

    class Meta:
        constraints = (models.UniqueConstraint("slip", "word", name="search_slip_once"),)

    def __str__(self) -> str:
        return self.slip
