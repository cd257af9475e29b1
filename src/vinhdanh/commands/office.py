"""What the commands about the office's data share: Django started with our settings, and a refusal where tables are missing."""

from __future__ import annotations

import os

from vinhdanh.commands.common import Refused

SETTINGS = "vinhdanh.config.settings"
NO_TABLES = "Cơ sở dữ liệu chưa có bảng hoặc chưa theo kịp phiên bản này. Hãy chạy:  vinhdanh manage migrate"


def start_django() -> None:
    """Make the models usable. Raises ``Refused`` for a setting that cannot be read."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS)
    import django

    try:
        django.setup()
    except Exception as error:
        if type(error).__name__ != "BadSetting":
            raise
        raise Refused(str(error)) from None


def must_be_migrated() -> None:
    """Raise ``Refused`` unless every migration has been applied."""
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise Refused(NO_TABLES)


def count_anew() -> None:
    """Let the database learn how its tables are filled: after many rows at once its plans are guesses, ten times slower in search."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
