"""Writing careers: people with their memberships and posts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from vinhdanh.demo.careers import Career
from vinhdanh.demo.places import MERGER, PAPER
from vinhdanh.demo.units import Made
from vinhdanh.demo.write import put
from vinhdanh.merit.collate import name_key
from vinhdanh.merit.text import fold
from vinhdanh.people.models import Membership, Person, Post


def make_people(careers: Sequence[Career], units: Made) -> list[Person]:
    """Write the people of some careers, in their order."""
    people = put(_person(c, units) for c in careers)
    pairs = list(zip(careers, people, strict=True))
    put(row for career, person in pairs for row in _memberships(career, person, units))
    put(row for career, person in pairs for row in _posts(career, person, units))
    return people


def _person(career: Career, units: Made) -> Person:
    serving = career.status_since is None and career.posts
    return Person(
        key=f"CB{career.number:05}",
        full_name=career.name,
        birth=career.birth,
        birth_year=career.birth.year,
        gender="nu" if career.woman else "nam",
        identity_number=f"000{career.number:09}",  # no real number begins so
        party_member=career.party,
        contract=False,
        joined_on=career.joined,
        status=career.status,
        status_since=career.status_since,
        unit=units[career.unit] if career.unit else None,
        post_name=career.posts[-1].name if serving else "",
        folded=fold(career.name),
        sort_key=name_key(career.name),
    )


def _memberships(career: Career, person: Person, units: Made) -> Iterable[Membership]:
    for stay in career.stays:
        paper = PAPER if stay.since == MERGER else f"QĐ điều động ngày {stay.since:%d/%m/%Y}"
        yield Membership(person=person, unit=units[stay.unit], since=stay.since, until=stay.until, paper=paper)


def _posts(career: Career, person: Person, units: Made) -> Iterable[Post]:
    for post in career.posts:
        yield Post(
            person=person,
            unit=units[post.unit],
            name=post.name,
            code=post.code,
            head=post.head,
            leader=post.leader,
            since=post.since,
            until=post.until,
            paper=PAPER if post.since == MERGER else f"QĐ bổ nhiệm ngày {post.since:%d/%m/%Y}",
        )
