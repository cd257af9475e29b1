"""Every page of the office, asked in this process without a network: server time, processor time, queries; search and screening among them."""

from __future__ import annotations

import datetime as dt
import statistics
import time
import urllib.parse
from collections.abc import Callable, Iterator
from typing import Any

QUESTIONS = ("nguyen van a001", "Nguyễn Thị B", "nguyne van", "khu vuc 1", "27/QĐ-VKSTC", "so hoa ho so", "CB00500", "van", "khong co gi ca")
SKIPPED = tuple(f"/tai-khoan/{p}" for p in ("login", "logout", "password", "3rdparty", "signup", "oidc", "confirm"))
FILES = ("records:export", "eligibility:export")  # whole tables as a workbook: a file, not a page
OTHERS = ("quantri", "canhan")  # asked where the account may not look
Row = dict[str, Any]


def samples() -> dict[str, dict[str, Any]]:
    """Values for the parts of an address, by the name of the app, or of the address."""
    from vinhdanh.law.models import Act, OfficeRule, Provision
    from vinhdanh.people.models import Membership, Person, Post, Transfer
    from vinhdanh.records.models import AwardHeld, Initiative
    from vinhdanh.search.models import SearchEntry
    from vinhdanh.units.models import Cluster, Unit

    def key(found: Any, field: str = "pk") -> Any:
        return found.order_by("pk").values_list(field, flat=True).first()

    person = key(Person.objects.filter(status="serving", unit__kind__code="khu-vuc"), "key")
    unit = key(Unit.objects.filter(kind__code="khu-vuc"), "key")
    place = Provision.objects.order_by("pk").select_related("act").first()
    year = AwardHeld.objects.order_by("-year").values_list("year", flat=True).first()
    every = {"year": year, "award": "chien-si-thi-dua-co-so", "slug": "khen-thuong", "kind": "ratings"}
    about = {f"people:{name}": {"pk": key(Post.objects.filter(person__key=person))} for name in ("post", "post_remove")}
    about |= {f"people:{name}": {"pk": key(Membership.objects.filter(person__key=person))} for name in ("membership", "membership_remove")}
    return {
        "": {**every, "key": unit, "pk": 1},
        "people": {"key": person, "pk": key(Transfer.objects.filter(state="proposed"))},
        **about,
        **{f"eligibility:{name}": {"key": person} for name in ("person_verdict", "person_way")},
        "eligibility:unit_verdict": {"award": "tap-the-lao-dong-xuat-sac"},
        **{f"people:{name}": {"key": key(Person.objects.filter(account__username="canhan"), "key")} for name in ("own_data", "own_data_file")},
        **{f"api:{name}": {"key": person} for name in ("person", "of_person", "enter_of_person")},
        "units:cluster": {"key": key(Cluster.objects.all(), "key")},
        "records": {"pk": key(AwardHeld.objects.filter(person__isnull=False))},
        "records:initiative_correct": {"pk": key(Initiative.objects.all())},
        "law": {
            "code": place.act.code if place else key(Act.objects.all(), "code"),
            "at": place.slug if place else "",
            "pk": key(OfficeRule.objects.all()),
        },
        "search": {"key": key(SearchEntry.objects.filter(kind="decision"), "key")},
    }


def named() -> Iterator[tuple[str, list[str]]]:
    """Every named address of the application with the names of its parts."""
    from django.urls import URLPattern, URLResolver, get_resolver

    def walk(patterns: list[Any], space: str, parts: list[str]) -> Iterator[tuple[str, list[str]]]:
        for p in patterns:
            inner = [*parts, *p.pattern.converters]
            if isinstance(p, URLResolver):
                yield from walk(p.url_patterns, p.namespace or space, inner)
            elif isinstance(p, URLPattern) and p.name:
                yield (f"{space}:{p.name}" if space else p.name), inner

    yield from walk(get_resolver().url_patterns, "", [])


def addresses() -> Iterator[tuple[str, str]]:
    """Name and address of every page that an example can be given for ('' without one)."""
    from django.urls import NoReverseMatch, reverse

    told = samples()
    for name, parts in named():
        values = {**told[""], **told.get(name.split(":")[0], {}), **told.get(name, {})}
        try:
            address = reverse(name, kwargs={p: values[p] for p in parts})
        except (NoReverseMatch, KeyError):
            address = ""
        if not address.startswith(SKIPPED) and name not in FILES:
            yield name, address
    yield from extremes()


def extremes() -> Iterator[tuple[str, str]]:
    """Pages at their heaviest: the unit at the top, lists without a filter, days long past."""
    from vinhdanh.units.models import Unit

    top = Unit.objects.filter(parent=None, dissolved_on=None).order_by("pk").first()
    small = Unit.objects.filter(kind__code="khu-vuc", dissolved_on=None).order_by("pk").first()
    if top is None or small is None:
        return
    yield "units:detail, the top", f"/don-vi/{top.key}/"
    yield "units:tree, a past day", "/don-vi/?ngay=01/06/2020"
    yield "units:tree, by a word", "/don-vi/?q=khu+vuc"
    yield "people:list, everybody ever", "/con-nguoi/?tinh_trang=tat-ca"
    yield "people:list, one unit, everybody ever", f"/con-nguoi/?don_vi={small.key}&tinh_trang=tat-ca"
    yield "people:list, by a word", "/con-nguoi/?q=nguyen+van"
    yield "people:list, the last page", "/con-nguoi/?trang=9999"
    for slug in ("xep-loai", "khen-thuong", "sang-kien"):
        yield f"records:list, {slug} of one unit", f"/du-kien/{slug}/?don-vi={small.key}"
        yield f"records:list, {slug} by a name", f"/du-kien/{slug}/?ten=nguyen"


