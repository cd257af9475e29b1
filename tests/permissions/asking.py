"""Every address and API operation, and what each account gets there: one letter an answer.

``o`` let in (200, a redirect to somewhere else than the sign-in, or a form that is told what is wrong: 405, 409, 422)
``x`` refused with a reason (403) · ``.`` not there (404) · ``-`` asked to sign in (401, or sent to the sign-in)
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from http.cookies import SimpleCookie
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from tests.permissions.targets import YEAR, Targets

from vinhdanh.accounts.models import User

BACKEND = "django.contrib.auth.backends.ModelBackend"


@dataclass(frozen=True)
class Address:
    """An address (its name) and the names of its arguments."""

    name: str
    arguments: tuple[str, ...]


def addresses(resolver: Any = None, space: str = "", above: tuple[str, ...] = ()) -> Iterator[Address]:
    """Every address of the urlconf, the API's apart."""
    for entry in (resolver or get_resolver()).url_patterns:
        named = (*above, *entry.pattern.regex.groupindex)
        if isinstance(entry, URLResolver):
            inner = f"{space}{entry.namespace}:" if entry.namespace else space
            if entry.namespace != "api":
                yield from addresses(entry, inner, named)
        elif isinstance(entry, URLPattern):
            yield Address(f"{space}{entry.name}", named)


def operations() -> Iterator[tuple[str, str]]:
    """Every operation of the API: method and path."""
    from vinhdanh.api.base import api

    for path, item in api.get_openapi_schema()["paths"].items():
        for method in item:
            yield method, path


def letter(status: int, where: str) -> str:
    """The letter of an answer."""
    if status in (301, 302) and where.startswith("/tai-khoan/login/"):
        return "-"
    known = {401: "-", 403: "x", 404: ".", 400: "!", 500: "!"}
    return known.get(status, "o")


class Asker:
    """Asks for everything as everybody; what an answer changes is taken back."""

    def __init__(self, targets: Targets) -> None:
        self.targets = targets
        self.clients = {name: self._client(user) for name, user in targets.actors.items()}
        self.cookies = {name: client.cookies.output(header="", sep=";") for name, client in self.clients.items()}

    @staticmethod
    def _client(user: User | None) -> Client:
        client = Client(raise_request_exception=False)
        if user is not None:
            client.force_login(user, backend=BACKEND)
        return client

    def ask(self, method: str, url: str, body: Any = None) -> str:
        """The letters of all accounts, in their order."""
        return "".join(self._one(self._fresh(name), method, url, body) for name in self.clients)

    def _fresh(self, name: str) -> Client:
        """The client as it was when it had just signed in."""
        self.clients[name].cookies = SimpleCookie(self.cookies[name])
        return self.clients[name]

    def _one(self, client: Client, method: str, url: str, body: Any) -> str:
        with transaction.atomic():
            answer = getattr(client, method)(url, body, content_type="application/json") if body is not None else getattr(client, method)(url)
            answer.close()  # a file that is sent is closed by who takes it
            transaction.set_rollback(True)
        return letter(answer.status_code, answer.headers.get("Location", ""))

    def page(self, address: Address, method: str, variant: dict[str, Any]) -> str:
        """The letters of a page."""
        told = {a: self._value(address, a, variant) for a in address.arguments}
        return self.ask(method, reverse(address.name, kwargs=told) + QUERY.get(address.name, ""))

    def _value(self, address: Address, argument: str, variant: dict[str, Any]) -> Any:
        if argument in variant:
            found = variant[argument]
        else:
            space = address.name.split(":")[0]
            keys = ((address.name, argument), (space, argument), ("", argument))
            found = next((VALUES[k] for k in keys if k in VALUES), None)
            assert found is not None, f"tests/permissions/asking.py, VALUES: say what stands for “{argument}” of {address.name}"
        return found(self.targets) if callable(found) else found

    def operation(self, method: str, path: str, kind: str) -> str:
        """The letters of an operation of the API."""
        url = path.format(**api_arguments(path, self.targets, kind)) + API_QUERY.get(path, "")
        if path == "/api/v1/imports" and method == "post":
            return self.upload(url)
        return self.ask(method, url, None if method == "get" else api_body(method, path, kind))

    def upload(self, url: str) -> str:
        """The letters of an upload: not JSON, but a form with a file."""

        def one(name: str) -> str:
            file = SimpleUploadedFile("a.xlsx", b"no workbook")
            with transaction.atomic():
                answer = self._fresh(name).post(url, {"unit": "P1", "year": YEAR, "file": file})
                transaction.set_rollback(True)
            return letter(answer.status_code, "")

        return "".join(map(one, self.clients))


