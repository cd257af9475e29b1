"""Pages of ``rankings`` that axe looks at: meeting, appeals, votes, results, tables."""

from __future__ import annotations

from tests.browser.season import DIPLOMA, Season
from tests.browser.table import Page
from tests.office import Office


def pages(office: Office) -> list[Page]:
    """What the organiser, a clerk of a unit and a stranger meet from the meeting to the result, and the tables."""
    season = Season(office)
    cup, draft = season.cup, season.draft()
    run, clerk = cup.run, cup.clerk["KV1"]
    root = "/cham-diem/"
    at = {name: f"{root}{getattr(season, name).pk}/" for name in ("met", "appealed", "voted", "done")}
    asked = season.appealed.sheets.get(unit__key="KV1").appeals.get(state="sent")
    late = season.voted.elections.get(award=DIPLOMA)
    return [
        Page("hop", f"{at['met']}lech/", clerk),
        Page("hop-to-chuc", f"{at['appealed']}lech/", run),
        Page("phuc-khao", f"{at['appealed']}phuc-khao/", clerk),
        Page("phuc-khao-to-chuc", f"{at['appealed']}phuc-khao/", run),
        Page("tra-loi-phuc-khao", f"{at['appealed']}phuc-khao/{asked.pk}/", run),
        Page("suy-ton", f"{at['voted']}suy-ton/", run),
        Page("suy-ton-thanh-vien", f"{at['voted']}suy-ton/", cup.clerk["KV4"]),
        Page("bo-phieu", f"{at['voted']}suy-ton/bo-phieu/", run),
        Page("kiem-phieu", f"{at['voted']}suy-ton/{late.pk}/kiem/", run),
        Page("ket-qua-chua-co", f"{at['voted']}ket-qua/", run),
        Page("ket-qua", f"{at['done']}ket-qua/", run),
        Page("cong-khai", f"{at['done']}ket-qua/cong-khai/", None),
        Page("quyet-dinh", f"{at['done']}phieu/KV3/quyet-dinh/", run),
        Page("cac-bang", f"{root}bang/", run),
        Page("bang-moi", f"{root}bang/moi/", run),
        Page("bang", f"{root}bang/{season.table.pk}/", run),
        Page("bang-du-thao", f"{root}bang/{draft.pk}/", run),
        Page("bang-sua", f"{root}bang/{draft.pk}/sua/", run),
        Page("bang-thu", f"{root}bang/{draft.pk}/thu/?round={season.voted.pk}", run),
    ]
