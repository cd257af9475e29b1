"""The free text of transfers – what the old unit says of somebody, why a proposal was returned – may tell of discipline."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils import timezone

from vinhdanh.accounts.models import User
from vinhdanh.audit.actions import kind_of
from vinhdanh.audit.models import Viewing
from vinhdanh.people.access import may, may_see, scope_of
from vinhdanh.people.models import Transfer

HIDDEN = "Thông tin hạn chế"
TEXTS = ("opinion", "reason")
TOWARDS = (Transfer.State.PROPOSED, Transfer.State.ACCEPTED)


def may_read(user: User, transfer: Transfer) -> bool:
    """Who may see discipline of the person, or where it is asked to go."""
    new = transfer.state in TOWARDS and may(user, "sensitive.discipline", transfer.new_unit)
    return bool(new or may_see(user, "discipline", transfer.person))


def shown(user: User, rows: Iterable[Transfer], page: str) -> list[Transfer]:
    """The transfers with their texts masked (on the objects, which are not saved) or noted as seen; needs person and units selected."""
    made, now = list(rows), timezone.now()
    told = {row.pk: bool(may_read(user, row)) for row in made if any(getattr(row, f) for f in TEXTS)}
    for row in made:
        if told.get(row.pk) is False:
            row.opinion, row.reason = (HIDDEN if text else "" for text in (row.opinion, row.reason))
    seen = {row.person_id: row.person for row in made if told.get(row.pk) and row.person_id != scope_of(user).person_id}
    lines = [Viewing(actor=user, at=now, kind=kind_of(p), object_id=str(p.pk), fields="discipline", page=page[:200]) for p in seen.values()]
    if lines:
        Viewing.objects.bulk_create(lines)  # bulk: viewings of one page, the log itself
    return made
