"""What all tests share."""

from __future__ import annotations

from hypothesis import settings

# A busy machine is not a fault of the code: pytest's own timeout is the limit. CI draws the same examples every time.
settings.register_profile("vinhdanh", deadline=None)
settings.register_profile("vinhdanh-ci", deadline=None, derandomize=True, print_blob=True)
settings.load_profile("vinhdanh-ci" if settings.get_current_profile_name() == "ci" else "vinhdanh")
