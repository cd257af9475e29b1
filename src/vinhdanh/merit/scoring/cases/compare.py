"""Holding a computed figure against a published one: equal as printed, rounding, named by the file, or different."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from vinhdanh.merit.scoring.cases.document import Check, Document
from vinhdanh.merit.scoring.numbers import exact, rounded


def places(values: Iterable[object]) -> int:
    """With how many decimals a column is printed: YAML drops trailing zeros, so the longest counts."""
    return max((-int(v.as_tuple().exponent) for v in values if isinstance(v, Decimal) and v.is_finite()), default=0)


@exact
def figure(
    document: Document,
    what: str,
    computed: Decimal,
    published: Decimal,
    *,
    digits: int | None = None,
    labels: Iterable[str] = (),
    tolerance: Decimal | None = None,
) -> Check:
    """The verdict on one figure. ``digits``: decimals it is printed with; ``labels``: what the file may call the thing."""
    shown = max(places([published]) if digits is None else digits, 0)
    if rounded(computed, shown) == published:
        return Check(what, computed, published, "equal")
    gap = abs(computed - published)
    allowed = document.tolerance if tolerance is None else tolerance
    if gap <= allowed:
        return Check(what, computed, published, "rounding", f"lệch {gap.normalize():f}, cho phép {allowed.normalize():f}")
    said = document.names(labels, published, computed)
    return Check(what, computed, published, "anomaly" if said else "differs", said)


def same(document: Document, what: str, computed: str, published: str, labels: Iterable[str] = ()) -> Check:
    """The verdict on a word."""
    return Check(what, computed, published, "equal" if computed == published else "differs")
