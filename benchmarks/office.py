"""Server time and queries of every page on the sector demo, search, screening, and many readers beside writers.

python benchmarks/office.py pages [--rounds 15] [--user tdkt] [--out FILE.json]
python benchmarks/office.py load http://127.0.0.1:8000 [--readers 50] [--writers 5] [--seconds 30]

Both read the environment as the application does (``VINHDANH_DATA``, ``DATABASE_URL`` …): run once on SQLite, once on PostgreSQL.
``pages`` asks in this process, without a network; the addresses are those of the urlconf. ``load`` asks a server that is running.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import sys
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from collections import Counter
from collections.abc import Iterator
from html.parser import HTMLParser
from http.cookiejar import CookieJar
from pathlib import Path
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "vinhdanh.config.settings")
QUESTIONS = ("nguyen van a001", "Nguyễn Thị B", "nguyne van", "khu vuc 1", "27/QĐ-VKSTC", "so hoa ho so", "CB00500", "van", "khong co gi ca")
SKIPPED = (
    "tai-khoan/login",
    "tai-khoan/logout",
    "tai-khoan/password",
    "tai-khoan/3rdparty",
    "tai-khoan/signup",
    "tai-khoan/oidc",
    "tai-khoan/confirm",
)


def samples() -> dict[str, dict[str, Any]]:
    """Values for the parts of an address, by the name of the app and of the part."""
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
    return {
        "": {**every, "key": unit, "pk": 1},
        "people": {"key": person, "pk": key(Transfer.objects.filter(state="proposed"))},
        "people:post": {"pk": key(Post.objects.filter(person__key=person))},
        "people:post_remove": {"pk": key(Post.objects.filter(person__key=person))},
        "people:membership": {"pk": key(Membership.objects.filter(person__key=person))},
        "people:membership_remove": {"pk": key(Membership.objects.filter(person__key=person))},
        "eligibility:person_verdict": {"key": person},
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
    """Name and address of every page that an example can be given for."""
    from django.urls import NoReverseMatch, reverse

    told = samples()
    for name, parts in named():
        values = {**told[""], **told.get(name.split(":")[0], {}), **told.get(name, {})}
        try:
            address = reverse(name, kwargs={p: values[p] for p in parts})
        except (NoReverseMatch, KeyError):
            yield name, ""
            continue
        if not any(s in address for s in SKIPPED):
            yield name, address
    yield from ((f"search: {q}", f"/tim/?{urllib.parse.urlencode({'q': q})}") for q in QUESTIONS)
    yield "screening of everybody", f"/ra-soat/?{urllib.parse.urlencode({'award': 'chien-si-thi-dua-co-so', 'danh-hieu': 'chien-si-thi-dua-co-so'})}"


def measure(client: Any, address: str, rounds: int) -> dict[str, Any]:
    """Status, median of the server time, queries."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as queries:
        answer = client.get(address)
    count, times = len(queries), []  # now: the next request begins a new list
    for _ in range(rounds if answer.status_code == 200 else 1):
        begun = time.perf_counter()
        answer = client.get(address)
        b"".join(answer) if answer.streaming else answer.content
        times.append((time.perf_counter() - begun) * 1000)
    return {"status": answer.status_code, "ms": round(statistics.median(times), 1), "max": round(max(times), 1), "queries": count}


def pages(args: argparse.Namespace) -> int:
    """Measure every page; 1 if one is slower than ``--limit`` or broken."""
    import django

    django.setup()
    from django.conf import settings
    from django.db import connection
    from django.test import Client

    from vinhdanh.accounts.models import User

    settings.ALLOWED_HOSTS = ["testserver"]
    client = Client(raise_request_exception=False)
    client.force_login(User.objects.get(username=args.user), backend="django.contrib.auth.backends.ModelBackend")
    found: dict[str, dict[str, Any]] = {}
    for name, address in addresses():
        if address:
            found[name] = {"address": address, **measure(client, address, args.rounds)}
            row = found[name]
            print(f"{row['ms']:9.1f} ms {row['queries']:4d} queries {row['status']} {name:34} {address}", flush=True)
        else:
            print(f"        –                        {name:34} (no example)", flush=True)
    slow = {n: r for n, r in found.items() if r["status"] == 200 and r["ms"] > args.limit}
    broken = {n: r for n, r in found.items() if r["status"] >= 500}
    print(f"{connection.vendor}: {len(found)} pages, {len(slow)} over {args.limit} ms, {len(broken)} broken")
    if args.out:
        args.out.write_text(json.dumps({"database": connection.vendor, "pages": found}, ensure_ascii=False, indent=1), "utf-8")
    return 1 if slow or broken else 0


