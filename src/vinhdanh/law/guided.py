"""The guided forms of the office's rules: what a clerk fills in, and the rulebook entry it becomes. One class a kind of rule.

``RuleForm`` holds what all have in common; a kind adds its fields and says in ``entry`` what they mean in the rulebook's words.
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from fractions import Fraction
from io import StringIO
from typing import Any, ClassVar

from django import forms
from ruamel.yaml import YAML

from vinhdanh.law import criteria_edit
from vinhdanh.law.forms import ActChoice, ArticleField, StyledForm, day
from vinhdanh.law.models import OfficeRule
from vinhdanh.merit import schema as s
from vinhdanh.merit.labels import FORM_NAMES, LEVEL_NAMES, RATING_NAMES
from vinhdanh.merit.rulebook import Entry, Rulebook, key_of
from vinhdanh.merit.sheet import SUBJECTS, spec_says
from vinhdanh.merit.text import slug
from vinhdanh.units.models import Unit

Choices = list[tuple[str, str]]
STEPS = {
    "trinh-cap-tren": "Trình cấp trên",
    "trinh-trung-uong": "Trình Trung ương",
    "tham-dinh": "Thẩm định",
    "tra-lai": "Trả lại hồ sơ",
    "lay-y-kien": "Lấy ý kiến nhân dân",
    "thong-bao": "Thông báo kết quả",
    "thu-hoi": "Thu hồi, hủy bỏ",
    "cong-nhan-sang-kien": "Công nhận sáng kiến",
    "de-nghi-tuoc": "Đề nghị tước, hủy bỏ",
    "tinh-thanh-tich-tu": "Mốc tính thành tích",
}
BALLOTS = [("", "Không quy định"), ("kin", "Bỏ phiếu kín"), ("cong-khai", "Biểu quyết công khai")]
ROUNDING = {"floor": "Làm tròn xuống", "ceil": "Làm tròn lên", "half-up": "Làm tròn số học"}


class RuleForm(StyledForm):
    """What every rule has: its name, act, article, end, scan. Unit, award and first day (``on``) are chosen before; ``book`` is the unit's."""

    kind: ClassVar[str] = ""
    title_vi: ClassVar[str] = ""
    section: ClassVar[str] = ""
    of_award: ClassVar[bool] = True
    own: ClassVar[tuple[str, ...]] = ()  # the fields of the kind itself, in order

    title = forms.CharField(label="Tên quy định", max_length=200, help_text="Ví dụ: Tỷ lệ Chiến sĩ thi đua cơ sở năm 2026")
    act = ActChoice(label="Văn bản", help_text="Văn bản quy định điều này. Chưa có trong danh sách thì thêm ở trang Pháp luật.")
    article = ArticleField(label="Điều, khoản, điểm", max_length=60, required=False, help_text="Ví dụ: điểm b khoản 2 Điều 22")
    until = day("Hết hiệu lực từ", required=False, help_text="Để trống khi chưa biết")
    scan = forms.FileField(label="Bản chụp văn bản", required=False, help_text="Tệp .pdf, .docx, .png hoặc .jpg")
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, unit: Unit, book: Rulebook, award: str, on: dt.date, **kwargs: Any) -> None:
        self.unit, self.book, self.award, self.on = unit, book, award, on
        super().__init__(*args, **kwargs)
        self.prepare()
        self.order_fields(["title", *self.own, "act", "article", "until", "scan"])

    def prepare(self) -> None:
        """Set the choices that depend on the book."""
        if "existing" in self.fields:
            entries = [(slot(e), f"Thay: {spec_says(e.spec)} ({e.cite})") for e in self.entries()]
            _choices(self, "existing", [("", "Thêm quy định mới, giữ các quy định đang có"), *entries])

    def entries(self) -> list[Entry]:
        """What the section of the award holds on the day."""
        return self.book.entries(self.award, self.section, self.on)

    def clean(self) -> dict[str, Any]:
        """The end after the beginning."""
        data: dict[str, Any] = super().clean() or {}
        if data.get("until") and data["until"] <= self.on:
            self.add_error("until", f"Ngày hết hiệu lực phải sau ngày có hiệu lực ({self.on:%d/%m/%Y}).")
        return data

    def entry(self) -> dict[str, Any]:
        """The rulebook entry, without days and citation."""
        raise NotImplementedError

    def body(self) -> str:
        """The entry as YAML."""
        return as_yaml(self.entry())

    def fields_of_rule(self) -> dict[str, Any]:
        """The columns of the rule (the scan apart: it is stored by the view)."""
        data = self.cleaned_data
        columns = {k: data[k] for k in ("title", "act", "article", "until")}
        return {
            **columns,
            "unit": self.unit,
            "section": self.section_of(),
            "award": self.award,
            "in_force": self.on,
            "body": self.body(),
            "form": self.kind,
            "answers": {k: _plain(data[k]) for k in self.own},
        }

    @classmethod
    def initial_of(cls, answers: dict[str, Any]) -> dict[str, Any]:
        """Answers kept as JSON as the fields want them: a decimal kept as text would be shown with the wrong point."""
        decimals = {k for k, f in cls.base_fields.items() if isinstance(f, forms.DecimalField)}
        return {k: Decimal(v) if k in decimals and v is not None else v for k, v in answers.items()}

    def section_of(self) -> str:
        """The section of the rulebook."""
        return self.section

    def placed(self, fresh: str = "") -> dict[str, Any]:
        """Mode and key of the entry: in the place of the one chosen, or added under an id of its own."""
        old = next((e.spec for e in self.entries() if slot(e) == self.cleaned_data.get("existing")), None)
        if old is None:
            return {"mode": "add", "id": fresh or slug(self.cleaned_data["title"])[:50]}
        kept = {k: v for k in ("id", "subject", "issuer", "to", "route") if (v := getattr(old, k, None))}
        return {"mode": "amend", **kept}

    def cite(self) -> dict[str, str]:
        """The citation of the rule, for conditions that need it of their own."""
        at = self.cleaned_data["article"]
        return {"act": self.cleaned_data["act"].code, **({"at": at} if at else {})}


