"""A whole round through its actions: from self-score to publication, with an appeal, a tie, a bar, a reopening."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from tests.rankings.play import DAY, Cup, cross_all, fill, fresh, go, review_all, sheet_of, to_vote

from vinhdanh.audit.models import Event
from vinhdanh.rankings import appeals, entries, publishing, rounds, sheets, steps, votes
from vinhdanh.rankings.figures import Figures
from vinhdanh.rankings.models import Ranking, ScoreEntry, ScoreSheet
from vinhdanh.rankings.reading import Misread
from vinhdanh.units import clusters

pytestmark = pytest.mark.django_db


@pytest.fixture
def cup() -> Cup:
    return Cup()


def test_everybody_scores_the_next_in_a_ring(cup: Cup) -> None:
    round = cup.open()
    across = {s.unit.key: s.crossed_by.key for s in round.sheets.select_related("unit", "crossed_by")}  # type: ignore[union-attr]
    assert across == {"KV1": "KV2", "KV2": "KV3", "KV3": "KV4", "KV4": "KV5", "KV5": "KV6", "KV6": "KV7", "KV7": "KV1"}


def test_no_two_units_score_each_other(cup: Cup) -> None:
    round = cup.open()
    one, two = sheet_of(round, "KV1"), sheet_of(round, "KV2")
    with pytest.raises(ValidationError, match="chấm chéo lẫn nhau"):
        rounds.assign(
            round, {s: {"KV1": two.unit, "KV2": one.unit}.get(s.unit.key, one.unit) for s in round.sheets.select_related("unit")}, by=cup.run
        )


def test_a_self_score_is_sent_whole_or_not_at_all(cup: Cup) -> None:
    round = cup.open()
    entries.put(sheet_of(round, "KV1"), "self", "I/I.2", {"value": "có"}, version=0, by=cup.clerk["KV1"])
    with pytest.raises(ValidationError) as why:
        sheets.send(sheet_of(round, "KV1"), by=cup.clerk["KV1"])
    assert why.value.messages == [
        "Còn 4 tiêu chí (I/I.1, I/I.3, II/II.1, III) chưa nhập. Không có thì nhập 0; không được giao thì chọn “Không áp dụng”."
    ]


@pytest.mark.parametrize(
    ("path", "typed", "problems"),
    [
        ("II/II.1", {"value": "mười"}, {"value": "“mười” không phải là số. Viết số với dấu phẩy thập phân, ví dụ 12,5."}),
        ("I/I.2", {"value": "đôi khi"}, {"value": "“đôi khi”: ghi “có” hoặc “không”."}),
        ("I/I.1", {"tử": "1"}, {"tử": "Tiêu chí không có chỉ số “tử”."}),
        ("I", {"value": "1"}, {"": "Bảng không có tiêu chí chấm được mang mã “I”."}),
    ],
)
def test_what_cannot_be_read_is_told_and_not_kept(cup: Cup, path: str, typed: dict[str, str], problems: dict[str, str]) -> None:
    round = cup.open()
    with pytest.raises(Misread) as why:
        entries.put(sheet_of(round, "KV1"), "self", path, typed, version=0, by=cup.clerk["KV1"])
    assert why.value.problems == problems
    assert ScoreEntry.objects.count() == 0


def test_numbers_are_kept_exactly_as_people_write_them(cup: Cup) -> None:
    round = cup.open()
    entries.put(sheet_of(round, "KV1"), "self", "I/I.1", {"numerator": "1.234", "denominator": "1.234,50"}, version=0, by=cup.clerk["KV1"])
    assert ScoreEntry.objects.get().data == {"numerator": "1234", "denominator": "1234.50"}


def test_a_stale_entry_is_refused(cup: Cup) -> None:
    round = cup.open()
    entries.put(sheet_of(round, "KV1"), "self", "II/II.1", {"value": "18"}, version=0, by=cup.clerk["KV1"])
    with pytest.raises(entries.Stale) as why:
        entries.put(sheet_of(round, "KV1"), "self", "II/II.1", {"value": "19"}, version=0, by=cup.clerk["KV1"])
    assert why.value.kept is not None and why.value.kept.data == {"value": "18"}


def test_who_changes_a_score_says_why(cup: Cup) -> None:
    round = cup.open()
    with pytest.raises(Misread, match="Ghi lý do"):
        entries.put(sheet_of(round, "KV1"), "cross", "II/II.1", {"value": "17"}, version=0, by=cup.clerk["KV2"])


def test_steps_wait_for_what_is_not_done(cup: Cup) -> None:
    round = cup.open()
    fill(cup, round, "KV1")
    with pytest.raises(ValidationError) as why:
        go(cup, round)
    assert why.value.messages[0] == (
        "Chưa gửi bảng tự chấm: VKSND khu vực 2, VKSND khu vực 3, VKSND khu vực 4, VKSND khu vực 5, VKSND khu vực 6 và 1 đơn vị khác."
    )
    assert go(cup, round, reason="Các đơn vị kia gửi giấy").state == "cross"


def test_a_difference_must_be_explained_or_decided(cup: Cup) -> None:
    round = cup.open(explain_from=1)
    for one in cup.units:
        fill(cup, round, one.key)
    go(cup, round)
    entries.put(sheet_of(round, "KV1"), "cross", "II/II.1", {"value": "15"}, why="Có đơn thư", version=0, by=cup.clerk["KV2"])
    cross_all(cup, round)
    go(cup, round)
    assert steps.obstacles(fresh(round), DAY) == ["Còn 1 chỗ lệch chưa giải trình và cuộc họp chưa kết luận: KV1 II/II.1."]
    entries.explain(sheet_of(round, "KV1"), "II/II.1", "Đơn thư đã được kết luận là không đúng.", by=cup.clerk["KV1"])
    assert steps.obstacles(fresh(round), DAY) == []


def test_an_appeal_before_its_deadline_changes_the_verified_score(cup: Cup) -> None:
    round = cup.open(appeal_due=dt.date(2026, 12, 10))
    for one in cup.units:
        fill(cup, round, one.key)
    go(cup, round)
    entries.put(sheet_of(round, "KV1"), "cross", "II/II.1", {"value": "15"}, why="Có đơn thư", version=0, by=cup.clerk["KV2"])
    cross_all(cup, round)
    go(cup, round)
    go(cup, round, reason="Cuộc họp nhất trí điểm chấm chéo")
    late = dt.date(2026, 12, 11)
    with pytest.raises(ValidationError, match="Hạn phúc khảo là 10/12/2026, đã hết"):
        appeals.appeal(sheet_of(round, "KV1"), "II/II.1", "Đơn thư không đúng", on=late, by=cup.clerk["KV1"])
    asked = appeals.appeal(sheet_of(round, "KV1"), "II/II.1", "Đơn thư không đúng", on=DAY, by=cup.clerk["KV1"])
    with pytest.raises(ValidationError, match="chưa hết"):
        go(cup, round)
    go(cup, round, on=late)
    assert steps.obstacles(fresh(round), late)[0] == "Còn 1 đề nghị phúc khảo chưa trả lời."
    appeals.accept(asked, {"value": "18"}, "Kết luận 12/KL: không đúng", version=0, by=cup.run)
    review_all(cup, round)
    assert Figures(fresh(round)).at(sheet_of(round, "KV1"), "verified").root.at("II/II.1").points == 18
    assert [e.action for e in _events(sheet_of(round, "KV1"))][-4:] == ["score.entered", "appeal.accepted", "score.accepted", "score.reviewed"]


def _events(sheet: ScoreSheet) -> QuerySet[Event]:
    return Event.objects.filter(kind="rankings.scoresheet", object_id=str(sheet.pk)).order_by("number")


def tally(yes: int, no: int = 0) -> dict[str, int]:
    return {"yes": yes, "no": no}


def test_a_tie_is_left_to_the_vote_and_two_people_count(cup: Cup) -> None:
    round = to_vote(cup)
    suggested = votes.suggestions(Figures(round))[0]
    assert (suggested.units, suggested.at_border) == (("KV2", "KV3"), ())
    for key in ("KV2", "KV3"):
        votes.propose(sheet_of(round, key), "Cờ thi đua", by=cup.run)
    with pytest.raises(ValidationError, match="không thuộc diện đề nghị"):
        votes.propose(sheet_of(round, "KV7"), "Cờ thi đua", by=cup.run)
    held = votes.hold(round, "Cờ thi đua", on=DAY, members=7, present=7, threshold="4/5", cite="Quy chế cụm", by=cup.run)
    first = {"KV2": tally(6, 1), "KV3": tally(5, 2)}
    votes.count(held, first, by=cup.run)
    with pytest.raises(ValidationError, match="hai người"):
        votes.count(held, first, by=cup.run)
    assert votes.results(held) == []
    votes.count(held, {**first, "KV3": tally(6, 1)}, by=cup.clerk["KV1"])
    assert [str(d) for d in votes.apart(list(held.counts.order_by("turn")))] == [
        "KV3, phiếu đồng ý: người thứ nhất 5, người thứ hai 6",
        "KV3, phiếu không đồng ý: người thứ nhất 2, người thứ hai 1",
    ]
    assert steps.obstacles(round, DAY) == ["Kiểm phiếu chưa xong hoặc hai lượt kiểm còn lệch: Cờ thi đua, lần 1."]
    votes.recount(held, "Đếm lại", by=cup.run)
    votes.count(held, first, by=cup.run)
    votes.count(held, first, by=cup.clerk["KV1"])
    assert [(r.sheet.unit.key, r.outcome.verdict) for r in votes.results(held)] == [("KV2", 2), ("KV3", 0)]


def test_a_count_must_tell_every_paper(cup: Cup) -> None:
    round = to_vote(cup)
    votes.propose(sheet_of(round, "KV2"), "Cờ thi đua", by=cup.run)
    held = votes.hold(round, "Cờ thi đua", on=DAY, members=7, present=6, threshold="4/5", by=cup.run)
    with pytest.raises(ValidationError, match="cộng các loại phiếu là 5, có mặt 6"):
        votes.count(held, {"KV2": tally(5)}, by=cup.run)


def test_a_barred_unit_stays_in_the_list_with_the_reason(cup: Cup) -> None:
    round = to_vote(cup)
    sheets.bar(sheet_of(round, "KV2"), "Có cán bộ bị khởi tố về tham nhũng", "khoản 2 Điều 5 Thông tư", "", by=cup.run)
    order = Figures(fresh(round)).order("verified")
    assert order.of("KV2").place is None
    assert order.of("KV2").why == ("không xếp loại: Có cán bộ bị khởi tố về tham nhũng (khoản 2 Điều 5 Thông tư)",)
    assert order.of("KV3").place == 1
    with pytest.raises(ValidationError, match="không được xét"):
        votes.propose(sheet_of(round, "KV2"), "Cờ thi đua", by=cup.run)


def publish(cup: Cup) -> Ranking:
    round = to_vote(cup)
    return publishing.publish(round, on=DAY, version=round.version, by=cup.run)


def test_after_publication_nothing_changes(cup: Cup) -> None:
    made = publish(cup)
    round = fresh(made.round)
    entry = ScoreEntry.objects.filter(sheet__round=round).first()
    assert entry is not None
    entry.data = {"value": "20"}
    with pytest.raises(ValidationError, match="đã công bố"):
        entry.save()
    with pytest.raises(ValidationError, match="đã công bố"):
        entry.delete()
    made.result = {}
    with pytest.raises(ValidationError, match="không sửa được"):
        made.save()
    with pytest.raises(ValidationError, match="không xóa được"):
        made.delete()


def test_a_published_ranking_can_be_computed_again_from_what_it_holds(cup: Cup) -> None:
    made = publish(cup)
    assert publishing.recomputed(made) == []
    Ranking.objects.filter(pk=made.pk).update(inputs={**made.inputs, "units": made.inputs["units"][:1]})
    assert publishing.recomputed(Ranking.objects.get(pk=made.pk))[0] == "Dữ liệu công bố đã bị thay đổi (mã kiểm tra không khớp)."


def test_a_reopening_keeps_what_was_published(cup: Cup) -> None:
    made = publish(cup)
    with pytest.raises(ValidationError, match="lý do mở lại"):
        publishing.reopen(made.round, " ", by=cup.run)
    round = publishing.reopen(made.round, "Tòa hủy án sau khi công bố", by=cup.run)
    entries.put(sheet_of(round, "KV2"), "verified", "II/II.1", {"value": "10"}, why="Tòa hủy án", version=1, by=cup.run)
    review_all(cup, round)
    go(cup, round)
    again = publishing.publish(fresh(round), on=DAY, version=fresh(round).version, by=cup.run)
    kept = Ranking.objects.get(number=1)
    assert (kept.set_aside_reason, kept.digest, again.number) == ("Tòa hủy án sau khi công bố", made.digest, 2)
    places = [{s["unit"]: s["place"] for s in r.result["standings"]} for r in (kept, again)]
    assert [p["KV2"] for p in places] == [1, 7]


def test_the_decision_may_differ_from_order_and_vote(cup: Cup) -> None:
    made = publish(cup)
    held = publishing.decide(
        sheet_of(made.round, "KV5"), "Cờ thi đua", granted=True, paper="12/QĐ-VKSTC", signed_on=DAY, authority="Viện trưởng", by=cup.run
    )
    assert (held.granted, publishing.in_force(made.round)) == (True, made)


def test_a_unit_barred_the_year_before_does_not_head_its_cluster(cup: Cup) -> None:
    round = cup.open()
    sheets.bar(sheet_of(round, "KV2"), "Có cán bộ bị khởi tố", "khoản 3 Điều 11 Thông tư 01/2019/TT-VKSTC", "", by=cup.run)
    with pytest.raises(ValidationError, match="VKSND khu vực 2 không làm trưởng, phó năm 2027: năm 2026 đơn vị không được xét thi đua"):
        clusters.set_members(cup.cluster, 2027, cup.units, head=cup.units[1], by=cup.run)
    clusters.set_members(cup.cluster, 2027, cup.units, head=cup.units[2], by=cup.run)
