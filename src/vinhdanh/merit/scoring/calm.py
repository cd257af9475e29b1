"""Building many small objects that all stay alive: the collector of cycles would walk through them again and again for nothing."""

from __future__ import annotations

import gc
from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

_P = ParamSpec("_P")
_R = TypeVar("_R")


def unhurried(run: Callable[_P, _R]) -> Callable[_P, _R]:
    """The function with the cycle collector at rest while it runs; afterwards it is as it was."""

    @wraps(run)
    def inside(*args: _P.args, **kwargs: _P.kwargs) -> _R:
        if not gc.isenabled():
            return run(*args, **kwargs)
        gc.disable()
        try:
            return run(*args, **kwargs)
        finally:
            gc.enable()

    return inside
