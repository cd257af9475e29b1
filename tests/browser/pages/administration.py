"""Pages of ``administration`` and of sign-in that axe looks at."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone
from tests.browser.table import Page
from tests.office import Office, person, user

from vinhdanh.administration.actions.accounts import invite
from vinhdanh.administration.actions.roles import delegate
from vinhdanh.administration.actions.sessions import open_one
from vinhdanh.audit.actions import saw
from vinhdanh.people.models import RoleGrant


def pages(office: Office) -> list[Page]:
    """Everything an administrator, a clerk with a delegated role and a stranger meet."""
    admin, clerk, other = (user(role, office.top) for role in ("quan-tri", "can-bo-tdkt", "lanh-dao"))
    invited, token = invite("nguyenvanmoi", "Nguyễn Văn Mới", person=person(office.p1, "Nguyễn Văn Mới"), by=admin)
    grant, today = RoleGrant.objects.get(user=clerk), timezone.localdate()
    delegate(grant, other, today, today + dt.timedelta(days=10), by=clerk, reason="Nghỉ phép")
    saw(person(office.p1), ["health", "identity"], by=clerk, page="/con-nguoi/CB00001/")
    watcher = user("quan-tri", office.top)
    open_one(watcher, "Kiểm tra lỗi trùng hồ sơ theo yêu cầu của Phòng 1.", 30)
    mine = [
        ("tai-khoan-cua-toi", "/tai-khoan/cua-toi/", clerk),
        ("phien-dang-mo", "/tai-khoan/cua-toi/", watcher),
        ("phien-dang-nhap", "/tai-khoan/phien/", clerk),
        ("uy-quyen", f"/tai-khoan/uy-quyen/{grant.pk}/", clerk),
        ("mo-phien", "/tai-khoan/phien-ho-so/mo/", admin),
        ("doi-mat-khau", "/tai-khoan/password/change/", clerk),
        ("hai-lop", "/tai-khoan/2fa/", clerk),
        ("dang-xuat", "/tai-khoan/logout/", clerk),
    ]
    others = [
        ("tai-khoan", "/quan-tri/tai-khoan/", admin),
        ("moi-tai-khoan", "/quan-tri/tai-khoan/moi/", admin),
        ("mot-tai-khoan", f"/quan-tri/tai-khoan/{invited.pk}/", admin),
        ("khoa-tai-khoan", f"/quan-tri/tai-khoan/{invited.pk}/khoa/", admin),
        ("giao-vai-tro", f"/quan-tri/tai-khoan/{invited.pk}/giao-vai-tro/", admin),
        ("vai-tro", "/quan-tri/vai-tro/", admin),
        ("nhat-ky", "/quan-tri/nhat-ky/", admin),
        ("nhat-ky-loc", "/quan-tri/nhat-ky/?tu=khong-phai-ngay", admin),
        ("ai-da-xem", "/quan-tri/da-xem/", admin),
    ]
    strangers = [
        ("dang-nhap", "/tai-khoan/login/", 200),
        ("quen-mat-khau", "/tai-khoan/quen-mat-khau/", 200),
        ("dat-mat-khau", f"/tai-khoan/dat-mat-khau/{token}/", 200),
        ("lien-ket-het-han", "/tai-khoan/dat-mat-khau/sai/", 404),
        ("khong-tu-dang-ky", "/tai-khoan/signup/", 404),
    ]
    refused = Page("chua-duoc", "/quan-tri/tai-khoan/", clerk, status=403)
    return [*(Page(*p) for p in mine + others), *(Page(name, path, None, status) for name, path, status in strangers), refused]
