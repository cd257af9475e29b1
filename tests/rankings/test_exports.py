"""Papers of a round: the minutes and a unit's own score, refused as the workbook is."""

from __future__ import annotations

from io import BytesIO

import pytest
from django.test import Client
from docx import Document
from tests.rankings.play import DAY, Cup, fill, to_vote

from vinhdanh.accounts.models import User
from vinhdanh.rankings import votes
from vinhdanh.rankings.models import ScoreSheet

pytestmark = pytest.mark.django_db


def signed(one: User) -> Client:
    """A browser with an account signed in."""
    client = Client()
    client.force_login(one)
    return client


def tables(content: bytes) -> list[list[list[str]]]:
    """The words of every table of a Word file."""
    return [[[c.text for c in r.cells] for r in t.rows] for t in Document(BytesIO(content)).tables]


def test_papers_wait_until_a_score_may_be_seen() -> None:
    cup = Cup()
    round = cup.open()
    client, page = signed(cup.clerk["KV1"]), f"/cham-diem/{round.pk}"
    assert client.get(f"{page}/bien-ban.docx").status_code == 403
    assert client.get(f"{page}/phieu/KV2/bang-tu-cham.docx").status_code == 403
    fill(cup, round, "KV2")
    assert client.get(f"{page}/phieu/KV2/bang-tu-cham.docx").status_code == 200


def test_minutes_tell_order_proposal_and_vote() -> None:
    cup = Cup()
    round = to_vote(cup)
    votes.propose(ScoreSheet.objects.get(round=round, unit__key="KV2"), "Cờ thi đua", by=cup.run)
    held = votes.hold(round, "Cờ thi đua", on=DAY, members=7, present=7, threshold="4/5", cite="Quy chế", by=cup.run)
    for by in (cup.run, cup.clerk["KV1"]):
        votes.count(held, {"KV2": {"yes": 6, "no": 1}}, by=by)
    _, order, proposed, voted, _ = tables(signed(cup.clerk["KV3"]).get(f"/cham-diem/{round.pk}/bien-ban.docx").content)
    assert [row[0] for row in order] == ["Hạng", "1", "1", "3", "4", "5", "6", "7"]
    assert proposed[1][:2] == ["Cờ thi đua", "VKSND khu vực 2"]
    assert voted[1][1] == "VKSND khu vực 2" and voted[1][2].startswith("Đạt: 6/7 đồng ý")


def test_the_own_score_has_every_criterion() -> None:
    cup = Cup()
    round = cup.open()
    fill(cup, round, "KV1")
    _, rows, _ = tables(signed(cup.clerk["KV1"]).get(f"/cham-diem/{round.pk}/phieu/KV1/bang-tu-cham.docx").content)
    assert len(rows) == 9 and rows[2][:3] == ["I.1. Giải quyết tố giác", "40,00", "36,00"]
