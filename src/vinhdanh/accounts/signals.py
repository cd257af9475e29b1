"""What other applications may want to know of accounts."""

from __future__ import annotations

from django.dispatch import Signal

credentials_changed = Signal()
"""The password was set, changed or reset, or the account locked (``user``, ``by``): what was opened with the old one ends."""
