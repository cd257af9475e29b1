"""Editions of scoring tables as the engine reads them: compiled once, with the stages of the office."""

from __future__ import annotations

import hashlib
from functools import lru_cache

from vinhdanh.merit.scoring import loading
from vinhdanh.merit.scoring.table import Table, compiled
from vinhdanh.rankings.models import ScoreEntry, ScoreTable

STAGES = tuple(s.value for s in ScoreEntry.Stage if s != ScoreEntry.Stage.STATISTICS)
"""The stages of a round, in order; statistics hold for all of them."""


def digest_of(text: str) -> str:
    """SHA-256 (hex) of a table's text."""
    return hashlib.sha256(text.encode()).hexdigest()


def compile_text(text: str, name: str = "bảng") -> Table:
    """The table that a YAML text describes, with the stages of the office. Raises ``TableError`` naming every fault."""
    spec = loading.table(loading.yaml(text, name), name).spec
    return compiled(spec.model_copy(update={"stages": STAGES}))


@lru_cache(maxsize=64)
def _kept(digest: str, text: str) -> Table:
    return compile_text(text)


def compiled_of(edition: ScoreTable) -> Table:
    """The table of an edition; kept by its content, so that a change is never missed."""
    return _kept(edition.digest, edition.text)
