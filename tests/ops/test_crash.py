"""Killed on the way: the copy is the old one or none, the database as before or after, and ``verify`` agrees."""

from __future__ import annotations

import time
from pathlib import Path
from subprocess import CompletedProcess

import pytest
from tests.ops import office_process
from tests.ops.place import count, make, variables

pytestmark = [pytest.mark.heavy, pytest.mark.timeout(900)]
MOMENTS = [0.3, 0.8, 1.5, 2.2, 3.0, 4.0, 6.0]  # seconds; the last ones after the end on a quick machine


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with the province."""
    folder = make(tmp_path_factory.mktemp("var"))
    assert run(folder, "demo").returncode == 0
    return folder


def run(data: Path, *words: object) -> CompletedProcess[str]:
    return office_process.run(data, *words, **variables(data))


def killed(data: Path, after: float, *words: object) -> None:
    process = office_process.start(data, *words, **variables(data))
    time.sleep(after)
    process.kill()
    process.communicate()


def awards(data: Path) -> int:
    return count(data, "records_awardheld")


@pytest.mark.parametrize("after", MOMENTS)
def test_backup_killed_leaves_the_old_copy_or_the_new_one(data: Path, tmp_path: Path, after: float) -> None:
    out = tmp_path / "ban.zip"
    assert run(data, "backup", out).returncode == 0
    killed(data, after, "backup", out, "--force")
    assert run(data, "verify", out).returncode == 0
    assert run(data, "backup", out, "--force").returncode == 0
    assert [p.name for p in tmp_path.iterdir()] == ["ban.zip"]  # what the killed one left is gone
    assert not list(data.glob("vinhdanh-*"))


@pytest.mark.parametrize("after", [0.5, 1.5, 2.5, 4.0, 6.0])
def test_restore_killed_leaves_the_database_before_or_after(data: Path, tmp_path: Path, after: float) -> None:
    out, target = tmp_path / "ban.zip", tmp_path / "var"
    make(target)
    assert run(data, "backup", out).returncode == 0
    assert run(target, "manage", "migrate", "-v", "0").returncode == 0
    killed(target, after, "restore", out)
    assert awards(target) in (0, awards(data))
    assert run(target, "verify").returncode == 0


@pytest.mark.parametrize("after", [1.0, 2.0, 4.0, 6.0, 9.0])
def test_demo_killed_leaves_nothing_or_all(tmp_path: Path, after: float) -> None:
    make(tmp_path)
    assert run(tmp_path, "manage", "migrate", "-v", "0").returncode == 0
    killed(tmp_path, after, "demo")
    assert run(tmp_path, "demo", "--if-empty").returncode == 0
    assert awards(tmp_path) > 5000 and run(tmp_path, "verify").returncode == 0
