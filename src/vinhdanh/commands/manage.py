"""``vinhdanh manage …``: Django's own commands with our settings (migrate, createsuperuser, shell …)."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

from vinhdanh.commands.common import OK, UNREADABLE


def run(arguments: Sequence[str]) -> int:
    """Pass the arguments to Django. Returns its exit code."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "vinhdanh.config.settings")
    from django.core.management import execute_from_command_line

    try:
        execute_from_command_line(["vinhdanh manage", *arguments])
    except Exception as error:
        if type(error).__name__ != "BadSetting":  # of ``config``, which stands above the commands
            raise
        print(error, file=sys.stderr)
        return UNREADABLE
    return OK