AWARD = "lao-dong-tien-tien"
SOME_KINDS = ("xep-loai", "khen-thuong", "sang-kien", "ky-luat", "tam-dung", "nghi", "tap-the")

# What stands for an argument: by address, else by the space of its name, else everywhere. A value, or a function of the targets.
VALUES: dict[tuple[str, str], Any] = {
    ("", "year"): YEAR,
    ("", "token"): "khong-co",
    ("", "provider_id"): "sso",
    ("", "award"): AWARD,
    ("people", "key"): "CBX",
    ("eligibility", "key"): "P1",
    ("eligibility:person_verdict", "key"): "CBX",
    ("eligibility:person_way", "key"): "CBX",
    ("people:transfer_accept", "pk"): lambda t: t.transfer.pk,
    ("people:transfer_return", "pk"): lambda t: t.transfer.pk,
    ("people:transfer_withdraw", "pk"): lambda t: t.transfer.pk,
    ("people:undo_merge", "pk"): lambda t: t.merge.pk,
    ("people:post", "pk"): lambda t: t.post.pk,
    ("people:post_remove", "pk"): lambda t: t.post.pk,
    ("people:membership", "pk"): lambda t: t.membership.pk,
    ("people:membership_remove", "pk"): lambda t: t.membership.pk,
    ("people:own_data_file", "kind"): "json",
    ("units", "key"): "P1",
    ("units:cluster", "key"): "C1",
    ("reorganise", "key"): "P1",
    ("records", "key"): "P1",
    ("records", "kind"): "ratings",
    ("records:destruction", "kind"): "xep-loai",
    ("records:period_agree", "pk"): lambda t: t.period.pk,
    ("records:destruction_list", "pk"): lambda t: t.destruction.pk,
    ("records:destroy", "pk"): lambda t: t.destruction.pk,
    ("records:keep", "pk"): lambda t: t.destruction.pk,
    ("records:initiative_correct", "pk"): lambda t: t.records["sang-kien"].pk,
    ("records", "pk"): lambda t: t.batch.pk,  # of an import
    ("records", "row"): lambda t: t.row.pk,
    ("records", "col"): "name",
    ("law", "code"): "luat-thu",
    ("law", "at"): "dieu-1",
    ("law", "pk"): lambda t: t.rule.pk,
    ("search", "key"): "12-qd-vks_khong-ngay",
    ("jobs", "job_id"): lambda t: t.job.pk,
    ("files", "file_id"): lambda t: t.file.pk,
    ("notices", "notice_id"): lambda t: t.notice.pk,
    ("tokens", "number"): lambda t: t.token.pk,
    ("administration", "account_id"): lambda t: t.holder.pk,
    ("administration", "grant_id"): lambda t: t.grant.pk,
    ("administration", "request_id"): lambda t: t.request.pk,
    ("administration:role_edit", "code"): "ke-toan",
    ("administration", "session_id"): 1,
    **{(f"rankings:{name}", "pk"): lambda t: t.table.pk for name in ("table", "table_copy", "table_trial", "table_download")},
    **{(f"rankings:{name}", "pk"): lambda t: t.draft.pk for name in ("table_edit", "table_grid", "table_issue")},
    **{(f"rankings:{name}", "pk"): lambda t: t.published.pk for name in ("public", "result_file", "reopen", "decide")},
    ("rankings", "pk"): lambda t: t.round.pk,
    ("rankings", "number"): 1,
    ("rankings:result_file", "name"): "so-lieu",
    ("rankings:table_download", "kind"): "xlsx",
    ("rankings", "appeal"): lambda t: t.appeal.pk,
    ("rankings", "bar"): lambda t: t.bar.pk,
    ("rankings", "evidence"): lambda t: t.evidence.pk,
    ("rankings", "proposal"): lambda t: t.proposal.pk,
    ("rankings", "election"): lambda t: t.election.pk,
    ("rankings", "file"): lambda t: t.file.pk,
    ("", "pk"): 1,
}
# The same for the API: by path and argument, else by argument. ``kind`` is one of SOME_KINDS.
API_VALUES: dict[tuple[str, str], Any] = {
    ("", "key"): "P1",
    ("people", "key"): "CBX",
    ("", "year"): YEAR,
    ("", "award"): AWARD,
    ("units", "award"): "tap-the-lao-dong-tien-tien",
    ("", "sort"): "person",
    ("", "decision"): "12-qd-vks_khong-ngay",
    ("", "code"): "luat-thu",
    ("", "at"): "dieu-1",
    ("", "rule"): lambda t: t.rule.pk,
    ("", "post"): lambda t: t.post.pk,
    ("", "membership"): lambda t: t.membership.pk,
    ("", "transfer"): lambda t: t.transfer.pk,
    ("", "notice"): lambda t: t.notice.pk,
    ("", "batch"): lambda t: t.batch.pk,
    ("", "row"): lambda t: t.row.pk,
}
API_QUERY = {
    "/api/v1/screening": f"?award={AWARD}&year={YEAR}",
    "/api/v1/search": "?q=nguyen",
    "/api/v1/search/{sort}": "?q=nguyen",
    "/api/v1/imports/{batch}/rows": "?sheet=people",
}
WHY = {"reason": "Nhập nhầm"}
PAPER = {"paper": "12/TB-VKS", "paper_on": "20/12/2024"}
NEW: dict[str, dict[str, str]] = {
    "xep-loai": {"year": "2023", "body": "chinh-quyen", "value": "hoan-thanh-tot", **PAPER},
    "khen-thuong": {"award": AWARD, "year": "2023", "decision": "9/QĐ-VKS", "decided_on": "20/12/2023", "issuer": "Viện trưởng"},
    "sang-kien": {"kind": "initiative", "name": "Sáng kiến thử", "year": "2023", "level": "co-so"},
    "ky-luat": {"form": "khien-trach", "year": "2023", **PAPER},
    "tam-dung": {"kind": "khieu-nai-to-cao", "year": "2023", "since": "01/02/2023", **PAPER},
    "nghi": {"kind": "om", "year": "2023", "days": "50", **PAPER},
    "tap-the": {"year": "2023", **PAPER},
}
API_BODIES: dict[tuple[str, str], Any] = {
    ("post", "/people"): {"full_name": "Lê Thị C", "unit": "P1", "since": "2024-01-01"},
    ("patch", "/people/{key}"): {"gender": "nam", "version": 1},
    ("post", "/people/{key}/status"): {"status": "retired", "since": "2025-01-01"},
    ("post", "/people/{key}/rejoin"): {"unit": "P1", "since": "2025-01-01"},
    ("post", "/people/{key}/posts"): {"name": "Thủ kho", "since": "2024-01-01"},
    ("put", "/people/{key}/posts/{post}"): {"name": "Thủ kho", "since": "2024-01-01"},
    ("post", "/people/{key}/posts/{post}/remove"): WHY,
    ("post", "/people/{key}/memberships"): {"unit": "P1", "kind": "secondment", "since": "2024-01-01", "until": "2024-02-01"},
    ("put", "/people/{key}/memberships/{membership}"): {"unit": "P1", "since": "2015-03-01"},
    ("post", "/people/{key}/memberships/{membership}/remove"): WHY,
    ("post", "/people/{key}/transfers"): {"new_unit": "P2", "since": "2025-01-01"},
    ("post", "/transfers/{transfer}/return"): WHY,
    ("patch", "/records/{kind}/{number}"): {"values": {}, "reason": "Nhập nhầm", "version": 1},
    ("post", "/records/{kind}/{number}/void"): {**WHY, "version": 1},
    ("post", "/records/{kind}/{number}/restore"): {**WHY, "version": 1},
    ("post", "/units"): {"key": "P9", "name": "Phòng 9", "kind": "phong", "parent": "P1", "since": "2024-01-01"},
    ("post", "/units/{key}/changes"): {"since": "2025-01-01", "name": "Phòng Một", "version": 1},
    ("post", "/units/{key}/declarations"): {"year": YEAR, "kinds": ["ratings"]},
    ("post", "/units/{key}/declarations/withdraw"): {"year": YEAR, "kind": "ratings", **WHY},
    ("post", "/units/{key}/submissions/{year}/return"): WHY,
    ("post", "/chase/reminders"): {"year": YEAR, "units": ["P1"]},
    ("post", "/chase/due"): {"year": YEAR, "units": ["P1"], "due": "2025-01-31"},
    ("post", "/imports/{batch}/rows/{row}/cell"): {"column": "name", "value": "Nguyễn Văn B", "before": ""},
    ("post", "/imports/{batch}/rows/{row}/skip"): {"skip": True},
}


