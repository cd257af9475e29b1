"""An overlay from texts, the mode ``amend``, and whose word prevails on money."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from vinhdanh.merit.loading import Layer, RulebookError, Text, load_layer, read_layer
from vinhdanh.merit.rulebook import DATA, Rulebook, checked, load

DAY = dt.date(2027, 1, 1)
QUOTA = (
    'awards: {chien-si-thi-dua-co-so: {quotas: [{in_force: 2027-01-01, cite: {act: tt-02-vkstc}, mode: %s, id: %s, says: "Không quá 2", cap: 2}]}}\n'
)


def text(content: str, name: str = "a.yaml") -> Text:
    return Text(name, content.encode(), kept=False)


def over(*texts: Text) -> Rulebook:
    return checked([*load().layers, read_layer("co-quan", texts, overlay=True)])


def quotas(book: Rulebook, on: dt.date = DAY) -> list[tuple[str, str]]:
    return [(e.spec.id, e.spec.says) for e in book.entries("chien-si-thi-dua-co-so", "quotas", on)]  # type: ignore[attr-defined]


def test_a_folder_and_its_texts_make_one_layer() -> None:
    folder = DATA / "procuracy"
    texts = [Text(p.name, p.read_bytes()) for p in sorted(folder.glob("*.yaml")) if p.name != "years.yaml"]
    one, two = load_layer(folder), read_layer("procuracy", texts)
    assert (one.file, one.bytes, one.sources, one.overlay) == (two.file, two.bytes, two.sources, two.overlay)


def test_an_overlay_is_no_authority(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(QUOTA % ("add", "x"), "utf-8")
    assert load("procuracy", extra=[tmp_path]).authority == over(text(QUOTA % ("add", "x"))).authority == "procuracy"


def test_amend_takes_the_place_of_the_entry_of_its_id_and_leaves_the_others() -> None:
    before = quotas(load())
    assert quotas(over(text(QUOTA % ("amend", before[0][0])))) == [(before[0][0], "Không quá 2"), *before[1:]]
    assert quotas(over(text(QUOTA % ("amend", "khong-co")))) == [*before, ("khong-co", "Không quá 2")]
    assert quotas(over(text(QUOTA % ("replace", "x")))) == [("x", "Không quá 2")]
    assert quotas(over(text(QUOTA % ("amend", before[0][0]))), dt.date(2026, 12, 31)) == quotas(load(), dt.date(2026, 12, 31))


def test_the_topmost_layer_says_what_the_base_salary_is() -> None:
    book = over(text("base_salary: [{in_force: 2027-01-01, cite: {act: tt-02-vkstc}, amount: 3000000}]"))
    found = book.base_salary(DAY)
    assert found is not None and found.spec.amount == 3_000_000  # type: ignore[attr-defined]
    assert book.base_salary(dt.date(2026, 12, 31)) == load().base_salary(dt.date(2026, 12, 31))


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("awards: [", "co-quan/a.yaml:1: không đọc được YAML"),
        ("acts: {}\nla: 1", "co-quan/a.yaml:2: khóa lạ “la”"),
        (
            "rounding:\n  - {in_force: mai, cite: {act: a}}",
            "co-quan/a.yaml:2: giá trị không hợp lệ tại rounding.0.in_force: phải là ngày, viết như 2026-10-01",
        ),
        ("rounding:\n  - {in_force: 2027-01-01, cite: {act: a}, step: x}", "phải là số nguyên"),
        ("rounding:\n  - {in_force: 2027-01-01, cite: {act: a}, mode: sua}", "phải là một trong 'replace', 'amend', 'add', 'none', 'inherit'"),
    ],
)
def test_complaints_name_text_and_line_in_vietnamese(content: str, says: str) -> None:
    with pytest.raises(RulebookError) as error:
        read_layer("co-quan", [text(content)])
    assert says in error.value.problems[0]


def test_faults_beyond_the_shape_name_text_and_line() -> None:
    with pytest.raises(RulebookError) as error:
        over(text("acts: {}\n" + QUOTA % ("add", "x") + QUOTA.replace("awards", "khac") % ("add", "x")))
    assert "a.yaml:3" in error.value.problems[0]
    assert isinstance(read_layer("trong", []), Layer)


@pytest.mark.parametrize("award", ["lao-dong-tien-tien", "chien-si-thi-dua-co-so", "chien-si-thi-dua-nganh", "giay-khen", "bang-khen-thu-tuong"])
def test_every_rule_that_rests_on_a_replaced_act_names_the_new_one(award: str) -> None:
    """Also where the rule itself is the sector's and only its conditions cite the act that was replaced."""
    book, new = load("procuracy"), "Luật 06/2026/QH16 có hiệu lực từ 01/10/2026 chưa được nhập"
    told = [book.criteria(award, "person", on).remarks for on in (dt.date(2026, 9, 30), dt.date(2026, 10, 1))]  # type: ignore[union-attr]
    assert told[0] == () and told[1] != ()
    assert {remark.partition("; ")[2] for remark in told[1]} == {new}
