"""A check as an Excel report: summary, results, the trees, the list against its caps, bad cells, papers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from vinhdanh.checking.names import authority_name
from vinhdanh.checking.result import Check, Item, papers_of
from vinhdanh.checking.words import facts_lines, names_of, vote_line
from vinhdanh.merit.explain import INDENT, lines
from vinhdanh.merit.truth import NO, UNKNOWN, WORDS, YES
from vinhdanh.workbook.plain import plain_book

COLOURS = {YES: "#1B6E3C", NO: "#A4262C", UNKNOWN: "#8A5A00"}
Rows = Iterable[Sequence[Any]]


class Report:
    """A workbook being written, with its few formats."""

    def __init__(self, path: Path) -> None:
        self.book = plain_book(str(path))
        font = {"font_name": "Times New Roman", "font_size": 12, "valign": "top"}
        self.head = self.book.add_format({**font, "bold": True, "bg_color": "#F3E9E4", "border": 1, "text_wrap": True})
        self.plain = self.book.add_format({**font, "text_wrap": True})
        self.money = self.book.add_format({**font, "num_format": "#,##0"})
        self.verdicts = {v: self.book.add_format({**font, "bold": True, "font_color": c}) for v, c in COLOURS.items()}

    def sheet(self, name: str, headers: Sequence[tuple[str, int]], rows: Rows) -> None:
        """A sheet with frozen headers of given widths; verdicts in words get their colour."""
        sheet = self.book.add_worksheet(name)
        for i, (title, width) in enumerate(headers):
            sheet.set_column(i, i, width)
            sheet.write_string(0, i, title, self.head)
        sheet.freeze_panes(1, 0)
        sheet.repeat_rows(0)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        self._rows(sheet, rows)

    def _rows(self, sheet: Any, rows: Rows) -> None:
        words = {WORDS[v]: fmt for v, fmt in self.verdicts.items()}
        for r, row in enumerate(rows, 1):
            for k, value in enumerate(row):
                if isinstance(value, int):
                    sheet.write_number(r, k, value, self.money)
                else:
                    sheet.write_string(r, k, str(value if value is not None else ""), words.get(value, self.plain))


def write_report(check: Check, path: Path) -> None:
    """Write the report. Raises ``OSError`` if the file cannot be written."""
    report, names = Report(path), names_of(check)
    report.sheet("Tổng hợp", [("Mục", 40), ("Nội dung", 100)], _summary(check))
    report.sheet("Kết quả", _RESULT, [_result(i, names) for i in check.items])
    report.sheet("Điều kiện", [("STT", 6), ("Họ tên, đơn vị", 28), ("Đề nghị", 30), ("Điều kiện", 130)], _trees(check, names))
    report.sheet("Kèm theo", [("STT", 6), ("Họ tên, đơn vị", 28), ("Nội dung", 130)], _facts(check))
    report.sheet(
        "Tỷ lệ",
        _CAPS,
        [
            [names[c.award], c.year, c.proposed, c.answer.value, WORDS[c.answer.verdict], c.answer.says, "; ".join(map(str, c.answer.cites))]
            for c in check.caps
        ],
    )
    report.sheet("Mâu thuẫn", [("Đề nghị số", 14), ("Nội dung", 120)], [[", ".join(map(str, c.numbers)), c.says] for c in check.contradictions])
    report.sheet(
        "Ô cần sửa",
        _CELLS,
        [[p.sheet, p.cell, p.row, "Lỗi" if p.severity == "error" else "Lưu ý", p.message_vi, p.what_to_do_vi] for p in check.listing.problems],
    )
    report.book.close()


_RESULT = [
    ("STT", 6),
    ("Họ tên, đơn vị", 28),
    ("Đơn vị", 14),
    ("Đề nghị", 32),
    ("Năm", 8),
    ("Kết quả", 12),
    ("Vướng hoặc thiếu", 60),
    ("Thẩm quyền", 26),
    ("Giấy tờ", 50),
    ("Tiền thưởng (đồng)", 18),
    ("Ghi chú", 50),
]
_CAPS = [("Danh hiệu, hình thức", 34), ("Năm", 8), ("Đề nghị", 10), ("Tối đa", 10), ("Kết quả", 12), ("Cách tính", 70), ("Căn cứ", 44)]
_CELLS = [("Trang tính", 26), ("Ô", 10), ("Dòng", 8), ("Mức", 10), ("Vấn đề", 70), ("Cách sửa", 60)]


def _summary(check: Check) -> Rows:
    yield "Tệp", check.listing.path.name
    yield "Ngày xét", f"{check.on:%d/%m/%Y}"
    yield "Bộ quy tắc", f"{authority_name(check.book.authority)}, mã {check.book.digest}"
    yield from ((WORDS[v], str(check.counts[v])) for v in (YES, NO, UNKNOWN))
    yield "Kết luận", check.exit[1]
    yield "Tiền thưởng của các đề nghị đạt", f"{sum(m.total or 0 for m in check.money.values()):,} đồng".replace(",", ".")
    yield from (("Ghi chú", r) for r in dict.fromkeys(r for i in check.items for r in i.judged.assessment.remarks))


def _result(item: Item, names: dict[str, str]) -> list[Any]:
    candidate, found = item.judged.candidate, item.judged.assessment
    return [
        candidate.number,
        candidate.name,
        candidate.unit,
        names[candidate.award],
        str(candidate.year),
        WORDS[item.verdict],
        _why(item),
        (item.decides.says or item.decides.value) if item.decides else "",
        "; ".join(papers_of(item.papers)),
        item.money if item.money is not None else "",
        "; ".join(found.remarks),
    ]


def _why(item: Item) -> str:
    from vinhdanh.merit.explain import failing

    finding, vote = item.judged.assessment.finding, item.judged.assessment.vote
    said = [f"Bỏ phiếu: {vote_line(vote)}"] if vote is not None and vote.verdict == item.verdict else []
    if item.verdict == NO:
        said += [f"{f.head.says}{f' ({f.head.cite})' if f.head.cite else ''}" for f in failing(finding)] if finding.verdict == NO else []
        return "; ".join(dict.fromkeys(said))
    return "; ".join([*map(str, item.missing), *said]) if item.verdict == UNKNOWN else ""


def _trees(check: Check, names: dict[str, str]) -> Rows:
    for item in check.items:
        candidate = item.judged.candidate
        for line in lines(item.judged.assessment.finding, year=candidate.year, names=names):
            yield str(candidate.number), candidate.name, names[candidate.award], line.replace(INDENT, "    ")


def _facts(check: Check) -> Rows:
    return [(str(i.judged.candidate.number), i.judged.candidate.name, line) for i in check.items for line in facts_lines(i)]
