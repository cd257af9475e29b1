"""The dirty example that ships with Vinh Danh: a workbook of the template's form with the mistakes clerks make, to practise importing.

``python -m vinhdanh.workbook.dirty [path]`` writes it anew. Everybody in it is invented. Its unit is KV1, as in the demo.
"""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path
from typing import Any

from vinhdanh.workbook import lexicon as lx
from vinhdanh.workbook.template import Rows, write_workbook

PATH = Path(__file__).parents[1] / "examples" / "nhap-mau-loi.xlsx"
YEAR = 2025
UNIT = "KV1"
_BEST, _GOOD, _DONE = lx.RATINGS.labels()[:3]
_PEOPLE: tuple[tuple[str, str, str, str, Any, int, tuple[str, ...]], ...] = (
    # key, name, gender, post, birth, employed in, ratings of 2022 to 2025
    ("TL01", "Nguyễn Văn A01", "Nam", "Kiểm sát viên trung cấp", date(1978, 3, 5), 2002, (_BEST, _BEST, _BEST, _BEST)),
    ("TL02", "Trần Thị B02", "Nữ", "Kiểm sát viên sơ cấp", date(1984, 11, 12), 2008, (_GOOD, _BEST, _BEST, _BEST)),
    ("TL03", "Lê Văn C03", "Nam", "Kiểm sát viên sơ cấp", date(1986, 8, 20), 2010, (_BEST, _BEST, _GOOD, _BEST)),
    ("TL04", "Phạm Thị D04", "Nữ", "Chuyên viên", "15/01/1897", 2011, (_GOOD, _GOOD, _GOOD, _GOOD)),  # the year of birth
    ("TL05", "Hoàng Văn E05", "Nam", "Kiểm tra viên", date(1990, 6, 30), 2014, (_GOOD, _GOOD, _GOOD, _GOOD)),
    ("TL06", "Vũ Thị G06", "Nữ", "Kiểm tra viên", "08/03/91", 2015, (_GOOD, _GOOD, _BEST, _BEST)),  # two digits of a year
    ("", "Đặng Văn H07", "Nam", "Chuyên viên", date(1992, 5, 19), 2016, ()),
    ("", "Đặng Văn H07", "Nam", "Chuyên viên", date(1992, 5, 19), 2016, ()),  # the same person once more
    ("TL09", "Bùi Thị I08", "Nữ", "Kiểm sát viên sơ cấp", date(1985, 7, 27), 2009, (_GOOD, _GOOD, _GOOD, _GOOD)),
    ("TL10", "Đỗ Văn K09", "Nam", "Kiểm sát viên trung cấp", date(1980, 12, 1), 2004, (_BEST, _BEST, _BEST, _BEST)),
    ("TL11", "Ngô Thị L10", "Nữ", "Kế toán", date(1993, 12, 22), 2017, (_GOOD, _GOOD, _GOOD, _GOOD)),
    ("TL12", "Dương Văn M11", "Nam", "Văn thư", date(1995, 10, 10), 2019, (_DONE, _GOOD, _GOOD, _GOOD)),
)
_ELSEWHERE = {"TL09": "KVI"}  # a slip in the key of the unit
_AWARDS: tuple[tuple[str, str, str, int, Any], ...] = (
    # key, name, award, year, day of the decision
    *(("TL01", "Nguyễn Văn A01", "Chiến sĩ thi đua cơ sở", year, date(year, 12, 20)) for year in (2023, 2024, 2025)),
    ("TL02", "Trần Thị B02", "CSTT CS", 2024, date(2024, 12, 20)),  # no such abbreviation
    ("TL03", "Lê Văn C03", "LĐTT", 2024, "31/02/2025"),  # no such day
    ("TL03", "Lê Văn C03", "LĐTT", 2025, date(2025, 12, 20)),
    ("TL05", "Hoàng Văn E05", "LĐTT", 2025, date(2025, 12, 20)),
    ("TL05", "Hoàng Văn E05", "LĐTT", 2025, date(2025, 12, 20)),  # the same row once more
    ("TL10", "Đỗ Văn K09", "LĐTT", 2024, date(2024, 12, 20)),
    ("TL10", "Đỗ Văn K09", "Chiến sĩ thi đua cơ sở", 2025, date(2025, 12, 20)),
    ("TL11", "Ngô Thị L10", "LĐTT", 2024, date(2024, 12, 20)),
)


def dirty_rows() -> Rows:
    """The rows of the example, as ``write_workbook`` takes them."""
    return {
        "units": [{"key": UNIT, "name": "VKSND khu vực 1", "level": "VKSND khu vực"}],
        "people": [_person(*p) for p in _PEOPLE],
        "ratings": _ratings(),
        "awards": [_award(i, *a) for i, a in enumerate(_AWARDS, 1)],
        "works": _works(),
    }


def _person(key: str, name: str, gender: str, post: str, birth: Any, since: int, ratings: tuple[str, ...]) -> dict[str, Any]:
    return {
        "key": key or None,
        "name": name,
        "birth": birth,
        "gender": gender,
        "unit": _ELSEWHERE.get(key, UNIT),
        "post": post,
        "employed": date(since, 7, 1),
        "state": "Đang công tác",
        "contract": "Không",
        "worker": "Có",
        "party": "Có",
    }


def _ratings() -> list[dict[str, Any]]:
    rows = [
        {"key": key, "name": name, "year": YEAR - 3 + i, "rating": rating} for key, name, *_, ratings in _PEOPLE for i, rating in enumerate(ratings)
    ]
    rows[-1]["rating"] = "HTTVN"  # letters that changed places
    return rows


def _award(number: int, key: str, name: str, award: str, year: int, decided: Any) -> dict[str, Any]:
    return {
        "key": key,
        "name": name,
        "award": award,
        "year": year,
        "number": f"{100 + year % 100}/QĐ-VKS-TL",
        "decided": decided,
        "kind": "Công trạng",
        "by": "Viện trưởng VKSND tỉnh",
    }


def _works() -> list[dict[str, Any]]:
    return [
        {
            "key": "TL01",
            "name": "Nguyễn Văn A01",
            "work": "Sáng kiến",
            "title": f"Sáng kiến thực hành {year}",
            "year": year,
            "level": "Cơ sở",
            "recognised": "Có",
            "applied": "Có",
            "role": "Tác giả",
            "by": "VKSND tỉnh",
        }
        for year in (2024, 2025)
    ]


def write_dirty(path: str | Path = PATH) -> None:
    """Write the example. OSError if it cannot be written."""
    write_workbook(path, dirty_rows())


if __name__ == "__main__":
    write_dirty(*sys.argv[1:2])
