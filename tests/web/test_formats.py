"""Forms read and write dates and numbers as Vietnamese do."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from django import forms
from django.template import Context, Template
from django.utils import timezone

from vinhdanh.records.models import Absence
from vinhdanh.web.templatetags.vd import han, het_ngay, ngay, ngay_gio, nguyen, thu


class Everything(forms.Form):
    day = forms.DateField()
    at = forms.DateTimeField()
    money = forms.DecimalField(decimal_places=2)
    count = forms.IntegerField()
    weight = forms.FloatField()


def read(**values: str) -> dict[str, Any]:
    form = Everything({"day": "02/09/2026", "at": "16:42 02/09/2026", "money": "0", "count": "0", "weight": "0", **values})
    assert form.is_valid(), form.errors
    return form.cleaned_data


@pytest.mark.parametrize("text", ["02/09/2026", "2/9/2026", "02-09-2026", "02.09.2026", "2026-09-02"])
def test_the_second_of_september_is_no_ninth_of_february(text: str) -> None:
    assert read(day=text)["day"] == dt.date(2026, 9, 2)


@pytest.mark.parametrize("text", ["29/12/2026", "31/01/2026"])
def test_days_after_the_twelfth_are_read(text: str) -> None:
    day = read(day=text)["day"]
    assert f"{day:%d/%m/%Y}" == text


@pytest.mark.parametrize("text", ["31/02/2026", "12/31/2026", "hôm nay"])
def test_what_is_no_day_is_refused_in_vietnamese(text: str) -> None:
    form = Everything({"day": text})
    assert not form.is_valid() and form.errors["day"] == ["Nhập một ngày hợp lệ."]


def test_times_are_of_vietnam() -> None:
    assert read()["at"] == dt.datetime(2026, 9, 2, 16, 42, tzinfo=timezone.get_default_timezone())


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1.234,5", "1234.5"),
        ("1234,5", "1234.5"),
        ("1.234", "1234"),
        ("1.234.567,89", "1234567.89"),
        ("0,5", "0.5"),
        ("-0,25", "-0.25"),
        ("12.5", "12.5"),
    ],
)
def test_a_decimal_is_read_with_comma_and_points(text: str, value: str) -> None:
    assert read(money=text)["money"] == Decimal(value)
    assert read(weight=text)["weight"] == float(value)


@pytest.mark.parametrize(("text", "value"), [("1.234", 1234), ("12", 12), (" 2026 ", 2026), ("1.234.567", 1234567)])
def test_a_whole_number_is_read_with_points(text: str, value: int) -> None:
    assert read(count=text)["count"] == value


@pytest.mark.parametrize("text", ["1,234,5", "một", "1..2,3,4"])
def test_what_is_no_number_is_refused(text: str) -> None:
    form = Everything({"money": text})
    assert not form.is_valid() and form.errors["money"] == ["Nhập một số."]


def test_a_form_shows_what_it_reads() -> None:
    form = Everything(initial={"day": dt.date(2026, 9, 2), "money": Decimal("1234.50"), "count": 2026, "weight": 0.5})
    html = {name: str(form[name]) for name in form.fields}
    assert 'value="02/09/2026"' in html["day"] and 'value="1234,50"' in html["money"] and 'value="2026"' in html["count"]
    assert 'value="0,5"' in html["weight"] and 'inputmode="decimal"' in html["money"]


def test_forms_made_of_models_read_the_same() -> None:
    made = forms.modelform_factory(Absence, fields=["months"])({"months": "1,5"})
    assert made.is_valid() and made.cleaned_data["months"] == Decimal("1.5")


def test_pages_print_the_same() -> None:
    text = "{{ day }} {{ at }} {{ money }} {{ whole }} {{ year|nguyen }} {{ float }}"
    seen = Context(
        {
            "day": dt.date(2026, 9, 2),
            "at": dt.datetime(2026, 9, 2, 9, 42, tzinfo=dt.UTC),
            "money": Decimal("1234.5"),
            "whole": 1490000,
            "year": 2026,
            "float": 0.5,
        }
    )
    assert Template(text).render(seen) == "02/09/2026 16:42 02/09/2026 1.234,5 1.490.000 2026 0,5"


def test_the_filters() -> None:
    assert (ngay(dt.date(2026, 9, 2)), ngay(None), nguyen(2026), nguyen(None)) == ("02/09/2026", "", "2026", "")
    assert ngay_gio(dt.datetime(2026, 9, 2, 9, 42, tzinfo=dt.UTC)) == "16:42 02/09/2026"
    assert (thu(dt.date(2025, 11, 24)), het_ngay(dt.date(2026, 1, 1))) == ("thứ Hai 24/11/2025", "31/12/2025")


@pytest.mark.parametrize(
    ("due", "words", "css"),
    [
        (None, "", ""),
        (dt.date(2025, 11, 19), "Quá hạn 2 ngày", "vd-han--qua"),
        (dt.date(2025, 11, 21), "Hôm nay", "vd-han--gap"),
        (dt.date(2025, 11, 22), "Ngày mai", "vd-han--gap"),
        (dt.date(2025, 11, 28), "Thứ Sáu 28/11", ""),
        (dt.date(2026, 1, 2), "Thứ Sáu 02/01/2026", ""),
        (dt.date(2025, 11, 30), "Chủ nhật 30/11", ""),
    ],
)
def test_a_deadline_in_words(due: dt.date | None, words: str, css: str) -> None:
    assert han(due, dt.date(2025, 11, 21)) == (words, css)
