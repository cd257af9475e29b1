"""Acts and citations: every printed form reads back, every way to name an act finds it, nothing is guessed."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vinhdanh.merit.law import (
    Act,
    Acts,
    Citation,
    CitationError,
    Place,
    locate,
    parse,
    try_parse,
)
from vinhdanh.merit.text import tidy

LAW = Act("luat-2022", "Luật TĐKT 2022", ("Luật 06/2022/QH15", "Luật Thi đua, khen thưởng 2022"))
OLD = Act("luat-2003", "Luật TĐKT 2003", ("Luật 15/2003/QH11",))
ND98 = Act("nd-98-2023", "Nghị định 98/2023/NĐ-CP")
TT02 = Act("tt-02-2024-vkstc", "Thông tư 02/2024/TT-VKSTC", ("Thông tư 02/2024/TT-VKSNDTC",))
TT01 = Act("tt-01-2024-bnv", "Thông tư 01/2024/TT-BNV")
COURT = Act("tt-01-2024-tandtc", "Thông tư 01/2024/TT-TANDTC")
CV = Act("cv-5007", "Công văn 5007/BNV-TĐKT", ("Công văn 5007/BNV-TĐKT 2023",))
ACTS = Acts([LAW, OLD, ND98, TT02, TT01, COURT, CV])

letters = st.sampled_from("abcdđeghiklmnopqrstuvxy")
numbers = st.integers(1, 400).map(str)
lettered = st.builds(lambda n, a: n + a, numbers, st.one_of(st.just(""), letters))
sections = st.builds(
    lambda w, n: f"{w} {n}",
    st.sampled_from(["mục", "Phụ lục", "Chương", "Phần", "Mẫu số"]),
    st.sampled_from(["I", "III.5.c", "02", "IV", "A", "2.1"]),
)
ranges = st.builds(lambda a, n, s: f"Đ{a}{s}{a + n}", st.integers(1, 90), st.integers(1, 9), st.sampled_from(["-", ", Đ", " đến Đ"]))
unknown_acts = st.builds(
    lambda k, n, y, i: Act.named(f"{k} {n}/{y}/{i}"),
    st.sampled_from(["Thông tư", "Nghị định", "Quyết định", "Thông tư liên tịch", "QĐ"]),
    st.integers(1, 999),
    st.integers(1990, 2030),
    st.sampled_from(["TT-BXD", "NĐ-CP", "QĐ-VKSTC", "TTLT-BNV-BTC"]),
)
acts = st.one_of(st.sampled_from(sorted(ACTS.values())), unknown_acts.filter(lambda a: ACTS.find(a.title) is None))
notes = st.one_of(st.none(), st.text("abđ Điều 1,.;", min_size=1, max_size=15).map(tidy).filter(bool))


@st.composite
def citations(draw: st.DrawFn) -> Citation:
    """Any citation: an act alone, a place in an article or a section, a range of articles."""
    act, note = draw(acts), draw(notes)
    kind = draw(st.sampled_from(["act", "place", "section", "range"]))
    if kind == "act":
        return Citation(act, note=note)
    if kind == "range":
        return Citation(act, part=draw(ranges), note=note)
    part = draw(sections) if kind == "section" else None
    article = draw(st.one_of(st.none(), lettered)) if part else draw(lettered)
    clause = draw(st.one_of(st.none(), lettered))
    return Citation(act, article, clause, draw(st.one_of(st.none(), letters)), part, note)


@given(citations())
def test_what_is_printed_reads_back(citation: Citation) -> None:
    assert parse(str(citation), ACTS) == citation
    assert parse(citation.forward, ACTS) == citation


@given(st.lists(citations(), max_size=6), st.randoms(use_true_random=False))
def test_citations_sort_in_one_way_only(cited: list[Citation], dice: random.Random) -> None:
    shuffled = dice.sample(cited, len(cited))
    assert sorted(shuffled) == sorted(cited)


@given(citations())
def test_a_citation_covers_itself_and_the_act_covers_it(citation: Citation) -> None:
    assert citation.covers(citation)
    assert Citation(citation.act).covers(citation)


@given(st.text(max_size=40))
def test_any_words_give_a_citation_or_a_refusal(text: str) -> None:
    citation = try_parse(text, ACTS)
    assert citation is None or citation.act.title


def test_the_order_of_the_text() -> None:
    places = ["Đ9", "Đ10", "Đ10a", "Đ22(1)(d)", "Đ22(1)(đ)", "Đ22(1)(e)", "Đ22(2)", "Đ100"]
    cited = [Citation.at(LAW, p) for p in places]
    backwards = cited[::-1]
    assert sorted(backwards) == cited


def test_both_styles() -> None:
    cited = Citation(LAW, "22", "2", "b")
    assert str(cited) == "điểm b khoản 2 Điều 22 Luật TĐKT 2022"
    assert cited.forward == "Luật TĐKT 2022 Điều 22 khoản 2 điểm b"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Luật TĐKT 2003 Điều 24 khoản 3", Citation(OLD, "24", "3")),
        ("Nghị định 98/2023/NĐ-CP", Citation(ND98)),
        ("Nghị định 98/2023/NĐ-CP (council voting rule)", Citation(ND98, note="council voting rule")),
        ("Luật TĐKT 2003 (sửa đổi 2013) Điều 84", Citation(OLD, "84", note="sửa đổi 2013")),
        ("Công văn 5007/BNV-TĐKT 2023 mục III.5.c", Citation(CV, part="mục III.5.c")),
        ("điểm đ khoản 1, Điều 10a của Luật Thi đua, khen thưởng năm 2022", Citation(LAW, "10a", "1", "đ")),
        ("ĐIỂM Đ KHOẢN 1 ĐIỀU 26 Thông tư 02/2024/TT-VKSNDTC", Citation(TT02, "26", "1", "đ")),
        ("Luật 06/2022/QH15 Đ22(1)(a)", Citation(LAW, "22", "1", "a")),
        ("Luật TĐKT 2022 điểm a khoản 1 Điều 22", Citation(LAW, "22", "1", "a")),
        ("Thông tư 01/2024/TT-BNV Điều 1, khoản 5, điểm d", Citation(TT01, "1", "5", "d")),
        ("NĐ 98/2023 Đ54-58", Citation(ND98, part="Đ54-58")),
        ("cv-5007 Phụ lục I", Citation(CV, part="Phụ lục I")),
    ],
)
def test_what_people_write(text: str, expected: Citation) -> None:
    assert parse(text, ACTS) == expected


@pytest.mark.parametrize(
    ("text", "place", "note"),
    [
        ("Thông tư 01/2019/TT-VKSTC Điều 53 khoản 2 điểm a, ví dụ 1", Place("53", "2", "a"), "ví dụ 1"),
        ("Thông tư 02/2011/TT-BNV mục I khoản 2 điểm a", Place(None, "2", "a", "mục I"), None),
        ("Nghị định 91/2017/NĐ-CP (nguyên tắc tính tiền thưởng)", Place(), "nguyên tắc tính tiền thưởng"),
        (
            "Nghị định 91/2017/NĐ-CP Điều 10 (bỏ khoản 6 Điều 5 Nghị định 65/2014/NĐ-CP)",
            Place("10"),
            "bỏ khoản 6 Điều 5 Nghị định 65/2014/NĐ-CP",
        ),
    ],
)
def test_an_act_nobody_entered_keeps_its_name(text: str, place: Place, note: str | None) -> None:
    name = " ".join(text.split()[:3])
    assert parse(text) == Citation(Act.named(name), *place, note=note)
    assert parse(text, ACTS) == parse(text)


@pytest.mark.parametrize("text", ["", "nguyên tắc tính tiền thưởng", "Điều 22 khoản 1", "thủ tục hành chính 2025 (Bộ Nội vụ)", "Luật"])
def test_no_act_is_a_refusal_in_vietnamese(text: str) -> None:
    with pytest.raises(CitationError, match="Không nhận ra văn bản nào"):
        parse(text, ACTS)
    assert try_parse(text, ACTS) is None


@pytest.mark.parametrize(
    ("at", "place"),
    [
        ("Đ22(1)(a)", Place("22", "1", "a")),
        ("Đ22", Place("22")),
        ("Đ10a(2)", Place("10a", "2")),
        ("Đ66(2)(đ)", Place("66", "2", "đ")),
        ("Điều 22 khoản 1 điểm a", Place("22", "1", "a")),
        ("điểm a khoản 1 Điều 22", Place("22", "1", "a")),
        ("mục III.5.c", Place(part="mục III.5.c")),
        ("Phụ lục I", Place(part="Phụ lục I")),
        ("Đ69-74", Place(part="Đ69-74")),
        ("Đ15(1)(a)-(b)", Place(part="Đ15(1)(a)-(b)")),
        ("Điều 24 khoản 1 điểm a và b", Place(part="Điều 24 khoản 1 điểm a và b")),
    ],
)
def test_the_places_of_the_rulebook(at: str, place: Place) -> None:
    assert locate(at) == place


@pytest.mark.parametrize("at", ["", "22(1)", "toàn văn", "khoản"])
def test_no_place(at: str) -> None:
    with pytest.raises(CitationError, match="Không nhận ra Điều, khoản"):
        locate(at)


@pytest.mark.parametrize(
    ("part", "articles"),
    [
        ("Đ69-74", {"69", "70", "71", "72", "73", "74"}),
        ("Đ22, Đ26", {"22", "26"}),
        ("Điều 7 đến Điều 9", {"7", "8", "9"}),
        ("Đ15(1)(a)-(b)", {"15"}),
        ("mục III.5.c", set()),
    ],
)
def test_the_articles_a_range_means(part: str, articles: set[str]) -> None:
    assert Citation(ND98, part=part).articles == articles


@pytest.mark.parametrize(
    ("one", "two", "covered"),
    [
        ("Đ22", "Đ22(1)(a)", True),
        ("Đ22(1)(a)", "Đ22", True),
        ("Đ22(1)(a)", "Đ22(1)(b)", False),
        ("Đ22(1)", "Đ22(2)(a)", False),
        ("Đ22", "Đ23", False),
        ("Đ69-74", "Đ73", True),
        ("Đ69-74", "Đ75", False),
        ("mục III.5.c", "Mục III.5.c", True),
        ("mục III.5.c", "Phụ lục I", False),
        ("mục I", "Đ22", False),
    ],
)
def test_covers(one: str, two: str, covered: bool) -> None:
    assert Citation.at(ND98, one).covers(Citation.at(ND98, two)) is covered
    assert not Citation.at(ND98, one).covers(Citation.at(LAW, two))


def test_a_place_does_not_cover_the_whole_act() -> None:
    assert not Citation(LAW, "22").covers(Citation(LAW))


@pytest.mark.parametrize(
    ("name", "act"),
    [
        ("Luật 06/2022/QH15", LAW),
        ("Luật số 06/2022/QH15", LAW),
        ("06/2022/QH15", LAW),
        ("Luật Thi đua, khen thưởng 2022", LAW),
        ("Luật thi đua khen thưởng năm 2022", LAW),
        ("Luật TĐKT số 06/2022/QH15", LAW),
        ("luat-2022", LAW),
        ("TT 02/2024/TT-VKSTC", TT02),
        ("Thông tư 02/2024/TT-VKSNDTC", TT02),
        ("TT 2/2024", TT02),
        ("NĐ 98/2023", ND98),
        ("Nghị định 98/2023/NĐ-CP ngày 31/12/2023 của Chính phủ", ND98),
        ("Thông tư 01/2024", None),
        ("Thông tư 01/2024/TT-TANDTC", COURT),
        ("Luật sửa đổi, bổ sung một số điều của Luật 06/2022/QH15", None),
        ("Nghị định 99/2023/NĐ-CP", None),
        ("Thông tư 98/2023", None),
    ],
)
def test_find(name: str, act: Act | None) -> None:
    assert ACTS.find(name) == act


def test_same_act() -> None:
    assert ACTS.same("TT 02/2024/TT-VKSTC", "Thông tư 02/2024/TT-VKSNDTC")
    assert not ACTS.same("Luật TĐKT 2003", "Luật TĐKT 2022")
    assert ACTS.same("QĐ 619/QĐ-VKSTC", "Quyết định 619/QĐ-VKSTC")
    assert not ACTS.same("QĐ 619/QĐ-VKSTC", "Quyết định 620/QĐ-VKSTC")


@given(st.sampled_from(sorted(ACTS.values())))
def test_every_name_of_an_act_finds_it(act: Act) -> None:
    assert {ACTS.find(n) for n in (act.code, act.title, *act.aliases)} == {act}


def test_acts_from_data() -> None:
    acts = Acts.from_data({"luat-2022": {"title": LAW.title, "aliases": list(LAW.aliases), "in_force": "2024-01-01"}})
    assert dict(acts) == {"luat-2022": LAW}


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ({"a": {"title": "Luật 1"}, "b": {"title": "Luật 2", "aliases": ["luật 1"]}}, "chỉ cả hai văn bản"),
        ({"a": {}}, "thiếu tên"),
        ({"a": {"title": "Luật 1", "aliases": "Luật 2"}}, "không đúng dạng"),
    ],
)
def test_bad_registries(rows: dict[str, dict[str, object]], message: str) -> None:
    with pytest.raises(CitationError, match=message):
        Acts.from_data(rows)


def test_a_code_twice() -> None:
    with pytest.raises(CitationError, match="khai hai lần"):
        Acts([LAW, LAW])


@pytest.mark.parametrize(
    ("place", "message"),
    [
        ({"article": "x"}, "không phải là số hiệu của Điều"),
        ({"article": "1", "clause": "a"}, "số hiệu của khoản"),
        ({"article": "1", "point": "1"}, "số hiệu của điểm"),
        ({"clause": "1"}, "thiếu số Điều"),
        ({"article": "1", "part": "Đ2-3"}, "đã là một vị trí"),
        ({"note": "a (b)"}, "Ghi chú"),
    ],
)
def test_malformed_citations(place: dict[str, str], message: str) -> None:
    with pytest.raises(CitationError, match=message):
        Citation(LAW, **place)
