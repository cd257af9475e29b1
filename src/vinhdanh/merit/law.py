"""Acts and citations: the name of a legal text, a place inside it, how both are read and printed.

A citation prints backwards, as Vietnamese lawyers write (``điểm b khoản 2 Điều 22 Luật TĐKT 2022``), or forwards
(``Luật TĐKT 2022 Điều 22 khoản 2 điểm b``); :func:`parse` reads both, and the compact form of the rulebook
(``Đ22(2)(b)``). What is no single place – a range of articles, a section, an annex – is kept literally as ``part``.
Which names mean the same act is data handed to :class:`Acts`; no act is named in this file.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import total_ordering
from typing import NamedTuple

from vinhdanh.merit.text import fold, slug, tidy

# How clerks shorten the kind of an act, and the one subject this programme is about.
_SHORT = {
    "TTLT": "Thông tư liên tịch",
    "VBHN": "Văn bản hợp nhất",
    "NĐ": "Nghị định",
    "NQ": "Nghị quyết",
    "TT": "Thông tư",
    "QĐ": "Quyết định",
    "CV": "Công văn",
    "HD": "Hướng dẫn",
    "CT": "Chỉ thị",
    "KH": "Kế hoạch",
}
_LONG = [
    *_SHORT.values(),
    "Bộ luật",
    "Luật",
    "Hiến pháp",
    "Pháp lệnh",
    "Quy chế",
    "Quy định",
    "Thông báo",
    "Kết luận",
    "Công điện",
]
_KIND = rf"(?:(?i:{'|'.join(sorted(_LONG, key=len, reverse=True))})|(?:{'|'.join(_SHORT)}))"
_ACT = re.compile(rf"(?<!\S){_KIND}(?=\s+\S)")
_NUMBER = r"\d+(?:/\d{4})?(?:/[A-ZĐa-zđ]+\d*(?:-[A-ZĐa-zđ]+)*)?"
_NUMBERED = re.compile(rf"^(?P<kind>{_KIND}\s+)?(?:TĐKT\s+|(?i:thi đua,? khen thưởng)\s+)?(?:(?i:số)\s+)?(?P<number>{_NUMBER})(?!\w)")
_NOISE = re.compile(r"\b(?:so|nam|va|cua|ngay)\b ?")

_ARTICLE, _CLAUSE, _POINT = r"\d+[a-zđ]?(?!\w)", r"\d+[a-zđ]?(?!\w)", r"[a-zđ]\d*(?!\w)"
_SECTION = r"(?i:tiểu mục|mục|phụ lục|chương|phần|mẫu|biểu)(?:\s+(?i:số))?\s+(?:\d+[a-zđ]?|[IVXLC]+|[A-Z])(?:[.\-/]\w+)*(?!\w)"
_GAP = r"[\s,]*"
_FORWARD = re.compile(
    rf"(?:(?P<part>{_SECTION}){_GAP})?(?:(?i:điều|đ)\s*(?P<article>{_ARTICLE}))?"
    rf"(?:{_GAP}(?i:khoản)\s+(?P<clause>{_CLAUSE}))?(?:{_GAP}(?i:điểm)\s+(?P<point>(?i:{_POINT})))?"
)
_BACKWARD = re.compile(
    rf"(?:(?i:điểm)\s+(?P<point>(?i:{_POINT})){_GAP})?(?:(?i:khoản)\s+(?P<clause>{_CLAUSE}){_GAP})?"
    rf"(?:(?i:điều)\s+(?P<article>{_ARTICLE}))?(?:{_GAP}(?P<part>{_SECTION}))?"
)
_COMPACT = re.compile(r"(?i:điều|đ)\s*(?P<article>\d+[a-zđ]?)(?:\((?P<clause>\d+[a-zđ]?)\)(?:\((?P<point>[a-zđ]\d*)\))?)?(?![\w(])")
_PLACE = re.compile(rf"(?<!\S)(?:(?:(?i:các\s+)?(?i:điều)\s+|(?i:khoản)\s+|[Đđ])(?=\d)|(?i:điểm)\s+(?i:{_POINT})|{_SECTION})")
_NOTE = re.compile(r"(?:^|(?<=\s))\(([^()]*)\)")
_RUN = re.compile(r"(?i:điều\s+|\bđ)(\d+[a-zđ]?(?:\s*(?:-|–|đến|,|và)\s*(?:(?i:điều\s+)|[Đđ])?\d+[a-zđ]?)*)")
_SPAN = re.compile(r"(\d+)[a-zđ]?\s*(?:-|–|đến)\s*(?:(?i:điều\s+)|[Đđ])?(\d+)")
_LETTERS = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"


class CitationError(ValueError):
    """A citation cannot be read or built; the message says in Vietnamese what is wrong."""


@dataclass(frozen=True, order=True)
class Act:
    """A legal text: ``code`` (slug, unique), ``title`` as printed, ``aliases`` as others write it."""

    code: str
    title: str
    aliases: tuple[str, ...] = ()

    @classmethod
    def named(cls, title: str) -> Act:
        """An act known by its name only, as found in a citation of a text nobody entered."""
        return cls(slug(title), tidy(title))

    def __str__(self) -> str:
        return self.title


class Place(NamedTuple):
    """Where in an act: article (``10a``), clause, point; or ``part``, the words of what is no single place."""

    article: str | None = None
    clause: str | None = None
    point: str | None = None
    part: str | None = None


@total_ordering
@dataclass(frozen=True)
class Citation:
    """One place of one act; ``note`` holds free words beside it (``ví dụ 1``).

    Raises :class:`CitationError` when a place is malformed (an article ``x``, a point without clause or article).
    Sorts by act, then as the text runs: Điều 9 before Điều 10, điểm d before điểm đ.
    """

    act: Act
    article: str | None = None
    clause: str | None = None
    point: str | None = None
    part: str | None = None
    note: str | None = None

    def __post_init__(self) -> None:
        _check(self.article, _ARTICLE, "Điều")
        _check(self.clause, _CLAUSE, "khoản")
        _check(self.point, _POINT, "điểm")
        if self.note is not None and (not self.note or set("()") & set(self.note) or tidy(self.note) != self.note):
            raise CitationError(f"Ghi chú của trích dẫn không hợp lệ: “{self.note}”")
        self._check_whole()

    def _check_whole(self) -> None:
        inner = bool(self.clause or self.point)
        if inner and not (self.article or self.part):
            raise CitationError(f"Trích dẫn {self.act} có khoản, điểm nhưng thiếu số Điều")
        if self.part is not None and not _is_section(self.part) and (inner or self.article):
            raise CitationError(f"Trích dẫn {self.act}: “{self.part}” đã là một vị trí, không ghi thêm Điều, khoản, điểm")

    @classmethod
    def at(cls, act: Act, at: str, note: str | None = None) -> Citation:
        """The citation of a rulebook entry ``{act: …, at: "Đ22(1)(a)"}``; raises like :func:`locate`."""
        return cls(act, *locate(at), note=note)

    @property
    def articles(self) -> frozenset[str]:
        """Every article meant: one, or those a literal part names (``Đ69-74`` → 69 … 74); empty for a section."""
        return frozenset([self.article]) if self.article else _articles(self.part or "")

    @property
    def forward(self) -> str:
        """``Luật TĐKT 2022 Điều 22 khoản 2 điểm b``, the order of the case files and of lists."""
        return self._joined([self.act.title, self.part, *self._words()])

    def __str__(self) -> str:
        return self._joined([*reversed(self._words()), self.part, self.act.title])

    def _words(self) -> list[str]:
        pairs = (("Điều", self.article), ("khoản", self.clause), ("điểm", self.point))
        return [f"{word} {value}" for word, value in pairs if value]

    def _joined(self, words: list[str | None]) -> str:
        return " ".join(w for w in [*words, self.note and f"({self.note})"] if w)

    def covers(self, other: Citation) -> bool:
        """True if both cite one act and one article, with equal clause and point wherever both give them.

        Sections and annexes must read alike. A citation of a whole act covers every place in it (not the other way).
        """
        if self.act.code != other.act.code:
            return False
        if self.article is None and self.part is None:
            return True
        return self._same_article(other) and _agree(self.clause, other.clause) and _agree(self.point, other.point)

    def _same_article(self, other: Citation) -> bool:
        if self.articles or other.articles:
            return bool(self.articles & other.articles)
        return fold(self.part or "") == fold(other.part or "")

    def _key(self) -> tuple[object, ...]:
        place = (self.part, self.article, self.clause, self.point, self.note)
        return (self.act, tuple(_natural(p) for p in place))

    def __lt__(self, other: object) -> bool:
        return self._key() < other._key() if isinstance(other, Citation) else NotImplemented


class Acts(Mapping[str, Act]):
    """The acts an office knows, by code. :meth:`find` knows each by title, alias, number and common abbreviations.

    Raises :class:`CitationError` if two acts share a code or a full name. A short name that fits several acts
    (``Thông tư 01/2024``) finds none: guessing the law is worse than asking.
    """

    def __init__(self, acts: Iterable[Act]) -> None:
        self._acts: dict[str, Act] = {}
        self._names: dict[str, Act] = {}
        self._loose: dict[str, set[str]] = {}
        for act in acts:
            self._add(act)

    @classmethod
    def from_data(cls, rows: Mapping[str, Mapping[str, object]]) -> Acts:
        """Built from ``{code: {title: …, aliases: […]}}`` as read from YAML; other keys are ignored."""
        return cls(_act(code, row) for code, row in rows.items())

    def _add(self, act: Act) -> None:
        if act.code in self._acts:
            raise CitationError(f"Mã văn bản “{act.code}” khai hai lần")
        self._acts[act.code] = act
        for name in (act.code, act.title, *act.aliases):
            self._name(name, act)

    def _name(self, name: str, act: Act) -> None:
        exact, *loose = _keys(name)
        known = self._names.setdefault(exact, act)
        if known != act:
            raise CitationError(f"Tên “{name}” chỉ cả hai văn bản “{known.code}” và “{act.code}”")
        for key in loose:
            self._loose.setdefault(key, set()).add(act.code)

    def find(self, text: str) -> Act | None:
        """The act a name means, or None if it is unknown or fits several."""
        exact, *loose = _keys(text)
        if exact in self._names:
            return self._names[exact]
        for key in (exact, *loose):
            if len(codes := self._loose.get(key, set())) == 1:
                return self._acts[next(iter(codes))]
        return None

    def same(self, a: str, b: str) -> bool:
        """True if both names mean one act: one that is known here, or the same words."""
        one, two = self.find(a), self.find(b)
        return one == two if one and two else one is two and _keys(a)[0] == _keys(b)[0]

    def __getitem__(self, code: str) -> Act:
        return self._acts[code]

    def __iter__(self) -> Iterator[str]:
        return iter(self._acts)

    def __len__(self) -> int:
        return len(self._acts)


def locate(at: str) -> Place:
    """The place ``at`` names: ``Đ22(1)(a)``, ``Điều 22 khoản 1 điểm a``, ``điểm a khoản 1 Điều 22``, ``mục III.5.c``.

    Ranges and lists (``Đ69-74``, ``Đ15(1)(a)-(b)``) are kept whole as ``part``.
    Raises :class:`CitationError` if the words name no place.
    """
    text = tidy(at)
    for form in (_COMPACT, _FORWARD, _BACKWARD):
        if text and (found := form.fullmatch(text)):
            return _place(found)
    if not _PLACE.match(text):
        raise CitationError(f"Không nhận ra Điều, khoản, điểm, mục hay phụ lục nào trong “{at}”")
    return Place(part=text)


def parse(text: str, acts: Acts | None = None) -> Citation:
    """The citation written in ``text``, forwards or backwards; an act unknown to ``acts`` is kept by its name.

    Words without any place cite the whole act. Raises :class:`CitationError` if no act can be made out or the place is malformed.
    """
    notes = [n for found in _NOTE.findall(tidy(text)) if (n := tidy(found))]
    body = tidy(_NOTE.sub(" ", tidy(text))).strip(" ,;.")
    start = _act_start(body, acts)
    if start is None:
        raise CitationError(f"Không nhận ra văn bản nào trong trích dẫn “{text}”")
    name, place, tail = _forwards(body) if start == 0 else _backwards(body, start)
    note = "; ".join([*notes, *tail]) or None
    return Citation(_resolve(name, acts), *place, note=note)


def try_parse(text: str, acts: Acts | None = None) -> Citation | None:
    """:func:`parse`, or None where it raises."""
    try:
        return parse(text, acts)
    except CitationError:
        return None


def _act_start(body: str, acts: Acts | None) -> int | None:
    """Where the act's name begins: 0 in a forward citation, later in a backward one, None if nowhere."""
    if (found := _ACT.search(body)) and (found.start() == 0 or _PLACE.match(body)):
        return found.start()
    starts = [0, *(m.end() for m in re.finditer(r"\s", body))] if acts else []
    return next((s for s in starts if acts and acts.find(_before_place(body[s:]))), None)


