"""Addresses as the provincial section sees them, with one person who has a post."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from tests.browser.table import Page
from tests.office import Office, person, user

from vinhdanh.people.models import Membership, Post


def pages_of(paths: Mapping[str, str], office: Office) -> list[Page]:
    """The pages at addresses that may name the person (``{key}``), the post and the membership."""
    who, section = person(office.p1, "Nguyễn Văn Bình", birth=dt.date(1984, 5, 6)), user("bo-phan-tdkt", office.top)
    post = Post.objects.create(person=who, unit=office.p1, name="Kiểm sát viên", since=dt.date(2020, 1, 1))
    told = {"key": who.key, "post": post.pk, "membership": Membership.objects.get(person=who).pk}
    return [Page(name, path.format(**told), section) for name, path in paths.items()]
