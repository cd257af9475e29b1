"""An initiative of two units: neither takes the other's author away, an honest edit is possible, and the other is told."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from tests.api.asker import Asker
from tests.office import Office, person, user
from tests.records.makers import ON, clerk
from tests.records.test_enter import IDEA
from tests.records.test_pages import PLAIN, as_, authors, text

from vinhdanh.accounts.models import User
from vinhdanh.notices.models import Notice
from vinhdanh.people.models import Person
from vinhdanh.records import actions
from vinhdanh.records.links import record_url
from vinhdanh.records.models import Initiative

Author = actions.Author


@pytest.fixture
def mine(office: Office) -> Person:
    return person(office.p1, "Lê Văn Một")


@pytest.fixture
def theirs(office: Office) -> Person:
    return person(office.p2, "Trần Thị Hai")


@pytest.fixture
def idea(office: Office, mine: Person, theirs: Person) -> Initiative:
    return actions.enter_initiative(IDEA, [Author(mine, "Chủ trì", 6000), Author(theirs, "Tham gia", 4000)], by=clerk(office), on=ON)


@pytest.fixture
def narrow(office: Office) -> User:
    return user("can-bo-tdkt", office.p1)


def parts(idea: Initiative) -> list[tuple[str, str, int]]:
    rows = idea.authors.select_related("person").order_by("pk")
    return [(a.person.full_name, a.role, a.share) for a in rows if a.person and a.share is not None]


def correct(idea: Initiative, told: list[Author], by: User, **changes: Any) -> Initiative:
    made: Initiative = actions.correct(idea, changes, reason="Ghi nhầm", version=idea.version, by=by, on=ON, authors=told)
    return made


BOTH = [("Lê Văn Một", "Chủ trì", 6000), ("Trần Thị Hai", "Tham gia", 4000)]


def test_the_author_of_another_unit_can_be_neither_removed_nor_cut(idea: Initiative, mine: Person, theirs: Person, narrow: User) -> None:
    for told in ([Author(mine, "Chủ trì", 10000)], [Author(mine, "Chủ trì", 9000), Author(theirs, "Tham gia", 1000)]):
        with pytest.raises(ValidationError, match="Tác giả Trần Thị Hai thuộc Phòng 2, ngoài phạm vi bạn sửa"):
            correct(idea, told, narrow, name="Khác")
    idea.refresh_from_db()
    assert (parts(idea), idea.name) == (BOTH, IDEA["name"])


def test_the_common_office_may(office: Office, idea: Initiative, mine: Person) -> None:
    correct(idea, [Author(mine, "Chủ trì", 10000)], clerk(office))
    assert parts(idea) == [("Lê Văn Một", "Chủ trì", 10000)]


def form(idea: Initiative, *lines: dict[str, str]) -> dict[str, str]:
    plain = PLAIN | {"name": idea.name, "decision": idea.decision, "recognised": "1", "reason": "Sửa tên", "version": str(idea.version)}
    return plain | authors(*lines)


def test_an_honest_edit_of_ones_own_part_is_saved_and_the_other_unit_told(
    client: Client, office: Office, idea: Initiative, mine: Person, narrow: User, django_capture_on_commit_callbacks: Any
) -> None:
    other, far = user("can-bo-tdkt", office.p2), user("can-bo-tdkt", office.kv)
    page = text(as_(client, narrow).get(f"{record_url(idea)}sua/"))
    assert "Trần Thị Hai" in page.split('id="tg"')[1].split('name="tg-0-who"')[0]
    assert f'value="Lê Văn Một ({mine.key})"' in page and "Trần Thị Hai (" not in page
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(f"{record_url(idea)}sua/", form(idea, {"who": mine.key, "role": "Chủ nhiệm", "share": "60"}))
    assert answer.status_code == 302, text(answer)
    assert parts(idea) == [("Trần Thị Hai", "Tham gia", 4000), ("Lê Văn Một", "Chủ nhiệm", 6000)]
    told = [(n.user_id, n.says) for n in Notice.objects.all()]
    assert told == [(other.pk, f"{narrow.full_name} sửa sáng kiến, đề tài “{IDEA['name']}” có tác giả của Phòng 2.")]
    assert far.pk not in [pk for pk, _ in told]


def test_shares_that_do_not_fit_beside_the_locked_are_refused(client: Client, idea: Initiative, mine: Person, narrow: User) -> None:
    page = text(as_(client, narrow).post(f"{record_url(idea)}sua/", form(idea, {"who": mine.key, "share": "70"})))
    assert "thừa 10,00%" in page and parts(idea) == BOTH


def test_neither_is_it_set_aside_by_one_of_them(office: Office, idea: Initiative, narrow: User) -> None:
    with pytest.raises(PermissionDenied, match="có tác giả của Phòng 2"):
        actions.void(idea, reason="Nhầm", version=1, by=narrow)
    actions.void(idea, reason="Nhầm", version=1, by=clerk(office))
    with pytest.raises(PermissionDenied, match="có tác giả của Phòng 2"):
        actions.restore(idea, reason="Nhầm", version=2, by=narrow, on=ON)


def test_an_author_whose_dossier_is_secret_stays_unnamed(client: Client, idea: Initiative, mine: Person, theirs: Person, narrow: User) -> None:
    Person.objects.filter(pk=theirs.pk).update(secret=True)
    assert "Trần Thị Hai" not in text(as_(client, narrow).get(f"{record_url(idea)}sua/"))
    correct(idea, [Author(mine, "Chủ nhiệm", 6000)], narrow)
    assert parts(idea) == [("Trần Thị Hai", "Tham gia", 4000), ("Lê Văn Một", "Chủ nhiệm", 6000)]


def test_through_the_api_too(idea: Initiative, mine: Person, theirs: Person, narrow: User) -> None:
    asker = Asker(narrow)
    one, other = {"person": mine.key, "role": "Chủ nhiệm", "share": 6000}, {"person": theirs.key, "role": "Tham gia", "share": 4000}
    body = {"authors": [one, other], "reason": "Sửa vai trò", "version": 1}
    assert asker.send("patch", f"/records/sang-kien/{idea.pk}", body | {"authors": [one | {"share": 10000}]}).status_code == 422
    assert asker.send("patch", f"/records/sang-kien/{idea.pk}", body).status_code == 200
    assert sorted(parts(idea)) == [("Lê Văn Một", "Chủ nhiệm", 6000), ("Trần Thị Hai", "Tham gia", 4000)]
