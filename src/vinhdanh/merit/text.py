"""Vietnamese text: normalising, folding (no diacritics, đ included) and finding the nearest known word."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from difflib import SequenceMatcher

_SPACE = re.compile(r"\s+")
_NOT_WORD = re.compile(r"[^a-z0-9]+")
_QUOTES = str.maketrans("", "", "“”\"'‘’«»")


def nfc(text: str) -> str:
    """The text in Unicode form NFC, as everything in Vinh Danh is stored."""
    return unicodedata.normalize("NFC", text)


def tidy(text: str) -> str:
    """NFC, without blanks around it and with single blanks inside (no-break and zero-width ones too)."""
    text = nfc(text).replace("\u200b", "").replace("\ufeff", "")
    return _SPACE.sub(" ", text).strip()


def fold(text: str) -> str:
    """Lower case, no diacritics, đ as d, words parted by one blank: what searching and matching compare."""
    text = unicodedata.normalize("NFD", text.translate(_QUOTES).lower()).replace("đ", "d")
    text = "".join(c for c in text if not unicodedata.combining(c))
    return _NOT_WORD.sub(" ", text).strip()


def slug(text: str) -> str:
    """The folded text with hyphens, the shape of every code: ``Lao động tiên tiến`` → ``lao-dong-tien-tien``."""
    return fold(text).replace(" ", "-")


def nearest(text: str, known: Iterable[str], floor: float = 0.6) -> str | None:
    """The known text most like ``text`` once folded, or None if nothing is at least ``floor`` (0..1) alike."""
    want = fold(text)
    scored = [(SequenceMatcher(None, want, fold(k)).ratio(), k) for k in known]
    best = max(scored, default=(0.0, ""), key=lambda s: s[0])
    return best[1] if best[0] >= floor else None
