"""The facts about people and collectives: dated rows, each with the paper that proves it and who entered it.

Nothing here says "eligible": verdicts are computed (``records.facts`` makes the cases, ``merit`` weighs them).
Codes are those of the shared case format (awards, kinds, levels, ratings, forms of discipline).
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from vinhdanh.files.models import StoredFile
from vinhdanh.jobs.models import Job
from vinhdanh.people.models import Person
from vinhdanh.units.models import Unit

FIRST_YEAR, LAST_YEAR = 1945, 2100


class ImportBatch(models.Model):
    """A file being brought in: read, reviewed in a grid, then saved whole or not at all; a saved one can be undone."""

    class State(models.TextChoices):
        READING = "reading", "Đang đọc"
        MAPPING = "mapping", "Chờ chọn cột"
        REVIEW = "review", "Đang rà soát"
        SAVING = "saving", "Đang lưu"
        SAVED = "saved", "Đã lưu"
        UNDONE = "undone", "Đã hoàn tác"
        DROPPED = "dropped", "Đã bỏ"
        FAILED = "failed", "Không đọc được"

    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="imports")  # whose data it is: the scope it may touch
    kind = models.CharField(max_length=20)  # "template" (vinhdanh template), or what a unit's own list holds: "people", "awards" …
    year = models.PositiveSmallIntegerField("Năm công tác")  # of the data: what is declared complete reaches up to it
    job = models.ForeignKey(Job, models.SET_NULL, null=True, related_name="+")  # the work that reads or saves it now
    state = models.CharField(max_length=8, choices=State, default=State.READING)
    mapping = models.JSONField(default=dict)  # where its columns stand, by sheet; see importing.layout
    counts = models.JSONField(default=dict)
    notes = models.JSONField(default=list)  # about the file as a whole: [{sheet, severity, message, do}]
    message = models.CharField(max_length=400, blank=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    saved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    saved_at = models.DateTimeField(null=True)
    undone_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    undone_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    def __str__(self) -> str:
        return f"{self.file} ({self.get_state_display()})"


class Record(models.Model):
    """What all facts share. ``person`` or ``unit`` is the subject, never both. ``year`` is the emulation year.

    A record found wrong is corrected (``version`` grows, the old value stays in the history and in ``Correction``)
    or set aside (``void_at``); it is not deleted but by the undoing of the import that made it.
    """

    person = models.ForeignKey(Person, models.CASCADE, null=True, blank=True, related_name="%(class)s_set")
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="%(class)s_set")
    year = models.PositiveSmallIntegerField("Năm")
    paper = models.CharField("Văn bản chứng minh", max_length=200, blank=True)
    paper_on = models.DateField("Ngày văn bản", null=True, blank=True)
    proof = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+")
    note = models.CharField("Ghi chú", max_length=300, blank=True)
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    entered_at = models.DateTimeField()
    batch = models.ForeignKey(ImportBatch, models.PROTECT, null=True, related_name="+")
    void_at = models.DateTimeField(null=True)
    void_reason = models.CharField(max_length=300, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        abstract = True


def subject(name: str) -> models.CheckConstraint:
    """Exactly one of person and unit."""
    return models.CheckConstraint(condition=Q(person__isnull=True, unit__isnull=False) | Q(person__isnull=False, unit__isnull=True), name=name)


def sane(name: str) -> models.CheckConstraint:
    """A year that can be meant."""
    return models.CheckConstraint(condition=Q(year__gte=FIRST_YEAR, year__lte=LAST_YEAR), name=name)


def ordered(name: str, start: str, end: str) -> models.CheckConstraint:
    """A span of days whose end does not come before its start, where both are known."""
    return models.CheckConstraint(
        condition=Q(**{f"{start}__isnull": True}) | Q(**{f"{end}__isnull": True}) | Q(**{f"{end}__gte": F(start)}), name=name
    )


class Rating(Record):
    """The yearly rating (xếp loại chất lượng) of a person, or of a collective. Once a subject and year."""

    class Value(models.TextChoices):
        EXCELLENT = "hoan-thanh-xuat-sac", "Hoàn thành xuất sắc nhiệm vụ"
        GOOD = "hoan-thanh-tot", "Hoàn thành tốt nhiệm vụ"
        DONE = "hoan-thanh", "Hoàn thành nhiệm vụ"
        NOT = "khong-hoan-thanh", "Không hoàn thành nhiệm vụ"
        GOOD_OR_BETTER = "tot-tro-len", "Hoàn thành tốt nhiệm vụ trở lên"

    class Body(models.TextChoices):
        OFFICE = "chinh-quyen", "Chuyên môn"
        PARTY = "dang", "Đảng"
        UNION = "doan-the", "Đoàn thể"

    value = models.CharField("Xếp loại", max_length=24, choices=Value)
    body = models.CharField("Tổ chức", max_length=12, choices=Body, default=Body.OFFICE)

    class Meta:
        constraints = (
            subject("rating_subject"),
            sane("rating_year_sane"),
            models.UniqueConstraint("person", "year", "body", condition=Q(void_at__isnull=True, person__isnull=False), name="rating_once_person"),
            models.UniqueConstraint("unit", "year", "body", condition=Q(void_at__isnull=True, unit__isnull=False), name="rating_once_unit"),
        )
        indexes = (
            models.Index("year", "person", "body", "value", "void_at", name="rating_year"),
            models.Index(fields=("-year", "-id"), name="rating_newest"),
        )

    def __str__(self) -> str:
        return f"{self.year}: {self.get_value_display()}"


class AwardHeld(Record):
    """A title or a form held. ``award``: a code of the rulebook; ``period_from``/``period_to``: the achievement period written in it."""

    class Kind(models.TextChoices):
        MERIT = "cong-trang", "Theo công trạng và thành tích"
        CAMPAIGN = "phong-trao", "Theo phong trào thi đua"
        THEME = "chuyen-de", "Theo chuyên đề"
        SUDDEN = "dot-xuat", "Đột xuất"
        DEVOTION = "cong-hien", "Quá trình cống hiến"
        FOREIGN = "doi-ngoai", "Đối ngoại"

    award = models.SlugField("Danh hiệu, hình thức", max_length=60)
    kind = models.CharField("Loại khen", max_length=12, choices=Kind, blank=True)
    decision = models.CharField("Số quyết định", max_length=60, blank=True)
    decided_on = models.DateField("Ngày quyết định", null=True, blank=True)
    issuer = models.CharField("Cấp quyết định", max_length=160, blank=True)
    period_from = models.DateField("Thành tích từ ngày", null=True, blank=True)
    period_to = models.DateField("Thành tích đến ngày", null=True, blank=True)
    folded = models.CharField(max_length=100, blank=True)  # of the decision number, for search
    name_then = models.CharField("Tên ghi trên quyết định", max_length=200, blank=True)  # as written on the decision
    unit_then = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+")
    secret = models.BooleanField(default=False)

    class Meta:
        constraints = (
            subject("award_subject"),
            sane("award_year_sane"),
            ordered("award_period", "period_from", "period_to"),
            models.CheckConstraint(condition=Q(secret=False), name="award_not_secret"),  # what is mật is a SecretStub, never a row here
            models.UniqueConstraint(
                "person", "award", "year", "decision", condition=Q(void_at=None, person__isnull=False) & ~Q(decision=""), name="award_once_person"
            ),
            models.UniqueConstraint(
                "unit", "award", "year", "decision", condition=Q(void_at=None, unit__isnull=False) & ~Q(decision=""), name="award_once_unit"
            ),
        )
        indexes = (
            models.Index("award", "year", "person", "void_at", "decided_on", "kind", "period_to", name="award_screen"),
            models.Index("folded", "decided_on", name="award_decision"),
            models.Index(fields=("-year", "-id"), name="award_newest"),
            models.Index("person", "year", name="award_of_person"),
            models.Index("unit", "year", name="award_of_unit"),
            models.Index("decided_on", name="award_decided"),
        )

    def __str__(self) -> str:
        return f"{self.award} {self.year}"


class Initiative(models.Model):
    """An initiative (sáng kiến) or a piece of science work (đề tài, đề án, chuyên đề), whoever its authors are."""

    class Kind(models.TextChoices):
        INITIATIVE = "initiative", "Sáng kiến"
        RESEARCH = "research", "Đề tài, đề án khoa học"

    class Level(models.TextChoices):
        BASE = "co-so", "Cơ sở"
        SECTOR = "nganh", "Ngành"
        NATION = "toan-quoc", "Toàn quốc"

    kind = models.CharField("Loại", max_length=10, choices=Kind, default=Kind.INITIATIVE)
    code = models.CharField("Mã số", max_length=60, blank=True)
    name = models.CharField("Tên", max_length=400)
    year = models.PositiveSmallIntegerField("Năm")
    level = models.CharField("Phạm vi ảnh hưởng", max_length=10, choices=Level, blank=True)
    recognised = models.BooleanField("Được công nhận", null=True)  # nghiệm thu, for science work
    applied = models.BooleanField("Đã áp dụng", null=True)
    decision = models.CharField("Quyết định công nhận", max_length=120, blank=True)
    decided_on = models.DateField("Ngày công nhận", null=True, blank=True)
    issuer = models.CharField("Nơi công nhận", max_length=160, blank=True)
    proof = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+")
    folded = models.CharField(max_length=500, db_index=True)
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    entered_at = models.DateTimeField()
    batch = models.ForeignKey(ImportBatch, models.PROTECT, null=True, related_name="+")
    void_at = models.DateTimeField(null=True)
    void_reason = models.CharField(max_length=300, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = (sane("initiative_year_sane"),)
        indexes = (models.Index(fields=("-year", "-id"), name="initiative_newest"),)

    def __str__(self) -> str:
        return self.name


class Authorship(models.Model):
    """A person's or a collective's part in an initiative. ``share`` in hundredths of a percent; ``used_for`` the award that spent it."""

    initiative = models.ForeignKey(Initiative, models.CASCADE, related_name="authors")
    person = models.ForeignKey(Person, models.CASCADE, null=True, blank=True, related_name="authorships")
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="authorships")
    role = models.CharField("Vai trò", max_length=60, blank=True)
    share = models.PositiveSmallIntegerField("Tỷ lệ đóng góp (phần vạn)", null=True, blank=True)
    used_for = models.SlugField("Đã dùng cho", max_length=60, blank=True)
    used_year = models.PositiveSmallIntegerField("Năm dùng", null=True, blank=True)

    class Meta:
        constraints = (
            subject("authorship_subject"),
            models.UniqueConstraint("initiative", "person", name="author_once"),
            models.UniqueConstraint("initiative", "unit", name="author_unit_once"),
            models.CheckConstraint(condition=Q(share__isnull=True) | Q(share__lte=10000), name="author_share"),
        )

    def __str__(self) -> str:
        return f"{self.person or self.unit}: {self.initiative}"


class Discipline(Record):
    """A disciplinary measure; ``year`` is the year of its decision. Sensitive: "discipline"."""

    form = models.SlugField("Hình thức", max_length=24)  # codes of merit.rows.SEVERITY
    ended_on = models.DateField("Ngày hết hiệu lực", null=True, blank=True)
    conduct_year = models.PositiveSmallIntegerField("Năm vi phạm", null=True, blank=True)
    already_used_in = models.PositiveSmallIntegerField("Năm đã bị xét trừ", null=True, blank=True)

    class Meta:
        constraints = (subject("discipline_subject"), sane("discipline_year_sane"), ordered("discipline_order", "paper_on", "ended_on"))

    def __str__(self) -> str:
        return f"{self.form} {self.year}"


class Hold(Record):
    """A reason to wait: inspection, complaint, investigation, press. Sensitive: "complaint"."""

    class Kind(models.TextChoices):
        DISCIPLINE = "xem-xet-ky-luat", "Đang xem xét kỷ luật"
        INSPECTION = "thanh-tra-kiem-tra", "Đang thanh tra, kiểm tra"
        COMPLAINT = "khieu-nai-to-cao", "Có khiếu nại, tố cáo"
        INVESTIGATION = "dieu-tra", "Đang bị điều tra, truy tố, xét xử"
        PRESS = "bao-chi", "Báo chí nêu, đang xác minh"

    kind = models.CharField("Lý do", max_length=24, choices=Kind)
    since = models.DateField("Từ ngày", null=True, blank=True)
    until = models.DateField("Đến ngày", null=True, blank=True)
    cleared = models.BooleanField("Kết luận không vi phạm", null=True)

    class Meta:
        constraints = (subject("hold_subject"), sane("hold_year_sane"), ordered("hold_order", "since", "until"))

    def __str__(self) -> str:
        return self.get_kind_display()


class Absence(Record):
    """Time away. ``days``: working days where no dates are known; ``months`` likewise. Sick leave is sensitive: "health"."""

    class Kind(models.TextChoices):
        MATERNITY = "thai-san", "Thai sản"
        SICK = "om", "Ốm đau"
        UNPAID = "khong-luong", "Nghỉ không lương"
        WOUNDED = "dieu-tri-thuong-tich", "Điều trị thương tích"
        LEAVE = "phep", "Nghỉ phép"
        OTHER = "khac", "Khác"

    kind = models.CharField("Lý do", max_length=24, choices=Kind)
    since = models.DateField("Từ ngày", null=True, blank=True)
    until = models.DateField("Đến ngày", null=True, blank=True)  # inclusive, as people say it
    days = models.PositiveSmallIntegerField("Số ngày làm việc", null=True, blank=True)
    months = models.DecimalField("Số tháng", max_digits=5, decimal_places=2, null=True, blank=True)

    class Meta:
        constraints = (subject("absence_subject"), sane("absence_year_sane"), ordered("absence_order", "since", "until"))

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.year}"


class Study(Record):
    """Time sent to study and its result."""

    class Result(models.TextChoices):
        EXCELLENT = "xuat-sac", "Xuất sắc"
        VERY_GOOD = "gioi", "Giỏi"
        GOOD = "kha", "Khá"
        FAIRLY = "trung-binh-kha", "Trung bình khá"
        AVERAGE = "trung-binh", "Trung bình"
        WEAK = "yeu", "Yếu"

    since = models.DateField("Từ ngày", null=True, blank=True)
    until = models.DateField("Đến ngày", null=True, blank=True)
    months = models.DecimalField("Số tháng", max_digits=5, decimal_places=2, null=True, blank=True)
    result = models.CharField("Kết quả", max_length=16, choices=Result, blank=True)
    rules_obeyed = models.BooleanField("Chấp hành quy định của cơ sở đào tạo", null=True)

    class Meta:
        constraints = (subject("study_subject"), sane("study_year_sane"), ordered("study_order", "since", "until"))

    def __str__(self) -> str:
        return f"Học {self.year}"


class Contest(Record):
    """A title won in a contest of the sector."""

    title = models.CharField("Danh hiệu hội thi", max_length=160)
    issuer = models.CharField("Nơi tổ chức", max_length=160, blank=True)

    class Meta:
        constraints = (subject("contest_subject"), sane("contest_year_sane"))

    def __str__(self) -> str:
        return self.title


class CollectiveYear(Record):
    """What is told of a collective for a year beside its ratings: ``collective`` and ``members`` as in the case format."""

    collective = models.JSONField(default=dict)
    members = models.JSONField(default=dict)

    class Meta:
        constraints = (
            subject("collective_year_subject"),
            sane("collective_year_sane"),
            models.UniqueConstraint("unit", "year", condition=Q(void_at__isnull=True), name="collective_year_once"),
        )

    def __str__(self) -> str:
        return f"{self.unit} {self.year}"


class Completeness(models.Model):
    """A unit's word that it has entered all records of a kind for a year ("đã nhập đủ"). Withdrawn rows are kept."""

    class Kind(models.TextChoices):
        PEOPLE = "people", "Danh sách cán bộ"
        RATINGS = "ratings", "Xếp loại"
        AWARDS = "awards", "Danh hiệu, hình thức khen"
        INITIATIVES = "initiatives", "Sáng kiến"
        RESEARCH = "research", "Đề tài, đề án"
        DISCIPLINE = "discipline", "Kỷ luật"
        HOLDS = "holds", "Tạm dừng xem xét"
        ABSENCES = "absences", "Nghỉ dài ngày"
        STUDY = "study", "Học tập"
        CONTESTS = "contests", "Hội thi"
        TARGETS = "collective", "Chỉ tiêu, kết quả của tập thể"

    unit = models.ForeignKey(Unit, models.CASCADE, related_name="completeness")
    year = models.PositiveSmallIntegerField("Năm")
    kind = models.CharField("Loại dữ liệu", max_length=12, choices=Kind)
    declared_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    declared_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)
    paper = models.CharField("Văn bản xác nhận", max_length=200, blank=True)

    class Meta:
        constraints = (models.UniqueConstraint("unit", "year", "kind", condition=Q(withdrawn_at__isnull=True), name="complete_once"),)
        indexes = (models.Index("kind", "year", name="complete_screen"),)

    def __str__(self) -> str:
        return f"{self.unit} {self.year} {self.get_kind_display()}"


