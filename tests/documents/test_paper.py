"""A paper opens, on the page and in the type of Nghị định 30/2020."""

from __future__ import annotations

import datetime as dt
from io import BytesIO

from docx import Document

from vinhdanh.documents.paper import Head, Paper


def test_page_type_and_words() -> None:
    made = Paper(Head("Cấp trên", "Cơ quan", "BB-TĐ", "Biên bản", "Bình xét", "Minh Hà", dt.date(2026, 12, 5)))
    made.table(("Hạng", "Đơn vị"), [["1", "KV1"]])
    docx = Document(BytesIO(made.end("Thư ký", "Trưởng cụm", ["Lưu hồ sơ"])))
    page = docx.sections[0]
    sizes = (page.page_width, page.page_height, page.top_margin, page.bottom_margin, page.left_margin, page.right_margin)
    assert [round(s.mm) for s in sizes if s] == [210, 297, 20, 20, 30, 15]
    assert (docx.styles["Normal"].font.name, docx.styles["Normal"].font.size.pt) == ("Times New Roman", 14)
    left, right = docx.tables[0].rows[0].cells
    assert left.text == "CẤP TRÊN\nCƠ QUAN\nSố:      /BB-TĐ"
    assert right.text == "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\nMinh Hà, ngày 05 tháng 12 năm 2026"
    assert [[c.text for c in r.cells] for r in docx.tables[1].rows] == [["Hạng", "Đơn vị"], ["1", "KV1"]]
    assert page.different_first_page_header_footer and 'instr="PAGE"' in page.header.paragraphs[0]._p.xml
