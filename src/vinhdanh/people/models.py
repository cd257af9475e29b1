"""People: one record a person with dated posts and memberships; transfers, merges of duplicates; roles given on units."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from vinhdanh.units.models import Unit, dated


class Person(models.Model):
    """A person, known by ``key`` for ever. ``unit`` is the current (or last) payroll unit, set by actions from ``Membership``.

    ``secret``: the dossier is marked *mật*; then name, facts and everything else stay out and only a stub is kept.
    """

    class Status(models.TextChoices):
        SERVING = "serving", "Đang công tác"
        RETIRED = "retired", "Đã nghỉ hưu"
        LEFT = "left", "Đã thôi việc"
        DECEASED = "deceased", "Đã từ trần"
        OUTSIDE = "outside", "Ngoài ngành"

    class Gender(models.TextChoices):
        MALE = "nam", "Nam"
        FEMALE = "nu", "Nữ"

    key = models.CharField("Mã cán bộ", max_length=40, unique=True)
    full_name = models.CharField("Họ và tên", max_length=120)
    birth = models.DateField("Ngày sinh", null=True, blank=True)
    birth_year = models.PositiveSmallIntegerField("Năm sinh", null=True, blank=True)
    gender = models.CharField("Giới tính", max_length=3, choices=Gender, blank=True)
    identity_number = models.CharField("Số căn cước", max_length=12, blank=True)  # sensitive: "identity"
    party_member = models.BooleanField("Đảng viên", null=True)
    contract = models.BooleanField("Lao động hợp đồng", null=True)
    joined_on = models.DateField("Ngày vào ngành", null=True, blank=True)
    status = models.CharField("Tình trạng", max_length=10, choices=Status, default=Status.SERVING)
    status_since = models.DateField("Từ ngày", null=True, blank=True)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="people")
    post_name = models.CharField("Chức vụ, chức danh", max_length=120, blank=True)
    account = models.OneToOneField(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="person")
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="+")
    secret = models.BooleanField(default=False)
    folded = models.CharField(max_length=200, db_index=True)
    sort_key = models.CharField(max_length=600, db_index=True)  # by given name, as Vietnamese lists are
    version = models.PositiveIntegerField(default=1)

    class Meta:
        indexes = (models.Index("unit", "status", "sort_key", name="people_of_unit"),)

    def __str__(self) -> str:
        return self.full_name


class Membership(models.Model):
    """A person in a unit during a span: on its payroll, or seconded to it while on another's."""

    class Kind(models.TextChoices):
        PAYROLL = "payroll", "Biên chế"
        SECONDMENT = "secondment", "Biệt phái"

    person = models.ForeignKey(Person, models.CASCADE, related_name="memberships")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="memberships")
    kind = models.CharField("Hình thức", max_length=10, choices=Kind, default=Kind.PAYROLL)
    since = models.DateField("Từ ngày")
    until = models.DateField("Đến trước ngày", null=True, blank=True)
    paper = models.CharField("Văn bản", max_length=200, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = (dated("membership_order"), models.UniqueConstraint("person", "unit", "kind", "since", name="membership_once"))
        indexes = (models.Index("unit", "since", "until", name="membership_of_unit"),)

    def __str__(self) -> str:
        return f"{self.person} – {self.unit}"


class Post(models.Model):
    """A post (chức vụ, chức danh) held during a span. ``code`` is a code of the rulebook's posts where it has one."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="posts")
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+")
    name = models.CharField("Chức vụ, chức danh", max_length=120)
    code = models.CharField(max_length=60, blank=True)
    head = models.BooleanField("Là người đứng đầu", default=False)
    leader = models.BooleanField("Là lãnh đạo, quản lý", default=False)
    since = models.DateField("Từ ngày")
    until = models.DateField("Đến trước ngày", null=True, blank=True)
    paper = models.CharField("Quyết định", max_length=200, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = (dated("post_order"),)
        indexes = (models.Index("unit", "head", "until", name="post_heads"),)

    def __str__(self) -> str:
        return self.name


class Transfer(models.Model):
    """A transfer to another unit: proposed by the old one, in force when the new one has accepted."""

    class State(models.TextChoices):
        PROPOSED = "proposed", "Chờ tiếp nhận"
        ACCEPTED = "accepted", "Đã tiếp nhận"
        RETURNED = "returned", "Trả lại"
        WITHDRAWN = "withdrawn", "Đã rút"

    person = models.ForeignKey(Person, models.CASCADE, related_name="transfers")
    old_unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+")
    new_unit = models.ForeignKey(Unit, models.PROTECT, related_name="incoming")
    kind = models.CharField(max_length=10, choices=Membership.Kind, default=Membership.Kind.PAYROLL)
    on = models.DateField("Ngày chuyển")
    until = models.DateField("Đến trước ngày", null=True, blank=True)  # of a secondment
    paper = models.CharField("Quyết định", max_length=200, blank=True)
    opinion = models.CharField("Nhận xét của đơn vị cũ", max_length=400, blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.PROPOSED)
    reason = models.CharField(max_length=400, blank=True)
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    proposed_at = models.DateTimeField()
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (models.UniqueConstraint("person", condition=Q(state="proposed"), name="transfer_one_open"),)

    def __str__(self) -> str:
        return f"{self.person} → {self.new_unit}"


class PersonMerge(models.Model):
    """Two records found to be one person. ``moved`` names every row that changed hands, so that it can be undone."""

    kept = models.ForeignKey(Person, models.PROTECT, related_name="merges")
    gone = models.ForeignKey(Person, models.PROTECT, related_name="+")
    moved = models.JSONField(default=dict)  # {"records.rating": [ids], …} and the old field values of ``gone``
    reason = models.CharField(max_length=400)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    undone_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    undone_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (models.CheckConstraint(condition=~Q(kept=F("gone")), name="merge_of_two"),)

    def __str__(self) -> str:
        return f"{self.gone} → {self.kept}"


class Role(models.Model):
    """A role as data: what its holder may do (``powers``, words of ``people.powers``) on the unit it is given on and below."""

    code = models.SlugField(max_length=40, unique=True)
    name = models.CharField("Vai trò", max_length=120)
    powers = models.JSONField(default=list)
    below = models.BooleanField("Gồm cả đơn vị trực thuộc", default=True)
    delegable = models.BooleanField("Được ủy quyền", default=True)

    def __str__(self) -> str:
        return self.name


class RoleGrant(models.Model):
    """A role given to an account on a unit for a time; ``delegated_from`` when its holder gave it while absent."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="grants")
    role = models.ForeignKey(Role, models.PROTECT, related_name="grants")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="grants")
    since = models.DateField("Từ ngày")
    until = models.DateField("Đến trước ngày", null=True, blank=True)
    delegated_from = models.ForeignKey("self", models.CASCADE, null=True, blank=True, related_name="delegations")
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = (dated("grant_order"),)
        indexes = (models.Index("user", "since", "until", name="grants_of_user"),)

    def __str__(self) -> str:
        return f"{self.user}: {self.role} tại {self.unit}"


class GrantRequest(models.Model):
    """A role that reads dossiers, asked for by somebody who does not: it gives nothing until a second person approves it."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="grant_requests")
    role = models.ForeignKey(Role, models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    since = models.DateField("Từ ngày")
    until = models.DateField("Đến trước ngày", null=True, blank=True)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = (dated("grant_request_order"),)

    def __str__(self) -> str:
        return f"{self.user}: {self.role} tại {self.unit}, chờ duyệt"
