"""Findings in words: verdicts, years, numbers, citations; what is missing, what stands in the way."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.merit import strategies as s

from vinhdanh.merit import conditions as c
from vinhdanh.merit import explain
from vinhdanh.merit.facts import AwardFact, Case, ContestFact, DisciplineFact, EitherFact, Fact, FlagFact, IdeaFact, NumberFact, RatingFact
from vinhdanh.merit.judge import Finding, judge
from vinhdanh.merit.labels import label, measure_text, number_text, paper, years_text
from vinhdanh.merit.law import Act, Citation
from vinhdanh.merit.truth import NO, UNKNOWN, YES
from vinhdanh.merit.words import INFINITE, MICRO

quick = settings(max_examples=120, deadline=None, suppress_health_check=list(HealthCheck))
LAW = Act("luat-2022", "Luật TĐKT 2022")
NAMES = {"chien-si-thi-dua-co-so": "Chiến sĩ thi đua cơ sở", "bang-khen-nganh": "Bằng khen cấp bộ"}
FIGHTER, GOOD = AwardFact(("chien-si-thi-dua-co-so",)), RatingFact("hoan-thanh-tot")


def said(node: c.Node, told: dict[str, Any], whole: frozenset[str] = frozenset()) -> list[str]:
    return explain.lines(judge(node, s.case_of(told, whole)), year=s.YEAR, names=NAMES)


# ---- labels --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fact", "words"),
    [
        (FIGHTER, "danh hiệu “Chiến sĩ thi đua cơ sở”"),
        (
            AwardFact(("bang-khen-nganh",), (), ("chuyen-de", "dot-xuat")),
            "hình thức khen thưởng “Bằng khen cấp bộ” (không kể khen theo chuyên đề, đột xuất)",
        ),
        (AwardFact(("giay-khen",), ("cong-trang",)), "hình thức khen thưởng “giay-khen” khen theo công trạng"),
        (GOOD, "xếp loại Hoàn thành tốt nhiệm vụ trở lên"),
        (RatingFact("hoan-thanh-xuat-sac"), "xếp loại Hoàn thành xuất sắc nhiệm vụ"),
        (IdeaFact("initiatives", "nganh", ("applied", "recognised")), "sáng kiến cấp bộ, ban, ngành, tỉnh trở lên được công nhận, được áp dụng"),
        (IdeaFact("research", "toan-quoc"), "đề tài, đề án, chuyên đề khoa học toàn quốc được nghiệm thu"),
        (DisciplineFact("canh-cao"), "kỷ luật từ cảnh cáo trở lên"),
        (ContestFact(("kiem sat vien gioi",)), "kết quả hội thi “kiem sat vien gioi”"),
        (EitherFact((FIGHTER, GOOD)), "danh hiệu “Chiến sĩ thi đua cơ sở” hoặc xếp loại Hoàn thành tốt nhiệm vụ trở lên"),
        (NumberFact("share-ldtt"), "tỷ lệ cá nhân đạt “Lao động tiên tiến”"),
        (FlagFact("unit-rating", ("hoan-thanh-tot",)), "đơn vị do cá nhân đứng đầu được xếp loại: Hoàn thành tốt nhiệm vụ"),
    ],
)
def test_every_kind_of_fact_has_its_words_and_a_paper(fact: Fact, words: str) -> None:
    assert label(fact, NAMES) == words
    assert paper(fact)


@pytest.mark.parametrize(
    ("micro", "words"),
    [
        (25 * MICRO, "25"),
        (68_500_000, "68,5"),
        (24_583_333, "24,58"),
        (24_999_999, "24,99"),
        (1_234 * MICRO, "1.234"),
        (50_000, "0,05"),
        (-2 * MICRO, "-2"),
        (0, "0"),
    ],
)
def test_numbers_are_written_with_a_comma_and_never_rounded_up(micro: int, words: str) -> None:
    assert number_text(micro) == words


def test_intervals_and_years() -> None:
    assert measure_text(60 * MICRO, 70 * MICRO, "%") == "từ 60% đến 70%"
    assert measure_text(3 * MICRO, INFINITE, "năm") == "ít nhất 3 năm"
    assert measure_text(-INFINITE, 3 * MICRO, "năm") == "nhiều nhất 3 năm"
    assert measure_text(-INFINITE, INFINITE, "năm") == ""
    assert years_text([2025, 2021, 2023, 2024]) == "2021, 2023–2025"
    assert years_text([2024, 2025]) == "2024, 2025"


# ---- conditions ----------------------------------------------------------------------------------------


def test_a_streak_names_the_years_had_and_lacking_with_the_place_in_the_law() -> None:
    rule = c.Streak(c.Head("a", "03 lần liên tục được tặng danh hiệu", Citation.at(LAW, "Đ22(1)(a)")), FIGHTER, 3)
    told = {"awards": [{"award": FIGHTER.codes[0], "year": y} for y in (2023, 2025)]}
    assert said(rule, told) == [
        "[Chưa đạt] 03 lần liên tục được tặng danh hiệu — có năm 2023, 2025; thiếu năm 2024 (điểm a khoản 1 Điều 22 Luật TĐKT 2022)"
    ]


@pytest.mark.parametrize(
    ("rule", "told", "words"),
    [
        (
            c.Every(c.Head("x"), GOOD, c.Window("last", 2)),
            {"ratings": {2025: "hoan-thanh-tot"}},
            "[Chưa rõ] Xếp loại Hoàn thành tốt nhiệm vụ trở lên — có năm 2025; chưa có dữ kiện năm 2024",
        ),
        (
            c.Never(c.Head("x"), DisciplineFact("khien-trach"), c.Window("last", 2)),
            {"discipline": []},
            "[Đạt] Không thuộc trường hợp: kỷ luật từ khiển trách trở lên — không có",
        ),
        (
            c.Never(c.Head("x"), DisciplineFact("khien-trach")),
            {"discipline": [{"form": "canh-cao", "decided_on": "2025-03-01"}]},
            "[Chưa đạt] Không thuộc trường hợp: kỷ luật từ khiển trách trở lên — có năm 2025",
        ),
        (
            c.Held(c.Head("x"), FIGHTER, c.Window("ever", 0), 2),
            {"awards": [{"award": FIGHTER.codes[0]}]},
            "[Chưa đạt] Danh hiệu “Chiến sĩ thi đua cơ sở” — 1/2 lần; có 1 lần không rõ năm",
        ),
        (
            c.Number(c.Head("x"), NumberFact("share-ldtt"), least=70 * MICRO),
            {"members": {"share_ldtt": "68.5"}},
            "[Chưa đạt] Tỷ lệ cá nhân đạt “Lao động tiên tiến” — 68,5%; cần từ 70% trở lên",
        ),
        (
            c.Number(c.Head("x"), NumberFact("absence-months"), below=2 * MICRO),
            {},
            "[Chưa rõ] Thời gian nghỉ công tác trong năm — chưa có dữ kiện; cần dưới 2 tháng",
        ),
        (c.Is(c.Head("x"), FlagFact("woman"), False), {"person": {"gender": "nu"}}, "[Chưa đạt] Không thuộc trường hợp: là nữ — có"),
        (
            c.Meets(c.Head("x", "Đạt tiêu chuẩn"), FIGHTER, c.Held(c.Head("y"), GOOD)),
            {"awards": [{"award": FIGHTER.codes[0], "year": 2025}]},
            "[Đạt] Đạt tiêu chuẩn — đã được tặng hoặc đề nghị năm 2025",
        ),
    ],
)
def test_one_condition_in_words(rule: c.Node, told: dict[str, Any], words: str) -> None:
    assert said(rule, told)[0] == words


def test_a_ladder_tells_prior_award_run_and_what_lies_inside() -> None:
    prior = AwardFact(("bang-khen-nganh",))
    rule = c.Since(c.Head("l", "Bậc thang"), c.Head("l1"), c.Head("l2"), prior, GOOD, 5, parts=(c.Held(c.Head("l3"), FIGHTER, c.Window("since"), 2),))
    told = {
        "awards": [{"award": prior.codes[0], "year": 2020}, {"award": FIGHTER.codes[0], "year": 2024}],
        "ratings": {y: "hoan-thanh-tot" for y in (2022, 2023, 2024, 2025)} | {2021: "hoan-thanh"},
    }
    assert said(rule, told) == [
        "[Chưa đạt] Bậc thang",
        "  [Đạt] Hình thức khen thưởng “Bằng khen cấp bộ” — có năm 2020",
        "  [Chưa đạt] Xếp loại Hoàn thành tốt nhiệm vụ trở lên — liên tục 4/5 năm đến năm 2025; thiếu năm 2021",
        "  [Chưa đạt] Danh hiệu “Chiến sĩ thi đua cơ sở” — 1/2 lần; có năm 2024",
    ]


def test_a_way_left_out_is_shown_as_not_asked() -> None:
    ways = c.Routes(
        c.Head("d", "Một trong các diện"),
        (
            c.Route(c.Head("a", "Lãnh đạo"), (), c.Is(c.Head("a1"), FlagFact("leader"))),
            c.Route(c.Head("b", "Công trạng"), (), c.Held(c.Head("b1"), GOOD)),
        ),
    )
    found = judge(ways, s.case_of({"ratings": {2025: "hoan-thanh-tot"}}))
    assert explain.lines(found, year=s.YEAR)[1] == "  [Không xét (chưa có dữ kiện)] Lãnh đạo"
    assert [p["verdict"] for p in explain.as_dict(found, year=s.YEAR)["parts"]] == ["khong-xet", "dat"]


# ---- missing, failing ----------------------------------------------------------------------------------


def leaves_of(finding: Finding) -> list[Finding]:
    return [f for _, f, _ in explain.tree(finding) if not f.parts]


@given(s.rules(), s.cases(2))
@quick
def test_what_is_missing_or_failing_accounts_for_the_verdict(rule: c.Node, cases: list[Case]) -> None:
    for case in cases:
        finding = judge(rule, case)
        gone, stood = explain.missing(finding, year=case.year), explain.failing(finding)
        assert bool(gone) == (finding.verdict == UNKNOWN)
        assert all(f.verdict == NO for f in stood)
        assert finding.verdict != YES or not stood
        text = explain.lines(finding, year=case.year)
        assert len(text) == len(list(explain.tree(finding)))
        assert json.loads(json.dumps(explain.as_dict(finding, year=case.year)))["id"] == rule.head.id


@given(st.data())
@quick
def test_missing_years_lie_in_the_window_and_were_not_told(data: st.DataObject) -> None:
    fact, n = data.draw(s.good_words), data.draw(st.integers(1, 7))
    case = data.draw(s.cases(1))[0]
    for gap in explain.missing(judge(c.Every(s.head(), fact, c.Window("last", n)), case), year=case.year):
        word = case.read(fact)
        assert gap.fact == fact
        assert gap.years
        assert all(s.YEAR - n < y <= s.YEAR and word.maybe >> (s.YEAR - y) & 1 for y in gap.years)  # type: ignore[union-attr]


def test_the_prior_award_and_restart_are_missing_where_they_bound_the_run() -> None:
    prior, again = AwardFact(("bang-khen-nganh",)), DisciplineFact("khien-trach", at="ended")
    rule = c.Since(c.Head("l"), c.Head("l1"), c.Head("l2"), prior, GOOD, 2, restart=(again,))
    told = {"awards": [{"award": prior.codes[0], "year": 2020}], "ratings": {y: "hoan-thanh-tot" for y in range(2020, 2026)}}
    assert [m.fact for m in explain.missing(judge(rule, s.case_of(told)), year=s.YEAR)] == [again]
