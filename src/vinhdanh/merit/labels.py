"""Vietnamese words for facts, years and numbers: what ``explain``, ``plan`` and ``ask`` print.

Award names come as a mapping code → name (``Rulebook.awards``); a code without a name is printed as it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Final

from vinhdanh.merit.facts import (
    AwardFact,
    ContestFact,
    DisciplineFact,
    EitherFact,
    Fact,
    FlagFact,
    IdeaFact,
    NumberFact,
    RatingFact,
)
from vinhdanh.merit.measures import FLAGS, NUMBERS
from vinhdanh.merit.rows import FORMS_OF_YEAR
from vinhdanh.merit.words import INFINITE, MICRO, SPAN

Names = Mapping[str, str]
NO_NAMES: Final[Names] = MappingProxyType({})

RATING_NAMES: Final[Names] = MappingProxyType(
    {
        "hoan-thanh-xuat-sac": "Hoàn thành xuất sắc nhiệm vụ",
        "hoan-thanh-tot": "Hoàn thành tốt nhiệm vụ",
        "hoan-thanh": "Hoàn thành nhiệm vụ",
        "khong-hoan-thanh": "Không hoàn thành nhiệm vụ",
    }
)
LEVEL_NAMES: Final[Names] = MappingProxyType(
    {
        "co-so": "cấp cơ sở",
        "nganh": "cấp bộ, ban, ngành, tỉnh",
        "toan-quoc": "toàn quốc",
    }
)
NEED_NAMES: Final[Names] = MappingProxyType(
    {
        "recognised": "được công nhận",
        "accepted": "được nghiệm thu",
        "applied": "được áp dụng",
    }
)
FORM_NAMES: Final[Names] = MappingProxyType(
    {
        "phe-binh": "phê bình",
        "phat-hanh-chinh": "xử phạt hành chính",
        "khien-trach": "khiển trách",
        "dang-khien-trach": "khiển trách về Đảng",
        "canh-cao": "cảnh cáo",
        "dang-canh-cao": "cảnh cáo về Đảng",
        "ha-bac-luong": "hạ bậc lương",
        "giang-chuc": "giáng chức",
        "cach-chuc": "cách chức",
        "dang-cach-chuc": "cách chức về Đảng",
        "buoc-thoi-viec": "buộc thôi việc",
        "khai-tru": "khai trừ khỏi Đảng",
        "hinh-su": "xử lý hình sự",
    }
)
KIND_NAMES: Final[Names] = MappingProxyType(
    {
        "cong-trang": "theo công trạng",
        "phong-trao": "theo phong trào",
        "chuyen-de": "theo chuyên đề",
        "dot-xuat": "đột xuất",
        "cong-hien": "quá trình cống hiến",
        "doi-ngoai": "đối ngoại",
    }
)
ARG_NAMES: Final[Names] = MappingProxyType(
    {
        **RATING_NAMES,
        **KIND_NAMES,
        "thai-san": "thai sản",
        "om": "ốm đau",
        "khong-luong": "nghỉ không lương",
        "dieu-tri-thuong-tich": "điều trị thương tích",
        "phep": "nghỉ phép",
        "khac": "lý do khác",
        "so-ket": "sơ kết",
        "tong-ket": "tổng kết",
        "person": "cá nhân",
        "collective": "tập thể",
        "household": "hộ gia đình",
        "less-discipline": "",
    }
)
NAMED_ARGS: Final = frozenset({"absent", "unit-title", "unit-rating", "subject-is", "movement-review"})


def label(fact: Fact, names: Names = NO_NAMES) -> str:
    """What a fact is called: “sáng kiến cấp cơ sở trở lên được công nhận”, “xếp loại Hoàn thành tốt nhiệm vụ trở lên”."""
    return _said(fact, names, " trở lên")


def wish(fact: Fact, names: Names = NO_NAMES) -> str:
    """The least that would do, as a plan words it: the label without “trở lên”."""
    return _said(fact, names, "")


def _said(fact: Fact, names: Names, up: str) -> str:
    if isinstance(fact, AwardFact):
        return _award(fact, names)
    if isinstance(fact, RatingFact):
        return f"xếp loại {RATING_NAMES[fact.at_least]}{up if fact.at_least != 'hoan-thanh-xuat-sac' else ''}"
    if isinstance(fact, IdeaFact):
        return _idea(fact, up)
    if isinstance(fact, EitherFact):
        return " hoặc ".join(_said(part, names, up) for part in fact.parts)
    return _other(fact, names)


def _award(fact: AwardFact, names: Names) -> str:
    said = " hoặc ".join(f"“{names.get(code, code)}”" for code in fact.codes)
    said = f"danh hiệu {said}" if set(fact.codes) <= FORMS_OF_YEAR else f"hình thức khen thưởng {said}"
    kinds = [KIND_NAMES.get(k, k) for k in fact.kinds]
    barred = [KIND_NAMES.get(k, k) for k in fact.not_kinds]
    said += f" khen {', '.join(kinds)}" if kinds else ""
    said += f" (không kể khen {', '.join(barred)})" if barred else ""
    return said + (f" do cơ quan “{names.get(fact.by, fact.by)}” tặng" if fact.by else "")


def _idea(fact: IdeaFact, up: str) -> str:
    what = "sáng kiến" if fact.table == "initiatives" else "đề tài, đề án, chuyên đề khoa học"
    needs = fact.needs or (("recognised",) if fact.table == "initiatives" else ("accepted",))
    state = ", ".join(NEED_NAMES[n] for n in sorted(needs, key=list(NEED_NAMES).index))
    return f"{what} {LEVEL_NAMES[fact.level]}{up if fact.level != 'toan-quoc' else ''} {state}"


def _other(fact: Fact, names: Names) -> str:
    if isinstance(fact, DisciplineFact):
        once = " (không kể vi phạm đã tính vào năm khác)" if fact.once else ""
        ended = "chấm dứt hiệu lực kỷ luật" if fact.at == "ended" else "kỷ luật"
        return f"{ended} từ {FORM_NAMES[fact.at_least]} trở lên{once}"
    if isinstance(fact, ContestFact):
        return "kết quả hội thi " + " hoặc ".join(f"“{names.get(t, t)}”" for t in fact.titles)
    if isinstance(fact, NumberFact):
        return _lower(NUMBERS[fact.name].label)
    assert isinstance(fact, FlagFact)
    return _lower(FLAGS[fact.name].label) + _args(fact, names)


def _args(fact: FlagFact, names: Names) -> str:
    if fact.name not in NAMED_ARGS:
        return ""
    said = [names.get(a) or ARG_NAMES.get(a, a) for a in fact.args]
    return f": {', '.join(s for s in said if s)}" if any(said) else ""


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]


# ---- papers --------------------------------------------------------------------------------------------

_PAPERS: Final[Mapping[type, str]] = MappingProxyType(
    {
        AwardFact: "quyết định khen thưởng",
        RatingFact: "thông báo kết quả đánh giá, xếp loại chất lượng",
        DisciplineFact: "quyết định kỷ luật, hoặc xác nhận không bị kỷ luật của đơn vị",
        ContestFact: "quyết định công nhận kết quả hội thi",
    }
)
_MEASURED: Final[Names] = MappingProxyType(
    {
        "employed": "quyết định tuyển dụng hoặc hợp đồng",
        "service": "sổ bảo hiểm xã hội, hồ sơ cán bộ",
        "leader": "quyết định bổ nhiệm",
        "post": "quyết định bổ nhiệm",
        "holds": "quyết định bổ nhiệm",
        "absence": "bảng chấm công, quyết định cho nghỉ",
        "absent": "bảng chấm công, quyết định cho nghỉ",
        "study": "quyết định cử đi học và kết quả học tập",
        "studied": "quyết định cử đi học và kết quả học tập",
        "transfer": "ý kiến của đơn vị cũ",
        "seconded": "quyết định biệt phái, điều động",
        "on": "xác nhận của cơ quan thanh tra, kiểm tra",
        "under": "quyết định kỷ luật, hoặc xác nhận không bị kỷ luật của đơn vị",
        "dismissed": "quyết định kỷ luật, hoặc xác nhận không bị kỷ luật của đơn vị",
        "disciplined": "quyết định kỷ luật, hoặc xác nhận không bị kỷ luật của đơn vị",
        "unit": "hồ sơ thành lập, quyết định khen thưởng và xếp loại của đơn vị",
        "share": "danh sách kết quả bình xét của đơn vị",
        "members": "danh sách kết quả bình xét, kỷ luật của đơn vị",
        "movement": "kế hoạch và báo cáo tổng kết phong trào",
        "counted": "quyết định khen thưởng lần trước",
        "party": "kết quả đánh giá tổ chức đảng, đoàn thể",
    }
)


def paper(fact: Fact) -> str:
    """The paper that would prove a fact."""
    if isinstance(fact, IdeaFact):
        return "quyết định công nhận sáng kiến" if fact.table == "initiatives" else "biên bản nghiệm thu, quyết định công nhận đề tài"
    if isinstance(fact, EitherFact):
        return " hoặc ".join(dict.fromkeys(paper(part) for part in fact.parts))
    if isinstance(fact, NumberFact | FlagFact):
        return _MEASURED.get(fact.name.split("-")[0], "sơ yếu lý lịch, hồ sơ cán bộ")
    return _PAPERS[type(fact)]


# ---- years and numbers ---------------------------------------------------------------------------------


def years_of(word: int, year: int) -> list[int]:
    """The years a word holds, ascending; bit 0 is ``year``."""
    return [year - i for i in range(SPAN - 1, -1, -1) if word >> i & 1]


def years_text(years: Iterable[int]) -> str:
    """Years as printed: ``2019, 2021–2024``; runs of three or more are drawn together."""
    runs: list[list[int]] = []
    for year in sorted(set(years)):
        if runs and runs[-1][-1] == year - 1:
            runs[-1].append(year)
        else:
            runs.append([year])
    return ", ".join(f"{r[0]}–{r[-1]}" if len(r) > 2 else ", ".join(map(str, r)) for r in runs)


def number_text(micro: int) -> str:
    """Millionths as a Vietnamese decimal, at most two places, cut off: ``24,58``."""
    sign, rest = ("-", -micro) if micro < 0 else ("", micro)
    whole, part = divmod(rest * 100 // MICRO, 100)
    places = f",{part:02d}".rstrip("0").rstrip(",")
    return f"{sign}{whole:,}".replace(",", ".") + places


def measure_text(lo: int, hi: int, unit: str) -> str:
    """An interval with its unit: ``24,5 năm``, ``ít nhất 3 năm``, ``từ 60% đến 70%``; '' when nothing is known."""
    low, high = lo > -INFINITE // 2, hi < INFINITE // 2
    if lo == hi:
        return with_unit(number_text(lo), unit)
    if low and high:
        return f"từ {with_unit(number_text(lo), unit)} đến {with_unit(number_text(hi), unit)}"
    return f"ít nhất {with_unit(number_text(lo), unit)}" if low else f"nhiều nhất {with_unit(number_text(hi), unit)}" if high else ""


def with_unit(number: str, unit: str) -> str:
    """A number with its unit; the percent sign stands close."""
    return f"{number}%" if unit == "%" else f"{number} {unit}"
