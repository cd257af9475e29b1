"""Workbooks we write: what is text stays text, never a formula, a link or a number (a name may begin with “=” or “http”)."""

from __future__ import annotations

from typing import IO, Any

import xlsxwriter

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PLAIN = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


def plain_book(out: str | IO[bytes], **more: Any) -> xlsxwriter.Workbook:
    """A new workbook at a path or in an open file. ``more``: further options of xlsxwriter."""
    return xlsxwriter.Workbook(out, {**more, **PLAIN})
