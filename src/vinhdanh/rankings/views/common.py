"""What the pages of a round share: the round with its steps, the tabs, messages for what was refused."""

from __future__ import annotations

import datetime as dt
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone

from vinhdanh.accounts.asker import who
from vinhdanh.rankings import access
from vinhdanh.rankings.models import ScoreRound

State = ScoreRound.State
YAML = "application/yaml; charset=utf-8"


class Tab(NamedTuple):
    """One page of a round."""

    url: str
    words: str
    here: bool


class Step(NamedTuple):
    """One step of a round, as the page shows it: ``css`` is-xong (done), is-dang (now) or nothing; its deadline, if there is one."""

    words: str
    css: str
    due: dt.date | None


TABS = (
    ("rankings:round", "Xếp hạng"),
    ("rankings:compare", "So sánh tiêu chí"),
    ("rankings:assign", "Chấm chéo"),
    ("rankings:meeting", "Chỗ lệch, họp"),
    ("rankings:appeals", "Phúc khảo"),
    ("rankings:votes", "Suy tôn"),
    ("rankings:result", "Kết quả"),
)


def frame(request: HttpRequest, round: ScoreRound, **more: Any) -> dict[str, Any]:
    """The variables every page of a round needs."""
    tabs = [Tab(url, words, url == request.path) for name, words in TABS for url in [reverse(name, args=(round.pk,))]]
    order = [s.value for s in State]
    at = order.index(round.state)
    css = ["is-xong" if i < at or round.closed else "is-dang" if i == at else "" for i in range(len(order))]
    dues = (round.self_due, round.cross_due, round.meeting_on, round.appeal_due, round.review_due, None, None)
    steps = [Step(s.label, c, due) for s, c, due in zip(State, css, dues, strict=True)]
    return {"round": round, "tabs": tabs, "steps": steps, "on": timezone.localdate(), "may_run": access.may_run(who(request), round), **more}


def refused(request: HttpRequest, problem: ValidationError) -> None:
    """Say why something was not done, each reason on its own."""
    for words in problem.messages:
        messages.error(request, words)


def sent(name: str, kind: str, content: str | bytes) -> HttpResponse:
    """A file to keep: its name and media type."""
    return HttpResponse(content, content_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'})


def written(write: Callable[[Path], None]) -> bytes:
    """The bytes of a workbook that ``write`` puts at a path."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "tep.xlsx"
        write(path)
        return path.read_bytes()
