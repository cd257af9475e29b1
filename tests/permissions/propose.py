"""Write the permission matrix anew: ``python -m tests.permissions.propose``. Read the difference like a lawyer."""

from __future__ import annotations

import django
from django.test.utils import get_runner, setup_test_environment


def main() -> None:
    """Make a database of its own, ask, write, throw the database away."""
    from django.conf import settings
    from django.db import transaction

    setup_test_environment()
    runner = get_runner(settings)(verbosity=0, interactive=False)
    old = runner.setup_databases()
    try:
        with transaction.atomic():
            _write()
    finally:
        runner.teardown_databases(old)


def _write() -> None:
    from tests.permissions.asking import Asker, rows
    from tests.permissions.targets import Targets
    from tests.permissions.test_matrix import MATRIX

    targets = Targets()
    names = list(targets.actors)
    head = ["# o let in, x refused, . not there, - asked to sign in. The accounts, in order:", *[f"# {i + 1:>2} {n}" for i, n in enumerate(names)]]
    lines = [f"{letters} {name}" for name, letters in rows(Asker(targets))]
    MATRIX.write_text("\n".join([*head, "", *lines]) + "\n", "utf-8")


if __name__ == "__main__":
    import os

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    django.setup()
    main()
