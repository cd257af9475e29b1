"""Nothing that allauth or Django may say to a user is left in English."""

from __future__ import annotations

import ast
import gettext
import re
from collections.abc import Iterator
from pathlib import Path

import allauth
import django
from django.utils.translation import gettext as say
from django.utils.translation import ngettext

FOLDER = Path(__file__).parents[2] / "src/vinhdanh/accounts/locale/vi/LC_MESSAGES"
ALLAUTH, DJANGO = Path(allauth.__file__).parent, Path(django.__file__).parent
READ = [
    *(f for part in ("account", "mfa", "usersessions") for f in (ALLAUTH / part).rglob("*.py") if f.stem not in ("admin", "apps", "models")),
    *(DJANGO / "forms").rglob("*.py"),
    DJANGO / "core/validators.py",
    DJANGO / "core/paginator.py",
    DJANGO / "contrib/auth/validators.py",
    DJANGO / "contrib/auth/password_validation.py",
]
SAME = {"IPv4", "IPv6", "…", "Email", ":", ":?.!"}  # the same in every language


def texts(file: Path) -> Iterator[tuple[str, ...]]:
    """The messages of a file: (text,) or (one, many)."""
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        name = getattr(getattr(node, "func", None), "id", "")
        if isinstance(node, ast.Call) and name in ("_", "gettext", "gettext_lazy", "ngettext", "ngettext_lazy"):
            words = tuple(a.value for a in node.args if isinstance(a, ast.Constant) and isinstance(a.value, str))
            if words:
                yield words[:2] if name.startswith("n") else words[:1]


def test_every_message_is_vietnamese() -> None:
    found = {words for file in READ if "tests" not in file.parts for words in texts(file)}
    english = {w for w in found if w[0] not in SAME and (say(w[0]) if len(w) == 1 else ngettext(*w, 2)) in w}
    assert english == set()


def entries(po: str) -> dict[str, str]:
    """The messages of a .po file written one line a message."""
    unquote = re.compile(r'^(?:msgid|msgstr|msgstr\[0\]) (".*")$', re.M)
    lines = [ast.literal_eval(m) for m in unquote.findall(po.split("\n\n", 1)[1])]
    return dict(zip(lines[::2], lines[1::2], strict=True))


def test_the_compiled_words_are_those_of_the_source() -> None:
    with (FOLDER / "django.mo").open("rb") as file:
        compiled = gettext.GNUTranslations(file)._catalog  # type: ignore[attr-defined]
    plain = {(k[0] if isinstance(k, tuple) else k).rpartition("\x04")[2]: v for k, v in compiled.items() if k}
    assert plain == entries((FOLDER / "django.po").read_text(encoding="utf-8")), "run: msgfmt -o django.mo django.po"
