"""The kinds of record: what each is called, where it lives, what is asked, listed and shown. One table for pages, API and exports."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import models
from django.http import Http404

from vinhdanh.records.models import Absence, AwardHeld, CollectiveYear, Completeness, Contest, Discipline, Hold, Initiative, Rating, Study

Complete = Completeness.Kind
PAPER = ("paper", "paper_on")


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind. ``fields``: what is asked and shown, in this order; ``listed``: what a list shows beside subject and year."""

    slug: str
    model: type[models.Model]
    name: str
    one: str
    complete: tuple[Complete, ...]
    fields: tuple[str, ...]
    listed: tuple[str, ...]
    subjects: tuple[str, ...] = ("person", "unit")
    hidden: str = ""  # a sensitivity that hides the whole record, for that it exists tells already

    @property
    def table(self) -> str:
        """The name of the model, as ``FIELD_RULES`` and ``Correction`` write it."""
        return self.model._meta.model_name or ""

    @property
    def joint(self) -> bool:
        """Whether a record has authors in place of one subject."""
        return self.model is Initiative


BOTH = ("person", "unit")
KINDS = (
    Kind("xep-loai", Rating, "Xếp loại", "xếp loại", (Complete.RATINGS,), ("year", "body", "value", *PAPER, "note"), ("value", "body", "paper")),
    Kind(
        "khen-thuong",
        AwardHeld,
        "Danh hiệu, hình thức khen",
        "danh hiệu, hình thức khen",
        (Complete.AWARDS,),
        ("award", "year", "kind", "decision", "decided_on", "issuer", "period_from", "period_to", "name_then", "note"),
        ("award", "decision", "decided_on", "issuer"),
    ),
    Kind(
        "sang-kien",
        Initiative,
        "Sáng kiến, đề tài",
        "sáng kiến, đề tài",
        (Complete.INITIATIVES, Complete.RESEARCH),
        ("kind", "name", "code", "year", "level", "recognised", "applied", "decision", "decided_on", "issuer"),
        ("kind", "level", "decision", "decided_on"),
    ),
    Kind(
        "ky-luat",
        Discipline,
        "Kỷ luật",
        "quyết định kỷ luật",
        (Complete.DISCIPLINE,),
        ("form", "year", *PAPER, "ended_on", "conduct_year", "already_used_in", "note"),
        ("form", "paper", "paper_on", "ended_on"),
        ("person",),
        "discipline",
    ),
    Kind(
        "tam-dung",
        Hold,
        "Tạm dừng xem xét",
        "việc tạm dừng xem xét",
        (Complete.HOLDS,),
        ("kind", "year", "since", "until", "cleared", *PAPER, "note"),
        ("kind", "since", "until", "cleared"),
        BOTH,
        "complaint",
    ),
    Kind(
        "nghi",
        Absence,
        "Nghỉ dài ngày",
        "thời gian nghỉ",
        (Complete.ABSENCES,),
        ("kind", "year", "since", "until", "days", "months", *PAPER, "note"),
        ("kind", "since", "until", "days", "months"),
        ("person",),
    ),
    Kind(
        "hoc-tap",
        Study,
        "Học tập",
        "thời gian học tập",
        (Complete.STUDY,),
        ("year", "since", "until", "months", "result", "rules_obeyed", *PAPER, "note"),
        ("since", "until", "months", "result"),
        ("person",),
    ),
    Kind(
        "hoi-thi",
        Contest,
        "Hội thi",
        "kết quả hội thi",
        (Complete.CONTESTS,),
        ("title", "year", "issuer", *PAPER, "note"),
        ("title", "issuer", "paper"),
    ),
    Kind(
        "tap-the",
        CollectiveYear,
        "Chỉ tiêu, kết quả của tập thể",
        "kết quả năm của tập thể",
        (Complete.TARGETS,),
        ("year", "collective", "members", *PAPER, "note"),
        ("collective", "members", "paper"),
        ("unit",),
    ),
)
BY_SLUG = {k.slug: k for k in KINDS}
BY_TABLE = {k.table: k for k in KINDS}
BY_COMPLETE = {str(c): k for k in KINDS for c in k.complete}


def kind_named(slug: str) -> Kind:
    """The kind of an address, or 404."""
    if slug not in BY_SLUG:
        raise Http404
    return BY_SLUG[slug]


def kind_of(record: models.Model) -> Kind:
    """The kind of a record."""
    return BY_TABLE[record._meta.model_name or ""]
