"""The project keeps its word: copied cases, lock files, links and commands of the pages."""

from __future__ import annotations

import hashlib
import re
import shlex
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from vinhdanh.cli import parser
from vinhdanh.people.powers import POWERS, ROLES
from vinhdanh.workbook.schema import SHEETS, Column, Sheet

ROOT = Path(__file__).parent.parent
CASES = ROOT / "tests" / "cases" / "data"
PUBLISHED = ROOT.parent / "shared" / "cases"
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
BLOCK = re.compile(r"^```sh\n(.*?)^```", re.MULTILINE | re.DOTALL)
CODE = re.compile(r"^```.*?^```|`[^`\n]*`", re.MULTILINE | re.DOTALL)


def files(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def named(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


# ---- the copied cases ----------------------------------------------------------------------------------


def test_copied_cases_are_those_that_were_copied() -> None:
    lines = (CASES.parent / "data.sha256").read_text("utf-8").splitlines()
    recorded = {name: digest for digest, name in (line.split("  ", 1) for line in lines)}
    assert {name: hashlib.sha256(content).hexdigest() for name, content in files(CASES).items()} == recorded


def test_copied_cases_are_the_published_ones() -> None:
    """Where the published folder lies beside the project; elsewhere the recorded digests above are the measure."""
    published = files(PUBLISHED) if PUBLISHED.is_dir() else files(CASES)
    copied = files(CASES)
    assert [name for name in {**published, **copied} if published.get(name) != copied.get(name)] == []


# ---- lock files, example, scripts ----------------------------------------------------------------------


@pytest.mark.parametrize("path", sorted((ROOT / "requirements").glob("*.txt")), ids=named)
def test_lock_file_has_hashes_and_no_addresses(path: Path) -> None:
    text = path.read_text("utf-8")
    assert not re.search(r"[A-Za-z]+://", text)
    pinned = re.findall(r"^[A-Za-z0-9._-]+==.*?(?=^\S|\Z)", text, re.MULTILINE | re.DOTALL)
    assert len(pinned) > 5
    assert all("--hash=sha256:" in entry for entry in pinned)


def test_every_lock_file_can_install_itself() -> None:
    for path in (ROOT / "requirements").glob("*.txt"):
        names = set(re.findall(r"^([A-Za-z0-9._-]+)==", path.read_text("utf-8"), re.MULTILINE))
        assert {"uv", "flit-core"} <= names, f"{named(path)}: uv pip sync would remove what set-up itself needs"


def test_package_data_is_there() -> None:
    assert (ROOT / "src/vinhdanh/examples/de-nghi-mau.xlsx").read_bytes()[:2] == b"PK"
    assert (ROOT / "src/vinhdanh/py.typed").exists()


def test_a_wheel_holds_all_that_is_not_python(tmp_path: Path) -> None:
    """Templates, style sheets, translations, the rulebook: what git keeps in the package is in the wheel."""
    build = [sys.executable, "-m", "flit_core.wheel", "--outdir", str(tmp_path)]
    subprocess.run(build, cwd=ROOT, capture_output=True, check=True)
    with zipfile.ZipFile(next(tmp_path.glob("*.whl"))) as wheel:
        held = {name for name in wheel.namelist() if name.startswith("vinhdanh/")}
    listed = subprocess.run(["git", "ls-files", "src/vinhdanh"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    wanted = {name.removeprefix("src/") for name in listed.splitlines() if (ROOT / name).exists()}
    assert sorted(wanted - held) == []
    assert {Path(n).suffix for n in wanted} >= {".html", ".css", ".js", ".svg", ".mo", ".yaml", ".xlsx", ".py"}


@pytest.mark.parametrize("script", ["run", "test"])
def test_script_explains_itself(script: str) -> None:
    told = subprocess.run(["sh", str(ROOT / script), "help"], capture_output=True, text=True, check=True, cwd="/")
    assert f"./{script} " in told.stdout
    wrong = subprocess.run(["sh", "-n", str(ROOT / script)], capture_output=True, text=True, check=False)
    assert (wrong.returncode, wrong.stderr) == (0, "")


def test_run_refuses_what_it_does_not_know() -> None:
    told = subprocess.run(["sh", str(ROOT / "run"), "nothing"], capture_output=True, text=True, check=False)
    assert told.returncode == 2
    assert "./run setup" in told.stderr
    told = subprocess.run(["sh", str(ROOT / "run"), "setup", "nothing"], capture_output=True, text=True, check=False)
    assert told.returncode == 2


def test_set_up_names_the_python_it_needs(tmp_path: Path) -> None:
    old = tmp_path / "python2.7"
    old.write_text('#!/bin/sh\n[ "$1" = --version ] && echo Python 2.7.18\nexit 1\n', "utf-8")
    old.chmod(0o755)
    (tmp_path / "run").write_bytes((ROOT / "run").read_bytes())
    env = {"PYTHON": str(old), "PATH": "/usr/bin:/bin"}
    told = subprocess.run(["sh", "run", "setup"], capture_output=True, text=True, check=False, cwd=tmp_path, env=env)
    assert told.returncode == 1
    assert "Cần Python 3.11 trở lên" in told.stderr
    assert "Python 2.7.18" in told.stderr
    assert not (tmp_path / ".venv").exists()


# ---- pages ---------------------------------------------------------------------------------------------


def anchors(page: Path) -> set[str]:
    """The anchors of a page's headings, as web forges make them."""
    heads = re.findall(r"^#+ (.+)$", CODE.sub(lambda m: m[0] if m[0].count("\n") == 0 else "", page.read_text("utf-8")), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", head.lower()).strip().replace(" ", "-") for head in heads}


def broken(page: Path) -> Iterator[str]:
    """The links of a page that lead nowhere in the project (addresses on the web are not followed)."""
    for target in LINK.findall(CODE.sub("", page.read_text("utf-8"))):
        if re.match(r"[a-z]+:", target):
            continue
        path, _, anchor = target.partition("#")
        there = (page.parent / path).resolve() if path else page
        if not there.exists() or (anchor and anchor not in anchors(there)):
            yield target


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_links_lead_somewhere(page: Path) -> None:
    assert list(broken(page)) == []


def test_every_page_can_be_reached() -> None:
    seen: set[Path] = set()
    waiting = [ROOT / "README.md"]
    while waiting:
        page = waiting.pop()
        if page in seen or not page.is_file():
            continue
        seen.add(page)
        targets = LINK.findall(CODE.sub("", page.read_text("utf-8"))) if page.suffix == ".md" else []
        waiting += [(page.parent / t.partition("#")[0]).resolve() for t in targets if not re.match(r"[a-z]+:|#", t)]
    assert [named(p) for p in PAGES if p not in seen] == []


def row_of(column: Column) -> tuple[str, str]:
    return f"**{column.header}**" if column.required else column.header, column.help


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda s: s.id)
def test_page_of_the_workbook_tells_every_column(sheet: Sheet) -> None:
    page = (ROOT / "docs/reference/workbook.md").read_text("utf-8")
    section = page.split(f"\n## {sheet.name}\n", 1)[1].split("\n## ", 1)[0]
    rows = [tuple(cell.strip() for cell in line.strip("|").split(" | ")) for line in section.splitlines() if line.startswith("|")]
    assert [(row[0], row[2]) for row in rows[2:]] == [row_of(c) for c in sheet.columns if c.name != "stt"]


def test_page_of_the_settings_tells_every_variable_the_code_reads() -> None:
    named = re.compile(r"""(?:environ|\benv)(?:\.\w+\(|\[)\s*"([A-Z_]+)\"""")
    read = {v for f in (ROOT / "src").rglob("*.py") for v in named.findall(f.read_text("utf-8"))} - {"DJANGO_SETTINGS_MODULE"}
    page = (ROOT / "docs/reference/settings.md").read_text("utf-8")
    told = {v for line in page.splitlines() if line.startswith("| `") for v in re.findall(r"`([A-Z_]{4,})`", line)}
    assert sorted(read ^ told) == []


def test_page_of_the_roles_tells_every_role_and_power() -> None:
    page = (ROOT / "docs/reference/roles.md").read_text("utf-8")
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in page.splitlines() if line.startswith("| ")]
    assert rows[0] == ["power", "allows", *(r.code for r in ROLES)]
    assert rows[1:] == [[f"`{p}`", says, *("x" if p in r.powers else "" for r in ROLES)] for p, says in POWERS.items()]
    assert re.findall(r"^- `([a-z-]+)` (.+)$", page, re.MULTILINE) == [(r.code, r.name) for r in ROLES]


OFFICE = ("tutorial/first-day", *(f"how-to/{n}" for n in "office-rule import-lists merge-people transfer declare administer personal-data".split()))
OF_THE_DEMO = re.compile(r"\d|B64|…")  # words with numbers, names and gaps come from data


@pytest.mark.parametrize("name", OFFICE)
def test_words_of_a_page_are_those_on_the_screen(name: str) -> None:
    code = [p for p in (ROOT / "src/vinhdanh").rglob("*") if p.suffix in (".html", ".py", ".po")]
    screen = re.sub(r"\s+", " ", "\n".join(p.read_text("utf-8") for p in code))
    page = re.sub(r"\s+", " ", (ROOT / f"docs/{name}.md").read_text("utf-8"))
    words = [w for w in re.findall(r"(?<!\*)\*([^*`]+)\*(?!\*)", page) if re.search(r"[^\x00-\x7f]", w) and not OF_THE_DEMO.search(w)]
    assert [w for w in words if w not in screen] == []
    assert len(words) > 3


# ---- commands ------------------------------------------------------------------------------------------


def commands() -> Iterator[tuple[str, str]]:
    """Every line of a shell block of a page that calls ``vinhdanh``, with the page."""
    for page in PAGES:
        for block in BLOCK.findall(page.read_text("utf-8")):
            lines = block.replace("\\\n", " ").splitlines()
            yield from ((named(page), line.strip()) for line in lines if re.match(r"(\.venv/bin/)?vinhdanh ", line.strip()))


def test_pages_show_every_command() -> None:
    shown = {line.split()[1] for _, line in commands()}
    assert {"template", "check", "cases", "plan", "rules", "compare", "money"} <= shown


@pytest.mark.parametrize(("page", "line"), sorted(set(commands())))
def test_command_of_a_page_is_understood(page: str, line: str) -> None:
    words = shlex.split(line, comments=True)[1:]
    for stop in ("|", ">", ";", "&&"):
        words = words[: words.index(stop)] if stop in words else words
    if {"--help", "--version"} & set(words):
        with pytest.raises(SystemExit) as left:
            parser().parse_args(words)
        assert left.value.code == 0
    else:
        assert parser().parse_args(words).run


def test_command_is_installed() -> None:
    told = subprocess.run([Path(sys.executable).with_name("vinhdanh"), "--version"], capture_output=True, text=True, check=True)
    assert re.fullmatch(r"vinhdanh \d+\.\d+\.\d+\n", told.stdout)
