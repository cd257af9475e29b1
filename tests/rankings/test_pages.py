"""The pages of rounds: who sees what, counts of queries."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.office import user
from tests.rankings.play import DAY, TABLE, Cup, fill, to_vote

from vinhdanh.accounts.models import User
from vinhdanh.cli import main
from vinhdanh.rankings import editions, publishing
from vinhdanh.rankings.models import ScoreTable
from vinhdanh.rankings.tables import compiled_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def cup() -> Cup:
    return Cup()


def signed(one: User) -> Client:
    """A browser with an account signed in."""
    client = Client()
    client.force_login(one)
    return client


def test_a_unit_sees_its_own_cluster_only(cup: Cup) -> None:
    round = cup.open()
    stranger = user("can-bo-tdkt", cup.office.p1)
    assert signed(cup.clerk["KV3"]).get(f"/cham-diem/{round.pk}/").status_code == 200
    assert signed(stranger).get(f"/cham-diem/{round.pk}/").status_code == 404
    assert "Cụm thi đua số 1" not in signed(stranger).get("/cham-diem/?nam=2026").content.decode()


def test_an_unsent_score_is_seen_by_its_own_unit_only(cup: Cup) -> None:
    round = cup.open()
    fill(cup, round, "KV2")
    shown = signed(cup.clerk["KV1"]).get(f"/cham-diem/{round.pk}/").content.decode()
    assert shown.count("Chưa gửi bảng tự chấm</td>") == 5  # KV3 … KV7; one's own is shown, KV2 has sent


def test_a_round_costs_a_fixed_number_of_queries(cup: Cup, django_assert_num_queries) -> None:  # type: ignore[no-untyped-def]
    round = cup.open()
    client = signed(cup.run)
    client.get(f"/cham-diem/{round.pk}/")
    for one in cup.units:
        fill(cup, round, one.key)
    with django_assert_num_queries(16):
        client.get(f"/cham-diem/{round.pk}/")


def test_a_cell_is_saved_while_typing(cup: Cup) -> None:
    round = cup.open()
    client, page = signed(cup.clerk["KV1"]), f"/cham-diem/{round.pk}/phieu/KV1/"
    assert client.get(page).status_code == 200
    saved = client.post(f"{page}o/", {"path": "I/I.1", "0:version": "0", "0:numerator": "9", "0:denominator": "10"})
    assert saved.json() == {
        "points": {"I": "36,00", "I/I.1": "36,00"},
        "total": "36,00",
        "formula": "9 / 10 × 40",
        "notes": [],
        "version": 1,
    }
    wrong = client.post(f"{page}o/", {"path": "I/I.1", "0:version": "1", "0:numerator": "chín", "0:denominator": "10"})
    assert (wrong.status_code, wrong.json()) == (
        422,
        {"problems": {"numerator": "“chín” không phải là số. Viết số với dấu phẩy thập phân, ví dụ 12,5."}},
    )
    stale = client.post(f"{page}o/", {"path": "I/I.1", "0:version": "0", "0:numerator": "8", "0:denominator": "10"})
    assert stale.json() == {"problems": {"": "Tiêu chí này vừa được người khác nhập. Hãy xem giá trị mới rồi nhập lại."}}


def test_another_unit_cannot_write(cup: Cup) -> None:
    round = cup.open()
    answer = signed(cup.clerk["KV2"]).post(f"/cham-diem/{round.pk}/phieu/KV1/o/", {"path": "I/I.1", "0:version": "0", "0:numerator": "9"})
    assert answer.status_code == 403


def test_a_whole_sheet_is_saved_without_javascript(cup: Cup) -> None:
    round = cup.open()
    client, page = signed(cup.clerk["KV1"]), f"/cham-diem/{round.pk}/phieu/KV1/"
    form = {f"{i}:version": "0" for i in range(5)} | {"0:numerator": "9", "0:denominator": "10", "1:value": "có", "2:actual": "x", "3:value": "18"}
    answer = client.post(page, form)
    assert answer.status_code == 422
    assert "“x” không phải là số" in answer.content.decode()
    form |= {"0:version": "1", "1:version": "1", "3:version": "1", "2:actual": "10"}
    assert client.post(page, form).status_code == 302


def test_anybody_computes_a_published_ranking_again(cup: Cup, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    round = to_vote(cup)
    made = publishing.publish(round, on=DAY, open_to_all=True, version=round.version, by=cup.run)
    client, page = signed(cup.clerk["KV4"]), f"/cham-diem/{round.pk}/ket-qua/"
    for name in ("bang", "so-lieu"):
        (tmp_path / f"{name}.yaml").write_bytes(client.get(f"{page}1/{name}.yaml").content)
    code = main(["score", str(tmp_path / "bang.yaml"), str(tmp_path / "so-lieu.yaml"), "--stage", "verified", "--json"])
    again = {s["unit"]: (s["place"], s["total"]) for s in json.loads(capsys.readouterr().out)["standings"]}
    assert code == 0
    assert again == {s["unit"]: (s["place"], s["total"]) for s in made.result["standings"]}


def test_the_open_page_is_read_without_signing_in_only_if_opened(cup: Cup) -> None:
    round = to_vote(cup)
    stranger, page = Client(), f"/cham-diem/{round.pk}/ket-qua/cong-khai/"
    assert stranger.get(page).status_code == 404
    publishing.publish(round, on=DAY, open_to_all=True, version=round.version, by=cup.run)
    assert stranger.get(page).status_code == 200


def test_what_if_tells_who_moves_and_keeps_nothing(cup: Cup) -> None:
    round = to_vote(cup)
    client, page = signed(cup.clerk["KV7"]), f"/cham-diem/{round.pk}/phieu/KV7/thu/"
    shown = client.get(page, {"path": "II/II.1", "hoi": "1", "3:value": "19"}).content.decode()
    assert "<td>7</td><td><b>3</b></td>" in shown
    assert client.get(page, {"path": "II/II.1", "hoi": "1", "3:value": "nhiều"}).status_code == 422


def test_the_workbook_waits_until_everybody_has_sent(cup: Cup) -> None:
    round = cup.open()
    assert signed(cup.clerk["KV1"]).get(f"/cham-diem/{round.pk}/xep-hang.xlsx").status_code == 403
    for one in cup.units:
        fill(cup, round, one.key)
    assert signed(cup.clerk["KV1"]).get(f"/cham-diem/{round.pk}/xep-hang.xlsx").status_code == 200


@pytest.mark.parametrize(
    "page", ["", "so-sanh/", "phan-cong/", "lech/", "phuc-khao/", "suy-ton/", "ket-qua/", "phieu/KV2/", "so-lieu/", "suy-ton/bo-phieu/"]
)
def test_every_page_of_a_round_opens_in_every_step(cup: Cup, page: str) -> None:
    round = to_vote(cup)
    client = signed(cup.run)
    assert client.get(f"/cham-diem/{round.pk}/{page}").status_code == 200
    publishing.publish(round, on=DAY, version=round.version, by=cup.run)
    assert client.get(f"/cham-diem/{round.pk}/{page}").status_code == 200


def test_tables_are_written_checked_issued_and_copied(cup: Cup) -> None:
    client = signed(cup.run)
    answer = client.post("/cham-diem/bang/moi/", {"owner": cup.office.top.pk, "key": "thu", "text": "id: x\ncriteria: [{code: 1, kind: la}]"})
    assert (answer.status_code, "không có cách chấm “la”" in answer.content.decode()) == (422, True)
    made = client.post("/cham-diem/bang/moi/", {"owner": cup.office.top.pk, "key": "thu", "text": TABLE})
    assert made.status_code == 302
    page = made["Location"]
    assert client.get(page).status_code == 200
    assert client.post(f"{page}ban-hanh/").status_code == 302
    assert client.get(f"{page}sua/").status_code == 403
    assert client.get(f"{page}tai.xlsx").status_code == 200
    assert client.post(f"{page}ban-moi/")["Location"].endswith("/sua/")


def test_a_workbook_of_a_table_comes_back_the_same(cup: Cup) -> None:
    client, table = signed(cup.run), cup.table()
    book = client.get(f"/cham-diem/bang/{table.pk}/tai.xlsx").content
    upload = SimpleUploadedFile("bang.xlsx", book)
    made = client.post("/cham-diem/bang/moi/", {"owner": cup.office.top.pk, "key": "lai", "file": upload})
    again = ScoreTable.objects.get(key="lai")
    assert (made.status_code, compiled_of(again).spec) == (302, compiled_of(table).spec)


def grid_of(client: Client, page: str) -> dict[str, str]:
    """What the form of rows holds when it is opened."""
    context = client.get(page).context
    cells = {f"{n}:{key}": value for n, row in enumerate(context["rows"], 1) for key, value in row}
    places = {f"{n}:place": str(n) for n in range(1, len(context["rows"]) + 1)}
    return {**cells, **places, "about": context["about"], "version": str(context["table"].version)}


def test_a_draft_edited_as_rows_stays_the_same_until_something_is_changed(cup: Cup) -> None:
    draft = editions.create(cup.office.top, "bang-kv", TABLE, by=cup.run)
    client, page = signed(cup.run), f"/cham-diem/bang/{draft.pk}/luoi/"
    before, form = compiled_of(draft).spec, grid_of(client, page)
    assert client.post(page, form).status_code == 302
    draft.refresh_from_db()
    assert compiled_of(draft).spec == before
    form = grid_of(client, page) | {"8:level": "2", "8:code": "II.2", "8:name": "Học tập", "8:max": "5", "8:place": "6,5"}
    assert client.post(page, form).status_code == 302
    draft.refresh_from_db()
    assert [n.path for n in compiled_of(draft).leaves] == ["I/I.1", "I/I.2", "I/I.3", "II/II.1", "II/II.2", "III"]


def test_a_wrong_row_is_named_and_nothing_is_kept(cup: Cup) -> None:
    draft = editions.create(cup.office.top, "bang-kv", TABLE, by=cup.run)
    client, page = signed(cup.run), f"/cham-diem/bang/{draft.pk}/luoi/"
    answer = client.post(page, grid_of(client, page) | {"3:max": "hai mươi"})
    assert (answer.status_code, answer.context["problems"]) == (422, ["Tiêu chí, dòng 3: “hai mươi” không phải là số"])
    assert ScoreTable.objects.get().text == TABLE
