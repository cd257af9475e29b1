"""To which awards a way is offered: none that the person surely cannot be given; what is not known comes last."""

from __future__ import annotations

import pytest
from tests.office import Office, kind, person, unit

from vinhdanh.eligibility.subjects import ARMED, FOREIGN, fitting

pytestmark = pytest.mark.django_db
CODES = ["huan-chuong-huu-nghi", "bang-khen-thu-tuong", "huan-chuong-bao-ve-to-quoc-ba", "huan-chuong-lao-dong-ba"]


def test_a_civil_prosecutor_is_offered_neither() -> None:
    office = Office()
    assert fitting(person(office.kv_a, party_member=True), CODES) == ["bang-khen-thu-tuong", "huan-chuong-lao-dong-ba"]
    assert fitting(person(office.kv_a, contract=False), CODES) == ["bang-khen-thu-tuong", "huan-chuong-lao-dong-ba"]
    assert fitting(office.top, CODES) == ["bang-khen-thu-tuong", "huan-chuong-lao-dong-ba"]


def test_what_is_not_known_stays_at_the_end() -> None:
    army = unit("QS", "VKSQS khu vực 1", kind=kind("quan-su", "Viện kiểm sát quân sự", "quan-su"))
    last = ["bang-khen-thu-tuong", "huan-chuong-lao-dong-ba", "huan-chuong-huu-nghi", "huan-chuong-bao-ve-to-quoc-ba"]
    assert fitting(person(army), CODES) == last
    assert fitting(person(army, party_member=True), CODES) == [code for code in last if code not in FOREIGN]
    assert fitting(person(Office().p1), CODES) == [code for code in last if code not in ARMED]
