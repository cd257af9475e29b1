"""What is done with the office's rules: entered, sent, approved by a second person, returned, taken back. One event an act."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import textwrap
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from vinhdanh.accounts.answers import Answer
from vinhdanh.accounts.models import User
from vinhdanh.audit.actions import record
from vinhdanh.law import access
from vinhdanh.law.models import OfficeRule
from vinhdanh.law.overlay import Fault, faults_of
from vinhdanh.law.rulebook import approved_for, law
from vinhdanh.merit.text import nfc
from vinhdanh.notices.actions import notify
from vinhdanh.units.models import Unit

State = OfficeRule.State
FIELDS = ("unit", "title", "award", "section", "body", "act", "article", "in_force", "until", "scan", "replaces", "form", "answers")


class Unsound(Exception):
    """The rule does not pass the loader; ``faults`` says why."""

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__("\n".join(map(str, faults)))
        self.faults = faults


class Stale(Exception):
    """Somebody changed the rule meanwhile; ``now`` is how it stands."""

    def __init__(self, now: OfficeRule) -> None:
        super().__init__()
        self.now = now


def faults(rule: OfficeRule) -> list[Fault]:
    """What the loader has against a rule, laid over the law and the approved rules of its unit and of those above and below it.

    The rules of units below are asked too: a rule from above must not break what they have approved.
    """
    found = faults_of(rule, law(), rules_around(rule))
    if not found:
        found = [f for path in _paths_below(rule.unit) for f in faults_of(rule, law(), _others(rule, approved_for(path)))]
    return list(dict.fromkeys(found))


def rules_around(rule: OfficeRule) -> list[OfficeRule]:
    """The approved rules a rule is laid among: those of its unit and of the units above, itself left out."""
    return _others(rule, approved_for(rule.unit.path))


def _others(rule: OfficeRule, rules: list[OfficeRule]) -> list[OfficeRule]:
    return [r for r in rules if r.pk != rule.pk]


def _paths_below(unit: Unit) -> list[str]:
    rules = OfficeRule.objects.filter(state=State.APPROVED, unit__path__startswith=unit.path).exclude(unit=unit)
    return sorted(set(rules.values_list("unit__path", flat=True)))


@transaction.atomic
def enter_rule(fields: dict[str, Any], *, by: User) -> OfficeRule:
    """A new rule as a draft. Raises ``PermissionDenied``, ``Unsound``."""
    rule = OfficeRule(**_tidy(fields), entered_by=by, entered_at=timezone.now(), editors=[by.pk])
    access.may_propose(by, rule.unit).must()
    if rule.replaces is not None:
        access.may_replace(by, rule.replaces).must()
    _must_be_sound(rule)
    rule.digest = digest_of(rule)
    rule.save()
    record(rule, "law.rule_entered", by=by, data=told(rule))
    return rule


@transaction.atomic
def edit_rule(rule: OfficeRule, fields: dict[str, Any], *, version: int, by: User) -> OfficeRule:
    """Change a draft or a returned rule. Raises ``PermissionDenied``, ``Stale``, ``Unsound``."""
    now = _locked(rule, version)
    access.may_edit(by, now).must()
    before = told(now)
    for name, value in _tidy(fields).items():
        setattr(now, name, value)
    access.may_propose(by, now.unit).must()
    _must_be_sound(now)
    now.entered_by, now.entered_at, now.editors = by, timezone.now(), sorted({*now.editors, by.pk})
    return _step(now, State.DRAFT, "law.rule_edited", by=by, data={"before": before, "after": told(now)})


@transaction.atomic
def submit_rule(rule: OfficeRule, *, version: int, by: User) -> OfficeRule:
    """Send a rule for approval. Raises ``PermissionDenied``, ``Stale``, ``Unsound``."""
    now = _locked(rule, version)
    access.may_submit(by, now).must()
    _must_be_sound(now)
    return _step(now, State.SUBMITTED, "law.rule_submitted", by=by, data=told(now))


@transaction.atomic
def approve_rule(rule: OfficeRule, *, version: int, by: User) -> OfficeRule:
    """The second person's yes: from its day the rule is in force. Raises ``PermissionDenied``, ``Stale``, ``Unsound``."""
    now = _locked(rule, version)
    access.may_approve(by, now).must()
    _must_be_sound(now)
    now.approved_by, now.approved_at, now.reason = by, timezone.now(), ""
    _tell(now, f"Đã duyệt quy định “{now.title}”, có hiệu lực từ {now.in_force:%d/%m/%Y}")
    return _step(now, State.APPROVED, "law.rule_approved", by=by, data=told(now))


