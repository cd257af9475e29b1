"""Pages of imports: who gets in, what is refused with which words, queries that do not grow with the rows."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.office import Office, person, user
from tests.records.importing.conftest import Bring, errors

from vinhdanh.accounts.models import User
from vinhdanh.audit.models import Viewing
from vinhdanh.people.models import Person
from vinhdanh.records.models import ImportBatch, ImportRow
from vinhdanh.workbook.dirty import PATH

pytestmark = pytest.mark.django_db
WHO = {"key": "CB1", "name": "Nguyễn Văn Khớp"}


@pytest.fixture
def signed(client: Client, clerk: User) -> Client:
    client.force_login(clerk)
    return client


def text(answer: Any) -> str:
    return str(answer.content.decode())


def form(**more: Any) -> dict[str, Any]:
    return {"unit": "MH", "kind": "template", "year": "2025", "file": SimpleUploadedFile("tệp.xlsx", PATH.read_bytes()), **more}


def test_the_page_of_records_leads_to_imports(signed: Client, client: Client, office: Office) -> None:
    link = '<a class="btn btn-outline-secondary" href="/du-kien/nhap/">Nhập từ Excel</a>'
    assert text(signed.get("/du-kien/")).count(link) == 1
    client.force_login(user("thu-ky", office.top))
    assert text(client.get("/du-kien/")).count(link) == 0


def test_upload_reads_and_leads_to_the_grid(signed: Client, django_capture_on_commit_callbacks: Any) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        answer = signed.post("/du-kien/nhap/moi/", form())
    batch = ImportBatch.objects.get()
    assert answer["Location"] == f"/du-kien/nhap/{batch.pk}/"
    page = text(signed.get(answer["Location"]))
    assert "Còn 9 dòng cần xử lý" in page and "D · Ngày sinh" in page and "15/01/1987" in page
    assert 'disabled aria-describedby="vi-sao"' in page


REFUSED: dict[str, tuple[dict[str, Any], str]] = {
    "not Excel by its name": ({"file": SimpleUploadedFile("a.pdf", b"%PDF-1.7")}, "Chỉ nhập từ tệp Excel"),
    "not Excel by its content": ({"file": SimpleUploadedFile("a.xlsx", b"%PDF-1.7 x")}, "Tên tệp là .xlsx nhưng nội dung là PDF"),
    "nothing in it": ({"file": SimpleUploadedFile("a.xlsx", b"")}, "rỗng"),
    "a year to come": ({"year": "2999"}, "Năm phải từ"),
    "a unit outside": ({"unit": "TB"}, "id_unit"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_refused_with_the_reason(case: str, signed: Client) -> None:
    more, says = REFUSED[case]
    answer = signed.post("/du-kien/nhap/moi/", form(**more))
    assert answer.status_code == 422 and says in text(answer)
    assert ImportBatch.objects.count() == 0


def test_outside_the_scope_it_is_not_there(bring: Bring, client: Client, office: Office) -> None:
    batch = bring(PATH.read_bytes())
    row = ImportRow.objects.filter(batch=batch).first()
    assert row is not None
    client.force_login(user("can-bo-tdkt", office.other))
    for path in ("", "cot/", "bang-ma/", "hoan-tac/", "bo/", f"o/{row.pk}/name/"):
        assert client.get(f"/du-kien/nhap/{batch.pk}/{path}").status_code == 404, path
    for path in (f"o/{row.pk}/name/", f"nguoi/{row.pk}/", f"bo-dong/{row.pk}/", "kiem-tra-lai/", "luu/", "hoan-tac/", "bo/"):
        assert client.post(f"/du-kien/nhap/{batch.pk}/{path}").status_code == 404, path
    client.force_login(user("uy-vien", office.top))
    page = client.get("/du-kien/nhap/moi/")
    assert "chưa được giao quyền nhập dữ liệu từ Excel" in text(page)


def test_a_row_of_another_batch_is_not_there(bring: Bring, signed: Client) -> None:
    one, two = bring(PATH.read_bytes()), bring(PATH.read_bytes())
    row = ImportRow.objects.filter(batch=two).first()
    assert row is not None
    assert signed.get(f"/du-kien/nhap/{one.pk}/o/{row.pk}/name/").status_code == 404


def test_a_cell_is_corrected_in_its_place(bring: Bring, signed: Client) -> None:
    batch = bring(PATH.read_bytes())
    row = ImportRow.objects.get(batch=batch, sheet="people", number=5)
    address = f"/du-kien/nhap/{batch.pk}/o/{row.pk}/birth/?tap=people&loi=1&trang=1"
    fragment = text(signed.get(address, headers={"HX-Request": "true"}))
    assert fragment.startswith("<td") and 'value="15/01/1897"' in fragment
    assert "<html" in text(signed.get(address))
    answer = signed.post(address, {"before": "15/01/1897", "value": "15/01/1987"}, headers={"HX-Request": "true"})
    assert text(answer).startswith('<div id="luoi"') and "Còn 8 dòng cần xử lý" in text(answer)
    stale = signed.post(address, {"before": "15/01/1897", "value": "x"})
    assert stale["Location"] == f"/du-kien/nhap/{batch.pk}/?tap=people&loi=1&trang=1#d5"
    assert "Có người vừa sửa ô này thành “15/01/1987”" in text(signed.get(stale["Location"]))


def test_saving_is_refused_with_the_reason(bring: Bring, signed: Client) -> None:
    batch = bring(PATH.read_bytes())
    answer = signed.post(f"/du-kien/nhap/{batch.pk}/luu/", follow=True)
    assert "Còn 9 dòng cần xử lý: sửa ô sai" in text(answer)


def test_saved_then_undone_by_its_pages(office: Office, bring: Bring, signed: Client, django_capture_on_commit_callbacks: Any) -> None:
    batch = bring({"people": [{"name": "Lý Thị Mới", "unit": "P1"}]})
    with django_capture_on_commit_callbacks(execute=True):
        signed.post(f"/du-kien/nhap/{batch.pk}/luu/")
    assert "Đã lưu cả tệp" in text(signed.get(f"/du-kien/nhap/{batch.pk}/"))
    assert "xóa 1 dòng" in text(signed.get(f"/du-kien/nhap/{batch.pk}/hoan-tac/"))
    with django_capture_on_commit_callbacks(execute=True):
        signed.post(f"/du-kien/nhap/{batch.pk}/hoan-tac/")
    assert "Đã hoàn tác" in text(signed.get(f"/du-kien/nhap/{batch.pk}/"))
    assert Person.objects.count() == 0


def test_a_file_is_given_up(bring: Bring, signed: Client) -> None:
    batch = bring(PATH.read_bytes())
    assert "không lưu gì" in text(signed.get(f"/du-kien/nhap/{batch.pk}/bo/"))
    assert "Tệp đã bị bỏ" in text(signed.post(f"/du-kien/nhap/{batch.pk}/bo/", follow=True))
    assert ImportRow.objects.count() == 0


def test_sensitive_sheets_are_kept_from_who_may_not_see_them(office: Office, bring: Bring, client: Client, clerk: User) -> None:
    person(office.p1, "Nguyễn Văn Khớp", key="CB1")
    chief = user("bo-phan-tdkt", office.top)
    batch = bring({"limits": [{**WHO, "form": "Tố cáo"}], "ratings": [{**WHO, "year": 2024, "rating": "HT"}]}, by=chief)
    client.force_login(clerk)  # may see discipline, but no complaints
    page = text(client.get(f"/du-kien/nhap/{batch.pk}/?loi=0"))
    assert "Xếp loại" in page and "Kỷ luật" not in page
    row = ImportRow.objects.get(batch=batch, sheet="limits")
    assert client.get(f"/du-kien/nhap/{batch.pk}/o/{row.pk}/form/").status_code == 404
    assert client.get(f"/tep/{batch.file_id}/").status_code == 404
    assert Viewing.objects.count() == 0
    client.force_login(chief)
    assert "Tố cáo" in text(client.get(f"/du-kien/nhap/{batch.pk}/?tap=limits&loi=0"))
    assert Viewing.objects.get().fields == "complaint,discipline"
    answer = client.get(f"/tep/{batch.file_id}/")
    assert b"".join(answer.streaming_content)[:2] == b"PK"  # type: ignore[attr-defined]


def counted(client: Client, path: str) -> int:
    client.get(path)
    with CaptureQueriesContext(
        connection,
    ) as seen:
        assert client.get(path).status_code == 200
    return len(seen)


def test_queries_do_not_grow_with_the_rows(office: Office, bring: Bring, signed: Client) -> None:
    numbers = []
    for rows in (1, 30):
        batch = bring({"people": [{"name": f"Lý Thị Mới{chr(65 + i % 26) * (i // 26 + 1)}", "unit": "P1"} for i in range(rows)]})
        numbers.append(counted(signed, f"/du-kien/nhap/{batch.pk}/?loi=0"))
    assert numbers[0] == numbers[1]
    before = counted(signed, "/du-kien/nhap/")
    for _ in range(3):
        bring({"people": [{"name": "Lý Thị Mới", "unit": "P1"}]})
    assert counted(signed, "/du-kien/nhap/") == before


def listed() -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        page = book.add_worksheet("DS")
        for at, row in enumerate([["Họ tên", "Đơn vị", "Danh hiệu", "Ghi chú"], ["Nguyễn Văn Khớp", "P1", "LĐTT", "x"]]):
            page.write_row(at, 0, row)
    return out.getvalue()


def test_columns_are_chosen_on_their_page(
    office: Office, bring: Bring, signed: Client, django_capture_on_commit_callbacks: Callable[..., Any]
) -> None:
    person(office.p1, "Nguyễn Văn Khớp")
    batch = bring(listed(), kind="awards")
    there = f"/du-kien/nhap/{batch.pk}/cot/"
    assert signed.get(f"/du-kien/nhap/{batch.pk}/")["Location"] == there
    page = text(signed.get(there))
    assert '<option value="award" selected>' in page
    cols = {"c1": "name", "c2": "unit", "c3": "award"}
    for wrong, says in (
        ({**cols, "c4": "name"}, "cho hai cột"),
        ({"c2": "unit", "c3": "award"}, "Chưa chọn cột họ tên"),
        ({"c1": "name"}, "Chưa có “Danh hiệu, hình thức khen thưởng”"),
    ):
        assert says in text(signed.post(there, wrong)), says
    with django_capture_on_commit_callbacks(execute=True):
        signed.post(there, {**cols, "d_year": "2024"})
    batch.refresh_from_db()
    assert batch.state == ImportBatch.State.REVIEW
    assert errors(batch) == [("awards", 2, "name", "choose-person")]
