"""The how-to page is enough: it names every kind and key, and its examples are understood."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from vinhdanh.merit.scoring import loading, schema
from vinhdanh.merit.scoring.lint import lint

PAGE = (Path(__file__).parents[3] / "docs" / "how-to" / "describe-a-scoring-table.md").read_text("utf-8")
BLOCKS = [loading.yaml(text) for text in re.findall(r"^```yaml\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)]
MODELS = [m for m in vars(schema).values() if isinstance(m, type) and issubclass(m, schema.Strict)]
KEYS = sorted({f.alias or name for m in MODELS for name, f in m.model_fields.items()} - {"format"})


def whole(**more: Any) -> dict[str, Any]:
    return {"id": "x", "criteria": [{"code": "5", "kind": "award_per_unit", "points": 1, "input": "tài khoản"}, {"code": "II", "max": 100}], **more}


@pytest.mark.parametrize("kind", sorted(schema.KINDS))
def test_every_kind_is_on_the_page(kind: str) -> None:
    assert f"`{kind}`" in PAGE or f"kind: {kind}" in PAGE


@pytest.mark.parametrize("key", KEYS)
def test_every_key_is_on_the_page(key: str) -> None:
    assert re.search(rf"(?<![\w]){key}(?![\w])", PAGE)


def test_the_first_table_is_sound() -> None:
    assert lint(loading.table(BLOCKS[0])) == []


def test_the_other_examples_are_understood() -> None:
    for block in BLOCKS[1:]:
        if isinstance(block, list):
            loading.table({"id": "x", "criteria": block})
        elif "units" in block:
            assert loading.units(block)[0].id == "cai-lay"
        elif "bands" in block:
            loading.table({"id": "x", "criteria": [{"code": "a", "max": 2, **block}]})
        else:
            base = {"classes": [{"name": "Tốt", "ge": 80}]} if "quotas" in block else {}
            assert loading.table(whole(**{**base, **block}))
