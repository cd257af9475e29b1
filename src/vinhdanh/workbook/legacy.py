"""Old Vietnamese encodings: recognising text typed in TCVN3 (.VnTime) or VNI-Windows fonts, and turning it into Unicode.

Such text is never converted silently: the caller shows the preview and lets a person decide. A text is taken for legacy
only if, decoded, every odd word becomes a possible Vietnamese syllable and was none before; so ``Élise Müller`` is left alone.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from vinhdanh.merit.text import fold

# TCVN 5712:1993, the lower-case half and the capitals without tone that the .Vn fonts use, by code position.
_TCVN3_FROM = (
    "\xa1\xa2\xa3\xa4\xa5\xa6\xa7\xa8\xa9\xaa\xab\xac\xad\xae\xb5\xb6\xb7\xb8\xb9\xbb\xbc\xbd\xbe\xc6\xc7\xc8\xc9\xca\xcb"
    "\xcc\xce\xcf\xd0\xd1\xd2\xd3\xd4\xd5\xd6\xd7\xd8\xdc\xdd\xde\xdf\xe1\xe2\xe3\xe4\xe5\xe6\xe7\xe8\xe9\xea\xeb\xec\xed\xee"
    "\xef\xf1\xf2\xf3\xf4\xf5\xf6\xf7\xf8\xf9\xfa\xfb\xfc\xfd\xfe"
)
_TCVN3_TO = "ĂÂÊÔƠƯĐăâêôơưđàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ"
_TCVN3 = str.maketrans(_TCVN3_FROM, _TCVN3_TO)

_GRAVE, _ACUTE, _HOOK, _TILDE, _DOT = "\u0300", "\u0301", "\u0309", "\u0303", "\u0323"
_CIRCUMFLEX, _BREVE = "\u0302", "\u0306"
_VNI_MARKS = {
    "ø": _GRAVE,
    "ù": _ACUTE,
    "û": _HOOK,
    "õ": _TILDE,
    "ï": _DOT,
    "â": _CIRCUMFLEX,
    "à": _CIRCUMFLEX + _GRAVE,
    "á": _CIRCUMFLEX + _ACUTE,
    "å": _CIRCUMFLEX + _HOOK,
    "ã": _CIRCUMFLEX + _TILDE,
    "ä": _CIRCUMFLEX + _DOT,
    "ê": _BREVE,
    "è": _BREVE + _GRAVE,
    "é": _BREVE + _ACUTE,
    "ú": _BREVE + _HOOK,
    "ü": _BREVE + _TILDE,
    "ë": _BREVE + _DOT,
}
_VNI_ALONE = {"ì": "ì", "í": "í", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "ô": "ơ", "ö": "ư", "î": "ỵ", "ñ": "đ"}
_VNI_BASE = "aeouyôö"

_ONSETS = "ngh|ng|nh|ch|gh|gi|kh|ph|qu|th|tr|b|c|d|g|h|k|l|m|n|p|r|s|t|v|x"
_RIMES = (
    "a(?:c|ch|i|m|n|ng|nh|o|p|t|u|y)?|e(?:c|ch|m|n|ng|nh|o|p|t|u)?|i(?:a|ch|m|n|nh|p|t|u|e(?:c|m|n|ng|p|t|u))?"
    "|o(?:c|i|m|n|ng|p|t|a(?:c|ch|i|m|n|ng|nh|o|p|t|y)?|e(?:n|o|t)?|o(?:c|ng))?"
    "|u(?:c|i|m|n|ng|p|t|u|a(?:n|ng|t|y|c)?|e(?:ch|nh)?|o(?:c|i|m|n|ng|p|t|u)?|y(?:a|ch|n|nh|p|t|u|e(?:n|t))?)?"
    "|y(?:e(?:m|n|ng|t|u)|nh|t|n|ch)?"
)
_SYLLABLE = re.compile(rf"(?:{_ONSETS})?(?:{_RIMES})")
_ALPHABET = frozenset("aăâbcdđeêghiklmnoôơpqrstuưvxyàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ")
_WORD = re.compile(r"[^\s,.;:()/\-\d]+")


def from_tcvn3(text: str) -> str:
    """Text typed in a TCVN3 font, as Unicode. Capitals with tones do not exist there and stay small letters."""
    return text.translate(_TCVN3)


def from_vni(text: str) -> str:
    """Text typed in a VNI-Windows font, as Unicode NFC."""
    out: list[str] = []
    for before, char in zip(" " + text, text, strict=False):
        out.append(_vni_char(before, char))
    return unicodedata.normalize("NFC", "".join(out))


def _vni_char(before: str, char: str) -> str:
    low = char.lower()
    if low in _VNI_MARKS and before.lower() in _VNI_BASE:
        return _VNI_MARKS[low]
    alone = _VNI_ALONE.get(low, low)
    return alone.upper() if char != low else alone


@lru_cache(maxsize=65536)
def legacy(text: str) -> tuple[str, str] | None:
    """("TCVN3" or "VNI", the text in Unicode) if the text was typed in an old font, else None."""
    if text.isascii():
        return None
    words = [w for w in _WORD.findall(text) if not w.isascii() and max(w) <= "\xff"]
    odd = [w for w in words if not _possible(w)]
    if not odd:
        return None
    return next(((name, turn(text)) for name, turn in (("TCVN3", from_tcvn3), ("VNI", from_vni)) if all(_possible(turn(w)) for w in odd)), None)


def _possible(word: str) -> bool:
    """Whether a word can be Vietnamese: its letters, its capitals (first or all) and the shape of its syllable."""
    lower = word.lower()
    if not set(lower) <= _ALPHABET or not (word[1:] == lower[1:] or word == word.upper()):
        return False
    return _SYLLABLE.fullmatch(fold(lower)) is not None and _tone_fits(lower)


def _tone_fits(word: str) -> bool:
    """At most one tone; a syllable closed by c, ch, p, t has the acute or the dot below."""
    tones = [c for c in unicodedata.normalize("NFD", word) if c in (_GRAVE, _ACUTE, _HOOK, _TILDE, _DOT)]
    closed = word.endswith(("c", "ch", "p", "t"))
    return len(tones) <= 1 and not (closed and set(tones) - {_ACUTE, _DOT})
