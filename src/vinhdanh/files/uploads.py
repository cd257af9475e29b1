"""Before a form is read: bodies beyond the limit are turned away unread, and a path in a file's name is not silently dropped."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http import request as django_request
from django.http.multipartparser import MultiPartParser
from django.shortcuts import render

from vinhdanh.files.actions import too_big

SLACK = 1024 * 1024  # the other fields of the form


class NameKeepingParser(MultiPartParser):
    """Django cuts a name at its last slash; ours keeps the slashes as signs that are none, so that ``store`` can refuse them."""

    def sanitize_file_name(self, file_name: str) -> str | None:
        """The name as Django makes it safe, with the path still to be seen."""
        return super().sanitize_file_name(file_name.replace("/", "\u2215").replace("\\", "\u29f5"))


def install() -> None:
    """Let requests use our parser."""
    django_request.MultiPartParser = NameKeepingParser  # type: ignore[attr-defined]


class UploadLimit:
    """Middleware: a body larger than the limit gets its answer at once."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """413 with the reason, or on."""
        length = request.META.get("CONTENT_LENGTH") or "0"
        if length.isdigit() and int(length) > settings.UPLOAD_LIMIT + SLACK:
            return render(request, "files/too_big.html", {"why": too_big()}, status=413)
        return self.get_response(request)
