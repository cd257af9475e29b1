"""The rulebook an office works with: national law, the sector's, and the approved rules of its own unit and of those above it."""

from __future__ import annotations

from collections import OrderedDict
from functools import lru_cache
from threading import Lock

from django.conf import settings
from django.db.models import Exists, OuterRef

from vinhdanh.accounts.models import User
from vinhdanh.law.models import OfficeRule
from vinhdanh.law.overlay import layers_of
from vinhdanh.merit.rulebook import Rulebook, checked, load
from vinhdanh.people.access import scope_of
from vinhdanh.people.models import Person
from vinhdanh.units.models import Unit

KEPT = 32
Key = tuple[tuple[int, str, str], ...]
_books: OrderedDict[Key, Rulebook] = OrderedDict()
_lock = Lock()


@lru_cache(maxsize=4)
def _law(authority: str) -> Rulebook:
    return load(authority)


def law() -> Rulebook:
    """National law and the sector's, without any office's rules."""
    return _law(settings.AUTHORITY)


def office_rulebook(unit_path: str | None = None) -> Rulebook:
    """The rulebook of a unit (``path``): the law with the approved rules of it and of the units above, the higher first.

    Without a unit: with the rules of the one unit at the top, if there is but one. One query a call; the book is kept by the
    digest of the rules it holds. A rule counts from its own ``in_force``: ask the book for a day, as always.
    """
    key = _key(unit_path)
    if not key:
        return law()
    with _lock:
        if key in _books:
            _books.move_to_end(key)
            return _books[key]
    made = with_rules(rules_named([pk for pk, *_ in key]))
    with _lock:
        _books[key] = made
        while len(_books) > KEPT:
            _books.popitem(last=False)
    return made


def _key(unit_path: str | None) -> Key:
    """(id, digest, path) of every approved rule that applies: what the book's content hangs on."""
    others = Unit.objects.filter(parent=None, dissolved_on=None).exclude(pk=OuterRef("unit"))
    rows = OfficeRule.objects.filter(state=OfficeRule.State.APPROVED).annotate(other=Exists(others)).order_by("pk")
    found = rows.values_list("pk", "digest", "unit__path", "unit__parent", "other")
    if unit_path is None:
        return tuple((pk, digest, path) for pk, digest, path, parent, other in found if parent is None and not other)
    return tuple((pk, digest, path) for pk, digest, path, _, _ in found if unit_path.startswith(path))


def rules_named(keys: list[int]) -> list[OfficeRule]:
    """Rules by key with what composing them needs."""
    return list(OfficeRule.objects.filter(pk__in=keys).select_related("unit", "act").order_by("pk"))


def with_rules(rules: list[OfficeRule]) -> Rulebook:
    """The law with rules laid over it. Raises ``RulebookError``."""
    return checked([*law().layers, *layers_of(rules)])


def approved_for(unit_path: str) -> list[OfficeRule]:
    """The approved rules that apply to a unit."""
    return rules_named([pk for pk, *_ in _key(unit_path)])


def path_of(user: User) -> str | None:
    """The unit whose rulebook an account reads by default: its person's, else that of its first role; None if it has neither."""
    scope = scope_of(user)
    found = Person.objects.filter(pk=scope.person_id).values_list("unit__path", flat=True).first() if scope.person_id else None
    return found or next((h.path for h in scope.held), None)


def rulebook_for(user: User) -> Rulebook:
    """The rulebook an account reads by default."""
    return office_rulebook(path_of(user))
