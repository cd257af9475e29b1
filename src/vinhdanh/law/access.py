"""Who may do what with acts, texts and the office's rules. Acts and approved rules are open to everybody who signed in."""

from __future__ import annotations

from django.db.models import Q, QuerySet
from django.shortcuts import get_object_or_404

from vinhdanh.accounts.answers import Answer, no
from vinhdanh.accounts.models import User
from vinhdanh.files.models import StoredFile
from vinhdanh.law.models import Act, OfficeRule, Provision, ProvisionVersion
from vinhdanh.law.rulebook import path_of
from vinhdanh.people.access import in_scope, may, scope_of, units_for
from vinhdanh.units.models import Unit

State = OfficeRule.State


def act_for(user: User, code: str) -> Act:
    """The act, or 404."""
    return get_object_or_404(Act.objects.select_related("replaced_by"), code=code)


def may_enter_text(user: User) -> Answer:
    """Whether an account may enter the text of acts."""
    return may(user, "law.text")


def may_propose(user: User, unit: Unit | None = None) -> Answer:
    """Whether an account may enter rules of a unit (of any)."""
    return may(user, "law.propose", unit)


def may_approve_some(user: User) -> Answer:
    """Whether an account may approve rules anywhere."""
    return may(user, "law.approve")


def units_to_propose_for(user: User) -> QuerySet[Unit]:
    """The units an account may enter rules of."""
    return units_for(user, "law.propose").filter(dissolved_on__isnull=True).order_by("path")


def rules_for(user: User) -> QuerySet[OfficeRule]:
    """The rules an account may see: approved ones of its unit, of those above and where it has a role; others where it enters or approves."""
    open_ = Q(state=State.APPROVED) & (Q(unit__path__in=_above(user)) | in_scope(user, "people.view", "unit__"))
    return OfficeRule.objects.filter(open_ | in_scope(user, "law.propose", "unit__") | in_scope(user, "law.approve", "unit__"))


def _above(user: User) -> list[str]:
    """The paths of the unit of an account and of those above it, and of its roles'."""
    paths = {p for p in (path_of(user), *(h.path for h in scope_of(user).held)) if p}
    return sorted({f"/{'/'.join(parts[: i + 1])}/" for p in paths if (parts := p.strip("/").split("/")) for i in range(len(parts))})


def rule_for(user: User, pk: int) -> OfficeRule:
    """The rule, or 404."""
    wanted = rules_for(user).select_related("unit", "act", "scan", "replaces", "entered_by", "approved_by")
    return get_object_or_404(wanted, pk=pk)


def may_edit(user: User, rule: OfficeRule) -> Answer:
    """Whether a rule may be changed: a draft or one returned, by who may enter rules of its unit."""
    if rule.state not in (State.DRAFT, State.RETURNED):
        return no(
            f"Quy định đang ở trạng thái “{rule.get_state_display()}” nên không sửa được. Muốn đổi, hãy nhập quy định mới thay cho quy định này."
        )
    return may_propose(user, rule.unit)


def may_submit(user: User, rule: OfficeRule) -> Answer:
    """Whether a rule may be sent for approval."""
    return may_edit(user, rule)


def may_withdraw(user: User, rule: OfficeRule) -> Answer:
    """Whether a rule that is not in force yet may be taken back."""
    if rule.state not in (State.DRAFT, State.RETURNED, State.SUBMITTED):
        return no("Quy định đã duyệt thì không rút. Muốn bãi bỏ, hãy nhập quy định bãi bỏ để người thứ hai duyệt.")
    return may_propose(user, rule.unit)


def may_approve(user: User, rule: OfficeRule) -> Answer:
    """Whether a rule may be approved or returned: sent, by a second person who wrote nothing of it."""
    if rule.state != State.SUBMITTED:
        return no(f"Chỉ duyệt được quy định đang chờ duyệt; quy định này ở trạng thái “{rule.get_state_display()}”.")
    if user.pk in (rule.entered_by_id, *rule.editors):
        return no("Bạn đã nhập hoặc sửa quy định này; việc duyệt phải do người thứ hai thực hiện.")
    return may(user, "law.approve", rule.unit)


def may_replace(user: User, rule: OfficeRule) -> Answer:
    """Whether a new rule may be entered in place of this one."""
    if rule.state != State.APPROVED or rule.section == OfficeRule.Section.END:
        return no("Chỉ thay hoặc bãi bỏ được quy định đã duyệt.")
    return may_propose(user, rule.unit)


def may_read_file(user: User, file: StoredFile) -> bool:
    """Files of the law: texts are open to all who signed in, scans to who may see their rule."""
    if Provision.objects.filter(source=file).exists() or ProvisionVersion.objects.filter(source=file).exists():
        return True
    return rules_for(user).filter(scan=file).exists()
