"""Reading the YAML files of one authority: strict, with file and line in every complaint."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from pydantic import ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from vinhdanh.merit import cache
from vinhdanh.merit import schema as s
from vinhdanh.merit.time import EmulationCalendar, WorkCalendar, YearRule

CALENDARS = ("holidays.yaml", "years.yaml")  # read by ``merit.time``


class RulebookError(ValueError):
    """The rulebook cannot be used; ``problems`` names each fault with file and line, in Vietnamese."""

    def __init__(self, problems: Sequence[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = list(problems)


@dataclass(frozen=True, slots=True)
class Text:
    """A rulebook file: its name and what it holds. ``kept``: whether its parsed form may be cached on disk."""

    name: str
    content: bytes
    kept: bool = True


@dataclass
class Layer:
    """The rules of one authority: its files merged, and where each award's entries were written.

    ``overlay``: the values and rules of an office, laid over its authority's; it is no authority of its own.
    """

    name: str
    file: s.FileSpec
    bytes: bytes
    sources: dict[tuple[str, str, int], tuple[Text, tuple[Any, ...]]] = field(default_factory=dict)
    overlay: bool = False

    def dated(self) -> Iterator[s.Dated]:
        """Every dated entry."""
        yield from (*self.file.base_salary, *self.file.rounding, *self.file.stacking, *self.file.reuse)
        for award in self.file.awards.values():
            for section in ("criteria", "quotas", "votes", "decides", "dossiers", "deadlines", "money"):
                yield from getattr(award, section)

    def where(self, award: str, section: str, index: int) -> str:
        """``file:line`` of an entry of an award."""
        text, keys = self.sources[(award, section, index)]
        return f"{self.name}/{text.name}:{line_of(text, keys)}"


def load_layer(folder: Path, *, overlay: bool = False) -> Layer:
    """All ``*.yaml`` files of a folder but the calendar's, in name order. Raises ``RulebookError``."""
    paths = sorted(p for p in folder.glob("*.yaml") if p.name not in CALENDARS)
    return read_layer(folder.name, [Text(p.name, p.read_bytes()) for p in paths], overlay=overlay)


def read_layer(name: str, texts: Iterable[Text], *, overlay: bool = False) -> Layer:
    """The layer that texts make, wherever they come from. Raises ``RulebookError`` naming each fault as ``name/text:line``."""
    layer, problems = Layer(name, s.FileSpec(), b"", overlay=overlay), []
    for text in texts:
        layer.bytes += text.content
        try:
            _merge(layer, text, s.FileSpec.model_validate(_read(name, text) or {}))
        except ValidationError as error:
            problems += [f"{name}/{text.name}:{line_of(text, e['loc'])}: {_words(e)}" for e in error.errors()]
        except RulebookError as error:
            problems += error.problems
    if problems:
        raise RulebookError(problems)
    return layer


def _read(layer: str, text: Text) -> Any:
    """The text's data; keys given twice are an error."""
    try:
        return cache.parsed(text.content, lambda: _parse(text)) if text.kept else _parse(text)
    except (YAMLError, UnicodeDecodeError) as error:
        mark = getattr(error, "problem_mark", None)
        where = f"{layer}/{text.name}:{mark.line + 1 if mark else 1}"
        raise RulebookError([f"{where}: không đọc được YAML: {getattr(error, 'problem', error)}"]) from None


def _parse(text: Text) -> Any:
    return YAML(typ="safe", pure=True).load(text.content.decode("utf-8"))


def _merge(layer: Layer, text: Text, more: s.FileSpec) -> None:
    """Add a file's entries to the layer; an award may be told in several files."""
    old = layer.file
    for code, spec in more.awards.items():
        _remember(layer, text, code, old.awards.get(code), spec)
    awards = dict(old.awards)
    for code, spec in more.awards.items():
        awards[code] = _join(awards[code], spec) if code in awards else spec
    lexicon = s.Lexicon(**{k: {**getattr(old.lexicon, k), **getattr(more.lexicon, k)} for k in s.Lexicon.model_fields})
    tuples = {k: (*getattr(old, k), *getattr(more, k)) for k in ("carried_over", "transitions", "base_salary", "rounding", "stacking", "reuse")}
    layer.file = s.FileSpec(acts={**old.acts, **more.acts}, lexicon=lexicon, awards=awards, **tuples)


