"""Work that waits on the desks of the demo: a file to look through, a transfer to accept, holds, a correction, an office rule to approve,
a role handed on. What has an action goes through it, as if somebody had done it on the pages."""

from __future__ import annotations

import datetime as dt

from django.core.files.base import File

from vinhdanh.accounts.models import User
from vinhdanh.administration.actions.roles import delegate
from vinhdanh.demo.places import REGION, World
from vinhdanh.demo.units import Made
from vinhdanh.jobs import actions as jobs
from vinhdanh.law.models import Act, OfficeRule
from vinhdanh.notices.models import Notice
from vinhdanh.people.models import Person, Transfer
from vinhdanh.records.actions.change import correct
from vinhdanh.records.importing import actions as importing
from vinhdanh.records.importing.kinds import TEMPLATE
from vinhdanh.records.models import AwardHeld, Hold
from vinhdanh.units.models import Unit
from vinhdanh.workbook import dirty

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
    _correction(first, users["tdkt"], on)
    _handed_on(users["chutich"], users["uyvien"], on)
    if first.key == dirty.UNIT:
        _import(first, users["canbo"])


def _import(unit: Unit, by: User) -> None:
    """The shipped workbook with its mistakes, read and waiting in the grid."""
    with dirty.PATH.open("rb") as content:
        batch = importing.begin(File(content, dirty.PATH.name), unit=unit, kind=TEMPLATE, year=dirty.YEAR, by=by)
    assert batch.job is not None
    jobs.run(batch.job.pk)


def _correction(unit: Unit, by: User, on: dt.date) -> None:
    """A number of a decision typed wrongly, then corrected: the old one stays to be read."""
    row = AwardHeld.objects.filter(person__unit=unit, year=on.year - 1).exclude(decision="").order_by("person__key", "pk").first()
    if row is not None:
        correct(row, {"decision": f"{row.decision}-TĐ"}, reason="Gõ thiếu ký hiệu khi nhập từ sổ", version=row.version, by=by, on=on)


def _handed_on(holder: User, to: User, on: dt.date) -> None:
    """A role handed on while its holder is away."""
    grant = holder.grants.get()
    delegate(grant, to, on, on + dt.timedelta(days=14), by=holder, reason="Đi công tác (trình diễn)")


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
