"""Invented names nobody can take for real: Nguyễn Văn A01, Trần Thị B17; provinces such as Minh Hà."""

from __future__ import annotations

import random
from itertools import product

FAMILIES = ("Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Vũ", "Đặng", "Bùi", "Đỗ", "Hồ", "Ngô", "Dương", "Lý", "Đinh", "Phan", "Võ")
LETTERS = "ABCDEGHIKLMNOPQRSTUVXY"  # of the Vietnamese alphabet
PLACES = tuple(
    f"{first} {second}"
    for first, second in product(
        ("Minh", "Tân", "Phúc", "Kim", "Ngọc", "Lam", "Hồng", "Thiên", "Xuân"), ("Hà", "Khê", "Xuyên", "Lĩnh", "Châu", "Hải", "Trạch")
    )
)
DISTRICTS = ("Đông", "Tây", "Nam", "Bắc", "Thượng", "Hạ", "Trung", "Nội", "Ngoại", "Tả", "Hữu", "Tiền", "Hậu")


def person_name(number: int, woman: bool, chance: random.Random, digits: int) -> str:
    """The name of the person with this number (from 0); the letter and the digits tell everybody apart."""
    per_letter = 10**digits - 1
    letter, rest = LETTERS[number // per_letter % len(LETTERS)], number % per_letter + 1
    family = FAMILIES[0] if number == 0 else chance.choice(FAMILIES)
    return f"{family} {'Thị' if woman else 'Văn'} {letter}{rest:0{digits}}"
