"""The answer of a permission: allowed or not, and why not, in words for the person who asked."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.exceptions import PermissionDenied


@dataclass(frozen=True, slots=True)
class Answer:
    """``why`` is a full Vietnamese sentence where not allowed: what is missing, and who can give it."""

    allowed: bool
    why: str = ""

    def __bool__(self) -> bool:
        return self.allowed

    def __and__(self, other: Answer) -> Answer:
        return other if self.allowed else self

    def __or__(self, other: Answer) -> Answer:
        return self if self.allowed else other

    def must(self) -> None:
        """Raise ``PermissionDenied`` with the reason unless allowed."""
        if not self.allowed:
            raise PermissionDenied(self.why)


YES = Answer(True)


def no(why: str) -> Answer:
    """Not allowed, because."""
    return Answer(False, why)
