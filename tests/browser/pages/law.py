"""Pages of ``law``, ``eligibility`` and ``search`` that axe looks at."""

from __future__ import annotations

from tests.browser.places import pages_of
from tests.browser.table import Page
from tests.office import Office

from vinhdanh.law.actions import sync_acts

PATHS = {
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
    """Every address once."""
    sync_acts(None)
    return pages_of(PATHS, office)
