"""Votes: the published cases, the least number needed, and counts that cannot be."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vinhdanh.merit.ballots import (
    BallotError,
    BallotRule,
    Count,
    Difference,
    Paper,
    Tally,
    count_of,
    decide,
    needed,
    outcome,
    recount,
    tally,
)
from vinhdanh.merit.truth import NO, UNKNOWN, YES

NINETY = BallotRule(Fraction(9, 10))
EIGHTY = BallotRule(Fraction(4, 5))
MAJORITY = BallotRule(Fraction(1, 2), base="present", strict=True, quorum=Fraction(2, 3))

thresholds = st.fractions(Fraction(1, 20), 1, max_denominator=20)
sharings = st.one_of(st.none(), thresholds)
rules = st.builds(
    BallotRule,
    threshold=thresholds,
    base=st.sampled_from(["all-members", "present"]),
    strict=st.booleans(),
    quorum=sharings,
)
candidates = ("An", "Bình", "Chi")
papers = st.lists(
    st.builds(Paper, st.dictionaries(st.sampled_from(candidates), st.booleans()), st.booleans(), st.booleans()),
    max_size=30,
)


@st.composite
def counts(draw: st.DrawFn) -> Count:
    """A possible count with every number given."""
    members = draw(st.integers(1, 40))
    present = draw(st.integers(0, members))
    yes = draw(st.integers(0, present))
    no = draw(st.integers(0, present - yes))
    letters = draw(st.integers(0, members - present))
    agreed = draw(st.integers(0, letters))
    return Count(members, present, yes, agreed, no, letters - agreed, present - yes - no)


@pytest.mark.parametrize(
    ("rule", "members", "votes"),
    [
        (NINETY, 11, 10),
        (EIGHTY, 9, 8),
        (NINETY, 15, 14),
        (NINETY, 10, 9),
        (EIGHTY, 5, 4),
        (BallotRule(Fraction(1, 2), strict=True), 10, 6),
    ],
)
def test_needed(rule: BallotRule, members: int, votes: int) -> None:
    assert needed(rule, members) == votes


@pytest.mark.parametrize(
    ("rule", "count", "verdict"),
    [
        (NINETY, Count(members=19, yes=17), NO),
        (EIGHTY, Count(members=11, present=9, yes=8, yes_by_letter=0), NO),
        (EIGHTY, Count(members=11, present=9, yes=8, yes_by_letter=1), YES),
        (EIGHTY, Count(yes_percent=Decimal(78)), NO),
        (EIGHTY, Count(yes_percent=Decimal(80)), YES),
        (EIGHTY, Count(yes_percent=Decimal("79.99")), NO),
        (EIGHTY, Count(members=11, present=9), UNKNOWN),
        (EIGHTY, Count(yes=9), UNKNOWN),
        (EIGHTY, Count(), UNKNOWN),
        (EIGHTY, Count(members=11, no=2, no_by_letter=1), NO),
        (EIGHTY, Count(members=11, no=2), UNKNOWN),
        (BallotRule(None), Count(members=11, yes=11), UNKNOWN),
        (MAJORITY, Count(members=9, present=6, yes=4), YES),
        (MAJORITY, Count(members=9, present=6, yes=3), NO),
        (MAJORITY, Count(members=9, present=5, yes=5), NO),
        (BallotRule(Fraction(4, 5), secret=True), Count(members=5, yes=5, secret=False), NO),
        (BallotRule(Fraction(4, 5), secret=True), Count(members=5, yes=5), YES),
    ],
)
def test_outcomes(rule: BallotRule, count: Count, verdict: int) -> None:
    assert outcome(rule, count).verdict == verdict


@pytest.mark.parametrize(
    ("count", "met"),
    [
        (Count(members=9, present=6, yes=1), YES),
        (Count(members=9, yes=5, no=1), YES),
        (Count(members=9, yes=5), UNKNOWN),
        (Count(members=9, yes=1, yes_by_letter=4), NO),
        (Count(yes_percent=Decimal(90)), UNKNOWN),
    ],
)
def test_quorum_is_of_those_present(count: Count, met: int) -> None:
    assert outcome(BallotRule(Fraction(4, 5), quorum=Fraction(2, 3)), count).quorum == met


@pytest.mark.parametrize(
    ("rule", "count", "words"),
    [
        (
            NINETY,
            Count(members=19, yes=17),
            "Chưa đạt: 17/19 đồng ý (89,47% tổng số thành viên); cần từ 90% trở lên, tức ít nhất 18 phiếu",
        ),
        (EIGHTY, Count(yes_percent=Decimal("78.5")), "Chưa đạt: 78,5% đồng ý; cần từ 80% trở lên"),
        (
            MAJORITY,
            Count(members=9, present=6, yes=4),
            "Đạt: 4/6 đồng ý (66,67% số thành viên có mặt); cần trên 50%, tức ít nhất 4 phiếu; số có mặt tối thiểu 2/3 thành viên: đạt",
        ),
        (
            BallotRule(None),
            Count(),
            "Chưa rõ: chưa rõ số phiếu đồng ý hoặc số thành viên; chưa có quy định về tỷ lệ phiếu",
        ),
        (
            BallotRule(Fraction(4, 5), secret=True),
            Count(members=5, yes=5, secret=False),
            "Chưa đạt: 5/5 đồng ý (100% tổng số thành viên); cần từ 80% trở lên, tức ít nhất 4 phiếu; phải bỏ phiếu kín, biên bản ghi không kín",
        ),
    ],
)
def test_the_words_show_the_sum(rule: BallotRule, count: Count, words: str) -> None:
    assert outcome(rule, count).explanation == words


@pytest.mark.parametrize(
    ("numbers", "message"),
    [
        ({"members": 9, "present": 10}, r"Số có mặt \(10\) nhiều hơn số thành viên \(9\)"),
        ({"present": 5, "yes": 6}, r"Số phiếu của người có mặt \(6\) nhiều hơn số có mặt \(5\)"),
        ({"present": 5, "yes": 3, "no": 2, "invalid": 1}, r"nhiều hơn số có mặt \(5\)"),
        ({"members": 11, "present": 9, "yes_by_letter": 3}, r"văn bản \(3\) nhiều hơn số vắng mặt \(2\)"),
        ({"members": 11, "yes": 12}, r"nhiều hơn số vắng mặt \(0\)"),
        ({"yes": -1}, "không thể âm"),
        ({"yes_percent": Decimal(101)}, "không thể là 101%"),
    ],
)
def test_counts_that_cannot_be(numbers: dict[str, int], message: str) -> None:
    with pytest.raises(BallotError, match=message):
        Count(**numbers)  # type: ignore[arg-type]


@pytest.mark.parametrize("fields", [{"threshold": Fraction(0)}, {"threshold": Fraction(3, 2)}, {"threshold": None, "quorum": Fraction(2)}])
def test_shares_that_cannot_be(fields: dict[str, Fraction]) -> None:
    with pytest.raises(BallotError, match="Tỷ lệ phiếu"):
        BallotRule(**fields)  # type: ignore[arg-type]


def test_an_empty_base_and_no_ballots() -> None:
    with pytest.raises(BallotError, match="Không có ai"):
        needed(EIGHTY, 0)
    with pytest.raises(BallotError, match="không thể là 0"):
        BallotRule(None, max_ballots=0)


@given(thresholds, st.booleans(), st.integers(1, 60))
def test_needed_is_minimal(threshold: Fraction, strict: bool, members: int) -> None:
    rule = BallotRule(threshold, strict=strict)
    votes = needed(rule, members)
    assert votes is not None
    passes = [outcome(rule, Count(members=members, yes=n)).verdict == YES for n in range(members + 1)]
    assert passes == [n >= votes for n in range(members + 1)]


@given(rules, counts())
def test_one_more_yes_never_loses_a_vote(rule: BallotRule, count: Count) -> None:
    better = Count(
        count.members,
        count.present,
        (count.yes or 0) + (count.no or 0),
        count.yes_by_letter + count.no_by_letter,
        0,
        0,
        count.invalid,
    )
    assert outcome(rule, count).verdict <= outcome(rule, better).verdict


@given(rules, counts(), st.sets(st.sampled_from(["members", "present", "yes", "no", "invalid"])))
def test_what_is_missing_never_turns_a_verdict_round(rule: BallotRule, count: Count, hidden: set[str]) -> None:
    """Hiding numbers may leave a vote unknown but never decides it the other way."""
    known = {f: None if f in hidden else getattr(count, f) for f in ("members", "present", "yes", "no", "invalid")}
    blurred = outcome(rule, Count(**known, yes_by_letter=count.yes_by_letter, no_by_letter=count.no_by_letter))
    full = outcome(rule, count)
    if count.present or rule.base == "all-members":
        assert blurred.verdict in (UNKNOWN, full.verdict)
        assert blurred.quorum in (UNKNOWN, full.quorum)


@given(counts())
def test_an_absentee_without_a_letter_counts_against(count: Count) -> None:
    found = outcome(EIGHTY, count)
    assert found.share == Fraction((count.yes or 0) + count.yes_by_letter, count.members or 0)


def test_a_second_ballot() -> None:
    rule = BallotRule(Fraction(4, 5), max_ballots=2)
    low, high = Count(members=5, yes=3), Count(members=5, yes=4)
    assert decide(rule, [low, high]).verdict == YES
    assert decide(rule, [low, low]).verdict == NO
    for wrong, message in [([], "Chưa có"), ([low, low, high], "tối đa 2 lần"), ([high, low], "đã đạt")]:
        with pytest.raises(BallotError, match=message):
            decide(rule, wrong)


@given(papers)
def test_a_tally_equals_counting_by_hand(cast: list[Paper]) -> None:
    counted = tally(cast, candidates)
    for name in candidates:
        valid = Counter((p.marks.get(name), p.by_letter) for p in cast if p.valid)
        blank = valid[None, False] + valid[None, True]
        expected = Tally(
            valid[True, False],
            valid[True, True],
            valid[False, False],
            valid[False, True],
            blank,
            sum(not p.valid for p in cast),
        )
        assert counted[name] == expected


@given(papers, papers)
def test_a_recount_finds_every_difference_and_no_other(one: list[Paper], two: list[Paper]) -> None:
    first, second = tally(one, candidates), tally(two, candidates)
    assert recount(first, first) == []
    found = {(d.candidate, d.kind): (d.first, d.second) for d in recount(first, second)}
    for name in candidates:
        for kind in ("yes", "yes_by_letter", "no", "no_by_letter", "blank", "invalid"):
            pair = getattr(first[name], kind), getattr(second[name], kind)
            assert found.get((name, kind), pair) == pair
            assert ((name, kind) in found) == (pair[0] != pair[1])


def test_differences_read_as_a_sentence() -> None:
    assert [str(d) for d in recount({"An": Tally(yes=8)}, {"An": Tally(yes=7)})] == ["An, phiếu đồng ý: người thứ nhất 8, người thứ hai 7"]
    missing = recount({"An": Tally()}, {})
    assert len(missing) == 6
    assert missing[0] == Difference("An", "yes", 0, None)
    assert str(missing[0]).endswith("người thứ nhất 0, người thứ hai chưa kiểm")


def test_a_name_that_is_not_on_the_ballot() -> None:
    with pytest.raises(BallotError, match="“Dũng” không có trong danh sách"):
        tally([Paper({"Dũng": True})], candidates)


def test_from_papers_to_the_outcome() -> None:
    cast = [Paper({"An": True})] * 8 + [Paper({})] + [Paper({"An": True}, by_letter=True)]
    found = outcome(EIGHTY, count_of(tally(cast, ["An"])["An"], members=11, present=9))
    assert (found.verdict, found.share, found.needed) == (YES, Fraction(9, 11), 9)