def _before_place(body: str) -> str:
    found = _PLACE.search(body)
    return body[: found.start()] if found else body


def _forwards(body: str) -> tuple[str, Place, list[str]]:
    name = _before_place(body)
    rest = body[len(name) :]
    if not rest:
        head, _, tail = name.partition(", ") if _NUMBERED.match(name) else (name, "", "")
        return head, Place(), [tail] if tail else []
    return name, *_place_and_note(rest)


def _place_and_note(rest: str) -> tuple[Place, list[str]]:
    """A single place, then perhaps a comma and free words; anything else is a place of its own kind."""
    for form in (_COMPACT, _FORWARD, _BACKWARD):
        found = form.match(rest)
        after = rest[found.end() :] if found and found.end() else "?"
        if found and not after:
            return _place(found), []
        if found and after.startswith(", ") and not re.match(r", (?:[Đđ]?\d|\()", after) and not _PLACE.match(after[2:]):
            return _place(found), [after[2:]]
    return locate(rest), []


def _backwards(body: str, start: int) -> tuple[str, Place, list[str]]:
    where = re.sub(r"[\s,]+(?:của|thuộc|tại)?$", "", body[:start].rstrip())
    head, _, tail = body[start:].partition(", ") if _NUMBERED.match(body[start:]) else (body[start:], "", "")
    return head, locate(where), [tail] if tail else []


