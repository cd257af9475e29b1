"""Awards for foreigners and for the armed forces: who surely is neither is not shown a way to them."""

from __future__ import annotations

from collections.abc import Iterable

from vinhdanh.people.models import Person
from vinhdanh.units.models import Unit

FOREIGN = frozenset({"huan-chuong-huu-nghi", "huy-chuong-huu-nghi"})  # Luật TĐKT 2022 Điều 53, 58
ARMED = frozenset({"huan-chuong-bao-ve-to-quoc-ba", "huan-chuong-bao-ve-to-quoc-nhi", "huan-chuong-bao-ve-to-quoc-nhat"})  # Điều 45-47
CIVIL = frozenset({"toi-cao", "cap-cao", "tinh", "khu-vuc", "huyen"})  # levels of kinds of units, beside "quan-su"
INSIDE = "noi-bo"


def fitting(subject: Person | Unit, codes: Iterable[str]) -> list[str]:
    """Awards such a subject can be given, in the order told; last those of which it is not known whether it can."""
    never = (FOREIGN if citizen(subject) else frozenset()) | (ARMED if civil(subject) else frozenset())
    kept = [code for code in codes if code not in never]
    return sorted(kept, key=lambda code: code in FOREIGN | ARMED)


def citizen(subject: Person | Unit) -> bool:
    """Whether one is surely Vietnamese: only citizens are in the Party or in office (Luật Cán bộ, công chức Điều 4)."""
    return isinstance(subject, Unit) or subject.party_member is True or subject.contract is False


def civil(subject: Person | Unit) -> bool:
    """Whether the unit is surely none of the armed forces; a part of one is what it is a part of."""
    unit = subject.unit if isinstance(subject, Person) else subject
    while unit is not None and unit.kind.level == INSIDE:
        unit = unit.parent
    return unit is not None and unit.kind.level in CIVIL
