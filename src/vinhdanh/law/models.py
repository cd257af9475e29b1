"""Acts and provisions with their days in force, and the office's own values and rules, entered and approved by two people."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from vinhdanh.files.models import StoredFile
from vinhdanh.units.models import Unit


class Act(models.Model):
    """A legal act. ``code`` is its key in the rulebook's ``acts``."""

    class Status(models.TextChoices):
        IN_FORCE = "in_force", "Còn hiệu lực"
        NOT_YET = "not_yet", "Chưa có hiệu lực"
        PARTLY = "partly", "Hết hiệu lực một phần"
        EXPIRED = "expired", "Hết hiệu lực"

    code = models.CharField(max_length=60, unique=True)
    number = models.CharField("Số, ký hiệu", max_length=60)
    name = models.CharField("Tên văn bản", max_length=300)
    short = models.CharField("Tên ngắn", max_length=160, blank=True)
    kind = models.CharField("Loại văn bản", max_length=40, blank=True)
    issuer = models.CharField("Nơi ban hành", max_length=160, blank=True)
    issued_on = models.DateField("Ngày ban hành", null=True, blank=True)
    in_force = models.DateField("Có hiệu lực từ", null=True, blank=True)
    until = models.DateField("Hết hiệu lực từ", null=True, blank=True)
    replaced_by = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="replaces")
    folded = models.CharField(max_length=500, db_index=True)
    from_rulebook = models.BooleanField(default=True)

    def __str__(self) -> str:
        return self.short or self.name


class Provision(models.Model):
    """An article, clause or point of an act. ``text`` empty: "chưa có nguyên văn" until the office pastes or uploads it."""

    act = models.ForeignKey(Act, models.CASCADE, related_name="provisions")
    article = models.CharField("Điều", max_length=12)
    clause = models.CharField("Khoản", max_length=12, blank=True)
    point = models.CharField("Điểm", max_length=12, blank=True)
    order = models.PositiveIntegerField(default=0)
    heading = models.CharField("Tên điều", max_length=300, blank=True)
    text = models.TextField("Nguyên văn", blank=True)
    in_force = models.DateField("Có hiệu lực từ", null=True, blank=True)
    until = models.DateField("Hết hiệu lực từ", null=True, blank=True)
    source = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+")
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    entered_at = models.DateTimeField(null=True)
    folded = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = (models.UniqueConstraint("act", "article", "clause", "point", "in_force", name="provision_once", nulls_distinct=False),)

    def __str__(self) -> str:
        return f"Điều {self.article} {self.act}"


class OfficeRule(models.Model):
    """A value or a rule of the office: an overlay entry in the rulebook's own YAML, with act, article, scan and days.

    It takes effect only when a second person has approved it; ``approved_by`` is never ``entered_by``.
    """

    class State(models.TextChoices):
        DRAFT = "draft", "Nháp"
        SUBMITTED = "submitted", "Chờ duyệt"
        APPROVED = "approved", "Đã duyệt"
        RETURNED = "returned", "Trả lại"
        WITHDRAWN = "withdrawn", "Đã bỏ"

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="rules")
    title = models.CharField("Tên quy định", max_length=200)
    award = models.SlugField("Danh hiệu, hình thức", max_length=60, blank=True)
    section = models.CharField(max_length=20)  # criteria, quotas, votes, decides, dossiers, deadlines, money, base_salary …
    body = models.TextField("Nội dung")  # YAML, checked by merit.loading
    act = models.ForeignKey(Act, models.PROTECT, null=True, blank=True, related_name="+")
    article = models.CharField("Điều, khoản, điểm", max_length=60)
    in_force = models.DateField("Có hiệu lực từ")
    until = models.DateField("Hết hiệu lực từ", null=True, blank=True)
    scan = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+")
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()
    approved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    approved_at = models.DateTimeField(null=True)
    reason = models.CharField("Lý do", max_length=400, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(approved_by__isnull=True) | ~Q(approved_by=F("entered_by")), name="rule_two_people"),
            models.CheckConstraint(condition=~Q(state="approved") | Q(approved_by__isnull=False), name="rule_approved_by_someone"),
            models.CheckConstraint(condition=Q(until__isnull=True) | Q(until__gt=F("in_force")), name="rule_order"),
        )

    def __str__(self) -> str:
        return self.title
