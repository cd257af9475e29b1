"""News of imports, for whoever keeps something made from records (a search index, verdicts kept). Sent inside the transaction."""

from __future__ import annotations

from django.dispatch import Signal

batch_saved = Signal()  # batch
batch_undone = Signal()  # batch
rows_removed = Signal()  # rows: some that are gone, of the model that sends it; undoing deletes without Django's own signals
