"""Work that waits on the desks of the demo: a transfer to accept, a hold, an office rule to approve, notices."""

from __future__ import annotations

import datetime as dt

from vinhdanh.accounts.models import User
from vinhdanh.demo.places import REGION, World
from vinhdanh.demo.units import Made
from vinhdanh.law.models import Act, OfficeRule
from vinhdanh.notices.models import Notice
from vinhdanh.people.models import Person, Transfer
from vinhdanh.records.models import Hold
from vinhdanh.units.models import Unit

RULE = """awards:
  chien-si-thi-dua-co-so:
    quotas:
      - in_force: {day}
        mode: add
        cite: {{act: tt-02-vkstc, at: "Đ14"}}
        says: Không quá 15% số cá nhân đạt “Lao động tiên tiến” của đơn vị
"""


def make_pending(world: World, units: Made, users: dict[str, User], on: dt.date, at: dt.datetime) -> None:
    """Write what waits."""
    first, second = [units[p.key] for p in world.places if p.kind is REGION][:2]
    _transfer(second, first, users, on, at)
    _holds(first, users["canbo"], on, at)
    _rule(units[world.places[0].key], users["tdkt"], on, at)


def _free(unit: Unit, count: int, skip: int = 0) -> list[Person]:
    """People of a unit without an account, the youngest in service first."""
    found = Person.objects.filter(unit=unit, status=Person.Status.SERVING, account=None)
    return list(found.order_by("-joined_on", "pk")[skip : skip + count])


def _transfer(old: Unit, new: Unit, users: dict[str, User], on: dt.date, at: dt.datetime) -> None:
    (person,) = _free(old, 1, 4)
    Transfer.objects.create(
        person=person,
        old_unit=old,
        new_unit=new,
        on=on.replace(day=1) + dt.timedelta(days=32),
        paper="QĐ điều động số 88/QĐ-VKS (trình diễn)",
        opinion="Hoàn thành tốt nhiệm vụ; đề nghị đơn vị mới xét thi đua năm nay.",
        proposed_by=users["canbo2"],
        proposed_at=at,
    )
    _notice(users["canbo"], "transfer", f"{old} đề nghị tiếp nhận {person.full_name}.", f"/con-nguoi/{person.key}/", at)


def _holds(unit: Unit, by: User, on: dt.date, at: dt.datetime) -> None:
    for person, kind in zip(_free(unit, 2, 6), (Hold.Kind.INSPECTION, Hold.Kind.COMPLAINT), strict=True):
        Hold.objects.create(
            person=person, year=on.year, kind=kind, since=on - dt.timedelta(days=60), paper="Thông báo xác minh", entered_by=by, entered_at=at
        )


def _rule(top: Unit, by: User, on: dt.date, at: dt.datetime) -> None:
    act = Act.objects.filter(code="tt-02-vkstc").first()
    if act is None:  # the acts of the rulebook have not been entered
        return
    OfficeRule.objects.create(
        unit=top,
        title="Tỷ lệ “Chiến sĩ thi đua cơ sở” của cơ quan",
        award="chien-si-thi-dua-co-so",
        section="quotas",
        body=RULE.format(day=f"{on.year + 1}-01-01"),
        act=act,
        article="Điều 14",
        in_force=dt.date(on.year + 1, 1, 1),
        state=OfficeRule.State.SUBMITTED,
        entered_by=by,
        entered_at=at,
    )


def _notice(user: User, kind: str, says: str, url: str, at: dt.datetime) -> None:
    Notice.objects.create(user=user, kind=kind, says=says, url=url, made_at=at)
