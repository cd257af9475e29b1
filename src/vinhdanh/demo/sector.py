"""The invented sector: the supreme office, its departments, 34 provinces, 355 regional offices, the military offices."""

from __future__ import annotations

from vinhdanh.demo.names import DISTRICTS, PLACES
from vinhdanh.demo.places import DISTRICT, MERGER, MILITARY, PROVINCE, REGION, ROOM, TOP, VU, Cluster, Place, World, merged

PROVINCES, OLD_PROVINCES, REGIONS, OFFICES, SOLDIERS, ROOMS = 34, 63, 355, 27, 9, 5
PEOPLE, OUTSIDERS = 16_000, 200
IN_OFFICE, IN_TOP, IN_PROVINCE, IN_ROOM, IN_MILITARY = 44, 12, 8, 19, 30


def sector() -> World:
    """389 local offices and the offices of the centre, with the districts and provinces that ended in 2025; 16,000 people."""
    top = Place("TC", "Viện kiểm sát nhân dân tối cao", TOP, None, IN_TOP, short="VKSND tối cao")
    offices = [Place(f"V{i:02}", f"Vụ {i}", VU, "TC", IN_OFFICE) for i in range(1, OFFICES + 1)]
    military = [Place(f"QS{i}", f"VKS quân sự Quân khu {i}", MILITARY, "TC", IN_MILITARY) for i in range(1, SOLDIERS + 1)]
    old = [Place(f"T{i:02}", f"VKSND tỉnh {PLACES[i - 1]}", PROVINCE, "TC") for i in range(1, OLD_PROVINCES + 1)]
    kept = old[:PROVINCES]
    for place in kept:
        place.size = IN_PROVINCE
    for i, gone in enumerate(old[PROVINCES:]):
        kept[i].before.append(gone.key)
        gone.until = MERGER
    below = [place for i, p in enumerate(kept) for place in _below(p, REGIONS // PROVINCES + (i < REGIONS % PROVINCES))]
    places = [top, *offices, *military, *old, *below]
    _fill(places)
    return World("Toàn ngành Kiểm sát nhân dân", places, _clusters(kept, offices), 3, 40, OUTSIDERS, 0.475)


def _below(province: Place, count: int) -> list[Place]:
    """Rooms, districts and regional offices of a province. Its first districts came from the province it took in."""
    rooms = [Place(f"{province.key}P{i}", f"Phòng {i}", ROOM, province.key, IN_ROOM) for i in range(1, ROOMS + 1)]
    made = [*rooms]
    for i in range(1, count + 1):
        name = f"{DISTRICTS[i % len(DISTRICTS)]} {province.name.rsplit(' ', 1)[1]}"
        owner = province.before[0] if province.before and i > count // 2 else province.key
        olds = [Place(f"{province.key}H{i:02}{x}", f"VKSND huyện {name} {n}", DISTRICT, owner) for x, n in (("A", "Một"), ("B", "Hai"))]
        region = Place(f"{province.key}K{i:02}", f"VKSND khu vực {i} – {province.name[11:]}", REGION, province.key, since=MERGER)
        merged(region, olds)
        made += [*olds, region]
    return made


def _fill(places: list[Place]) -> None:
    """Spread those who are left over the regional offices, so that there are exactly ``PEOPLE``."""
    regions = [p for p in places if p.kind is REGION]
    left = PEOPLE - OUTSIDERS - sum(p.size for p in places)
    for i, region in enumerate(regions):
        region.size = left // len(regions) + (i < left % len(regions))


def _clusters(kept: list[Place], offices: list[Place]) -> list[Cluster]:
    made = [Cluster("cum", f"C{i + 1:02}", f"Cụm thi đua số {i + 1}", [p.key for p in kept[i * 6 : i * 6 + 6]]) for i in range(6)]
    return made + [Cluster("khoi", f"K{i + 1}", f"Khối thi đua số {i + 1}", [p.key for p in offices[i * 9 : i * 9 + 9]]) for i in range(3)]
