"""The example workbook that ships with Vinh Danh: an invented province, invented people, nominations of every sort.

``python -m vinhdanh.workbook.example [path]`` writes it anew. To be judged on a day of December 2025.
"""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path
from typing import Any

from vinhdanh.workbook import lexicon as lx
from vinhdanh.workbook.template import Rows, write_workbook

PATH = Path(__file__).parents[1] / "examples" / "de-nghi-mau.xlsx"
YEAR = 2025
_BEST, _GOOD, _DONE = lx.RATINGS.labels()[:3]
_PEOPLE: tuple[tuple[str, str, str, str, str, int, str | None, tuple[str, ...]], ...] = (
    # key, gender, unit, post, birth, employed in, heads, ratings of the last years (oldest first, ending 2025)
    ("A01", "Nam", "TM", "Viện trưởng", "05/03/1970", 1995, "TM", (_BEST,) * 7),
    ("A02", "Nữ", "TM", "Phó Viện trưởng", "12/11/1974", 1998, None, (_GOOD, _BEST, _BEST, _GOOD, _BEST, _GOOD, _BEST)),
    ("A03", "Nữ", "P1", "Trưởng phòng", "20/08/1978", 2002, "P1", (_BEST,) * 7),
    ("A04", "Nam", "P1", "Kiểm sát viên", "02/09/1983", 2007, None, (_BEST,) * 7),
    ("A05", "Nữ", "P1", "Kiểm sát viên", "15/01/1985", 2009, None, (_GOOD, _GOOD, _GOOD, _GOOD, _BEST, _BEST, _BEST)),
    ("A06", "Nam", "P1", "Kiểm tra viên", "30/06/1990", 2014, None, (_GOOD,) * 7),
    ("A07", "Nữ", "P1", "Chuyên viên", "08/03/2001", 2025, None, (_GOOD,)),
    ("A08", "Nam", "KV1", "Viện trưởng VKSND khu vực", "19/05/1976", 2000, "KV1", (_BEST,) * 7),
    ("A09", "Nữ", "KV1", "Kiểm sát viên", "27/07/1984", 2008, None, (_GOOD,) * 6 + (_BEST,)),
    ("A10", "Nam", "KV1", "Kiểm sát viên", "01/12/1987", 2011, None, (_GOOD,) * 6 + (_DONE,)),
    ("A11", "Nữ", "KV1", "Kiểm tra viên", "22/12/1992", 2016, None, (_GOOD,) * 7),
    ("A12", "Nam", "KV1", "Chuyên viên", "10/10/1995", 2019, None, (_GOOD,) * 6),
)
_TITLES: dict[str, dict[str, tuple[int, ...]]] = {
    "CSTĐCS": {
        "A01": (2019, 2020, 2021, 2022, 2023, 2024),
        "A03": (2020, 2021, 2022, 2023, 2024),
        "A04": (2022, 2023, 2024),
        "A05": (2024,),
        "A08": (2021, 2022, 2023),
    },
    "BK ngành": {"A01": (2015,), "A03": (2019,), "A08": (2018,)},
    "BK TTg": {"A01": (2019,)},
    "TTLĐTT": {"P1": (2021, 2022, 2023, 2024), "TM": (2024,)},
    "TTLĐXS": {"P1": (2023, 2024), "TM": (2024,)},
}
_NOMINATIONS: tuple[tuple[str, str, dict[str, Any]], ...] = (
    ("A06", "Lao động tiên tiến", {}),
    ("A07", "Lao động tiên tiến", {"note": "Mới tuyển dụng tháng 9/2025"}),
    ("A10", "Lao động tiên tiến", {"note": "Bị khiển trách trong năm"}),
    ("A05", "Chiến sĩ thi đua cơ sở", {"members": 11, "present": 11, "yes": 10}),
    ("A09", "Chiến sĩ thi đua cơ sở", {"members": 11, "present": 9, "yes": 7, "letter": 1}),
    ("A04", "CSTĐ ngành", {"members": 15, "present": 15, "yes": 14}),
    ("A05", "Bằng khen của Viện trưởng VKSND tối cao", {"route": "Quá trình danh hiệu, xếp loại"}),
    ("A03", "BK TTg", {"from": 2020, "route": "Quá trình danh hiệu, xếp loại"}),
    ("A01", "HCLĐ hạng Ba", {"from": 2020, "route": "Quá trình danh hiệu, xếp loại"}),
    ("A12", "Lao động tiên tiến", {"note": "Chưa có xếp loại năm 2025, đang xác minh đơn"}),
    ("A11", "Chiến sĩ thi đua cơ sở", {"note": "Sáng kiến của đơn vị chưa kê khai đủ"}),
    ("P1", "Tập thể lao động tiên tiến", {}),
    ("P1", "Tập thể lao động xuất sắc", {}),
    ("KV1", "Tập thể lao động tiên tiến", {}),
)


