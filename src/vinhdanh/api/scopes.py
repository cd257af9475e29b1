"""What a token may be limited to: powers of its account, and four scopes of tokens alone."""

from __future__ import annotations

from collections.abc import Mapping

from django.http import HttpRequest

from vinhdanh.accounts.answers import YES, Answer, no
from vinhdanh.accounts.asker import who
from vinhdanh.accounts.models import User
from vinhdanh.people.powers import POWERS

LAW, VERDICTS, DESK, OWN = "law.read", "verdicts.read", "desk", "own"
TOKENS_ONLY: Mapping[str, str] = {
    LAW: "đọc văn bản, quy tắc, quy định",
    VERDICTS: "đọc kết quả xét, lộ trình",
    DESK: "đọc việc đang chờ và thông báo, đánh dấu đã đọc",
    OWN: "dữ liệu, kết quả xét của chính mình",
}
# Powers for which there is no operation (docs/reference/api.md says why): a token that is made on the page cannot ask for them.
SCORING = frozenset({"scores.view", "scores.enter", "scores.tables", "scores.run"})
PAGES_ONLY = frozenset({"people.merge", "export", "law.text", "grants.give", "accounts.manage", "audit.view", "audit.session"}) | SCORING
SCOPES: Mapping[str, str] = {**POWERS, **TOKENS_ONLY}


def limit(user: User, scopes: frozenset[str]) -> None:
    """Keep on the account, for this request, that it asks by a token of these scopes."""
    user._token_scopes = scopes  # type: ignore[attr-defined]


def holds(user: User, scope: str) -> Answer:
    """Whether a scope of tokens is held: by the token that asks, or by anybody who asks from a page."""
    kept: frozenset[str] | None = getattr(user, "_token_scopes", None)
    if kept is None or scope in kept:
        return YES
    return no(f"Mã truy cập này không có phạm vi “{scope}” ({SCOPES[scope]}). Tạo mã có phạm vi ấy ở trang Mã truy cập.")


def need(request: HttpRequest, scope: str) -> User:
    """The account that asks; 403 if its token lacks the scope."""
    user = who(request)
    holds(user, scope).must()
    return user
