"""A file through the API: uploaded, looked at, corrected, saved, undone."""

from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.api.asker import Asker
from tests.office import Office, user

from vinhdanh.audit.models import Viewing
from vinhdanh.people.models import Person
from vinhdanh.records.models import ImportBatch, Rating
from vinhdanh.workbook.dirty import PATH
from vinhdanh.workbook.template import write_workbook

pytestmark = pytest.mark.django_db
PEOPLE = [{"key": "CB1", "name": "Trần Thị Mẫu", "unit": "P1", "birth": "01/02/1990"}]


class Importer(Asker):
    """Uploads too; what is put off until the transaction ends is done at once."""

    def __init__(self, holder: Any, at_once: Any, *scopes: str) -> None:
        super().__init__(holder, *scopes)
        self.at_once = at_once

    def upload(self, body: bytes, name: str = "tep.xlsx", unit: str = "P1") -> Any:
        with self.at_once(execute=True):
            return self.client.post("/api/v1/imports", {"unit": unit, "year": 2024, "file": SimpleUploadedFile(name, body)}, headers=self.headers)

    def send(self, method: str, path: str, body: Any = None) -> Any:
        with self.at_once(execute=True):
            return super().send(method, path, body)


@pytest.fixture
def office() -> Office:
    return Office()


@pytest.fixture
def clerk(office: Office, django_capture_on_commit_callbacks: Any) -> Importer:
    return Importer(user("bo-phan-tdkt", office.top), django_capture_on_commit_callbacks)


def workbook(folder: Path, **rows: Any) -> bytes:
    """A template with these rows."""
    write_workbook(folder / "in.xlsx", rows)
    return (folder / "in.xlsx").read_bytes()


def test_a_file_is_looked_at_saved_and_undone(clerk: Importer, tmp_path: Path) -> None:
    ratings = [{"key": "CB1", "name": "Trần Thị Mẫu", "year": 2024, "rating": "HTTNV"}]
    made = clerk.upload(workbook(tmp_path, people=PEOPLE, ratings=ratings))
    assert (made.status_code, made.json()["file"], made.json()["unit"]) == (201, "tep.xlsx", "P1")
    path = f"/imports/{made.json()['number']}"
    told = clerk.get(path).json()
    assert (told["state"], told["wrong"], told["why_not"], told["work"]["state"]) == ("review", 0, "", "done"), told
    assert {s["id"]: (s["rows"], s["new"]) for s in told["sheets"] if s["rows"]} == {"people": (1, 1), "ratings": (1, 1)}
    assert not Person.objects.exists()
    assert clerk.send("post", f"{path}/save").status_code == 200
    assert (clerk.get(path).json()["state"], Person.objects.get().key, Rating.objects.get().value) == ("saved", "CB1", "hoan-thanh-tot")
    assert clerk.send("post", f"{path}/save").status_code == 409
    clerk.send("post", f"{path}/undo")
    assert (clerk.get(path).json()["state"], Person.objects.count(), Rating.objects.count()) == ("undone", 0, 0)


def test_a_wrong_cell_is_found_corrected_and_stops_the_saving_until_then(clerk: Importer, tmp_path: Path) -> None:
    number = clerk.upload(workbook(tmp_path, people=[{**PEOPLE[0], "birth": "31/02/1990"}])).json()["number"]
    refused = clerk.send("post", f"/imports/{number}/save")
    assert (refused.status_code, "Còn 1 dòng cần xử lý" in refused.json()["message"]) == (409, True)
    row = clerk.get(f"/imports/{number}/rows?sheet=people&only_wrong=true").json()["rows"][0]
    assert [p["col"] for p in row["problems"]] == ["birth"]
    path, before = f"/imports/{number}/rows/{row['row']}/cell", row["cells"]["birth"]
    assert clerk.send("post", path, {"column": "birth", "value": "28/02/1990", "before": "khác"}).status_code == 409
    assert set(clerk.send("post", path, {"column": "x", "value": "", "before": ""}).json()["fields"]) == {"column"}
    done = clerk.send("post", path, {"column": "birth", "value": "28/02/1990", "before": before}).json()
    assert (done["problems"], done["original"]) == ([], {"birth": before})
    assert clerk.send("post", f"/imports/{number}/save").status_code == 200
    assert Person.objects.get().birth.isoformat() == "1990-02-28"  # type: ignore[union-attr]


def test_a_row_is_left_out_and_a_file_dropped(clerk: Importer, tmp_path: Path) -> None:
    number = clerk.upload(workbook(tmp_path, people=[{**PEOPLE[0], "birth": "31/02/1990"}])).json()["number"]
    row = clerk.get(f"/imports/{number}/rows?sheet=people").json()["rows"][0]["row"]
    assert clerk.send("post", f"/imports/{number}/rows/{row}/skip", {"skip": True}).json()["skip"] is True
    assert (clerk.get(f"/imports/{number}").json()["skipped"], clerk.send("post", f"/imports/{number}/recheck").status_code) == (1, 200)
    assert clerk.send("post", f"/imports/{number}/drop").json()["state"] == "dropped"
    assert clerk.send("post", f"/imports/{number}/undo").status_code == 409


def test_what_is_no_workbook_is_refused(clerk: Importer) -> None:
    assert set(clerk.upload(b"no workbook").json()["fields"]) == {"file"}
    assert set(clerk.upload(b"", name="a.pdf").json()["fields"]) == {"file"}
    assert set(clerk.upload(PATH.read_bytes(), unit="khong-co").json()["fields"]) == {"unit"}
    assert not ImportBatch.objects.exists()


def test_sheets_with_sensitive_fields_are_logged_or_not_there(
    office: Office, clerk: Importer, django_capture_on_commit_callbacks: Any, tmp_path: Path
) -> None:
    number = clerk.upload(
        workbook(tmp_path, people=PEOPLE, limits=[{"key": "CB1", "name": "Trần Thị Mẫu", "form": "Khiển trách", "conduct": 2022}])
    ).json()["number"]
    assert clerk.get(f"/imports/{number}/rows?sheet=limits").status_code == 200
    assert [v.fields for v in Viewing.objects.all()] == ["complaint,discipline"]
    narrow = Importer(user("bo-phan-tdkt", office.top), django_capture_on_commit_callbacks, "records.import")
    assert narrow.get(f"/imports/{number}/rows?sheet=limits").status_code == 404
    assert "limits" not in {s["id"] for s in narrow.get(f"/imports/{number}").json()["sheets"]}


def test_files_of_other_units_are_not_there(office: Office, clerk: Importer) -> None:
    number = clerk.upload(PATH.read_bytes()).json()["number"]
    assert Asker(user("can-bo-tdkt", office.p2)).get(f"/imports/{number}").status_code == 404
    assert Asker(user("uy-vien", office.p1)).get("/imports").json()["imports"] == []
