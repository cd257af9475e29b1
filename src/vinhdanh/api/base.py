"""The API object: who is asking, and how errors are told."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from ninja import Field, NinjaAPI, Schema
from ninja.errors import AuthenticationError
from ninja.errors import ValidationError as BadRequest
from ninja.renderers import JSONRenderer
from ninja.security import HttpBearer, django_auth

from vinhdanh.accounts.models import User
from vinhdanh.accounts.passwords import may_go_on
from vinhdanh.api.tokens import holder
from vinhdanh.merit.time import OutsideCalendar


class Bearer(HttpBearer):
    """``Authorization: Bearer vd_…``."""

    def authenticate(self, request: HttpRequest, token: str) -> User | None:
        """The account of the token, or None. Raises ``PermissionDenied`` where the account must change its password first."""
        user = holder(token)
        if user is not None:
            may_go_on(user).must()
            request.user = user
        return user


class Problem(Schema):
    """What went wrong: ``message`` in Vietnamese, and for bad input where (``fields``: name → sentence)."""

    message: str
    fields: dict[str, str] = Field(default_factory=dict)


class Readable(JSONRenderer):
    """JSON in which Vietnamese is written as Vietnamese."""

    json_dumps_params: dict[str, Any] = {"ensure_ascii": False}  # noqa: RUF012 – as ninja declares it


ERRORS: dict[Any, Any] = {400: Problem, 401: Problem, 403: Problem, 404: Problem, 409: Problem, 422: Problem}
api = NinjaAPI(title="Vinh Danh", version="1", auth=[Bearer(), django_auth], docs_url=None, urls_namespace="api", renderer=Readable())


class Conflict(Exception):
    """Somebody else has changed the thing meanwhile; the message says what differs."""


def _problem(request: HttpRequest, status: int, message: str, fields: dict[str, str] | None = None) -> HttpResponse:
    return api.create_response(request, {"message": message, "fields": fields or {}}, status=status)


@api.exception_handler(Http404)
def _missing(request: HttpRequest, error: Http404) -> HttpResponse:
    return _problem(request, 404, "Không có, hoặc nằm ngoài phạm vi của bạn.")


@api.exception_handler(PermissionDenied)
def _denied(request: HttpRequest, error: PermissionDenied) -> HttpResponse:
    return _problem(request, 403, str(error) or "Không được phép.")


@api.exception_handler(AuthenticationError)
def _stranger(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
    return _problem(request, 401, "Chưa đăng nhập, hoặc mã truy cập sai, hết hạn, đã thu hồi.")


@api.exception_handler(Conflict)
def _conflict(request: HttpRequest, error: Conflict) -> HttpResponse:
    return _problem(request, 409, str(error))


@api.exception_handler(BadRequest)
def _bad(request: HttpRequest, error: BadRequest) -> HttpResponse:
    fields = {".".join(str(p) for p in e["loc"][1:]): e["msg"] for e in error.errors}
    return _problem(request, 422, "Yêu cầu chưa đúng: xem từng trường.", fields)


@api.exception_handler(OutsideCalendar)
def _outside(request: HttpRequest, error: OutsideCalendar) -> HttpResponse:
    return _problem(request, 422, f"Không xét được năm, ngày này: {error}")


@api.exception_handler(ValidationError)
def _invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    told = error.message_dict if hasattr(error, "error_dict") else {"__all__": error.messages}
    return _problem(request, 422, "Không lưu được: " + "; ".join(m for ms in told.values() for m in ms), {k: "; ".join(v) for k, v in told.items()})
