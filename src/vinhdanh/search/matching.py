"""A question as the database's full-text search wants it. Terms hold letters and digits only, so nothing can be smuggled in."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import connection
from django.db.models import BooleanField, Q, QuerySet
from django.db.models.expressions import RawSQL

from vinhdanh.search.models import SearchEntry

FTS = "SELECT rowid FROM search_fts WHERE search_fts MATCH %s"
TSV = "to_tsvector('simple', search_searchentry.words) @@ to_tsquery('simple', %s)"


@dataclass(frozen=True, slots=True)
class Term:
    """One word of a question: any of ``words``; the first may go on (``begun``) while it is being typed."""

    words: tuple[str, ...]
    begun: bool = False


def matching(terms: list[Term]) -> QuerySet[SearchEntry]:
    """The entries that hold all terms."""
    if connection.vendor == "postgresql":
        return SearchEntry.objects.filter(RawSQL(TSV, [_tsquery(terms)], output_field=BooleanField()))
    return SearchEntry.objects.filter(Q(pk__in=RawSQL(FTS, [_fts(terms)])))


def _fts(terms: list[Term]) -> str:
    return " AND ".join("(" + " OR ".join(f'"{w}"' + (" *" if t.begun and i == 0 else "") for i, w in enumerate(t.words)) + ")" for t in terms)


def _tsquery(terms: list[Term]) -> str:
    return " & ".join("(" + " | ".join(w + (":*" if t.begun and i == 0 else "") for i, w in enumerate(t.words)) + ")" for t in terms)
