"""The mark of a demonstration in the database: an event that says so. Only then are accounts and passwords printed."""

from __future__ import annotations

from vinhdanh.audit.models import Event

ACTION = "demo.made"
PASSWORD = "Minh-Ha-2026"  # known to everybody: such data is served on this machine only


def demo_here() -> bool:
    """Whether this database holds a demonstration."""
    return Event.objects.filter(action=ACTION).exists()


def accounts_to_show() -> list[str]:
    """The lines that tell who may sign in."""
    event = Event.objects.filter(action=ACTION).order_by("pk").first()
    if event is None:
        return []
    rows = [(str(a["name"]), str(a["role"])) for a in event.data["accounts"]]
    width = max(len(name) for name, _ in rows)
    return [f"Bản trình diễn (không có thật). Mật khẩu của mọi tài khoản: {PASSWORD}", *(f"  {name:<{width}}  {role}" for name, role in rows), ""]
