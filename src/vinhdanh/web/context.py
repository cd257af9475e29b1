"""What every page needs: the office, the place in the spine, unread notices, one's role, an open session of an administrator.

Queries are run when a template asks, once a request: three for a whole page (unread, role, and the scope if nobody asked for
it yet), none for a part that htmx fetches.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any, cast

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone

from vinhdanh.accounts.models import User
from vinhdanh.audit.models import OpenSession
from vinhdanh.merit.rows import PLAIN
from vinhdanh.notices.queries import unread_count
from vinhdanh.people.access import Scope, grants_in_force, open_session, scope_of

PLACES = (  # first part of the address, address, drawing, words
    ("", "/", "i-ban", "Bàn làm việc"),
    ("con-nguoi", "/con-nguoi/", "i-nguoi", "Con người"),
    ("don-vi", "/don-vi/", "i-co", "Đơn vị"),
    ("du-kien", "/du-kien/", "i-to", "Dữ kiện"),
    ("ra-soat", "/ra-soat/", "i-dat", "Rà soát"),
    ("cham-diem", "/cham-diem/", "i-diem", "Chấm điểm"),
    ("phap-luat", "/phap-luat/", "i-luat", "Pháp luật"),
)
ADMIN = ("quan-tri", "/quan-tri/", "i-khoa", "Quản trị")
NEEDS = {"ra-soat": ("screen",), "cham-diem": ("scores.view", "scores.run")}
ADMIN_POWERS = ("accounts.manage", "grants.give", "audit.view")


def frame(request: HttpRequest) -> dict[str, Any]:
    """The variables of ``base.html``."""
    common = {"office_name": settings.OFFICE_NAME, "demo": settings.DEMO}
    user = getattr(request, "user", None)  # none yet where a request is refused at the door
    if user is None or not user.is_authenticated:
        return common
    return {**common, **_of(cast(User, user)), "place": request.path.strip("/").split("/")[0]}


def _of(user: User) -> dict[str, Callable[[], Any]]:
    """What needs the database: called by the template, once."""
    return {
        "places": cache(lambda: places_of(scope_of(user))),
        "unread": cache(lambda: unread_count(user)),
        "user_role": cache(lambda: role_of(user)),
        "admin_session": cache(lambda: session_of(user)),
        "work_year": cache(lambda: PLAIN.year_of(timezone.localdate())),
    }


def places_of(scope: Scope) -> tuple[tuple[str, str, str, str], ...]:
    """The places of the spine: Rà soát, Chấm điểm and Quản trị only for those who have something to do there."""
    places = tuple(place for place in PLACES if place[0] not in NEEDS or any(scope.may(power) for power in NEEDS[place[0]]))
    return (*places, ADMIN) if any(scope.may(power) for power in ADMIN_POWERS) else places


def role_of(user: User) -> str:
    """The name of the first role in force (the one given highest in the tree); nothing without a role."""
    names = grants_in_force(user, timezone.localdate()).order_by("unit__path", "since", "pk").values_list("role__name", flat=True)
    return names.first() or ""


def session_of(user: User) -> OpenSession | None:
    """The administrator's session that is open now; asked only of those who have one."""
    return open_session(user) if scope_of(user).session else None
