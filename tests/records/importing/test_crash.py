"""The process killed (SIGKILL) while it saves: the database is as before; begun again, it is as after; never between."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

pytestmark = [pytest.mark.heavy, pytest.mark.timeout(600)]
ROOT = Path(__file__).parents[3]


def begin(what: str, data: Path) -> subprocess.Popen[str]:
    env = {**os.environ, "VINHDANH_DATA": str(data), "DJANGO_SETTINGS_MODULE": "vinhdanh.config.settings", "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "tests.records.importing.crashing", what]
    return subprocess.Popen(command, cwd=ROOT, env=env, stdout=subprocess.PIPE, text=True)


def step(what: str, data: Path) -> dict[str, Any]:
    process = begin(what, data)
    out, _ = process.communicate(timeout=300)
    assert process.returncode == 0
    return dict(json.loads(out.splitlines()[-1]))


@pytest.fixture(scope="module")
def ready(tmp_path_factory: pytest.TempPathFactory) -> Path:
    data = tmp_path_factory.mktemp("ready")
    assert step("prepare", data)["batch"] == "saving"
    return data


@pytest.mark.parametrize("percent", [1, 40, 95])
def test_killed_while_saving(percent: int, ready: Path, tmp_path: Path) -> None:
    data = tmp_path / "data"
    shutil.copytree(ready, data)
    before = step("state", data)
    assert before["counts"] == [0, 0, 0, 0]
    process = begin("save", data)
    wait_for(data, percent)
    process.send_signal(signal.SIGKILL)
    process.communicate()
    killed = step("state", data)
    assert (killed["counts"], killed["events"], killed["batch"], killed["sound"]) == ([0, 0, 0, 0], 0, "saving", "ok")
    assert killed["job"] == "running"
    after = step("again", data)
    assert (after["batch"], after["job"], after["sound"]) == ("saved", "done", "ok")
    assert after["counts"][:2] == [400, 400] and after["counts"][2] > 7000
    assert step("again", data) == after


def wait_for(data: Path, percent: int) -> None:
    """Until the work tells that so much is done."""
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline:
        for file in (data / "progress").glob("*.json"):
            said = json.loads(file.read_text(encoding="utf-8"))
            if said["done"] * 100 >= percent * said["total"]:
                return
        time.sleep(0.01)
    pytest.fail("the work told nothing")