def slot(entry: Entry) -> str:
    """What an existing entry is chosen by."""
    return "|".join(str(x or "") for x in key_of(entry.spec))


def as_yaml(data: dict[str, Any]) -> str:
    """Data as YAML of the rulebook's kind."""
    out, yaml = StringIO(), YAML()
    yaml.width, yaml.allow_unicode = 4096, True
    yaml.dump(data, out)
    return out.getvalue()


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return str(value)
    return value.isoformat() if isinstance(value, dt.date) else value


def _choices(form: forms.Form, name: str, choices: Choices) -> None:
    form.fields[name].choices = choices  # type: ignore[attr-defined]


def _named(names: Any) -> Choices:
    return list(names.items())


def _existing() -> forms.ChoiceField:
    return forms.ChoiceField(label="Quan hệ với quy định đang có", required=False)


def _says(label: str = "Lời quy định", help_text: str = "Chép như văn bản viết") -> forms.CharField:
    return forms.CharField(label=label, max_length=600, help_text=help_text, widget=forms.Textarea(attrs={"rows": 3}))


def _subject(*, required: bool = True) -> forms.ChoiceField:
    choices = _named(SUBJECTS) if required else [("", "Mọi đối tượng"), *_named(SUBJECTS)]
    return forms.ChoiceField(label="Đối tượng", choices=choices, required=required)


def _percent(value: Decimal) -> str:
    return str(Fraction(value) / 100)


def _number(label: str, *, required: bool = True, most: int = 100_000, least: int = 0, help_text: str = "") -> forms.DecimalField:
    error = {"invalid": "Viết số như 1.234,5.", "min_value": f"Nhỏ nhất là {least}.", "max_value": f"Lớn nhất là {most}."}
    return forms.DecimalField(
        label=label, required=required, min_value=least, max_value=most, max_digits=12, decimal_places=4, help_text=help_text, error_messages=error
    )


