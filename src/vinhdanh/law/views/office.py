"""The office's own rules: the list, what the law leaves open, entering, sending, approving."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from vinhdanh.accounts.asked import version, whole
from vinhdanh.accounts.asker import who
from vinhdanh.files.actions import store
from vinhdanh.files.models import StoredFile
from vinhdanh.files.refused import Refused
from vinhdanh.law import access, queries, rule_actions
from vinhdanh.law.guided import KINDS, RuleForm
from vinhdanh.law.impact import impact_of, judges, touched
from vinhdanh.law.models import OfficeRule
from vinhdanh.law.rulebook import law, office_rulebook, rulebook_for
from vinhdanh.law.views.common import day
from vinhdanh.merit.loading import emulation_years
from vinhdanh.merit.time import OutsideCalendar, parse_day
from vinhdanh.units.models import Unit

State = OfficeRule.State
WAITING = (State.DRAFT, State.SUBMITTED, State.RETURNED)


@require_safe
def rules(request: HttpRequest) -> HttpResponse:
    """The rules an account may see, those that wait first."""
    found = access.rules_for(who(request)).select_related("unit", "act", "entered_by", "approved_by").order_by("-in_force", "-pk")
    state = request.GET.get("tinh-trang", "")
    found = found.filter(state=state) if state in State.values else found.exclude(state=State.WITHDRAWN)
    page = Paginator(found, 50).get_page(request.GET.get("trang"))
    names = {code: a.name for code, a in law().awards.items()}
    query = f"tinh-trang={state}&" if state else ""
    told = {"page": page, "state": state, "states": State.choices, "names": names, "query": query, "may_propose": access.may_propose(who(request))}
    return render(request, "law/office_rules.html", told)


@require_safe
def opens(request: HttpRequest) -> HttpResponse:
    """What the law leaves open, each with where to enter it."""
    on, user = day(request), who(request)
    return render(request, "law/opens.html", {"on": on, "rows": queries.opens(rulebook_for(user), on), "may_propose": access.may_propose(user)})


@require_safe
def rule(request: HttpRequest, pk: int) -> HttpResponse:
    """A rule: what it says, what it changes in the text and for whom, and what may be done with it."""
    user, found = who(request), access.rule_for(who(request), pk)
    on, waits = timezone.localdate(), found.state in WAITING
    faults = rule_actions.faults(found) if waits else []
    told = {
        "rule": found,
        "allowed": rule_actions.allowed(user, found),
        "name": law().awards[found.award].name if found.award in law().awards else "",
        "faults": faults,
        "impact": impact_of(found) if waits and not faults else None,
        "asks_people": judges(found),
        "year": _year(request, on),
        "until": rule_actions.effective_until(found, list(found.successors.all())),
        "in_force_now": found.state == State.APPROVED and found.in_force <= on,
        "kind": KINDS[found.form].title_vi,
    }
    return render(request, "law/office_rule.html", told)


@require_safe
def rule_people(request: HttpRequest, pk: int) -> HttpResponse:
    """Whom a rule that waits touches: the part of its page that comes when the rest stands, or a page of its own."""
    user, found = who(request), access.rule_for(who(request), pk)
    if found.state not in WAITING or not judges(found) or rule_actions.faults(found):
        return redirect("law:rule", pk=pk)
    on = timezone.localdate()
    year = _year(request, on)
    told = {"rule": found, "year": year, "years": range(on.year, on.year - 6, -1), "touched": touched(found, user, year, on)}
    part = request.headers.get("HX-Request") == "true"
    return render(request, "law/_people.html" if part else "law/people.html", told)


def _year(request: HttpRequest, on: dt.date) -> int:
    """The emulation year people are asked about: the one chosen, else the last that is over."""
    chosen = whole(request.GET.get("nam", ""), 0)
    if on.year - 20 <= chosen <= on.year:
        return chosen
    try:
        return emulation_years(law().authority).year_of(on) - 1
    except OutsideCalendar:
        return on.year - 1


# ---- entering ------------------------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
def rule_new(request: HttpRequest) -> HttpResponse:
    """Choose unit, kind, award and first day; then the guided form of that kind."""
    user = who(request)
    access.may_propose(user).must()
    replaced = access.rule_for(user, old) if (old := whole(request.GET.get("thay-cho", ""), None)) is not None else None
    chosen = Chosen.of(request, access.units_to_propose_for(user), replaced)
    if isinstance(chosen, dict):
        return render(request, "law/rule_choose.html", chosen)
    form = chosen.form(request, {"existing": request.GET.get("thay", ""), "spot": request.GET.get("thay", "")})
    if request.method == "POST" and form.is_valid() and (scan := _scan(form, user)) is not False:
        try:
            made = rule_actions.enter_rule({**form.fields_of_rule(), "scan": scan, "replaces": replaced}, by=user)
        except rule_actions.Unsound as unsound:
            _show(form, unsound)
        else:
            messages.success(request, "Đã lưu nháp. Xem thay đổi bên dưới rồi bấm Gửi duyệt.")
            return redirect("law:rule", pk=made.pk)
    return render(request, "law/rule_form.html", {"form": form, "chosen": chosen, "replaced": replaced})


class Chosen:
    """What is chosen before a form can be shown."""

    def __init__(self, kind: str, unit: Unit, award: str, on: dt.date) -> None:
        self.kind, self.unit, self.award, self.on = kind, unit, award, on
        self.book = office_rulebook(unit.path)
        self.title = KINDS[kind].title_vi
        self.name = self.book.awards[award].name if award else ""

    @classmethod
    def of(cls, request: HttpRequest, units: Any, replaced: OfficeRule | None) -> Chosen | dict[str, Any]:
        """What the address says, or what the page that asks needs (with what is wrong so far)."""
        get, wrong = request.GET, {}
        kind, award, text = get.get("loai", ""), get.get("danh-hieu", ""), get.get("tu-ngay", "")
        unit = replaced.unit if replaced else units.filter(key=get["don-vi"]).first() if get.get("don-vi") else units.first()
        on = _parsed_day(text)
        if kind in KINDS and KINDS[kind].of_award and award not in law().awards:
            wrong["award"] = "Chọn danh hiệu, hình thức."
        if text and on is None:
            wrong["on"] = "Viết ngày như 01/10/2026."
        if kind in KINDS and unit is not None and on is not None and not wrong:
            return cls(kind, unit, award if award in law().awards else "", on)
        asked = {"kind": kind, "award": award, "on": text, "unit": unit, "replaced": replaced, "wrong": wrong if kind else {}}
        return {**asked, "kinds": queries.kinds(), "units": units, "awards": law().awards.values()}

    def form(self, request: HttpRequest, initial: dict[str, Any], *, data: bool = True) -> RuleForm:
        """The guided form."""
        posted = (request.POST, request.FILES) if request.method == "POST" and data else (None, None)
        return KINDS[self.kind](*posted, initial=initial, unit=self.unit, book=self.book, award=self.award, on=self.on)


def _parsed_day(text: str) -> dt.date | None:
    try:
        return parse_day(text) if text else None
    except ValueError:
        return None


def _scan(form: forms.Form, user: Any) -> StoredFile | bool | None:
    """The scan that was sent, stored; None if none was; False (said at the field) if it is refused."""
    if not form.cleaned_data.get("scan"):
        return None
    try:
        return store(form.cleaned_data["scan"], by=user)
    except Refused as why:
        form.add_error("scan", str(why))
        return False


def _show(form: RuleForm, unsound: rule_actions.Unsound) -> None:
    """What the loader said, at its field where the form has it."""
    body = "content" if "content" in form.fields else None
    for fault in unsound.faults:
        name = body if fault.field == "body" else fault.field
        form.add_error(name if name in form.fields else None, str(fault))


@require_http_methods(["GET", "HEAD", "POST"])
def rule_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a draft in the form it was entered with."""
    user, found = who(request), access.rule_for(who(request), pk)
    access.may_edit(user, found).must()
    chosen = Chosen(found.form, found.unit, found.award, found.in_force)
    columns = {k: getattr(found, k) for k in ("title", "act", "article", "until", "version")}
    form = chosen.form(request, {**KINDS[found.form].initial_of(found.answers), **columns})
    told: dict[str, Any] = {"form": form, "chosen": chosen, "rule": found, "replaced": found.replaces}
    if request.method == "POST" and form.is_valid() and (scan := _scan(form, user)) is not False:
        try:
            fields = {**form.fields_of_rule(), **({"scan": scan} if scan else {})}
            rule_actions.edit_rule(found, fields, version=form.cleaned_data["version"] or 0, by=user)
        except rule_actions.Unsound as unsound:
            _show(form, unsound)
        except rule_actions.Stale as stale:
            told["stale"] = {"now": stale.now, "mine": form.fields_of_rule()}
        else:
            messages.success(request, "Đã lưu.")
            return redirect("law:rule", pk=pk)
    return render(request, "law/rule_form.html", told)


