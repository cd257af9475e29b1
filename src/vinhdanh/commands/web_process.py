"""The web process that ``vinhdanh serve`` starts: the application, and an end when the one who started it was killed."""

from __future__ import annotations

import os
import signal
import threading
import time
from importlib import import_module

application = import_module("vinhdanh.config.wsgi").application


def leave_with(parent: int) -> None:
    """Leave when the process that started this one is gone: nobody else would stop it."""
    threading.Thread(target=_watch, args=(parent,), daemon=True).start()


def _watch(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(1)
    os.kill(os.getpid(), signal.SIGKILL)  # the server's own signals are for its parent to send


if started_by := os.environ.get("VINHDANH_SERVED_BY"):
    leave_with(int(started_by))