def _whole(
    label: str, *, required: bool = True, least: int = 0, most: int = 10_000, help_text: str = "", initial: int | None = None
) -> forms.IntegerField:
    error = {"invalid": "Viết số nguyên.", "min_value": f"Nhỏ nhất là {least}.", "max_value": f"Lớn nhất là {most}."}
    return forms.IntegerField(
        label=label, required=required, min_value=least, max_value=most, help_text=help_text, error_messages=error, initial=initial
    )


class QuotaForm(RuleForm):
    """A share or a number that may not be exceeded."""

    kind, title_vi, section = "ty-le", "Tỷ lệ, số lượng khống chế", "quotas"
    own = ("existing", "says", "share", "of", "rounding", "minimum", "cap", "per")
    existing = _existing()
    says = _says()
    share = _number("Tỷ lệ nhiều nhất (%)", required=False, most=100, help_text="Ví dụ: 15. Để trống nếu khống chế bằng số lượng.")
    of = forms.ChoiceField(label="Tính trên số", required=False)
    rounding = forms.ChoiceField(label="Cách làm tròn", choices=_named(ROUNDING), initial="floor")
    minimum = _whole("Được xét tối thiểu", required=False, help_text="Khi tỷ lệ tính ra nhỏ hơn số này thì vẫn được xét số này")
    cap = _whole("Số lượng nhiều nhất", required=False, least=1)
    per = forms.ChoiceField(label="Mỗi", required=False, choices=[("", "Đơn vị"), ("cum", "Cụm thi đua"), ("khoi", "Khối thi đua")])

    def prepare(self) -> None:
        """What a share is taken of."""
        super().prepare()
        _choices(self, "of", [("", "Chọn"), ("leaders", "Lãnh đạo, quản lý"), *((a.code, a.name) for a in self.book.awards.values())])

    def clean(self) -> dict[str, Any]:
        """A share of something, or a number; not both."""
        data = super().clean()
        share, cap = data.get("share"), data.get("cap")
        if (share is None) == (cap is None) and not {"share", "cap"} & set(self.errors):
            self.add_error("share", "Ghi tỷ lệ hoặc số lượng, một trong hai.")
        if share is not None and not data.get("of"):
            self.add_error("of", "Tỷ lệ phải tính trên một số: chọn danh hiệu hoặc “Lãnh đạo, quản lý”.")
        return data

    def entry(self) -> dict[str, Any]:
        """``share`` of ``of``, or ``cap`` per cluster."""
        data = self.cleaned_data
        base = {**self.placed(), "says": data["says"], "tags": ["quota", "rounding"] if data["share"] is not None else ["quota"]}
        if data["share"] is None:
            return {**base, "cap": data["cap"], **({"per": data["per"]} if data["per"] else {})}
        more = {"minimum": data["minimum"]} if data["minimum"] else {}
        return {**base, "share": _percent(data["share"]), "of": data["of"], "rounding": data["rounding"], **more}


class VoteForm(RuleForm):
    """The threshold of a ballot."""

    kind, title_vi, section = "phieu", "Tỷ lệ phiếu", "votes"
    own = ("existing", "says", "council", "at_least", "base", "secret", "absent")
    existing = _existing()
    says = _says()
    council = forms.CharField(label="Hội đồng", max_length=160, initial="Hội đồng Thi đua - Khen thưởng")
    at_least = _number("Phiếu đồng ý từ (%)", most=100, least=1)
    base = forms.ChoiceField(label="Tính trên", choices=[("all-members", "Tổng số thành viên"), ("present", "Số thành viên có mặt")])
    secret = forms.ChoiceField(label="Cách bỏ phiếu", choices=BALLOTS, required=False)
    absent = forms.BooleanField(label="Thành viên vắng mặt được lấy ý kiến bằng văn bản", required=False)

    def entry(self) -> dict[str, Any]:
        """The ballot's words, base and threshold."""
        data = self.cleaned_data
        more: dict[str, Any] = {"secret": data["secret"] == "kin"} if data["secret"] else {}
        more |= {"absent": "written-opinion"} if data["absent"] else {}
        return {
            **self.placed(),
            "says": data["says"],
            "at_least": _percent(data["at_least"]),
            "base": data["base"],
            "council": data["council"],
            **more,
        }