# ---- steps ---------------------------------------------------------------------------------------------

STEPS = {
    "gui": (rule_actions.submit_rule, "Đã gửi. Người có quyền duyệt (không phải người nhập) xem và duyệt."),
    "duyet": (rule_actions.approve_rule, "Đã duyệt. Quy định có hiệu lực từ ngày ghi trong quy định."),
    "rut": (rule_actions.withdraw_rule, "Đã rút quy định."),
}


@require_POST
def step(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    """Send, approve, take back."""
    found = get_object_or_404(access.rules_for(who(request)), pk=pk)
    act, said = STEPS[verb]
    return _done(request, pk, said, lambda: act(found, version=version(request.POST), by=who(request)))


@require_POST
def send_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Return a rule with the reason."""
    found = get_object_or_404(access.rules_for(who(request)), pk=pk)
    reason = request.POST.get("ly-do", "").strip()[:400]
    if not reason:
        messages.error(request, "Chưa trả lại: hãy ghi lý do để người nhập biết cần sửa gì.")
        return redirect("law:rule", pk=pk)
    return _done(request, pk, "Đã trả lại.", lambda: rule_actions.return_rule(found, reason, version=version(request.POST), by=who(request)))


def _done(request: HttpRequest, pk: int, said: str, act: Any) -> HttpResponse:
    try:
        act()
        messages.success(request, said)
    except rule_actions.Stale as stale:
        messages.warning(
            request, f"Chưa làm: quy định vừa được sửa hoặc chuyển sang “{stale.now.get_state_display()}”. Xem nội dung mới bên dưới rồi làm lại."
        )
    except rule_actions.Unsound as unsound:
        messages.error(request, "Chưa làm: quy định còn lỗi. " + " ".join(map(str, unsound.faults[:3])))
    return redirect("law:rule", pk=pk)
