"""Objects as entries of the index. What must not be found has none."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator

from django.db.models import Min, QuerySet

from vinhdanh.law.models import Act
from vinhdanh.merit.text import fold
from vinhdanh.people.models import Person
from vinhdanh.records.models import AwardHeld, Initiative
from vinhdanh.search.models import SearchEntry
from vinhdanh.units.models import Unit

Kind = SearchEntry.Kind
LOT = 500
Decision = tuple[str, str, dt.date | None, str]  # folded number, number, day, issuer


def _entry(kind: SearchEntry.Kind, key: str, title: str, name: str, more: Iterable[object], **rest: object) -> SearchEntry:
    words = " ".join(dict.fromkeys(f"{name} {fold(' '.join(str(m) for m in more if m))}".split()))
    return SearchEntry(kind=kind, key=key, title=title, folded=name[:500], words=words, **rest)


def person_entry(person: Person) -> SearchEntry | None:
    """A person; none for a secret or merged record."""
    if person.secret or person.merged_into_id is not None:
        return None
    born = person.birth.year if person.birth else person.birth_year
    return _entry(
        Kind.PERSON,
        person.key,
        person.full_name,
        person.folded,
        (person.key, born, person.post_name),
        object_pk=person.pk,
        unit_id=person.unit_id,
        subtitle=f"sinh năm {born}" if born else "",
        sort_key=person.sort_key,
    )


def unit_entry(unit: Unit) -> SearchEntry:
    """A unit, found by its former names too."""
    former = {s.name for s in unit.spans.all()} - {unit.name}
    said = f"trước đây: {', '.join(sorted(former))}"[:300] if former else ""
    more = (unit.short_name, unit.key, *sorted(former))
    return _entry(Kind.UNIT, unit.key, unit.name, unit.folded, more, object_pk=unit.pk, unit_id=unit.pk, subtitle=said, sort_key=unit.sort_key)


def initiative_entry(idea: Initiative) -> SearchEntry | None:
    """An initiative or a piece of science work; none once set aside."""
    if idea.void_at is not None:
        return None
    said = " · ".join(str(p) for p in (idea.get_kind_display(), idea.year, idea.code) if p)
    more = (idea.code, idea.year, idea.decision)
    return _entry(
        Kind.INITIATIVE,
        str(idea.pk),
        idea.name,
        fold(idea.name),
        more,
        object_pk=idea.pk,
        subtitle=said,
        sort_key=f"{9999 - idea.year}{fold(idea.name)}",
    )


def act_entry(act: Act) -> SearchEntry:
    """A legal act."""
    return _entry(
        Kind.ACT,
        act.code,
        act.name,
        fold(act.name),
        (act.number, act.short, act.code, act.issuer),
        object_pk=act.pk,
        subtitle=" · ".join(p for p in (act.number, act.issuer) if p)[:300],
        sort_key=fold(act.name)[:600],
    )


def decision_entry(decision: Decision) -> SearchEntry:
    """A decision: the rows that bear its number and day."""
    folded, number, on, issuer = decision
    day = f" ngày {on:%d/%m/%Y}" if on else ""
    later = f"{99999999 - int(f'{on:%Y%m%d}')}" if on else "99999999"  # the latest first
    more = (number, f"{on:%d %m %Y}" if on else "", issuer)
    return _entry(Kind.DECISION, decision_key(folded, on), f"Quyết định {number}{day}", folded, more, on=on, subtitle=issuer, sort_key=later)


def decision_key(folded: str, on: dt.date | None) -> str:
    """``27-qd-vkstc_2025-12-20``: in addresses."""
    return f"{folded.replace(' ', '-')}_{on.isoformat() if on else 'khong-ngay'}"


def in_force(rows: QuerySet[AwardHeld]) -> QuerySet[AwardHeld]:
    """The award rows whose decisions may be found."""
    return rows.exclude(folded="").filter(secret=False, void_at=None)


def decisions_of(rows: QuerySet[AwardHeld]) -> Iterator[Decision]:
    """The decisions that award rows name, each once and as the first of these rows writes it."""
    firsts = list(in_force(rows).values("folded", "decided_on").annotate(first=Min("pk")).order_by("first").values_list("first", flat=True))
    for at in range(0, len(firsts), LOT):
        told = AwardHeld.objects.filter(pk__in=firsts[at : at + LOT]).order_by("pk")
        yield from told.values_list("folded", "decision", "decided_on", "issuer")