class Submission(models.Model):
    """Where a unit's data of a year stands: not sent, sent, received, returned with a reason."""

    class State(models.TextChoices):
        NOT_SENT = "not_sent", "Chưa gửi"
        SUBMITTED = "submitted", "Đã gửi"
        RECEIVED = "received", "Đã tiếp nhận"
        RETURNED = "returned", "Trả lại"

    unit = models.ForeignKey(Unit, models.CASCADE, related_name="submissions")
    year = models.PositiveSmallIntegerField("Năm")
    state = models.CharField(max_length=10, choices=State, default=State.NOT_SENT)
    due = models.DateField("Hạn", null=True, blank=True)
    reason = models.CharField("Lý do trả lại", max_length=400, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(null=True)
    reminded_at = models.DateTimeField(null=True)
    reminders = models.PositiveSmallIntegerField(default=0)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = (models.UniqueConstraint("unit", "year", name="submission_once"),)
        indexes = (models.Index("year", "state", name="submission_chase"),)

    def __str__(self) -> str:
        return f"{self.unit} {self.year}: {self.get_state_display()}"


class Correction(models.Model):
    """The old value of a corrected record, why it was changed, by whom."""

    kind = models.CharField(max_length=40)  # "rating", "awardheld" …
    object_id = models.PositiveBigIntegerField()
    field = models.CharField(max_length=40)
    old = models.TextField(blank=True)
    new = models.TextField(blank=True)
    reason = models.CharField("Lý do", max_length=300)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        indexes = (models.Index("kind", "object_id", name="correction_of"),)

    def __str__(self) -> str:
        return f"{self.kind} {self.object_id} {self.field}"


class SecretStub(models.Model):
    """All that is kept of a dossier marked *mật*: its number, holder and date. Outside search, export, mail and API."""

    number = models.CharField("Số hồ sơ", max_length=60)
    holder = models.CharField("Nơi lưu giữ", max_length=160)
    on = models.DateField("Ngày")
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    entered_at = models.DateTimeField()
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="secret_stubs")

    def __str__(self) -> str:
        return self.number