def _resolve(name: str, acts: Acts | None) -> Act:
    name = name.strip(" ,;.")
    return (acts.find(name) if acts is not None else None) or Act.named(name)


def _place(found: re.Match[str]) -> Place:
    groups = found.groupdict()
    article, clause, point = (groups[g] and groups[g].lower() for g in ("article", "clause", "point"))
    return Place(article, clause, point, groups.get("part"))


def _check(value: str | None, pattern: str, word: str) -> None:
    if value is not None and not re.fullmatch(pattern, value):
        raise CitationError(f"“{value}” không phải là số hiệu của {word}")


def _is_section(part: str) -> bool:
    return re.fullmatch(_SECTION, part) is not None


def _articles(part: str) -> frozenset[str]:
    named: set[str] = set()
    for run in _RUN.findall(part):
        named.update(re.findall(r"\d+[a-zđ]?", run))
        named.update(str(n) for a, b in _SPAN.findall(run) for n in range(int(a), min(int(b), int(a) + 500) + 1))
    return frozenset(named)


def _agree(a: str | None, b: str | None) -> bool:
    return a is None or b is None or a == b


def _natural(value: str | None) -> tuple[tuple[int, int, str], ...]:
    """A sort key in which 9 < 10 and d < đ < e; two values share a key only if equal."""
    tokens = re.findall(r"\d+|\D", value) if value is not None else []
    return tuple((1, int(t), t) if t.isdigit() else (2, _LETTERS.find(t.lower()), t) for t in tokens)


