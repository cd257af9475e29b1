"""Numbers and statements about a subject that a condition may weigh: the register of their names.

Each entry says how it is read from the shared fact format, its Vietnamese label, the unit of a number, and, where
it is settled by awards given in the same season, on which (award, role) nodes it depends.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from vinhdanh.merit.rows import RATINGS, SEVERITY, STUDY_RESULTS, DisciplineRow, day, first_day, last_day
from vinhdanh.merit.text import fold
from vinhdanh.merit.time import months_between
from vinhdanh.merit.truth import NO, UNKNOWN, YES
from vinhdanh.merit.words import INFINITE, MICRO, Flag, Num, mask

if TYPE_CHECKING:
    from vinhdanh.merit.facts import Case
    from vinhdanh.merit.rows import AwardRow

Args = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NumberKind:
    """A measure: ``label`` in Vietnamese, ``unit`` as printed, ``read`` gives its interval in millionths."""

    label: str
    unit: str
    read: Callable[[Case, Args], Num]
    depends: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class FlagKind:
    """A statement: ``label`` in Vietnamese, ``read`` gives its truth."""

    label: str
    read: Callable[[Case, Args], Flag]
    depends: tuple[tuple[str, str], ...] = ()


NUMBERS: dict[str, NumberKind] = {}
FLAGS: dict[str, FlagKind] = {}
_DISMISSALS = frozenset({"buoc-thoi-viec", "khai-tru", "hinh-su"})
# Years a disciplinary measure lasts at most: 12 months, 24 for giáng chức and cách chức (Luật Cán bộ, công chức Điều 82 khoản 3).
LONGEST_TERM = 2
_NOTHING = Num(-INFINITE, INFINITE)
_UNTOLD = Flag(UNKNOWN)


def micro(value: Any) -> int:
    """A number of the fact format (int, float as parsed, Decimal, text) as whole millionths, rounded down."""
    return int(Fraction(str(value)) * MICRO // 1)


def exactly(value: Any) -> Num:
    """The interval that holds one number."""
    m = micro(value)
    return Num(m, m, True)


def number(name: str, label: str, unit: str, depends: tuple[tuple[str, str], ...] = ()) -> Callable[[Callable[[Case, Args], Num]], Any]:
    """Register a reader under ``name``."""

    def keep(read: Callable[[Case, Args], Num]) -> Callable[[Case, Args], Num]:
        NUMBERS[name] = NumberKind(label, unit, read, depends)
        return read

    return keep


def flag(name: str, label: str, depends: tuple[tuple[str, str], ...] = ()) -> Callable[[Callable[[Case, Args], Flag]], Any]:
    """Register a reader under ``name``."""

    def keep(read: Callable[[Case, Args], Flag]) -> Callable[[Case, Args], Flag]:
        FLAGS[name] = FlagKind(label, read, depends)
        return read

    return keep


def _plain_number(name: str, section: str, key: str, label: str, unit: str, depends: tuple[tuple[str, str], ...] = ()) -> None:
    @number(name, label, unit, depends)
    def _(case: Case, args: Args) -> Num:
        value = case.facts.get(section, {}).get(key)
        return _NOTHING if value is None else exactly(value)


def _plain_flag(name: str, section: str, key: str, label: str) -> None:
    @flag(name, label)
    def _(case: Case, args: Args) -> Flag:
        value = case.facts.get(section, {}).get(key)
        return _UNTOLD if value is None else Flag(YES if value else NO, True)


def looks_back(name: str, args: Args) -> int | None:
    """How many years, T included, a statement looks at; None where it has no window of years."""
    windows = {"sudden-award": 1, "accepted-work": 1, "counted-anew": 1, "disciplined-recently": 1 + LONGEST_TERM}
    if name not in windows:
        return None
    return windows[name] - 1 + (int(args[0]) if args and args[0].isdigit() else 1)


def settled(case: Case, kind: str, found: int) -> int:
    """What the rows told say; "no" is not sure while there may be others."""
    return found if case.whole(kind) else max(found, UNKNOWN)


def span_months(case: Case, start: Any) -> Num:
    """Full months from ``start`` to the day the award is weighed (the end of its year, or earlier the day itself)."""
    begin = day(start, end=False)
    end = min(case.as_of, case.period.end) if case.period.end >= begin else case.as_of
    return exactly(max(0, months_between(begin, end + dt.timedelta(days=1))))


# ---- work and service ----------------------------------------------------------------------------------


@number("employed-months", "Thời gian công tác", "tháng")
def _(case: Case, args: Args) -> Num:
    told = case.facts.get("employed", {})
    if "months" in told:
        return exactly(told["months"])
    return span_months(case, told["from"]) if "from" in told else _NOTHING


def _service(case: Case) -> Num:
    told = case.facts.get("service", {})
    if "years" in told:
        return exactly(told["years"])
    if "from" not in told:
        return _NOTHING
    return exactly(Fraction(months_between(day(told["from"], end=False), case.as_of), 12))


@number("service-years", "Thời gian công tác trong ngành", "năm")
def _(case: Case, args: Args) -> Num:
    return _service(case)


@number("service-total", "Thời gian công tác được tính (kể cả công tác pháp luật ở ngành khác)", "năm")
def _(case: Case, args: Args) -> Num:
    """``args``: ``less-discipline`` (disciplined time is left out), ``aside`` (does not by itself ask for a route)."""
    own, other = _service(case), case.facts.get("service", {}).get("other_sector_years")
    if not own.touched:
        return _NOTHING
    more = micro(other) if other is not None else 0
    less = _disciplined_time(case) if "less-discipline" in args else (0, 0)
    return Num(own.lo + more - less[1], own.hi + more - less[0], "aside" not in args)


def _disciplined_time(case: Case) -> tuple[int, int]:
    """Least and most time (millionths of years) spent under discipline khiển trách or heavier."""
    if not case.tells("discipline"):
        return 0, INFINITE // 2
    low = high = 0
    for row in case.rows.discipline:
        if SEVERITY[row.form] < 1:
            continue
        if row.decided_on and row.ended_on:
            months = micro(Fraction(months_between(row.decided_on, row.ended_on), 12))
            low, high = low + months, high + months
        else:
            high = INFINITE // 2
    return low, high if case.whole("discipline") else INFINITE // 2


_plain_number("other-sector-years", "service", "other_sector_years", "Thời gian công tác pháp luật ở ngành khác", "năm")


@number("leader-years", "Thời gian giữ chức vụ lãnh đạo", "năm")
def _(case: Case, args: Args) -> Num:
    value = case.facts.get("service", {}).get("leader_years")
    return exactly(value) if value is not None else (post_time(case, args) if args else _NOTHING)


@lru_cache(maxsize=65536)
def matches(text: str, patterns: Args) -> bool:
    """Whether a folded text begins with one of the patterns (regular expressions over folded words)."""
    folded = fold(text)
    return any(re.match(rf"(?:{p})\b", folded) for p in patterns)


def post_time(case: Case, patterns: Args) -> Num:
    """Years in posts that match: stated years, else from–to (to the day itself where it is still held)."""
    posts = case.facts.get("posts")
    if posts is None and not case.knows("posts"):
        return _NOTHING
    total, unsure, hit = 0, not case.whole("posts"), False
    for row in posts or ():
        if not (matches(row["post"], patterns) or matches(row.get("rank", ""), patterns)):
            continue
        hit, years = True, _post_years(row, case)
        total, unsure = total + (years or 0), unsure or years is None
    return Num(total, INFINITE if unsure else total, True) if hit or case.knows("posts") or posts is not None else _NOTHING


def _post_years(row: Mapping[str, Any], case: Case) -> int | None:
    if "years" in row:
        return micro(row["years"])
    if "from" not in row:
        return None
    end = day(row["to"]) if "to" in row else case.as_of
    return micro(Fraction(months_between(day(row["from"], end=False), end + dt.timedelta(days=1)), 12))


@number("post-years", "Thời gian giữ chức vụ", "năm")
def _(case: Case, args: Args) -> Num:
    return post_time(case, args)


@flag("holds-post", "Giữ chức vụ")
def _(case: Case, args: Args) -> Flag:
    posts = case.facts.get("posts")
    if posts is None:
        return Flag(NO, True) if case.knows("posts") else _UNTOLD
    held = any(matches(r["post"], args) for r in posts if "to" not in r or day(r["to"]) >= case.period.start)
    return Flag(settled(case, "posts", YES if held else NO), True)


@flag("disciplined-in-post", "Bị kỷ luật trong thời gian giữ chức vụ được xét")
def _(case: Case, args: Args) -> Flag:
    """``args[0]``: the least form that counts (khiển trách). Touched by posts only: discipline alone asks no long-service route."""
    if not case.tells("discipline"):
        return _UNTOLD
    least = SEVERITY[args[0]] if args else 1
    held = any(SEVERITY[r.form] >= least for r in case.rows.discipline)
    return Flag(settled(case, "discipline", YES if held else NO), "posts" in case.facts or case.knows("posts"))


@flag("heads-one-of", "Là người đứng đầu đơn vị thuộc cấp này")
def _(case: Case, args: Args) -> Flag:
    """``args``: patterns of the posts. A post that is held settles it; so does "is head of no unit"."""
    posts, head = case.facts.get("posts"), case.facts.get("person", {}).get("head_of_unit")
    held = [r for r in posts or () if "to" not in r or day(r["to"]) >= case.period.start]
    if any(matches(r["post"], args) for r in held):
        return Flag(YES, True)
    return Flag(NO, True) if head is False or held or case.knows("posts") else _UNTOLD


@flag("disciplined-before", "Đã từng bị kỷ luật từ khiển trách trở lên (không kể buộc thôi việc)")
def _(case: Case, args: Args) -> Flag:
    """Never asks for a route by itself: it only shifts the years a route needs."""
    if not case.tells("discipline"):
        return _UNTOLD
    found = any(SEVERITY[r.form] >= 1 and r.form not in _DISMISSALS for r in case.rows.discipline)
    return Flag(settled(case, "discipline", YES if found else NO), False)


@flag("claimed-award", "Hồ sơ nêu đã được tặng")
def _(case: Case, args: Args) -> Flag:
    """A favour the subject must claim: what the file does not name was not claimed."""
    found = any(r.code in args and r.count and (r.year is None or r.year <= case.year) for r in case.given())
    return Flag(YES if found else NO, found)


@flag("sudden-award", "Được tặng Bằng khen, Giấy khen về thành tích đột xuất trong năm")
def _(case: Case, args: Args) -> Flag:
    """``args``: award codes, then ``by:`` and folded words of issuers, one of which must be named.

    A flag, not a count of awards: an award of the year that is already decided waits for no other of the list.
    """
    words = [a.removeprefix("by:") for a in args if a.startswith("by:")]
    codes = [a for a in args if not a.startswith("by:")]
    rows = [r for r in case.given() if r.code in codes and r.count and not r.proposed and r.year in (None, case.year)]
    found = max((_sudden(r, words) for r in rows), default=NO)
    whole = not case.open("awards") & 1 or all(c in case.rows.award_codes for c in codes)
    return Flag(found if whole else max(found, UNKNOWN), bool(rows) or whole)


def _sudden(row: AwardRow, words: list[str]) -> int:
    by = UNKNOWN if row.by is None else YES if any(w in fold(row.by) for w in words) else NO
    return min(UNKNOWN if row.kind is None else YES if row.kind == "dot-xuat" else NO, by if words else YES)


@flag("told-former", "Hồ sơ nêu đã nghỉ hưu hoặc thôi công tác trong ngành")
def _(case: Case, args: Args) -> Flag:
    gone = case.facts.get("employed", {}).get("former") or case.facts.get("person", {}).get("retired")
    return Flag(YES if gone else NO, False)


@flag("accepted-work", "Có đề án, chuyên đề, đề tài đã được nghiệm thu và áp dụng")
def _(case: Case, args: Args) -> Flag:
    """``args[0]``: the years that count, T included. The level of the work is not asked."""
    told, span = case.facts.get("research"), int(args[0]) if args else 1
    whole = not case.open("research") & mask(span)
    if not told:
        return Flag(NO, True) if told is not None or whole else _UNTOLD
    rows = [r for r in case.rows.research if r.count and (r.year is None or 0 <= case.year - r.year < span)]
    rest = NO if whole else UNKNOWN
    return Flag(max((_done(r.accepted, r.applied) for r in rows), default=rest) or rest, True)


def _done(*stated: bool | None) -> int:
    return NO if False in stated else UNKNOWN if None in stated else YES


# ---- absence, study, transfer --------------------------------------------------------------------------


@number("absence-months", "Thời gian nghỉ công tác trong năm", "tháng")
def _(case: Case, args: Args) -> Num:
    """``args``: kinds that do not count (protected); ``as-told``: nothing but what was told. Working days count 22 to a month."""
    rows = case.facts.get("absences")
    if rows is None:
        return Num(0, 0, True) if case.knows("absences") else _NOTHING
    months = sum((_absence(r, case) for r in rows if r["kind"] not in args), start=Fraction(0))
    whole = not rows or case.knows("absences") or "as-told" in args
    return Num(micro(months), micro(months) if whole else INFINITE, True)


def _absence(row: Mapping[str, Any], case: Case) -> Fraction:
    if "months" in row:
        return Fraction(str(row["months"]))
    if "working_days" in row:
        return Fraction(str(row["working_days"])) / 22
    if "from" not in row:
        return Fraction(0)
    start = max(day(row["from"], end=False), first_day(case.years, case.year))
    end = min(day(row["to"]) if "to" in row else case.as_of, last_day(case.years, case.year))
    return max(Fraction(0), Fraction((end - start).days + 1, 30))


@flag("absent", "Có thời gian nghỉ thuộc diện này")
def _(case: Case, args: Args) -> Flag:
    rows = case.facts.get("absences")
    if rows is None:
        return Flag(NO, True) if case.knows("absences") else _UNTOLD
    return Flag(YES if any(r["kind"] in args for r in rows) else UNKNOWN if rows else NO, True)


def _course_months(row: Mapping[str, Any], case: Case) -> Num:
    if "months" in row:
        return exactly(row["months"])
    if "from" in row and "to" in row:
        return exactly(months_between(day(row["from"], end=False), day(row["to"]) + dt.timedelta(days=1)))
    return _NOTHING


@flag("study-bars", "Kết quả đào tạo không đạt yêu cầu")
def _(case: Case, args: Args) -> Flag:
    """``args``: least months of the course, least result, 'rules' if rules must be obeyed, below how many months ('' = none asked)."""
    rows = case.facts.get("study")
    if rows is None:
        return Flag(NO, True) if case.knows("study") else _UNTOLD
    answers = [_course_bars(r, args, case) for r in rows]
    return Flag(settled(case, "study", max(answers, default=NO)), True)


def _course_bars(row: Mapping[str, Any], args: Args, case: Case) -> int:
    least, result, rules, most = (*args, "", "", "", "")[:4]
    months = _course_months(row, case)
    if least and months.hi < micro(least) or most and months.lo >= micro(most):
        return NO
    sure = YES if (not least or months.lo >= micro(least)) and (not most or months.hi < micro(most)) else UNKNOWN
    bad = max(_result_bad(row, result), _rules_bad(row, rules))
    return min(sure, bad) if bad == YES else (UNKNOWN if bad == UNKNOWN else NO)


def _result_bad(row: Mapping[str, Any], least: str) -> int:
    if not least:
        return NO
    if row.get("result") is None:
        return UNKNOWN
    return YES if STUDY_RESULTS[row["result"]] < STUDY_RESULTS[least] else NO


def _rules_bad(row: Mapping[str, Any], rules: str) -> int:
    obeyed = row.get("rules_obeyed")
    if not rules or obeyed is True:
        return NO
    return UNKNOWN if obeyed is None else YES


@flag("studied", "Được cử đi đào tạo, bồi dưỡng")
def _(case: Case, args: Args) -> Flag:
    rows = case.facts.get("study")
    if rows is None:
        return Flag(NO, True) if case.knows("study") else _UNTOLD
    return Flag(settled(case, "study", YES if rows else NO), True)


@flag("transfer-without-opinion", "Chuyển công tác mà thiếu ý kiến của đơn vị cũ")
def _(case: Case, args: Args) -> Flag:
    """``args[0]``: months at the old unit from which its opinion is needed."""
    rows = case.facts.get("transfers")
    if rows is None:
        return Flag(NO, True) if case.knows("transfers") else _UNTOLD
    found = max((_opinion_missing(r, micro(args[0])) for r in rows), default=NO)
    return Flag(settled(case, "transfers", found), True)


def _opinion_missing(row: Mapping[str, Any], least: int) -> int:
    months, opinion = row.get("months_at_old"), row.get("old_unit_opinion")
    if row.get("secondment") or (months is not None and micro(months) < least) or opinion is True:
        return NO
    return YES if opinion is False and months is not None else UNKNOWN


@flag("seconded", "Biệt phái, điều động có thời hạn")
def _(case: Case, args: Args) -> Flag:
    rows = case.facts.get("transfers")
    if rows is None:
        return Flag(NO, True) if case.knows("transfers") else _UNTOLD
    return Flag(settled(case, "transfers", YES if any(r.get("secondment") for r in rows) else NO), True)


# ---- holds and discipline on the day -------------------------------------------------------------------


@flag("on-hold", "Đang bị tạm dừng xem xét")
def _(case: Case, args: Args) -> Flag:
    rows = case.facts.get("holds")
    if rows is None:
        return Flag(NO, True) if case.knows("holds") else _UNTOLD
    return Flag(settled(case, "holds", YES if any(_open_hold(r, case.as_of) for r in rows) else NO), True)


def _open_hold(row: Mapping[str, Any], on: dt.date) -> bool:
    begun = "from" not in row or day(row["from"], end=False) <= on
    over = row.get("cleared") is True or ("to" in row and day(row["to"]) < on)
    return begun and not over


@flag("under-discipline", "Đang trong thời gian thi hành kỷ luật")
def _(case: Case, args: Args) -> Flag:
    if not case.tells("discipline"):
        return _UNTOLD
    found = max((_in_force(r, case) for r in case.rows.discipline if SEVERITY[r.form] >= 1), default=NO)
    return Flag(settled(case, "discipline", found), True)


def _in_force(row: Any, case: Case) -> int:
    if row.decided_on and row.decided_on > case.as_of:
        return NO
    if row.ended_on:
        return YES if row.ended_on >= case.as_of else NO
    return UNKNOWN


@flag("disciplined-recently", "Bị kỷ luật mà chưa đủ số năm sau khi chấp hành xong")
def _(case: Case, args: Args) -> Flag:
    """``args[0]``: whole years that must lie after the end of any discipline. Never touches: a ladder is not asked for it alone.

    A measure of the years before these and of ``LONGEST_TERM`` before them is over, so that nobody need tell what came earlier.
    """
    if not case.tells("discipline"):
        return _UNTOLD
    years = int(args[0])
    found = max((_recent(r, case.year - years) for r in case.rows.discipline if SEVERITY[r.form] >= 1), default=NO)
    if case.dated is None:
        return Flag(settled(case, "discipline", found))
    open_ = case.open("discipline") & mask(looks_back("disciplined-recently", args) or 0)
    return Flag(max(found, UNKNOWN) if open_ else found, open=0 if found == YES else open_)


def _recent(row: DisciplineRow, before: int) -> int:
    if row.year is None and row.ended_year is None:
        return UNKNOWN
    if row.ended_on is not None and row.ended_year is not None:
        return YES if row.ended_year > before else NO
    if row.year is None or row.form == "hinh-su":
        return UNKNOWN
    return YES if row.year > before else NO if row.year + LONGEST_TERM <= before else UNKNOWN


@flag("dismissed", "Bị buộc thôi việc hoặc truy cứu trách nhiệm hình sự")
def _(case: Case, args: Args) -> Flag:
    if not case.tells("discipline"):
        return _UNTOLD
    found = any(r.form in _DISMISSALS for r in case.rows.discipline)
    return Flag(settled(case, "discipline", YES if found else NO), True)


# ---- the person ----------------------------------------------------------------------------------------


@flag("woman", "Là nữ")
def _(case: Case, args: Args) -> Flag:
    """Never touches: a gender told does not by itself ask for a route whose bound it lowers."""
    gender = case.facts.get("person", {}).get("gender")
    return _UNTOLD if gender is None else Flag(YES if gender == "nu" else NO)


for _key, _name, _label in (
    ("head_of_unit", "head-of-unit", "Là người đứng đầu đơn vị"),
    ("leader", "leader", "Là lãnh đạo"),
    ("worker", "worker", "Là công nhân, người lao động trực tiếp"),
    ("party_member", "party-member", "Là đảng viên"),
    ("retired", "retired", "Đã nghỉ hưu"),
    ("deceased", "deceased", "Đã từ trần"),
    ("contract", "contract", "Là lao động hợp đồng"),
):
    _plain_flag(_name, "person", _key, _label)
_plain_flag("former", "employed", "former", "Đã thôi công tác trong ngành")
_plain_flag("continuous", "service", "continuous", "Công tác liên tục")
_plain_flag("outside-sector", "service", "outside_sector", "Là người ngoài ngành")

_UNIT_TITLES = ("co-thi-dua-chinh-phu", "co-thi-dua-nganh", "co-dan-dau-khoi", "tap-the-lao-dong-xuat-sac", "tap-the-lao-dong-tien-tien")


@flag("unit-title", "Đơn vị do cá nhân đứng đầu đạt danh hiệu", (("tap-the-lao-dong-xuat-sac", "collective"),))
def _(case: Case, args: Args) -> Flag:
    """``args``: collective titles, one of which must be held. A list of the unit's titles names all it has, unless it says not."""
    told = case.facts.get("person", {})
    titles = told.get("unit_awards")
    if titles is None:
        return _UNTOLD
    rest = UNKNOWN if told.get("unit_awards_open") else NO
    return Flag(YES if any(code in args for code in titles) else rest, True)


