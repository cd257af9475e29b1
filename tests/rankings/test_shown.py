"""What the pages of a round show, and what they must not: places of unsent scores, differences not yet complete, shades without a ceiling."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest
from django.test import Client
from tests.rankings.play import SAID, TABLE, Cup, fill, go, sheet_of

from vinhdanh.accounts.models import User
from vinhdanh.rankings import comparison, entries, grid
from vinhdanh.rankings.figures import Figures
from vinhdanh.rankings.models import ScoreRound
from vinhdanh.rankings.tables import compiled_of
from vinhdanh.rankings.templatetags.diem import nhap

pytestmark = pytest.mark.django_db
MINUS = TABLE.replace("classes:\n", "- {code: IV, name: Trừ, role: deduction, children: [{code: IV.1, kind: award_per_unit, points: 1}]}\nclasses:\n")


@pytest.fixture
def cup() -> Cup:
    return Cup()


def signed(one: User) -> Client:
    """A browser with an account signed in."""
    client = Client()
    client.force_login(one)
    return client


def names_of(page: str) -> list[str]:
    """The units of the ranking in the order shown."""
    return re.findall(r"<td[^>]*>(?:<a[^>]*>)?VKSND khu vực (\d)", page)


def crossing(cup: Cup) -> ScoreRound:
    """A round in which everybody sent; KV1 is being scored across, one criterion is done."""
    round = cup.open()
    for one in cup.units:
        fill(cup, round, one.key)
    go(cup, round)
    entries.put(sheet_of(round, "KV1"), "cross", "II/II.1", {"value": "10"}, why="Có đơn thư", version=0, by=cup.clerk["KV2"])
    return ScoreRound.objects.get(pk=round.pk)


def test_the_place_of_an_unsent_score_is_not_given_away(cup: Cup) -> None:
    round = cup.open()
    fill(cup, round, "KV2")
    for path, typed in {**SAID, "II/II.1": {"value": "20"}}.items():  # KV5 is the best of all, but has not sent
        entries.put(sheet_of(round, "KV5"), "self", path, typed, version=0, by=cup.clerk["KV5"])
    shown = signed(cup.clerk["KV3"]).get(f"/cham-diem/{round.pk}/").content.decode()
    assert names_of(shown) == ["2", "3", "1", "4", "5", "6", "7"]
    assert re.findall(r'<span class="vd-hang[^"]*">(\d)', shown) == []


def test_a_difference_is_shown_when_all_below_it_is_scored(cup: Cup) -> None:
    round = crossing(cup)
    rows = grid.rows(Figures(round), sheet_of(round, "KV1"), "cross")
    assert {r.node.path: r.change for r in rows if r.change is not None} == {"II": Decimal(-8), "II/II.1": Decimal(-8)}


def test_a_cell_scored_across_tells_what_it_changed(cup: Cup) -> None:
    round = crossing(cup)
    form = {"path": "II/II.1", "3:version": "1", "3:value": "12", "3:why": "Xem lại"}
    answer = signed(cup.clerk["KV2"]).post(f"/cham-diem/{round.pk}/phieu/KV1/o/", form)
    assert answer.json()["changes"] == {"II": "−6,00", "II/II.1": "−6,00", "": ""}


def test_a_bonus_and_a_deduction_have_no_shade(cup: Cup) -> None:
    round = cup.open(cup.table(MINUS))
    for one in cup.units:
        fill(cup, round, one.key, IV__IV_1={"value": "1"})
    figures = Figures(round)
    found = {b.node.path: b.spots[0].heat for b in comparison.bands(figures, "self", figures.sheets) if not b.node.spec.children}
    assert found == {"I/I.1": 4, "I/I.2": 5, "I/I.3": 5, "II/II.1": 4, "III": -1, "IV/IV.1": -1}


def test_what_was_entered_is_told_in_the_words_of_the_table(cup: Cup) -> None:
    node = compiled_of(cup.table()).nodes["I/I.1"]
    said = [nhap(data, node) for data in ({"numerator": "9.5", "denominator": "10"}, {"accept": True}, {"na": True}, {"granted": "30"}, {})]
    assert said == ["tử số: numerator: 9,5; mẫu số: denominator: 10", "đồng ý", "không áp dụng", "điểm chấp nhận: 30", "không có gì"]


def test_evidence_is_taken_back_from_its_row(cup: Cup) -> None:
    round, client = cup.open(), signed(cup.clerk["KV1"])
    made = entries.prove(sheet_of(round, "KV1"), "I/I.2", "Báo cáo 45", None, by=cup.clerk["KV1"])
    page = f"/cham-diem/{round.pk}/phieu/KV1/"
    where = re.findall(r'form="bo-minh-chung" formaction="([^"]+)"', client.get(page).content.decode())
    assert where == [f"{page}minh-chung/{made.pk}/bo/"]
    assert client.post(where[0])["Location"] == page
    made.refresh_from_db()
    assert made.void_at is not None


def test_after_an_explanation_the_next_difference_waits(cup: Cup) -> None:
    round = crossing(cup)
    answer = signed(cup.clerk["KV1"]).post(f"/cham-diem/{round.pk}/phieu/KV1/giai-trinh/", {"path": "II/II.1", "words": "Đã kết luận"})
    assert answer["Location"] == f"/cham-diem/{round.pk}/lech/"
