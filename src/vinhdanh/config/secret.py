"""The secret key: from the environment, else made once and kept in the data folder, readable by its owner only."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from vinhdanh.config import env


def secret_key(data: Path) -> str:
    """The key that signs sessions. Made on first use when ``VINHDANH_SECRET_KEY`` is not given."""
    given = env.text("VINHDANH_SECRET_KEY")
    return given or _kept(data / "secret-key")


def _kept(path: Path) -> str:
    env.usable(path.parent)
    try:
        return _made_once(path)
    except OSError as error:
        raise env.BadSetting(
            f"Không đọc, ghi được khóa bí mật {path}: {error.strerror}. Xem lại quyền của tệp, hoặc đặt VINHDANH_SECRET_KEY."
        ) from None


def _made_once(path: Path) -> str:
    if not path.exists():
        try:
            with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as out:
                out.write(secrets.token_urlsafe(50))
        except FileExistsError:  # another process was faster
            pass
    return path.read_text("ascii")
