"""Units as dated data: the tree, the kinds, what became of whom, and the clusters in which units compete."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q


def dated(name: str) -> models.CheckConstraint:
    """A span ``since`` (inclusive) – ``until`` (exclusive, empty while it lasts)."""
    return models.CheckConstraint(condition=Q(until__isnull=True) | Q(until__gt=F("since")), name=name)


class UnitKind(models.Model):
    """A kind of unit and its level, while the organisation knew it (cấp huyện until 30/6/2025, khu vực from 01/7/2025)."""

    code = models.SlugField(max_length=40, unique=True)
    name = models.CharField("Tên loại đơn vị", max_length=120)
    level = models.CharField("Cấp", max_length=40)  # toi-cao, cap-cao, tinh, huyen, khu-vuc, quan-su, noi-bo …
    rank = models.PositiveSmallIntegerField(default=0)  # for sorting: the highest first
    since = models.DateField("Từ ngày", null=True, blank=True)
    until = models.DateField("Đến trước ngày", null=True, blank=True)

    def __str__(self) -> str:
        return self.name


class Unit(models.Model):
    """A unit through all its names. What may change stands in ``UnitSpan``; what is shown most is kept here too, set by actions.

    ``path`` holds the keys of the units above and of itself, ``/VT/P1/``, of the current (or last) place in the tree.
    """

    key = models.CharField("Mã đơn vị", max_length=40, unique=True)
    name = models.CharField("Tên đơn vị", max_length=200)
    short_name = models.CharField("Tên ngắn", max_length=60, blank=True)
    kind = models.ForeignKey(UnitKind, models.PROTECT, related_name="units")
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    path = models.CharField(max_length=400, db_index=True)
    answers_for = models.JSONField(default=list, blank=True)  # see ``lineage``: so that scopes reach what ended into a unit without a query
    founded_on = models.DateField("Ngày thành lập", null=True, blank=True)
    dissolved_on = models.DateField("Ngày kết thúc hoạt động", null=True, blank=True)  # the first day it is no more
    folded = models.CharField(max_length=300, db_index=True)
    sort_key = models.CharField(max_length=1000, db_index=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(dissolved_on__isnull=True) | Q(founded_on__isnull=True) | Q(dissolved_on__gt=F("founded_on")), name="unit_lifetime"
            ),
        )

    def __str__(self) -> str:
        return self.name


class UnitSpan(models.Model):
    """What a unit was called, what it was and whom it belonged to during a span of days."""

    unit = models.ForeignKey(Unit, models.CASCADE, related_name="spans")
    since = models.DateField("Từ ngày")
    until = models.DateField("Đến trước ngày", null=True, blank=True)
    name = models.CharField("Tên đơn vị", max_length=200)
    kind = models.ForeignKey(UnitKind, models.PROTECT, related_name="+")
    parent = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+")
    legal_personality = models.BooleanField("Có tư cách pháp nhân", null=True)
    payroll_owner = models.BooleanField("Quản lý quỹ lương", null=True)
    flag_eligible = models.BooleanField("Thuộc diện xét Cờ thi đua", null=True)
    paper = models.CharField("Văn bản", max_length=200, blank=True)

    class Meta:
        constraints = (dated("unit_span_order"), models.UniqueConstraint("unit", "since", name="unit_span_once"))

    def __str__(self) -> str:
        return f"{self.name} từ {self.since:%d/%m/%Y}"


class UnitSuccession(models.Model):
    """What became of a unit on a day: one row for each pair of an old and a new unit. ``duties``: the new one answers for the old."""

    class Kind(models.TextChoices):
        MERGE = "merge", "Sáp nhập"
        SPLIT = "split", "Chia tách"
        RENAME = "rename", "Đổi tên"
        DISSOLVE = "dissolve", "Giải thể"

    kind = models.CharField("Việc", max_length=10, choices=Kind)
    old = models.ForeignKey(Unit, models.PROTECT, related_name="successors")
    new = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="predecessors")
    on = models.DateField("Ngày có hiệu lực")
    duties = models.BooleanField("Tiếp nhận hồ sơ, nghĩa vụ", default=True)
    paper = models.CharField("Văn bản", max_length=200, blank=True)

    class Meta:
        constraints = (models.UniqueConstraint("old", "new", "on", name="unit_succession_once"),)

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.old} ({self.on:%d/%m/%Y})"


class Cluster(models.Model):
    """A cụm or khối in which units compete."""

    class Kind(models.TextChoices):
        CUM = "cum", "Cụm thi đua"
        KHOI = "khoi", "Khối thi đua"

    kind = models.CharField(max_length=4, choices=Kind)
    key = models.CharField("Mã", max_length=40, unique=True)
    name = models.CharField("Tên", max_length=160)
    owner = models.ForeignKey(Unit, models.PROTECT, related_name="clusters")  # the unit that leads the emulation work
    since = models.DateField("Từ ngày", null=True, blank=True)
    until = models.DateField("Đến trước ngày", null=True, blank=True)

    def __str__(self) -> str:
        return self.name


class ClusterMember(models.Model):
    """A unit in a cluster for a year, as member, head (cụm trưởng, khối trưởng) or deputy."""

    class Role(models.TextChoices):
        MEMBER = "member", "Thành viên"
        HEAD = "head", "Trưởng"
        DEPUTY = "deputy", "Phó"

    cluster = models.ForeignKey(Cluster, models.CASCADE, related_name="members")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="cluster_years")
    year = models.PositiveSmallIntegerField("Năm")
    role = models.CharField("Vai trò", max_length=8, choices=Role, default=Role.MEMBER)

    class Meta:
        constraints = (
            models.UniqueConstraint("unit", "year", name="cluster_one_a_year"),
            models.UniqueConstraint("cluster", "year", condition=Q(role="head"), name="cluster_one_head"),
        )

    def __str__(self) -> str:
        return f"{self.unit}: {self.cluster} {self.year}"