def example_rows() -> Rows:
    """The rows of the example, as :func:`write_workbook` takes them."""
    return {
        "declaration": _declared(),
        "units": _units(),
        "people": [_person(*p) for p in _PEOPLE],
        "posts": _posts(),
        "ratings": _ratings(),
        "awards": _awards(),
        "works": _works(),
        "limits": _limits(),
        "times": _times(),
        "collectives": _collectives(),
        "nominations": _nominations(),
    }


def write_example(path: str | Path = PATH) -> None:
    """Writes the example workbook. OSError if it cannot be written."""
    write_workbook(path, example_rows())


def _name(key: str) -> str:
    return f"Nguyễn {'Thị' if key in ('A02', 'A03', 'A05', 'A07', 'A09', 'A11') else 'Văn'} {key}"


def _declared() -> list[dict[str, Any]]:
    everything = [{"kind": name, "full": "Có"} for name in lx.DECLARED.labels()]
    return [*everything, *({"kind": lx.DECLARED.label(kind), "full": "Không", "unit": "KV1"} for kind in ("initiatives", "research"))]


def _units() -> list[dict[str, Any]]:
    return [
        {"key": "TM", "name": "VKSND Tỉnh Mẫu", "level": "VKSND cấp tỉnh"},
        {"key": "P1", "name": "Phòng 1 VKSND Tỉnh Mẫu", "parent": "TM", "level": "phòng thuộc VKSND cấp tỉnh"},
        {"key": "KV1", "name": "VKSND khu vực 1 Tỉnh Mẫu", "parent": "TM", "level": "VKSND khu vực"},
    ]


def _day(text: str) -> date:
    day, month, year = (int(n) for n in text.split("/"))
    return date(year, month, day)


def _person(key: str, gender: str, unit: str, post: str, birth: str, since: int, heads: str | None, ratings: tuple[str, ...]) -> dict[str, Any]:
    leader = "iện trưởng" in post or "Trưởng phòng" in post
    return {
        "key": key,
        "name": _name(key),
        "birth": _day(birth),
        "gender": gender,
        "unit": unit,
        "post": post,
        "employed": date(since, 9 if since == YEAR else 7, 1),
        "state": "Đang công tác",
        "contract": "Không",
        "leader": "Có" if leader else "Không",
        "head": "Có" if heads else "Không",
        "heads": heads,
        "worker": "Không" if leader else "Có",
        "party": "Có",
        "outside": "Không",
        "continuous": "Có",
    }


def _posts() -> list[dict[str, Any]]:
    return [
        {"key": key, "name": _name(key), "post": post, "from": date(since, 1, 1), "head": "Có", "unit": unit}
        for key, post, since, unit in (
            ("A01", "Viện trưởng VKSND cấp tỉnh", 2019, "TM"),
            ("A03", "Trưởng phòng", 2018, "P1"),
            ("A08", "Viện trưởng VKSND khu vực", 2025, "KV1"),
        )
    ]


def _ratings() -> list[dict[str, Any]]:
    people = [
        {"key": key, "name": _name(key), "year": YEAR - len(ratings) + 1 + i, "rating": rating}
        for key, *_, ratings in _PEOPLE
        for i, rating in enumerate(ratings)
    ]
    return [*people[:-1], *({"key": unit, "year": YEAR, "rating": rating} for unit, rating in (("P1", _BEST), ("KV1", _GOOD), ("TM", _BEST)))]