# ---- many at once --------------------------------------------------------------------------------------


class Fields(HTMLParser):
    """The fields of the forms of a page that are sent as they stand."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: dict[str, str] = {}
        self._select = self._area = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take up a field."""
        a = {k: v or "" for k, v in attrs}
        if tag == "input" and a.get("name") and (a.get("type") not in ("checkbox", "radio", "submit", "file", "search") or "checked" in a):
            self.found[a["name"]] = a.get("value", "")
        elif tag == "select":
            self._select = a.get("name", "")
        elif tag == "option" and self._select and ("selected" in a or self._select not in self.found):
            self.found[self._select] = a.get("value", "")
        elif tag == "textarea":
            self._area = a.get("name", "")
            self.found[self._area] = ""

    def handle_endtag(self, tag: str) -> None:
        """Leave a field."""
        if tag == "select":
            self._select = ""
        elif tag == "textarea":
            self._area = ""

    def handle_data(self, data: str) -> None:
        """The text of a text area."""
        if self._area:
            self.found[self._area] += data


class Visitor:
    """Somebody with a browser: signs in, reads, writes."""

    def __init__(self, base: str, user: str, password: str) -> None:
        self.base = base
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))
        self.post("/tai-khoan/login/", {"login": user, "password": password})

    def get(self, path: str) -> str:
        """Read a page."""
        with self.opener.open(self.base + path, timeout=60) as answer:
            return str(answer.read().decode())

    def post(self, path: str, values: dict[str, str]) -> str:
        """Fill the form of a page and send it."""
        sent = {**Fields(self.get(path)).found, **values}
        request = urllib.request.Request(self.base + path, urllib.parse.urlencode(sent).encode(), {"Referer": self.base + path})
        with self.opener.open(request, timeout=60) as answer:
            return str(answer.read().decode())


def load(args: argparse.Namespace) -> int:
    """Readers and writers at once; 1 if anything went wrong."""
    import django

    django.setup()
    from vinhdanh.demo.mark import PASSWORD
    from vinhdanh.people.models import Person

    people = list(Person.objects.filter(status="serving", unit__kind__code="khu-vuc").order_by("pk").values_list("key", flat=True)[:400])
    reading = ["/", "/con-nguoi/", "/don-vi/", *(f"/tim/?q={urllib.parse.quote(q)}" for q in QUESTIONS), *(f"/con-nguoi/{k}/" for k in people[:40])]
    stop, times, faults, done = threading.Event(), [], Counter(), Counter()  # type: ignore[var-annotated]

    def work(number: int, writes: bool) -> None:
        visitor = Visitor(args.base, args.user, PASSWORD)
        turn = number
        while not stop.is_set():
            turn += 1
            begun = time.perf_counter()
            try:
                if writes:
                    visitor.post(f"/con-nguoi/{people[turn * args.writers % len(people)]}/sua/", {"reason": "đo tải", "paper": f"Thử tải {turn}"})
                else:
                    visitor.get(reading[turn % len(reading)])
                done["writes" if writes else "reads"] += 1
            except (urllib.error.URLError, OSError) as error:
                faults[str(error)] += 1
            times.append((writes, (time.perf_counter() - begun) * 1000))

    threads = [threading.Thread(target=work, args=(i, i < args.writers), daemon=True) for i in range(args.readers + args.writers)]
    for thread in threads:
        thread.start()
    time.sleep(args.seconds)
    stop.set()
    for thread in threads:
        thread.join(60)
    for writes, name in ((False, "reads"), (True, "writes")):
        mine = sorted(t for w, t in times if w == writes) or [0.0]
        print(f"{name}: {done[name]}, median {statistics.median(mine):.0f} ms, 99% {mine[len(mine) * 99 // 100 - 1]:.0f} ms")
    print(f"errors: {sum(faults.values())} {dict(faults)}")
    return 1 if faults else 0


def main() -> int:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    below = parser.add_subparsers(required=True)
    one = below.add_parser("pages")
    one.add_argument("--rounds", type=int, default=15)
    one.add_argument("--limit", type=float, default=100, help="ms")
    one.add_argument("--user", default="tdkt")
    one.add_argument("--out", type=Path)
    one.set_defaults(run=pages)
    many = below.add_parser("load")
    many.add_argument("base")
    many.add_argument("--readers", type=int, default=50)
    many.add_argument("--writers", type=int, default=5)
    many.add_argument("--seconds", type=int, default=30)
    many.add_argument("--user", default="tdkt")
    many.set_defaults(run=load)
    args = parser.parse_args()
    code: int = args.run(args)
    return code


if __name__ == "__main__":
    sys.exit(main())
