"""Scoring tables and their editions; a round of scoring in a cluster, its sheets and entries; appeals, votes, published rankings.

Score rank (``Ranking``), proposal (``Proposal``), vote (``Election``) and decision (``Decision``) are four records: none overwrites
another. What a published ranking says is never changed; a recorded reopening sets it aside and another is published.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q

from vinhdanh.files.models import StoredFile
from vinhdanh.units.models import Cluster, Unit

ACCOUNT = settings.AUTH_USER_MODEL


class ScoreTable(models.Model):
    """One edition of a scoring table (bảng tiêu chí chấm điểm). A draft may be changed; an issued edition never is."""

    class State(models.TextChoices):
        DRAFT = "draft", "Dự thảo"
        ISSUED = "issued", "Đã ban hành"
        RETIRED = "retired", "Đã thay bằng bản mới"

    owner = models.ForeignKey(Unit, models.PROTECT, related_name="score_tables")  # the unit that leads the emulation work
    key = models.SlugField("Mã", max_length=60)
    edition = models.PositiveSmallIntegerField("Bản", default=1)
    name = models.CharField("Tên bảng", max_length=300)
    cite = models.CharField("Văn bản ban hành", max_length=300, blank=True)
    text = models.TextField("Nội dung (YAML)")
    digest = models.CharField(max_length=64)  # SHA-256 of the text
    state = models.CharField(max_length=8, choices=State, default=State.DRAFT)
    made_by = models.ForeignKey(ACCOUNT, models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField()
    issued_by = models.ForeignKey(ACCOUNT, models.PROTECT, null=True, related_name="+")
    issued_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = (
            models.UniqueConstraint("owner", "key", "edition", name="score_table_edition"),
            models.UniqueConstraint("owner", "key", condition=Q(state="draft"), name="score_table_one_draft"),
        )

    def __str__(self) -> str:
        return f"{self.name}, bản {self.edition}"


class ScoreRound(models.Model):
    """A round of scoring (kỳ chấm điểm) of one cluster by one edition of a table."""

    class State(models.TextChoices):
        SELF = "self", "Tự chấm điểm"
        CROSS = "cross", "Chấm chéo"
        MEETING = "meeting", "Họp cụm, khối"
        APPEAL = "appeal", "Phúc khảo"
        REVIEW = "review", "Thẩm định điểm"
        VOTE = "vote", "Suy tôn"
        PUBLISHED = "published", "Đã công bố"

    cluster = models.ForeignKey(Cluster, models.PROTECT, related_name="rounds")
    year = models.PositiveSmallIntegerField("Năm")
    name = models.CharField("Kỳ chấm điểm", max_length=120)
    table = models.ForeignKey(ScoreTable, models.PROTECT, related_name="rounds")
    first_day = models.DateField("Kỳ tính từ ngày")
    last_day = models.DateField("Kỳ tính đến hết ngày")
    state = models.CharField(max_length=9, choices=State, default=State.SELF)
    self_due = models.DateField("Hạn tự chấm", null=True, blank=True)
    cross_due = models.DateField("Hạn chấm chéo", null=True, blank=True)
    meeting_on = models.DateField("Ngày họp cụm, khối", null=True, blank=True)
    appeal_due = models.DateField("Hạn phúc khảo", null=True, blank=True)
    review_due = models.DateField("Hạn thẩm định", null=True, blank=True)
    explain_from = models.DecimalField("Giải trình khi lệch từ (điểm)", max_digits=8, decimal_places=4, default=0)
    meeting_note = models.TextField("Kết luận cuộc họp", blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = (
            models.UniqueConstraint("cluster", "year", "name", name="score_round_once"),
            models.CheckConstraint(condition=Q(last_day__gte=F("first_day")), name="score_round_order"),
            models.CheckConstraint(condition=Q(explain_from__gte=0), name="score_round_explain"),
        )

    def __str__(self) -> str:
        return f"{self.name}: {self.cluster}"

    @property
    def closed(self) -> bool:
        """Whether the result is published: nothing may change but by reopening."""
        return self.state == self.State.PUBLISHED


class Frozen(models.Model):
    """A row of a round: it cannot be written once the result is published. ``round_of`` leads to the round."""

    class Meta:
        abstract = True

    def round_of(self) -> ScoreRound:
        """The round whose publication freezes the row."""
        raise NotImplementedError

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Refuse while the round is published, as the database has it now."""
        refuse_closed(self.round_of().pk)
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Refuse while the round is published."""
        refuse_closed(self.round_of().pk)
        return super().delete(*args, **kwargs)


def refuse_closed(round_id: int) -> None:
    """Raise ``ValidationError`` if the round is published now."""
    if ScoreRound.objects.filter(pk=round_id, state=ScoreRound.State.PUBLISHED).exists():
        raise ValidationError("Kết quả đã công bố, không sửa được nữa. Muốn sửa phải mở lại kỳ chấm điểm, có lý do và được ghi lại.")


class ScoreSheet(Frozen):
    """The score sheet (phiếu điểm) of a unit in a round. ``crossed_by`` scores it across; ``facts`` are conditions beside the score."""

    round = models.ForeignKey(ScoreRound, models.PROTECT, related_name="sheets")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="score_sheets")
    unit_name = models.CharField(max_length=200)  # as it was called when the round began
    crossed_by = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+")
    facts = models.JSONField(default=dict)
    self_sent_at = models.DateTimeField(null=True)
    self_sent_by = models.ForeignKey(ACCOUNT, models.PROTECT, null=True, related_name="+")
    cross_sent_at = models.DateTimeField(null=True)
    cross_sent_by = models.ForeignKey(ACCOUNT, models.PROTECT, null=True, related_name="+")
    reviewed_at = models.DateTimeField(null=True)
    reviewed_by = models.ForeignKey(ACCOUNT, models.PROTECT, null=True, related_name="+")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = (
            models.UniqueConstraint("round", "unit", name="score_sheet_once"),
            models.CheckConstraint(condition=Q(crossed_by__isnull=True) | ~Q(crossed_by=F("unit")), name="score_sheet_not_itself"),
        )

    def __str__(self) -> str:
        return f"{self.unit_name}: {self.round}"

    def round_of(self) -> ScoreRound:
        """Its round."""
        return self.round


class OfSheet(Frozen):
    """A row of a score sheet."""

    class Meta:
        abstract = True

    def round_of(self) -> ScoreRound:
        """The round of the sheet."""
        sheet: ScoreSheet = self.sheet  # type: ignore[attr-defined]
        return sheet.round


class ScoreEntry(OfSheet):
    """What one scorer entered for one criterion at one stage: ``data`` as the inputs file of ``vinhdanh score`` writes an entry."""

    class Stage(models.TextChoices):
        STATISTICS = "statistics", "Số liệu thống kê"  # from the statistics system: holds for every stage
        SELF = "self", "Tự chấm"
        CROSS = "cross", "Chấm chéo"
        MEETING = "meeting", "Họp cụm, khối"
        VERIFIED = "verified", "Thẩm định"

    sheet = models.ForeignKey(ScoreSheet, models.CASCADE, related_name="entries")
    stage = models.CharField(max_length=10, choices=Stage)
    path = models.CharField(max_length=200)
    data = models.JSONField()
    why = models.CharField("Lý do", max_length=1000, blank=True)
    by = models.ForeignKey(ACCOUNT, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = (models.UniqueConstraint("sheet", "stage", "path", name="score_entry_once"),)

    def __str__(self) -> str:
        return f"{self.path} ({self.get_stage_display()})"


class Evidence(OfSheet):
    """A paper that proves what was entered for a criterion: its words (số, ngày, trích yếu) and the file, if there is one."""

    sheet = models.ForeignKey(ScoreSheet, models.CASCADE, related_name="evidence")
    path = models.CharField(max_length=200)
    words = models.CharField("Minh chứng", max_length=300)
    file = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+")
    by = models.ForeignKey(ACCOUNT, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    void_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.words


class Explanation(OfSheet):
    """How a unit explains a difference between its own score and the cross-score (giải trình)."""

    sheet = models.ForeignKey(ScoreSheet, models.CASCADE, related_name="explanations")
    path = models.CharField(max_length=200)
    words = models.CharField("Giải trình", max_length=2000)
    by = models.ForeignKey(ACCOUNT, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint("sheet", "path", name="score_explanation_once"),)

    def __str__(self) -> str:
        return self.words[:80]


class Appeal(OfSheet):
    """A unit asks to score a criterion anew (phúc khảo)."""

    class State(models.TextChoices):
        SENT = "sent", "Chờ trả lời"
        ACCEPTED = "accepted", "Chấp nhận"
        REJECTED = "rejected", "Không chấp nhận"
        WITHDRAWN = "withdrawn", "Đã rút"

    sheet = models.ForeignKey(ScoreSheet, models.CASCADE, related_name="appeals")
    path = models.CharField(max_length=200)
    says = models.CharField("Nội dung đề nghị", max_length=2000)
    state = models.CharField(max_length=9, choices=State, default=State.SENT)
    by = models.ForeignKey(ACCOUNT, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    answer = models.CharField("Trả lời", max_length=2000, blank=True)
    decided_by = models.ForeignKey(ACCOUNT, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (models.UniqueConstraint("sheet", "path", condition=Q(state="sent"), name="score_appeal_one_open"),)

    def __str__(self) -> str:
        return f"{self.path}: {self.get_state_display()}"


class Bar(OfSheet):
    """Why a unit is not considered (không xét thi đua): discipline, corruption, a rule of the circular. Shown with its article."""

    sheet = models.ForeignKey(ScoreSheet, models.CASCADE, related_name="bars")
    reason = models.CharField("Lý do không xét", max_length=500)
    cite = models.CharField("Căn cứ", max_length=200)
    paper = models.CharField("Văn bản", max_length=200, blank=True)
    by = models.ForeignKey(ACCOUNT, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    lifted_at = models.DateTimeField(null=True)
    lifted_reason = models.CharField(max_length=500, blank=True)

    def __str__(self) -> str:
        return self.reason


class Proposal(OfSheet):
    """The proposal (đề nghị) of a unit of the cluster for an award; the order is one basis of it, not the decision."""

    sheet = models.ForeignKey(ScoreSheet, models.CASCADE, related_name="proposals")
    award = models.CharField("Danh hiệu", max_length=120)  # as the quotas of the table call it
    why = models.CharField("Lý do", max_length=1000, blank=True)  # asked where the order or the quota says otherwise
    by = models.ForeignKey(ACCOUNT, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    void_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (models.UniqueConstraint("sheet", "award", condition=Q(void_at__isnull=True), name="score_proposal_once"),)

    def __str__(self) -> str:
        return f"{self.award}: {self.sheet.unit_name}"


class OfRound(Frozen):
    """A row of a round."""

    class Meta:
        abstract = True

    def round_of(self) -> ScoreRound:
        """Its round."""
        found: ScoreRound = self.round  # type: ignore[attr-defined]
        return found


class Election(OfRound):
    """One ballot (suy tôn) of the cluster for one award: who may vote, who was there, what is needed."""

    round = models.ForeignKey(ScoreRound, models.PROTECT, related_name="elections")
    award = models.CharField("Danh hiệu", max_length=120)
    number = models.PositiveSmallIntegerField("Lần bỏ phiếu", default=1)
    on = models.DateField("Ngày bỏ phiếu")
    members = models.PositiveSmallIntegerField("Số thành viên")
    present = models.PositiveSmallIntegerField("Số có mặt")
    threshold = models.CharField("Tỷ lệ cần đạt", max_length=20, blank=True)  # a fraction: "4/5"; empty: no figure is known
    base = models.CharField(max_length=12, default="all-members")  # of merit.ballots.Base
    cite = models.CharField("Căn cứ", max_length=200, blank=True)
    secret = models.BooleanField("Bỏ phiếu kín", null=True)
    candidates = models.ManyToManyField(ScoreSheet, related_name="elections")

    class Meta:
        constraints = (
            models.UniqueConstraint("round", "award", "number", name="score_election_once"),
            models.CheckConstraint(condition=Q(members__gt=0, present__lte=F("members")), name="score_election_members"),
        )

    def __str__(self) -> str:
        return f"{self.award}, lần {self.number}"


class BallotCount(OfRound):
    """One count of the papers of an election; two people count, each alone (``turn`` 1 and 2).

    ``tallies``: for each candidate (key of the unit) the papers by kind, as ``merit.ballots.Tally`` names them. ``source`` is
    "paper" for a count entered by hand; an electronic ballot will enter its own in the same shape.
    """

    round = models.ForeignKey(ScoreRound, models.PROTECT, related_name="+")
    election = models.ForeignKey(Election, models.CASCADE, related_name="counts")
    turn = models.PositiveSmallIntegerField()
    tallies = models.JSONField()
    source = models.CharField(max_length=10, default="paper")
    by = models.ForeignKey(ACCOUNT, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint("election", "turn", name="score_count_once"),
            models.UniqueConstraint("election", "by", name="score_count_two_people"),
            models.CheckConstraint(condition=Q(turn__in=(1, 2)), name="score_count_turn"),
        )

    def __str__(self) -> str:
        return f"Lượt kiểm {self.turn}: {self.election}"


class Ranking(models.Model):
    """A published result: the figures, the table and all that follows from them, as they were; never changed, only set aside."""

    round = models.ForeignKey(ScoreRound, models.PROTECT, related_name="rankings")
    number = models.PositiveSmallIntegerField()
    table_digest = models.CharField(max_length=64)
    inputs = models.JSONField()  # as ``vinhdanh score`` reads figures
    result = models.JSONField()
    digest = models.CharField(max_length=64)  # SHA-256 over table, inputs and result
    open_to_all = models.BooleanField(default=False)  # shown without signing in
    made_by = models.ForeignKey(ACCOUNT, models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField()
    set_aside_at = models.DateTimeField(null=True)
    set_aside_by = models.ForeignKey(ACCOUNT, models.PROTECT, null=True, related_name="+")
    set_aside_reason = models.CharField(max_length=1000, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint("round", "number", name="ranking_number"),
            models.UniqueConstraint("round", condition=Q(set_aside_at__isnull=True), name="ranking_one_in_force"),
        )

    def __str__(self) -> str:
        return f"Kết quả lần {self.number}: {self.round}"

    FIXED = ("round_id", "number", "table_digest", "inputs", "result", "digest", "made_by_id", "made_at", "open_to_all")

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Write once: afterwards only the setting aside may be written."""
        if self.pk is not None:
            kept = Ranking.objects.get(pk=self.pk)
            if any(getattr(kept, f) != getattr(self, f) for f in self.FIXED) or kept.set_aside_at is not None:
                raise ValidationError("Kết quả đã công bố không sửa được.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Never."""
        raise ValidationError("Kết quả đã công bố không xóa được.")


class Decision(models.Model):
    """What the authority decided about a unit and an award (quyết định): entered after the vote, also after publication."""

    sheet = models.ForeignKey(ScoreSheet, models.PROTECT, related_name="decisions")
    award = models.CharField("Danh hiệu", max_length=120)
    granted = models.BooleanField("Được tặng")
    paper = models.CharField("Số quyết định", max_length=120)
    signed_on = models.DateField("Ngày ký")
    authority = models.CharField("Người quyết định", max_length=200, blank=True)
    by = models.ForeignKey(ACCOUNT, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint("sheet", "award", name="score_decision_once"),)

    def __str__(self) -> str:
        return f"{self.award}: {self.sheet.unit_name}"
