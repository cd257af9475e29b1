"""Pages of ``units`` that axe looks at, with mergers, splits and dissolutions."""

from __future__ import annotations

from tests.browser.places import pages_of
from tests.browser.table import Page
from tests.office import Office

PATHS = {
    "don-vi": "/don-vi/",
    "mot-don-vi": "/don-vi/KV1/",
    "don-vi-sua": "/don-vi/KV1/sua/",
    "don-vi-sap-nhap": "/don-vi/KV1/sap-nhap/",
    "don-vi-chia-tach": "/don-vi/KV1/chia-tach/",
    "don-vi-giai-the": "/don-vi/KV1/giai-the/",
    "cum-khoi": "/don-vi/cum-khoi/",
}


def pages(office: Office) -> list[Page]:
    """Every address once."""
    return pages_of(PATHS, office)
