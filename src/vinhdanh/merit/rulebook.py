"""The rulebook: load, validate, choose the version in force on a day, lay overlays over it, print its digest.

``load()`` reads the authorities in order (``national``, then a sector's overlay). Everything asked of a
``Rulebook`` is asked for a day. Problems are collected and raised together, each with file and line.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TypeVar

from vinhdanh.merit import cache
from vinhdanh.merit import conditions as c
from vinhdanh.merit import schema as s
from vinhdanh.merit.build import Builder
from vinhdanh.merit.law import Act, Acts, Citation
from vinhdanh.merit.loading import Layer, RulebookError, load_layer

DATA = Path(__file__).parent.parent / "rulebook"
D = TypeVar("D", bound=s.Dated)
SECTIONS = ("criteria", "quotas", "votes", "decides", "dossiers", "deadlines", "money")

__all__ = ["DATA", "Award", "Rulebook", "RulebookError", "load"]


@dataclass(frozen=True, slots=True)
class Award:
    """What an award is: code, name, whether title or form, level, and the abbreviations it is known by."""

    code: str
    name: str
    group: str
    level: str
    short: tuple[str, ...] = ()


@dataclass(slots=True)
class Entry:
    """A dated entry of the book as it applies on a day, with its citation and remark (carried over, open …)."""

    spec: s.Dated
    cite: Citation
    remark: str = ""


@dataclass
class Rulebook:
    """Layers of authorities, the base first. ``carried_unknown``: an office may have carried-over rules weigh UNKNOWN."""

    layers: Sequence[Layer]
    carried_unknown: bool = False
    _criteria: dict[tuple[object, ...], c.Criteria | None] = field(default_factory=dict)
    _entries: dict[tuple[str, str, dt.date], list[Entry]] = field(default_factory=dict)
    _when: dict[tuple[int, str, dt.date], c.Node] = field(default_factory=dict)

    @property
    def authority(self) -> str:
        """The name of the topmost layer that is an authority's own (an office's overlay is none)."""
        return next((layer.name for layer in reversed(self.layers) if not layer.overlay), self.layers[-1].name)

    @cached_property
    def acts(self) -> Acts:
        """Every act the layers cite."""
        rows = {code: act for layer in self.layers for code, act in layer.file.acts.items()}
        return Acts(
            Act(code, a.short or a.title, tuple(x for x in (a.title, a.number, *a.aliases) if x and x != (a.short or a.title)))
            for code, a in rows.items()
        )

    @cached_property
    def awards(self) -> Mapping[str, Award]:
        """Every award, in the order of the book."""
        found: dict[str, Award] = {}
        for layer in self.layers:
            for code, spec in layer.file.awards.items():
                old = found.get(code)
                if spec.name or not old:
                    found[code] = Award(
                        code, spec.name or code, spec.group or (old.group if old else ""), spec.level or (old.level if old else ""), tuple(spec.short)
                    )
        return found

    # ---- versions --------------------------------------------------------------------------------------

    def entries(self, award: str, section: str, on: dt.date) -> list[Entry]:
        """The entries of a section in force on a day, overlays applied, in the order of the book."""
        key = (award, section, on)
        if key not in self._entries:
            self._entries[key] = self._laid(award, section, on)
        return self._entries[key]

    def _laid(self, award: str, section: str, on: dt.date) -> list[Entry]:
        found: list[Entry] = []
        for layer in self.layers:
            spec = layer.file.awards.get(award)
            fit = [e for e in getattr(spec, section) if in_force(e, on)] if spec else []
            found = lay(found, [self._entry(e, on) for e in fit])
        return found

    def _entry(self, spec: s.Dated, on: dt.date) -> Entry:
        cite = Builder(self.acts, {}, {}).citation(spec.cite)
        assert cite is not None
        return Entry(spec, cite, self.carried(on, cite))

    def carried(self, on: dt.date, cite: Citation) -> str:
        """The remark of a rule whose act was replaced by one whose text is not entered; '' otherwise."""
        for layer in self.layers:
            for item in layer.file.carried_over:
                if cite.act.code in item.acts and on >= item.since:
                    return f"Tính theo {cite}; {self.acts[item.by].title} có hiệu lực từ {item.since:%d/%m/%Y} chưa được nhập"
        return ""

    def criteria(self, award: str, subject: str, on: dt.date) -> c.Criteria | None:
        """The conditions of an award for a kind of subject on a day; None where the law gives it no rule."""
        entries = [e for e in self.entries(award, "criteria", on) if isinstance(e.spec, s.CriteriaSpec) and e.spec.subject == subject]
        key = (award, subject, tuple(id(e.spec) for e in entries), self._edge(on))
        if key not in self._criteria:
            self._criteria[key] = self._build(award, entries, on) if entries else None
        return self._criteria[key]

    def _edge(self, on: dt.date) -> int:
        return sum(1 for e in self.edges if e <= on)

    def _build(self, award: str, entries: list[Entry], on: dt.date) -> c.Criteria:
        parts: list[c.Node] = []
        routes: list[c.Route] = []
        sayings: list[c.Head] = []
        attest: list[c.Head] = []
        remarks: list[str] = []
        for entry in entries:
            spec = entry.spec
            assert isinstance(spec, s.CriteriaSpec)
            make = self.builder(award, spec.subject, on, entry.cite, spec.evidence)
            own: list[c.Node] = [*make.conditions(spec.all, award), *(ways := [self._route(make, r) for r in spec.routes])]
            parts += own[: len(own) - len(ways)]
            routes += ways
            sayings += [c.Head(f"{award}.xem-xet", x.says, make.citation(x.cite)) for x in spec.appreciation]
            attest += [c.Head(f"{award}.xac-nhan", x.says, make.citation(x.cite), note=x.paper) for x in spec.attest]
            remarks += [entry.remark] if entry.remark else self._cited(own, on)
        return self._criteria_of(award, entries, parts, routes, sayings, attest, remarks)

    def _cited(self, parts: list[c.Node], on: dt.date) -> list[str]:
        """The remarks of the conditions of a rule, one for each act that was replaced: the first place cited of it."""
        cites = [n.head.cite for part in parts for n in c.walk(part) if n.head.cite]
        found = {cite.act.code: told for cite in reversed(cites) if (told := self.carried(on, cite))}
        return [found[code] for code in dict.fromkeys(cite.act.code for cite in cites) if code in found]

    def _criteria_of(
        self,
        award: str,
        entries: list[Entry],
        parts: list[c.Node],
        routes: list[c.Route],
        sayings: list[c.Head],
        attest: list[c.Head],
        remarks: list[str],
    ) -> c.Criteria:
        spec = entries[-1].spec
        assert isinstance(spec, s.CriteriaSpec)
        head = c.Head(award, spec.name or self.awards[award].name, entries[-1].cite, evidence=spec.evidence)
        if routes:
            parts = [*parts, c.Routes(c.Head(f"{award}.dien", "Một trong các diện sau", entries[-1].cite), tuple(routes))]
        if remarks and self.carried_unknown:
            parts = [*parts, c.Fixed(c.Head(f"{award}.chua-nhap", remarks[0], entries[-1].cite, ("policy",)), 1)]
        return c.Criteria(award, c.All(head, tuple(parts)), tuple(sayings), tuple(attest), tuple(dict.fromkeys(remarks)), (spec.subject,))

    def _route(self, make: Builder, spec: s.RouteSpec) -> c.Route:
        here = make.at(spec.cite, spec.evidence)
        head = c.Head(spec.id, spec.name, here.cite, evidence=here.evidence, note=spec.note)
        return c.Route(head, tuple(spec.kinds), c.All(head, here.conditions(spec.all, spec.id)))

    def builder(self, award: str, subject: str, on: dt.date, cite: Citation, evidence: str = "seen") -> Builder:
        """A builder of conditions for an award on a day."""
        barred, open_ = self.reuse(self.awards[award].group, on)
        return Builder(
            self.acts, self.patterns("posts"), self.patterns("levels"), barred, open_, lambda code: self._rule(code, subject, on), cite, evidence
        )

    def when(self, award: str, subject: str, entry: Entry, on: dt.date) -> c.Node | None:
        """The condition of an entry that says who decides, built once."""
        spec = entry.spec
        if not isinstance(spec, s.DecideSpec) or spec.when is None:
            return None
        key = (id(spec), subject, on)
        if key not in self._when:
            self._when[key] = self.builder(award, subject, on, entry.cite).condition(spec.when, "khi")
        return self._when[key]

    def _rule(self, award: str, subject: str, on: dt.date) -> c.Node | None:
        found = self.criteria(award, subject, on)
        return found.rule if found else None

    def patterns(self, kind: str) -> dict[str, tuple[str, ...]]:
        """The patterns of the lexicon (``posts``, ``levels``, ``bodies``) by code."""
        return {code: tuple(p.patterns) for layer in self.layers for code, p in getattr(layer.file.lexicon, kind).items()}

    def names(self, kind: str) -> dict[str, str]:
        """The names of the lexicon by code."""
        return {code: p.name for layer in self.layers for code, p in getattr(layer.file.lexicon, kind).items()}

    def reuse(self, group: str, on: dt.date) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Awards whose earlier use of an initiative bars it for ``group`` on a day, and those that leave it open."""
        answers: dict[str, list[str]] = {"barred": [], "open": [], "free": []}
        for layer in self.layers:
            for rule in layer.file.reuse:
                if rule.wanted_for == group and in_force(rule, on):
                    answers[rule.answer] += [code for code, a in self.awards.items() if a.group == rule.used_for]
        return tuple(answers["barred"]), tuple(answers["open"])

    def base_salary(self, on: dt.date) -> Entry | None:
        """Lương cơ sở in force on a day, the topmost layer's word first; None before the book begins."""
        return next((self._entry(e, on) for layer in reversed(self.layers) for e in layer.file.base_salary if in_force(e, on)), None)

    def stacking(self, on: dt.date) -> list[Entry]:
        """The stacking rules of award money in force on a day (a later layer's come last)."""
        return [self._entry(e, on) for layer in self.layers for e in layer.file.stacking if in_force(e, on)]

    def rounding(self, on: dt.date) -> Entry | None:
        """The rounding of award money in force on a day, the topmost layer's word first."""
        return next((self._entry(e, on) for layer in reversed(self.layers) for e in layer.file.rounding if in_force(e, on)), None)

    def transitions(self, on: dt.date) -> list[s.TransitionSpec]:
        """The transition rules whose day has come."""
        return [t for layer in self.layers for t in layer.file.transitions if t.since <= on]

    @cached_property
    def edges(self) -> list[dt.date]:
        """Every day on which anything begins or ends, ascending."""
        days: set[dt.date] = set()
        for layer in self.layers:
            days |= {d for e in layer.dated() for d in (e.in_force, e.until) if d}
            days |= {item.since for item in layer.file.carried_over}
        return sorted(days)

    @cached_property
    def digest(self) -> str:
        """SHA-256 (first 16 hex digits) of all files: what a frozen finding records."""
        whole = hashlib.sha256()
        for layer in self.layers:
            whole.update(layer.bytes)
        return whole.hexdigest()[:16]


