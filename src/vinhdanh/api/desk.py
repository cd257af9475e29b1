"""What waits for the account, its notices, and who it is."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from ninja import Router, Schema

from vinhdanh.accounts.asker import who
from vinhdanh.api.base import ERRORS
from vinhdanh.api.paging import Number, Page, PageInfo, Size, cut
from vinhdanh.api.scopes import DESK, SCOPES, TOKENS_ONLY, holds, need
from vinhdanh.desk import waiting
from vinhdanh.notices import actions
from vinhdanh.notices.access import notice_for, notices_for
from vinhdanh.notices.models import Notice
from vinhdanh.people.access import scope_of
from vinhdanh.people.models import Person

router = Router(tags=["Tài khoản, việc đang chờ"])


class HeldOut(Schema):
    """A role in force, on which unit (path of keys), what it allows here."""

    role: str
    unit: str
    below: bool
    powers: list[str]


class MeOut(Schema):
    """Who asks. ``scopes``: of tokens alone, those this one holds."""

    username: str
    full_name: str
    person: str | None
    roles: list[HeldOut]
    scopes: list[str]


class ItemOut(Schema):
    """Something that waits; ``page``: where it is done."""

    title: str
    detail: str
    state: str
    due: dt.date | None
    page: str


class NoticeOut(Schema):
    """A notice; ``page``: where it leads."""

    number: int
    kind: str
    says: str
    made_at: dt.datetime
    due: dt.date | None
    read_at: dt.datetime | None
    page: str

    @classmethod
    def of(cls, row: Notice) -> NoticeOut:
        """From the model."""
        plain = {f: getattr(row, f) for f in ("kind", "says", "made_at", "due", "read_at")}
        return cls(number=row.pk, page=row.url, **plain)


class NoticePage(PageInfo):
    """A page of notices."""

    notices: list[NoticeOut]


class ReadOut(Schema):
    """How many notices were marked."""

    marked: int


@router.get("/me", response={200: MeOut, 401: ERRORS[401]}, summary="Tài khoản của mã truy cập, vai trò, phạm vi")
def me(request: HttpRequest) -> Any:
    """Who asks, and what it may."""
    user = who(request)
    scope = scope_of(user)
    person = Person.objects.filter(pk=scope.person_id, secret=False).values_list("key", flat=True).first() if scope.person_id else None
    roles = [
        HeldOut(role=h.role, unit=h.path.strip("/").split("/")[-1], below=h.below, powers=[p for p in SCOPES if p in h.powers]) for h in scope.held
    ]
    held = [s for s in TOKENS_ONLY if holds(user, s)]
    return MeOut(username=user.get_username(), full_name=user.full_name, person=person, roles=roles, scopes=held)


@router.get("/desk", response={200: list[ItemOut], **ERRORS}, summary="Việc đang chờ")
def desk(request: HttpRequest) -> Any:
    """Everything that waits, the most urgent first."""
    user, on = need(request, DESK), timezone.localdate()
    return [ItemOut(title=i.title, detail=i.detail, state=i.state, due=i.due, page=i.url) for i in waiting(user, on)]


@router.get("/notices", response={200: NoticePage, **ERRORS}, summary="Thông báo")
def listing(request: HttpRequest, unread: bool = False, page: Page = 1, size: Size = 50) -> Any:
    """One's notices, the newest first."""
    found = notices_for(need(request, DESK))
    rows, info = cut(found.filter(read_at=None) if unread else found, page, size)
    return NoticePage(notices=[NoticeOut.of(n) for n in rows], **info.dict())


@router.post("/notices/read", response={200: ReadOut, **ERRORS}, summary="Đánh dấu đã đọc mọi thông báo")
def read_all(request: HttpRequest) -> Any:
    """Mark everything read."""
    return ReadOut(marked=actions.read_all(need(request, DESK)))


@router.post("/notices/{notice}/read", response={200: NoticeOut, **ERRORS}, summary="Đánh dấu đã đọc một thông báo")
def read(request: HttpRequest, notice: Number) -> Any:
    """Mark one read."""
    found = notice_for(need(request, DESK), notice)
    actions.read(found)
    return NoticeOut.of(found)