def _remember(layer: Layer, text: Text, code: str, old: s.AwardSpec | None, spec: s.AwardSpec) -> None:
    for section in ("criteria", "quotas", "votes", "decides", "dossiers", "deadlines", "money"):
        start = len(getattr(old, section)) if old else 0
        for i in range(len(getattr(spec, section))):
            layer.sources[(code, section, start + i)] = (text, ("awards", code, section, i))


def _join(a: s.AwardSpec, b: s.AwardSpec) -> s.AwardSpec:
    """Two tellings of one award: texts from whichever has them, lists one after the other."""
    both = {
        k: (*getattr(a, k), *getattr(b, k)) if isinstance(getattr(a, k), tuple) else getattr(a, k) or getattr(b, k) for k in s.AwardSpec.model_fields
    }
    return s.AwardSpec.model_validate(both)


def line_of(text: Text, keys: Sequence[Any]) -> int:
    """The line (from 1) on which the value at ``keys`` begins; the nearest container's if it is not there."""
    data: Any = YAML(typ="rt").load(text.content.decode("utf-8"))
    line = 1
    for key in keys:
        try:
            where: Any = data.lc  # ruamel's own containers know their lines
            line = (where.item(key) if isinstance(data, list) else where.key(key))[0] + 1
            data = data[key]
        except (AttributeError, KeyError, IndexError, TypeError):
            break
    return line


_PYDANTIC = {  # what Pydantic complains of, in the words of who writes rules
    "int_parsing": "phải là số nguyên",
    "int_type": "phải là số nguyên",
    "int_from_float": "phải là số nguyên",
    "bool_parsing": "phải là true hoặc false",
    "bool_type": "phải là true hoặc false",
    "string_type": "phải là chữ (đặt trong dấu nháy nếu là số)",
    "tuple_type": "phải là danh sách",
    "dict_type": "phải là các cặp khóa: giá trị",
    "model_type": "phải là các cặp khóa: giá trị",
    "date_parsing": "phải là ngày, viết như 2026-10-01",
    "date_from_datetime_parsing": "phải là ngày, viết như 2026-10-01",
    "date_type": "phải là ngày, viết như 2026-10-01",
}


def _words(error: Any) -> str:
    """A Pydantic complaint in Vietnamese."""
    place, key = ".".join(str(p) for p in error["loc"]), error["loc"][-1] if error["loc"] else ""
    if error["type"] == "extra_forbidden":
        return f"khóa lạ “{key}” (tại {place})"
    if error["type"] == "missing":
        return f"thiếu khóa “{key}” (tại {place})"
    return f"giá trị không hợp lệ tại {place}: {_wanted(error)} (đang là {error.get('input')!r:.60})"


def _wanted(error: Any) -> str:
    if error["type"] == "literal_error":
        return f"phải là một trong {error['ctx']['expected'].replace(' or ', ', ')}"
    return _PYDANTIC.get(error["type"]) or str(error["msg"])


@lru_cache
def work_calendar(data: Path = Path(__file__).parent.parent / "rulebook") -> WorkCalendar:
    """Vietnam's working days, from ``national/holidays.yaml``."""
    return WorkCalendar.from_data(YAML(typ="safe").load((data / "national" / "holidays.yaml").read_text("utf-8")))


@lru_cache
def emulation_years(authority: str, data: Path = Path(__file__).parent.parent / "rulebook") -> EmulationCalendar:
    """The emulation years of an authority, from its ``years.yaml``; the national ones where it has none."""
    own = data / authority / "years.yaml"
    raw = YAML(typ="safe").load((own if own.is_file() else data / "national" / "years.yaml").read_text("utf-8"))
    rules = [YearRule(r["since"], r["month"], r["day"], r["offset"]) for r in raw["rules"]]
    return EmulationCalendar.of(authority, [(y["year"], y["first"], y["last"]) for y in raw["listed"]], rules)
