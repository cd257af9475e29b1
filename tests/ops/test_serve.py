"""``vinhdanh demo`` and ``vinhdanh serve`` as people start them: answers in Vietnamese, prints the accounts, stops with all its children."""

from __future__ import annotations

import signal
import socket
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from urllib.error import URLError

import pytest
from tests.ops.office_process import run, start

pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with the province."""
    folder = tmp_path_factory.mktemp("var")
    (folder / "static").mkdir()
    made = run(folder, "demo")
    assert made.returncode == 0, made.stdout + made.stderr
    collected = run(folder, "manage", "collectstatic", "--noinput", "-v", "0")
    assert collected.returncode == 0, collected.stderr
    return folder


def free_port() -> int:
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return int(trial.getsockname()[1])


def children(pid: int) -> list[int]:
    """The processes below one, all levels."""
    found = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            parts = path.read_text().rpartition(")")[2].split()
            if int(parts[1]) == pid and parts[0] != "Z":
                found.append(int(path.parent.name))
    return found + [g for c in found for g in children(c)]


def alive(pids: list[int]) -> list[int]:
    return [p for p in pids if Path(f"/proc/{p}").exists() and ") Z " not in Path(f"/proc/{p}/stat").read_text()]


def gone(pids: list[int], seconds: float = 15) -> bool:
    end = time.monotonic() + seconds
    while alive(pids) and time.monotonic() < end:
        time.sleep(0.1)
    return not alive(pids)


def page(port: int, seconds: float = 45) -> str:
    """What ``/`` answers, as soon as somebody answers."""
    end = time.monotonic() + seconds
    while True:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=10) as answer:
                return str(answer.read().decode())
        except (URLError, ConnectionError):
            if time.monotonic() > end:
                raise
            time.sleep(0.1)


@pytest.fixture
def serving(data: Path) -> Iterator[tuple[subprocess.Popen[str], int]]:
    """The server, and its port."""
    port = free_port()
    process = start(data, "serve", PORT=str(port))
    try:
        yield process, port
    finally:
        process.kill()
        process.communicate()


@pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGTERM])
def test_it_answers_in_vietnamese_and_stops_with_all_its_children(serving: tuple[subprocess.Popen[str], int], sign: signal.Signals) -> None:
    process, port = serving
    assert 'lang="vi"' in page(port)
    below = children(process.pid)
    assert len(below) >= 2  # the web process and the background worker
    process.send_signal(sign)
    said = process.communicate(timeout=25)[0]
    assert process.returncode == 0, said
    assert f"http://127.0.0.1:{port}/" in said and "Minh-Ha-2026" in said and "canbo" in said
    assert gone(below)


def test_killed_it_leaves_no_worker_behind(serving: tuple[subprocess.Popen[str], int]) -> None:
    process, port = serving
    page(port)
    below = children(process.pid)
    process.kill()
    assert gone(below)


def test_a_busy_port_is_told(serving: tuple[subprocess.Popen[str], int], data: Path) -> None:
    _, port = serving
    page(port)
    told = run(data, "serve", PORT=str(port))
    assert told.returncode == 2 and "Chọn cổng khác" in told.stderr


def test_demo_is_made_once_and_never_over_data(data: Path) -> None:
    assert run(data, "demo", "--if-empty").stdout.strip() == "Đã có dữ liệu, giữ nguyên."
    again = run(data, "demo")
    assert again.returncode == 2 and "cơ sở dữ liệu trống" in again.stderr


def test_demo_passwords_are_served_on_this_machine_only(data: Path) -> None:
    told = run(data, "serve", "--address", "0.0.0.0")
    assert told.returncode == 2 and "chỉ mở ở 127.0.0.1" in told.stderr


def test_without_tables_it_says_what_to_run(tmp_path: Path) -> None:
    told = run(tmp_path, "serve", "--no-worker")
    assert told.returncode == 2 and "vinhdanh manage migrate" in told.stderr
