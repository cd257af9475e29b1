"""Reading case files of the shared format (cases/README.md)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError

ASKS = ("eligibility", "money", "vote", "quota", "authority", "deadline", "dossier")
QUESTION = {"ask": "eligibility", "expect": {}, "as_of": "", "authority": "", "subject": "person"}
REQUIRED = ("id", "ask", "authority", "as_of", "subject", "expect")


class UnreadableCases(ValueError):
    """A case file cannot be read; the message names file and case, in Vietnamese."""


@dataclass(frozen=True, slots=True)
class PublishedCase:
    """One case as written: the question, the facts, the published answer."""

    id: str
    ask: str
    authority: str
    as_of: str
    subject: str
    award: str | None
    period: Any
    facts: Mapping[str, Any]
    expect: Mapping[str, Any]
    derived: bool
    path: Path


def find(paths: list[Path]) -> list[Path]:
    """The YAML files named, and those inside the folders named. Raises ``UnreadableCases`` if there are none."""
    found = [f for p in paths for f in (sorted(p.rglob("*.yaml")) if p.is_dir() else [p])]
    missing = [p for p in paths if not p.exists()]
    if missing or not found:
        raise UnreadableCases(f"Không có tệp tình huống nào tại {(missing or paths)[0]}. Hãy kiểm tra lại đường dẫn.")
    return found


def load(path: Path, *, answered: bool = True) -> Iterator[PublishedCase]:
    """The cases of one file; without ``answered`` they are plain questions that need no ``expect``.

    Raises ``UnreadableCases`` naming the file, and the case where one is at fault.
    """
    data = _parsed(path)
    if not isinstance(data, Mapping) or not isinstance(data.get("cases"), list) or data.get("format") != 1:
        raise UnreadableCases(f"{path}: không phải tệp tình huống (cần format: 1 và danh sách cases)")
    for number, raw in enumerate(data["cases"], 1):
        yield _case(raw if answered or not isinstance(raw, Mapping) else {**QUESTION, **raw}, path, number)


def _parsed(path: Path) -> Any:
    try:
        return YAML(typ="safe").load(path.read_text("utf-8"))
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        at = f"dòng {mark.line + 1}, cột {mark.column + 1}: " if mark else ""
        raise UnreadableCases(f"{path}: {at}không đọc được, sai cú pháp YAML ({error.problem or error.context})") from None
    except (UnicodeDecodeError, UnicodeEncodeError):
        raise UnreadableCases(f"{path}: không đọc được, chữ trong tệp không phải UTF-8") from None
    except (YAMLError, OSError, ValueError, RecursionError) as error:
        raise UnreadableCases(f"{path}: không đọc được: {error}") from None


def _case(raw: Any, path: Path, number: int) -> PublishedCase:
    if not isinstance(raw, Mapping):
        raise UnreadableCases(f"{path}: tình huống thứ {number} không phải một bảng khóa – giá trị")
    name = raw.get("id", f"thứ {number}")
    lacking = [k for k in REQUIRED if k not in raw and k != "subject"]
    if lacking or raw["ask"] not in ASKS:
        raise UnreadableCases(f"{path}: tình huống {name} thiếu {', '.join(lacking) or 'ask hợp lệ'}")
    source, facts = (_mapping(raw, key, f"{path}: tình huống {name}") for key in ("source", "facts"))
    return PublishedCase(
        str(raw["id"]),
        raw["ask"],
        raw["authority"],
        str(raw["as_of"]),
        raw.get("subject", "person"),
        raw.get("award"),
        raw.get("period"),
        facts,
        raw["expect"],
        bool(source.get("derived")),
        path,
    )


def _mapping(raw: Mapping[str, Any], key: str, where: str) -> Mapping[str, Any]:
    value = {} if raw.get(key) is None else raw[key]
    if not isinstance(value, Mapping):
        raise UnreadableCases(f"{where}, {key}: cần một bảng khóa – giá trị, đang ghi “{str(value)[:40]}”")
    return value
