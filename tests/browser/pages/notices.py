"""Pages of ``notices`` that axe looks at."""

from __future__ import annotations

from tests.browser.table import Page
from tests.office import Office, user

from vinhdanh.notices.actions import notify


def pages(office: Office) -> list[Page]:
    """A list with notices, and an empty one."""
    clerk = user("can-bo-tdkt", office.p1)
    notify([clerk], "x", "Phòng 2 đã gửi dữ liệu năm 2025.", "/du-kien/")
    notify([clerk], "x", "Bạn được giao vai trò Cán bộ thi đua, khen thưởng đơn vị tại Phòng 1.")
    return [Page("thong-bao", "/thong-bao/", clerk), Page("thong-bao-trong", "/thong-bao/?loc=chua-doc", user())]
