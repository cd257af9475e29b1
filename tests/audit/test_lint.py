"""Facts are written row by row (history, events) or by ``bulk_write``: the shortcuts of querysets are refused elsewhere.

A use that touches no fact (read flags, jobs, import rows, the search index) says so on its line: ``# bulk: why``.
"""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2] / "src/vinhdanh"
ALLOWED = {"audit/actions.py", "audit/history.py"}
SHORTCUTS = frozenset({"bulk_create", "bulk_update", "update", "delete", "aupdate", "adelete", "abulk_create", "abulk_update"})
MAKES_ROWS = frozenset({"objects", "filter", "exclude", "all", "order_by", "select_for_update", "_default_manager", "_base_manager", "using"})


def shortcuts(code: str) -> list[int]:
    """The lines where a shortcut is called on what is plainly a queryset, without an excuse."""
    lines = code.splitlines()
    calls = [n for n in ast.walk(ast.parse(code)) if isinstance(n, ast.Call) and isinstance(n.func, ast.Attribute)]
    found = [c for c in calls if c.func.attr in SHORTCUTS and (c.func.attr.startswith(("bulk_", "abulk_")) or _rows(c.func.value))]
    return sorted(c.lineno for c in found if not _excused(lines, c))


def _rows(value: ast.expr) -> bool:
    """Whether an expression is a chain that begins at a manager or passes through a method of querysets."""
    while True:
        if isinstance(value, ast.Call):
            value = value.func
        elif isinstance(value, ast.Attribute):
            if value.attr in MAKES_ROWS or value.attr.endswith("_set"):
                return True
            value = value.value
        elif isinstance(value, ast.Name):
            return value.id in ("rows", "queryset", "qs")
        else:
            return False


def _excused(lines: list[str], call: ast.Call) -> bool:
    return any("# bulk: " in line for line in lines[call.lineno - 1 : call.end_lineno])


@pytest.mark.parametrize(
    ("code", "count"),
    [
        ("Rating.objects.filter(pk=1).update(year=2)", 1),
        ("person.rating_set.all().delete()", 1),
        ("Rating.objects.bulk_create(made)", 1),
        ("rows.update(x=1)", 1),
        ("Notice.objects.filter(read_at=None).update(read_at=now)  # bulk: a read flag", 0),
        ("rating.delete()", 0),
        ("{}.update(a=1); digest.update(b'x')", 0),
        ("made = (\n    Rating.objects\n    .filter(pk=1)\n    .delete()  # bulk: a test\n)", 0),
    ],
)
def test_the_lint_finds_what_it_should(code: str, count: int) -> None:
    assert len(shortcuts(code)) == count


def test_no_shortcut_without_a_reason() -> None:
    files = [f for f in ROOT.rglob("*.py") if "migrations" not in f.parts and str(f.relative_to(ROOT)) not in ALLOWED]
    found = {str(f.relative_to(ROOT)): lines for f in files if (lines := shortcuts(f.read_text(encoding="utf-8")))}
    assert found == {}, "write by save() or audit.actions.bulk_write; or say “# bulk: why” on the line where no fact is touched"


HISTORY = {"audit/history.py", "records/actions/destroy.py"}  # written in bulk; destroyed with the records


def test_no_page_shows_row_history() -> None:
    """It keeps old and new values of sensitive fields too: whoever would show it must mask by ``FIELD_RULES`` first, and be named here."""
    words = ("LogEntry", "auditlog.models", "history.latest", "changes_dict", "changes_display_dict")
    found = {f for f in ROOT.rglob("*") if f.suffix in (".py", ".html") and any(w in f.read_text(encoding="utf-8") for w in words)}
    assert {str(f.relative_to(ROOT)) for f in found} == HISTORY