def api_arguments(path: str, targets: Targets, kind: str) -> dict[str, Any]:
    """What stands for the arguments of a path of the API."""
    told: dict[str, Any] = {"kind": kind, "number": targets.records[kind].pk}
    space = path.removeprefix("/api/v1/").split("/")[0]
    for name in re.findall(r"{(\w+)}", path):
        if name not in told:
            found = API_VALUES.get((space, name), API_VALUES.get(("", name)))
            assert found is not None, f"tests/permissions/asking.py, API_VALUES: say what stands for “{name}” of {path}"
            told[name] = found(targets) if callable(found) else found
    return told


def api_body(method: str, path: str, kind: str) -> Any:
    """A sound body, so that what is asked is the permission and not the form."""
    short = path.removeprefix("/api/v1")
    if short.endswith("/records/{kind}") and method == "post":
        return {"values": NEW[kind]}
    return API_BODIES.get((method, short), {})


QUERY: dict[str, str] = {
    "eligibility:export": f"?danh_hieu={AWARD}&nam={YEAR}&ngay=20/12/2024",
    "records:enter": "?nguoi=CBX",
    "records:initiative_enter": "?nguoi=CBX",
    "records:grid": "?don-vi=P1",
    "people:compare": "?giu=CBX&bo=CBY",
}


def variants(address: Address, targets: Targets) -> Iterator[tuple[str, dict[str, Any]]]:
    """An address once; once a kind of record where it names one; a score sheet of one's own unit and of another of the cluster."""
    if address.name.startswith("rankings:") and "key" in address.arguments:
        yield f"{address.name} P1", {"key": "P1"}
        yield f"{address.name} P2", {"key": "P2"}
        return
    if not (address.name.startswith("records:") and "slug" in address.arguments):
        yield address.name, {}
        return
    for kind in SOME_KINDS:
        yield f"{address.name} {kind}", {"slug": kind, "pk": targets.records[kind].pk}


def rows(asker: Asker) -> Iterator[tuple[str, str]]:
    """Every row of the matrix: its name, and the letters of all accounts."""
    for address in sorted(addresses(), key=lambda a: a.name):
        for name, variant in variants(address, asker.targets):
            for method in ("get", "post"):
                yield f"{method.upper()} {name}", asker.page(address, method, variant)
    for method, path in sorted(operations()):
        for kind in SOME_KINDS if "{kind}" in path else SOME_KINDS[:1]:
            yield f"API {method.upper()} {path}" + (f" {kind}" if "{kind}" in path else ""), asker.operation(method, path, kind)
