"""A list judged as a whole: the order comes from the rules, titles of the same list count as proposed, caps and clashes show."""

from __future__ import annotations

from copy import deepcopy
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from vinhdanh.checking.listing import read
from vinhdanh.checking.result import Check, check
from vinhdanh.checking.sheets import write_report
from vinhdanh.checking.words import as_lines
from vinhdanh.merit.rulebook import Rulebook, load
from vinhdanh.merit.truth import NO, UNKNOWN, YES
from vinhdanh.workbook import lexicon as lx
from vinhdanh.workbook.template import Rows, write_workbook

ON = date(2025, 12, 15)
BEST, GOOD = lx.RATINGS.labels()[:2]


def rows() -> Rows:
    """One unit of ten: a head, eight good members, one reprimanded; everything declared complete."""
    people = [
        {
            "key": f"A{i:02d}",
            "name": f"Nguyễn Văn A{i:02d}",
            "birth": date(1980, 1, i),
            "unit": "P1",
            "employed": date(2010, 7, 1),
            "leader": "Có" if i == 1 else "Không",
        }
        for i in range(1, 11)
    ]
    people[0] |= {"head": "Có", "heads": "P1"}
    ratings = [{"key": p["key"], "year": 2025, "rating": BEST if i < 3 else GOOD} for i, p in enumerate(people)]
    return {
        "declaration": [{"kind": name, "full": "Có"} for name in lx.DECLARED.labels()],
        "units": [{"key": "P1", "name": "Phòng 1", "level": "phòng thuộc VKSND cấp tỉnh"}],
        "people": people,
        "ratings": [*ratings, {"key": "P1", "year": 2025, "rating": BEST}],
        "limits": [{"key": "A10", "form": "Khiển trách", "conduct": 2025, "decided": date(2025, 5, 5)}],
        "collectives": [{"key": "P1", "year": 2025, "exceeded_targets": "Có", "dissolved": "Không", "party_rating": "Hoàn thành xuất sắc nhiệm vụ"}],
        "nominations": [
            {"key": "A01", "award": "CSTĐCS", "year": 2025},
            {"key": "P1", "award": "TTLĐXS", "year": 2025},
            {"key": "P1", "award": "TTLĐTT", "year": 2025},
            {"key": "A02", "award": "CSTĐCS", "year": 2025},
            *({"key": f"A{i:02d}", "award": "LĐTT", "year": 2025} for i in range(3, 11)),
        ],
    }


@pytest.fixture(scope="module")
def book() -> Rulebook:
    return load("procuracy")


def checked(book: Rulebook, path: Path, changed: Rows, on: date = ON) -> Check:
    write_workbook(path / "t.xlsx", changed)
    return check(book, read(path / "t.xlsx", on), on)


def verdicts(found: Check) -> dict[tuple[str, str], int]:
    return {(i.judged.candidate.key, i.judged.candidate.award): i.verdict for i in found.items}


def test_members_carry_the_collective_and_the_collective_its_head(book: Rulebook, tmp_path: Path) -> None:
    found = verdicts(checked(book, tmp_path, rows()))
    assert found[("A02", "chien-si-thi-dua-co-so")] == YES
    assert found[("P1", "tap-the-lao-dong-tien-tien")] == YES
    assert found[("P1", "tap-the-lao-dong-xuat-sac")] == YES
    assert found[("A01", "chien-si-thi-dua-co-so")] == YES
    assert found[("A10", "lao-dong-tien-tien")] == NO


def test_the_heads_own_title_does_not_count_for_the_unit(book: Rulebook, tmp_path: Path) -> None:
    changed = rows()
    changed["nominations"] = [n for n in changed["nominations"] if (n["key"], n["award"]) != ("A02", "CSTĐCS")]
    changed["nominations"].append({"key": "A02", "award": "LĐTT", "year": 2025})
    assert verdicts(checked(book, tmp_path, changed))[("P1", "tap-the-lao-dong-xuat-sac")] == NO


def test_below_seventy_percent_the_collective_fails(book: Rulebook, tmp_path: Path) -> None:
    changed = rows()
    changed["nominations"] = [n for n in changed["nominations"] if n["key"] not in ("A07", "A08", "A09")]
    assert verdicts(checked(book, tmp_path, changed))[("P1", "tap-the-lao-dong-tien-tien")] == NO


