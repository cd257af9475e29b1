"""What the commands about the office's data share: Django started with our settings, and a refusal where tables are missing."""

from __future__ import annotations

import os

from vinhdanh.commands.common import Refused

SETTINGS = "vinhdanh.config.settings"
NO_TABLES = "Cơ sở dữ liệu ({where}) chưa có bảng hoặc chưa theo kịp phiên bản này. Hãy chạy:  vinhdanh manage migrate"
NO_ANSWER = "Không mở được cơ sở dữ liệu ({where}): {error}. Xem lại VINHDANH_DATA hoặc DATABASE_URL, và máy chủ cơ sở dữ liệu có đang chạy không."


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
    """Raise ``Refused`` unless the database answers and every migration has been applied."""
    from django.db import OperationalError, connection
    from django.db.migrations.executor import MigrationExecutor

    where = connection.settings_dict["NAME"]
    try:
        executor = MigrationExecutor(connection)
    except OperationalError as error:
        raise Refused(NO_ANSWER.format(where=where, error=str(error).partition("\n")[0])) from None
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise Refused(NO_TABLES.format(where=where))


def count_anew() -> None:
    """Let the database learn how its tables are filled: after many rows at once its plans are guesses, ten times slower in search."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
