"""The kinds of criteria that need no other unit: each makes, from its parameters, a function of the inputs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import TypeAlias

from vinhdanh.merit.scoring import bands as b
from vinhdanh.merit.scoring.inputs import Value, Values
from vinhdanh.merit.scoring.numbers import HUNDRED, ONE, ZERO, divide, show
from vinhdanh.merit.scoring.outcome import EMPTY, NOT_APPLICABLE, Outcome, asked, moved, scored
from vinhdanh.merit.scoring.schema import BandSpec, RuleSpec

Evaluate: TypeAlias = Callable[[Values], Outcome]
Measure: TypeAlias = Callable[[Values], Decimal | Outcome | None]


def decimal(value: Value) -> Decimal | None:
    """The value as a number: yes is 1, no is 0; words and lists are none."""
    if isinstance(value, bool):
        return ONE if value else ZERO
    return value if isinstance(value, Decimal) else None


def truth(value: Value) -> bool | None:
    """The value as yes or no: a number is yes unless zero; None where nothing is known."""
    if value is None or isinstance(value, bool):
        return value
    return value != 0 if isinstance(value, Decimal) else bool(value)


# ---- points --------------------------------------------------------------------------------------------


def direct(rule: RuleSpec, top: Decimal | None) -> Evaluate:
    """What the assessor gives; beside the ceiling or the steps it stays, with a remark."""
    name, step, least = rule.input, rule.step, rule.least

    def run(values: Values) -> Outcome:
        given = values.get(name)
        value = given if type(given) is Decimal else decimal(given)
        if value is None:
            return EMPTY
        notes = _over(value, top, least) if (top is not None and value > top) or value < least else ()
        if step is None and not notes:
            return scored(value, "chấm {0}", value)
        if step is not None and value % step:
            notes = (*notes, f"{show(value)} không đúng bậc {show(step)} điểm")
        return Outcome("scored", value, "chấm {0}", (value,), notes)

    return run


def _over(value: Decimal, top: Decimal | None, least: Decimal) -> tuple[str, ...]:
    bound = f"dưới mức tối thiểu {show(least)}" if value < least else f"vượt điểm tối đa {show(top)}"
    return (f"{show(value)} điểm {bound}; giữ nguyên, cần người duyệt",)


def pass_fail(rule: RuleSpec, top: Decimal | None) -> Evaluate:
    """All points or those of ``otherwise``; the test may be a bound on a number or rate."""
    full, least, test = rule.points if rule.points is not None else top or ZERO, rule.otherwise, rule.test
    measure = measured(rule)

    def run(values: Values) -> Outcome:
        if test is None:
            met = truth(values.get(rule.input))
            return EMPTY if met is None else scored(full if met else least, "đạt: {0}" if met else "không đạt: {0}", full if met else least)
        value = measure(values)
        if not isinstance(value, Decimal):
            return value or EMPTY
        points = full if b.inside(test, value) else least
        return scored(points, "{0} ({1}): {2}", value, f"cần {b.words(test)}", points)

    return run


def ratio(rule: RuleSpec, top: Decimal | None) -> Evaluate:
    """Numerator over denominator (exclusions taken off first) times the maximum, capped unless the table says otherwise."""
    full, cap, fixed = rule.points if rule.points is not None else top or ZERO, rule.cap_rate, rule.target
    over, under = parts(rule)
    if not rule.invert and fixed == 1 and cap == 1 and len(over[0]) == len(under[0]) == 1 and not over[1] and not under[1]:
        return _plain_ratio(rule, over[0][0], under[0][0], full)

    def run(values: Values) -> Outcome:
        a, n = _sum(values, *over), _sum(values, *under)
        goal = decimal(values.get(fixed)) if isinstance(fixed, str) else fixed
        if a is None or n is None or goal is None:
            return EMPTY
        if n <= 0 or goal <= 0:
            return _no_base(rule, full)
        rate = divide(n - a if rule.invert else a, n) if goal == 1 else divide(n - a if rule.invert else a, n * goal)
        counted = rate if cap is None else min(rate, cap)
        form = "{0} / {1}" + ("" if goal == 1 else " / {4}%") + " × {2}" + ("" if rate == counted else " (tính không quá {3}%)")
        return scored(counted * full, form, n - a if rule.invert else a, n, full, (cap or ONE) * HUNDRED, goal * HUNDRED)

    return run


def _plain_ratio(rule: RuleSpec, over: str, under: str, full: Decimal) -> Evaluate:
    """The common case, short because a sector computes it a hundred thousand times."""

    def run(values: Values) -> Outcome:
        a, n = values.get(over), values.get(under)
        if type(a) is not Decimal or type(n) is not Decimal:
            return EMPTY
        if n <= 0:
            return _no_base(rule, full)
        if a > n:
            return scored(full, "{0} / {1} × {2} (tính không quá 100%)", a, n, full)
        return scored(divide(a * full, n), "{0} / {1} × {2}", a, n, full)

    return run


def _no_base(rule: RuleSpec, full: Decimal) -> Outcome:
    """The denominator is zero: what the table says for that."""
    if rule.no_base == "na":
        return NOT_APPLICABLE._replace(notes=("mẫu số bằng 0: không có việc để chấm",))
    if rule.no_base == "empty":
        return EMPTY._replace(notes=("mẫu số bằng 0",))
    return scored(full if rule.no_base == "full" else ZERO, "mẫu số bằng 0: {0}", full if rule.no_base == "full" else ZERO)


def steps(rule: RuleSpec, top: Decimal | None) -> Evaluate:
    """The points of the band the value lies in."""
    if not rule.numerator and not rule.denominator and not any(band.name for band in rule.bands):
        return _plain_steps(rule)
    return _banded(rule, lambda values: rule.bands, measured(rule), "{0} ({1}): {2}")


def _plain_steps(rule: RuleSpec) -> Evaluate:
    """Steps on one input; where no bands overlap the first that holds is the only one."""
    spans = [(*b.span(band), band.points, b.words(band)) for band in rule.bands]
    edges = [(low, not above, high, bool(through), points, words) for (low, above), (high, through), points, words in spans]
    name, alone = rule.input, not b.overlaps(rule.bands)

    def run(values: Values) -> Outcome:
        value = values.get(name)
        if type(value) is not Decimal:
            value = decimal(value)
            if value is None:
                return EMPTY
        for low, with_low, high, with_high, points, words in edges if alone else ():
            if (value > low or (with_low and value == low)) and (value < high or (with_high and value == high)):
                return scored(points, "{0} ({1}): {2}", value, words, points)
        return _in_band(rule, rule.bands, value, "{0} ({1}): {2}")

    return run


def survey(rule: RuleSpec, top: Decimal | None) -> Evaluate:
    """Points for each yes of a sample; with ``scale`` a survey score out of that scale becomes points out of the maximum."""
    each, full, scale, sample = rule.points, top or ZERO, rule.scale, rule.sample

    def run(values: Values) -> Outcome:
        value = decimal(values.get(rule.input))
        if value is None:
            return EMPTY
        if each is not None:
            notes = (f"{show(value)} phiếu, mẫu chỉ có {show(sample)}",) if sample is not None and value > sample else ()
            return Outcome("scored", value * each, "{0} phiếu × {1}", (value, each), notes)
        return scored(divide(value * full, scale), "{0} / {1} × {2}", value, scale, full) if scale else scored(value, "điểm khảo sát {0}", value)

    return run


def catalogue(rule: RuleSpec, top: Decimal | None) -> Evaluate:
    """Number of each product times its points; a product with levels is entered as ``product/level``."""
    points: dict[str, Decimal] = {}
    for name, worth in rule.products.items():
        points |= {f"{name}/{level}": p for level, p in worth.items()} if isinstance(worth, dict) else {name: worth}

    def run(values: Values) -> Outcome:
        counts = {k: n for k, v in values.items() if (n := decimal(v)) is not None}
        if not counts and values:
            return EMPTY
        strange = tuple(f"không có sản phẩm “{k}” trong danh mục" for k in counts if k not in points)
        summed = sum((n * points[k] for k, n in counts.items() if k in points), ZERO)
        made = summed if rule.cap is None else min(summed, rule.cap)
        told = " + ".join(f"{show(n)} × {show(points[k])} ({k})" for k, n in counts.items() if k in points) or "0"
        return Outcome("scored", made, "{0}{1}", (told, "" if made == summed else f", tối đa {show(rule.cap)}"), strange)

    return run


# ---- more or less than the standard points -------------------------------------------------------------


def per_unit(rule: RuleSpec, sign: Decimal) -> Evaluate:
    """So many points for each case beyond the ``free`` ones, capped."""
    each, cap, free = rule.points or ZERO, rule.cap, rule.free

    def run(values: Values) -> Outcome:
        n = decimal(values.get(rule.input))
        if n is None:
            return EMPTY
        return _signed(sign, max(n - free, ZERO) * each, cap, "{0} × {1}", n - free if free else n, each)

    return run


def once(rule: RuleSpec, sign: Decimal) -> Evaluate:
    """The points if it is so."""
    each = rule.points or ZERO

    def run(values: Values) -> Outcome:
        met = truth(values.get(rule.input))
        return EMPTY if met is None else _signed(sign, each if met else ZERO, None, "có" if met else "không")

    return run


def progressive(rule: RuleSpec, sign: Decimal) -> Evaluate:
    """Above a bound ``first`` points, and ``points`` for each full ``step`` beyond it, capped."""
    above, each, step, measure = rule.above or ZERO, rule.points or ZERO, rule.step or ONE, measured(rule)
    first = rule.first or ZERO

    def run(values: Values) -> Outcome:
        value = measure(values)
        if not isinstance(value, Decimal):
            return value or EMPTY
        whole = max((value - above) // step, ZERO)
        made = first + whole * each if value > above else ZERO
        return _signed(sign, made, rule.cap, "{0} so với mốc {1}: {2} bậc × {3}", value, above, whole, each)

    return run


def one_of(rule: RuleSpec, sign: Decimal) -> Evaluate:
    """Only one of several alternatives counts: the best that holds, or the first."""
    points = {a.id: a for a in rule.alternatives}

    def run(values: Values) -> Outcome:
        held = _held(rule, values)
        if held is None:
            return EMPTY
        known = [points[h] for h in held if h in points]
        notes = tuple(f"không có phương án “{h}”" for h in held if h not in points)
        best = None if not known else known[0] if rule.choose == "first" else max(known, key=lambda a: a.points)
        made = best.points if best else ZERO
        return _signed(sign, made, rule.cap, "{0}", best.name or best.id if best else "không phương án nào")._replace(notes=notes)

    return run


def _held(rule: RuleSpec, values: Values) -> list[str] | None:
    """The alternatives that hold: named in the input, or each marked yes."""
    chosen = values.get(rule.input)
    if isinstance(chosen, str):
        return [part.strip() for part in chosen.split(",") if part.strip()]
    if isinstance(chosen, Decimal):
        return [f"{chosen:f}"] if chosen else []
    marks = {a.id: truth(values.get(a.id)) for a in rule.alternatives}
    if chosen is False:
        return []
    return None if values and all(m is None for m in marks.values()) else [k for k, m in marks.items() if m]


def linked(rule: RuleSpec, sign: Decimal) -> Evaluate:
    """Points for awards won: number of each times its points (yes counts one)."""

    def run(values: Values) -> Outcome:
        counts = {k: n for k in rule.awards if (n := decimal(values.get(k))) is not None}
        if values and not counts:
            return EMPTY
        made = sum((n * rule.awards[k] for k, n in counts.items()), ZERO)
        told = " + ".join(f"{show(n)} × {show(rule.awards[k])} ({k})" for k, n in counts.items() if n)
        return _signed(sign, made, rule.cap, "{0}", told or "không có")

    return run


def volume_band(rule: RuleSpec, top: Decimal | None) -> Evaluate:
    """The bands depend on how many dossiers there were."""

    def chosen(values: Values) -> Sequence[BandSpec] | None:
        volume = decimal(values.get(rule.volume))
        rows = [] if volume is None else [r for r in rule.rows if b.inside(r, volume)]
        return rows[0].bands if rows else None

    return _banded(rule, chosen, lambda values: decimal(values.get(rule.rate)), "{0} ({1}): {2}")


def shifted(evaluate: Evaluate, sign: Decimal, cap: Decimal | None) -> Evaluate:
    """A banded kind as more (``sign`` 1) or less (-1) than the standard; outside all bands nothing is added."""

    def run(values: Values) -> Outcome:
        found = evaluate(values)
        if found.points is None:
            return found
        made = _signed(sign, abs(found.points), cap, found.form, *found.args) if sign else _either(found, cap)
        return made._replace(notes=found.notes + made.notes)

    return run


def _either(found: Outcome, cap: Decimal | None) -> Outcome:
    points = found.points or ZERO
    return _signed(ONE if points >= 0 else -ONE, abs(points), cap, found.form, *found.args)


def _signed(sign: Decimal, amount: Decimal, cap: Decimal | None, form: str, *args: object) -> Outcome:
    """An award (sign 1) or deduction (sign -1) of a positive amount, capped."""
    kept = amount if cap is None else min(amount, cap)
    form = form if kept == amount else form + f", tối đa {show(cap)}"
    award, deduct = (kept, ZERO) if sign > 0 else (ZERO, kept)
    return moved(kept if sign > 0 else -kept, form, args, (), award, deduct)


def conditional(evaluate: Evaluate, words: str) -> Evaluate:
    """Only where the condition (input ``condition``) holds; not told means not known."""

    def run(values: Values) -> Outcome:
        met = truth(values.get("condition"))
        if met is None:
            found = evaluate(values)
            return found if not found.points else EMPTY._replace(notes=(f"chưa rõ điều kiện: {words}",))
        return evaluate(values) if met else _signed(ONE, ZERO, None, f"không đạt điều kiện: {words}")

    return run


# ---- what bands and rates share ------------------------------------------------------------------------


def parts(rule: RuleSpec) -> tuple[tuple[Sequence[str], Sequence[str]], tuple[Sequence[str], Sequence[str]]]:
    """The names added and taken off, for the numerator and for the denominator."""
    over = rule.numerator or ("numerator",)
    under = rule.denominator or ("denominator",)
    return (over, rule.exclude_numerator), (under, rule.exclude)


def _sum(values: Values, plus: Sequence[str], minus: Sequence[str]) -> Decimal | None:
    """What the names add up to, None if one of them is empty."""
    added, taken = [decimal(values.get(n)) for n in plus], [decimal(values.get(n)) for n in minus]
    if None in added or None in taken:
        return None
    return sum((v for v in added if v is not None), ZERO) - sum((v for v in taken if v is not None), ZERO)


def measured(rule: RuleSpec) -> Measure:
    """The number a test or band looks at: the input, or a rate in percent where numerator and denominator are named."""
    if not rule.numerator and not rule.denominator:
        return lambda values: decimal(values.get(rule.input))
    over, under = parts(rule)

    def rate(values: Values) -> Decimal | Outcome | None:
        a, n = _sum(values, *over), _sum(values, *under)
        if a is None or n is None:
            return None
        return divide(a * HUNDRED, n) if n > 0 else _no_base(rule, rule.points or ZERO)

    return rate


def _banded(rule: RuleSpec, choose: Callable[[Values], Sequence[BandSpec] | None], measure: Measure, form: str) -> Evaluate:
    def run(values: Values) -> Outcome:
        table, value = choose(values), measure(values)
        name = values.get(rule.input)
        if table and isinstance(name, str):
            return _by_name(table, name, form)
        if table is None or not isinstance(value, Decimal):
            return value if isinstance(value, Outcome) else EMPTY
        return _in_band(rule, table, value, form)

    return run


def _by_name(table: Sequence[BandSpec], name: str, form: str) -> Outcome:
    found = [band for band in table if band.name == name]
    return scored(found[0].points, form, name, "mức", found[0].points) if found else asked(f"không có mức “{name}”")


def _in_band(rule: RuleSpec, table: Sequence[BandSpec], value: Decimal, form: str) -> Outcome:
    held = b.holding(table, value)
    if not held:
        return _outside(rule, table, value, form)
    chosen = held[0] if len({band.points for band in held}) == 1 or rule.overlap == "first" else None
    if chosen is None and rule.overlap in ("highest", "lowest"):
        chosen = (max if rule.overlap == "highest" else min)(held, key=lambda band: band.points)
    if chosen is None:
        return asked(f"{show(value)} thuộc {len(held)} mức ({', '.join(show(h.points) for h in held)} điểm): bảng chưa nói lấy mức nào")
    return Outcome("scored", chosen.points, form, (value, chosen.name or b.words(chosen), chosen.points))


def _outside(rule: RuleSpec, table: Sequence[BandSpec], value: Decimal, form: str) -> Outcome:
    """A value the table forgot: asked, unless the table says which neighbour it belongs to."""
    if rule.undefined == "zero" or rule.how not in ("steps", "volume_band"):
        return scored(ZERO, form, value, "ngoài các mức", ZERO)
    if rule.undefined in ("lower", "upper"):
        below = [x for x in table if b.span(x).end <= (value, 0)] if rule.undefined == "lower" else [x for x in table if b.span(x).start > (value, 0)]
        near = sorted(below, key=b.span)[-1 if rule.undefined == "lower" else 0] if below else None
        return scored(near.points, form, value, f"mức kề {b.words(near)}", near.points) if near else scored(ZERO, form, value, "ngoài các mức", ZERO)
    return asked(f"{show(value)} không thuộc mức nào của bảng")
