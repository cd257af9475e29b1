"""Vietnamese alphabetical order."""

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from vinhdanh.merit.collate import name_key, sort_key

NAMES = ["An", "Ăn", "Ân", "Bình", "Dung", "Dũng", "Đạt", "Em", "Ích", "Oanh", "Ông", "Ơn", "Uyên", "Ước", "Yến"]


def test_letters_with_marks_are_letters_of_their_own() -> None:
    assert sorted(reversed(NAMES), key=sort_key) == NAMES


def test_tones_come_in_the_order_of_the_dictionary() -> None:
    words = ["ma", "mà", "mả", "mã", "má", "mạ"]
    assert sorted(reversed(words), key=sort_key) == words


def test_people_are_sorted_by_given_name_then_family_name() -> None:
    people = ["Trần Văn An", "Lê Thị Bình", "Nguyễn Văn Bình", "Đặng Thị Ánh"]
    assert sorted(people, key=name_key) == ["Trần Văn An", "Đặng Thị Ánh", "Lê Thị Bình", "Nguyễn Văn Bình"]


def test_a_shorter_word_comes_first_and_numbers_before_letters() -> None:
    assert sorted(["Phòng 2", "Phòng Hai", "Phòng"], key=sort_key) == ["Phòng", "Phòng 2", "Phòng Hai"]


@given(st.text("aăâđêơưáàạéèếềớứ AĐ12", max_size=12))
def test_the_key_is_digits_and_does_not_depend_on_the_form_of_unicode(text: str) -> None:
    assert set(sort_key(text)) <= set("0123456789")
    assert sort_key(unicodedata.normalize("NFD", text)) == sort_key(text)