def _keys(name: str) -> list[str]:
    """What a name is compared by: all its words; then, looser, kind and number, number alone, number and year."""
    text = tidy(name).strip(" ,;.")
    keys = [_folded(text)]
    if found := _NUMBERED.match(text):
        kind, number = found["kind"] or "", found["number"]
        keys += [_folded(kind + number)]
        keys += [_folded(number)] if re.search("[A-ZĐ]", number) else []
        keys += [_folded(kind + "/".join(number.split("/")[:2]))] if kind and re.match(r"\d+/\d{4}", number) else []
    return keys


def _folded(text: str) -> str:
    for short, full in {**_SHORT, "TĐKT": "thi đua khen thưởng"}.items():
        text = re.sub(rf"(?<![\w/-]){short}(?![\w/-])", full, text)
    words = _NOISE.sub("", fold(text)).split()
    return " ".join(w.lstrip("0") or "0" if w.isdigit() else w for w in words)


def _act(code: str, row: Mapping[str, object]) -> Act:
    title, aliases = row.get("title"), row.get("aliases") or ()
    if not isinstance(title, str) or not isinstance(aliases, (list, tuple)):
        raise CitationError(f"Văn bản “{code}” thiếu tên, hoặc danh sách tên khác không đúng dạng")
    return Act(code, tidy(title), tuple(tidy(str(a)) for a in aliases))
