"""What every page needs: the office, the place in the spine, unread notices."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest

PLACES = (  # first part of the address, address, drawing, words
    ("", "/", "i-ban", "Bàn làm việc"),
    ("con-nguoi", "/con-nguoi/", "i-nguoi", "Con người"),
    ("don-vi", "/don-vi/", "i-co", "Đơn vị"),
    ("du-kien", "/du-kien/", "i-to", "Dữ kiện"),
    ("ra-soat", "/ra-soat/", "i-dat", "Rà soát"),
    ("phap-luat", "/phap-luat/", "i-luat", "Pháp luật"),
)


def frame(request: HttpRequest) -> dict[str, Any]:
    """The variables of ``base.html``."""
    place = request.path.strip("/").split("/")[0]
    if not request.user.is_authenticated:
        return {"office_name": settings.OFFICE_NAME, "demo": settings.DEMO}
    return {"office_name": settings.OFFICE_NAME, "places": PLACES, "place": place, "demo": settings.DEMO}
