"""The text of a Vietnamese act taken apart: Điều, khoản, điểm. What cannot be told is said, never guessed.

A line opens an article (``Điều 22. Tên điều``), a clause (``1. …``) or a point (``a) …``) only where that number or letter may
follow; anything else continues the text before it. Inside quotation marks (an amending act quoting the amended one) nothing opens.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from vinhdanh.merit.law import Place
from vinhdanh.merit.text import nfc

_ARTICLE = re.compile(r"^Điều\s+(\d+)([a-zđ]?)\s*(?:[.:]\s*(.*)|$)")
_CLAUSE = re.compile(r"^(\d+)([a-zđ]?)\.\s+(\S.*)$")
_POINT = re.compile(r"^([a-zđ])(\d*)\)\s*(\S.*)$")
_ABOVE = re.compile(r"^(?:Phần thứ|PHẦN THỨ|Chương|CHƯƠNG|Mục|MỤC|Tiểu mục|TIỂU MỤC)\s+\S+\.?(?:\s.*)?$")
_END = re.compile(r"^(?:Nơi nhận|TM\.|KT\.|Luật này (?:đã )?được Quốc hội|PHỤ LỤC|Phụ lục)\b")
_PAGE = re.compile(r"^(?:\d{1,3}|(?:CÔNG BÁO|Trang)\b.{0,40}\d+.{0,40})$")
_LETTERS = "abcdđeghiklmnopqrstuvxy"  # the points of an act, in their order


@dataclass(slots=True)
class Piece:
    """One provision read from a text: its place, the heading of an article, its own words without those of the pieces inside it."""

    place: Place
    heading: str = ""
    lines: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The words, one paragraph a line."""
        return "\n".join(self.lines)


@dataclass(slots=True)
class Parsed:
    """What a text holds: its provisions in order, and what the reader should look at."""

    pieces: list[Piece] = field(default_factory=list)
    doubts: list[str] = field(default_factory=list)
    before: str = ""  # what stands before the first article
    left_out: list[str] = field(default_factory=list)  # headings of chapters, signatures: lines that belong to no article

    def articles(self) -> int:
        """How many articles were found."""
        return sum(1 for p in self.pieces if p.place.clause is None and p.place.point is None)


def parse(text: str, *, wrapped: bool = False) -> Parsed:
    """Take a text apart. ``wrapped``: its lines were broken for a page (PDF) and must be joined."""
    reader = _Reader()
    for line in _lines(text, wrapped):
        reader.read(line)
    return reader.done()


def _lines(text: str, wrapped: bool) -> Iterable[str]:
    found = [re.sub(r"[ \t\u00a0]+", " ", line).strip() for line in nfc(text).replace("\r", "").split("\n")]
    kept = [line for line in found if line and not (wrapped and _PAGE.match(line))]
    return _joined(kept) if wrapped else kept


def _joined(lines: list[str]) -> Iterator[str]:
    """Broken lines made whole: one that opens nothing goes on the line before it, unless that ended a paragraph."""
    held = ""
    for line in lines:
        if held and not _opens(line) and (not re.search(r"[.;:”]$", held) or line[:1].islower()):
            held = f"{held} {line}"
            continue
        if held:
            yield held
        held = line
    if held:
        yield held


def _opens(line: str) -> bool:
    return any(form.match(line) for form in (_ARTICLE, _CLAUSE, _POINT, _ABOVE, _END))


