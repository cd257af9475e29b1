"""Copies: what was written comes back as it was; what is damaged is told; what is in the way is refused."""

from __future__ import annotations

import datetime as dt
import hashlib
import inspect
import json
import zipfile
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.backends.base.base import BaseDatabaseWrapper
from django.test import override_settings
from pypdf import PdfWriter
from tests.office import Office, person, user

from vinhdanh.audit.actions import record
from vinhdanh.audit.models import Event
from vinhdanh.cli import main
from vinhdanh.commands.copies import tables
from vinhdanh.commands.copies.archive import placed
from vinhdanh.files.actions import path_of, store
from vinhdanh.files.models import StoredFile
from vinhdanh.people.models import Person
from vinhdanh.records.models import AwardHeld
from vinhdanh.search.models import SearchEntry
from vinhdanh.units.models import Unit

# The snapshot is another connection: it sees what has been committed.
pytestmark = pytest.mark.django_db(transaction=True)
Run = Any


def pdf() -> bytes:
    """One empty page."""
    made, out = PdfWriter(), BytesIO()
    made.add_blank_page(200, 200)
    made.write(out)
    return out.getvalue()


PDF = pdf()


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """``run(words…)`` → (exit code, everything said)."""

    def call(*words: object) -> tuple[int, str]:
        code = main([str(w) for w in words])
        said = capsys.readouterr()
        return code, said.out + said.err

    return call


@pytest.fixture(autouse=True)
def another_connection(transactional_db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Django's tests allow no connection that is not in the settings; a copy is read through one."""
    real = inspect.getclosurevars(BaseDatabaseWrapper.ensure_connection).nonlocals["real_ensure_connection"]
    monkeypatch.setattr(BaseDatabaseWrapper, "ensure_connection", real)


@pytest.fixture
def office(tmp_path: Path) -> Any:
    """An office with people, an award, events and a stored file."""
    with override_settings(MEDIA_ROOT=tmp_path / "files"):
        made = Office()
        clerk = user("bo-phan-tdkt", made.top, person=person(made.p1, "Nguyễn Văn Ánh"))
        someone = person(made.kv, "Trần Thị Đào")
        AwardHeld.objects.create(
            person=someone, year=2025, award="giay-khen", decision="7/QĐ", folded="7 qd", entered_at=dt.datetime(2026, 1, 5, tzinfo=dt.UTC)
        )
        for i in range(3):
            record(someone, "thu", by=clerk, data={"i": i, "ngày": dt.date(2025, 1, 2)}, reason="Thử “dấu”\n")
        store(SimpleUploadedFile("quyet-dinh.pdf", PDF, "application/pdf"), by=clerk)
        yield made


def content() -> dict[str, list[list[Any]]]:
    """Every row of every copied table."""
    return {m._meta.db_table: list(tables.rows(m, "default")) for m in tables.tables()}


def test_a_copy_brings_everything_back(run: Run, office: Office, tmp_path: Path) -> None:
    before = content()
    out = tmp_path / "ban.zip"
    code, said = run("backup", out)
    assert (code, run("verify", out)[0]) == (0, 0), said
    Person.objects.filter(full_name="Trần Thị Đào").update(full_name="Khác")
    Event.objects.all().delete()
    stored = StoredFile.objects.get()
    path_of(stored.digest).unlink()
    assert run("restore", out)[0] == 2  # not empty
    code, said = run("restore", out, "--replace")
    assert code == 0 and content() == before, said
    assert path_of(stored.digest).read_bytes() == PDF
    assert SearchEntry.objects.filter(title="Trần Thị Đào").count() == 1
    assert run("verify")[0] == 0
    Unit.objects.create(key="MOI", name="Mới", kind=office.top.kind, path="/MOI/", folded="moi", sort_key="1")  # the next key is free


def test_nothing_is_overwritten_unasked(run: Run, office: Office, tmp_path: Path) -> None:
    out = tmp_path / "ban.zip"
    out.write_text("của tôi")
    assert run("backup", out)[0] == 2 and out.read_text() == "của tôi"
    assert run("backup", out, "--force")[0] == 0 and zipfile.is_zipfile(out)
    assert sorted(p.name for p in tmp_path.iterdir()) == ["ban.zip", "files"]
    assert run("backup", tmp_path / "khong" / "co" / "ban.zip")[0] == 2


def change(path: Path, name: str, content: bytes | None) -> None:
    """Write the zip again with one part changed, or without it."""
    with zipfile.ZipFile(path) as old:
        parts = {n: old.read(n) for n in old.namelist()}
    parts[name] = content or b""
    with zipfile.ZipFile(path, "w") as new:
        for n, body in parts.items():
            if n != name or content is not None:
                new.writestr(n, body)


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("tables/people_person.jsonl", b"[]\n", "Bảng people_person: nội dung không khớp"),
        ("tables/people_person.jsonl", None, "Bảng people_person: không có trong bản sao lưu"),
        ("manifest.json", b"{}", "đã bị sửa"),
        ("manifest.sha256", None, "thiếu hoặc hỏng bảng kê"),
    ],
)
def test_damage_is_told_and_nothing_is_restored(run: Run, office: Office, tmp_path: Path, name: str, content: bytes | None, says: str) -> None:
    out = tmp_path / "ban.zip"
    run("backup", out)
    change(out, name, content)
    code, said = run("verify", out)
    assert code in (1, 2) and says in said
    Person.objects.filter(full_name="Trần Thị Đào").update(full_name="Khác")
    code, said = run("restore", out, "--replace")
    assert code == 2 and says in said
    assert Person.objects.filter(full_name="Khác").exists()


