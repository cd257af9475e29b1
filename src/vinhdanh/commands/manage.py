"""``vinhdanh manage …``: Django's own commands with our settings (migrate, createsuperuser, shell …)."""

from __future__ import annotations

import os
from collections.abc import Sequence


def run(arguments: Sequence[str]) -> int:
    """Pass the arguments to Django. Returns its exit code."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "vinhdanh.config.settings")
    from django.core.management import execute_from_command_line

    execute_from_command_line(["vinhdanh manage", *arguments])
    return 0