@flag("unit-rating", "Đơn vị do cá nhân đứng đầu được xếp loại", (("tap-the-lao-dong-xuat-sac", "collective"),))
def _(case: Case, args: Args) -> Flag:
    return rating_flag(case.facts.get("person", {}).get("unit_rating"), args[0])


def rating_flag(name: str | None, least: str) -> Flag:
    """Whether a rating is at least ``least``; "tốt trở lên" leaves excellent unknown."""
    if name is None:
        return _UNTOLD
    if name == "tot-tro-len":
        return Flag(YES if RATINGS[least] <= 2 else UNKNOWN, True)
    return Flag(YES if RATINGS[name] >= RATINGS[least] else NO, True)


# ---- the collective and its members --------------------------------------------------------------------

for _key, _name, _label in (
    ("flag_eligible", "flag-eligible", "Thuộc đối tượng xét tặng cờ thi đua"),
    ("leads_cluster", "leads-cluster", "Dẫn đầu phong trào thi đua của cụm, khối"),
    ("exceeded_targets", "exceeded-targets", "Hoàn thành vượt mức chỉ tiêu thi đua và nhiệm vụ được giao"),
    ("unity", "unity", "Nội bộ đoàn kết, gương mẫu chấp hành"),
    ("new_model", "new-model", "Có nhân tố mới, mô hình mới"),
    ("legal_personality", "legal-personality", "Có tư cách pháp nhân"),
    ("dissolved", "dissolved", "Đã giải thể"),
):
    _plain_flag(_name, "collective", _key, _label)


