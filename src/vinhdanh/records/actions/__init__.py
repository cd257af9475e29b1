"""The verbs of records: enter, correct, set aside, restore; declare completeness; send, receive, return; keep secrets out; destroy in time."""

from vinhdanh.records.actions.change import Stale, correct, restore, void
from vinhdanh.records.actions.declare import declare, withdraw
from vinhdanh.records.actions.destroy import agree_period, carry_out, propose_destruction, propose_period, turn_down
from vinhdanh.records.actions.enter import (
    Author,
    enter,
    enter_absence,
    enter_award,
    enter_collective_year,
    enter_contest,
    enter_discipline,
    enter_hold,
    enter_initiative,
    enter_rating,
    enter_ratings,
    enter_study,
)
from vinhdanh.records.actions.secret import enter_stub
from vinhdanh.records.actions.send import receive, remind, return_, set_due, submit

__all__ = [
    "Author",
    "Stale",
    "agree_period",
    "carry_out",
    "correct",
    "declare",
    "enter",
    "enter_absence",
    "enter_award",
    "enter_collective_year",
    "enter_contest",
    "enter_discipline",
    "enter_hold",
    "enter_initiative",
    "enter_rating",
    "enter_ratings",
    "enter_stub",
    "enter_study",
    "propose_destruction",
    "propose_period",
    "receive",
    "remind",
    "restore",
    "return_",
    "set_due",
    "submit",
    "turn_down",
    "void",
    "withdraw",
]
