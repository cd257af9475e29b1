"""``vinhdanh audit verify``: recompute the hash chains of the event log."""

from __future__ import annotations

import argparse
from typing import Any

from vinhdanh.commands.common import JUDGED, OK, Answer, Bar, add_common
from vinhdanh.commands.office import must_be_migrated, start_django

SHOWN = 20


def add(commands: Any) -> None:
    """Add the command."""
    parser = commands.add_parser("audit", help="nhật ký hệ thống: tính lại các chuỗi sự kiện")
    below = parser.add_subparsers(dest="what", required=True, metavar="VIỆC", parser_class=type(parser))
    verify = below.add_parser("verify", help="tính lại mọi chuỗi; báo sự kiện đầu tiên không khớp của mỗi chuỗi")
    add_common(verify, on=False, authority=False)
    verify.set_defaults(run=run)


def run(args: argparse.Namespace) -> Answer:
    """Recompute every chain: 0 all whole, 1 at least one is broken."""
    start_django()
    must_be_migrated()
    from vinhdanh.audit.verify import verify

    found = verify(Bar("Tính lại các chuỗi sự kiện", shown_from=10_000))
    counts = f"{found.chains} chuỗi, {found.events} sự kiện"
    data = {
        "chains": found.chains,
        "events": found.events,
        "broken": [{"kind": b.event.kind, "object": b.event.object_id, "number": b.event.number, "why": b.why} for b in found.broken],
    }
    if not found.broken:
        return Answer(OK, f"Nhật ký nguyên vẹn: {counts}.", data=data)
    lines = [f"- {b}" for b in found.broken[:SHOWN]]
    more = f" (nêu {SHOWN} chuỗi đầu)" if len(found.broken) > SHOWN else ""
    reason = f"Nhật ký không nguyên vẹn: {len(found.broken)} chuỗi đứt{more}, trong {counts}. Chỗ đứt đầu tiên: {found.broken[0]}."
    return Answer(JUDGED, reason, lines, data)