@flag("party-rating", "Tổ chức đảng, đoàn thể được đánh giá")
def _(case: Case, args: Args) -> Flag:
    """``args``: folded words, one of which the rating must contain; "không có" (no Party body) also meets it."""
    rating = case.facts.get("collective", {}).get("party_rating")
    if rating is None:
        return _UNTOLD
    folded = fold(str(rating))
    return Flag(YES if folded.startswith("khong co") or any(a in folded for a in args) else NO, True)


@flag("level-in", "Thuộc đối tượng")
def _(case: Case, args: Args) -> Flag:
    level = case.facts.get("collective", {}).get("level")
    return _UNTOLD if level is None else Flag(YES if matches(str(level), args) else NO, True)


@flag("year-in", "Năm xét tặng")
def _(case: Case, args: Args) -> Flag:
    """``args``: years, one of which the award is for."""
    return Flag(YES if str(case.year) in args else NO)


@flag("subject-is", "Đúng đối tượng")
def _(case: Case, args: Args) -> Flag:
    return Flag(YES if case.subject in args else NO, False)


def _age(case: Case) -> Num:
    told = case.facts.get("collective", {})
    if "age_months" in told:
        return exactly(told["age_months"])
    if "age_years" in told:
        return exactly(Fraction(str(told["age_years"])) * 12)
    return exactly(months_between(day(told["founded"], end=False), case.as_of)) if "founded" in told else _NOTHING


