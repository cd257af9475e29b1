"""The process killed (SIGKILL) while it saves: the database is as before; begun again, it is as after; never between."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from tests.ops.office_process import run
from tests.ops.place import ON_POSTGRES, make, number, variables

pytestmark = [pytest.mark.heavy, pytest.mark.timeout(600)]
ROOT = Path(__file__).parents[3]


def begin(what: str, data: Path) -> subprocess.Popen[str]:
    env = {**os.environ, **variables(data), "DJANGO_SETTINGS_MODULE": "vinhdanh.config.settings", "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "tests.records.importing.crashing", what]
    return subprocess.Popen(command, cwd=ROOT, env=env, stdout=subprocess.PIPE, text=True)


def step(what: str, data: Path) -> dict[str, Any]:
    process = begin(what, data)
    out, _ = process.communicate(timeout=300)
    assert process.returncode == 0
    return dict(json.loads(out.splitlines()[-1]))


@pytest.fixture(scope="module")
def ready(tmp_path_factory: pytest.TempPathFactory) -> Path:
    data = make(tmp_path_factory.mktemp("ready"))
    assert step("prepare", data)["batch"] == "saving"
    return data


@pytest.mark.parametrize("percent", [1, 40, 95])
def test_killed_while_saving(percent: int, ready: Path, tmp_path: Path) -> None:
    data = make(tmp_path / "data", like=ready)
    before = step("state", data)
    assert before["counts"] == [0, 0, 0, 0]
    process = begin("save", data)
    wait_for(data, percent)
    process.send_signal(signal.SIGKILL)
    process.communicate()
    killed = step("state", data)
    assert (killed["counts"], killed["events"], killed["batch"], killed["sound"]) == ([0, 0, 0, 0], 0, "saving", "ok")
    assert killed["job"] == "running"
    assert run(data, "verify", **variables(data)).returncode == 0
    after = step("again", data)
    assert (after["batch"], after["job"], after["sound"]) == ("saved", "done", "ok")
    assert after["counts"][:2] == [400, 400] and after["counts"][2] > 7000
    assert step("again", data) == after
    assert run(data, "verify", **variables(data)).returncode == 0


def wait_for(data: Path, percent: int) -> None:
    """Until the work tells that so much is done."""
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline:
        if told(data) >= percent:
            return
        time.sleep(0.01)
    pytest.fail("the work told nothing")


def told(data: Path) -> float:
    """How many percent of the saving are done: a file tells it on SQLite, the row of the job on PostgreSQL."""
    if ON_POSTGRES:
        return number(data, "SELECT coalesce(max(100 * done / greatest(total, 1)), 0) FROM jobs_job WHERE state = 'running'")
    parts = [json.loads(file.read_text(encoding="utf-8")) for file in (data / "progress").glob("*.json")]
    return max((100 * said["done"] / max(said["total"], 1) for said in parts), default=0)
