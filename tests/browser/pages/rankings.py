"""Pages of ``rankings`` that axe looks at: rounds, sheets, comparison, statistics."""

from __future__ import annotations

from tests.browser.season import Season
from tests.browser.table import Page
from tests.office import Office, user


def pages(office: Office) -> list[Page]:
    """What the organiser and a clerk of a unit meet while points are entered."""
    season = Season(office)
    cup = season.cup
    run, clerk, stranger = cup.run, cup.clerk["KV1"], user("can-bo-tdkt", office.p1)
    root = "/cham-diem/"
    at = {name: f"{root}{getattr(season, name).pk}/" for name in ("begun", "crossed", "met", "appealed", "voted", "done")}
    return [
        Page("cac-ky", f"{root}?nam=2026", run),
        Page("cac-ky-trong", root, stranger),
        Page("mo-ky", f"{root}mo/", run),
        Page("ky-tu-cham", at["begun"], run),
        Page("ky-tu-cham-don-vi", at["begun"], clerk),
        Page("ky-cham-cheo", at["crossed"], run),
        Page("ky-suy-ton", at["voted"], run),
        Page("ky-cong-bo", at["done"], clerk),
        Page("so-sanh", f"{at['voted']}so-sanh/", clerk),
        Page("phan-cong", f"{at['crossed']}phan-cong/", run),
        Page("chua-duoc-phan-cong", f"{at['crossed']}phan-cong/", cup.clerk["KV2"]),
        Page("so-lieu", f"{at['begun']}so-lieu/", run),
        Page("so-lieu-xem-truoc", f"{at['begun']}so-lieu/{season.figures('13', '15').pk}/", run),
        Page("so-lieu-sai", f"{at['begun']}so-lieu/{season.figures('mười ba', '15').pk}/", run),
        Page("phieu-tu-cham", f"{at['begun']}phieu/KV1/", clerk),
        Page("phieu-da-gui", f"{at['begun']}phieu/KV2/", run),
        Page("phieu-khong-xet", f"{at['begun']}phieu/KV7/", run),
        Page("phieu-cham-cheo", f"{at['crossed']}phieu/KV1/", cup.clerk["KV2"]),
        Page("phieu-hop", f"{at['met']}phieu/KV1/", clerk),
        Page("phieu-phuc-khao", f"{at['appealed']}phieu/KV1/", run),
        Page("phieu-cong-bo", f"{at['done']}phieu/KV1/", clerk),
        Page("khong-xet", f"{at['begun']}phieu/KV3/khong-xet/", run),
        Page("thu-doi-diem", f"{at['voted']}phieu/KV1/thu/?path=I/I.3&hoi=1&2:actual=12", clerk),
    ]
