"""Pages of ``records`` that axe looks at."""

from __future__ import annotations

from tests.browser.places import pages_of
from tests.browser.table import Page
from tests.office import Office

PATHS = {
    "du-kien": "/du-kien/",
    "xep-loai": "/du-kien/xep-loai/",
    "xep-loai-bang": "/du-kien/xep-loai/bang/",
    "sang-kien-them": "/du-kien/sang-kien/them/",
    "tien-do": "/du-kien/tien-do/",
    "luu-tru": "/du-kien/luu-tru/",
    "mat": "/du-kien/mat/",
}


def pages(office: Office) -> list[Page]:
    """Every address once."""
    return pages_of(PATHS, office)
