"""“Ai đã xem” in words, with the names of those the reader may see."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from tests.office import Office, person, roles, user

from vinhdanh.accounts.models import User
from vinhdanh.administration.templatetags.quan_tri import nhay_cam
from vinhdanh.audit.models import Viewing
from vinhdanh.people.models import Person, RoleGrant
from vinhdanh.records.masking import FIELD_RULES

pytestmark = pytest.mark.django_db
URL = "/quan-tri/da-xem/"


def seen(actor: User, of: Person, fields: str = "own_data") -> None:
    Viewing.objects.create(actor=actor, at=timezone.now(), kind="people.person", object_id=str(of.pk), fields=fields, page="/x/")


def page(account: User) -> str:
    client = Client()
    client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
    return client.get(URL).content.decode()


def test_names_stand_only_for_who_may_see_them() -> None:
    office = Office()
    one, far = person(office.p1, "Lê Văn C"), person(office.p2, "Hồ Thị Dung")
    admin = user("quan-tri", office.top)
    for who in (one, far):
        seen(admin, who)
    assert ("Lê Văn C" in page(admin), f"số {one.pk}" in page(admin)) == (False, True)
    RoleGrant.objects.create(user=admin, role=roles()["uy-vien"], unit=office.p1, since="2020-01-01")
    shown = page(User.objects.get(pk=admin.pk))
    assert ("Lê Văn C" in shown, "Hồ Thị Dung" in shown) == (True, False)
    assert ("toàn bộ dữ liệu của chính mình" in shown, "own_data" in shown) == (True, False)


def test_every_sensitive_field_has_words() -> None:
    fields = {rule.split(".")[1] for rule in FIELD_RULES} - {"identity_number"}
    assert [f for f in sorted(fields) if nhay_cam(f) == f] == []


@pytest.mark.parametrize("rows", [1, 30])
def test_the_page_costs_the_same(rows: int, django_assert_num_queries: Any) -> None:
    office = Office()
    admin = user("quan-tri", office.top)
    for _ in range(rows):
        seen(admin, person(office.p1))
    client = Client()
    client.force_login(admin, backend="django.contrib.auth.backends.ModelBackend")
    client.get(URL)
    with django_assert_num_queries(10):
        client.get(URL)
