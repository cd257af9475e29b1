"""What an authority calls the awards, and itself, in what the program says."""

from __future__ import annotations

from vinhdanh.merit.rulebook import Rulebook
from vinhdanh.workbook import lexicon as lx

AUTHORITIES = {"procuracy": "ngành Kiểm sát nhân dân", "national": "chung của Nhà nước"}


def award_names(book: Rulebook) -> dict[str, str]:
    """Award names by code; in the Procuracy those its own workbook offers, not the law's “Bộ, ban, ngành, tỉnh”."""
    names = {code: award.name for code, award in book.awards.items()}
    return {c: lx.AWARDS.label(c) if c in lx.AWARDS.names else n for c, n in names.items()} if book.authority == "procuracy" else names


def authority_name(authority: str) -> str:
    """The name of an authority: ``ngành Kiểm sát nhân dân``; its code where it has none."""
    return AUTHORITIES.get(authority, authority)