def searches() -> Iterator[tuple[str, str]]:
    """The questions asked of search, and one kind page by page."""
    yield from ((q, f"/tim/?{urllib.parse.urlencode({'q': q})}") for q in QUESTIONS)
    yield from (
        (f"{q} ({kind})", f"/tim/?{urllib.parse.urlencode({'q': q, 'loai': kind})}") for q, kind in (("van", "person"), ("vkstc", "decision"))
    )


def screenings() -> Iterator[tuple[str, str]]:
    """The screening of everybody for each award, and of one unit for the commonest."""
    from vinhdanh.law.rulebook import law
    from vinhdanh.records.models import AwardHeld
    from vinhdanh.units.models import Unit

    year = AwardHeld.objects.order_by("-year").values_list("year", flat=True).first() or 0
    day = f"31/12/{year}"
    for who, subject in (("ca-nhan", "person"), ("tap-the", "collective")):
        for code in law().awards:
            found = law().criteria(code, subject, dt.date(year, 12, 31))
            if found is not None and not found.excluded:
                yield f"{code}, {subject}", asked(code, who, year, day)
    unit = Unit.objects.filter(kind__code="khu-vuc", dissolved_on=None).order_by("pk").values_list("key", flat=True).first()
    yield "chien-si-thi-dua-co-so, one unit", asked("chien-si-thi-dua-co-so", "ca-nhan", year, day, str(unit))


def asked(award: str, who: str, year: int, day: str, unit: str = "") -> str:
    """The address of a screening."""
    words = {"danh_hieu": award, "doi_tuong": who, "nam": year, "ngay": day, **({"don_vi": unit} if unit else {})}
    return f"/ra-soat/?{urllib.parse.urlencode(words)}"


class Clock:
    """Counts the queries of a request and the time spent in them."""

    def __init__(self) -> None:
        self.seconds, self.count = 0.0, 0

    def __call__(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
        """Run one query."""
        begun = time.perf_counter()
        try:
            return execute(sql, params, many, context)
        finally:
            self.seconds, self.count = self.seconds + time.perf_counter() - begun, self.count + 1


def once(client: Any, address: str) -> tuple[int, float, float, Clock]:
    """Status, milliseconds by the clock and of this processor, and the queries of one request."""
    from django.db import connection

    clock = Clock()
    with connection.execute_wrapper(clock):
        begun, worked = time.perf_counter(), time.process_time()
        answer = client.get(address)
        b"".join(answer) if answer.streaming else answer.content
        return answer.status_code, (time.perf_counter() - begun) * 1000, (time.process_time() - worked) * 1000, clock


def measure(client: Any, address: str, rounds: int) -> Row:
    """Status, queries, and medians: server time, this processor's share of it, time in the database."""
    status, *_, clock = once(client, address)  # not counted: what is kept in the process is filled
    runs = [once(client, address) for _ in range(rounds if status == 200 else 1)]
    wall, worked, waited = ([run[1] for run in runs], [run[2] for run in runs], [run[3].seconds * 1000 for run in runs])
    middle = {"ms": statistics.median(wall), "cpu": statistics.median(worked), "db": statistics.median(waited), "max": max(wall)}
    return {"address": address, "status": status, "queries": clock.count, **{k: round(v, 1) for k, v in middle.items()}}


def run(user: str, rounds: int, parts: list[str], say: Callable[[str], None]) -> dict[str, dict[str, Row]]:
    """What is measured: pages, searches, screenings."""
    clients = [signed_in(name) for name in (user, *OTHERS)]
    asked_of = {"pages": (addresses, rounds), "searches": (searches, rounds), "screenings": (screenings, min(rounds, 5))}
    found: dict[str, dict[str, Row]] = {part: {} for part in parts}
    for part in parts:
        asked, times = asked_of[part]
        for name, address in asked():
            if address:
                found[part][name] = row = measured(clients, address, times)
                say(line(name, row))
    return found


def line(name: str, row: Row) -> str:
    """A line on the screen."""
    times = f"{row['ms']:8.1f} ms, cpu {row['cpu']:7.1f}, db {row['db']:7.1f}"
    return f"{times}, {row['queries']:3d} queries, {row['status']} {name:38} {row['address']}"


def measured(clients: list[Any], address: str, rounds: int) -> Row:
    """Asked by the first who is given a page; by the account itself if nobody is."""
    row = measure(clients[0], address, rounds)
    others = (measure(client, address, rounds) for client in clients[1:]) if row["status"] in (302, 403, 404) else iter(())
    return next((other for other in others if other["status"] == 200), row)


def signed_in(user: str) -> Any:
    """A client of this process."""
    from django.conf import settings
    from django.test import Client

    from vinhdanh.accounts.models import User

    settings.ALLOWED_HOSTS = ["testserver"]
    client = Client(raise_request_exception=False)
    client.force_login(User.objects.get(username=user), backend="django.contrib.auth.backends.ModelBackend")
    return client
