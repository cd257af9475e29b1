"""Who may read a stored file. Apps say for their own models who may: ``@reader``; a file nobody speaks for is nobody's."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from django.http import Http404
from django.utils import timezone

from vinhdanh.accounts.answers import YES, Answer, no
from vinhdanh.accounts.models import User
from vinhdanh.files.models import StoredFile

Reader = Callable[[User, StoredFile], bool]
_READERS: list[Reader] = []
JUST_NOW = dt.timedelta(days=1)


def reader(predicate: Reader) -> Reader:
    """Register a predicate: whether a user may read a file because of a thing that refers to it (call it in ``AppConfig.ready``)."""
    if predicate not in _READERS:
        _READERS.append(predicate)
    return predicate


def may_read(user: User, file: StoredFile) -> Answer:
    """Whether a file may be read: by who has just uploaded it, and by whom a thing that refers to it allows."""
    if file.removed_at is not None:
        return no("Tệp đã hết thời hạn lưu và đã được hủy.")
    own = file.uploaded_by_id == user.pk and timezone.now() - file.uploaded_at < JUST_NOW
    if own or any(allows(user, file) for allows in _READERS):
        return YES
    return no("Tệp này không thuộc hồ sơ nào bạn được xem.")


def file_for(user: User, file_id: int) -> StoredFile:
    """The file, or 404."""
    file = StoredFile.objects.filter(pk=file_id).first()
    if file is None or not may_read(user, file):
        raise Http404
    return file
