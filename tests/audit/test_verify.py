"""The chains of the event log: whole, changed, cut, forged; and the command that tells."""

from __future__ import annotations

import json

import pytest
from django.db import connection
from tests.office import Office, person, user

from vinhdanh import cli
from vinhdanh.audit.actions import digest_of, record, saw_in_session
from vinhdanh.audit.models import Event, Viewing
from vinhdanh.audit.verify import verify

pytestmark = pytest.mark.django_db


@pytest.fixture
def chains() -> list[Event]:
    """Two chains: of five events and of one."""
    office = Office()
    one, two, by = person(office.p1), person(office.p1), user()
    return [*(record(one, f"act{i}", by=by, data={"số": i}) for i in range(5)), record(two, "act", by=None, reason="Lý do")]


def tamper(sql: str, *values: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)


def whys() -> list[tuple[int, str]]:
    return [(b.event.number, b.why) for b in verify().broken]


def test_whole_chains(chains: list[Event]) -> None:
    found = verify()
    assert (found.chains, found.events, found.broken) == (2, 6, ())


def test_an_empty_log_is_whole() -> None:
    assert (verify().chains, verify().broken) == (0, ())


@pytest.mark.parametrize("column", ["action", "reason", "data"])
def test_a_changed_event_is_found(chains: list[Event], column: str) -> None:
    tamper(f"UPDATE audit_event SET {column} = %s WHERE id = %s", '"khác"', chains[2].pk)
    assert whys() == [(3, "nội dung đã bị sửa sau khi ghi")]


def test_a_removed_event_is_found(chains: list[Event]) -> None:
    tamper("DELETE FROM audit_event WHERE id = %s", chains[1].pk)
    assert whys() == [(3, "thiếu sự kiện thứ 2 của chuỗi")]


def test_a_chain_without_its_beginning_is_found(chains: list[Event]) -> None:
    tamper("DELETE FROM audit_event WHERE id = %s", chains[0].pk)
    assert whys() == [(2, "thiếu sự kiện thứ 1 của chuỗi")]


def test_a_forged_event_with_a_right_digest_breaks_what_follows(chains: list[Event]) -> None:
    event = chains[2]
    event.reason = "giả"
    tamper("UPDATE audit_event SET reason = %s, digest = %s WHERE id = %s", event.reason, digest_of(event), event.pk)
    assert whys() == [(4, "không nối với sự kiện trước")]


def test_each_broken_chain_is_named_once(chains: list[Event]) -> None:
    tamper("UPDATE audit_event SET reason = 'khác'")
    assert whys() == [(1, "nội dung đã bị sửa sau khi ghi")] * 2


def test_the_command_says_all_is_well(chains: list[Event], capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["audit", "verify"]) == 0
    assert capsys.readouterr().out == "Nhật ký nguyên vẹn: 2 chuỗi, 6 sự kiện.\n"


def test_the_command_names_the_first_break(chains: list[Event], capsys: pytest.CaptureFixture[str]) -> None:
    tamper("UPDATE audit_event SET reason = 'khác' WHERE id = %s", chains[3].pk)
    assert cli.main(["audit", "verify", "--json"]) == 1
    told = json.loads(capsys.readouterr().out)
    assert told["broken"] == [{"kind": "people.person", "object": chains[3].object_id, "number": 4, "why": "nội dung đã bị sửa sau khi ghi"}]
    assert told["exit"]["code"] == 1 and f"people.person {chains[3].object_id}, sự kiện thứ 4" in told["exit"]["reason"]


def test_the_command_needs_to_know_what_to_do(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["audit"]) == 2
    assert "Lệnh chưa đúng" in capsys.readouterr().err


def test_seeing_without_a_session_is_not_noted(rf: object) -> None:
    office = Office()
    request = type("Request", (), {"user": user("quan-tri", office.top), "path": "/x/"})()
    assert saw_in_session(request, person(office.p1)) is False and not Viewing.objects.exists()  # type: ignore[arg-type]
