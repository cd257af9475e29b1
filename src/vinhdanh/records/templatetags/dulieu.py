"""Small helps of the pages of records."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import template

from vinhdanh.accounts.answers import Answer
from vinhdanh.records.awards import award_name
from vinhdanh.records.kinds import BY_SLUG
from vinhdanh.records.masking import share_words

register = template.Library()


@register.filter
def khoa(answers: Mapping[str, Answer], key: str) -> Answer:
    """The answer of a key that holds a full stop."""
    return answers[key]


@register.filter
def vi_sao(answers: Mapping[str, Answer], key: str) -> str:
    """Why not."""
    return answers[key].why


@register.filter
def ty_le(share: int | None) -> str:
    """A share in percent."""
    return share_words(share)


@register.filter
def ten_khen(code: str) -> str:
    """An award as the law spells it."""
    return award_name(code)


@register.filter
def ten_loai(slug: str) -> str:
    """What a kind of record is called."""
    return BY_SLUG[slug].name


@register.filter
def tru(count: int, shown: Sequence[Any]) -> int:
    """How many are left."""
    return count - len(shown)


@register.filter
def lay(data: Mapping[str, str], key: str) -> str:
    """A parameter whose name holds a hyphen."""
    return data.get(key, "")


@register.filter
def thu(heads: Sequence[tuple[str, str]], at: int) -> str:
    """The head of a column, by its place."""
    return heads[at][0]
