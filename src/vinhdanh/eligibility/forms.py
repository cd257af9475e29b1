"""What is asked of a screening, checked: each wrong word is told with what to write instead."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms

from vinhdanh.accounts.models import User
from vinhdanh.eligibility.books import names_of
from vinhdanh.eligibility.look import day_asked
from vinhdanh.eligibility.screening import POWER, SUBJECTS, Asked
from vinhdanh.merit.loading import emulation_years
from vinhdanh.merit.rulebook import Rulebook
from vinhdanh.people.access import units_for
from vinhdanh.units.models import Unit

WORDS = {"ca-nhan": "Cá nhân", "tap-the": "Tập thể"}
MANY = 60


class ScreenForm(forms.Form):
    """Award, subject, year, day of the law, unit."""

    danh_hieu = forms.ChoiceField(label="Danh hiệu, hình thức")
    doi_tuong = forms.ChoiceField(label="Đối tượng", choices=list(WORDS.items()), required=False, initial="ca-nhan")
    nam = forms.IntegerField(label="Năm", min_value=1990, max_value=2100, required=False, localize=False)
    ngay = forms.DateField(label="Quy định ngày", required=False, input_formats=["%d/%m/%Y", "%Y-%m-%d"])
    don_vi = forms.CharField(label="Mã đơn vị", required=False, max_length=40)
    het = forms.BooleanField(label="Gồm cả người đã nghỉ", required=False)

    def __init__(self, data: Any, user: User, book: Rulebook, today: dt.date) -> None:
        super().__init__(data, auto_id="rs_%s")
        self.user, self.book, self.today = user, book, today
        names = names_of(book)
        self.fields["danh_hieu"].choices = [(code, names[code]) for code in book.awards]  # type: ignore[attr-defined]
        self.units = list(units_for(user, POWER).order_by("path")[: MANY + 1])
        for name, field in self.fields.items():
            kind = "form-check-input" if name == "het" else "form-select" if name in ("danh_hieu", "doi_tuong") else "form-control"
            field.widget.attrs["class"] = kind
        for name, hint in (("nam", "năm nay"), ("ngay", "dd/mm/yyyy"), ("don_vi", "cả phạm vi")):
            self.fields[name].widget.attrs["placeholder"] = hint
        if len(self.units) <= MANY:
            self.fields["don_vi"].widget.attrs["list"] = "rs_units"

    def clean_don_vi(self) -> Unit | None:
        """The unit, in the account's scope."""
        key = self.cleaned_data["don_vi"].strip()
        if not key:
            return None
        unit = units_for(self.user, POWER).filter(key__iexact=key).first()
        if unit is None:
            raise forms.ValidationError(f"Không có đơn vị mã “{key}” trong phạm vi rà soát của bạn. Hãy dùng mã ở trang đơn vị, hoặc để trống.")
        return unit

    def asked(self) -> Asked:
        """The question, once the form is valid."""
        said = self.cleaned_data
        years = emulation_years(self.book.authority)
        on = said["ngay"] or None
        year = said["nam"] or years.year_of(on or self.today)
        day = on or day_asked(year, self.today, self.book.authority)
        subject = SUBJECTS[said["doi_tuong"] or "ca-nhan"]
        return Asked(said["danh_hieu"], subject, year, day, said["don_vi"], said["het"])