class DeadlineForm(RuleForm):
    """A day or a number of days for a step."""

    kind, title_vi, section = "thoi-han", "Thời hạn", "deadlines"
    own = ("existing", "step", "says", "days", "days_kind", "after", "by", "year")
    existing = _existing()
    step = forms.ChoiceField(label="Việc", choices=_named(STEPS))
    says = _says()
    days = _whole("Số ngày", required=False, least=1, most=1000, help_text="Để trống nếu hạn là một ngày trong năm.")
    days_kind = forms.ChoiceField(label="Loại ngày", choices=[("working", "Ngày làm việc"), ("calendar", "Ngày theo lịch")])
    after = forms.CharField(label="Kể từ", max_length=200, required=False, help_text="Ví dụ: ngày nhận đủ hồ sơ")
    by = forms.RegexField(r"^\s*\d{1,2}/\d{1,2}\s*$", label="Hạn cuối (ngày/tháng)", required=False, error_messages={"invalid": "Viết như 15/12."})
    year = forms.ChoiceField(label="Của năm", choices=[("0", "Năm xét"), ("1", "Năm sau năm xét")])

    def clean(self) -> dict[str, Any]:
        """A day or a number of days; not both."""
        data = super().clean()
        if bool(data.get("days")) == bool(data.get("by")) and not {"days", "by"} & set(self.errors):
            self.add_error("days", "Ghi số ngày hoặc hạn cuối, một trong hai.")
        if data.get("by"):
            self._check_day(data["by"])
        return data

    def _check_day(self, text: str) -> None:
        try:
            dt.date(2024, *reversed([int(x) for x in text.split("/")]))
        except ValueError:
            self.add_error("by", "Không có ngày này trong năm. Viết như 15/12.")

    def entry(self) -> dict[str, Any]:
        """The step's words and its limit."""
        data = self.cleaned_data
        base = {**self.placed(), "step": data["step"], "says": data["says"]}
        if data["days"]:
            return {**base, "days": data["days"], "kind": data["days_kind"], **({"after": data["after"]} if data["after"] else {})}
        day_, month = (int(x) for x in data["by"].split("/"))
        return {**base, "by": f"{month:02}-{day_:02}", "year": int(data["year"])}


class MoneyForm(RuleForm):
    """Award money as a multiple of the base salary."""

    kind, title_vi, section = "tien-thuong", "Mức tiền thưởng", "money"
    own = ("existing", "subject", "factor", "most", "issuer")
    existing = _existing()
    subject = _subject()
    factor = _number("Hệ số trên lương cơ sở", most=1000, help_text="Ví dụ: 1,0")
    most = forms.BooleanField(label="Văn bản viết “không quá” mức này", required=False)
    issuer = forms.CharField(label="Người quyết định", max_length=120, required=False)

    def entry(self) -> dict[str, Any]:
        """The factor."""
        data = self.cleaned_data
        more = {"most": True} if data["most"] else {}
        more |= {"issuer": data["issuer"]} if data["issuer"] else {}
        return {**self.placed("tien-thuong"), "subject": data["subject"], "factor": str(data["factor"].normalize()), **more}


class SalaryForm(RuleForm):
    """A new base salary."""

    kind, title_vi, section, of_award = "luong-co-so", "Lương cơ sở", "base_salary", False
    own = ("amount",)
    amount = _whole("Mức lương cơ sở (đồng một tháng)", least=100_000, most=100_000_000, help_text="Ví dụ: 2.530.000")

    def entry(self) -> dict[str, Any]:
        """The amount."""
        return {"amount": self.cleaned_data["amount"]}


