"""“Nếu năm nay có …”: the case with a few facts of the year supposed, weighed beside the case as it is. Nothing is saved."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from django import forms

from vinhdanh.eligibility.look import Look, Verdict
from vinhdanh.merit.facts import Case
from vinhdanh.merit.rows import AwardRow, IdeaRow, last_day
from vinhdanh.records.models import Initiative, Rating

NOTHING = [("", "như hiện có")]
TITLES = ("lao-dong-tien-tien", "chien-si-thi-dua-co-so", "chien-si-thi-dua-nganh")
COLLECTIVE = ("tap-the-lao-dong-tien-tien", "tap-the-lao-dong-xuat-sac", "co-thi-dua-nganh")


class Supposed(forms.Form):
    """What may be supposed of the year."""

    xl = forms.ChoiceField(label="xếp loại", required=False)
    sk = forms.ChoiceField(label="sáng kiến được công nhận, áp dụng", required=False)
    dt = forms.ChoiceField(label="đề tài được nghiệm thu, áp dụng", required=False)
    dh = forms.MultipleChoiceField(label="danh hiệu", required=False, widget=forms.CheckboxSelectMultiple)

    def __init__(self, data: Mapping[str, object] | None, look: Look) -> None:
        super().__init__(data, auto_id="neu_%s", prefix="")
        levels = [(value, f"cấp {label.lower()}") for value, label in Initiative.Level.choices]
        ratings = [c for c in Rating.Value.choices if c[0] != "tot-tro-len"]
        codes = TITLES if look.kind == "person" else COLLECTIVE
        for name, choices in (("xl", ratings), ("sk", levels), ("dt", levels)):
            self.fields[name].choices = [*NOTHING, *choices]  # type: ignore[attr-defined]
            self.fields[name].widget.attrs["class"] = "form-select form-select-sm"
        self.fields["dh"].choices = [(code, look.names[code]) for code in codes]  # type: ignore[attr-defined]

    @property
    def asked(self) -> bool:
        """Whether anything is supposed, and it can be read."""
        return self.is_bound and self.is_valid() and any(self.cleaned_data.values())


@dataclass(frozen=True, slots=True)
class Change:
    """An award whose verdict changes."""

    before: Verdict
    after: Verdict


def supposing(case: Case, said: Mapping[str, object]) -> Case:
    """The case in which these facts of the year came true."""
    rows = replace(case.rows, ratings={**case.rows.ratings, **({case.year: str(said["xl"])} if said.get("xl") else {})})
    rows.initiatives = [*rows.initiatives, *([_idea(case, str(said["sk"]), recognised=True)] if said.get("sk") else [])]
    rows.research = [*rows.research, *([_idea(case, str(said["dt"]), accepted=True)] if said.get("dt") else [])]
    titles = said.get("dh") or ()
    assert isinstance(titles, list | tuple)
    new = [AwardRow(code, case.year, through=last_day(case.years, case.year)) for code in titles if not _has(case, code)]
    rows.awards = [*rows.awards, *new]
    return replace(
        case, rows=rows, facts={**case.facts, "ratings": rows.ratings, **({"research": rows.research} if rows.research else {})}, _cache={}
    )


def _has(case: Case, code: str) -> bool:
    return any((r.code, r.year) == (code, case.year) for r in case.rows.awards)


def _idea(case: Case, level: str, *, recognised: bool | None = None, accepted: bool | None = None) -> IdeaRow:
    return IdeaRow(case.year, level, applied=True, recognised=recognised, accepted=accepted)


def changes(look: Look, said: Mapping[str, object]) -> list[Change]:
    """The awards whose verdict is another one under the supposition, in the order of the book."""
    then = look.supposing(supposing(look.case, said))
    pairs = [Change(look.verdict(award), then.verdict(award)) for award in look.asked()]
    return [p for p in pairs if p.before.verdict != p.after.verdict]