def in_force(entry: s.Dated, on: dt.date) -> bool:
    """Whether an entry applies on a day (until is exclusive)."""
    return entry.in_force <= on and (entry.until is None or on < entry.until)


def lay(below: list[Entry], above: list[Entry]) -> list[Entry]:
    """An overlay's entries over those of the authority below: per subject replaced, added to, taken away or inherited."""
    out = list(below)
    for subject in dict.fromkeys(getattr(e.spec, "subject", None) for e in above):
        mine = [e for e in above if getattr(e.spec, "subject", None) == subject]
        modes = {e.spec.mode for e in mine}
        if modes & {"replace", "none"}:
            out = [e for e in out if subject is not None and getattr(e.spec, "subject", subject) != subject]
        out += [e for e in mine if e.spec.mode in ("replace", "add")]
        for entry in (e for e in mine if e.spec.mode == "amend"):
            _amend(out, entry)
    return out


def _amend(out: list[Entry], entry: Entry) -> None:
    """Put an entry in the place of the last one below with the same subject and id; where there is none, add it."""
    same = [i for i, e in enumerate(out) if key_of(e.spec) == key_of(entry.spec)]
    if same:
        out[same[-1]] = entry
    else:
        out.append(entry)


def key_of(spec: s.Dated) -> tuple[object, ...]:
    """What an amending entry is matched by: subject, id (of who decides: its own or whom it names), issuer, addressee, way."""
    named = getattr(spec, "id", "") or getattr(spec, "decides", "")
    return (getattr(spec, "subject", None), named, *(getattr(spec, k, "") for k in ("issuer", "to", "route")))


def load(authority: str = "procuracy", data: Path = DATA, extra: Iterable[Path] = (), *, carried_unknown: bool = False) -> Rulebook:
    """The rulebook of an authority: the national layer, its own, then ``extra`` folders (an office's overlay).

    Raises ``RulebookError`` listing every problem with file and line.
    """
    names = ["national"] if authority == "national" else ["national", authority]
    missing = [n for n in names if not (data / n).is_dir()]
    if missing:
        raise RulebookError([f"Không có bộ quy tắc “{missing[0]}” trong {data.name}/"])
    return checked([*(load_layer(data / n) for n in names), *(load_layer(p, overlay=True) for p in extra)], carried_unknown=carried_unknown)


def checked(layers: Sequence[Layer], *, carried_unknown: bool = False) -> Rulebook:
    """The rulebook of layers already read, the base first. Raises ``RulebookError`` listing every problem with file and line."""
    from vinhdanh.merit.lint import problems

    book = Rulebook(layers, carried_unknown)
    if found := cache.sound(b"".join(layer.bytes for layer in book.layers), lambda: problems(book)):
        raise RulebookError(found)
    return book