def test_an_unsettled_member_leaves_the_collective_unsettled(book: Rulebook, tmp_path: Path) -> None:
    changed = rows()
    changed["nominations"] = [n for n in changed["nominations"] if n["key"] not in ("A08", "A09")]
    changed["ratings"] = [r for r in changed["ratings"] if r["key"] != "A07"]
    found = verdicts(checked(book, tmp_path, changed))
    assert found[("A07", "lao-dong-tien-tien")] == UNKNOWN
    assert found[("P1", "tap-the-lao-dong-tien-tien")] == UNKNOWN


def test_a_row_that_cannot_be_read_unsettles_shares_and_caps(book: Rulebook, tmp_path: Path) -> None:
    changed = deepcopy(rows())
    changed["nominations"][4]["award"] = "Danh hiệu lạ"
    found = checked(book, tmp_path, changed)
    assert found.exit[0] == 2
    assert verdicts(found)[("P1", "tap-the-lao-dong-xuat-sac")] != YES or found.listing.unreadable
    assert all(cap.answer.verdict != NO for cap in found.caps)


def test_the_cap_on_excellent_collectives_shows_its_rounding(book: Rulebook, tmp_path: Path) -> None:
    cap = next(c for c in checked(book, tmp_path, rows()).caps if c.award == "tap-the-lao-dong-xuat-sac")
    assert (cap.proposed, cap.answer.value, cap.answer.verdict) == (1, 1, YES)
    assert "20%" in cap.answer.says


def test_two_titles_of_one_period_clash(book: Rulebook, tmp_path: Path) -> None:
    changed = rows()
    changed["nominations"].append({"key": "A02", "award": "LĐTT", "year": 2025})
    found = checked(book, tmp_path, changed)
    assert any("cùng kỳ 2025" in c.says for c in found.contradictions)


def test_money_is_of_the_decision_day_and_stacked(book: Rulebook, tmp_path: Path) -> None:
    found = checked(book, tmp_path, rows())
    assert found.money["A02"].total == 2_340_000
    assert found.money["P1"].total == 3_510_000


def test_exit_codes(book: Rulebook, tmp_path: Path) -> None:
    good: dict[str, Any] = rows()
    good["nominations"] = [n for n in good["nominations"] if n["key"] not in ("A10", "P1", "A01")]
    assert checked(book, tmp_path, good).exit[0] == 0
    assert checked(book, tmp_path, rows()).exit[0] == 1


def test_a_recorded_higher_title_counts_for_the_lower_one(book: Rulebook, tmp_path: Path) -> None:
    changed = rows()
    changed["nominations"] = [n for n in changed["nominations"] if n["key"] not in ("A02", "A08", "A09")]
    assert verdicts(checked(book, tmp_path, changed))[("P1", "tap-the-lao-dong-tien-tien")] == NO
    changed["awards"] = [{"key": "A02", "award": "CSTĐCS", "year": 2025, "decided": date(2025, 12, 1)}]
    assert verdicts(checked(book, tmp_path, changed))[("P1", "tap-the-lao-dong-tien-tien")] == YES


def test_a_failed_vote_stands_among_the_reasons_of_the_report(book: Rulebook, tmp_path: Path) -> None:
    changed = rows()
    changed["nominations"][3] |= {"members": 9, "present": 9, "yes": 7}
    write_report(checked(book, tmp_path, changed), tmp_path / "bc.xlsx")
    report = openpyxl.load_workbook(tmp_path / "bc.xlsx")
    (why,) = [str(r[6]) for r in report["Kết quả"].iter_rows(values_only=True) if r[0] == 4]
    assert "7/9 đồng ý" in why and "Chưa đạt – Chưa đạt" not in why
    assert any("Bỏ phiếu: Chưa đạt: 7/9" in str(r[2]) for r in report["Kèm theo"].iter_rows(values_only=True))


def test_awards_are_called_what_the_sector_calls_them(book: Rulebook, tmp_path: Path) -> None:
    changed = rows()
    changed["nominations"].append({"key": "P1", "award": "Cờ ngành", "year": 2025})
    said = "\n".join(as_lines(checked(book, tmp_path, changed), trees=False))
    assert "Phòng 1 – Cờ thi đua của ngành Kiểm sát nhân dân (2025)" in said
    assert "bộ quy tắc ngành Kiểm sát nhân dân" in said and "procuracy" not in said


def test_a_cap_on_titles_still_unsettled_is_not_called_broken(book: Rulebook, tmp_path: Path) -> None:
    changed = rows()
    changed["collectives"][0].pop("dissolved")
    cap = next(c for c in checked(book, tmp_path, changed).caps if c.award == "tap-the-lao-dong-xuat-sac")
    assert cap.answer.verdict == UNKNOWN
