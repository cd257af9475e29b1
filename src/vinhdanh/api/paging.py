"""Pages of a list: the database cuts, a page never holds more than 200."""

from __future__ import annotations

from typing import Annotated, TypeVar

from django.db import models
from django.db.models import QuerySet
from ninja import Query, Schema

Page = Annotated[int, Query(ge=1, le=100_000, description="số trang, từ 1")]
Size = Annotated[int, Query(ge=1, le=200, description="số dòng một trang")]
M = TypeVar("M", bound=models.Model)


class PageInfo(Schema):
    """Which page this is and how many rows there are in all."""

    page: int
    size: int
    count: int


def cut(rows: QuerySet[M], page: int, size: int) -> tuple[list[M], PageInfo]:
    """The rows of a page (two queries)."""
    start = (page - 1) * size
    return list(rows[start : start + size]), PageInfo(page=page, size=size, count=rows.count())
