"""The acts of the office upon a person, in words."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from vinhdanh.audit.models import Event

ACTS = {
    "create": "Lập hồ sơ",
    "edit": "Sửa thông tin",
    "status": "Đổi tình trạng",
    "rejoin": "Ghi công tác trở lại",
    "membership": "Ghi quá trình công tác",
    "post": "Ghi chức vụ",
    "post_end": "Kết thúc chức vụ",
    "remove_row": "Bỏ dòng ghi nhầm",
    "transfer": "Chuyển đơn vị",
    "transfer_propose": "Đề nghị chuyển đơn vị",
    "transfer_accept": "Tiếp nhận",
    "transfer_return": "Trả lại đề nghị chuyển",
    "transfer_withdraw": "Rút đề nghị chuyển",
    "merge": "Gộp bản ghi trùng",
    "merge_undo": "Hoàn tác gộp",
}


def told(events: Iterable[Event]) -> list[tuple[Event, str, str]]:
    """Each event of a person's chain that is known here: event, what it is called, what it says more."""
    return [(event, ACTS[event.action], _more(event.action, event.data)) for event in events if event.action in ACTS]


def _more(action: str, data: dict[str, Any]) -> str:
    if action.startswith("transfer"):
        return f"đến đơn vị mã {data.get('new', '')}"
    if action in ("merge", "merge_undo"):
        return f"bản ghi {data.get('gone', '')}, {data.get('rows', 0)} dòng"
    return ""
