"""A list written as YAML: what departs from the format is refused with file and place, never an error of the program."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from vinhdanh.cases.files import find, load
from vinhdanh.cases.shape import faults
from vinhdanh.checking.listing import read
from vinhdanh.workbook import UnreadableFile
from vinhdanh.workbook import lexicon as lx

ON = date(2025, 12, 10)
HEAD = "format: 1\ncases:\n- id: a\n  award: lao-dong-tien-tien\n  period: 2025\n"
PUBLISHED = Path(__file__).parents[1] / "cases"


def refused(path: Path, text: str) -> str:
    (path / "đề nghị.yaml").write_text(text, "utf-8")
    with pytest.raises(UnreadableFile) as error:
        read(path / "đề nghị.yaml", ON)
    assert "đề nghị.yaml" in error.value.message_vi
    return error.value.message_vi


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("format: 1\ncases:\n- id: [a\n", "dòng 4"),
        ("format: 1\ncases:\n- id: a\n  id: b\n", "dòng 4"),
        ("format: 1\ncases: []\n", "không có đề nghị nào"),
        ("format: 1\ncases:\n- id: a\n", "không có đề nghị nào"),
        ("format: 1\ncases:\n- id: a\n  award: lao-dong-tien-tin\n", "award: không có mã “lao-dong-tien-tin”; có phải “lao-dong-tien-tien”?"),
        ("format: 1\ncases:\n- id: a\n  award: [x]\n", "award: không có mã"),
        (HEAD + "  subject: robot\n", "subject: không có mã “robot”"),
        (HEAD + HEAD.partition("cases:\n")[2], "trùng"),
        (HEAD + "  source: sổ tay\n", "source"),
        (HEAD.replace("2025", "abc"), "period: cần năm"),
        (HEAD.replace("2025", "{from: 2025, to: 2020}"), "period: năm đầu 2025 sau năm cuối 2020"),
        (HEAD.replace("2025", "{from: 2025}"), "period: thiếu “to”"),
    ],
)
def test_a_question_out_of_shape_is_refused_with_its_place(tmp_path: Path, text: str, words: str) -> None:
    assert words in refused(tmp_path, text)


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ("[1]", "facts: cần một bảng"),
        ("{ratings: {2025: xuat-sac}}", "facts.ratings.2025: không có mã “xuat-sac”"),
        ("{ratings: [1]}", "facts.ratings: cần một bảng"),
        ("{awards: abc}", "facts.awards: cần một danh sách"),
        ("{awards: [{year: 2024}]}", "facts.awards[1]: thiếu “award”"),
        ("{awards: [{award: giay-khen, year: 2O24}]}", "facts.awards[1].year: cần năm"),
        ("{awards: null}", "facts.awards: cần một danh sách"),
        ("{employed: {from: 31/02/2020}}", "facts.employed.from: cần ngày"),
        ("{employed: {months: -4}}", "facts.employed.months: cần số không âm"),
        ("{person: {head_of_unit: maybe}}", "facts.person.head_of_unit: cần true hoặc false"),
        ("{council: {members: 9, yes: '8'}}", "facts.council.yes: cần số nguyên"),
        ("{rating: {2025: hoan-thanh-tot}}", "facts: không có khóa “rating”; có phải “ratings”?"),
    ],
)
def test_facts_of_the_wrong_shape_are_refused_with_their_place(tmp_path: Path, facts: str, words: str) -> None:
    said = refused(tmp_path, f"{HEAD}  facts: {facts}\n")
    assert "tình huống a" in said and words in said


def test_what_the_published_cases_hold_is_accepted() -> None:
    cases = [c for folder in ("data/awards", "data/historic", "own") for path in find([PUBLISHED / folder]) for c in load(path)]
    codes = tuple(lx.AWARDS.names)
    wrong = [c.id for c in cases if faults(award=c.award or codes[0], subject=c.subject, period=c.period, facts=c.facts, awards=codes)]
    assert len(cases) > 500 and not wrong
