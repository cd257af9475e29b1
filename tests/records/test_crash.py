"""The process killed (SIGKILL) while records are changed: every act is there whole or not at all, and ``verify`` agrees."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from tests.ops.office_process import run
from tests.ops.place import make, variables

pytestmark = [pytest.mark.heavy, pytest.mark.timeout(600)]
ROOT = Path(__file__).parents[2]


def begin(what: str, data: Path) -> subprocess.Popen[str]:
    env = {**os.environ, **variables(data), "DJANGO_SETTINGS_MODULE": "vinhdanh.config.settings", "PYTHONPATH": str(ROOT)}
    return subprocess.Popen([sys.executable, "-m", "tests.records.changing", what], cwd=ROOT, env=env, stdout=subprocess.PIPE, text=True)


def step(what: str, data: Path) -> str:
    process = begin(what, data)
    out = process.communicate(timeout=300)[0]
    assert process.returncode == 0
    return out


@pytest.fixture(scope="module")
def ready(tmp_path_factory: pytest.TempPathFactory) -> Path:
    data = make(tmp_path_factory.mktemp("ready"))
    step("prepare", data)
    return data


@pytest.mark.parametrize(("acts", "after"), [(1, 0.0), (3, 0.002), (5, 0.004), (8, 0.007), (12, 0.011), (20, 0.016)])
def test_killed_while_records_change(acts: int, after: float, ready: Path, tmp_path: Path) -> None:
    data = make(tmp_path / "data", like=ready)
    process = begin("work", data)
    assert process.stdout is not None
    told = [process.stdout.readline().strip() for _ in range(acts)]
    time.sleep(after)  # somewhere in the next act
    process.send_signal(signal.SIGKILL)
    told += process.communicate()[0].split()
    found = json.loads(step("state", data).splitlines()[-1])
    assert {name: len(set(counts)) for name, counts in found.items()} == dict.fromkeys(found, 1), found
    done = found["awards"][0] + found["corrected"][0] + found["changed"][0]
    assert len(told) <= done <= len(told) + 1  # what was told is there; one more may have been kept before it was told
    assert run(data, "verify", **variables(data)).returncode == 0
