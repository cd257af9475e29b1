"""Reading settings from the environment: typed, with a clear refusal when a value has the wrong shape."""

from __future__ import annotations

import os
from pathlib import Path
from urllib.parse import urlsplit

YES, NO = frozenset({"1", "true", "yes", "co", "on"}), frozenset({"0", "false", "no", "khong", "off", ""})


class BadSetting(Exception):
    """A variable of the environment has a value that cannot be used; the message names it (Vietnamese)."""


def text(name: str, default: str = "") -> str:
    """The variable as text."""
    return os.environ.get(name, default)


def flag(name: str, default: bool) -> bool:
    """The variable as yes or no. Raises ``BadSetting``."""
    raw = os.environ.get(name)
    if raw is None:
        return default
    if raw.lower() in YES:
        return True
    if raw.lower() in NO:
        return False
    raise BadSetting(f"{name}={raw!r}: viết 1 (có) hoặc 0 (không).")


def number(name: str, default: int) -> int:
    """The variable as a whole number. Raises ``BadSetting``."""
    raw = os.environ.get(name)
    if not raw:
        return default
    try:
        return int(raw)
    except ValueError:
        raise BadSetting(f"{name}={raw!r}: phải là số nguyên.") from None


def words(name: str, default: str = "") -> list[str]:
    """The variable as a list, separated by commas."""
    return [w.strip() for w in text(name, default).split(",") if w.strip()]


def folder(name: str, default: Path) -> Path:
    """The variable as a folder's path."""
    return Path(os.environ.get(name) or default)


def origin(address: str) -> str:
    """Scheme, host and port of an address. Raises ``BadSetting`` for one that is none."""
    parts = urlsplit(address)
    if parts.scheme not in ("http", "https") or not parts.netloc:
        raise BadSetting(f"Địa chỉ {address!r} chưa đúng: viết cả https://, ví dụ https://sso.example.vn/realms/nganh.")
    return f"{parts.scheme}://{parts.netloc}"


def usable(folder: Path) -> Path:
    """The data folder, made where it is missing. Raises ``BadSetting`` where it cannot be made or written to."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise BadSetting(
            f"Không tạo được thư mục dữ liệu {folder}: {error.strerror}. Tạo thư mục ấy, hoặc đặt VINHDANH_DATA tới thư mục khác."
        ) from None
    if not os.access(folder, os.W_OK | os.X_OK):
        raise BadSetting(f"Không ghi được vào thư mục dữ liệu {folder}. Cấp quyền ghi cho tài khoản chạy Vinh Danh, hoặc đặt VINHDANH_DATA.")
    return folder
