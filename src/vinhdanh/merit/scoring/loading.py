"""Reading tables and inputs: YAML or plain data, no number ever a float, complaints in Vietnamese with file and line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from pydantic import ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.constructor import SafeConstructor
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import ScalarNode

from vinhdanh.merit.scoring.inputs import ONLY, Entry, InputError, Unit, Value
from vinhdanh.merit.scoring.numbers import NumberError, exact, number
from vinhdanh.merit.scoring.schema import TableSpec
from vinhdanh.merit.scoring.table import Table, compiled
from vinhdanh.merit.text import fold

NOT_APPLICABLE = frozenset(("na", "n a", "khong ap dung", "khong giao"))
DETAILS = ("by", "why", "evidence", "granted", "accept", "na")


class TableError(ValueError):
    """A table without meaning; ``problems`` name each fault, in Vietnamese."""

    def __init__(self, problems: Sequence[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = list(problems)


class _Exact(SafeConstructor):
    """A number with a point is a Decimal, digit for digit."""


def _decimal(loader: SafeConstructor, node: ScalarNode) -> Decimal:
    try:
        return Decimal(str(node.value).replace("_", ""))
    except InvalidOperation:
        raise NumberError(f"“{node.value}” không phải là số") from None


_Exact.add_constructor("tag:yaml.org,2002:float", _decimal)


def yaml(text: str, name: str = "") -> Any:
    """The data of a YAML text. Raises :class:`TableError` with the line."""
    reader = YAML(typ="safe", pure=True)
    reader.Constructor = _Exact
    try:
        return reader.load(text)
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise TableError([f"{name}:{mark.line + 1 if mark else 1}: không đọc được YAML: {error.problem or error.context}"]) from None
    except (YAMLError, NumberError, RecursionError, ValueError) as error:
        raise TableError([f"{name}: không đọc được YAML: {error}"]) from None


def read(path: Path) -> Any:
    """The data of a YAML file. Raises :class:`TableError`."""
    try:
        return yaml(path.read_text("utf-8"), path.name)
    except (OSError, UnicodeDecodeError) as error:
        raise TableError([f"{path.name}: không đọc được ({type(error).__name__}); cần tệp chữ UTF-8"]) from None


# ---- tables --------------------------------------------------------------------------------------------


def table(data: Any, name: str = "bảng") -> Table:
    """The table that plain data describe. Raises :class:`TableError` naming every place that means nothing."""
    try:
        spec = TableSpec.model_validate(data)
    except ValidationError as error:
        raise TableError([f"{name}: {_place(data, e['loc'])}: {_words(e)}" for e in error.errors()]) from None
    return compiled(spec)


def load_table(path: Path) -> Table:
    """The table of a YAML file. Raises :class:`TableError`."""
    return table(read(path), path.name)


def _place(data: Any, loc: Sequence[Any]) -> str:
    """Where a fault is: the codes of the criteria on the way, then the key."""
    said: list[str] = []
    here = data
    for step in loc:
        here = (
            here[step]
            if isinstance(here, Mapping) and step in here or isinstance(here, list) and isinstance(step, int) and step < len(here)
            else None
        )
        code = here.get("code") or here.get("id") or here.get("name") if isinstance(here, Mapping) else None
        if code is not None:
            said.append(str(code))
        elif not isinstance(step, int) and step not in ("children", "criteria"):
            said.append(str(step))
    return " › ".join(said) or "bảng"


def _words(error: Any) -> str:
    if error["type"] == "extra_forbidden":
        return f"khóa lạ “{error['loc'][-1]}”"
    if error["type"] == "missing":
        return f"thiếu khóa “{error['loc'][-1]}”"
    text = str(error.get("ctx", {}).get("error") or error["msg"])
    return f"{text} (đang là {error['input']!r:.60})" if error["type"] not in ("value_error",) else text


# ---- inputs --------------------------------------------------------------------------------------------


@exact
def units(data: Any) -> list[Unit]:
    """The units of an inputs file. Raises :class:`InputError` with every fault."""
    rows = data.get("units") if isinstance(data, Mapping) else None
    if isinstance(rows, Mapping):
        rows = [{"id": k, **(v or {})} for k, v in rows.items()]
    if not isinstance(rows, list) or not rows:
        raise InputError(["tệp số liệu cần danh sách units"])
    problems: list[str] = []
    found = [_unit(row, problems) for row in rows]
    if problems:
        raise InputError(problems)
    return found


def _unit(row: Any, problems: list[str]) -> Unit:
    known = {"id", "name", "cluster", "facts", "entries", "stages"}
    if not isinstance(row, Mapping) or row.get("id") is None:
        problems.append(f"đơn vị cần có id: {row!r:.60}")
        return Unit("")
    name = str(row["id"])
    problems += [f"{name}: khóa lạ “{k}”" for k in row if k not in known]
    stages = {ONLY: row["entries"]} if row.get("entries") is not None else {}
    stages |= row.get("stages") or {}
    facts = {str(k): _value(v, f"{name}, {k}", problems) for k, v in (row.get("facts") or {}).items()}
    made = {str(s): {str(k): entry(v, f"{name}, {k}", problems) for k, v in (e or {}).items()} for s, e in stages.items()}
    return Unit(name, str(row.get("name") or ""), str(row.get("cluster") or ""), facts, made)


def entry(raw: Any, where: str, problems: list[str]) -> Entry:
    """One entry as written: a plain value, ``na``, ``ok`` (taken over), or inputs with ``by``, ``why``, ``evidence``, ``granted``."""
    if not isinstance(raw, Mapping):
        if isinstance(raw, str) and fold(raw) in NOT_APPLICABLE:
            return Entry(na=True)
        if isinstance(raw, str) and fold(raw) in ("ok", "dong y"):
            return Entry(accept=True)
        return Entry({"value": _value(raw, where, problems)})
    values = {str(k): v for k, v in raw.items() if str(k) not in DETAILS}
    granted = raw.get("granted")
    rules = granted if isinstance(granted, Mapping) else {}
    evidence = raw.get("evidence") or ()
    return Entry(
        _flat(values, where, problems),
        bool(raw.get("na")),
        None if granted is None or rules else _number(granted, where, problems),
        {str(k): _number(v, where, problems) for k, v in rules.items()},
        str(raw.get("by") or ""),
        str(raw.get("why") or ""),
        tuple(str(e) for e in evidence) if isinstance(evidence, list | tuple) else (str(evidence),),
        bool(raw.get("accept")),
    )


def _flat(values: Mapping[str, Any], where: str, problems: list[str]) -> dict[str, Value]:
    """The inputs; those of a rule that takes several are ``rule/input``."""
    flat: dict[str, Value] = {}
    for name, raw in values.items():
        if isinstance(raw, Mapping):
            flat |= {f"{name}/{k}": _value(v, where, problems) for k, v in raw.items()}
        else:
            flat[name] = _value(raw, where, problems)
    return flat


def _number(raw: Any, where: str, problems: list[str]) -> Decimal:
    try:
        return number(raw)
    except NumberError as error:
        problems.append(f"{where}: {error}")
        return Decimal(0)


def _value(raw: Any, where: str, problems: list[str]) -> Value:
    """An input: numbers in any writing, yes and no in words, other words as they are."""
    if raw is None or isinstance(raw, bool):
        return raw
    if isinstance(raw, list | tuple):
        return tuple(_number(r, where, problems) for r in raw)
    if isinstance(raw, str):
        return _spoken(raw)
    return _number(raw, where, problems)


def _spoken(raw: str) -> Value:
    if not raw.strip():
        return None
    plain = fold(raw)
    if plain in ("co", "dat", "x", "yes", "true"):
        return True
    if plain in ("khong", "khong dat", "no", "false"):
        return False
    try:
        return number(raw)
    except NumberError:
        return raw.strip()


def load_units(path: Path) -> list[Unit]:
    """The units of a YAML inputs file. Raises :class:`TableError` or :class:`InputError`."""
    return units(read(path))
