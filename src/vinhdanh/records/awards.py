"""Names of awards, forms of discipline and acts, as the rulebook of the office spells them."""

from __future__ import annotations

import datetime as dt
from functools import lru_cache

from vinhdanh.checking.names import award_names
from vinhdanh.law.rulebook import law
from vinhdanh.merit.labels import FORM_NAMES
from vinhdanh.merit.law import Citation
from vinhdanh.merit.rows import FORMS_OF_YEAR
from vinhdanh.merit.rulebook import Rulebook
from vinhdanh.merit.text import nearest
from vinhdanh.workbook.lexicon import COLLECTIVE_AWARDS, PERSON_AWARDS

__all__ = ["FORMS_OF_YEAR", "award_choices", "award_name", "book", "cite", "discipline_choices", "fits", "form_name", "like"]


def book() -> Rulebook:
    """The rulebook of the office's authority. Names and acts only: verdicts are the business of ``eligibility``."""
    return law()


@lru_cache(maxsize=4)
def _names(authority: str) -> dict[str, str]:
    return award_names(book())


def award_name(code: str) -> str:
    """The award as the office calls it; the code itself if nobody knows it."""
    return _names(book().authority).get(code, code)


def award_choices(subject: str = "") -> list[tuple[str, str]]:
    """Codes and names in the order of the book, for a ``person``, a ``unit`` or both."""
    return [(code, name) for code, name in _names(book().authority).items() if not subject or fits(code, subject)]


def fits(code: str, subject: str) -> bool:
    """Whether an award can be given to such a subject (``person`` or ``unit``)."""
    barred = COLLECTIVE_AWARDS if subject == "person" else PERSON_AWARDS
    return code not in barred.names


def like(text: str) -> str:
    """The name most like a wrong code, or nothing."""
    names = {*(a.name for a in book().awards.values()), *_names(book().authority).values()}
    return nearest(text.replace("-", " "), names) or ""


def form_name(code: str) -> str:
    """A form of discipline in words, with a capital."""
    said = FORM_NAMES.get(code, code)
    return said[:1].upper() + said[1:]


def discipline_choices() -> list[tuple[str, str]]:
    """The forms of discipline from the mildest."""
    return [(code, form_name(code)) for code in FORM_NAMES]


def cite(act: str, at: str, on: dt.date) -> str:
    """A citation as printed on a day, with the remark of a law whose successor is not entered."""
    place = Citation.at(book().acts[act], at)
    carried = [i for layer in book().layers for i in layer.file.carried_over if act in i.acts and on >= i.since]
    later = f"; {book().acts[carried[0].by].title} có hiệu lực từ {carried[0].since:%d/%m/%Y} chưa được nhập" if carried else ""
    return f"{place}{later}"
