"""Pages of ``records.importing`` and of ``jobs`` that axe looks at."""

from __future__ import annotations

import datetime as dt
import io

import xlsxwriter
from django.core.files.base import ContentFile
from django.utils import timezone
from tests.browser.table import Page
from tests.office import Office, person, user

from vinhdanh.jobs.models import Job
from vinhdanh.records.importing import actions
from vinhdanh.records.models import ImportBatch
from vinhdanh.workbook.dirty import PATH


def _list(*rows: list[str]) -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        page = book.add_worksheet("Danh sách")
        for at, row in enumerate(rows):
            page.write_row(at, 0, row)
    return out.getvalue()


def pages(office: Office) -> list[Page]:
    """A file at every step, and work that runs."""
    clerk = user("can-bo-tdkt", office.top)

    def bring(name: str, body: bytes, kind: str = "template") -> ImportBatch:
        return actions.begin(ContentFile(body, name), unit=office.top, kind=kind, year=2025, by=clerk)

    for born in (dt.date(1984, 5, 6), dt.date(1990, 1, 2)):
        person(office.p1, "Nguyễn Văn Trùng", birth=born)
    dirty = bring("mau-loi.xlsx", PATH.read_bytes())
    head = ["Họ và tên", "Năm sinh", "Đơn vị", "Danh hiệu", "Ghi chú"]
    columns = bring("danh-sach.xlsx", _list(head, ["Nguyễn Văn Trùng", "", "P1", "LĐTT", "x"]), "awards")
    old = bring("phong-cu.xlsx", _list(["Hä vµ tªn", "§¬n vÞ"], ["NguyÔn V¨n Hïng", "P1"]), "people")
    several = bring("trung-ten.xlsx", _list(head, ["Nguyễn Văn Trùng", "", "P1", "LĐTT", "x"]), "awards")
    cols = {"1": "name", "2": "birth", "3": "unit", "4": "award"}
    choice = {"sheet": "Danh sách", "top": 1, "cols": cols, "defaults": {"year": "2024"}}
    actions.choose(several, choice, by=clerk, header=head)
    failed = bring("khong-phai-mau.xlsx", _list(["không phải mẫu"]))
    now = timezone.now()
    job = Job.objects.create(kind="records.import.save", state="running", done=3, total=8, asked_by=clerk, asked_at=now, beat_at=now)
    job.arguments, job.says = {"batch": dirty.pk}, "Cán bộ: tới dòng 12"
    job.save()
    root = "/du-kien/nhap/"
    return [
        Page("nhap", root, clerk),
        Page("nhap-moi", f"{root}moi/", clerk),
        Page("nhap-luoi-loi", f"{root}{dirty.pk}/", clerk),
        Page("nhap-luoi-moi-dong", f"{root}{dirty.pk}/?tap=ratings&loi=0", clerk),
        Page("nhap-cot", f"{root}{columns.pk}/cot/", clerk),
        Page("nhap-phong-cu", f"{root}{old.pk}/bang-ma/", clerk),
        Page("nhap-trung-ten", f"{root}{several.pk}/", clerk),
        Page("nhap-khong-doc-duoc", f"{root}{failed.pk}/", clerk),
        Page("nhap-bo", f"{root}{dirty.pk}/bo/", clerk),
        Page("viec-dang-chay", f"/viec/{job.pk}/", clerk),
    ]
