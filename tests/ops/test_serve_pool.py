"""Web processes are forked from ``vinhdanh serve``: it must hold no connection to the database by then, not even in a pool."""

from __future__ import annotations

import pytest
from django.db import connections
from django.db.backends.postgresql.base import DatabaseWrapper

from vinhdanh.commands.serve import leave_database


def test_no_pool_of_connections_is_left_to_the_web_processes(monkeypatch: pytest.MonkeyPatch) -> None:
    done: list[str] = []

    class Pooled:
        close = staticmethod(lambda: done.append("handed back"))
        close_pool = staticmethod(lambda: done.append("pool closed"))

    class Plain:
        close = staticmethod(lambda: done.append("closed"))

    monkeypatch.setattr(connections, "all", lambda initialized_only: [Pooled(), Plain()])
    leave_database()
    assert done == ["handed back", "pool closed", "closed"]
    assert callable(DatabaseWrapper.close_pool)  # the name Django gives it
