"""Every address and API operation × every role × on its own unit, on another, as the person concerned, as a stranger.

``matrix.txt`` holds the answers, read line by line when it changes: ``python -m tests.permissions.propose`` writes it anew.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.permissions.asking import Asker, rows
from tests.permissions.targets import Targets

MATRIX = Path(__file__).with_name("matrix.txt")
pytestmark = [pytest.mark.django_db, pytest.mark.slow, pytest.mark.timeout(300)]


def told() -> dict[str, str]:
    """The rows of the file: name -> letters."""
    lines = [line for line in MATRIX.read_text("utf-8").splitlines() if line and not line.startswith("#")]
    return {name: letters for letters, name in (line.split(" ", 1) for line in lines)}


def test_everybody_gets_exactly_what_the_matrix_says() -> None:
    found = dict(rows(Asker(Targets())))
    assert sorted(found) == sorted(told()), "an address without a row, or a row without its address"
    wrong = {name: (letters, found[name]) for name, letters in told().items() if found[name] != letters}
    assert wrong == {}


def test_nothing_fails() -> None:
    assert [name for name, letters in told().items() if "!" in letters] == []


def test_strangers_get_in_nowhere_but_at_the_sign_in() -> None:
    last = {name: letters[-1] for name, letters in told().items()}
    assert {
        name for name, letter in last.items() if letter != "-" and not name.split()[1].startswith(("account_", "mfa_", "socialaccount_", "openid_"))
    } <= {
        "GET administration:set_password",
        "POST administration:set_password",
        "GET rankings:public",
        "POST rankings:public",
    }
