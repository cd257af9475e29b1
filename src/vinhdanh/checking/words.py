"""A check in Vietnamese for the terminal."""

from __future__ import annotations

from collections.abc import Sequence

from vinhdanh.checking.names import authority_name, award_names
from vinhdanh.checking.result import Check, Item, papers_of
from vinhdanh.merit.explain import lines as tree
from vinhdanh.merit.questions import Answer
from vinhdanh.merit.truth import UNKNOWN, WORDS, YES


def names_of(check: Check) -> dict[str, str]:
    """Award names by code."""
    return award_names(check.book)


def as_lines(check: Check, *, trees: bool = True) -> list[str]:
    """The whole check: bad cells first, then every nomination, then the list."""
    names = names_of(check)
    rules = f"{authority_name(check.book.authority)} (mã {check.book.digest})"
    out = [f"Kiểm tra {check.listing.path.name} theo bộ quy tắc {rules}, ngày {check.on:%d/%m/%Y}", ""]
    out += _problems(check)
    for item in check.items:
        out += [*_item(item, names, trees), ""]
    return out + _list(check, names)


def _problems(check: Check) -> list[str]:
    problems = check.listing.problems
    if not problems:
        return []
    head = f"Ô, dòng cần sửa ({sum(p.severity == 'error' for p in problems)} lỗi, {sum(p.severity == 'warning' for p in problems)} lưu ý):"
    return [head, *(f"  {'LỖI' if p.severity == 'error' else 'Lưu ý'} {p}" for p in problems), ""]


def _item(item: Item, names: dict[str, str], trees: bool) -> list[str]:
    candidate, found = item.judged.candidate, item.judged.assessment
    out = [f"{candidate.number}. {candidate.name} – {names[candidate.award]} ({candidate.year}): {WORDS[item.verdict]}"]
    if trees:
        out += [f"   {line}" for line in tree(found.finding, year=candidate.year, names=names)]
    out += [f"   {line}" for line in facts_lines(item)]
    return out


def vote_line(vote: Answer) -> str:
    """The vote in words, its verdict said once: ``Đạt: 8/9 đồng ý …``."""
    word = WORDS[vote.verdict]
    return vote.says if vote.says.startswith(word) else f"{word} – {vote.says}"


def facts_lines(item: Item) -> list[str]:
    """What goes with a nomination: missing facts, the one to find first, votes, papers, who decides, money, remarks."""
    found = item.judged.assessment
    out = [f"Bỏ phiếu: {vote_line(found.vote)}{_cites(found.vote.cites)}"] if found.vote is not None else []
    out += [f"Hội đồng xem xét: {head.says}{_cites([head.cite] if head.cite else [])}" for head in found.appreciation]
    out += [f"Thủ trưởng xác nhận: {head.says}" + (f" (giấy tờ: {head.note})" if head.note else "") for head in found.attest]
    if item.verdict == UNKNOWN:
        out += [f"Còn thiếu: {m}" + (f" – chứng minh bằng {m.paper}" if m.paper else "") for m in item.missing]
        out += [f"Cần tìm trước hết: {item.first}"] if item.first else []
    if item.votes and found.vote is None:
        out += [f"Bỏ phiếu: {getattr(e.spec, 'says', '')}{_cites([e.cite])}" for e in item.votes]
    papers = papers_of(item.papers)
    out += [f"Giấy tờ kèm theo: {'; '.join(papers)}{_cites(list(dict.fromkeys(e.cite for e in item.papers)))}"] if papers else []
    if item.decides and item.decides.value:
        out.append(f"Thẩm quyền quyết định: {item.decides.says or item.decides.value}{_cites(item.decides.cites)}")
    if item.verdict == YES and item.money is not None:
        out.append(f"Tiền thưởng: {item.money:,} đồng".replace(",", "."))
    return out + [f"Ghi chú: {remark}" for remark in found.remarks]


def _cites(cites: Sequence[object]) -> str:
    return f" ({'; '.join(str(c) for c in cites)})" if cites else ""


def _list(check: Check, names: dict[str, str]) -> list[str]:
    out = ["Tỷ lệ, số lượng của cả danh sách:"] if check.caps else []
    for cap in check.caps:
        word = {YES: "trong mức", UNKNOWN: "chưa rõ"}.get(cap.answer.verdict, "VƯỢT MỨC")
        out.append(f"  {names[cap.award]} {cap.year}: đề nghị {cap.proposed} – {word} – {cap.answer.says}{_cites(cap.answer.cites)}")
    if check.contradictions:
        out += ["Mâu thuẫn trong danh sách:", *(f"  {c.says} (đề nghị {', '.join(map(str, c.numbers))})" for c in check.contradictions)]
    total = sum(m.total or 0 for m in check.money.values())
    if check.money:
        out.append(f"Tiền thưởng của các đề nghị đạt: {total:,} đồng".replace(",", "."))
    return [*out, ""] if out else []
