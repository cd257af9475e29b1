"""Pages of a list: the database cuts, a page never holds more than 200."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Annotated, TypeVar

from django.db import models
from django.db.models import QuerySet
from ninja import Path, Query, Schema

Page = Annotated[int, Query(ge=1, le=100_000, description="số trang, từ 1")]
Size = Annotated[int, Query(ge=1, le=200, description="số dòng một trang")]
CLEAN = r"^[^\u0000]*$"  # PostgreSQL takes no NUL, in whatever it is asked for
Words = Annotated[str, Query(max_length=200, pattern=CLEAN, description="từ cần tìm, có hoặc không dấu")]
UnitAsked = Annotated[str, Query(max_length=40, pattern=CLEAN, description="mã đơn vị; bỏ trống: cả phạm vi")]
Day = Annotated[dt.date | None, Query(ge=dt.date(1945, 9, 2), le=dt.date(2200, 12, 31), description="ngày (YYYY-MM-DD); bỏ trống: hôm nay")]
YearAsked = Annotated[int | None, Query(ge=1990, le=2100, description="năm công tác; bỏ trống: năm nay")]
Key = Annotated[str, Path(max_length=40, pattern=CLEAN)]
Number = Annotated[int, Path(ge=1, le=2**53)]
M = TypeVar("M", bound=models.Model)
T = TypeVar("T")


class PageInfo(Schema):
    """Which page this is and how many rows there are in all."""

    page: int
    size: int
    count: int


def cut(rows: QuerySet[M], page: int, size: int) -> tuple[list[M], PageInfo]:
    """The rows of a page (two queries)."""
    start = (page - 1) * size
    return list(rows[start : start + size]), PageInfo(page=page, size=size, count=rows.count())


def cut_list(rows: Sequence[T], page: int, size: int) -> tuple[list[T], PageInfo]:
    """The same of what is no table of the database: rules, acts with their status, ids already weighed."""
    start = (page - 1) * size
    return list(rows[start : start + size]), PageInfo(page=page, size=size, count=len(rows))
