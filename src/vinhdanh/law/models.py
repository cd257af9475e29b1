"""Acts and provisions with their days in force, and the office's own values and rules, entered and approved by two people."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from vinhdanh.files.models import StoredFile
from vinhdanh.merit.law import Act as Named
from vinhdanh.merit.law import Citation
from vinhdanh.units.models import Unit


class Act(models.Model):
    """A legal act. ``code`` is its key in the rulebook's ``acts``; acts an office adds have a code of their own."""

    class Status(models.TextChoices):
        IN_FORCE = "in_force", "Còn hiệu lực"
        NOT_YET = "not_yet", "Chưa có hiệu lực"
        PARTLY = "partly", "Hết hiệu lực một phần"
        EXPIRED = "expired", "Hết hiệu lực"
        UNKNOWN = "unknown", "Chưa rõ ngày hiệu lực"

    code = models.SlugField(max_length=60, unique=True)
    number = models.CharField("Số, ký hiệu", max_length=60, blank=True)
    name = models.CharField("Tên văn bản", max_length=300)
    short = models.CharField("Tên ngắn", max_length=160, blank=True)
    kind = models.CharField("Loại văn bản", max_length=40, blank=True)
    issuer = models.CharField("Nơi ban hành", max_length=160, blank=True)
    issued_on = models.DateField("Ngày ban hành", null=True, blank=True)
    in_force = models.DateField("Có hiệu lực từ", null=True, blank=True)
    until = models.DateField("Hết hiệu lực từ", null=True, blank=True)
    replaced_by = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="replaces")
    note = models.CharField("Ghi chú", max_length=300, blank=True)
    folded = models.CharField(max_length=600)
    sort_key = models.CharField(max_length=80, db_index=True)
    from_rulebook = models.BooleanField(default=True)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(until__isnull=True) | Q(in_force__isnull=True) | Q(until__gt=F("in_force")), name="act_order"),
        )

    def __str__(self) -> str:
        return self.short or self.name

    def status_on(self, on: dt.date, *, ended_in_part: bool = False) -> Act.Status:
        """Where the act stands on a day; ``ended_in_part``: a provision of it has ended by then."""
        if self.until is not None and on >= self.until:
            return self.Status.EXPIRED
        if self.in_force is None:
            return self.Status.UNKNOWN
        if on < self.in_force:
            return self.Status.NOT_YET
        return self.Status.PARTLY if ended_in_part else self.Status.IN_FORCE


class Provision(models.Model):
    """An article, clause, point or section (``part``) of an act during a span. ``text`` empty: "chưa có nguyên văn".

    An empty ``in_force`` means from the act's own day. Several spans of one place follow each other (an amended article).
    """

    act = models.ForeignKey(Act, models.CASCADE, related_name="provisions")
    article = models.CharField("Điều", max_length=12, blank=True)
    clause = models.CharField("Khoản", max_length=12, blank=True)
    point = models.CharField("Điểm", max_length=12, blank=True)
    part = models.CharField("Mục, phụ lục", max_length=120, blank=True)
    slug = models.CharField(max_length=120)  # the place in addresses: dieu-22-khoan-1-diem-a
    sort_key = models.CharField(max_length=160)
    heading = models.CharField("Tên điều", max_length=500, blank=True)
    text = models.TextField("Nguyên văn", blank=True)
    in_force = models.DateField("Có hiệu lực từ", null=True, blank=True)
    until = models.DateField("Hết hiệu lực từ", null=True, blank=True)
    source = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+")
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    entered_at = models.DateTimeField(null=True)
    folded = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=0)  # 0: no text yet

    class Meta:
        constraints = (
            models.UniqueConstraint("act", "slug", "in_force", name="provision_once"),
            models.UniqueConstraint("act", "slug", condition=Q(in_force__isnull=True), name="provision_once_from_start"),
            models.CheckConstraint(condition=Q(until__isnull=True) | Q(in_force__isnull=True) | Q(until__gt=F("in_force")), name="provision_order"),
        )
        indexes = (models.Index("act", "sort_key", name="provision_in_order"),)

    def __str__(self) -> str:
        return f"{self.slug} {self.act_id}"


