"""Finding: exact names first, then names that begin so, then what holds the words, then what one slip may have meant."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Case, IntegerField, Q, QuerySet, Value, When

from vinhdanh.accounts.models import User
from vinhdanh.merit.text import fold
from vinhdanh.search.access import seen
from vinhdanh.search.matching import Term, matching
from vinhdanh.search.models import SearchEntry
from vinhdanh.search.slips import near

Kind = SearchEntry.Kind
SHOWN, LONGEST = 8, 8  # entries of a kind on the first page; words of a question


@dataclass(slots=True)
class Section:
    """What was found of one kind; ``more`` if there is more than is shown."""

    kind: SearchEntry.Kind
    rows: list[SearchEntry]
    more: bool

    @property
    def label(self) -> str:
        """Its name on the screen."""
        return str(Kind(self.kind).label)


def exact_terms(words: list[str]) -> list[Term]:
    """The words as typed; the last may still be going on."""
    return [Term((w,), begun=_begun(words, i)) for i, w in enumerate(words)]


def _begun(words: list[str], place: int) -> bool:
    """Whether a word may go on: the last one, unless it is a number (1 is not the beginning of 1985)."""
    return place == len(words) - 1 and not words[place].isdigit()


def slip_terms(words: list[str]) -> list[Term] | None:
    """The words and those one slip away; None if there are none."""
    neighbours = near(words)
    if not any(neighbours.values()):
        return None
    return [Term((w, *neighbours.get(w, ())), begun=_begun(words, i)) for i, w in enumerate(words)]


def words_of(question: str) -> list[str]:
    """The folded words of a question."""
    return fold(question).split()[:LONGEST]


def ordered(found: QuerySet[SearchEntry], words: list[str]) -> QuerySet[SearchEntry]:
    """Exact, beginning, then the rest; each in the order of names (decisions and initiatives: the latest first)."""
    asked = " ".join(words)
    near_to = Case(
        When(Q(folded=asked) | Q(key__iexact=asked), then=Value(0)),
        When(folded__startswith=asked + " ", then=Value(1)),
        When(folded__startswith=asked, then=Value(2)),
        When(folded__contains=asked, then=Value(3)),
        default=Value(4),
        output_field=IntegerField(),
    )
    return found.annotate(near_to=near_to).select_related("unit").order_by("near_to", "sort_key", "pk")


def sections(user: User, words: list[str], terms: list[Term]) -> list[Section]:
    """The first entries of every kind."""
    found = matching(terms)
    there = set(found.order_by().values_list("kind", flat=True).distinct())
    parts = [(kind, list(ordered(seen(user, kind, found), words)[: SHOWN + 1])) for kind in Kind if kind in there]
    return [Section(kind, rows[:SHOWN], len(rows) > SHOWN) for kind, rows in parts if rows]


@dataclass(slots=True)
class Found:
    """The answer to a question; ``meant`` if it had to be read with a slip."""

    sections: list[Section]
    meant: bool = False


def search(user: User, question: str) -> Found:
    """Find; where nothing is found as typed, read the question with one slip a word."""
    words = words_of(question)
    if not words:
        return Found([])
    found = sections(user, words, exact_terms(words))
    terms = None if found else slip_terms(words)
    near_by = sections(user, words, terms) if terms else []
    return Found(near_by, True) if near_by else Found(found)


def of_kind(user: User, question: str, kind: SearchEntry.Kind) -> QuerySet[SearchEntry]:
    """All entries of one kind, for its own list."""
    words = words_of(question)
    if not words:
        return SearchEntry.objects.none()
    exact = ordered(seen(user, kind, matching(exact_terms(words))), words)
    terms = None if exact.exists() else slip_terms(words)
    return ordered(seen(user, kind, matching(terms)), words) if terms else exact
