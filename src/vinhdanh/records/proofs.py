"""Who may read the scan of a paper: whoever may see a record it proves, and the field."""

from __future__ import annotations

from vinhdanh.accounts.models import User
from vinhdanh.files.models import StoredFile
from vinhdanh.records.access import may_read, records_for, sensitivity, subject_of
from vinhdanh.records.kinds import KINDS


def may_read_proof(user: User, file: StoredFile) -> bool:
    """Whether a record that this file proves is open to a user, its sensitivity too."""
    return any(may_read(user, sensitivity(r, "proof"), subject_of(r)) for k in KINDS for r in records_for(user, k).filter(proof=file)[:20])
