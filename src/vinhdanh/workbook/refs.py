"""Finding whom a row means: by key, or by name where the name is nobody else's."""

from __future__ import annotations

from collections import defaultdict

from vinhdanh.merit.text import fold, nearest
from vinhdanh.workbook.cells import show
from vinhdanh.workbook.lexicon import key as word_key
from vinhdanh.workbook.model import Collective, Person, Subject
from vinhdanh.workbook.state import State
from vinhdanh.workbook.table import Row

_POOL = 400


def same_key(key: str) -> str:
    """What two ways to type one key share: capitals and blanks do not matter."""
    return key.replace(" ", "").upper()


def folded(name: str) -> str:
    """What two ways to type one name share when capitals alone are ignored."""
    return name.casefold()


class _Index:
    """Subjects by key, exact name and folded name; and the keys and names of rows that could not be read."""

    def __init__(self) -> None:
        self.keys: dict[str, Subject] = {}
        self.names: defaultdict[str, list[Subject]] = defaultdict(list)
        self.loose: defaultdict[str, list[Subject]] = defaultdict(list)
        self.words: defaultdict[str, list[str]] = defaultdict(list)
        self.lost: set[str] = set()

    def add(self, subject: Subject, keyed: bool) -> None:
        """Makes a subject findable."""
        if keyed:
            self.keys[same_key(subject.key)] = subject
        self.names[folded(subject.name)].append(subject)
        self.loose[word_key(subject.name)].append(subject)
        self.words[fold(subject.name.rpartition(" ")[2])].append(subject.name)

    def lose(self, key: str | None, name: str | None) -> None:
        """Remembers who stood in a row that could not be read."""
        self.lost.update(t for t in (key and "k" + same_key(key), name and "n" + word_key(name)) if t)

    def near(self, name: str) -> str | None:
        """The known name most like this one."""
        pool = self.words.get(fold(name.rpartition(" ")[2]), [])
        return nearest(name, [*pool[:_POOL], *(s.name for s in list(self.keys.values())[:_POOL])], 0.75)


class Directory:
    """All people and units of the workbook."""

    def __init__(self, state: State) -> None:
        self.state = state
        self.people, self.units = _Index(), _Index()

    def add_person(self, person: Person) -> None:
        """Makes a person findable."""
        self.people.add(person, person.key_given)

    def add_unit(self, unit: Collective) -> None:
        """Makes a unit findable."""
        self.units.add(unit, True)

    def lose(self, row: Row, what: str) -> None:
        """Remembers a row of 'Cán bộ' or 'Đơn vị' that could not be read, so that what refers to it is told so."""
        (self.people if what == "person" else self.units).lose(row.get("key"), row.get("name"))

    def unit_key(self, row: Row, column: str) -> str | None:
        """The key of the unit a column names (by key or by name); a problem is noted where there is none."""
        text = row.get(column)
        if text is None:
            return None
        found = self.units.keys.get(same_key(text)) or _only(self.units.names.get(folded(text), []))
        if found is None:
            self._no_unit(row, column, text)
        return found.key if found else None

    def _no_unit(self, row: Row, column: str, text: str) -> None:
        if not self.state.table("units").usable or {"k" + same_key(text), "n" + word_key(text)} & self.units.lost:
            self._depends(row, column, f"đơn vị “{text}”", "Đơn vị")
            return
        keys = [s.key for s in self.units.keys.values()]
        near = nearest(text, keys[:_POOL], 0.6)
        hint = f"Có phải là “{near}”? " if near else ""
        self.state.error(
            row, column, "unknown-unit", f"Đơn vị “{show(text)}” không có ở trang “Đơn vị”.", f"{hint}Hãy thêm đơn vị vào trang “Đơn vị” hoặc sửa mã."
        )

    def _depends(self, row: Row, column: str | tuple[str, ...], who: str, sheet: str) -> None:
        self.state.warn(
            row,
            column,
            "depends-on-unread",
            f"Dòng này chưa được xét vì {who} nằm ở phần chưa đọc được của trang “{sheet}”.",
            f"Hãy sửa lỗi ở trang “{sheet}” trước.",
        )
        row.bad = True

    def subject(self, row: Row, units: bool = True, people: bool = True) -> Subject | None:
        """Whom a row is about; None with a problem noted if that is nobody, or not clear."""
        key, name = row.get("key"), row.get("name")
        indexes = [i for i, wanted in ((self.people, people), (self.units, units)) if wanted]
        if key is None and name is None:
            if not row.bad:
                self.state.error(
                    row, ("key", "name"), "who-missing", "Không ghi mã và tên.", "Hãy ghi mã, hoặc họ tên, như ở trang “Cán bộ” hoặc “Đơn vị”."
                )
            return None
        return self._by_key(row, key, name, indexes) if key is not None else self._by_name(row, str(name), indexes)

    def _by_key(self, row: Row, key: str, name: str | None, indexes: list[_Index]) -> Subject | None:
        found = next((s for i in indexes if (s := i.keys.get(same_key(key)))), None)
        if found is None:
            self._nobody(row, "key", f"mã “{show(key)}”", {"k" + same_key(key)}, name, indexes)
        elif name is not None and word_key(name) != word_key(found.name):
            self.state.error(
                row,
                "name",
                "name-mismatch",
                f"Mã “{key}” là của “{found.name}”, nhưng dòng này ghi “{show(name)}”.",
                "Hãy sửa mã hoặc sửa tên cho khớp.",
            )
        return found

    def _by_name(self, row: Row, name: str, indexes: list[_Index]) -> Subject | None:
        found = [s for i in indexes for s in i.names.get(folded(name), [])] or [s for i in indexes for s in i.loose.get(word_key(name), [])]
        if len(found) == 1 and not any("n" + word_key(name) in i.lost for i in indexes):
            return found[0]
        if found:
            self._ambiguous(row, name, found)
        else:
            self._nobody(row, "name", f"tên “{show(name)}”", {"n" + word_key(name)}, name, indexes)
        return None

    def _ambiguous(self, row: Row, name: str, found: list[Subject]) -> None:
        keys = ", ".join(s.key for s in found[:4])
        self.state.error(
            row,
            "name",
            "ambiguous-name",
            f"Có nhiều người hoặc đơn vị tên “{show(name)}” (mã: {keys}), không rõ là ai.",
            "Hãy ghi thêm mã ở cột “Mã”.",
        )

    def _nobody(self, row: Row, column: str, who: str, marks: set[str], name: str | None, indexes: list[_Index]) -> None:
        sheets = [n for n, i in (("Cán bộ", self.people), ("Đơn vị", self.units)) if i in indexes]
        unusable = [n for n, id_ in (("Cán bộ", "people"), ("Đơn vị", "units")) if n in sheets and not self.state.table(id_).usable]
        if unusable or any(marks & i.lost for i in indexes):
            self._depends(row, column, who, (unusable or sheets)[0])
            return
        near = next((n for i in indexes if (n := i.near(name or ""))), None)
        hint = f"Có phải là “{near}”? " if near else ""
        where = " và ".join(f"“{n}”" for n in sheets)
        self.state.error(
            row, column, "unknown-person", f"Không có ai mang {who} ở trang {where}.", f"{hint}Hãy thêm vào trang {where} hoặc sửa cho khớp."
        )


def _only(found: list[Subject]) -> Subject | None:
    return found[0] if len(found) == 1 else None
