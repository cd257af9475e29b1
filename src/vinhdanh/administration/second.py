"""The second person: whose yes a role needs that reads dossiers, where who gives it does not read them.

Without it an administrator, who has no standing right to read dossiers, could give one to an account of his own making.
"""

from __future__ import annotations

import datetime as dt

from django.db.models import Q, QuerySet

from vinhdanh.accounts.answers import YES, Answer, no
from vinhdanh.accounts.models import User
from vinhdanh.administration.watchers import LEADERS
from vinhdanh.people.access import NOBODY, Held, scope_of
from vinhdanh.people.models import GrantRequest, Role, RoleGrant
from vinhdanh.people.powers import DOSSIER
from vinhdanh.units.models import Unit

QUIET = dt.timedelta(days=30)  # who ended or locked the only one that could say no waits so long for "there is nobody"


def needs_second(user: User, role: Role, unit: Unit, on: dt.date) -> bool:
    """Whether a grant waits: the role reads dossiers, who gives it does not, and there is (or just was) somebody to ask."""
    wanted = DOSSIER & set(role.powers)
    if not wanted or _holds(scope_of(user).held, wanted, role, unit):
        return False
    return bool(_able(_recent(unit, on).exclude(user=user), wanted, role, unit))


def may_approve(user: User, asked: GrantRequest) -> Answer:
    """Whether an account is the second person of a request."""
    if user.pk in (asked.asked_by_id, asked.user_id):
        return no("Người đề nghị và người nhận không tự duyệt. Người khác duyệt.")
    if _says_yes(scope_of(user).held, DOSSIER & set(asked.role.powers), asked.role, asked.unit):
        return YES
    return no(f"Chỉ lãnh đạo, hoặc người giao vai trò có đủ các quyền ấy tại {asked.unit.name}, duyệt được.")


def may_review(user: User) -> Answer:
    """Whether an account may ever be a second person."""
    if _reviewing(user):
        return YES
    return no("Chỉ lãnh đạo đơn vị, hoặc người giao vai trò có quyền xem hồ sơ, duyệt được vai trò.")


def requests_for(user: User) -> list[GrantRequest]:
    """The requests an account may approve; one query."""
    reach, roles = NOBODY, _reviewing(user)
    for role in roles:
        reach |= Q(**{"unit__path__startswith" if role.below else "unit__path": role.path})
    return [r for r in all_requests().filter(reach) if may_approve(user, r)] if roles else []


def _reviewing(user: User) -> list[Held]:
    """The roles by which an account may be a second person: as a leader, or giving roles (by whatever role) beside reading dossiers."""
    held = scope_of(user).held
    gives = any("grants.give" in h.powers for h in held) and any(DOSSIER & h.powers for h in held)
    return [h for h in held if h.role in LEADERS or gives and "grants.give" in h.powers]


def all_requests() -> QuerySet[GrantRequest]:
    """Requests with what they name, the oldest first."""
    return GrantRequest.objects.select_related("user", "role", "unit", "asked_by").order_by("asked_at", "pk")


def approvers_of(asked: GrantRequest, on: dt.date) -> list[User]:
    """Who could approve a request now."""
    rows = _recent(asked.unit, on).filter(Q(until=None) | Q(until__gt=on), user__is_active=True).exclude(user__in=(asked.asked_by_id, asked.user_id))
    return _able(rows, DOSSIER & set(asked.role.powers), asked.role, asked.unit)


def _recent(unit: Unit, on: dt.date) -> QuerySet[RoleGrant]:
    """The roles in force on a unit or above it, and those that ended a short while ago; of locked accounts too."""
    lasting = Q(since__lte=on) & (Q(until=None) | Q(until__gt=on - QUIET))
    signed_in = Q(user__last_login__isnull=False) | ~Q(user__password__startswith="!")
    rows = RoleGrant.objects.filter(lasting & signed_in, unit__key__in=unit.path.strip("/").split("/"))
    return rows.select_related("user", "role", "unit").order_by("pk")


def _able(rows: QuerySet[RoleGrant], wanted: frozenset[str], role: Role, unit: Unit) -> list[User]:
    held: dict[User, list[Held]] = {}
    for grant in rows:
        held.setdefault(grant.user, []).append(Held(grant.unit.path, grant.role.below, frozenset(grant.role.powers), grant.role.code))
    return [user for user, roles in held.items() if _says_yes(roles, wanted, role, unit)]


def _says_yes(held: list[Held] | tuple[Held, ...], wanted: frozenset[str], role: Role, unit: Unit) -> bool:
    """A leader there, or who gives roles and holds all that is given."""
    leads = any(h.role in LEADERS and _reaches(h, role, unit) for h in held)
    return leads or _holds(held, wanted | {"grants.give"}, role, unit)


def _holds(held: list[Held] | tuple[Held, ...], wanted: frozenset[str], role: Role, unit: Unit) -> bool:
    """Whether all these powers are held as far as the role would reach. What an open session lends does not count."""
    return all(any(power in h.powers and _reaches(h, role, unit) for h in held) for power in wanted)


def _reaches(held: Held, role: Role, unit: Unit) -> bool:
    return held.covers(unit.path) and (held.below or not role.below)