@transaction.atomic
def return_rule(rule: OfficeRule, reason: str, *, version: int, by: User) -> OfficeRule:
    """The second person's no, with the reason. Raises ``PermissionDenied``, ``Stale``."""
    now = _locked(rule, version)
    access.may_approve(by, now).must()
    now.reason = reason
    _tell(now, f"Trả lại quy định “{now.title}”: {reason}")
    return _step(now, State.RETURNED, "law.rule_returned", by=by, reason=reason)


@transaction.atomic
def withdraw_rule(rule: OfficeRule, *, version: int, by: User) -> OfficeRule:
    """Take back a rule that was never approved. Raises ``PermissionDenied``, ``Stale``."""
    now = _locked(rule, version)
    access.may_withdraw(by, now).must()
    return _step(now, State.WITHDRAWN, "law.rule_withdrawn", by=by)


def _tell(rule: OfficeRule, says: str) -> None:
    """Tell the one who entered the rule, once the act is written."""
    notify([rule.entered_by], "law", says, reverse("law:rule", args=[rule.pk]))


def told(rule: OfficeRule) -> dict[str, Any]:
    """What the rule says, for the event log."""
    return {
        "unit": rule.unit.key,
        "title": rule.title,
        "award": rule.award,
        "section": rule.section,
        "body": rule.body,
        "act": rule.act.code,
        "article": rule.article,
        "in_force": rule.in_force,
        "until": rule.until,
        "scan": rule.scan.digest if rule.scan else "",
        "replaces": rule.replaces_id,
    }


def digest_of(rule: OfficeRule) -> str:
    """SHA-256 (hex) of what the rule says."""
    return hashlib.sha256(json.dumps(told(rule), ensure_ascii=False, sort_keys=True, default=str).encode()).hexdigest()


def _tidy(fields: dict[str, Any]) -> dict[str, Any]:
    made = {k: v for k, v in fields.items() if k in FIELDS}
    if "body" in made:
        made["body"] = textwrap.dedent(nfc(made["body"]).replace("\r\n", "\n").replace("\t", "  ")).strip("\n")
    return made


def _must_be_sound(rule: OfficeRule) -> None:
    if found := faults(rule):
        raise Unsound(found)


def _locked(rule: OfficeRule, version: int) -> OfficeRule:
    now = OfficeRule.objects.select_for_update(of=("self",)).select_related("unit", "act", "scan", "replaces").get(pk=rule.pk)
    if now.version != version:
        raise Stale(now)
    return now


def _step(rule: OfficeRule, state: OfficeRule.State, action: str, *, by: User, data: dict[str, Any] | None = None, reason: str = "") -> OfficeRule:
    rule.state = state
    rule.version += 1
    rule.digest = digest_of(rule)
    rule.save()
    record(rule, action, by=by, data=data, reason=reason)
    return rule


def allowed(user: User, rule: OfficeRule) -> dict[str, Answer]:
    """Every act upon a rule with whether it is allowed and why not, for the buttons of its page."""
    return {
        "edit": access.may_edit(user, rule),
        "submit": access.may_submit(user, rule),
        "approve": access.may_approve(user, rule),
        "withdraw": access.may_withdraw(user, rule),
        "replace": access.may_replace(user, rule),
    }


def effective_until(rule: OfficeRule, successors: list[OfficeRule]) -> dt.date | None:
    """The day an approved rule ends, its approved successors considered."""
    days = [d for d in (rule.until, *(x.in_force for x in successors if x.state == State.APPROVED)) if d]
    return min(days, default=None)
