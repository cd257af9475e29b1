"""The kinds of unit an installation begins with: those of the Procuracy, and two that fit any other body."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

from vinhdanh.units.models import UnitKind

REFORM = dt.date(2025, 7, 1)  # cấp cao and cấp huyện end, khu vực begins


class Start(NamedTuple):
    """A kind to begin with."""

    code: str
    name: str
    level: str
    rank: int
    since: dt.date | None = None
    until: dt.date | None = None


KINDS = (
    Start("toi-cao", "VKSND tối cao", "toi-cao", 1),
    Start("vu", "Đơn vị thuộc VKSND tối cao", "noi-bo", 2),
    Start("cap-cao", "VKSND cấp cao", "cap-cao", 2, None, REFORM),
    Start("tinh", "VKSND cấp tỉnh", "tinh", 3),
    Start("quan-su", "Viện kiểm sát quân sự", "quan-su", 3),
    Start("phong", "Phòng thuộc VKSND cấp tỉnh", "noi-bo", 4),
    Start("khu-vuc", "VKSND khu vực", "khu-vuc", 5, REFORM),
    Start("huyen", "VKSND cấp huyện", "huyen", 6, None, REFORM),
    Start("co-quan", "Cơ quan, tổ chức", "co-quan", 7),
    Start("truc-thuoc", "Đơn vị trực thuộc", "noi-bo", 8),
)


def make_kinds() -> dict[str, UnitKind]:
    """The kinds by code; those that are there stay as they are."""
    return {k.code: UnitKind.objects.get_or_create(code=k.code, defaults=k._asdict())[0] for k in KINDS}