@number("unit-age-months", "Thời gian hoạt động của tập thể", "tháng")
def _(case: Case, args: Args) -> Num:
    return _age(case)


@number("unit-age-years", "Thời gian xây dựng và phát triển của tập thể", "năm")
def _(case: Case, args: Args) -> Num:
    age = _age(case)
    return Num(age.lo // 12, age.hi // 12, True) if age.touched else _NOTHING


def _bounds(value: Any) -> tuple[int | None, int | None]:
    """A count of members: one number, or ``{min, max}`` while some rows are not settled."""
    if isinstance(value, Mapping):
        return value.get("min"), value.get("max")
    return (None, None) if value is None else (value, value)


@number("share-ldtt", "Tỷ lệ cá nhân đạt “Lao động tiên tiến”", "%", (("lao-dong-tien-tien", "member"), ("lao-dong-tien-tien", "head")))
def _(case: Case, args: Args) -> Num:
    told = case.facts.get("members", {})
    if "share_ldtt" in told:
        return exactly(told["share_ldtt"])
    low, high = _bounds(told.get("lao_dong_tien_tien"))
    total = told.get("total")
    if low is None or not total:
        return Num(-INFINITE, INFINITE, bool(told.get("total")) and low is not None)
    return Num(micro(Fraction(100 * low, total)), micro(Fraction(100 * (high if high is not None else total), total)), True)


_plain_number("share-completed", "members", "completed_share", "Tỷ lệ cá nhân hoàn thành nhiệm vụ", "%")


def _members(name: str, key: str, label: str, depends: tuple[tuple[str, str], ...] = ()) -> None:
    @number(name, label, "người", depends)
    def _(case: Case, args: Args) -> Num:
        low, high = _bounds(case.facts.get("members", {}).get(key))
        if low is None:
            return _NOTHING
        return Num(micro(low), INFINITE if high is None else micro(high), True)


_members("members-fighters", "chien_si_thi_dua_co_so", "Số cá nhân đạt “Chiến sĩ thi đua cơ sở”", (("chien-si-thi-dua-co-so", "member"),))
_members("members-warned", "disciplined_canh_cao_up", "Số cá nhân bị kỷ luật từ cảnh cáo trở lên")
_members("members-reprimanded", "disciplined_khien_trach", "Số cá nhân bị kỷ luật khiển trách")

# ---- movements, achievement time -----------------------------------------------------------------------

_plain_number("movement-years", "movement", "years", "Thời gian của phong trào thi đua", "năm")
_plain_flag("movement-chosen", "movement", "chosen", "Được bình xét, lựa chọn trong phong trào thi đua")
_plain_flag("movement-registered", "movement", "registered", "Đã đăng ký thi đua")


@flag("movement-review", "Phong trào ở bước sơ kết, tổng kết")
def _(case: Case, args: Args) -> Flag:
    review = case.facts.get("movement", {}).get("review")
    return _UNTOLD if review is None else Flag(YES if review in args else NO, True)


@flag("movement-by", "Cấp phát động phong trào")
def _(case: Case, args: Args) -> Flag:
    by = case.facts.get("movement", {}).get("launched_by")
    return _UNTOLD if by is None else Flag(YES if any(a in fold(str(by)) for a in args) else NO, True)


@flag("movement-kind", "Loại phong trào")
def _(case: Case, args: Args) -> Flag:
    kind = case.facts.get("movement", {}).get("kind")
    return _UNTOLD if kind is None else Flag(YES if fold(str(kind)) in args else NO, True)


_OTHER_MERIT = frozenset({"dot-xuat", "chuyen-de", "phong-trao"})


@flag("counted-anew", "Thành tích tính từ sau lần khen trước")
def _(case: Case, args: Args) -> Flag:
    """``args``: years needed, then award codes. YES when the period starts after all of them were counted.

    Where the question states the start of its period that start is used, else the first of the years needed.
    Awards for an ad-hoc or thematic achievement rest on other achievements and take no time.
    """
    years, codes = int(args[0]), args[1:]
    start = case.period.start if case.period.stated else first_day(case.years, case.year - years + 1)
    rows = [r for r in case.given() if r.code in codes and r.count and r.kind not in _OTHER_MERIT]
    if any(r.through is not None and r.through >= start and r.year is not None and r.year <= case.year for r in rows):
        return Flag(NO, True)
    since = mask(max(0, case.year - start.year + 1))
    whole = not case.open("awards") & since or all(c in case.rows.award_codes for c in codes)
    return Flag(YES if whole and all(r.through is not None for r in rows) else UNKNOWN, bool(rows) or whole)
