"""What real tables get wrong, reported and not refused: sums, bands, classes, codes, caps, scores that fall as results rise."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from vinhdanh.merit.scoring import bands as b
from vinhdanh.merit.scoring.numbers import HUNDRED, ONE, ZERO, exact, show
from vinhdanh.merit.scoring.reach import HIGH, LOW, Reach, reach
from vinhdanh.merit.scoring.schema import BandSpec, ClassesSpec, ClassSpec, RuleSpec
from vinhdanh.merit.scoring.table import Node, Table
from vinhdanh.merit.text import fold


@dataclass(frozen=True, slots=True)
class Fault:
    """One finding: a code for machines, the path of the criterion (empty: the whole table), the words, how grave."""

    code: str
    path: str
    says: str
    level: Literal["warning", "note"] = "warning"

    def __str__(self) -> str:
        return f"[{self.code}] {self.path or 'bảng'}: {self.says}"


@exact
def lint(table: Table) -> list[Fault]:
    """All findings, in the order of the table; an empty list for a table without faults."""
    reaches = reach(table)
    found = [f for node in table.root.walk() for check in _NODE for f in check(node, reaches)]
    return [*found, *_codes(table), *classes(table, reaches[""]), *_quotas(table), *_dates(table)]


# ---- sums and ceilings ---------------------------------------------------------------------------------


def _sums(node: Node, reaches: dict[str, Reach]) -> Iterator[Fault]:
    """Leaves that do not add up to the printed ceiling."""
    parts = [c for c in node.children if c.spec.role == "score" and c.spec.max is not None]
    if node.spec.max is None or not parts or len(parts) < sum(c.spec.role == "score" for c in node.children):
        return
    added = sum(((c.spec.max or ZERO) * c.spec.weight * node.spec.factor for c in parts), node.spec.base or ZERO)
    if node.spec.aggregate == "sum" and added != node.spec.max:
        yield Fault("sum", node.path, f"điểm tối đa ghi {show(node.spec.max)}, các mục con cộng lại {show(added)}")


def _rescaled(node: Node, reaches: dict[str, Reach]) -> Iterator[Fault]:
    if node.spec.rescale_to is not None and node.spec.max is not None and node.spec.rescale_to != node.spec.max:
        yield Fault("rescale", node.path, f"mục {show(node.spec.max)} điểm nhưng quy đổi về {show(node.spec.rescale_to)}")


def _ceiling(node: Node, reaches: dict[str, Reach]) -> Iterator[Fault]:
    """A ceiling nobody can reach, or that is passed."""
    top, high = node.spec.max, reaches[node.path].high
    if top is None or node.spec.role == "info":
        return
    if high < top:
        yield Fault("unreachable-max", node.path, f"tối đa {show(top)} nhưng cao nhất chỉ đạt được {show(high)}")
    elif high > top and node.spec.leaf and node.spec.role == "score":
        said = "không giới hạn" if high == HIGH else f"đến {show(high)}"
        yield Fault("over-max", node.path, f"điểm chuẩn {show(top)}, có thể đạt {said}", "note")


def _below_zero(node: Node, reaches: dict[str, Reach]) -> Iterator[Fault]:
    low = reaches[node.path].low
    if node.spec.leaf and node.spec.role == "score" and low < 0:
        said = "không giới hạn" if low == LOW else f"còn {show(low)}"
        yield Fault("below-zero", node.path, f"trừ quá điểm chuẩn: {said}", "note")


# ---- rules ---------------------------------------------------------------------------------------------


def _each_rule(node: Node, reaches: dict[str, Reach]) -> Iterator[Fault]:
    rules: Sequence[RuleSpec] = node.spec.rules or ((node.spec,) if node.spec.how else ())
    for rule in rules:
        where = node.path + (f" ({rule.id or rule.name})" if rule is not node.spec and (rule.id or rule.name) else "")
        yield from _bands(rule, rule.bands, where)
        for row in rule.rows:
            yield from _bands(rule, row.bands, where)
        if rule.rows:
            yield from (Fault("volume-gap", where, f"số lượng {b.words(g)} không có bảng") for g in b.gaps(rule.rows, b.Span((ZERO, 0), b.TOP)))
        if (rule.points is not None and rule.points < 0) or any(p < 0 for p in rule.awards.values()):
            yield Fault("sign", where, "điểm ghi số âm: hãy ghi số dương và chọn đúng cách cộng hoặc trừ")
    yield from _double_ids(node)


def _double_ids(node: Node) -> Iterator[Fault]:
    keys = Counter(node.compound.keys if node.compound else ())
    yield from (Fault("double-rule", node.path, f"mục “{k}” có {n} lần") for k, n in keys.items() if n > 1)


def _bands(rule: RuleSpec, table: Sequence[BandSpec], where: str) -> Iterator[Fault]:
    bounded = [band for band in table if not b.named_only(band)]
    if not bounded:
        return
    yield from (Fault("empty-band", where, f"mức {b.words(band)} không chứa giá trị nào") for band in bounded if b.empty(band))
    for one, other, common in b.overlaps(bounded):
        if one.points != other.points:
            yield Fault("overlap", where, f"{b.words(common)} thuộc hai mức ({show(one.points)} và {show(other.points)} điểm)")
    if rule.how in ("steps", "volume_band") and rule.undefined == "ask":
        yield from (_gap("gap", where, g, bounded) for g in b.gaps(bounded, _domain(rule, bounded)))
    yield from _falling(rule, bounded, where)


def _gap(code: str, where: str, gap: b.Span, table: Sequence[b.Bounded]) -> Fault:
    """A gap without a whole number in it matters only where results are not whole."""
    (low, above), (high, through) = gap
    whole = low.is_finite() and high.is_finite() and low == low.to_integral_value() and high - low == 1 and above and not through
    said = f"{b.words(gap)} không thuộc mức nào" + (" (số lẻ giữa hai số nguyên)" if whole else "")
    return Fault(code, where, said, "note" if whole and code == "gap" else "warning")


def _domain(rule: RuleSpec, table: Sequence[BandSpec]) -> b.Span:
    """The values that can occur: a percentage where rates are meant, else everything from zero."""
    bounds = [v for band in table for v in (band.ge, band.gt, band.le, band.lt, band.at) if v is not None]
    rate = bool(rule.numerator or rule.denominator) or (max(bounds) <= HUNDRED and max(bounds) > 50)
    return b.Span((min(ZERO, *bounds), 0), (HUNDRED, 1) if rate else b.TOP)


def _falling(rule: RuleSpec, table: Sequence[BandSpec], where: str) -> Iterator[Fault]:
    """A better result that lowers the score, unless the table says that lower is better."""
    ordered = sorted(table, key=b.span)
    turn = 1 if rule.better == "higher" or rule.how.startswith("deduct") else -1
    for one, other in pairwise(ordered):
        if (other.points - one.points) * turn < 0:
            yield Fault(
                "falling", where, f"kết quả tăng từ “{b.words(one)}” sang “{b.words(other)}” mà điểm giảm {show(one.points)} → {show(other.points)}"
            )


def _gates(node: Node, reaches: dict[str, Reach]) -> Iterator[Fault]:
    caps = [r.cap for r in node.spec.rules if r.how.startswith("deduct") and r.cap is not None]
    if node.spec.deduction_cap is not None and any(c > node.spec.deduction_cap for c in caps):
        yield Fault("cap", node.path, f"trần trừ của một mục cao hơn trần của tiêu chí ({show(node.spec.deduction_cap)})", "note")
    if node.spec.how == "ratio" and node.spec.cap_rate is None:
        yield Fault("uncapped-ratio", node.path, "tỷ lệ trên 100% được tính quá điểm tối đa", "note")


def _weights(node: Node, reaches: dict[str, Reach]) -> Iterator[Fault]:
    weights = [c.spec.weight for c in node.children if c.spec.role == "score"]
    if weights and any(w != 1 for w in weights) and sum(weights, ZERO) not in (ONE, HUNDRED) and node.spec.aggregate == "sum":
        yield Fault("weights", node.path, f"trọng số cộng lại {show(sum(weights, ZERO) * HUNDRED)}%, không phải 100%", "note")


_NODE: tuple[Callable[[Node, dict[str, Reach]], Iterator[Fault]], ...] = (_sums, _rescaled, _ceiling, _below_zero, _each_rule, _gates, _weights)


# ---- the table as a whole ------------------------------------------------------------------------------


def _codes(table: Table) -> Iterator[Fault]:
    """Codes given twice: in one group (then ``#2`` tells them apart), elsewhere, or but for the case of letters."""
    for path in table.nodes:
        if "#" in path.rsplit("/", 1)[-1]:
            yield Fault("double-code", path, f"mã “{table.nodes[path].spec.code}” đã có trong cùng nhóm; số liệu phải ghi “{path}”")
    codes = Counter(n.spec.code for n in table.nodes.values())
    for code, count in codes.items():
        if count > 1:
            yield Fault("double-code", "", f"mã “{code}” có {count} lần: số liệu phải ghi cả đường dẫn", "note")
    folded: dict[str, list[str]] = {}
    for code in codes:
        folded.setdefault(fold(code).replace(" ", ""), []).append(code)
    for same in folded.values():
        if len({c.lower() for c in same}) < len(same):
            yield Fault("code-case", "", f"các mã {', '.join(f'“{c}”' for c in same)} chỉ khác chữ hoa, chữ thường", "note")


def classes(table: Table, whole: Reach) -> list[Fault]:
    """What is wrong with the classes."""
    spec = table.spec.classes
    if spec is None:
        return []
    names = {level.name for level in spec.levels}
    known = [
        Fault("class-name", "", f"hạ mức về “{d.max_class}” không có trong bảng") for d in spec.downgrades if d.max_class and d.max_class not in names
    ]
    if spec.by not in ("points", "percent"):
        return known
    top = (HUNDRED, 1) if spec.by == "percent" else (whole.high, 1)
    return [*known, *level_faults(spec, b.Span((min(ZERO, whole.low) if whole.low.is_finite() else ZERO, 0), top))]


def level_faults(spec: ClassesSpec, domain: b.Span) -> list[Fault]:
    """Gaps, overlaps, classes nobody reaches, floors that leave a unit without a class."""
    levels = [level for level in spec.levels if not b.named_only(level)]
    found = [_gap("class-gap", "", g, levels) for g in b.gaps(levels, domain)] if levels else []
    for one, other, common in b.overlaps(levels):
        if not _open_below(one) or not _open_below(other):
            found.append(Fault("class-overlap", "", f"{b.words(common)} thuộc cả “{one.name}” và “{other.name}”"))
    found += [Fault("unreachable-class", "", f"“{level.name}” ({b.words(level)}) không ai đạt được") for level in _unreachable(levels, domain)]
    for level in levels:
        if _floored(level) and not spec.fall_through:
            found.append(Fault("no-class", "", f"đủ điểm “{level.name}” nhưng vướng điều kiện thì không có mức nào (thiếu fall_through)"))
    return found


def _open_below(level: ClassSpec) -> bool:
    """A class given by its lower bound alone: the first that holds counts, so overlaps are meant."""
    return level.le is None and level.lt is None and level.at is None


def _unreachable(levels: Sequence[ClassSpec], domain: b.Span) -> list[ClassSpec]:
    """Classes whose values cannot occur, or all belong to classes before them that ask nothing more."""
    found = []
    for i, level in enumerate(levels):
        span = b.span(level)
        here = b.Span(max(span.start, domain.start), min(span.end, domain.end))
        before = [x for x in levels[:i] if not _floored(x)]
        if here.start >= here.end or not b.gaps(before, here):
            found.append(level)
    return found


def _floored(level: ClassSpec) -> bool:
    return bool(level.no_zero or level.each_at_least or level.sections_at_least or level.require or level.penalty_at_most is not None)


def _quotas(table: Table) -> Iterator[Fault]:
    awards: list[str] = []
    names = {level.name for level in table.spec.classes.levels} if table.spec.classes else set()
    for quota in table.spec.quotas:
        for name in (quota.inside, quota.of if quota.of not in ("units", "qualified", "ranked") else ""):
            if name and name not in awards and name not in names:
                yield Fault("quota-base", "", f"“{quota.award}” tính theo “{name}”, chưa có ở trên")
        if quota.min_class and quota.min_class not in names:
            yield Fault("class-name", "", f"“{quota.award}” cần mức “{quota.min_class}” không có trong bảng")
        awards.append(quota.award)


def _dates(table: Table) -> Iterator[Fault]:
    first, last = table.spec.from_, table.spec.until
    for node in table.nodes.values():
        if first and last and any(d and first < d < last for d in (node.spec.from_, node.spec.until)):
            yield Fault("inside-period", node.path, f"có hiệu lực trong một phần của kỳ; cách tính: {node.spec.ended}", "note")
