"""One case file: its data, what it says in words, its tolerance, the anomalies it names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from pathlib import Path
from typing import Any, Literal, TypeAlias

from vinhdanh.merit.scoring.loading import read
from vinhdanh.merit.scoring.numbers import rounded, show
from vinhdanh.merit.scoring.table import Table

Verdict: TypeAlias = Literal["equal", "rounding", "anomaly", "differs", "told"]
WORDS: dict[Verdict, str] = {
    "equal": "khớp",
    "rounding": "lệch do làm tròn",
    "anomaly": "lệch, nguồn đã nêu",
    "differs": "KHÔNG KHỚP",
    "told": "không tính lại được",
}
_NUMBER = r"\d+(?:\.\d+)?"
_TOLERANCE = re.compile(rf"(?:tolerance|within|up to|off by)\s+({_NUMBER})", re.IGNORECASE)
_PLACES = re.compile(r"to (\d+) decimals", re.IGNORECASE)
_TOKEN = re.compile(r"[\w.]*\w")
_NOT_WORDS = frozenset(
    "rows source_url source_file source_files leaves criteria forms title name id kind columns row_format leaf_format method "
    "unit province region party award who cls class code".split()
)
_ASIDES = ("note", "gaps", "anomaly", "na_anomaly", "ambiguity")


@dataclass(frozen=True, slots=True)
class Check:
    """One figure recomputed: what it is, both values, the verdict, why."""

    what: str
    computed: Decimal | str | None
    published: Decimal | str | None
    verdict: Verdict
    why: str = ""

    def __str__(self) -> str:
        both = f"tính {_said(self.computed)}, công bố {_said(self.published)}" if self.verdict != "told" else ""
        return f"{WORDS[self.verdict]}: {self.what}" + (f": {both}" if both else "") + (f" – {self.why}" if self.why else "")


def _said(value: Decimal | str | None) -> str:
    return show(value, 6) if isinstance(value, Decimal) else value or "–"


@dataclass(slots=True)
class Report:
    """A file recomputed: its tables in our format, its figures, what the linter finds, remarks, blocks nobody understood."""

    document: Document
    tables: dict[str, Table] = field(default_factory=dict)
    checks: list[Check] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    used: set[str] = field(default_factory=set)

    def count(self, *verdicts: Verdict) -> int:
        """The number of figures with one of the verdicts."""
        return sum(c.verdict in verdicts for c in self.checks)

    @property
    def status(self) -> str:
        """``recomputed``, ``partly`` (the file is partial, or part of it is prose only) or ``cannot`` (no figure to recompute)."""
        if not self.count("equal", "rounding", "anomaly", "differs"):
            return "cannot"
        return "recomputed" if self.document.complete and not self.count("told") else "partly"

    @property
    def passed(self) -> bool:
        """No figure differs but within tolerance or where the file says so."""
        return self.count("differs") == 0


@dataclass(frozen=True)
class Document:
    """A case file as read."""

    path: Path
    data: Mapping[str, Any]
    others: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)

    @property
    def id(self) -> str:
        """The file's id, its name without one."""
        return str(self.data.get("id") or self.path.stem)

    @property
    def kind(self) -> str:
        """What the file says it is."""
        return str(self.data.get("kind", ""))

    @property
    def complete(self) -> bool:
        """Whether the file says that it holds everything."""
        return str(self.data.get("completeness", "")).lower().startswith("complete")

    @cached_property
    def checks(self) -> list[str]:
        """The checks in words."""
        return [str(c) for c in self.data.get("checks") or ()]

    @cached_property
    def words(self) -> list[str]:
        """Everything the file says beside its rows."""
        first = ("anomalies", "traps", "checks")
        return [*(x for k in first for x in _strings(self.data.get(k))), *_strings({k: v for k, v in self.data.items() if k not in first})]

    @cached_property
    def tolerance(self) -> Decimal:
        """The largest difference the file calls rounding; zero if it names none."""
        found = [Decimal(m) for text in self.words for m in _TOLERANCE.findall(text)]
        places = [Decimal(5).scaleb(-int(m) - 1) for text in self.words for m in _PLACES.findall(text)]
        return max((t for t in (*found, *places) if t < 1), default=Decimal(0))

    def names(self, labels: Iterable[str], published: Decimal, computed: Decimal) -> str:
        """The sentence with which the file itself names a difference: it speaks of the criterion or unit and of the published
        value or the gap, or of both values. Empty if there is none."""
        wanted = [x for x in labels if x]
        gap = abs(computed - published)
        for text in self.words:
            tokens = set(_TOKEN.findall(text)) | set(re.findall(_NUMBER, text))
            said = {_plain(t) for t in tokens}
            told, sum_, off = (bool({_plain(f"{v:f}") for v in (x, rounded(x, 2))} & said) for x in (published, computed, gap))
            if (told and sum_ and computed) or ((told or off) and any(_about(label, tokens, text) for label in wanted)):
                return text
        return ""


def _plain(token: str) -> str:
    try:
        return f"{Decimal(token).normalize():f}"
    except ArithmeticError:
        return token


def _about(label: str, tokens: set[str], text: str) -> bool:
    """Whether a text speaks of a code (or one below it: ``d2.3`` for ``d2``) or of a name."""
    if " " in label:
        return label in text
    return any(t == label or (t.startswith(label) and not t[len(label)].isalnum()) for t in tokens)


def _strings(data: Any, key: str = "") -> Iterator[str]:
    if isinstance(data, str):
        yield data
    elif isinstance(data, Mapping):
        for name, value in data.items():
            if name not in _NOT_WORDS or (name == "criteria" and isinstance(value, str)):
                yield from _strings(value, str(name))
            elif name in ("criteria", "forms", "leaves"):
                yield from _asides(value)
    elif isinstance(data, list):
        for item in data:
            yield from _strings(item, key)


def _asides(data: Any) -> Iterator[str]:
    """Remarks inside a tree of criteria, with the code they belong to."""
    if isinstance(data, Mapping):
        said = [
            f"{data.get('code', '')} {v}"
            for k, v in data.items()
            if k in ("note", "gaps", "anomaly", "na_anomaly", "ambiguity") and isinstance(v, str)
        ]
        yield from said
        for value in data.values():
            yield from _asides(value)
    elif isinstance(data, list):
        for item in data:
            yield from _asides(item)


def find(paths: Iterable[Path]) -> list[Path]:
    """The case files named and inside the folders named, in order."""
    return [f for p in paths for f in (sorted([*p.rglob("*.yaml"), *p.rglob("*.yml")]) if p.is_dir() else [p])]


def documents(paths: Iterable[Path]) -> list[Document]:
    """The case files, each knowing the others of its folder (a result names its table by id). Raises ``TableError``."""
    files = find(paths)
    around = {p: read(p) for folder in {f.parent for f in files} for p in sorted(folder.glob("*.y*ml")) if folder.is_dir()}
    by_id = {str(d["id"]): d for d in around.values() if isinstance(d, Mapping) and d.get("id")}
    return [Document(f, d, by_id) for f in files if isinstance(d := around.get(f), Mapping)]
