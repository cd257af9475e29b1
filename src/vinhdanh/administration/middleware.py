"""Whatever an administrator sees by the right of a timed session is noted: every page, whichever application made it."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from vinhdanh.accounts.asker import who
from vinhdanh.audit.actions import SESSION
from vinhdanh.audit.models import Viewing
from vinhdanh.people.access import scope_of

NOT_DOSSIERS = frozenset({"administration", "notices"})


def session_viewings(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """The middleware. Costs nothing where no scope was asked for, or where no session is open."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if response.status_code == 200 and _in_session(request):
            _note(request)
        return response

    return middleware


def _in_session(request: HttpRequest) -> bool:
    user = getattr(request, "user", None)
    return bool(user and user.is_authenticated and hasattr(user, "_scope") and scope_of(user).session)


def _note(request: HttpRequest) -> None:
    match = request.resolver_match
    if match is None or NOT_DOSSIERS & set(match.namespaces):
        return
    about = "/".join(str(v) for v in match.kwargs.values())
    Viewing.objects.create(
        actor=who(request), at=timezone.now(), kind=match.view_name[:40], object_id=about[:40], fields=SESSION, page=request.get_full_path()[:200]
    )
