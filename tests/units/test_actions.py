"""Acts upon units: spans, successions, paths."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from tests.office import Office, kind, unit, user

from vinhdanh.audit.models import Event
from vinhdanh.units import actions
from vinhdanh.units.forest import settle
from vinhdanh.units.models import Unit, UnitSuccession
from vinhdanh.units.queries import children_on, lineage, successor_of, unit_on

pytestmark = pytest.mark.django_db
TODAY, MERGER = dt.date(2026, 11, 24), dt.date(2025, 7, 1)


@pytest.fixture
def office() -> Office:
    return Office()


def spans(unit: Unit) -> list[tuple[str, dt.date, dt.date | None]]:
    return [(s.name, s.since, s.until) for s in unit.spans.order_by("since")]


def test_a_new_unit_stands_under_its_parent_with_one_span_and_one_event(office: Office) -> None:
    made = actions.create(key="P3", name="Phòng  3 ", kind=kind(), parent=office.top, since=MERGER, by=None, on=TODAY)
    assert (made.name, made.path, made.folded) == ("Phòng 3", "/MH/P3/", "phong 3")
    assert spans(made) == [("Phòng 3", MERGER, None)]
    assert list(Event.objects.values_list("kind", "object_id", "action")) == [("units.unit", str(made.pk), "create")]


@pytest.mark.parametrize("key", ["", "moi", "Phòng", "a/b", "p1"])
def test_a_key_that_cannot_stand_in_an_address_or_is_taken_is_refused(office: Office, key: str) -> None:
    with pytest.raises(ValidationError) as refused:
        actions.create(key=key, name="X", kind=kind(), parent=office.top, since=MERGER, by=None, on=TODAY)
    assert list(refused.value.message_dict) == ["key"]


def test_a_name_changes_from_its_day_on_and_the_old_days_keep_the_old_name(office: Office) -> None:
    actions.rename(office.p1, "Phòng Tổng hợp", since=MERGER, by=None, on=TODAY, paper="12/QĐ")
    office.p1.refresh_from_db()
    assert (office.p1.name, office.p1.folded, office.p1.version) == ("Phòng Tổng hợp", "phong tong hop", 2)
    assert spans(office.p1) == [("Phòng 1", dt.date(2010, 1, 1), MERGER), ("Phòng Tổng hợp", MERGER, None)]
    before = unit_on(office.p1, MERGER - dt.timedelta(days=1))
    assert before is not None and before.name == "Phòng 1"


def test_a_name_of_a_day_to_come_is_not_shown_before_that_day(office: Office) -> None:
    actions.rename(office.p1, "Tên mới", since=dt.date(2027, 1, 1), by=None, on=TODAY)
    office.p1.refresh_from_db()
    assert office.p1.name == "Phòng 1"
    assert settle(dt.date(2027, 1, 1)) == 1
    office.p1.refresh_from_db()
    assert office.p1.name == "Tên mới"


def test_a_change_in_the_past_goes_on_until_a_later_span_says_otherwise(office: Office) -> None:
    actions.rename(office.p1, "Ba", since=dt.date(2020, 1, 1), by=None, on=TODAY)
    actions.change(office.p1, {"payroll_owner": True}, since=dt.date(2022, 1, 1), by=None, on=TODAY)
    actions.rename(office.p1, "Hai", since=dt.date(2015, 1, 1), by=None, on=TODAY)
    assert [(n, s.year) for n, s, _ in spans(office.p1)] == [("Phòng 1", 2010), ("Hai", 2015), ("Ba", 2020), ("Ba", 2022)]
    actions.change(office.p1, {"flag_eligible": True}, since=dt.date(2015, 1, 1), by=None, on=TODAY)
    assert list(office.p1.spans.order_by("since").values_list("flag_eligible", flat=True)) == [None, True, True, True]


def test_a_move_takes_all_that_lies_under_with_it(office: Office) -> None:
    actions.move(office.kv, office.other, since=MERGER, by=None, on=TODAY)
    office.kv_a.refresh_from_db()
    assert office.kv_a.path == "/TB/KV1/KV1A/"


def test_a_unit_cannot_lie_under_itself(office: Office) -> None:
    with pytest.raises(ValidationError, match="trực thuộc chính đơn vị cấp dưới"):
        actions.move(office.kv, office.kv_a, since=MERGER, by=None, on=TODAY)
    assert office.kv.spans.count() == 1


def test_a_day_outside_its_life_is_refused_with_its_life(office: Office) -> None:
    with pytest.raises(ValidationError, match="thành lập 01/01/2010"):
        actions.rename(office.p1, "X", since=dt.date(2009, 1, 1), by=None, on=TODAY)


def test_a_stale_form_is_refused_with_both_versions(office: Office) -> None:
    actions.rename(office.p1, "Của người kia", since=MERGER, by=None, on=TODAY)
    with pytest.raises(ValidationError, match="đang lưu “Của người kia”, bạn nhập “Của tôi”"):
        actions.change(office.p1, {"name": "Của tôi"}, since=MERGER, by=None, on=TODAY, version=1)


def test_a_merger_ends_the_old_hands_over_what_lies_under_and_is_one_event(office: Office) -> None:
    new = actions.create(key="KV9", name="VKSND khu vực 9", kind=kind(), parent=office.top, since=MERGER, by=None, on=TODAY)
    clerk = user()
    assert actions.merge([office.kv, office.p2], new, since=MERGER, by=clerk, on=TODAY) == [office.kv_a]
    for old in (office.kv, office.p2, office.kv_a):
        old.refresh_from_db()
    assert (office.kv.dissolved_on, office.p2.dissolved_on) == (MERGER, MERGER)
    assert office.kv_a.path == "/MH/KV9/KV1A/"
    assert [c.unit for c in children_on(office.kv, MERGER - dt.timedelta(days=1))] == [office.kv_a]
    assert list(Event.objects.filter(actor=clerk).values_list("object_id", "action")) == [(str(new.pk), "merge")]
    assert successor_of(office.kv, MERGER) == new and successor_of(office.kv, MERGER - dt.timedelta(days=1)) == office.kv


def test_a_child_that_takes_over_moves_up(office: Office) -> None:
    actions.dissolve(office.kv, heir=office.kv_a, since=MERGER, by=None, on=TODAY)
    office.kv_a.refresh_from_db()
    assert office.kv_a.path == "/MH/KV1A/"


def test_a_unit_with_units_under_it_is_not_dissolved_without_an_heir(office: Office) -> None:
    with pytest.raises(ValidationError, match="còn đơn vị trực thuộc"):
        actions.dissolve(office.kv, heir=None, since=MERGER, by=None, on=TODAY)
    actions.dissolve(office.kv_a, heir=None, since=MERGER, by=None, on=TODAY)
    office.kv_a.refresh_from_db()
    assert successor_of(office.kv_a, TODAY) is None


def test_a_split_names_one_that_answers_for_the_old(office: Office) -> None:
    first, second = (actions.create(key=k, name=k, kind=kind(), parent=office.top, since=MERGER, by=None, on=TODAY) for k in ("M1", "M2"))
    actions.split(office.kv, [first, second], heir=second, ends=True, since=MERGER, by=None, on=TODAY)
    office.kv.refresh_from_db()
    assert successor_of(office.kv, TODAY) == second
    assert set(UnitSuccession.objects.values_list("new__key", "duties")) == {("M1", False), ("M2", True)}
    drawn = lineage(first)
    assert {g: [u.key for u in units] for g, units in drawn.generations.items()} == {-1: ["KV1"], 0: ["M1"]}


def test_a_unit_that_gives_off_another_lives_on(office: Office) -> None:
    new = actions.create(key="M1", name="M1", kind=kind(), parent=office.top, since=MERGER, by=None, on=TODAY)
    actions.split(office.kv, [new], heir=office.kv, ends=False, since=MERGER, by=None, on=TODAY)
    office.kv.refresh_from_db()
    assert office.kv.dissolved_on is None and successor_of(office.kv, TODAY) == office.kv


def test_lineage_reaches_over_generations_both_ways(office: Office) -> None:
    third = unit("X", "X", office.top)
    actions.merge([office.p1], office.p2, since=dt.date(2020, 1, 1), by=None, on=TODAY)
    actions.merge([office.p2], third, since=MERGER, by=None, on=TODAY)
    drawn = lineage(office.p1)
    assert {g: [u.key for u in units] for g, units in drawn.generations.items()} == {0: ["P1"], 1: ["P2"], 2: ["X"]}
    assert [(i.old.key, i.new and i.new.key) for i in lineage(third).before] == [("P2", "X"), ("P1", "P2")]
    office.p1.refresh_from_db()
    assert successor_of(office.p1, TODAY) == third


def test_a_unit_with_a_change_written_after_its_end_is_not_ended(office: Office) -> None:
    actions.rename(office.p1, "Sau", since=dt.date(2026, 1, 1), by=None, on=TODAY)
    with pytest.raises(ValidationError, match="có thay đổi ghi từ ngày 01/01/2026"):
        actions.merge([office.p1], office.p2, since=MERGER, by=None, on=TODAY)
