"""Facts by year: what each year brought, laid across."""

from __future__ import annotations

from dataclasses import dataclass, field

from vinhdanh.eligibility.look import Look
from vinhdanh.eligibility.papers import leave, url
from vinhdanh.eligibility.sight import HEALTH, HIDDEN, Sight
from vinhdanh.merit.labels import FORM_NAMES, LEVEL_NAMES, years_text
from vinhdanh.records.known import years_closed
from vinhdanh.records.models import Hold, Rating
from vinhdanh.records.told import Honour, Work

WIDTH, ROOM = 10, 24  # years across; letters of a second line
SHORT = {
    "hoan-thanh-xuat-sac": "Xuất sắc",
    "hoan-thanh-tot": "Tốt",
    "hoan-thanh": "Hoàn thành",
    "khong-hoan-thanh": "Không HT",
    "tot-tro-len": "Tốt trở lên",
}
STREAKS = ("chien-si-thi-dua-nganh", "chien-si-thi-dua-co-so", "tap-the-lao-dong-xuat-sac")
PLAIN = frozenset({"lao-dong-tien-tien", "tap-the-lao-dong-tien-tien", "giay-khen"})


@dataclass(frozen=True, slots=True)
class Tag:
    """Something of a year: its words, a second line, the page of its record, whether it is an honour (gold) or still open."""

    text: str
    small: str = ""
    url: str = ""
    gold: bool = False


@dataclass(slots=True)
class Cell:
    """One field of a row; ``span``: how many years it covers; ``band``: a streak, ``broken`` where it is but one year long."""

    year: int
    tags: list[Tag] = field(default_factory=list)
    span: int = 1
    band: str = ""
    broken: bool = False
    now: bool = False
    text: str = ""


@dataclass(slots=True)
class Row:
    """One kind of fact."""

    head: str
    cells: list[Cell]


@dataclass(slots=True)
class Timeline:
    """The years shown and a row a kind; ``earlier``: the years before that hold something."""

    years: list[int]
    rows: list[Row]
    earlier: list[int]
    notes: list[str]


def timeline(look: Look, sight: Sight, first: int | None = None) -> Timeline:
    """The facts of a subject by year; ``first`` shows earlier years than the last ten."""
    since = first if first is not None else look.year - WIDTH + 1
    years = list(range(since, look.year + 1))
    rows = [_ratings(look, years), *_titles(look, years), _works(look, years)]
    limits = _limits(look, years, sight)
    return Timeline(years, [r for r in [*rows, limits] if r is not None], _earlier(look, since), _notes(look, years, limits, sight))


def _cells(look: Look, years: list[int], tags: dict[int, list[Tag]]) -> list[Cell]:
    return [Cell(y, tags.get(y, []), now=y == look.year) for y in years]


def short(paper: str) -> str:
    """The name of a paper as far as a cell of a year has room for it."""
    return paper if len(paper) <= ROOM else f"{paper[: ROOM - 1].rstrip()}…"


def _row(look: Look, head: str, years: list[int], pairs: list[tuple[int, Tag]]) -> Row:
    found: dict[int, list[Tag]] = {}
    for year, tag in pairs:
        found.setdefault(year, []).append(tag)
    return Row(head, _cells(look, years, found))


def _ratings(look: Look, years: list[int]) -> Row:
    rows = [r for r in look.told.ratings if r.body == Rating.Body.OFFICE]
    return _row(look, "Xếp loại chất lượng", years, [(r.year, Tag(SHORT[r.value], short(r.paper), url("xep-loai", r.id))) for r in rows])


def _titles(look: Look, years: list[int]) -> list[Row]:
    groups = {code: award.group for code, award in look.book.awards.items()}
    titles = [a for a in look.told.awards if groups.get(a.award) == "title"]
    forms = [a for a in look.told.awards if groups.get(a.award) != "title"]
    rows = [_row(look, "Danh hiệu thi đua", years, [(a.year, _honour(look, a)) for a in titles])]
    code = next((c for c in STREAKS if any(a.award == c for a in titles)), "")
    rows += [_streaks(look, years, code)] if code else []
    return [*rows, _row(look, "Hình thức khen", years, [(a.year, _honour(look, a)) for a in forms])]


