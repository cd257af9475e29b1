"""The ledger: achievements are spent once, what the law leaves open is told, and counting restarts on the right day."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vinhdanh.merit.ledger import (
    Discipline,
    Group,
    Ledger,
    LedgerError,
    Policy,
    Previous,
    Start,
    Use,
    count_from,
)
from vinhdanh.merit.time import DateRange
from vinhdanh.merit.truth import NO, UNKNOWN, YES

# CV 5007/BNV-TĐKT mục III.5.c, as a rulebook gives it.
LETTER: Policy = {("title", "title"): UNKNOWN, ("title", "form"): NO, ("form", "title"): NO, ("form", "form"): NO}
EMPTY = Ledger(LETTER)

groups: st.SearchStrategy[Group] = st.sampled_from(["title", "form"])
days = st.dates(date(2019, 1, 1), date(2026, 12, 31))
uses = st.builds(
    Use,
    achievement=st.sampled_from(["sk-1", "sk-2", "dt-3"]),
    award=st.sampled_from(["a", "b"]),
    group=groups,
    decided_on=days,
    decision=st.sampled_from(["", "12/QĐ", "34/QĐ"]),
)
policies = st.dictionaries(st.tuples(groups, groups), st.sampled_from([NO, UNKNOWN, YES]))


def use(award: str, group: Group, year: int = 2023, key: str = "sk-1", decision: str = "12/QĐ") -> Use:
    return Use(key, award, group, date(year, 12, 20), decision)


def entered(policy: Policy, given_uses: list[Use]) -> Ledger:
    """The ledger with all uses that may be entered; barred ones are left out."""
    ledger = Ledger(policy)
    for one in given_uses:
        if ledger.verdict(one) != NO:
            ledger = ledger.spend(one)
    return ledger


@pytest.mark.parametrize(
    ("first", "second", "verdict"),
    [("title", "title", UNKNOWN), ("title", "form", NO), ("form", "form", NO)],
)
def test_the_letter_of_2023(first: Group, second: Group, verdict: int) -> None:
    ledger = EMPTY.spend(use("a", first))
    assert ledger.verdict(use("b", second, 2024)) == verdict
    assert ledger.verdict(use("b", second, 2024, key="sk-2")) == YES


def test_a_pair_nobody_regulated_is_open_and_not_allowed() -> None:
    assert Ledger({}).spend(use("a", "title")).verdict(use("b", "form")) == UNKNOWN


def test_a_barred_use_is_refused_with_the_earlier_decision() -> None:
    ledger = EMPTY.spend(use("chien-si-thi-dua-co-so", "title"))
    with pytest.raises(LedgerError) as refusal:
        ledger.spend(use("bang-khen-nganh", "form", 2024))
    assert str(refusal.value) == (
        "Thành tích “sk-1” đã dùng cho danh hiệu thi đua “chien-si-thi-dua-co-so” (quyết định 12/QĐ ngày 20/12/2023), "
        "không được dùng lại cho hình thức khen thưởng “bang-khen-nganh”"
    )


def test_an_override_keeps_its_reason() -> None:
    ledger = EMPTY.spend(use("a", "title")).spend(use("b", "form", 2024), override="Hội đồng sáng kiến kết luận khác nội dung")
    assert ledger.uses[-1].override == "Hội đồng sáng kiến kết luận khác nội dung"
    assert ledger.uses[0].override is None
    for wrong in ("", "  "):
        with pytest.raises(LedgerError, match="Thiếu mã thành tích hoặc lý do"):
            EMPTY.spend(use("a", "title"), override=wrong)
    with pytest.raises(LedgerError, match="Thiếu mã thành tích"):
        EMPTY.spend(use("a", "title", key=" "))


def test_two_proposals_of_one_list_clash_too() -> None:
    found = EMPTY.conflicts([use("a", "form", decision=""), use("b", "form", decision="")])
    assert [(c.proposed.award, c.earlier.award, c.verdict) for c in found] == [("b", "a", NO)]
    left_open = EMPTY.conflicts([use("a", "title", decision=""), use("b", "title", decision="")])
    assert [c.verdict for c in left_open] == [UNKNOWN]
    assert left_open[0].explanation == (
        "Thành tích “sk-1” đã dùng cho danh hiệu thi đua “a”; chưa có quy định có được dùng lại cho danh hiệu thi đua “b” hay không"
    )


@given(policies, st.lists(uses, max_size=8))
def test_no_barred_pair_is_ever_entered(policy: Policy, given_uses: list[Use]) -> None:
    ledger = entered(policy, given_uses)
    for i, later in enumerate(ledger.uses):
        for earlier in ledger.uses[:i]:
            assert earlier.achievement != later.achievement or policy.get((earlier.group, later.group)) != NO


@given(policies, st.lists(uses, max_size=8), uses)
def test_spending_adds_one_entry_and_is_idempotent(policy: Policy, given_uses: list[Use], one: Use) -> None:
    before = entered(policy, given_uses)
    kept = before.uses
    after = before.spend(one, override="lý do")
    assert before.uses == kept
    assert after.uses[: len(kept)] == kept
    assert len(after.uses) - len(kept) in (0, 1)
    assert after.spend(one) is after
    assert any(u.award == one.award for u in after.of(one.achievement))


@given(policies, st.lists(uses, max_size=8), uses)
def test_verdict_spend_and_conflicts_tell_one_story(policy: Policy, given_uses: list[Use], one: Use) -> None:
    ledger = entered(policy, given_uses)
    found = ledger.conflicts([one])
    assert ledger.verdict(one) == min((c.verdict for c in found), default=YES)
    assert all(c.earlier in ledger.uses and c.earlier.achievement == one.achievement for c in found)
    if ledger.verdict(one) == NO and one not in ledger.uses:
        already = any((u.award, u.decided_on, u.decision) == (one.award, one.decided_on, one.decision) for u in ledger.of(one.achievement))
        if not already:
            with pytest.raises(LedgerError, match="không được dùng lại"):
                ledger.spend(one)


@given(st.lists(uses, max_size=8))
def test_the_first_use_is_the_earliest(given_uses: list[Use]) -> None:
    ledger = entered({}, given_uses)
    for key in ("sk-1", "sk-2", "dt-3"):
        first, all_of = ledger.first_use(key), ledger.of(key)
        assert (first is None) == (not all_of)
        assert first is None or first.decided_on == min(u.decided_on for u in ledger.uses if u.achievement == key)


def test_the_period_written_in_the_decision_counts_and_not_its_date() -> None:
    """Published answers to TT 01/2019/TT-VKSTC Điều 42(6): a decision of 10/3/2020, with and without a period."""
    period = DateRange.through(date(2018, 1, 1), date(2019, 12, 31))
    stated = count_from(Previous(date(2020, 3, 10), period, "85/QĐ"))
    assert stated == Start(
        date(2020, 1, 1),
        "Quyết định trước 85/QĐ ghi thành tích từ 01/01/2018 đến hết 31/12/2019: tính tiếp từ 01/01/2020",
    )
    silent = count_from(Previous(date(2020, 3, 10)))
    assert (silent.day, silent.open) == (date(2020, 3, 10), False)
    assert silent.because == "Quyết định trước không ghi thời gian thành tích: tính từ ngày 10/03/2020"


def test_nothing_before() -> None:
    assert count_from(None) == Start(None, "Chưa có quyết định khen thưởng trước")


def test_a_running_discipline_leaves_the_start_open() -> None:
    found = count_from(Previous(date(2020, 3, 10)), [Discipline(date(2021, 5, 4))])
    assert (found.day, found.open) == (None, True)
    assert found.because == "Kỷ luật ngày 04/05/2021 chưa ghi ngày chấp hành xong nên chưa tính được thành tích"


def test_entries_that_cannot_be() -> None:
    with pytest.raises(LedgerError, match="không có ngày kết thúc"):
        count_from(Previous(date(2020, 3, 10), DateRange(date(2018, 1, 1))))
    with pytest.raises(LedgerError, match="trước ngày quyết định"):
        count_from(None, [Discipline(date(2021, 5, 4), date(2021, 5, 3))])


@given(st.one_of(st.none(), days), st.lists(st.tuples(days, st.integers(0, 400)), max_size=3))
def test_counting_starts_at_the_latest_of_all_reasons(decided: date | None, terms: list[tuple[date, int]]) -> None:
    previous = Previous(decided) if decided else None
    disciplines = [Discipline(d, d + timedelta(n)) for d, n in terms]
    expected = max([d + timedelta(n) for d, n in terms] + ([decided] if decided else []), default=None)
    assert count_from(previous, disciplines).day == expected


@given(days, st.integers(1, 2000), days)
def test_no_day_of_a_rewarded_period_counts_again(first: date, length: int, decided: date) -> None:
    period = DateRange(first, first + timedelta(length))
    start = count_from(Previous(decided, period)).day
    assert start is not None
    assert start not in period
    assert start - timedelta(1) in period
