"""``vinhdanh worker``: background work, and the work whose time has come round."""

from __future__ import annotations

import argparse
import logging
import os
import signal
import threading
import time
from io import StringIO

from vinhdanh.commands.common import OK, Answer
from vinhdanh.commands.office import must_be_migrated, start_django

log = logging.getLogger(__name__)
EVERY = 300  # seconds between two looks at the calendar


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """The command's arguments."""
    made = commands.add_parser("worker", help="chạy các việc nền (nhập Excel, rà soát …) đến khi dừng")
    made.add_argument("--with-parent", type=int, metavar="SỐ", help="dừng khi tiến trình có số này không còn là cha")
    made.add_argument("--json", action="store_true", help="in kết quả dạng JSON khi dừng")
    made.set_defaults(run=run)


def run(args: argparse.Namespace) -> Answer:
    """Work until told to stop."""
    if args.with_parent:
        threading.Thread(target=_watch, args=(args.with_parent,), daemon=True).start()
    start_django()
    must_be_migrated()
    from django.core.management import call_command

    threading.Thread(target=_calendar, daemon=True).start()
    call_command("db_worker", queue_name="*", startup_delay=False, verbosity=0)
    return Answer(OK, "Đã dừng.")


def _watch(parent: int) -> None:
    """Leave with the process that started us: nobody else would stop us."""
    while os.getppid() == parent:
        time.sleep(1)
    os.kill(os.getpid(), signal.SIGTERM)


def _calendar() -> None:
    while True:
        look_at_calendar()
        time.sleep(EVERY)


def look_at_calendar() -> bool:
    """Ask for the work that is due. A database that does not answer now is asked again next time: the worker lives for months."""
    from django.core.management import call_command
    from django.db import close_old_connections

    close_old_connections()
    try:
        call_command("run_due", verbosity=0, stdout=StringIO())
    except Exception:
        log.exception("run_due")
        return False
    finally:
        close_old_connections()
    return True
