"""The office's rules as a layer of the rulebook: from rows to YAML, through the same loader as the law, its complaints back to the row.

Every rule becomes one text of its own, so that a complaint names its rule; what the loader says of a line of the body is told
with the line the author sees.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError
from ruamel.yaml.events import AliasEvent, Event

from vinhdanh.law.models import OfficeRule
from vinhdanh.merit.law import CitationError, locate
from vinhdanh.merit.lint import problems
from vinhdanh.merit.loading import Layer, RulebookError, Text, line_of, read_layer
from vinhdanh.merit.rulebook import Rulebook

LIMIT = 20_000  # characters of a body
DEPTH = 40
OWN = ("in_force", "until", "cite", "evidence")
_WHERE = re.compile(r"^(?P<layer>[^/]+)/quy-dinh-(?P<pk>\d+)\.yaml:(?P<line>\d+): (?P<words>.*)$", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong: ``line`` of the body (None: not a line of it), ``field`` of the form where it is one, in Vietnamese words."""

    says: str
    line: int | None = None
    field: str = ""

    def __str__(self) -> str:
        return f"Dòng {self.line}: {self.says}" if self.line else self.says


def ends_on(rule: OfficeRule, successors: Iterable[OfficeRule]) -> dt.date | None:
    """The day a rule ends: its own, or the day the first approved rule that replaces it begins."""
    days = [d for d in (rule.until, *(x.in_force for x in successors)) if d is not None]
    return min(days, default=None)


def layers_of(rules: Sequence[OfficeRule]) -> list[Layer]:
    """The layers of approved rules, the highest unit's first. Raises ``RulebookError``."""
    after: dict[int | None, list[OfficeRule]] = {}
    for rule in rules:
        after.setdefault(rule.replaces_id, []).append(rule)
    texts: dict[str, list[Text]] = {}
    for rule in sorted(rules, key=lambda r: (r.unit.path.count("/"), r.unit.path, r.in_force, r.pk or 0)):
        until = ends_on(rule, after.get(rule.pk, ()) if rule.pk else ())
        if rule.section != OfficeRule.Section.END and (until is None or until > rule.in_force):
            texts.setdefault(rule.unit.key, []).append(text_of(rule, until))
    return [_layer(f"co-quan-{key}", tuple(found)) for key, found in texts.items()]


@lru_cache(maxsize=128)
def _layer(name: str, texts: tuple[Text, ...]) -> Layer:
    return read_layer(name, texts, overlay=True)


def text_of(rule: OfficeRule, until: dt.date | None) -> Text:
    """A rule as a rulebook file. The body stands at its end, indented, so that its lines can be counted back."""
    return Text(f"quy-dinh-{rule.pk or 0}.yaml", "\n".join([*_head(rule, until), *_indented(rule)]).encode(), kept=False)


def _indented(rule: OfficeRule) -> list[str]:
    return [" " * 8 + line for line in rule.body.splitlines()]


def _head(rule: OfficeRule, until: dt.date | None) -> list[str]:
    act = rule.act
    known = {"title": act.name, "short": act.short, "number": act.number, "in_force": _iso(act.in_force), "until": _iso(act.until), "seen": "part"}
    lines = [] if act.from_rulebook else [f"acts: {_json({act.code: {k: v for k, v in known.items() if v}})}"]
    lines += ["awards:", f"  {_json(rule.award)}:"] if rule.award else []
    cite = {"act": act.code, "at": rule.article} if rule.article else {"act": act.code}
    days = {"in_force": _iso(rule.in_force), "until": _iso(until)}
    own = {**{k: v for k, v in days.items() if v}, "cite": cite}
    first, *rest = [f"{k}: {_json(v)}" for k, v in own.items()]
    return [*lines, f"    {rule.section}:" if rule.award else f"{rule.section}:", f"      - {first}", *(f"        {line}" for line in rest)]


def _iso(day: dt.date | None) -> str | None:
    return day.isoformat() if day else None


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


# ---- checking ------------------------------------------------------------------------------------------


def faults_of(rule: OfficeRule, base: Rulebook, others: Sequence[OfficeRule]) -> list[Fault]:
    """Everything the loader has against a rule laid over the law and the other approved rules; empty when it is sound."""
    found = body_faults(rule) + _column_faults(rule, base)
    if found or rule.section == OfficeRule.Section.END:
        return found
    try:
        told = _problems(base, layers_of([*others, rule]))
    except (RulebookError, CitationError) as error:
        told = error.problems if isinstance(error, RulebookError) else [str(error)]
    return [_fault(rule, words) for words in told]


