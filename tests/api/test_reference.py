"""The reference names what there is, no more and no less."""

import re
from pathlib import Path

from vinhdanh.api.base import api
from vinhdanh.api.scopes import PAGES_ONLY, SCOPES
from vinhdanh.config.urls import urlpatterns

TEXT = (Path(__file__).parents[2] / "docs/reference/api.md").read_text("utf-8")


def test_the_table_lists_each_operation_once() -> None:
    assert urlpatterns  # the operations are known once the addresses are
    paths = api.get_openapi_schema()["paths"].items()
    there = sorted(f"{method.upper()} {path.removeprefix('/api/v1')}" for path, item in paths for method in item)
    assert sorted(re.findall(r"^\| `([A-Z]+ /[^`]*)` \|", TEXT, re.MULTILINE)) == there


def test_every_scope_is_explained_and_none_that_is_none() -> None:
    named = set(re.findall(r"`((?:people|records|units|law|sensitive|verdicts)\.[a-z]+|screen|desk|own)`", TEXT))
    assert named == set(SCOPES) - PAGES_ONLY


def test_every_operation_says_what_it_does_in_vietnamese() -> None:
    operations = [op for item in api.get_openapi_schema()["paths"].values() for op in item.values()]
    assert [op["operationId"] for op in operations if not op.get("summary") or op["summary"].isascii()] == []
    assert len({op["operationId"] for op in operations}) == len(operations)
