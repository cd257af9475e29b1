"""Papers of a round: the minutes of the cluster's review (biên bản bình xét) and a unit's own score (bảng tự chấm)."""

from __future__ import annotations

from collections.abc import Iterator

from vinhdanh.documents.paper import Head, Paper
from vinhdanh.rankings import grid, steps, votes
from vinhdanh.rankings.access import head_of
from vinhdanh.rankings.figures import Figures
from vinhdanh.rankings.models import Appeal, Election, Explanation, Proposal, ScoreEntry, ScoreRound, ScoreSheet
from vinhdanh.rankings.templatetags.diem import diem

Stage = ScoreEntry.Stage
Rows = list[list[str]]


def cluster_review_minutes(figures: Figures) -> bytes:
    """Biên bản bình xét cụm, khối: what the round holds now, each part only where there is something to tell."""
    round = figures.round
    paper = Paper(
        Head(
            round.cluster.owner.name,
            round.cluster.name,
            "BB-TĐ",
            "Biên bản",
            f"Bình xét thi đua {round.name}, {round.cluster.name}",
            on=round.meeting_on,
        )
    )
    head = head_of(round)
    paper.line(f"Bảng chấm điểm: {round.table} ({round.table.cite}). Bước: {round.get_state_display()}.")
    paper.line(f"Trưởng cụm, khối: {head.name if head else '…'}.")
    paper.line(f"Thành viên: {'; '.join(s.unit_name for s in figures.sheets)}.")
    for number, (title, columns, rows) in enumerate(((t, c, r) for t, c, r in _parts(figures) if r), 1):
        paper.line(f"{number}. {title}", bold=True)
        paper.table(columns, rows)
    if round.meeting_note:
        paper.line("Kết luận cuộc họp", bold=True)
        paper.line(round.meeting_note)
    return paper.end("Thư ký", "Trưởng cụm", ["Các đơn vị thành viên", round.cluster.owner.name, "Lưu hồ sơ"])


def _parts(figures: Figures) -> Iterator[tuple[str, tuple[str, ...], Rows]]:
    """The tables of the minutes: title, columns, rows."""
    round = figures.round
    yield "Xếp hạng", ("Hạng", "Đơn vị", "Điểm", "Xếp loại"), _standings(figures)
    yield "Chỗ lệch và giải trình", ("Đơn vị", "Tiêu chí", "Tự chấm", "Chấm chéo", "Giải trình"), _differences(figures)
    yield "Phúc khảo", ("Đơn vị", "Tiêu chí", "Đề nghị", "Trả lời"), _appeals(round)
    yield (
        "Không xét thi đua",
        ("Đơn vị", "Lý do", "Căn cứ"),
        [[s.unit_name, b.reason, b.cite] for s in figures.sheets for b in figures.bars.get(s.pk, [])],
    )
    yield "Đề nghị", ("Danh hiệu", "Đơn vị", "Lý do"), _proposals(round)
    yield "Kết quả bỏ phiếu", ("Danh hiệu", "Đơn vị", "Kết quả", "Căn cứ"), _votes(round)


def _standings(figures: Figures) -> Rows:
    order = figures.order(figures.stage).standings
    return [[str(s.place or "–"), s.sheet.unit.title, diem(s.sheet.root.points), s.cls.name or "–"] for s in order]


def _differences(figures: Figures) -> Rows:
    if figures.round.state == ScoreRound.State.SELF:
        return []
    names = {s.unit.key: s.unit_name for s in figures.sheets}
    told = {(e.sheet.unit.key, e.path): e.words for e in Explanation.objects.filter(sheet__round=figures.round).select_related("sheet__unit")}
    return [
        [names[d.unit], f"{d.path} {d.name}", diem(d.first) or "–", diem(d.second) or "–", told.get((d.unit, d.path), "chưa có")]
        for d in steps.to_explain(figures)
    ]


def _appeals(round: ScoreRound) -> Rows:
    found = Appeal.objects.filter(sheet__round=round).select_related("sheet").order_by("pk")
    return [[a.sheet.unit_name, a.path, a.says, f"{a.get_state_display()}. {a.answer}".strip()] for a in found]


def _proposals(round: ScoreRound) -> Rows:
    found = Proposal.objects.filter(sheet__round=round, void_at=None).select_related("sheet").order_by("award", "pk")
    return [[p.award, p.sheet.unit_name, p.why] for p in found]


def _votes(round: ScoreRound) -> Rows:
    held = Election.objects.filter(round=round).order_by("award", "number")
    return [[str(e), r.sheet.unit_name, r.outcome.explanation, e.cite] for e in held for r in votes.results(e)]


def self_score_table(figures: Figures, sheet: ScoreSheet) -> bytes:
    """Bảng tự chấm điểm of one unit: every criterion, its ceiling, the unit's own points, its evidence."""
    round = figures.round
    paper = Paper(Head(round.cluster.owner.name, sheet.unit_name, "BC-TĐ", "Bảng tự chấm điểm", f"{round.name}, {round.cluster.name}"))
    paper.line(f"Bảng chấm điểm: {round.table} ({round.table.cite}).")
    rows = [_criterion(row) for row in grid.rows(figures, sheet, Stage.SELF)]
    root = figures.at(sheet, Stage.SELF, alone=figures.stage == Stage.SELF).root
    paper.table(("Tiêu chí", "Tối đa", "Tự chấm", "Minh chứng"), [*rows, ["Tổng điểm", diem(figures.table.spec.total.max), diem(root.points), ""]])
    return paper.end("Người lập", "Thủ trưởng đơn vị", [round.cluster.name, "Lưu hồ sơ"])


def _criterion(row: grid.Row) -> list[str]:
    own = row.stages[0]
    points = diem(own.points) if own.points is not None else own.words
    return [f"{row.node.spec.code}. {row.node.spec.name}", diem(row.node.spec.max), points, "; ".join(e.words for e in row.evidence)]
