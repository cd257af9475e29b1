"""Sheet 'Đề nghị': what is to be judged, with the vote, the movement and the papers that belong to the row alone."""

from __future__ import annotations

from vinhdanh.workbook import lexicon as lx
from vinhdanh.workbook.checks import at_most, not_before_work, years_in_order
from vinhdanh.workbook.model import Facts, Nomination, Person, Subject
from vinhdanh.workbook.people import iso, some
from vinhdanh.workbook.records import fits
from vinhdanh.workbook.refs import Directory
from vinhdanh.workbook.state import State
from vinhdanh.workbook.table import Row


def build_nominations(state: State, names: Directory) -> None:
    """Fills ``nominations``; a second row for the same subject, award, year and kind is an error."""
    seen: dict[tuple[str, str, int, str | None], Row] = {}
    for row in state.table("nominations").rows:
        subject = names.subject(row)
        if subject and not row.bad:
            _checks(state, row, subject)
            _once(state, row, subject, seen)
        if subject is None or row.bad:
            state.drop(row, ("nominations",), subject)
        else:
            state.book.nominations.append(_nomination(state, row, subject))


def _checks(state: State, row: Row, subject: Subject) -> None:
    fits(state, row, subject, row.values["award"])
    years_in_order(state, row, "from", "year")
    not_before_work(state, row, subject, "year", row.values["year"])
    if row.get("members") == 0:
        state.error(row, "members", "no-members", "Hội đồng không thể có 0 thành viên.", "Hãy ghi tổng số thành viên, hoặc để trống nếu chưa họp.")
    at_most(state, row, "present", "members")
    at_most(state, row, "yes", "present")
    at_most(state, row, "yes", "members")
    members, here, letters = row.get("members"), row.get("present") or row.get("yes") or 0, row.get("letter") or 0
    if members is not None and letters and here + letters > members and not row.bad:
        state.error(
            row, "letter", "over-total", f"Số có mặt và số gửi văn bản cộng lại ({here + letters}) quá số thành viên {members}.", "Hãy sửa số phiếu."
        )


def _once(state: State, row: Row, subject: Subject, seen: dict[tuple[str, str, int, str | None], Row]) -> None:
    first = seen.setdefault((subject.key, row.values["award"], row.values["year"], row.get("kind")), row)
    if first is not row:
        state.error(
            row, ("award",), "duplicate-nomination", f"Đề nghị này đã có ở dòng {first.number}.", "Hãy xóa dòng trùng, hoặc sửa năm, loại khen."
        )


def _nomination(state: State, row: Row, subject: Subject) -> Nomination:
    year, first, text = row.values["year"], row.get("from"), row.get("route")
    return Nomination(
        row=row.number,
        subject=subject.key,
        subject_kind="person" if isinstance(subject, Person) else "collective",
        name=subject.name,
        unit=subject.unit,
        award=row.values["award"],
        kind=row.get("kind"),
        route=_route(state, row, text),
        route_vi=text,
        period=(first, year) if first and first != year else year,
        facts=_facts(row),
        note=row.get("note"),
        sheet=row.sheet,
    )


def _route(state: State, row: Row, text: str | None) -> str | None:
    code = lx.ROUTES.code(text) if text else None
    if text and code is None:
        near = lx.ROUTES.nearest(text)
        hint = f"Có phải là “{near}”? " if near else ""
        state.warn(
            row,
            "route",
            "unknown-route",
            f"Diện “{text}” không có trong danh mục; máy xét mọi diện có dữ liệu.",
            f"{hint}Hãy chọn trong danh sách của ô.",
        )
    return code


def _facts(row: Row) -> Facts:
    council = some(
        members=row.get("members"),
        present=row.get("present"),
        yes=row.get("yes"),
        yes_by_letter=row.get("letter"),
        yes_percent=row.get("yes_percent"),
        cluster_yes_percent=row.get("cluster_percent"),
        level=row.get("council_level"),
    )
    movement = some(
        launched_by=row.get("launched_by"),
        years=row.get("movement_years"),
        review=row.get("review"),
        chosen=row.get("chosen"),
        registered=row.get("registered"),
        kind=row.get("movement_kind"),
    )
    dossier = some(papers=row.get("papers"), sets=row.get("sets"), filed_on=iso(row.get("filed")))
    return {k: v for k, v in (("council", council), ("movement", movement), ("dossier", dossier)) if v}
