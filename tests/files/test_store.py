"""Keeping uploads: what is taken, what is refused and why, who may read it."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image
from pypdf import PdfWriter
from pypdf.generic import DictionaryObject, NameObject, TextStringObject
from tests.office import Office, user

from vinhdanh.accounts.models import User
from vinhdanh.files import access
from vinhdanh.files.actions import Refused, clear, path_of, remove, store
from vinhdanh.files.models import StoredFile
from vinhdanh.files.queries import leftovers, verify_files
from vinhdanh.workbook import guard, write_template

pytestmark = pytest.mark.django_db


@pytest.fixture
def by() -> User:
    return user()


def upload(name: str, body: bytes) -> SimpleUploadedFile:
    made = SimpleUploadedFile("x", body)
    made._name = name
    return made


def pdf(javascript: bool = False, launch: bool = False) -> bytes:
    writer = PdfWriter()
    writer.add_blank_page(200, 200)
    if javascript:
        action = DictionaryObject({NameObject("/S"): NameObject("/JavaScript"), NameObject("/JS"): TextStringObject("app.alert(1)")})
        writer._root_object[NameObject("/OpenAction")] = action
    if launch:
        writer._root_object[NameObject("/OpenAction")] = DictionaryObject(
            {NameObject("/S"): NameObject("/Launch"), NameObject("/F"): TextStringObject("calc.exe")}
        )
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def xlsx(tmp_path: Path) -> bytes:
    write_template(tmp_path / "a.xlsx")
    return (tmp_path / "a.xlsx").read_bytes()


def zipped(**parts: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as book:
        for name, body in parts.items():
            book.writestr(name.replace("__", "/"), body)
    return out.getvalue()


def picture() -> bytes:
    out = io.BytesIO()
    exif = Image.Exif()
    exif[0x010F] = "Máy ảnh bí mật"
    Image.new("RGB", (40, 20), "red").save(out, "JPEG", exif=exif)
    return out.getvalue()


def test_stored_by_content_once(by: User, media: Path) -> None:
    one, two = store(upload("Tờ trình.pdf", body := pdf()), by=by), store(upload("khac.pdf", body), by=by)
    assert (one.digest, one.name, one.media_type, one.size) == (two.digest, "Tờ trình.pdf", "application/pdf", len(body))
    assert path_of(one.digest) == media / one.digest[:2] / one.digest[2:4] / one.digest
    assert path_of(one.digest).read_bytes() == body
    assert list((media / "tmp").iterdir()) == []


def test_workbook_is_taken(by: User, tmp_path: Path) -> None:
    assert store(upload("Mẫu.XLSX", xlsx(tmp_path)), by=by).media_type.endswith("spreadsheetml.sheet")


def test_images_lose_what_cameras_add(by: User) -> None:
    made = store(upload("quyết định.jpeg", picture()), by=by)
    body = path_of(made.digest).read_bytes()
    assert b"Exif" in picture() and b"Exif" not in body
    with Image.open(io.BytesIO(body)) as image:
        assert image.size == (40, 20)


BOMB_TYPES = b'<Types><Override ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
REFUSED = {
    "nothing": ("a.pdf", b"", "Tệp rỗng (0 byte)"),
    "wrong type behind a right name": ("a.pdf", picture(), "Tên tệp là .pdf nhưng nội dung là ảnh JPEG"),
    "a program": ("a.xlsx", b"MZ\x90\x00 program", "Không nhận loại tệp này"),
    "a kind that is not taken": ("a.exe", b"MZ", "Chỉ nhận tệp"),
    "a path": ("../../etc/a.pdf", pdf(), "đường dẫn"),
    "a path of Windows": ("C:\\nguoi\\a.pdf", pdf(), "đường dẫn"),
    "a path as our parser keeps it": ("..\u2215a.pdf", pdf(), "đường dẫn"),
    "no ending": ("pdf", pdf(), "Chỉ nhận tệp"),
    "JavaScript in a PDF": ("a.pdf", pdf(javascript=True), "chương trình chạy kèm"),
    "a program begun by a PDF": ("a.pdf", pdf(launch=True), "chương trình chạy kèm"),
    "a damaged PDF": ("a.pdf", b"%PDF-1.7 nothing", "PDF bị hỏng"),
    "a damaged image": ("a.png", b"\x89PNG\r\n\x1a\n broken", "Ảnh bị hỏng"),
    "a plain zip": ("a.xlsx", zipped(a=b"1"), "Tệp nén không được nhận"),
    "a damaged zip": ("a.xlsx", b"PK\x03\x04 broken", "Tệp bị hỏng"),
    "macros": ("a.xlsx", zipped(**{"[Content_Types].xml": b"<Types/>", "xl__vbaProject.bin": b"1"}), "macro"),
    "a bomb": ("a.docx", zipped(**{"[Content_Types].xml": BOMB_TYPES, "word__document.xml": bytes(310_000_000)}), "giải nén lớn bất thường"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_refused_with_the_reason(case: str, by: User, media: Path) -> None:
    name, body, says = REFUSED[case]
    with pytest.raises(Refused, match=".+") as why:
        store(upload(name, body), by=by)
    assert says in str(why.value)
    assert StoredFile.objects.count() == 0
    assert [p for p in media.rglob("*") if p.is_file()] == []


def test_a_bomb_behind_a_workbook_is_refused(by: User, media: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guard, "MAX_PART", 2_000_000)  # in truth 600 MB, more than a test should make
    with zipfile.ZipFile(io.BytesIO(xlsx(tmp_path))) as book:
        parts = {name.replace("/", "__"): book.read(name) for name in book.namelist()}
    with pytest.raises(Refused, match="giải nén lớn bất thường"):
        store(upload("a.xlsx", zipped(**{**parts, "xl__worksheets__sheet1.xml": bytes(3_000_000)})), by=by)
    assert [p for p in media.rglob("*") if p.is_file()] == []


def test_too_big_is_refused(by: User, settings) -> None:  # type: ignore[no-untyped-def]
    settings.UPLOAD_LIMIT = 1024 * 1024
    big = upload("a.pdf", b"%PDF-" + bytes(1024 * 1024))
    with pytest.raises(Refused, match="Tệp lớn hơn 1 MB"):
        store(big, by=by)
    big.size = None  # a size that is not told is found out while writing
    with pytest.raises(Refused, match="Tệp lớn hơn 1 MB"):
        store(big, by=by)


def test_200_megabytes_are_turned_away_unread(client: Client, by: User) -> None:
    client.force_login(by)
    answer = client.post("/du-kien/nhap/moi/", data=b"x", content_type="multipart/form-data; boundary=b", CONTENT_LENGTH=str(200 * 1024 * 1024))
    assert answer.status_code == 413
    assert "Tệp lớn hơn 50 MB" in answer.content.decode()


def test_verify_names_each_damage(by: User, media: Path, tmp_path: Path) -> None:
    lost, changed, longer = (store(upload("a.pdf", pdf() + bytes(i)), by=by) for i in range(3))
    store(upload("a.xlsx", xlsx(tmp_path)), by=by)
    assert list(verify_files()) == []
    path_of(lost.digest).unlink()
    path_of(changed.digest).write_bytes(bytes(changed.size))
    path_of(longer.digest).write_bytes(b"x")
    assert [tuple(d) for d in verify_files()] == [
        (lost.digest, "Mất tệp trong kho."),
        (changed.digest, "Nội dung tệp đã bị thay đổi."),
        (longer.digest, f"Kích thước 1 khác với {longer.size} đã ghi."),
    ]


def test_what_a_killed_upload_left_is_no_damage_and_can_be_cleared(by: User, media: Path) -> None:
    kept = store(upload("a.pdf", pdf()), by=by)
    stray, part = path_of("ab" * 32), media / "tmp" / "tmpx"
    stray.parent.mkdir(parents=True, exist_ok=True)
    stray.write_bytes(b"x")
    part.write_bytes(b"x")
    assert (list(verify_files()), leftovers()) == ([], sorted([stray, part]))
    assert [clear(p) for p in (stray, part, path_of(kept.digest))] == [True, True, False]  # a row that came meanwhile keeps its bytes
    assert (list(verify_files()), leftovers()) == ([], [])


def test_bytes_go_with_the_last_row(by: User, django_capture_on_commit_callbacks) -> None:  # type: ignore[no-untyped-def]
    one, two = store(upload("a.pdf", pdf()), by=by), store(upload("b.pdf", pdf()), by=by)
    with django_capture_on_commit_callbacks(execute=True):
        remove(one, by=by, reason="Hết hạn lưu")
    assert path_of(one.digest).exists()
    with django_capture_on_commit_callbacks(execute=True):
        remove(two, by=by, reason="Hết hạn lưu")
    assert not path_of(one.digest).exists()


def test_download_for_who_may_read(client: Client, by: User) -> None:
    made = store(upload("Tờ trình.pdf", body := pdf()), by=by)
    client.force_login(by)
    answer = client.get(f"/tep/{made.pk}/")
    assert b"".join(answer.streaming_content) == body  # type: ignore[attr-defined]
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["X-Content-Type-Options"] == "nosniff"
    client.force_login(user("can-bo-tdkt", Office().top))
    assert client.get(f"/tep/{made.pk}/").status_code == 404


def test_a_registered_reader_opens_a_file(by: User, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    made, other = store(upload("a.pdf", pdf()), by=by), user()
    assert not access.may_read(other, made)
    monkeypatch.setattr(access, "_READERS", [lambda u, f: u == other and f == made])
    assert access.may_read(other, made)
    remove(made, by=by, reason="x")
    assert access.may_read(other, made).why == "Tệp đã hết thời hạn lưu và đã được hủy."


def test_a_path_survives_the_form(client: Client, by: User) -> None:
    from django.test import RequestFactory

    body = b'--b\r\nContent-Disposition: form-data; name="f"; filename="../../x.pdf"\r\nContent-Type: application/pdf\r\n\r\n%PDF-\r\n--b--\r\n'
    request = RequestFactory().post("/", data=body, content_type="multipart/form-data; boundary=b")
    with pytest.raises(Refused, match="đường dẫn"):
        store(request.FILES["f"], by=by)
