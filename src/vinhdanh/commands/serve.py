"""``vinhdanh serve``: the web server and one background worker, until Ctrl-C."""

from __future__ import annotations

import argparse
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from vinhdanh.commands.common import OK, Answer, Refused
from vinhdanh.commands.office import must_be_migrated, start_django

LOCAL = ("127.0.0.1", "::1", "localhost")


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """The command's arguments."""
    made = commands.add_parser("serve", help="mở ứng dụng web và một tiến trình làm việc nền")
    made.add_argument("--address", default=os.environ.get("VINHDANH_ADDRESS", "127.0.0.1"), metavar="ĐỊA-CHỈ", help="mặc định 127.0.0.1")
    made.add_argument("--port", type=int, default=_port(), metavar="CỔNG", help="mặc định là biến PORT, hoặc 8000")
    made.add_argument("--processes", type=int, default=1, metavar="N", help="số tiến trình web (mặc định 1)")
    made.add_argument("--threads", type=int, default=4, metavar="N", help="số luồng mỗi tiến trình (mặc định 4)")
    made.add_argument("--no-worker", action="store_true", help="không chạy tiến trình làm việc nền (đã có dịch vụ riêng)")
    made.add_argument("--json", action="store_true", help="in kết quả dạng JSON khi dừng")
    made.set_defaults(run=run)


def _port() -> int:
    given = os.environ.get("PORT", "")
    return int(given) if given.isdigit() else 8000


def run(args: argparse.Namespace) -> Answer:
    """Serve until told to stop. Raises ``Refused`` where it cannot begin."""
    start_django()
    must_be_migrated()
    _must_have_static_files()
    _must_be_free(args.address, args.port)
    from vinhdanh.demo.mark import accounts_to_show, demo_here

    made = demo_here()
    os.environ["VINHDANH_DEMO"] = "1" if made else os.environ.get("VINHDANH_DEMO", "0")
    if made and args.address not in LOCAL:
        raise Refused("Dữ liệu trình diễn có mật khẩu ai cũng biết: chỉ mở ở 127.0.0.1.")
    _say([*(accounts_to_show() if made else []), f"Vinh Danh: http://{_host(args.address)}:{args.port}/   (Ctrl-C để dừng)"])
    with _worker(not args.no_worker):
        _web(args)
    return Answer(OK, "Đã dừng.")


def _host(address: str) -> str:
    return f"[{address}]" if ":" in address else address


def _must_have_static_files() -> None:
    from django.conf import settings

    if not (settings.STATIC_ROOT / "staticfiles.json").is_file():
        raise Refused(f"Chưa có tệp giao diện trong {settings.STATIC_ROOT}. Hãy chạy:  vinhdanh manage collectstatic --noinput")


def _must_be_free(address: str, port: int) -> None:
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((address, port))
        except (OSError, OverflowError) as error:
            raise Refused(f"Không mở được {address}:{port} ({error}). Chọn cổng khác, ví dụ:  PORT=8080 ./run") from None


def _say(lines: list[str]) -> None:
    for line in lines:
        print(line, flush=True)


@contextmanager
def _worker(wanted: bool) -> Iterator[None]:
    """A background worker beside the web server; in its own group, so that Ctrl-C reaches it once, from us."""
    if not wanted:
        yield
        return
    words = [sys.executable, "-m", "vinhdanh.cli", "worker", "--with-parent", str(os.getpid())]
    process = subprocess.Popen(words, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, start_new_session=True)
    try:
        yield
    finally:
        _stop(process)


def _stop(process: subprocess.Popen[bytes]) -> None:
    process.send_signal(signal.SIGTERM)
    try:
        process.wait(10)
    except subprocess.TimeoutExpired:  # in the middle of a task: tasks may be begun again
        process.kill()
        process.wait()


def leave_database() -> None:
    """Close every connection, those kept in a pool too: web processes forked from this one would share their sockets and mix up answers."""
    from django.db import connections

    for connection in connections.all(initialized_only=True):
        connection.close()
        if hasattr(connection, "close_pool"):  # PostgreSQL's alone; ``close`` only hands a connection back to the pool
            connection.close_pool()


def _web(args: argparse.Namespace) -> None:
    from granian import Granian
    from granian.constants import Interfaces
    from granian.log import LogLevels

    leave_database()
    os.environ["VINHDANH_SERVED_BY"] = str(os.getpid())
    Granian(
        "vinhdanh.commands.web_process:application",
        address=args.address,
        port=args.port,
        interface=Interfaces.WSGI,
        workers=args.processes,
        blocking_threads=args.threads,
        websockets=False,
        log_level=LogLevels.warning,
        respawn_failed_workers=True,
        workers_kill_timeout=5,
    ).serve()
