"""The places of the menu and the forms behind them, as the provincial section sees them: units, people, records, law, eligibility, search."""

from __future__ import annotations

import datetime as dt

from tests.browser.table import Page
from tests.office import Office, person, user

from vinhdanh.law.actions import sync_acts
from vinhdanh.people.models import Membership, Post

PATHS = {
    "con-nguoi": "/con-nguoi/",
    "nguoi-moi": "/con-nguoi/moi/",
    "nguoi": "/con-nguoi/{key}/",
    "nguoi-sua": "/con-nguoi/{key}/sua/",
    "nguoi-chuyen": "/con-nguoi/{key}/chuyen/",
    "nguoi-tinh-trang": "/con-nguoi/{key}/tinh-trang/",
    "chuc-vu-moi": "/con-nguoi/{key}/chuc-vu/moi/",
    "chuc-vu": "/con-nguoi/{key}/chuc-vu/{post}/",
    "chuc-vu-bo": "/con-nguoi/{key}/chuc-vu/{post}/bo/",
    "cong-tac": "/con-nguoi/{key}/cong-tac/{membership}/",
    "cong-tac-bo": "/con-nguoi/{key}/cong-tac/{membership}/bo/",
    "chuyen-den": "/con-nguoi/chuyen/",
    "trung": "/con-nguoi/trung/",
    "don-vi": "/don-vi/",
    "mot-don-vi": "/don-vi/KV1/",
    "don-vi-sua": "/don-vi/KV1/sua/",
    "don-vi-sap-nhap": "/don-vi/KV1/sap-nhap/",
    "don-vi-chia-tach": "/don-vi/KV1/chia-tach/",
    "don-vi-giai-the": "/don-vi/KV1/giai-the/",
    "cum-khoi": "/don-vi/cum-khoi/",
    "du-kien": "/du-kien/",
    "xep-loai": "/du-kien/xep-loai/",
    "xep-loai-bang": "/du-kien/xep-loai/bang/",
    "sang-kien-them": "/du-kien/sang-kien/them/",
    "tien-do": "/du-kien/tien-do/",
    "luu-tru": "/du-kien/luu-tru/",
    "mat": "/du-kien/mat/",
    "ra-soat": "/ra-soat/?danh_hieu=lao-dong-tien-tien",
    "xet": "/ra-soat/nguoi/{key}/lao-dong-tien-tien/",
    "lo-trinh": "/ra-soat/nguoi/{key}/lo-trinh/",
    "phap-luat": "/phap-luat/",
    "dieu": "/phap-luat/luat-2022/dieu-22/",
    "quy-tac": "/phap-luat/quy-tac/",
    "mot-quy-tac": "/phap-luat/quy-tac/chien-si-thi-dua-co-so/",
    "quy-dinh": "/phap-luat/quy-dinh/",
    "de-ngo": "/phap-luat/quy-dinh/con-de-ngo/",
    "tim": "/tim/?q=nguyen",
}


def pages(office: Office) -> list[Page]:
    """Every place with one person who has a post."""
    sync_acts(None)
    who, section = person(office.p1, "Nguyễn Văn Bình", birth=dt.date(1984, 5, 6)), user("bo-phan-tdkt", office.top)
    post = Post.objects.create(person=who, unit=office.p1, name="Kiểm sát viên", since=dt.date(2020, 1, 1))
    told = {"key": who.key, "post": post.pk, "membership": Membership.objects.get(person=who).pk}
    return [Page(name, path.format(**told), section) for name, path in PATHS.items()]