class ProvisionVersion(models.Model):
    """A text once entered for a provision: what is entered later never takes its place unseen."""

    provision = models.ForeignKey(Provision, models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    heading = models.CharField(max_length=500, blank=True)
    text = models.TextField()
    source = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+")
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    entered_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint("provision", "number", name="provision_version_once"),)

    def __str__(self) -> str:
        return f"{self.provision}, bản {self.number}"


class OfficeRule(models.Model):
    """A value or a rule of the office: one entry of the rulebook, laid over national and sector law, with act, article, scan and days.

    ``body`` is the entry in the rulebook's own YAML without days and citation, which stand in the columns. It takes effect only
    when a second person has approved it; ``approved_by`` is nobody of ``editors``. ``replaces``: the earlier rule that ends when
    this one begins. A rule of the section ``end`` says nothing but that.
    """

    class State(models.TextChoices):
        DRAFT = "draft", "Nháp"
        SUBMITTED = "submitted", "Chờ duyệt"
        APPROVED = "approved", "Đã duyệt"
        RETURNED = "returned", "Trả lại"
        WITHDRAWN = "withdrawn", "Đã rút"

    class Section(models.TextChoices):
        CRITERIA = "criteria", "Tiêu chuẩn, điều kiện"
        QUOTAS = "quotas", "Tỷ lệ, số lượng"
        VOTES = "votes", "Bỏ phiếu"
        DECIDES = "decides", "Thẩm quyền"
        DOSSIERS = "dossiers", "Hồ sơ"
        DEADLINES = "deadlines", "Thời hạn"
        MONEY = "money", "Tiền thưởng"
        BASE_SALARY = "base_salary", "Lương cơ sở"
        ROUNDING = "rounding", "Làm tròn tiền thưởng"
        STACKING = "stacking", "Cộng dồn tiền thưởng"
        REUSE = "reuse", "Dùng lại sáng kiến"
        END = "end", "Bãi bỏ quy định của cơ quan"

    unit = models.ForeignKey(Unit, models.PROTECT, verbose_name="Đơn vị áp dụng", related_name="rules")
    title = models.CharField("Tên quy định", max_length=200)
    award = models.SlugField("Danh hiệu, hình thức", max_length=60, blank=True)
    section = models.CharField("Loại quy định", max_length=20, choices=Section)
    body = models.TextField("Nội dung", blank=True)
    form = models.CharField(max_length=20, default="yaml")  # the guided form it was entered with, and what was answered there
    answers = models.JSONField(default=dict)
    act = models.ForeignKey(Act, models.PROTECT, verbose_name="Văn bản", related_name="+")
    article = models.CharField("Điều, khoản, điểm", max_length=60, blank=True)
    in_force = models.DateField("Có hiệu lực từ")
    until = models.DateField("Hết hiệu lực từ", null=True, blank=True)
    scan = models.ForeignKey(StoredFile, models.PROTECT, verbose_name="Bản chụp văn bản", null=True, blank=True, related_name="+")
    replaces = models.ForeignKey("self", models.PROTECT, verbose_name="Thay cho", null=True, blank=True, related_name="successors")
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()
    editors = models.JSONField(default=list)  # keys of all accounts that wrote on it
    approved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    approved_at = models.DateTimeField(null=True)
    reason = models.CharField("Lý do", max_length=400, blank=True)
    digest = models.CharField(max_length=64, blank=True)  # SHA-256 of what it says: rulebooks are kept by it
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(approved_by__isnull=True) | ~Q(approved_by=F("entered_by")), name="rule_two_people"),
            models.CheckConstraint(condition=~Q(state="approved") | Q(approved_by__isnull=False), name="rule_approved_by_someone"),
            models.CheckConstraint(condition=Q(until__isnull=True) | Q(until__gt=F("in_force")), name="rule_order"),
            models.CheckConstraint(condition=~Q(section="end") | Q(replaces__isnull=False), name="rule_end_of_something"),
        )
        indexes = (models.Index("state", "unit", name="rules_in_state"),)

    def __str__(self) -> str:
        return self.title

    @property
    def cite(self) -> Citation:
        """Its place in its act."""
        act = Named(self.act.code, self.act.short or self.act.name)
        return Citation.at(act, self.article) if self.article else Citation(act)