def test_a_torn_file_is_refused(run: Run, office: Office, tmp_path: Path) -> None:
    out = tmp_path / "ban.zip"
    run("backup", out)
    out.write_bytes(out.read_bytes()[:-2000])
    assert run("verify", out)[0] == 2 and run("restore", out, "--replace")[0] == 2
    assert run("verify", tmp_path / "khong.zip")[0] == 2


def test_a_copy_of_another_version_is_refused(run: Run, office: Office, tmp_path: Path) -> None:
    out = tmp_path / "ban.zip"
    run("backup", out)
    with zipfile.ZipFile(out) as old:
        manifest = json.loads(old.read("manifest.json"))
    manifest["schema"].append("people.9999_later")
    text = json.dumps(manifest).encode()
    change(out, "manifest.json", text)
    change(out, "manifest.sha256", hashlib.sha256(text).hexdigest().encode())
    code, said = run("restore", out, "--replace")
    assert code == 2 and "Cài đúng phiên bản đó" in said


def test_a_missing_file_is_told_by_the_copy(run: Run, office: Office, tmp_path: Path) -> None:
    path_of(StoredFile.objects.get().digest).unlink()
    code, said = run("backup", tmp_path / "ban.zip")
    assert code == 1 and "Có 1 tệp đã mất" in said
    assert run("verify", tmp_path / "ban.zip")[0] == 1
    assert run("restore", tmp_path / "ban.zip", "--replace")[0] == 0


def test_verify_finds_what_is_wrong_with_living_data(run: Run, office: Office) -> None:
    assert run("verify")[0] == 0
    Person.objects.filter(full_name="Trần Thị Đào").update(folded="x")
    Unit.objects.filter(key="P1").update(path="/P1/")
    Event.objects.filter(number=2).update(reason="đã sửa")
    AwardHeld.objects.update(folded="8 qd")
    SearchEntry.objects.filter(kind="unit").delete()
    path_of(StoredFile.objects.get().digest).write_bytes(b"x")
    code, said = run("verify", "--json")
    faults = json.loads(said)["faults"]
    assert code == 1
    assert {name: len(found) for name, found in faults.items() if found} == {
        "Chuỗi nhật ký": 1,
        "Tệp": 1,
        "Đơn vị": 1,
        "Cán bộ": 1,
        "Số quyết định": 1,
        "Chỉ mục tìm kiếm": 1,
    }


def broken_off(out: Path) -> None:
    with placed(out) as part:
        part.write_text("nửa")
        raise KeyboardInterrupt


def test_a_break_on_the_way_leaves_the_old_copy(tmp_path: Path) -> None:
    out = tmp_path / "ban.zip"
    out.write_text("cũ")
    (tmp_path / ".ban.zip.999999999.part").write_text("của một lần bị dừng")
    with pytest.raises(KeyboardInterrupt):
        broken_off(out)
    assert {p.name: p.read_text() for p in tmp_path.iterdir()} == {"ban.zip": "cũ"}