def _awards() -> list[dict[str, Any]]:
    rows = [_award(award, key, year) for award, who in _TITLES.items() for key, years in who.items() for year in years]
    good = [_award("LĐTT", p[0], year) for p in _PEOPLE for year in range(max(p[5] + 1, 2019), YEAR)]
    return [*good, *rows, {"key": "A04", "name": _name("A04"), "award": "Kiểm sát viên giỏi", "year": 2022, "by": "Cuộc thi do Ngành tổ chức"}]


def _award(award: str, key: str, year: int) -> dict[str, Any]:
    merit = award.startswith("BK")
    return {
        "key": key,
        "name": _name(key) if key.startswith("A") else None,
        "award": award,
        "year": year,
        "number": f"{100 + year % 100}/QĐ-VKS-M",
        "decided": date(year, 12, 20),
        "kind": "Công trạng" if merit else None,
        "by": "Thủ tướng Chính phủ" if "TTg" in award else "VKSND Tỉnh Mẫu",
    }


def _works() -> list[dict[str, Any]]:
    common = {"work": "Sáng kiến", "recognised": "Có", "applied": "Có", "by": "VKSND Tỉnh Mẫu"}
    return (
        [
            {
                **common,
                "key": "A04",
                "name": _name("A04"),
                "title": f"Sáng kiến mẫu {year}",
                "year": year,
                "level": "Ngành" if year == 2024 else "Cơ sở",
            }
            for year in (2022, 2023, 2024)
        ]
        + [
            {**common, "key": "A01", "name": _name("A01"), "title": f"Giải pháp mẫu {year}", "year": year, "level": "Cơ sở"}
            for year in (2021, 2023, 2025)
        ]
        + [
            {
                "work": "Đề tài",
                "key": "A03",
                "name": _name("A03"),
                "title": "Đề tài mẫu",
                "year": 2024,
                "level": "Cơ sở",
                "accepted": "Có",
                "applied": "Có",
                "role": "Chủ nhiệm",
            }
        ]
    )


def _limits() -> list[dict[str, Any]]:
    return [
        {"key": "A10", "name": _name("A10"), "form": "Khiển trách", "conduct": 2025, "decided": date(2025, 6, 10), "number": "45/QĐ-VKS-M"},
        {"key": "A12", "name": _name("A12"), "form": "Đang xác minh khiếu nại, tố cáo", "from": date(2025, 11, 3), "cleared": "Không"},
    ]


def _times() -> list[dict[str, Any]]:
    return [
        {"key": "A11", "name": _name("A11"), "kind": "Nghỉ thai sản", "from": date(2025, 2, 1), "to": date(2025, 7, 31)},
        {"key": "A06", "name": _name("A06"), "kind": "Đào tạo", "from": date(2025, 3, 1), "to": date(2025, 5, 31), "result": "Khá", "rules": "Có"},
    ]


def _collectives() -> list[dict[str, Any]]:
    common = {
        "year": YEAR,
        "unity": "Có",
        "new_model": "Không",
        "legal_personality": "Không",
        "dissolved": "Không",
        "party_rating": "Hoàn thành tốt nhiệm vụ",
    }
    return [
        {
            **common,
            "key": "P1",
            "founded": date(2008, 1, 1),
            "flag_eligible": "Có",
            "exceeded_targets": "Có",
            "leads_cluster": "Không",
            "ldtt": 4,
            "cstdcs": 2,
            "warned": 0,
            "reprimanded": 0,
        },
        {**common, "key": "KV1", "founded": date(2025, 7, 1), "flag_eligible": "Có", "ldtt": 3, "cstdcs": 1, "warned": 0, "reprimanded": 1},
    ]


def _nominations() -> list[dict[str, Any]]:
    return [
        {"stt": str(i), "key": key, "name": _name(key) if key.startswith("A") else None, "award": award, "year": YEAR, "kind": "Công trạng", **more}
        for i, (key, award, more) in enumerate(_NOMINATIONS, 1)
    ]


if __name__ == "__main__":
    write_example(*sys.argv[1:2])
