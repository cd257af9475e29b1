"""The Excel workbook a unit's clerk fills, and its reader."""

from vinhdanh.workbook.model import Collective, Nomination, Person, Problem, Source, Subject, Unit, UnreadableFile, UnreadableRow, Workbook
from vinhdanh.workbook.reader import read_workbook
from vinhdanh.workbook.template import write_template

__all__ = [
    "Collective",
    "Nomination",
    "Person",
    "Problem",
    "Source",
    "Subject",
    "Unit",
    "UnreadableFile",
    "UnreadableRow",
    "Workbook",
    "read_workbook",
    "write_template",
]
