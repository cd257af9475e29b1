"""A paper of an office: page, heads, body, signatures, recipients. Source: Nghị định 30/2020/NĐ-CP, Điều 8 and Phụ lục I."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH as Align
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
FONT, SIZE, SMALL = "Times New Roman", 14, 13
MARGINS = {"top_margin": 20, "bottom_margin": 20, "left_margin": 30, "right_margin": 15}  # millimetres
STATE, MOTTO = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"


@dataclass(frozen=True, slots=True)
class Head:
    """What stands above the text. Empty: left open, to be written by hand."""

    superior: str
    office: str
    mark: str  # after the number: BB-…
    title: str
    subject: str
    place: str = ""
    on: dt.date | None = None


class Paper:
    """A document being written from top to bottom."""

    def __init__(self, head: Head) -> None:
        self.docx = Document()
        self._page()
        self._heads(head)
        self.line(head.title.upper(), bold=True, align=Align.CENTER)
        self.line(head.subject, bold=True, align=Align.CENTER)

    def _page(self) -> None:
        section, normal = self.docx.sections[0], self.docx.styles["Normal"]
        section.page_width, section.page_height = Mm(210), Mm(297)
        for name, value in MARGINS.items():
            setattr(section, name, Mm(value))
        normal.font.name, normal.font.size = FONT, Pt(SIZE)
        normal.element.rPr.rFonts.set(qn("w:eastAsia"), FONT)
        section.different_first_page_header_footer = True  # the number of page 1 is not printed
        number = section.header.paragraphs[0]
        number.alignment = Align.CENTER
        _field(number, "PAGE")

    def _heads(self, head: Head) -> None:
        left, right = self.docx.add_table(rows=1, cols=2).rows[0].cells
        left.width, right.width = Mm(65), Mm(100)
        day = f"ngày {head.on:%d} tháng {head.on:%m} năm {head.on:%Y}" if head.on else "ngày … tháng … năm …"
        _cell(left, [(head.superior.upper(), False, SMALL), (head.office.upper(), True, SMALL), (f"Số:      /{head.mark}", False, SMALL)])
        _cell(right, [(STATE, True, SMALL), (MOTTO, True, SIZE), (f"{head.place or '…'}, {day}", False, SIZE)])
        right.paragraphs[-1].runs[0].italic = True

    def line(self, words: str, *, bold: bool = False, align: Any = Align.JUSTIFY) -> None:
        """A paragraph of the text."""
        made = self.docx.add_paragraph()
        made.alignment, made.paragraph_format.space_after = align, Pt(6)
        made.add_run(words).bold = bold

    def table(self, head: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
        """A table with lines; its head is repeated on every page."""
        made = self.docx.add_table(rows=1, cols=len(head))
        made.style = "Table Grid"
        for cell, words in zip(made.rows[0].cells, head, strict=True):
            _cell(cell, [(words, True, SMALL)])
        repeated = OxmlElement("w:tblHeader")
        made.rows[0]._tr.get_or_add_trPr().append(repeated)
        for row in rows:
            for cell, words in zip(made.add_row().cells, row, strict=True):
                _cell(cell, [(words, False, SMALL)], Align.LEFT)
        self.docx.add_paragraph()

    def end(self, left: str, right: str, recipients: Sequence[str]) -> bytes:
        """Places to sign, who receives it; the file."""
        one, two = self.docx.add_table(rows=1, cols=2).rows[0].cells
        for cell, words in ((one, left), (two, right)):
            _cell(cell, [(words.upper(), True, SIZE), ("(Ký, ghi rõ họ tên)", False, SMALL)] if words else [("", False, SMALL)])
        self.docx.add_paragraph().add_run("Nơi nhận:").italic = True
        for words in recipients:
            made = self.docx.add_paragraph()
            made.paragraph_format.space_after = Pt(0)
            made.add_run(f"- {words};").font.size = Pt(11)
        file = BytesIO()
        self.docx.save(file)
        return file.getvalue()


def _cell(cell: Any, lines: Sequence[tuple[str, bool, int]], align: Any = Align.CENTER) -> None:
    for i, (words, bold, size) in enumerate(lines):
        made = cell.paragraphs[0] if i == 0 else cell.add_paragraph()
        made.alignment, made.paragraph_format.space_after = align, Pt(0)
        run = made.add_run(words)
        run.bold, run.font.size = bold, Pt(size)


def _field(paragraph: Any, code: str) -> None:
    """A field that Word computes, such as the number of the page."""
    made = OxmlElement("w:fldSimple")
    made.set(qn("w:instr"), code)
    run = OxmlElement("w:r")
    text = OxmlElement("w:t")
    text.text = "2"
    run.append(text)
    made.append(run)
    paragraph._p.append(made)