def _honour(look: Look, a: Honour) -> Tag:
    award = look.book.awards.get(a.award)
    name = award.short[0] if award and award.short else look.names.get(a.award, a.award)
    return Tag(name, f"QĐ {a.decision}" if a.decision else a.issuer, url("khen-thuong", a.id), gold=a.award not in PLAIN)


def _streaks(look: Look, years: list[int], code: str) -> Row:
    award = look.book.awards[code]
    held = {a.year for a in look.told.awards if a.award == code}
    cells: list[Cell] = []
    for year in years:
        if year in held and cells and cells[-1].band and cells[-1].year + cells[-1].span == year:
            cells[-1].span += 1
        else:
            cells.append(Cell(year, band="liền" if year in held else ""))
    for cell in cells:
        cell.now = cell.year + cell.span - 1 == look.year
        if cell.band:
            cell.broken = cell.span == 1
            cell.band = f"{cell.span} năm liên tục" if cell.span > 1 else "1 năm"
    return Row(f"Năm liên tục {award.short[0] if award.short else award.name}", cells)


def _works(look: Look, years: list[int]) -> Row:
    return _row(look, "Sáng kiến, đề tài", years, [(w.year, Tag(_name(w), _state(look, w), url("sang-kien", w.id))) for w in look.told.works])


def _name(w: Work) -> str:
    return w.code or (w.name if len(w.name) <= 40 else w.name[:38] + "…")


def _state(look: Look, w: Work) -> str:
    level = LEVEL_NAMES.get(w.level, "chưa rõ phạm vi")
    used = f"đã dùng {w.used_year or ''}".strip() if w.used_for else "chưa dùng"
    return f"{level}, {used}"


def _limits(look: Look, years: list[int], sight: Sight) -> Row | None:
    """Discipline, holds and time away; what may not be seen is not told apart from what is not there."""
    pairs: list[tuple[int, Tag]] = []
    if "discipline" in sight.open:
        pairs += [(r.year, Tag(_capital(FORM_NAMES.get(r.form, r.form)), short(r.paper), url("ky-luat", r.id))) for r in look.told.discipline]
    if "complaint" in sight.open:
        pairs += [(r.year, Tag(Hold.Kind(r.kind).label, "đã kết luận" if r.cleared else "", url("tam-dung", r.id))) for r in look.told.holds]
    leaves = [r for r in look.told.absences if r.kind not in HEALTH or "health" in sight.open]
    pairs += [(r.year, Tag(leave(r), "", url("nghi", r.id))) for r in leaves]
    if not any(year in years for year, _ in pairs):
        return None
    return _row(look, "Kỷ luật, nghỉ dài", years, pairs)


def _notes(look: Look, years: list[int], limits: Row | None, sight: Sight) -> list[str]:
    """What stands below: that there is nothing (said only to who may see whether there is), and the years declared."""
    said: list[str] = []
    if limits is None and not hidden_note(sight):
        open_ = years_closed(look.told.open.get("discipline", -1), look.year)
        sure = [y for y in years if y in open_]
        said.append(
            f"Kỷ luật, nghỉ dài: không có dữ kiện. Đơn vị xác nhận đã nhập đủ kỷ luật {years_text(sure)}."
            if sure
            else "Kỷ luật, nghỉ dài: không có dữ kiện, đơn vị chưa xác nhận đã nhập đủ."
        )
    return said


def hidden_note(sight: Sight) -> str:
    """Which kinds a page leaves out for this reader."""
    names = {"discipline": "kỷ luật", "complaint": "tạm dừng xem xét", "health": "nghỉ ốm, thai sản, điều trị"}
    left = [name for field_, name in names.items() if field_ not in sight.open]
    return f"{HIDDEN}: {', '.join(left)}." if left else ""


def _earlier(look: Look, since: int) -> list[int]:
    told = look.told
    years = {*(r.year for r in told.ratings), *(a.year for a in told.awards), *(w.year for w in told.works)}
    return sorted(year for year in years if year < since)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
