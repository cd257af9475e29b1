"""The sheets of dated records: each good row becomes one entry of its subject's facts, in the shape of the case format."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from vinhdanh.merit.text import fold
from vinhdanh.workbook import lexicon as lx
from vinhdanh.workbook.cells import unknown_word
from vinhdanh.workbook.checks import dates_in_order, not_before_work, year_of, years_in_order
from vinhdanh.workbook.model import Collective, Facts, Person, Source, Subject
from vinhdanh.workbook.people import iso, some
from vinhdanh.workbook.refs import Directory
from vinhdanh.workbook.schema import AWARDS, LIMITS, POSTS, RATINGS, TIMES, WORKS, Sheet
from vinhdanh.workbook.state import State
from vinhdanh.workbook.table import Row

Entry = tuple[str, Facts]
Build = Callable[[State, Row, Subject], Entry | None]


def build_records(state: State, names: Directory) -> None:
    """Reads posts, ratings, awards, works, discipline and absences into the facts of people and collectives."""
    for sheet, build in _BUILDERS:
        for row in state.table(sheet.id).rows:
            _record(state, names, sheet, build, row)
        if sheet.kinds and not state.table(sheet.id).usable:
            state.lost.update((None, kind) for kind in sheet.kinds)


def _record(state: State, names: Directory, sheet: Sheet, build: Build, row: Row) -> None:
    subject = names.subject(row, units=sheet in (RATINGS, AWARDS, LIMITS))
    entry = build(state, row, subject) if subject and not row.bad else None
    if row.bad or subject is None:
        state.drop(row, sheet.kinds, subject)
    elif entry:
        kind, value = entry
        subject.facts.setdefault(kind, []).append(value)
        subject.sources.setdefault(kind, []).append(Source(row.sheet, row.number, row.get("number") or row.get("title") or ""))


def _post(state: State, row: Row, subject: Subject) -> Entry:
    dates_in_order(state, row, "from", "to")
    if row.get("head") and not row.bad:
        _overlap(state, row, subject)
    return "posts", some(
        **{"post": row.get("post"), "from": iso(row.get("from")), "to": iso(row.get("to")), "years": row.get("years"), "rank": row.get("rank")}
    )


def _overlap(state: State, row: Row, subject: Subject) -> None:
    """Two posts as head at one time: one of them is dated wrongly."""
    rows = state.heads.setdefault(subject.key, [])
    other = next((r for r in rows if _span(r)[0] < _span(row)[1] and _span(row)[0] < _span(r)[1]), None)
    rows.append(row)
    if other:
        state.error(
            row,
            ("from", "to", "post"),
            "overlapping-posts",
            f"Thời gian đứng đầu đơn vị chồng với dòng {other.number}.",
            "Hãy sửa ngày bắt đầu hoặc ngày kết thúc.",
        )


def _span(row: Row) -> tuple[str, str]:
    start, end = row.get("from"), row.get("to")
    return (start.first.isoformat() if start else "0000"), (end.last.isoformat() if end else "9999")


def _rating(state: State, row: Row, subject: Subject) -> None:
    year, rating = row.get("year"), row.get("rating")
    if not row.years and (year is None or rating is None):
        missing = "year" if year is None else "rating"
        state.error(row, missing, "blank", "Thiếu năm hoặc mức xếp loại.", "Hãy ghi cả năm và mức xếp loại.")
        return
    if year is not None and rating is not None:
        _rate(state, row, subject, year, rating, row.col("rating"))
    for named, (value, col) in row.years.items():
        _rate(state, row, subject, named, value, col)


def _rate(state: State, row: Row, subject: Subject, year: int, rating: str, col: int) -> None:
    seen = state.rated.setdefault((subject.key, year), (rating, row))
    ratings = subject.facts.setdefault("ratings", {})
    if seen[0] != rating:
        ratings.pop(year, None)
        state.lost.add((subject.key, "ratings"))
        said = f"Năm {year} đã có xếp loại khác ở dòng {seen[1].number}; cả hai không được dùng."
        state.error(row, "rating", "two-ratings", said, "Hãy giữ lại một mức xếp loại đúng.")
    elif not_before_work(state, row, subject, "year", year):
        ratings[year] = rating


def _award(state: State, row: Row, subject: Subject) -> Entry | None:
    text = row.values["award"]
    contest = _contest(text)
    if contest:
        return "contests", some(title=contest, year=row.get("year"), by=row.get("by"))
    code = lx.AWARDS.code(text)
    if code is None:
        issue = unknown_word(AWARDS.column("award"), lx.AWARDS, text).issue
        assert issue is not None
        state.say(row, "award", issue.severity, issue.code, issue.message, issue.what)
        return None
    _award_checks(state, row, subject, code)
    return "awards", _award_entry(row, code)


def _contest(text: str) -> str | None:
    if code := lx.CONTESTS.code(text):
        return code
    head, _, title = text.partition(":")
    return title.strip() or None if fold(head) == "cuoc thi" else None


def _award_checks(state: State, row: Row, subject: Subject, code: str) -> None:
    year, last, decided = year_of(row), row.get("to"), row.get("decided")
    fits(state, row, subject, code)
    years_in_order(state, row, "from", "to")
    if year is None and row.get("count") != 0:
        state.error(
            row,
            "year",
            "year-missing",
            "Không ghi năm của thành tích được khen.",
            "Hãy ghi năm ở cột “Năm”; ghi Số lần là 0 nếu muốn khẳng định chưa có.",
        )
    if year is not None:
        not_before_work(state, row, subject, "year" if row.get("year") else "to", year)
        _twice(state, row, subject, code, year)
    if decided and max(year or 0, last or 0) > decided.last.year:
        state.error(
            row,
            "decided",
            "decided-too-early",
            f"Ngày quyết định {decided} trước năm thành tích {max(year or 0, last or 0)}.",
            "Hãy sửa ngày quyết định hoặc năm thành tích.",
        )


def _twice(state: State, row: Row, subject: Subject, code: str, year: int) -> None:
    """An emulation title is given once a year; the same commendation twice with one decision is a repeated row."""
    if code not in lx.TITLES or row.get("count") == 0:
        return
    first = state.titled.setdefault((subject.key, code, year), row)
    if first is not row:
        state.error(
            row,
            ("award", "year"),
            "title-twice",
            f"“{lx.AWARDS.label(code)}” năm {year} đã có ở dòng {first.number}.",
            "Mỗi danh hiệu chỉ có một lần trong năm: hãy xóa dòng trùng hoặc sửa năm.",
        )


def fits(state: State, row: Row, subject: Subject, code: str) -> None:
    """Notes an error if a person gets an award for collectives only, or the other way round."""
    person = isinstance(subject, Person)
    if code in (lx.COLLECTIVE_AWARDS if person else lx.PERSON_AWARDS).names:
        who, whom = ("cá nhân", "tập thể") if person else ("tập thể", "cá nhân")
        state.error(
            row,
            "award",
            "wrong-subject",
            f"“{lx.AWARDS.label(code)}” dành cho {whom}, không dành cho {who} “{subject.name}”.",
            "Hãy sửa mã hoặc sửa danh hiệu, hình thức.",
        )


def _award_entry(row: Row, code: str) -> Facts:
    period = {"from": row.get("from"), "to": row.get("to") or row.get("year")} if row.get("from") else None
    return some(
        award=code,
        year=year_of(row),
        count=row.get("count"),
        consecutive=row.get("consecutive"),
        decided_on=iso(row.get("decided")),
        period=period,
        kind=row.get("kind"),
        by=row.get("by"),
    )


def _work(state: State, row: Row, subject: Subject) -> Entry:
    common = some(year=row.get("year"), level=row.get("level"), count=row.get("count"), applied=row.get("applied"), used_for=row.get("used_for"))
    title = fold(row.get("title") or "")
    first = state.works.setdefault((subject.key, title), row) if title else row
    if first is not row:
        state.warn(row, "title", "same-work", f"Sáng kiến, đề tài này đã ghi ở dòng {first.number}.", "Nếu là một, hãy xóa dòng trùng.")
    if row.values["work"] == "research":
        return "research", {**common, **some(accepted=row.get("accepted"), role=row.get("role"))}
    return "initiatives", {**common, **some(recognised=row.get("recognised"), by=row.get("by"))}


def _limit(state: State, row: Row, subject: Subject) -> Entry | None:
    form = row.values["form"]
    if form in lx.HOLDS.names:
        dates_in_order(state, row, "from", "to")
        return "holds", some(**{"kind": form, "from": iso(row.get("from")), "to": iso(row.get("to")), "cleared": row.get("cleared")})
    _discipline_checks(state, row)
    if isinstance(subject, Collective):
        state.error(
            row,
            "form",
            "unit-disciplined",
            "Tập thể không bị kỷ luật theo hình thức này.",
            "Chỉ ghi tạm dừng xem xét cho tập thể; kỷ luật ghi cho từng người.",
        )
        return None
    return "discipline", some(
        form=form,
        decided_on=iso(row.get("decided")),
        conduct_year=row.get("conduct"),
        ended_on=iso(row.get("ended")),
        already_used_in=row.get("used_in"),
    )


def _discipline_checks(state: State, row: Row) -> None:
    conduct, decided = row.get("conduct"), row.get("decided")
    dates_in_order(state, row, "decided", "ended")
    if conduct is None and decided is None:
        state.error(row, "conduct", "year-missing", "Không ghi năm vi phạm và ngày quyết định kỷ luật.", "Hãy ghi ít nhất một trong hai.")
    if conduct and decided and decided.last.year < conduct:
        state.error(
            row,
            "decided",
            "decided-too-early",
            f"Ngày quyết định {decided} trước năm vi phạm {conduct}.",
            "Hãy sửa ngày quyết định hoặc năm vi phạm.",
        )


def _time(state: State, row: Row, subject: Subject) -> Entry:
    dates_in_order(state, row, "from", "to")
    kind, span = row.values["kind"], {"from": iso(row.get("from")), "to": iso(row.get("to"))}
    if kind in (lx.TRANSFER, lx.SECONDMENT):
        return "transfers", _transfer(state, row, kind)
    if kind == lx.STUDY:
        return "study", some(**span, months=row.get("months"), result=row.get("result"), rules_obeyed=row.get("rules"))
    if row.get("to") and not row.get("from"):
        state.error(row, "to", "start-missing", "Có ngày kết thúc nhưng không có ngày bắt đầu.", "Hãy ghi cột “Từ ngày”.")
    return "absences", some(**span, kind=kind, months=row.get("months"), working_days=row.get("days"))


def _transfer(state: State, row: Row, kind: str) -> Facts:
    old, new = row.get("old_months"), row.get("new_months")
    if (old or 0) + (new or 0) > 12:
        state.error(
            row, ("new_months", "old_months"), "over-total", "Số tháng ở đơn vị cũ và đơn vị mới cộng lại quá 12.", "Hãy sửa số tháng trong năm."
        )
    return some(on=iso(row.get("from")), months_at_old=old, months_at_new=new, old_unit_opinion=row.get("opinion"), secondment=kind == lx.SECONDMENT)


_BUILDERS: tuple[tuple[Sheet, Callable[[State, Row, Any], Entry | None]], ...] = (
    (POSTS, _post),
    (RATINGS, _rating),
    (AWARDS, _award),
    (WORKS, _work),
    (LIMITS, _limit),
    (TIMES, _time),
)
