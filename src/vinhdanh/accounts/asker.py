"""Who asks: the one place that says a request's user is an account of ours."""

from __future__ import annotations

from django.http import HttpRequest

from vinhdanh.accounts.models import User


def who(request: HttpRequest) -> User:
    """The account that is signed in (the middleware, or the API's own check, lets nobody else through)."""
    assert isinstance(request.user, User)
    return request.user
