"""What waits, and notices."""

import pytest
from django.utils import timezone
from tests.api.asker import Asker
from tests.office import Office, user

from vinhdanh.api import desk
from vinhdanh.records.models import Submission
from vinhdanh.web import views as pages

pytestmark = pytest.mark.django_db


def test_the_desk_asks_the_applications_the_page_asks() -> None:
    assert desk.waiting is pages.waiting  # one list, one function


def test_what_waits_is_told() -> None:
    office = Office()
    Submission.objects.create(unit=office.p1, year=2025, state="returned", reason="Thiếu kỷ luật")
    told = Asker(user("can-bo-tdkt", office.p1)).get("/desk").json()
    assert [(i["title"], i["detail"], i["state"]) for i in told] == [("Sửa và gửi lại dữ liệu năm 2025 của Phòng 1", "Thiếu kỷ luật", "Trả lại")]
    assert Asker(user("can-bo-tdkt", office.p1), "desk").get("/desk").json() == []


def test_notices_are_ones_own_and_are_read() -> None:
    me, other = user(), user()
    rows = [who.notices.create(kind="thu", says=f"Tin {i}", made_at=timezone.now()) for i, who in enumerate((me, me, other))]
    asker = Asker(me)
    assert [n["says"] for n in asker.get("/notices").json()["notices"]] == ["Tin 1", "Tin 0"]
    assert asker.send("post", f"/notices/{rows[0].pk}/read").json()["read_at"] is not None
    assert [n["says"] for n in asker.get("/notices?unread=true").json()["notices"]] == ["Tin 1"]
    assert asker.send("post", f"/notices/{rows[2].pk}/read").status_code == 404
    assert [asker.send("post", "/notices/read").json() for _ in range(2)] == [{"marked": 1}, {"marked": 0}]
