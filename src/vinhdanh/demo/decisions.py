"""Who decides an invented award, under which number and when: one decision a year, form, issuer and occasion."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from zlib import crc32

from vinhdanh.demo.places import TOP, VU, Place

SECTOR_FORMS = frozenset({"chien-si-thi-dua-nganh", "bang-khen-nganh", "ky-niem-chuong-kiem-sat", "co-thi-dua-nganh"})
HIGHER = {"bang-khen-thu-tuong": ("Thủ tướng Chính phủ", "QĐ-TTg"), "huan-chuong-lao-dong-ba": ("Chủ tịch nước", "QĐ-CTN")}
DAYS = {  # months after the first day of the next year, day
    "lao-dong-tien-tien": (-1, 20),
    "chien-si-thi-dua-co-so": (-1, 22),
    "tap-the-lao-dong-tien-tien": (-1, 20),
    "tap-the-lao-dong-xuat-sac": (0, 8),
    "chien-si-thi-dua-nganh": (0, 12),
    "bang-khen-nganh": (0, 15),
    "co-thi-dua-nganh": (0, 12),
    "bang-khen-thu-tuong": (4, 6),
    "huan-chuong-lao-dong-ba": (6, 18),
}
EARLY = {"phong-trao": (-1, 10), "chuyen-de": (-5, 26), "dot-xuat": (-8, 15), "cong-trang": (-1, 24), "cong-hien": (-6, 22)}


@dataclass(frozen=True, slots=True)
class Decision:
    """Number, day and issuer."""

    number: str
    on: dt.date
    issuer: str


class Book:
    """The numbers given so far: the same award of the same issuer, year and occasion has one decision."""

    def __init__(self, places: dict[str, Place], on: dt.date) -> None:
        self.places, self.on = places, on
        self._made: dict[tuple[str, str, int, str], Decision] = {}
        self._last: dict[tuple[str, int], int] = {}

    def decision(self, award: str, year: int, kind: str, unit: str) -> Decision:
        """The decision of an award to somebody or something of a unit."""
        issuer, mark = self._issuer(award, unit)
        key = (issuer, award, year, kind)
        if key not in self._made:
            on = min(_day(award, year, kind), self.on)
            number = self._last[issuer, on.year] = self._last.get((issuer, on.year), _start(issuer, on.year)) + 7
            self._made[key] = Decision(f"{number}/{mark}", on, issuer)
        return self._made[key]

    def _issuer(self, award: str, unit: str) -> tuple[str, str]:
        if award in HIGHER:
            return HIGHER[award]
        place = self.places[unit]
        while place.parent is not None and place.kind.code not in ("tinh", "quan-su"):
            place = self.places[place.parent]
        if award in SECTOR_FORMS or place.kind in (TOP, VU):
            return "Viện trưởng VKSND tối cao", "QĐ-VKSTC"
        return f"Viện trưởng {place.short or place.name}", f"QĐ-VKS-{place.key}"


def _start(issuer: str, year: int) -> int:
    """What the register of an issuer had come to: no two years give the same numbers to the same occasions."""
    return crc32(f"{issuer} {year}".encode()) % 900


def _day(award: str, year: int, kind: str) -> dt.date:
    months, day = DAYS.get(award) or EARLY.get(kind, (-1, 28))
    month = year * 12 + 12 + months
    return dt.date(month // 12, month % 12 + 1, day)
