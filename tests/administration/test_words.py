"""Every code that the event log is given has Vietnamese words: the source is read for them."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest

import vinhdanh
from vinhdanh.administration.words import ACTIONS, KINDS, action_words, kind_words

ROOT = Path(vinhdanh.__file__).parent
Call = tuple[str, ast.Module, ast.Call]


def calls() -> Iterator[Call]:
    """Every call of ``audit.actions.record``, whatever a module calls it."""
    for path in sorted(ROOT.rglob("*.py")):
        tree = ast.parse(path.read_text("utf-8"))
        imports = (n for n in ast.walk(tree) if isinstance(n, ast.ImportFrom) and n.module == "vinhdanh.audit.actions")
        names = {a.asname or a.name for node in imports for a in node.names if a.name == "record"}
        found = (n for n in ast.walk(tree) if isinstance(n, ast.Call) and isinstance(n.func, ast.Name) and n.func.id in names)
        yield from (("vinhdanh." + ".".join(path.relative_to(ROOT).with_suffix("").parts), tree, n) for n in found)


def codes(module: str, tree: ast.Module, call: ast.Call) -> list[str]:
    """The codes a call may write: literal, a constant of the module, or what the function around it is given."""
    said = call.args[1]
    found = [n.value for n in ast.walk(said) if isinstance(n, ast.Constant) and isinstance(n.value, str)]
    if isinstance(said, ast.Name) and said.id.isupper():
        return [str(getattr(import_module(module), said.id))]
    return given(tree, call, said.id) if isinstance(said, ast.Name) else found


def given(tree: ast.Module, call: ast.Call, name: str) -> list[str]:
    """What the function around a call is given for a parameter, by the calls in its own module."""
    around = next(f for f in ast.walk(tree) if isinstance(f, ast.FunctionDef) and call in ast.walk(f))
    place = [a.arg for a in around.args.args].index(name)
    uses = (n for n in ast.walk(tree) if isinstance(n, ast.Call) and isinstance(n.func, ast.Name) and n.func.id == around.name)
    return [n.args[place].value for n in uses]  # type: ignore[attr-defined]


def used() -> set[str]:
    return {code for call in calls() for code in codes(*call)}


def test_every_code_used_has_words_and_no_words_are_left_over() -> None:
    assert used() == {code.split(":")[-1] for code in ACTIONS}


@pytest.mark.parametrize(
    ("action", "kind", "words"),
    [
        ("merge", "units.unit", "Sáp nhập"),
        ("merge", "people.person", "Gộp hai bản ghi của một người"),
        ("records.enter", "records.rating", "Nhập dữ kiện"),
        ("later.code", "records.rating", "later.code"),
    ],
)
def test_words_depend_on_what_it_was_done_to(action: str, kind: str, words: str) -> None:
    assert action_words(action, kind) == words


def test_kinds_have_words() -> None:
    assert (kind_words("people.role"), kind_words("records.destruction"), len(set(KINDS.values()))) == ("Vai trò", "Danh mục hủy", len(KINDS))
