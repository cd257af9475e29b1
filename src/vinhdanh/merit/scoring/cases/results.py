"""Result tables recomputed: totals by their model, places, ties, classes, what is published beside the rows."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

from vinhdanh.merit.scoring.cases import levels
from vinhdanh.merit.scoring.cases import models as m
from vinhdanh.merit.scoring.cases import texts as t
from vinhdanh.merit.scoring.cases.compare import figure, places
from vinhdanh.merit.scoring.cases.document import Check, Document, Report
from vinhdanh.merit.scoring.cases.rows import Columns
from vinhdanh.merit.scoring.engine import Sheet, score
from vinhdanh.merit.scoring.inputs import ONLY, Entry, Unit
from vinhdanh.merit.scoring.loading import table
from vinhdanh.merit.scoring.numbers import exact, show
from vinhdanh.merit.scoring.ranking import Order, Standing, rank
from vinhdanh.merit.scoring.table import Table
from vinhdanh.merit.text import fold


def units(columns: Columns, names: Sequence[str]) -> list[Unit]:
    """The rows as units whose entries are the figures of the columns."""
    seen: dict[str, int] = {}
    made = []
    for row in columns.rows:
        name = columns.name(row)
        seen[name] = seen.get(name, 0) + 1
        unique = name if seen[name] == 1 else f"{name}#{seen[name]}"
        made.append(Unit(unique, name, stages={ONLY: {n: Entry({"value": row.get(n)}) for n in names}}))
    return made


@exact
def fitted(document: Document, columns: Columns) -> tuple[m.Model, Table, list[Sheet]] | None:
    """The model whose totals agree with most published ones; the first of equals, stated ones come first. None if none does for half."""
    best, most = None, Decimal(0)
    for model in m.candidates(document, columns):
        made = table(model.data)
        sheets = score(made, units(columns, model.columns))
        share = _agreeing(document, columns, sheets)
        if share is None and model.stated:
            return model, made, sheets
        if share is not None and share > most:
            best, most = (model, made, sheets), share
    return best if most >= Decimal("0.5") else None


def _agreeing(document: Document, columns: Columns, sheets: Sequence[Sheet]) -> Decimal | None:
    """The share of rows whose total comes out; None where no total is published in the rows."""
    pairs = [(s.total, row[columns.total]) for s, row in zip(sheets, columns.rows, strict=True) if isinstance(row.get(columns.total), Decimal)]
    if not pairs:
        return None
    slack = max(document.tolerance, Decimal("0.005"))
    return Decimal(sum(abs(a - b) <= slack for a, b in pairs)) / len(pairs)


def recompute(document: Document, columns: Columns, report: Report) -> None:
    """Everything the rows of a file let us compute."""
    report.used |= {"rows", "row_format"}
    found = fitted(document, columns)
    if found is not None:
        model, made, sheets = found
        report.tables[document.id] = made
        report.remarks.append(f"Cách tính tổng: {model.why}" + ("" if model.stated else " (suy ra từ số liệu, nguồn không nói)"))
        report.checks += _totals(document, columns, sheets)
    elif len(columns.parts) > 1 and columns.total:
        report.checks.append(Check("tổng của các dòng", None, None, "told", "không tìm được cách tính tổng từ các cột"))
    _order(document, columns, report, found[1:] if found else None)
    report.checks += _other_equations(document, columns, found[0] if found else None)
    report.checks += _listed(document, report)


def _totals(document: Document, columns: Columns, sheets: Sequence[Sheet]) -> Iterator[Check]:
    digits = places(r.get(columns.total) for r in columns.rows)
    for sheet, row in zip(sheets, columns.rows, strict=True):
        published = row.get(columns.total)
        if isinstance(published, Decimal):
            what = f"{sheet.unit.title}, {columns.total}"
            yield figure(document, what, sheet.total, published, digits=digits, labels=[sheet.unit.title])


def _other_equations(document: Document, columns: Columns, model: m.Model | None) -> Iterator[Check]:
    """Equations that check lines state between columns other than the total."""
    for text, left, right in m.equations(document, columns):
        if left == columns.total and model is not None:
            continue
        digits = places(r.get(left) for r in columns.rows)
        for row in columns.rows:
            value, published = right.compute(row), row.get(left)
            if value is not None and isinstance(published, Decimal):
                yield figure(document, f"{columns.name(row)}, {left} ({text})", value, published, digits=digits, labels=[columns.name(row)])


def _listed(document: Document, report: Report) -> Iterator[Check]:
    """A list of the rows that are off: the same as found."""
    for key, value in document.data.items():
        if str(key).startswith("rows_where") and isinstance(value, list):
            report.used.add(str(key))
            off = {c.what.rsplit(", ", 1)[0] for c in report.checks if c.verdict in ("rounding", "anomaly", "differs")}
            listed = {str(v) for v in value}
            extra = "; ".join(sorted(off ^ listed))
            yield Check(f"danh sách dòng lệch ({key})", f"{len(off)} dòng", f"{len(listed)} dòng", "equal" if off == listed else "differs", extra)


# ---- order ---------------------------------------------------------------------------------------------


def _order(document: Document, columns: Columns, report: Report, found: tuple[Table, list[Sheet]] | None) -> None:
    """Places and classes by the published totals, and by the computed ones where there is a model."""
    if not columns.rank and not columns.cls and found is None:
        return
    if columns.rank and not _one_ranking(columns):
        report.remarks.append("Các dòng không thuộc một bảng xếp hạng (thứ hạng không liền nhau): không tính lại thứ hạng")
        return
    printed = _printed(document, columns)
    orders = [("theo tổng công bố", printed)] if printed else []
    orders += [("theo tổng tính lại", rank(*found))] if found else []
    if columns.rank:
        report.checks += _places(document, columns, orders)
    report.tables.setdefault(document.id, orders[0][1].table) if orders else None
    if orders and columns.cls:
        report.checks += _by_class(document, columns, orders[0][1])
    _unranked(document, report, orders)
    _quartiles(document, report, found)


def _one_ranking(columns: Columns) -> bool:
    """Whether the places are those of one table: they begin at 1 and end with the rows, and the rows are not years."""
    given = sorted(int(r[columns.rank]) for r in columns.rows if isinstance(r.get(columns.rank), Decimal))
    years = fold(columns.label) in ("year", "nam", "period", "ky")
    return bool(given) and given[0] == 1 and given[-1] <= len(columns.rows) and not years


def _printed(document: Document, columns: Columns) -> Order | None:
    """The order by the totals as printed."""
    rows = [r for r in columns.rows if isinstance(r.get(columns.total), Decimal)]
    if not rows:
        return None
    ties = [n for n in _tie_columns(document, columns) if n != columns.total]
    data = {"id": document.id, "name": str(document.data.get("title", "")), "criteria": [{"code": columns.total}], **_levels(document)}
    data["criteria"] += [{"code": n, "role": "info"} for n in ties]
    data["ranking"] = {"ties": [{"criterion": n} for n in ties]}
    made = table(data)
    own = Columns(columns.names, rows, columns.label)
    return rank(made, score(made, units(own, [columns.total, *ties])))


def _tie_columns(document: Document, columns: Columns) -> list[str]:
    """The columns that part equals, in the order the file names them."""
    for key, value in document.data.items():
        if str(key).startswith("tie") and isinstance(value, list):
            return [n for v in value if (n := next((c for c in columns.names if c == str(v)), ""))]
    return []


def _levels(document: Document) -> dict[str, Any]:
    """The classes the file itself defines by bounds, if it has one list of them."""
    found = list(levels.blocks(document.data))
    return {"classes": levels.classes(found[0][2], {**document.data, **found[0][1]})} if len(found) == 1 else {}


def _places(document: Document, columns: Columns, orders: Sequence[tuple[str, Order]]) -> Iterator[Check]:
    """Each published place: as computed, or inside a tie of the printed figures, or moved by rounding alone."""
    for row, name in zip(columns.rows, _names(columns), strict=True):
        published = row.get(columns.rank)
        if not isinstance(published, Decimal):
            continue
        for words, order in orders:
            yield _place(document, f"{name}, hạng {words}", name, int(published), order, orders[0][1])


def _names(columns: Columns) -> list[str]:
    return [u.id for u in units(columns, [])]


def _place(document: Document, what: str, name: str, published: int, order: Order, printed: Order) -> Check:
    standing = _standing(order, name)
    if standing is None:
        return Check(what, None, Decimal(published), "told", "không có tổng để xếp")
    if standing.place == published:
        return Check(what, Decimal(published), Decimal(published), "equal")
    same = [s for s in order.ranked if s.place == standing.place]
    computed = None if standing.place is None else Decimal(standing.place)
    if standing.place is not None and standing.place < published < standing.place + len(same):
        why = f"bằng {show(standing.amount)} điểm như in; thứ tự do chữ số không in"
        return Check(what, computed, Decimal(published), "rounding", why)
    if order is not printed and _within(document, order, printed, name, published):
        return Check(what, computed, Decimal(published), "rounding", "các tổng tính lại đổi chỗ trong phạm vi làm tròn")
    said = document.names([name], Decimal(published), computed) if computed is not None else ""
    return Check(what, computed, Decimal(published), "anomaly" if said else "differs", said)


def _within(document: Document, order: Order, printed: Order, name: str, published: int) -> bool:
    """Whether the printed totals give the published place, and the computed total lies within tolerance of the printed one."""
    stands, mine = _standing(printed, name), _standing(order, name)
    if stands is None or mine is None:
        return False
    near = max(2 * document.tolerance, Decimal("0.01"))
    return stands.place is not None and stands.place <= published and abs(mine.amount - stands.amount) <= near


def _standing(order: Order, name: str) -> Standing | None:
    return next((s for s in order.standings if s.unit_id == name), None)


def _by_class(document: Document, columns: Columns, order: Order) -> Iterator[Check]:
    """Classes: as a check line gives them by place, else that every class is one run of the order."""
    stated = [c for text in document.checks for c in _class_line(text)]
    computed = {s.unit_id: s.place or 0 for s in order.standings}
    ordered = sorted(zip(_names(columns), columns.rows, strict=True), key=lambda p: computed.get(p[0], 0))
    by_rank = {n: int(r[columns.rank]) if isinstance(r.get(columns.rank), Decimal) else computed.get(n, 0) for n, r in ordered}
    if not stated and order.table.spec.classes:
        yield from _as_defined(columns, order)
    elif not stated:
        yield _runs([str(r[columns.cls]) for _, r in ordered if r.get(columns.cls)])
    for name, row in ordered if stated else ():
        got = next((cls for cls, low, high in stated if low <= by_rank[name] <= high), "không xếp")
        published = str(row.get(columns.cls))
        yield Check(f"{name}, xếp loại", got, published, "equal" if got == published else "differs")


def _as_defined(columns: Columns, order: Order) -> Iterator[Check]:
    """Each class as the bounds of the file give it."""
    for name, row in zip(_names(columns), columns.rows, strict=True):
        standing = _standing(order, name)
        if row.get(columns.cls) and standing is not None:
            got, published = standing.cls.name or "không xếp", str(row[columns.cls])
            yield Check(f"{name}, xếp loại", got, published, "equal" if got == published else "differs")


def _runs(names: Sequence[str]) -> Check:
    """Along the order every class comes once."""
    runs = [n for i, n in enumerate(names) if i == 0 or n != names[i - 1]]
    met = len(runs) == len(set(runs))
    return Check("xếp loại giảm dần theo tổng điểm", " > ".join(runs), " > ".join(dict.fromkeys(runs)), "equal" if met else "differs")


def _class_line(text: str) -> Iterator[tuple[str, int, int]]:
    """``class: Rất tốt 1 to 5, Tốt 6 to 12, Khá from 13``."""
    if not text.lower().startswith("class:"):
        return
    for name, low, high, start in re.findall(r"([^\d,:]+?) (?:(\d+)(?: to (\d+))?|from (\d+))(?=[,:;]|$)", text.split(":", 1)[1]):
        yield name.strip(), int(low or start), 10**6 if start else int(high or low)


def _unranked(document: Document, report: Report, orders: Sequence[tuple[str, Order]]) -> None:
    missing = [s for _, o in orders[-1:] for s in o.standings if s.place is None]
    report.remarks += [f"{s.sheet.unit.title}: {'; '.join(s.why)}" for s in missing]
    gone = [leaf for _, o in orders[-1:] for leaf in (o.standings[0].sheet.root.leaves() if o.standings else ()) if leaf.outcome]
    report.remarks += [f"{s.node.path}: {'; '.join(s.notes)}" for s in gone if s.outcome and s.outcome.state == "gone"]


def _quartiles(document: Document, report: Report, found: tuple[Table, list[Sheet]] | None) -> None:
    """Quartile classes where the file speaks of them: how many units each gets and where the cuts lie."""
    if found is None or not any("quartile" in w.lower() for w in (*document.checks, str(document.data.get("method", "")))):
        return
    names = [{"name": n} for n in ("Nhóm 1 (cao nhất)", "Nhóm 2", "Nhóm 3", "Nhóm 4 (thấp nhất)")]
    data = {**found[0].spec.model_dump(mode="python", by_alias=True, exclude_unset=True), "classes": {"by": "quartile", "levels": names}}
    report.tables[document.id] = made = table(data)
    order = rank(made, score(made, [s.unit for s in found[1]]))
    for name in names:
        inside = [s for s in order.ranked if s.cls.name == name["name"]]
        report.remarks.append(f"{name['name']}: {len(inside)} đơn vị, từ {show(inside[-1].amount, 3)} đến {show(inside[0].amount, 3)}")


def text_checks(document: Document) -> Iterator[Check]:
    """The arithmetic that check lines and anomalies state."""
    for words, value, claimed, digits in t.arithmetic(document.words):
        yield figure(document, words, value, claimed, digits=digits)
