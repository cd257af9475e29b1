"""The units to be made, as plain data: what a province or the sector consists of, before anything is written."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field

MERGER = dt.date(2025, 7, 1)  # districts end, regional offices begin
START = dt.date(1960, 7, 26)  # nobody has joined before
PAPER = "Nghị quyết 00/2025/TD (văn bản của dữ liệu trình diễn)"


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of unit; ``head``/``deputy``: what its leaders are called, ``code`` their code in the rulebook."""

    code: str
    name: str
    level: str
    rank: int
    head: str
    deputy: str
    post: str
    legal: bool
    payroll: bool
    flag: bool
    since: dt.date | None = None
    until: dt.date | None = None


TOP = Kind("toi-cao", "VKSND tối cao", "toi-cao", 1, "Viện trưởng VKSND tối cao", "Phó Viện trưởng VKSND tối cao", "", True, True, False)
VU = Kind("vu", "Đơn vị thuộc VKSND tối cao", "noi-bo", 2, "Vụ trưởng", "Phó Vụ trưởng", "thu-truong-don-vi-vkstc", False, False, True)
PROVINCE = Kind("tinh", "VKSND cấp tỉnh", "tinh", 3, "Viện trưởng VKSND tỉnh", "Phó Viện trưởng VKSND tỉnh", "vien-truong-cap-tinh", True, True, True)
MILITARY = Kind("quan-su", "Viện kiểm sát quân sự", "quan-su", 3, "Viện trưởng VKS quân sự", "Phó Viện trưởng VKS quân sự", "", True, True, True)
ROOM = Kind("phong", "Phòng thuộc VKSND cấp tỉnh", "noi-bo", 4, "Trưởng phòng", "Phó Trưởng phòng", "lanh-dao-cap-huyen-phong", False, False, False)
REGION = Kind(
    "khu-vuc",
    "VKSND khu vực",
    "khu-vuc",
    5,
    "Viện trưởng VKSND khu vực",
    "Phó Viện trưởng VKSND khu vực",
    "vien-truong-khu-vuc",
    True,
    False,
    True,
    MERGER,
)
DISTRICT = Kind(
    "huyen",
    "VKSND cấp huyện",
    "huyen",
    6,
    "Viện trưởng VKSND huyện",
    "Phó Viện trưởng VKSND huyện",
    "vien-truong-cap-huyen",
    True,
    False,
    True,
    None,
    MERGER,
)
KINDS = (TOP, VU, PROVINCE, MILITARY, ROOM, REGION, DISTRICT)


@dataclass(slots=True)
class Place:
    """A unit to be made. ``size``: people whose last unit it is; ``before``: keys of the units that were merged into it."""

    key: str
    name: str
    kind: Kind
    parent: str | None
    size: int = 0
    short: str = ""
    since: dt.date = START
    until: dt.date | None = None
    before: list[str] = field(default_factory=list)
    old_name: str = ""  # what it was called before ``renamed_on``
    renamed_on: dt.date | None = None


@dataclass(slots=True)
class Cluster:
    """A cluster to be made: its kind (cum, khoi), key, name and members."""

    kind: str
    key: str
    name: str
    members: list[str]


@dataclass(slots=True)
class World:
    """Everything there is: places with parents before children, clusters, and how names are written."""

    title: str
    places: list[Place]
    clusters: list[Cluster]
    digits: int
    namesakes: int
    outsiders: int
    certificates: float  # the chance of a giấy khen in a year

    @property
    def people(self) -> int:
        """How many people there will be."""
        return sum(p.size for p in self.places) + self.outsiders


def merged(place: Place, olds: Sequence[Place]) -> None:
    """Let ``olds`` end and become ``place`` on the day of the merger."""
    place.before = [o.key for o in olds]
    for old in olds:
        old.until = MERGER
