"""Vietnamese alphabetical order as a text that any database sorts rightly: letters, then tones, then capitals.

The key holds digits only: databases compare letters and marks by the rules of their locale, digits they all compare alike.
"""

from __future__ import annotations

import unicodedata

ALPHABET = "0123456789aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
TONES = {"": "0", "\u0300": "1", "\u0309": "2", "\u0303": "3", "\u0301": "4", "\u0323": "5"}  # ngang, huyền, hỏi, ngã, sắc, nặng
END, GAP = "00", "01"  # after the letters; between two words
_CODES = {letter: f"{i:02}" for i, letter in enumerate(ALPHABET, 2)}


def sort_key(text: str) -> str:
    """The key of a text: compared as a text of digits it gives the order of a Vietnamese dictionary."""
    words = [_word(w) for w in unicodedata.normalize("NFC", text).split()]
    letters, tones, case = (part.join(w[i] for w in words) for i, part in enumerate((GAP, "", "")))
    return letters + END + tones + case


def name_key(full_name: str) -> str:
    """The key of a person's name: by given name (the last word), then family name, then what stands between."""
    words = full_name.split()
    return sort_key(" ".join([words[-1], *words[:-1]])) if words else ""


def _word(word: str) -> tuple[str, str, str]:
    letters, tones, case = "", "", ""
    for char in word:
        base, tone = _split(char.lower())
        letters += _CODES.get(base, "")
        tones += TONES[tone]
        case += "1" if char.isupper() else "0"
    return letters, tones, case


def _split(char: str) -> tuple[str, str]:
    """A letter of the alphabet and its tone."""
    parts = unicodedata.normalize("NFD", char)
    tone = next((p for p in parts[1:] if p in TONES), "")
    return unicodedata.normalize("NFC", "".join(p for p in parts if p != tone)), tone