class _Reader:
    """Reads line by line; knows which article, clause and point it is in and whether a quotation is open."""

    def __init__(self) -> None:
        self.made = Parsed()
        self.article = self.clause = self.point = ""
        self.quoted = self.closed = False

    def read(self, line: str) -> None:
        """Take the next line."""
        if not self.quoted and self._structure(line):
            return
        self._words(line)

    def _structure(self, line: str) -> bool:
        if (found := _ARTICLE.match(line)) and self._next_article(int(found[1]), found[2]):
            self._open_article(found)
            return True
        if self.closed or not self.article:
            return False
        if _ABOVE.match(line) or _END.match(line):
            self.closed = True  # a heading between two articles belongs to neither; what follows the last one is no article
            self.made.left_out.append(line)
            return True
        return self._inner(line)

    def _inner(self, line: str) -> bool:
        if (found := _CLAUSE.match(line)) and _follows_number(self.clause, int(found[1]), found[2]):
            self._open(Place(self.article, found[1] + found[2]), found[3])
            self.clause, self.point = found[1] + found[2], ""
            return True
        if (found := _POINT.match(line)) and self._follows_letter(found[1], found[2]):
            self._open(Place(self.article, self.clause or None, found[1] + found[2]), found[3])
            self.point = found[1] + found[2]
            return True
        return False

    def _next_article(self, number: int, letter: str) -> bool:
        digits = int(re.sub(r"\D", "", self.article) or 0)
        return number > digits or (number == digits and _rank(letter) > _rank(re.sub(r"\d", "", self.article)))

    def _open_article(self, found: re.Match[str]) -> None:
        number, last = int(found[1]), int(re.sub(r"\D", "", self.article) or 0)
        if self.article and number > last + 1:
            self._doubt(f"Sau Điều {self.article} là Điều {found[1]}{found[2]}: thiếu các điều ở giữa, hoặc chỉ dán một phần văn bản.")
        self.article, self.clause, self.point, self.closed = found[1] + found[2], "", "", False
        self.made.pieces.append(Piece(Place(self.article), heading=(found[3] or "").strip()))
        self._quotes(found[3] or "")

    def _open(self, place: Place, words: str) -> None:
        self.made.pieces.append(Piece(place))
        self._words(words)

    def _follows_letter(self, letter: str, digits: str) -> bool:
        if letter not in _LETTERS:
            return False
        if not self.point:
            return letter == "a"
        at, last = _LETTERS.index(letter), _LETTERS.index(self.point[0])
        if at == last:
            return bool(digits) and int(digits) == int(self.point[1:] or 0) + 1
        if at > last + 1:
            self._doubt(f"{self._here()}: sau điểm {self.point} là điểm {letter}{digits}.")
        return at > last

    def _words(self, line: str) -> None:
        self._quotes(line)
        if not self.article:
            self.made.before = f"{self.made.before}\n{line}".strip()
        elif self.closed:
            self.made.left_out.append(line)
        else:
            self._into(self.made.pieces[-1], line)

    def _into(self, piece: Piece, line: str) -> None:
        if not piece.heading and not piece.lines and piece.place.clause is None and piece.place.point is None and not piece.place.part:
            piece.heading = line  # “Điều 22” alone on its line, the heading on the next
        else:
            piece.lines.append(line)

    def _quotes(self, line: str) -> None:
        marks = re.findall("[“”]", line)
        if marks:
            self.quoted = marks[-1] == "“"

    def _here(self) -> str:
        return f"Điều {self.article}" + (f" khoản {self.clause}" if self.clause else "")

    def _doubt(self, words: str) -> None:
        self.made.doubts.append(words)

    def done(self) -> Parsed:
        """What was read."""
        if not self.made.pieces:
            self._doubt("Không thấy dòng nào bắt đầu bằng “Điều 1.”, “Điều 2.” … Hãy dán từ một điều trở lên, mỗi điều ở đầu dòng.")
        if self.quoted:
            self._doubt(f"{self._here()}: còn ngoặc kép “ chưa đóng, phần sau có thể bị gộp vào một đoạn.")
        return self.made


def _follows_number(last: str, number: int, letter: str) -> bool:
    digits = int(re.sub(r"\D", "", last) or 0)
    return number == digits + 1 or (number == digits and bool(letter) and _rank(letter) > _rank(re.sub(r"\d", "", last)))


def _rank(letter: str) -> int:
    return _LETTERS.find(letter) + 1 if letter else 0