def _problems(base: Rulebook, layers: list[Layer]) -> list[str]:
    """What the loader has against layers laid over the law; asked once for one content, for a page asks again and again."""
    key = (base.digest, b"".join(layer.bytes for layer in layers))
    if key not in _asked:
        found = problems(Rulebook([*base.layers, *layers])) + [p for layer in layers for p in _shares(layer)]
        if len(_asked) >= 64:
            _asked.clear()
        _asked[key] = found
    return _asked[key]


_asked: dict[tuple[str, bytes], list[str]] = {}


def _shares(layer: Layer) -> Iterator[str]:
    """Shares beyond the whole: 15 written for 15/100."""
    for award, spec in layer.file.awards.items():
        for section, names in (("quotas", ("share",)), ("votes", ("at_least", "quorum"))):
            for i, entry in enumerate(getattr(spec, section)):
                wrong = [n for n in names if (share := getattr(entry, n)) is not None and not 0 < share <= 1]
                text, keys = layer.sources[(award, section, i)]
                yield from (
                    f"{layer.name}/{text.name}:{line_of(text, (*keys, n))}: Tỷ lệ phải lớn hơn 0 và không quá 100%: viết 15/100" for n in wrong
                )


def _column_faults(rule: OfficeRule, base: Rulebook) -> list[Fault]:
    found = []
    if rule.award and rule.award not in base.awards:
        found.append(Fault(f"Không có danh hiệu, hình thức “{rule.award}”. Hãy chọn trong danh sách.", field="award"))
    if not rule.award and rule.section in _OF_AWARDS:
        found.append(Fault("Loại quy định này thuộc một danh hiệu, hình thức. Hãy chọn danh hiệu, hình thức.", field="award"))
    if rule.article:
        try:
            locate(rule.article)
        except CitationError as error:
            found.append(Fault(f"{error}. Viết như: điểm b khoản 2 Điều 22.", field="article"))
    return found


_OF_AWARDS = frozenset({"criteria", "quotas", "votes", "decides", "dossiers", "deadlines", "money"})


def body_faults(rule: OfficeRule) -> list[Fault]:
    """What can be said of the body alone: too long, no YAML, not a mapping, columns repeated, aliases."""
    if rule.section == OfficeRule.Section.END:
        return [Fault("Quy định bãi bỏ không có nội dung riêng.", field="body")] if rule.body.strip() else []
    if len(rule.body) > LIMIT:
        return [Fault(f"Nội dung dài {len(rule.body)} ký tự, nhiều nhất {LIMIT}. Hãy chia thành nhiều quy định.", field="body")]
    return list(_yaml_faults(rule.body))


@lru_cache(maxsize=64)
def _yaml_faults(body: str) -> tuple[Fault, ...]:
    try:
        if aliased := _aliased(body):
            return (aliased,)
        data = YAML(typ="safe", pure=True).load(body)
    except YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        return (Fault(f"Không đọc được YAML: {getattr(error, 'problem', None) or error}", mark.line + 1 if mark else None, "body"),)
    return tuple(_mapping_faults(data))


def _mapping_faults(data: Any) -> list[Fault]:
    if not isinstance(data, dict) or not data:
        return [Fault("Nội dung phải là các cặp khóa: giá trị của một quy định (xem mẫu bên cạnh).", field="body")]
    own = [k for k in OWN if k in data]
    return [Fault(f"Không ghi “{', '.join(own)}” trong nội dung: ngày hiệu lực và điều khoản ghi ở ô riêng.", field="body")] if own else []


def _aliased(body: str) -> Fault | None:
    """An alias (&, *) or a nesting that no rule needs: both can make a small text huge."""
    depth = 0
    for event in YAML(typ="safe", pure=True).parse(body):
        depth += _step(event)
        if isinstance(event, AliasEvent) or getattr(event, "anchor", None):
            return Fault("Không dùng neo (&, *) trong quy định của cơ quan; hãy viết đầy đủ.", event.start_mark.line + 1, "body")
        if depth > DEPTH:
            return Fault(f"Lồng nhau quá {DEPTH} tầng.", event.start_mark.line + 1, "body")
    return None


def _step(event: Event) -> int:
    name = type(event).__name__
    return 1 if name in ("MappingStartEvent", "SequenceStartEvent") else -1 if name in ("MappingEndEvent", "SequenceEndEvent") else 0


def _fault(rule: OfficeRule, words: str) -> Fault:
    """A complaint of the loader, its line counted back into the body if it is about this rule."""
    found = _WHERE.match(words)
    if found is None or int(found["pk"]) != (rule.pk or 0):
        return Fault(words)
    line = int(found["line"]) - len(_head(rule, rule.until))
    return Fault(found["words"], line if line > 0 else None, "body")
