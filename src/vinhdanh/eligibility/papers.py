"""Which paper tells a fact: for each condition weighed, the records behind it with their decisions, days and addresses."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from django.urls import reverse

from vinhdanh.merit.facts import AwardFact, ContestFact, DisciplineFact, EitherFact, Fact, FlagFact, IdeaFact, NumberFact, RatingFact, fits, idea_fits
from vinhdanh.merit.labels import FORM_NAMES, LEVEL_NAMES
from vinhdanh.merit.measures import matches
from vinhdanh.merit.time import EmulationCalendar
from vinhdanh.records.models import Absence, Hold, Rating, Study
from vinhdanh.records.telling import Told, award_row, idea_row
from vinhdanh.records.told import Honour, Leave, Work

HEALTH = frozenset({"om", "thai-san", "dieu-tri-thuong-tich"})


@dataclass(frozen=True, slots=True)
class Paper:
    """A record in words and its page ('' where it has none); ``year`` 0 for what has none."""

    year: int
    text: str
    url: str = ""


@lru_cache(maxsize=8192)
def url(kind: str, pk: int) -> str:
    """The page of a record."""
    return reverse("records:detail", args=(kind, pk))


def vn(day: dt.date | None) -> str:
    """``02/09/2026``."""
    return f"{day:%d/%m/%Y}" if day else ""


def dated(words: str, day: dt.date | None) -> str:
    """A paper with its day."""
    return f"{words} ngày {vn(day)}" if words and day else words


def decision(row: Honour) -> str:
    """``Quyết định 812/QĐ-VKS ngày 22/12/2023``; who gave it where no number is known."""
    if row.decision:
        return dated(f"Quyết định {row.decision}", row.decided_on)
    return row.issuer or "chưa ghi số quyết định"


class Papers:
    """The records of a subject, asked by fact."""

    def __init__(self, told: Told, year: int, on: dt.date, years: EmulationCalendar, names: Mapping[str, str]) -> None:
        self.told, self.year, self.on, self.years, self.names = told, year, on, years, names

    def of(self, fact: Fact, wanted: frozenset[int] | None = None) -> list[Paper]:
        """The records that tell of a fact (in some years; None: whenever), the latest last."""
        if isinstance(fact, EitherFact):
            return [paper for part in fact.parts for paper in self.of(part, wanted)]
        found = WORDS[type(fact)](self, fact) if type(fact) in WORDS else self._measured(fact)
        return [p for p in found if wanted is None or not p.year or p.year in wanted]

    def _measured(self, fact: Fact) -> list[Paper]:
        assert isinstance(fact, NumberFact | FlagFact)
        return list(MEASURED[fact.name](self, fact.args)) if fact.name in MEASURED else []

    def awards(self, fact: AwardFact) -> Iterable[Paper]:
        """Awards held that are, or may be, what is asked."""
        for row in self.told.awards:
            if fits(held := award_row(row, self.years), fact):
                name = "" if len(fact.codes) == 1 else f"{self.names.get(row.award, row.award)}, "
                late = "" if held.given_by(self.on) else f" (sau ngày {vn(self.on)}, chưa tính)"
                yield Paper(row.year, f"Năm {row.year}: {name}{decision(row)}{late}", url("khen-thuong", row.id))

    def ratings(self, fact: RatingFact) -> Iterable[Paper]:
        """Yearly ratings, whatever they say."""
        for row in self.told.ratings:
            if row.body == Rating.Body.OFFICE:
                paper = f", {dated(row.paper, row.paper_on)}" if row.paper else ""
                yield Paper(row.year, f"Năm {row.year}: {Rating.Value(row.value).label}{paper}", url("xep-loai", row.id))

    def works(self, fact: IdeaFact) -> Iterable[Paper]:
        """Initiatives or science work, with what keeps them from counting."""
        for row in self.told.works:
            if row.table == ("research" if fact.table == "research" else "initiative"):
                short = "" if idea_fits(idea_row(row, self.year), fact) == 2 else self._short(row, fact)
                yield Paper(row.year, f"Năm {row.year}: {work(row)}{short}", url("sang-kien", row.id))

    def _short(self, row: Work, fact: IdeaFact) -> str:
        said = [LEVEL_NAMES[row.level] if row.level else "chưa rõ phạm vi ảnh hưởng"]
        said += ["chưa được công nhận"] * (row.recognised is False) + ["chưa rõ đã được công nhận chưa"] * (row.recognised is None)
        said += ["chưa áp dụng"] * (row.applied is False) + ["chưa rõ đã áp dụng chưa"] * (row.applied is None)
        used = idea_row(row, self.year).used_for
        said += [f"đã dùng cho “{self.names.get(used, used)}”"] if used in (*fact.spent, *fact.open_spent) else []
        return f" ({'; '.join(said)})"

    def discipline(self, fact: object = None) -> Iterable[Paper]:
        """Disciplinary measures."""
        for row in self.told.discipline:
            said = FORM_NAMES.get(row.form, row.form)
            yield Paper(row.year, f"Năm {row.year}: {said}, {dated(row.paper, row.paper_on) or 'chưa ghi quyết định'}", url("ky-luat", row.id))

    def contests(self, fact: ContestFact) -> Iterable[Paper]:
        """Titles won in contests."""
        for row in self.told.contests:
            yield Paper(row.year, f"Năm {row.year}: {row.title}{f', {row.paper}' if row.paper else ''}", url("hoi-thi", row.id))


def work(row: Work) -> str:
    """An initiative with its decision."""
    name = row.code or f"“{row.name}”"
    return f"{name}, {dated(f'Quyết định {row.decision}', row.decided_on)}" if row.decision else name


def leave(row: Leave) -> str:
    """Time away in words."""
    days = f" từ {vn(row.since)}{f' đến {vn(row.until)}' if row.until else ''}" if row.since else ""
    length = f" {row.months.normalize():f} tháng".replace(".", ",") if row.months is not None else f" {row.days} ngày làm việc" if row.days else ""
    return f"{Absence.Kind(row.kind).label}{days or length}"


def _absences(p: Papers, args: tuple[str, ...]) -> Iterable[Paper]:
    for row in p.told.absences:
        if row.kind not in args and row.year in (p.year - 1, p.year):
            yield Paper(0, leave(row), url("nghi", row.id))


def _absent(p: Papers, args: tuple[str, ...]) -> Iterable[Paper]:
    for row in p.told.absences:
        if row.kind in args and row.year in (p.year - 1, p.year):
            yield Paper(0, leave(row), url("nghi", row.id))


def _study(p: Papers, args: tuple[str, ...]) -> Iterable[Paper]:
    for row in p.told.study:
        if row.year in (p.year - 1, p.year):
            result = f", kết quả {Study.Result(row.result).label.lower()}" if row.result else ", chưa ghi kết quả"
            yield Paper(0, f"Học tập năm {row.year}{result}", url("hoc-tap", row.id))


def _holds(p: Papers, args: tuple[str, ...]) -> Iterable[Paper]:
    for row in p.told.holds:
        since = f" từ {vn(row.since)}" if row.since else ""
        yield Paper(0, f"{Hold.Kind(row.kind).label}{since}{f' đến {vn(row.until)}' if row.until else ''}", url("tam-dung", row.id))


def _joined(p: Papers, args: tuple[str, ...]) -> Iterable[Paper]:
    if p.told.who and p.told.who.joined_on:
        yield Paper(0, f"Vào ngành ngày {vn(p.told.who.joined_on)}")


def _posts(p: Papers, args: tuple[str, ...]) -> Iterable[Paper]:
    for row in p.told.posts:
        if not args or matches(row.name, args):
            until = f" đến {vn(row.until - dt.timedelta(days=1))}" if row.until else " đến nay"
            yield Paper(0, f"{row.name} từ {vn(row.since)}{until}{f', {row.paper}' if row.paper else ''}")


def _moves(p: Papers, args: tuple[str, ...]) -> Iterable[Paper]:
    start = p.years.range_of(p.year).start
    for row in p.told.moves:
        if row.on >= start:
            yield Paper(0, f"Chuyển công tác ngày {vn(row.on)}; {'đơn vị cũ đã nhận xét' if row.opinion else 'chưa có nhận xét của đơn vị cũ'}")


def _unit_titles(p: Papers, args: tuple[str, ...]) -> Iterable[Paper]:
    for row in p.told.led.awards:
        yield Paper(0, f"Đơn vị: {p.names.get(row.award, row.award)} năm {row.year}, {decision(row)}", url("khen-thuong", row.id))


def _unit_rating(p: Papers, args: tuple[str, ...]) -> Iterable[Paper]:
    if row := p.told.led.rating:
        yield Paper(0, f"Đơn vị năm {row.year}: {Rating.Value(row.value).label}", url("xep-loai", row.id))


def _year_told(p: Papers, args: tuple[str, ...]) -> Iterable[Paper]:
    for row in p.told.told:
        if row.year == p.year:
            yield Paper(0, f"Số liệu của tập thể năm {row.year}{f', {row.paper}' if row.paper else ''}", url("tap-the", row.id))


WORDS: Mapping[type, Callable[[Papers, Fact], Iterable[Paper]]] = {
    AwardFact: Papers.awards,  # type: ignore[dict-item]
    RatingFact: Papers.ratings,  # type: ignore[dict-item]
    IdeaFact: Papers.works,  # type: ignore[dict-item]
    DisciplineFact: Papers.discipline,
    ContestFact: Papers.contests,  # type: ignore[dict-item]
}
_DISCIPLINED = ("under-discipline", "disciplined-recently", "disciplined-before", "disciplined-in-post", "dismissed")
_SERVICE = ("employed-months", "service-years", "service-total")
_COLLECTIVE = ("exceeded-targets", "leads-cluster", "unity", "new-model", "party-rating", "share-ldtt", "share-completed", "members-fighters")
MEASURED: Mapping[str, Callable[[Papers, tuple[str, ...]], Iterable[Paper]]] = {
    **dict.fromkeys(_SERVICE, _joined),
    **dict.fromkeys(("leader-years", "post-years", "holds-post", "heads-one-of"), _posts),
    **dict.fromkeys(("head-of-unit", "leader"), lambda p, args: _posts(p, ())),
    **dict.fromkeys(_DISCIPLINED, lambda p, args: p.discipline()),
    "absence-months": _absences,
    "absent": _absent,
    **dict.fromkeys(("study-bars", "studied"), _study),
    **dict.fromkeys(("transfer-without-opinion", "seconded"), _moves),
    "on-hold": _holds,
    "unit-title": _unit_titles,
    "unit-rating": _unit_rating,
    **dict.fromkeys(("counted-anew", "sudden-award", "claimed-award"), lambda p, args: p.awards(AwardFact(tuple(a for a in args if ":" not in a)))),
    **dict.fromkeys(_COLLECTIVE, _year_told),
}
