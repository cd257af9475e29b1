"""What a case may be made of: the atoms of the shared fact format that a rule can feel, each with its options.

An atom is one entry a questioner could write (the rating of a year, a title of a year, a course, a flag); its options
stand from the one that speaks most for an award to the one that says least. ``facts`` writes an assignment as the
``facts`` of a case in which everything the rule reads is told, so that nothing is unknown by accident.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from vinhdanh.merit import conditions as c
from vinhdanh.merit.facts import AwardFact, Case, ContestFact, EitherFact, Fact, FlagFact, IdeaFact, NumberFact, RatingFact
from vinhdanh.merit.rulebook import Rulebook
from vinhdanh.merit.text import fold

Atom = tuple[Any, ...]
Assignment = dict[Atom, Any]
PARTY = ("Hoàn thành xuất sắc nhiệm vụ", "Hoàn thành tốt nhiệm vụ", "Hoàn thành nhiệm vụ", "Không hoàn thành nhiệm vụ")
RATINGS = ("hoan-thanh-xuat-sac", "hoan-thanh-tot", "hoan-thanh", "khong-hoan-thanh")
FLAGS = {
    "person": ("head_of_unit", "leader", "worker", "party_member", "retired", "deceased"),
    "collective": ("flag_eligible", "leads_cluster", "exceeded_targets", "new_model", "legal_personality", "dissolved"),
    "movement": ("chosen", "registered"),
    "service": ("continuous", "outside_sector"),
    "employed": ("former", "contract"),
}
NUMBERS = {
    "employed-months": ("employed", "months"), "service-years": ("service", "years"), "service-total": ("service", "years"),
    "other-sector-years": ("service", "other_sector_years"), "leader-years": ("service", "leader_years"),
    "unit-age-months": ("collective", "age_months"), "unit-age-years": ("collective", "age_years"),
    "share-ldtt": ("members", "share_ldtt"), "share-completed": ("members", "completed_share"),
    "members-fighters": ("members", "chien_si_thi_dua_co_so"), "members-warned": ("members", "disciplined_canh_cao_up"),
    "members-reprimanded": ("members", "disciplined_khien_trach"), "movement-years": ("movement", "years"),
}  # fmt: skip
WHOLE = frozenset({"members-fighters", "members-warned", "members-reprimanded"})
LISTS = ("initiatives", "research", "discipline", "holds", "absences", "study", "transfers", "posts", "contests")


@dataclass
class Domain:
    """The atoms a rule can feel, for a question about one year."""

    rules: Rulebook
    rule: c.Node
    subject: str
    as_of: dt.date
    year: int
    atoms: dict[Atom, tuple[Any, ...]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.read = list(c.facts_of(self.rule))
        self.known = [f for fact in self.read for f in parts(fact)]
        for atom, options in self._all():
            self.atoms.setdefault(atom, tuple(options))
        self.atoms = {atom: felt for atom, options in self.atoms.items() if len(felt := self._felt(atom, options)) > 1}

    # ---- the atoms -------------------------------------------------------------------------------------

    def _all(self) -> Iterator[tuple[Atom, Iterable[Any]]]:
        yield from ((("rating", y), (*RATINGS,)) for y in self._years(self._span()))
        yield from self._awards()
        yield from self._ideas()
        yield from self._measured()
        yield from self._texts()
        yield from self._rows()

    def _span(self) -> int:
        """How many years back the rule may look."""
        far = [1]
        for node in c.walk(self.rule):
            far += [node.years + 1] if isinstance(node, c.Since) else []
            far += [node.times * node.step + node.late + 1] if isinstance(node, c.Streak) else []
            window = getattr(node, "window", None)
            far += [window.n + 1] if window is not None and window.kind in ("last", "at") else []
        return max(far)

    def _years(self, span: int) -> range:
        return range(self.year, self.year - span, -1)

    def _awards(self) -> Iterator[tuple[Atom, Iterable[Any]]]:
        rows: dict[tuple[str, str, str], None] = {}
        for fact in self.known:
            codes = fact.codes if isinstance(fact, AwardFact) else tuple(a for a in getattr(fact, "args", ()) if a in self.rules.awards)
            for code in codes:
                for kind in self._kinds(fact):
                    rows[(code, kind, getattr(fact, "by", ""))] = None
        for code, kind, by in rows:
            yield from ((("award", y, code, kind, by), (1, 0)) for y in self._years(self._span()))

    def _kinds(self, fact: Fact) -> tuple[str, ...]:
        if isinstance(fact, AwardFact) and fact.kinds:
            return fact.kinds[:1]
        return ("cong-trang",) if isinstance(fact, AwardFact) and not fact.not_kinds else ("cong-trang", "dot-xuat")

    def _ideas(self) -> Iterator[tuple[Atom, Iterable[Any]]]:
        counts = [node.at_least for node in c.walk(self.rule) if isinstance(node, c.Held)]
        for table in ("initiatives", "research"):
            mine = [f for f in self.known if isinstance(f, IdeaFact) and f.table == table]
            asked = any(isinstance(f, FlagFact) and "work" in f.name for f in self.known) and table == "research"
            levels = sorted({f.level for f in mine} | ({"nganh"} if asked else set()), key=("toan-quoc", "nganh", "co-so").index)
            needs = tuple(sorted({n for f in mine for n in f.needs} | ({"accepted", "applied"} if asked else set())))
            options = [(level, needs, n) for level in levels for n in range(1, min(max(counts, default=1), 5) + 1)]
            options += [(level, tuple(x for x in needs if x != gone), 1) for level in levels[:1] for gone in needs]
            yield from ((("idea", y, table), (*options, None)) for y in self._years(self._span()) if options)

    def _measured(self) -> Iterator[tuple[Atom, Iterable[Any]]]:
        bounds: dict[str, set[Fraction]] = {}
        for node in c.walk(self.rule):
            if isinstance(node, c.Number):
                bounds.setdefault(node.fact.name, set()).update(self._around(node))
        for name, values in bounds.items():
            if name in NUMBERS:
                yield ("told", *NUMBERS[name]), [_number(v, name) for v in sorted(values, reverse=True)]
        yield ("told", "service", "other_sector_years"), (10, 0)

    def _around(self, node: c.Number) -> set[Fraction]:
        step = Fraction(1) if node.fact.name != "share-ldtt" and node.fact.name != "share-completed" else Fraction(1, 10)
        given = [Fraction(b, 1_000_000) for b in (node.least, node.above, node.most, node.below) if b is not None]
        moved = [b + Fraction(a.add, 1_000_000) for b in given for a in node.adjust] + [b * Fraction(*a.scale) for b in given for a in node.adjust]
        return {max(Fraction(0), b + k * step) for b in (*given, *moved) for k in (-1, 0, 1)}

    def _texts(self) -> Iterator[tuple[Atom, Iterable[Any]]]:
        yield from ((("told", section, key), (True, False)) for section, keys in FLAGS.items() for key in keys)
        yield ("told", "person", "gender"), ("nam", "nu")
        yield ("told", "person", "unit_rating"), RATINGS
        yield ("unit-awards",), ("tap-the-lao-dong-xuat-sac", "tap-the-lao-dong-tien-tien", "")
        yield ("told", "collective", "party_rating"), (*PARTY,)
        levels = [p.name for layer in self.rules.layers for p in layer.file.lexicon.levels.values()]
        yield ("told", "collective", "level"), [*[x for x in levels if self._names(x, "level-in")], "đơn vị khác"]
        yield ("told", "movement", "review"), ("tong-ket", "so-ket")
        args = [a for f in self.known if isinstance(f, FlagFact) and f.name == "movement-by" for a in f.args]
        yield ("told", "movement", "launched_by"), (*dict.fromkeys(args), "cấp khác")
        kinds = [a for f in self.known if isinstance(f, FlagFact) and f.name == "movement-kind" for a in f.args]
        yield ("told", "movement", "kind"), (*dict.fromkeys(kinds), "loại khác")

    def _names(self, text: str, flag: str) -> bool:
        patterns = [a for f in self.known if isinstance(f, FlagFact) and f.name == flag for a in f.args]
        return any(re.match(rf"(?:{p})\b", fold(text)) for p in patterns)

    def _rows(self) -> Iterator[tuple[Atom, Iterable[Any]]]:
        t = self.year
        for at in (t, t - 1, t - 4):
            yield ("row", "discipline", at), (None, _discipline("khien-trach", at), _discipline("canh-cao", at))
        yield ("row", "discipline", "running"), (None, {"form": "khien-trach", "decided_on": f"{t}-03-01", "ended_on": f"{t + 1}-06-30"})
        yield (
            ("row", "discipline", "late"),
            (None, {"form": "khien-trach", "conduct_year": t - 1, "decided_on": f"{t}-03-01", "already_used_in": t - 1}),
        )
        yield ("row", "discipline", "out"), (None, {"form": "buoc-thoi-viec", "decided_on": f"{t - 8}-03-01", "ended_on": f"{t - 7}-03-01"})
        yield ("row", "holds"), (None, {"kind": "khieu-nai-to-cao", "cleared": False})
        yield ("row", "absences"), (None, *({"kind": "khac", "months": m} for m in (2, 3, 5, 6)), {"kind": "thai-san", "months": 6})
        courses = ((14, "kha", True), (14, "trung-binh", True), (14, "kha", False), (6, "kha", True), (6, "kha", False))
        yield ("row", "study"), (None, *({"months": m, "result": r, "rules_obeyed": o} for m, r, o in courses))
        yield (
            ("row", "transfers"),
            (None, {"months_at_old": 6, "old_unit_opinion": True}, {"months_at_old": 6, "old_unit_opinion": False}, {"secondment": True}),
        )
        yield ("row", "posts"), (None, *self._posts())
        titles = [x for f in self.known if isinstance(f, ContestFact) for x in f.titles]
        yield ("row", "contests"), (None, *({"title": title, "year": t} for title in titles))

    def _posts(self) -> Iterator[dict[str, Any]]:
        years = sorted(
            {v for n in c.walk(self.rule) if isinstance(n, c.Number) and n.fact.name in ("post-years", "leader-years") for v in self._around(n)}
        )
        for layer in self.rules.layers:
            for post in layer.file.lexicon.posts.values():
                yield from ({"post": post.name, "years": _number(y, "")} for y in years)
                yield {"post": post.name}

    # ---- use -------------------------------------------------------------------------------------------

    def _felt(self, atom: Atom, options: tuple[Any, ...]) -> tuple[Any, ...]:
        """The options of an atom that read differently from one another in an otherwise bare case."""
        found: dict[tuple[str, ...], Any] = {}
        for option in options:
            case = self.case({atom: option})
            found.setdefault(tuple(repr(case.read(f)) for f in self.read), option)
        return tuple(found.values())

    def case(self, chosen: Assignment) -> Case:
        """The case of an assignment."""
        return Case.from_facts(facts(chosen, self), subject=self.subject, as_of=self.as_of, period=self.year)


def parts(fact: Fact) -> Iterator[Fact]:
    """The plain facts inside a fact."""
    if isinstance(fact, EitherFact):
        for part in fact.parts:
            yield from parts(part)
    else:
        yield fact


def _number(value: Fraction, name: str) -> int | float:
    return int(value) if value.denominator == 1 or name in WHOLE else float(value)


def _discipline(form: str, year: int) -> dict[str, Any]:
    return {"form": form, "decided_on": f"{year}-02-01", "ended_on": f"{year}-05-01"}


def facts(chosen: Assignment, domain: Domain) -> dict[str, Any]:
    """The assignment as the ``facts`` of a case."""
    out: dict[str, Any] = {}
    codes = {code for f in domain.known for code in (f.codes if isinstance(f, AwardFact) else getattr(f, "args", ())) if code in domain.rules.awards}
    for atom, option in chosen.items():
        _write(out, atom, option)
    if codes:
        held = out.setdefault("awards", [])
        held += [{"award": code, "count": 0} for code in sorted(codes - {row["award"] for row in held})]
    for name in _tables(domain):
        out.setdefault(name, [])
    return out


def _tables(domain: Domain) -> set[str]:
    """The lists that an empty entry must close."""
    found = {f.table for f in domain.known if isinstance(f, IdeaFact)}
    return found | {atom[1] for atom in domain.atoms if atom[0] == "row"} | {"initiatives"} & {a[2] for a in domain.atoms if a[0] == "idea"}


def _write(out: dict[str, Any], atom: Atom, option: Any) -> None:
    if atom[0] == "rating":
        out.setdefault("ratings", {})[atom[1]] = option
    elif atom[0] == "award" and option:
        _, year, code, kind, by = atom
        row = {"award": code, "year": year, **({"kind": kind} if kind else {}), **({"by": "ngành Kiểm sát"} if by else {})}
        out.setdefault("awards", []).append(row)
    elif atom[0] == "idea" and option:
        level, needs, count = option
        out.setdefault(atom[2], []).append({"year": atom[1], "level": level, **dict.fromkeys(needs, True), **({"count": count} if count > 1 else {})})
    elif atom[0] == "told":
        out.setdefault(atom[1], {})[atom[2]] = option
    elif atom[0] == "row" and option is not None:
        out.setdefault(atom[1], []).append(option)
    elif atom[0] == "unit-awards":
        out.setdefault("person", {})["unit_awards"] = [option] if option else []


__all__ = ["NUMBERS", "Assignment", "Atom", "Domain", "NumberFact", "RatingFact", "facts", "parts"]