class PaperForm(RuleForm):
    """One more paper of the dossier."""

    kind, title_vi, section = "giay-to", "Giấy tờ trong hồ sơ", "dossiers"
    own = ("paper", "form_number", "optional", "to")
    paper = forms.CharField(label="Tên giấy tờ", max_length=200)
    form_number = forms.CharField(label="Mẫu số", max_length=60, required=False)
    optional = forms.CharField(label="Chỉ cần khi", max_length=200, required=False, help_text="Để trống nếu luôn phải có")
    to = forms.CharField(label="Gửi", max_length=160, required=False)

    def entry(self) -> dict[str, Any]:
        """A dossier of that one paper, added to the others."""
        data = self.cleaned_data
        paper = {"code": slug(data["paper"])[:60], "name": data["paper"]}
        paper |= {k: data[name] for k, name in (("form", "form_number"), ("optional", "optional")) if data[name]}
        return {**self.placed(), **({"to": data["to"]} if data["to"] else {}), "papers": [paper]}


class NumberForm(RuleForm):
    """Another number in a criterion that is in force: years, times, months."""

    kind, title_vi, section = "doi-so", "Đổi một con số của tiêu chuẩn", "criteria"
    own = ("spot", "value", "says")
    spot = forms.ChoiceField(label="Con số cần đổi")
    value = forms.RegexField(r"^\s*\d+(?:[.,]\d+)?\s*$", label="Số mới", error_messages={"invalid": "Viết một số, ví dụ 3."})
    says = _says("Lời văn mới của điều kiện", "Chép như văn bản mới viết, để số và lời không lệch nhau")

    def prepare(self) -> None:
        """Every number in the criteria."""
        found = criteria_edit.numbers(self.book, self.award, self.on)
        _choices(self, "spot", [("", "Chọn"), *((x.key, f"{x.says} — {x.label}: {x.value} ({x.cite})") for x in found)])

    def clean_value(self) -> str:
        """A whole number where the rule counts years or times."""
        value = str(self.cleaned_data["value"]).strip().replace(",", ".")
        if self.cleaned_data.get("spot", "").split(".")[-2:-1] != ["number"] and not (value.isdigit() and 0 < int(value) <= 60):
            raise forms.ValidationError("Số năm, số lần phải là số nguyên từ 1 đến 60.")
        return value

    def entry(self) -> dict[str, Any]:
        """The criterion with the number changed."""
        data = self.cleaned_data
        return criteria_edit.with_number(self.book, self.award, self.on, data["spot"], data["value"], data["says"], self.cite())


WHAT = {
    "rating": "Xếp loại chất lượng từ mức này trở lên",
    "award": "Đã được tặng danh hiệu, hình thức khen thưởng",
    "initiative": "Có sáng kiến từ cấp này trở lên được công nhận",
    "discipline": "Không bị kỷ luật từ hình thức này trở lên",
    "employed-months": "Thời gian tuyển dụng từ (tháng)",
    "service-years": "Thời gian công tác trong ngành từ (năm)",
    "absence-months": "Thời gian nghỉ dưới (tháng)",
}
_TAGS = {
    "rating": ["rating"],
    "award": ["prior-title"],
    "initiative": ["initiative"],
    "discipline": ["discipline"],
    "employed-months": ["new-recruit"],
    "service-years": ["service-length"],
    "absence-months": ["absence"],
}


