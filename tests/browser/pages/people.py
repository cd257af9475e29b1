"""Pages of ``people`` that axe looks at."""

from __future__ import annotations

from tests.browser.places import pages_of
from tests.browser.table import Page
from tests.office import Office

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
}


def pages(office: Office) -> list[Page]:
    """Every address once."""
    return pages_of(PATHS, office)
