"""Many readers beside some writers on a running server: each signs in with a browser's means, reads pages, fills forms.

A write counts only when its page says that it was saved; what was written is looked up again at the end, and the audit log is verified.
"""

from __future__ import annotations

import statistics
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from collections import Counter
from dataclasses import dataclass, field
from html.parser import HTMLParser
from http.cookiejar import CookieJar
from typing import Any

from office_pages import QUESTIONS

SAVED = "Đã lưu hồ sơ"
READ = 40  # people whose pages are read in turn
WRITTEN = 400  # people whose records are changed in turn


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


class NotSaved(Exception):
    """A form that was answered without being saved."""


@dataclass
class Load:
    """The visitors, what they do, and what came of it."""

    base: str
    user: str
    password: str
    readers: int
    writers: int
    people: list[str]
    times: dict[str, list[float]] = field(default_factory=lambda: {"reads": [], "writes": []})
    faults: Counter[str] = field(default_factory=Counter)
    written: dict[str, str] = field(default_factory=dict)  # the last value saved, by person
    stop: threading.Event = field(default_factory=threading.Event)
    door: threading.Semaphore = field(default_factory=lambda: threading.Semaphore(4))

    def pages(self) -> list[str]:
        """What is read in turn."""
        asked = (f"/tim/?q={urllib.parse.quote(q)}" for q in QUESTIONS)
        return ["/", "/con-nguoi/", "/don-vi/", *asked, *(f"/con-nguoi/{k}/" for k in self.people[:READ])]

    def run(self, seconds: float) -> dict[str, Any]:
        """Let them all in, wait until they are there, then for some seconds."""
        here = threading.Barrier(self.readers + self.writers + 1, timeout=300)
        crowd = [threading.Thread(target=self._visit, args=(i, i < self.writers, here), daemon=True) for i in range(self.readers + self.writers)]
        for one in crowd:
            one.start()
        here.wait()
        begun = time.monotonic()
        self.stop.wait(seconds)
        self.stop.set()
        for one in crowd:
            one.join(90)
        return self._told(time.monotonic() - begun)

    def _visit(self, number: int, writes: bool, here: threading.Barrier) -> None:
        visitor = self._signed_in()
        here.wait()
        if visitor is None:
            return
        turn, pages, own = number, self.pages(), self.people[number :: self.writers] if writes else []
        while not self.stop.is_set():
            turn += 1
            try:
                self._write(visitor, own[turn % len(own)], f"{turn:012d}") if writes else self._read(visitor, pages[turn % len(pages)])
            except (urllib.error.URLError, OSError, NotSaved) as error:
                self.faults[f"{type(error).__name__}: {error}"] += 1

    def _signed_in(self) -> Visitor | None:
        """A visitor, a few at a time: a password takes a tenth of a second of a processor on purpose, and is not what is measured."""
        try:
            with self.door:
                return Visitor(self.base, self.user, self.password)
        except (urllib.error.URLError, OSError) as error:
            self.faults[f"sign-in: {error}"] += 1
            return None

    def _read(self, visitor: Visitor, page: str) -> None:
        begun = time.perf_counter()
        visitor.get(page)
        self.times["reads"].append((time.perf_counter() - begun) * 1000)

    def _write(self, visitor: Visitor, key: str, number: str) -> None:
        """Change the identity number of a person: each writer has people of its own, so that no form grows stale."""
        begun = time.perf_counter()
        if SAVED not in visitor.post(f"/con-nguoi/{key}/sua/", {"identity_number": number}):
            raise NotSaved(key)
        self.times["writes"].append((time.perf_counter() - begun) * 1000)
        self.written[key] = number

    def _told(self, seconds: float) -> dict[str, Any]:
        kinds = {name: {"count": len(found), **spread(found)} for name, found in self.times.items()}
        return {"readers": self.readers, "writers": self.writers, "seconds": round(seconds, 1), **kinds, "errors": dict(self.faults)}


def spread(found: list[float]) -> dict[str, float]:
    """The median and the 99th of a hundred, in milliseconds."""
    mine = sorted(found) or [0.0]
    return {"ms": round(statistics.median(mine)), "ms99": round(mine[len(mine) * 99 // 100 - 1])}


def run(base: str, user: str, readers: int, writers: int, seconds: float) -> dict[str, Any]:
    """Readers and writers at once; then what was written is looked up, and the audit log verified."""
    from vinhdanh.audit.verify import verify
    from vinhdanh.demo.mark import PASSWORD
    from vinhdanh.people.models import Person

    keys = Person.objects.filter(status="serving", unit__kind__code="khu-vuc").order_by("pk").values_list("key", flat=True)
    load = Load(base, user, PASSWORD, readers, writers, list(keys[:WRITTEN]))
    found = load.run(seconds)
    kept = dict(Person.objects.filter(key__in=load.written).values_list("key", "identity_number"))
    found["lost"] = sum(kept[key] != number for key, number in load.written.items())
    found["audit"] = len(verify().broken)
    return found
