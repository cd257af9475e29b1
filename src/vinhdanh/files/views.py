"""Handing out stored files: always as a download, never as a page of ours."""

from __future__ import annotations

from django.http import FileResponse, Http404, HttpRequest

from vinhdanh.accounts.asker import who
from vinhdanh.files import access
from vinhdanh.files.actions import path_of


def download(request: HttpRequest, file_id: int) -> FileResponse:
    """The bytes of a file, for who may read it."""
    file = access.file_for(who(request), file_id)
    try:
        body = path_of(file.digest).open("rb")
    except FileNotFoundError:
        raise Http404("Tệp không còn trong kho.") from None
    answer = FileResponse(body, as_attachment=True, filename=file.name, content_type=file.media_type)
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
    answer["Cache-Control"] = "private, no-store"
    return answer
