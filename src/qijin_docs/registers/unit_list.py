"""Which unit a returned file is of: by what it says, by its name, by the folder it lies in; and who has sent nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path, PurePath

from qijin_docs.models import OrganBook
from qijin_docs.registers.made_out import read_recipients
from qijin_docs.sources import read_source
from qijin_docs.sources.headings import squeezed
from qijin_docs.sources.validate import validate

_YAML = (".yaml", ".yml", ".json")


@dataclass(frozen=True, slots=True)
class UnitList:
    """The units that owe a form.

    Args:
        names: full names, in the order of the list.
        spellings: every way a unit is written → its full name; also those that owe nothing.
        own: full name of the unit that collects; its own files are welcome, and its activities are counted.
    """

    names: tuple[str, ...]
    spellings: Mapping[str, str]
    own: str = ""

    @property
    def hosts(self) -> tuple[str, ...]:
        """The units whose activities are counted."""
        return (self.own, *self.names) if self.own else self.names

    @classmethod
    def of(cls, names: Iterable[str], short: Mapping[str, str] | None = None) -> UnitList:
        """A list of full names; ``short`` maps further spellings to them."""
        names = tuple(dict.fromkeys(names))
        return cls(
            names,
            {squeezed(name): name for name in names} | {squeezed(s): n for s, n in (short or {}).items()},
        )

    @classmethod
    def of_book(cls, book: OrganBook) -> UnitList:
        """The organs below our own."""
        own, below = book.own_organ(), book.subordinates()
        short = {n: o.name for o in (own, *below) for n in (o.name, o.short_name) if n}
        return replace(cls.of((o.name for o in below), short), own=own.name)

    @classmethod
    def read(cls, path: str | Path) -> UnitList:
        """The units of a list in a table, or those below our own of a 单位.yaml.

        Raises:
            DataError: as :func:`~.made_out.read_recipients`.
        """
        path = Path(path)
        if path.suffix.lower() in _YAML:
            return cls.of_book(validate(OrganBook, read_source(path)).value)
        return cls.of(recipient.unit for recipient in read_recipients(path))

    def find(self, name: str) -> str | None:
        """The full name of a unit that is written so, or ``None``."""
        return self.spellings.get(squeezed(name))

    def in_path(self, file: str) -> str | None:
        """The one unit whose name stands in a file's name, or else in that of its folder."""
        path = PurePath(file)
        for part in (path.stem, path.parent.name):
            found = {full for spelt, full in self.spellings.items() if spelt in squeezed(part)}
            if len(found) == 1:
                return found.pop()
        return None
