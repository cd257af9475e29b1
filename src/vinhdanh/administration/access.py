"""Who may manage which accounts, give which roles, read which parts of the log."""

from __future__ import annotations

import datetime as dt

from django.db.models import Q, QuerySet
from django.shortcuts import get_object_or_404

from vinhdanh.accounts.answers import YES, Answer, no
from vinhdanh.accounts.models import User
from vinhdanh.audit.models import Event, OpenSession, Viewing
from vinhdanh.people.access import grants_in_force, in_scope, may, scope_of, units_for
from vinhdanh.people.models import Role, RoleGrant
from vinhdanh.units.models import Unit

EDITS = ("accounts.manage", "grants.give")
STRONG = frozenset({"accounts.manage", "grants.give", "audit.view", "audit.session"})  # given only by who holds them


def accounts_for(user: User) -> QuerySet[User]:
    """The accounts an administrator may see: of people of its units, with a role there, or invited by itself."""
    power = "accounts.manage"
    people = User.objects.filter(in_scope(user, power, "person__unit__")).values("pk")
    holders = User.objects.filter(in_scope(user, power, "grants__unit__")).values("pk")
    return User.objects.filter(Q(pk__in=people) | Q(pk__in=holders) | Q(invited_by=user))


def account_for(user: User, account_id: int) -> User:
    """The account, or 404: for who manages accounts, and who gives roles to it."""
    seen = accounts_for(user).values("pk")
    holders = User.objects.filter(in_scope(user, "grants.give", "grants__unit__") | in_scope(user, "grants.give", "person__unit__")).values("pk")
    return get_object_or_404(User.objects.select_related("person__unit"), Q(pk__in=seen) | Q(pk__in=holders), pk=account_id)


def may_change(user: User, account: User, on: dt.date) -> Answer:
    """Whether an account may be locked or reset: all its roles and its person must lie where the administrator manages accounts."""
    allowed = may(user, "accounts.manage")
    if not allowed:
        return allowed
    if user.pk == account.pk:
        return no("Không tự khóa, tự đặt lại tài khoản của mình ở đây. Đổi mật khẩu ở trang Tài khoản của tôi.")
    scope, person = scope_of(user), getattr(account, "person", None)
    paths = [g.unit.path for g in grants_in_force(account, on).select_related("unit")]
    paths += [person.unit.path] if person is not None and person.unit else []
    outside = [p for p in paths if not scope.may("accounts.manage", p)]
    return (
        no("Tài khoản này có vai trò hoặc biên chế ở đơn vị ngoài phạm vi của bạn. Quản trị của đơn vị cấp trên làm được việc này.")
        if outside
        else YES
    )


def units_to_give(user: User) -> QuerySet[Unit]:
    """The units on which an account may give roles, and that still exist."""
    return units_for(user, "grants.give").filter(dissolved_on=None).order_by("path")


def may_give(user: User, account: User, role: Role, unit: Unit) -> Answer:
    """Whether a role may be given to an account on a unit. Nobody gives himself a role; strong roles come only from who holds their powers."""
    if user.pk == account.pk:
        return no("Không tự giao vai trò cho mình. Người khác có quyền giao vai trò ở đơn vị này làm được.")
    allowed = may(user, "grants.give", unit)
    missing = [p for p in role.powers if p in STRONG and not scope_of(user).may(p, unit.path)]
    if allowed and missing:
        return no(f"Vai trò “{role.name}” gồm quyền quản trị mà bạn không có tại {unit.name}. Quản trị của đơn vị đó giao được.")
    return allowed


def may_edit_roles(user: User) -> Answer:
    """Whether an account may change what roles are: a role is the same everywhere, so it takes the administrator of every unit at the top."""
    scope, tops = scope_of(user), Unit.objects.filter(parent=None, dissolved_on=None).values_list("path", flat=True)
    if all(scope.may(power, path) for path in tops for power in EDITS):
        return YES
    return no("Vai trò dùng chung cho mọi đơn vị nên chỉ quản trị của đơn vị cao nhất sửa được.")


def may_edit_role(user: User, role: Role) -> Answer:
    """Whether this role may be changed: not one that is held oneself."""
    if any(held.role == role.code for held in scope_of(user).held):
        return no("Không tự sửa vai trò của mình: một quản trị giữ vai trò khác làm được.")
    return YES


def grant_for(user: User, grant_id: int) -> RoleGrant:
    """A grant that an account may end: one it could give, or its own delegation to somebody else; else 404."""
    mine = Q(delegated_from__user=user)
    rows = RoleGrant.objects.select_related("user", "role", "unit", "delegated_from")
    return get_object_or_404(rows, in_scope(user, "grants.give", "unit__") | mine, pk=grant_id)


def may_end(user: User, grant: RoleGrant) -> Answer:
    """Whether a grant may be ended: one's own delegation always, another's as it could be given."""
    if grant.delegated_from is not None and grant.delegated_from.user_id == user.pk:
        return YES
    return may_give(user, grant.user, grant.role, grant.unit)


def own_grants(user: User, on: dt.date) -> QuerySet[RoleGrant]:
    """The roles of an account in force that it may hand on while absent: delegable, and its own."""
    return grants_in_force(user, on).filter(role__delegable=True, delegated_from=None).select_related("role", "unit")


def sees_all(user: User) -> bool:
    """Whether the log is open to an account as a whole: audit.view on every unit at the top."""
    tops = Unit.objects.filter(parent=None).values_list("path", flat=True)
    return all(scope_of(user).may("audit.view", path) for path in tops)


def actors_for(user: User) -> QuerySet[User]:
    """Whose acts an account may read in the log where it does not see all: people and role holders of its units."""
    people = User.objects.filter(in_scope(user, "audit.view", "person__unit__")).values("pk")
    holders = User.objects.filter(in_scope(user, "audit.view", "grants__unit__")).values("pk")
    return User.objects.filter(Q(pk__in=people) | Q(pk__in=holders) | Q(pk=user.pk))


def events_for(user: User) -> QuerySet[Event]:
    """The events an account may read."""
    return Event.objects.all() if sees_all(user) else Event.objects.filter(actor__in=actors_for(user))


def viewings_for(user: User) -> QuerySet[Viewing]:
    """The viewings an account may read."""
    return Viewing.objects.all() if sees_all(user) else Viewing.objects.filter(actor__in=actors_for(user))


def may_open_session(user: User) -> Answer:
    """Whether an administrator may open a session now."""
    allowed = may(user, "audit.session")
    if allowed and scope_of(user).session:
        return no("Bạn đang có một phiên mở. Đóng phiên đó trước.")
    return allowed


def session_of(user: User) -> OpenSession | None:
    """The newest session of an account that was not closed."""
    return OpenSession.objects.filter(user=user, closed_at=None).order_by("-opened_at").first()
