"""Acts of the rulebook as rows; texts read, previewed, saved in versions."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.office import Office, user

from vinhdanh.accounts.models import User
from vinhdanh.law import actions, queries
from vinhdanh.law.citing import cited
from vinhdanh.law.links import url_of
from vinhdanh.law.models import Act, Provision, ProvisionVersion
from vinhdanh.law.parsing import parse
from vinhdanh.law.places import key_of, place_of, slug_of, words_of
from vinhdanh.law.rulebook import law
from vinhdanh.law.views.acts import plain
from vinhdanh.merit.law import Citation, Place

TEXT = """Chương III
DANH HIỆU THI ĐUA
Điều 22. Danh hiệu “Chiến sĩ thi đua Bộ, ban, ngành, tỉnh”
1. Danh hiệu được tặng cho cá nhân đạt các tiêu chuẩn sau đây:
a) Có 03 lần liên tục được tặng danh hiệu “Chiến sĩ thi đua cơ sở”;
b) Có sáng kiến đã được áp dụng hiệu quả.
2. Việc công nhận mức độ ảnh hưởng do người đứng đầu xem xét.
Điều 23. Danh hiệu “Chiến sĩ thi đua cơ sở”
1. Đạt tiêu chuẩn danh hiệu “Lao động tiên tiến”;
"""


def fold_places(text: str) -> list[str]:
    return [words_of(p.place) for p in parse(text).pieces]


# ---- parsing -------------------------------------------------------------------------------------------


def test_an_act_is_taken_apart() -> None:
    found = parse(TEXT)
    assert [words_of(p.place) for p in found.pieces] == [
        "Điều 22",
        "khoản 1 Điều 22",
        "điểm a khoản 1 Điều 22",
        "điểm b khoản 1 Điều 22",
        "khoản 2 Điều 22",
        "Điều 23",
        "khoản 1 Điều 23",
    ]
    assert found.pieces[0].heading == "Danh hiệu “Chiến sĩ thi đua Bộ, ban, ngành, tỉnh”"
    assert (found.doubts, found.before) == ([], "Chương III\nDANH HIỆU THI ĐUA")


def test_what_an_amending_act_quotes_opens_nothing() -> None:
    text = "Điều 1. Sửa đổi\n9. Không phải khoản 9.\n1. Sửa khoản 1 Điều 73 như sau:\n“1. Bằng khen:\na) Một;\nb) Hai.”.\n2. Bãi bỏ Điều 5."
    found = parse(text)
    assert [words_of(p.place) for p in found.pieces] == ["Điều 1", "khoản 1 Điều 1", "khoản 2 Điều 1"]
    assert found.pieces[1].text == "Sửa khoản 1 Điều 73 như sau:\n“1. Bằng khen:\na) Một;\nb) Hai.”."


def test_letters_follow_the_vietnamese_alphabet() -> None:
    text = "Điều 3. Giải thích\n1. Gồm:\n" + "\n".join(f"{x}) Chữ {x};" for x in "abcdđeghik")
    assert fold_places(text)[-3:] == ["điểm h khoản 1 Điều 3", "điểm i khoản 1 Điều 3", "điểm k khoản 1 Điều 3"]


def test_gaps_and_an_open_quotation_are_doubted_and_nothing_is_lost() -> None:
    found = parse("Điều 1. Một\nLời một.\nĐiều 4. Bốn\nLời “bốn.\nMục 2\nĐiều 5. Năm")
    assert found.doubts == [
        "Sau Điều 1 là Điều 4: thiếu các điều ở giữa, hoặc chỉ dán một phần văn bản.",
        "Điều 4: còn ngoặc kép “ chưa đóng, phần sau có thể bị gộp vào một đoạn.",
    ]
    assert found.pieces[-1].text == "Lời “bốn.\nMục 2\nĐiều 5. Năm"


def test_lines_broken_for_a_page_are_joined() -> None:
    found = parse("Điều 5. Tên điều dài\nxuống dòng\n12\n1. Khoản một bị ngắt\nở giữa câu.\n2. Khoản hai.", wrapped=True)
    assert [(p.heading, p.text) for p in found.pieces] == [("Tên điều dài xuống dòng", ""), ("", "Khoản một bị ngắt ở giữa câu."), ("", "Khoản hai.")]


def test_a_text_without_articles_says_what_to_do() -> None:
    assert parse("Không có gì").doubts[0].startswith("Không thấy dòng nào bắt đầu bằng “Điều 1.”")


lines = st.sampled_from(
    [*TEXT.splitlines(), "Mục 2", "Nơi nhận:", "a) x", "1. y", "2. z", "“1. trích", "hết.”", "Điều 30. Ba mươi", "Điều 10a. Chen", "chữ thường"]
)


@given(st.lists(lines, max_size=25))
@settings(max_examples=200, deadline=None)
def test_what_was_read_reads_the_same_again(found: list[str]) -> None:
    once = parse("\n".join(found))
    assert parse(plain(once)).pieces == once.pieces


# ---- places and links ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("place", "slug"),
    [
        (Place("22", "1", "a"), "dieu-22-khoan-1-diem-a"),
        (Place("10đ", None, "đ1"), "dieu-10dd-diem-dd1"),
        (Place("22"), "dieu-22"),
        (Place(), ""),
        (Place(part="mục III.5.c"), "muc-iii-5-c"),
    ],
)
def test_addresses_of_places(place: Place, slug: str) -> None:
    assert slug_of(place) == slug
    assert not place.article or place_of(slug) == place


def test_places_sort_as_the_text_runs() -> None:
    run = [
        Place("9"),
        Place("10"),
        Place("10", "1"),
        Place("10", "1", "d"),
        Place("10", "1", "đ"),
        Place("10", "1", "e"),
        Place("10", "10"),
        Place("10a"),
    ]
    assert sorted(run, key=key_of) == run


def test_every_citation_of_the_rulebook_has_its_page(client: Client, acts: None, office: Office) -> None:
    client.force_login(user(), backend="django.contrib.auth.backends.ModelBackend")
    book = law()
    places = sorted({Citation(book.acts[act], *place) for act, place in cited(book)})
    assert len(places) > 450
    rows = set(Provision.objects.values_list("act__code", "slug"))
    assert {(c.act.code, slug_of(Place(c.article, c.clause, c.point, c.part))) for c in places if c.article or c.part} <= rows
    for citation in [*places[::17], next(c for c in places if c.part)]:
        assert client.get(url_of(citation)).status_code == 200, citation


def test_a_citation_nobody_entered_still_opens_and_an_unknown_act_does_not(client: Client, acts: None, office: Office) -> None:
    client.force_login(user(), backend="django.contrib.auth.backends.ModelBackend")
    assert "Chưa có nguyên văn" in client.get("/phap-luat/luat-2022/dieu-95-khoan-7/").content.decode()
    assert client.get("/phap-luat/luat-2022/abc/").status_code == client.get("/phap-luat/khong-co/dieu-1/").status_code == 404


# ---- rows ----------------------------------------------------------------------------------------------


def test_syncing_again_writes_nothing(acts: None, capsys: pytest.CaptureFixture[str]) -> None:
    assert actions.sync_acts(None) == 0
    call_command("sync_law")
    assert capsys.readouterr().out == "Văn bản, điều khoản đã đủ, không có gì thay đổi.\n"


def test_status_on_a_day(acts: None) -> None:
    act = Act.objects.get(code="nd-98")
    days = [dt.date(2023, 12, 31), dt.date(2024, 1, 1), dt.date(2025, 6, 30), dt.date(2025, 7, 1)]
    assert [act.status_on(d).label for d in days] == ["Chưa có hiệu lực", "Còn hiệu lực", "Còn hiệu lực", "Hết hiệu lực"]
    assert act.status_on(dt.date(2024, 1, 1), ended_in_part=True).label == "Hết hiệu lực một phần"


def saved(act: Act, text: str, by: User, since: dt.date | None = None) -> dict[str, int]:
    pieces = parse(text).pieces
    state = actions.state_of(actions.plan_text(act, pieces, since))
    return actions.save_text(act, pieces, since=since, until=None, source=None, state=state, by=by)


def test_a_text_is_kept_in_versions_never_overwritten(acts: None, clerk: User) -> None:
    act = Act.objects.get(code="luat-2022")
    assert saved(act, TEXT, clerk) == {"new": 7, "changed": 0, "same": 0}
    assert saved(act, TEXT, clerk) == {"new": 0, "changed": 0, "same": 7}
    assert saved(act, TEXT.replace("áp dụng hiệu quả", "áp dụng có hiệu quả"), clerk) == {"new": 0, "changed": 1, "same": 6}
    row = Provision.objects.get(act=act, slug="dieu-22-khoan-1-diem-b")
    assert [v.text for v in ProvisionVersion.objects.filter(provision=row).order_by("number")] == [
        "Có sáng kiến đã được áp dụng hiệu quả.",
        "Có sáng kiến đã được áp dụng có hiệu quả.",
    ]


def test_an_amended_text_has_its_own_span(acts: None, clerk: User) -> None:
    act = Act.objects.get(code="luat-2022")
    saved(act, TEXT, clerk)
    saved(act, "Điều 23. Tên mới\n1. Lời mới.", clerk, dt.date(2026, 10, 1))
    before, after = (queries.provision(act, "dieu-23-khoan-1", d) for d in (dt.date(2026, 9, 30), dt.date(2026, 10, 1)))
    assert before is not None and after is not None and before.row is not None
    assert (before.paragraphs, after.paragraphs) == ([("1.", "Đạt tiêu chuẩn danh hiệu “Lao động tiên tiến”;")], [("1.", "Lời mới.")])
    assert before.row.until == dt.date(2026, 10, 1)


def test_a_text_somebody_else_entered_meanwhile_is_shown_again(acts: None, clerk: User) -> None:
    act, pieces = Act.objects.get(code="luat-2022"), parse(TEXT).pieces
    state = actions.state_of(actions.plan_text(act, pieces, None))
    saved(act, TEXT, clerk)
    with pytest.raises(actions.Stale):
        actions.save_text(act, pieces, since=None, until=None, source=None, state=state, by=clerk)


# ---- the form ------------------------------------------------------------------------------------------

SignIn = Callable[[User], Client]


def docx(text: str) -> bytes:
    box = io.BytesIO()
    paragraphs = "".join(f"<w:p><w:r><w:t>{line}</w:t></w:r></w:p>" for line in text.splitlines())
    name = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    with zipfile.ZipFile(box, "w") as made:
        kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
        made.writestr("[Content_Types].xml", f'<Types><Override PartName="/word/document.xml" ContentType="{kind}"/></Types>')
        made.writestr("word/document.xml", f'<w:document xmlns:w="{name}"><w:body>{paragraphs}</w:body></w:document>')
    return box.getvalue()


def test_a_word_file_is_shown_before_it_is_kept(acts: None, clerk: User, sign_in: SignIn) -> None:
    client = sign_in(clerk)
    shown = client.post("/phap-luat/luat-2022/nhap/", {"file": SimpleUploadedFile("luat.docx", docx(TEXT))})
    assert "Đọc được 2 điều, 7 mục." in shown.content.decode() and not Provision.objects.exclude(text="").exists()
    form = shown.context["form"]
    again = client.post("/phap-luat/luat-2022/nhap/", {k: form.initial[k] or "" for k in ("text", "source", "state")} | {"luu": "1"})
    assert again.status_code == 302
    row = Provision.objects.get(act__code="luat-2022", slug="dieu-22-khoan-2")
    assert row.source is not None and row.source.name == "luat.docx"
    page = client.get("/phap-luat/luat-2022/dieu-22/").content.decode()
    assert "Có 03 lần liên tục được tặng danh hiệu" in page


def test_what_was_changed_after_the_preview_is_shown_again(acts: None, clerk: User, sign_in: SignIn) -> None:
    client = sign_in(clerk)
    form = client.post("/phap-luat/luat-2022/nhap/", {"text": TEXT}).context["form"]
    answer = client.post("/phap-luat/luat-2022/nhap/", {"text": TEXT.replace("hiệu quả", "tốt"), "state": form.initial["state"], "luu": "1"})
    assert answer.status_code == 200 and "nội dung bạn sửa khác bản đã xem" in answer.content.decode()
    assert not Provision.objects.exclude(text="").exists()


@pytest.mark.parametrize(
    ("sent", "says"),
    [
        ({}, "Chưa có gì để đọc"),
        ({"text": "Không có điều nào"}, "Không thấy dòng nào bắt đầu bằng “Điều 1.”"),
        ({"file": SimpleUploadedFile("a.docx", b"abc")}, "Không nhận loại tệp này"),
        ({"text": TEXT, "since": "ngày mai"}, "Viết ngày như 01/10/2026."),
    ],
)
def test_what_cannot_be_read_is_told(acts: None, clerk: User, sign_in: SignIn, sent: dict[str, object], says: str) -> None:
    assert says in sign_in(clerk).post("/phap-luat/luat-2022/nhap/", sent).content.decode()


def test_entering_texts_needs_its_power(acts: None, office: Office, sign_in: SignIn) -> None:
    client = sign_in(user("lanh-dao", office.top))
    assert client.get("/phap-luat/luat-2022/nhap/").status_code == client.post("/phap-luat/luat-2022/nhap/", {"text": TEXT}).status_code == 403


def test_an_act_is_added_once(acts: None, clerk: User, sign_in: SignIn) -> None:
    client, sent = sign_in(clerk), {"name": "Quy chế thi đua", "number": "15/QĐ-VKS", "in_force": "01/01/2026"}
    assert client.post("/phap-luat/them-van-ban/", sent)["Location"] == "/phap-luat/15-qd-vks/"
    assert "Văn bản này đã có: Quy chế thi đua." in client.post("/phap-luat/them-van-ban/", sent).content.decode()


# ---- search --------------------------------------------------------------------------------------------


def test_search_finds_without_diacritics(acts: None, clerk: User) -> None:
    saved(Act.objects.get(code="luat-2022"), TEXT, clerk)
    found = queries.search("sang kien ap dung", law())
    assert [(h.kind, h.url) for h in found] == [("Điều khoản", "/phap-luat/luat-2022/dieu-22-khoan-1-diem-b/")]
    assert queries.search("nghị định 152", law())[0].url == "/phap-luat/nd-152/"
    assert queries.search("điểm a khoản 1 Điều 22 Luật TĐKT 2022", law())[0].url == "/phap-luat/luat-2022/dieu-22-khoan-1-diem-a/"
    assert queries.search("huan chuong lao dong hang ba", law())[0].url == "/phap-luat/quy-tac/huan-chuong-lao-dong-ba/"
    assert queries.search("  ") == []
