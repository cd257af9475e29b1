"""The invented province of Minh Hà: its office, five departments, five regional offices made of eleven districts in 2025."""

from __future__ import annotations

import datetime as dt

from vinhdanh.demo.names import DISTRICTS
from vinhdanh.demo.places import DISTRICT, MERGER, PROVINCE, REGION, ROOM, Cluster, Place, World, merged

ROOMS = (
    ("VP", "Văn phòng tổng hợp", 26),
    ("P1", "Phòng 1 – Án hình sự", 34),
    ("P2", "Phòng 2 – Kiểm sát xét xử", 32),
    ("P8", "Phòng 8 – Kiểm sát tạm giữ, thi hành án", 28),
    ("P9", "Phòng 9 – Án dân sự, hành chính", 30),
)
REGIONS = (("KV1", 3, 96), ("KV2", 2, 84), ("KV3", 2, 82), ("KV4", 2, 78), ("KV5", 2, 76))


def province() -> World:
    """Eleven units (and the eleven districts that ended in 2025), about 600 people."""
    top = Place("MH", "Viện kiểm sát nhân dân tỉnh Minh Hà", PROVINCE, None, 8, short="VKSND tỉnh Minh Hà")
    rooms = [Place(key, name, ROOM, "MH", size) for key, name, size in ROOMS]
    rooms[0].old_name, rooms[0].renamed_on = "Văn phòng", dt.date(2016, 3, 1)
    districts = [Place(f"H{i:02}", f"VKSND huyện {name} Hà", DISTRICT, "MH") for i, name in enumerate(DISTRICTS[:11], 1)]
    regions, rest = [], list(districts)
    for number, (key, count, size) in enumerate(REGIONS, 1):
        region = Place(key, f"VKSND khu vực {number} – Minh Hà", REGION, "MH", size, short=f"VKSND khu vực {number}", since=MERGER)
        merged(region, rest[:count])
        rest = rest[count:]
        regions.append(region)
    clusters = [
        Cluster("cum", "C1", "Cụm thi đua các VKSND khu vực", [r.key for r in regions]),
        Cluster("khoi", "K1", "Khối thi đua các phòng", [r.key for r in rooms]),
        Cluster("cum", "C0", "Cụm thi đua các VKSND huyện (đến năm 2024)", [d.key for d in districts]),
    ]
    return World("Tỉnh Minh Hà", [top, *rooms, *districts, *regions], clusters, 2, 3, 26, 0.13)