class RetentionPeriod(models.Model):
    """How long the office keeps a kind of record, where no act entered says it: proposed by one, in force when another has agreed."""

    kind = models.CharField("Loại dữ liệu", max_length=20)  # a slug of records.kinds
    years = models.PositiveSmallIntegerField("Số năm")
    basis = models.CharField("Căn cứ (văn bản, điều, khoản)", max_length=300)
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    agreed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    agreed_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)  # replaced by a later one, or turned down

    class Meta:
        constraints = (
            models.UniqueConstraint("kind", condition=Q(ended_at=None, agreed_at=None), name="retention_one_proposed"),
            models.UniqueConstraint("kind", condition=Q(ended_at=None, agreed_at__isnull=False), name="retention_one_in_force"),
            models.CheckConstraint(condition=Q(agreed_by=None) | ~Q(agreed_by=F("proposed_by")), name="retention_two_people"),
        )

    def __str__(self) -> str:
        return f"{self.kind}: {self.years} năm"


class Destruction(models.Model):
    """A list of records whose retention has ended: proposed by one person, carried out by another. Only numbers remain afterwards."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    kind = models.CharField("Loại dữ liệu", max_length=20)
    until_year = models.PositiveSmallIntegerField("Đến hết năm")
    years = models.PositiveSmallIntegerField("Thời hạn (năm)")
    basis = models.CharField("Căn cứ", max_length=300)
    ids = models.JSONField(default=list)
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    done = models.BooleanField(null=True)  # True: destroyed; False: turned down
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint("unit", "kind", condition=Q(decided_at=None), name="destruction_one_open"),
            models.CheckConstraint(condition=Q(done=None) | Q(done=False) | ~Q(decided_by=F("proposed_by")), name="destruction_two_people"),
        )

    def __str__(self) -> str:
        return f"{self.unit}: {self.kind} đến hết {self.until_year}"


class ImportRow(models.Model):
    """One row of a file under review: what the cells say, whom it was matched to and how surely, what is wrong with it."""

    class Match(models.TextChoices):
        SURE = "sure", "Khớp"
        LIKELY = "likely", "Có thể khớp"
        SEVERAL = "several", "Trùng tên"
        NEW = "new", "Người mới"
        NONE = "none", "Không cần"

    batch = models.ForeignKey(ImportBatch, models.CASCADE, related_name="rows")
    sheet = models.CharField(max_length=60)
    number = models.PositiveIntegerField()  # the row's number in the sheet, from 1
    cells = models.JSONField(default=dict)  # column name -> text as typed (corrected in the grid)
    original = models.JSONField(default=dict)  # what the file said where it was corrected
    problems = models.JSONField(default=list)  # [{col, code, severity, message, do, suggest}]
    errors = models.PositiveSmallIntegerField(default=0)  # what keeps the file from being saved
    doubts = models.PositiveSmallIntegerField(default=0)
    ref = models.CharField(max_length=300, blank=True)  # the person as written: rows of one person share it
    choice = models.CharField(max_length=8, blank=True)  # what the clerk decided: "person" (see ``person``), "new", or nothing yet
    match = models.CharField(max_length=8, choices=Match, default=Match.NONE)
    confidence = models.PositiveSmallIntegerField(default=0)  # percent
    person = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    candidates = models.JSONField(default=list)
    skip = models.BooleanField(default=False)

    class Meta:
        constraints = (models.UniqueConstraint("batch", "sheet", "number", name="import_row_once"),)
        indexes = (models.Index("batch", "sheet", "errors", "number", name="import_row_wrong"),)

    def __str__(self) -> str:
        return f"{self.sheet} {self.number}"


class ImportChange(models.Model):
    """What an import did, so that it can be undone: rows it made (``ids``), or the fields of one row before and after."""

    batch = models.ForeignKey(ImportBatch, models.CASCADE, related_name="changes")
    model = models.CharField(max_length=60)  # "people.person"
    ids = models.JSONField(default=list)
    object_id = models.PositiveBigIntegerField(null=True)
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)

    def __str__(self) -> str:
        return f"{self.model} {self.object_id or len(self.ids)}"


class ColumnMapping(models.Model):
    """How the columns of a unit's own list were mapped last time: found again by the digest of its headers."""

    unit = models.ForeignKey(Unit, models.CASCADE, related_name="+")
    signature = models.CharField(max_length=64)
    mapping = models.JSONField(default=dict)
    used_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint("unit", "signature", name="mapping_once"),)

    def __str__(self) -> str:
        return self.signature
