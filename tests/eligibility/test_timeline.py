"""What a cell of a year has room for."""

from __future__ import annotations

import pytest

from vinhdanh.eligibility.timeline import short


@pytest.mark.parametrize(
    ("paper", "said"),
    [
        ("", ""),
        ("Phiếu đánh giá, xếp loại", "Phiếu đánh giá, xếp loại"),  # 24 letters
        ("Thông báo xếp loại tập thể", "Thông báo xếp loại tập…"),
    ],
)
def test_a_long_name_of_a_paper_ends_in_an_ellipsis(paper: str, said: str) -> None:
    assert short(paper) == said