class ConditionForm(RuleForm):
    """One more condition of an award, or the office's answer to one the law leaves open."""

    kind, title_vi, section = "dieu-kien", "Điều kiện thêm, điều kiện còn để ngỏ", "criteria"
    own = ("spot", "subject", "says", "what", "rating", "held", "initiative", "discipline", "times", "years", "amount")
    spot = forms.ChoiceField(label="Điều kiện còn để ngỏ", required=False)
    subject = _subject()
    says = _says("Lời điều kiện")
    what = forms.ChoiceField(label="Điều kiện là", choices=_named(WHAT))
    rating = forms.ChoiceField(label="Mức xếp loại", required=False, choices=[("", "—"), *_named(RATING_NAMES)])
    held = forms.ChoiceField(label="Danh hiệu, hình thức đã được tặng", required=False)
    initiative = forms.ChoiceField(label="Cấp sáng kiến", required=False, choices=[("", "—"), *_named(LEVEL_NAMES)])
    discipline = forms.ChoiceField(label="Hình thức kỷ luật", required=False, choices=[("", "—"), *_named(FORM_NAMES)])
    times = _whole("Số lần, số năm đạt", required=False, least=1, most=60, initial=1)
    years = _whole("Trong mấy năm đến năm xét", required=False, least=1, most=60, initial=1)
    amount = _number("Số tháng, số năm", required=False)

    def prepare(self) -> None:
        """Open conditions and awards."""
        found = criteria_edit.opens(self.book, self.award, self.on)
        _choices(self, "spot", [("", "Không; thêm một điều kiện mới"), *((x.key, f"{x.says} — {x.label} ({x.cite})") for x in found)])
        _choices(self, "held", [("", "—"), *((a.code, a.name) for a in self.book.awards.values())])

    def clean(self) -> dict[str, Any]:
        """What the chosen kind of condition needs."""
        data = super().clean()
        wanted = {"rating": "rating", "award": "held", "initiative": "initiative", "discipline": "discipline"}.get(data.get("what", ""), "amount")
        if not data.get(wanted) and wanted not in self.errors:
            self.add_error(wanted, f"“{WHAT.get(data.get('what', ''), '')}” cần ô này.")
        return data

    def condition(self) -> dict[str, Any]:
        """The condition in the rulebook's words."""
        data, what = self.cleaned_data, self.cleaned_data["what"]
        count = {"at_least": data["times"] or 1, "years": data["years"] or 1}
        verbs: dict[str, dict[str, Any]] = {
            "rating": {"held": {"rating": data["rating"], **count}},
            "award": {"held": {"award": data["held"], **count}},
            "initiative": {"held": {"initiative": data["initiative"], **count}},
            "discipline": {"never": {"discipline": data["discipline"], "years": data["years"] or 1}},
            "absence-months": {"number": {"of": what, "below": str(data["amount"])}},
        }
        verb = verbs.get(what) or {"number": {"of": what, "least": str(data["amount"])}}
        return {"id": slug(data["title"])[:50], "says": data["says"], "tags": _TAGS[what], **verb}

    def entry(self) -> dict[str, Any]:
        """The criterion with the open condition answered, or a condition of its own."""
        if spot := self.cleaned_data["spot"]:
            return criteria_edit.with_condition(self.book, self.award, self.on, spot, self.condition(), self.cite())
        return {"mode": "add", "id": slug(self.cleaned_data["title"])[:50], "subject": self.cleaned_data["subject"], "all": [self.condition()]}


class YamlForm(RuleForm):
    """The entry itself, for those who know the rulebook's format."""

    kind, title_vi, section = "yaml", "Viết trực tiếp (YAML)", "criteria"
    of_award = False
    own = ("which", "content")
    which = forms.ChoiceField(label="Loại quy định", choices=[c for c in OfficeRule.Section.choices if c[0] != "end"])
    content = forms.CharField(
        label="Nội dung (YAML)",
        max_length=20_000,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 18, "class": "vd-luat-ma", "spellcheck": "false"}),
    )

    def section_of(self) -> str:
        """The section chosen."""
        return str(self.cleaned_data["which"])

    def body(self) -> str:
        """What was written."""
        return str(self.cleaned_data["content"])


class EndForm(RuleForm):
    """The end of a rule of the office."""

    kind, title_vi, section, of_award = "bai-bo", "Bãi bỏ quy định của cơ quan", "end", False

    def body(self) -> str:
        """Nothing."""
        return ""


KINDS: dict[str, type[RuleForm]] = {
    form.kind: form for form in (QuotaForm, VoteForm, DeadlineForm, MoneyForm, SalaryForm, PaperForm, NumberForm, ConditionForm, YamlForm, EndForm)
}


def fact_of_entry(spec: s.Dated) -> str:
    """The kind of guided form in which a value for an open entry is entered."""
    by_type = {s.QuotaSpec: "ty-le", s.VoteSpec: "phieu", s.DeadlineSpec: "thoi-han", s.MoneySpec: "tien-thuong", s.BaseSalarySpec: "luong-co-so"}
    return next((kind for cls, kind in by_type.items() if isinstance(spec, cls)), "yaml")
