"""A loaded document: plain values, and where each of them stands.

A path is a tuple of keys and indexes: ``("章节", 1, "领域")``. It is written ``章节[1].领域``, counted from
zero as the expressions of templates count.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from qijin_docs.errors import Place, Problem

Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Located:
    """Values and their places.

    Args:
        value: dict, list, str, int, float, Decimal, bool, date, datetime or ``None``.
        places: path → place. A value without an entry stands where its parent stands.
        key_places: path → place of the key, for the message about a key that should not be there.
        notes: what was noticed or repaired while reading; never an error.
        columns: of a table: column name → place in the head.
        problems: errors of a table that do not keep its records from being checked; :func:`~.validate.validate`
            reports them with its own. Without ``defer`` :func:`~.reader.read_source` raises them.
    """

    value: Any
    places: Mapping[Path, Place] = field(default_factory=dict)
    key_places: Mapping[Path, Place] = field(default_factory=dict)
    notes: tuple[Problem, ...] = ()
    columns: Mapping[str, Place] | None = None
    problems: tuple[Problem, ...] = ()

    @classmethod
    def plain(cls, value: Any, file: str | None = None) -> Located:
        """Values that came from a program: only their path is known."""
        return cls(value, {(): Place(file)})

    @property
    def file(self) -> str | None:
        """The file all of it came from."""
        return self.places.get((), Place()).file

    def place_of(self, path: Sequence[str | int]) -> Place:
        """Where the value at ``path`` stands, or would stand: then the place of the nearest parent."""
        path = tuple(path)
        for n in range(len(path), -1, -1):
            found = self.places.get(path[:n])
            if found is not None:
                return self._named(found, path, path[n:])
        return Place(where=where_of(path))

    def place_of_key(self, path: Sequence[str | int]) -> Place:
        """Where the last key of ``path`` stands."""
        path = tuple(path)
        found = self.key_places.get(path)
        return self.place_of(path) if found is None else self._named(found, path, ())

    def at(self, *path: str | int) -> Located:
        """The part at ``path``; its problems are still named from the root of the file.

        Raises:
            KeyError, IndexError, TypeError: if there is none.
        """
        value = self.value
        for step in path:
            value = value[step]
        n = len(path)
        return Located(
            value,
            {(): self.place_of(path)} | {p[n:]: self.place_of(p) for p in self.places if p[:n] == path},
            {p[n:]: self.place_of_key(p) for p in self.key_places if p[:n] == path and len(p) > n},
            self.notes if not path else (),
            self.columns,
            self.problems,
        )

    def under(self, key: str) -> Located:
        """The same values as the entry ``key`` of a mapping: the rows of a table as a field of a document."""
        return Located(
            {key: self.value},
            {(): Place(self.file), **{(key, *p): place for p, place in self.places.items()}},
            {(key, *p): place for p, place in self.key_places.items()},
            self.notes,
            self.columns,
            self.problems,
        )

    def elements(self) -> list[Located]:
        """The elements of a list, each with its places; of anything else the document itself.

        One record of data gives one document, many give many: whoever fills templates asks here.
        """
        if not isinstance(self.value, list):
            return [self]
        # One pass over all places: a register has tens of thousands of them.
        places: list[dict[Path, Place]] = [{(): self.place_of((i,))} for i in range(len(self.value))]
        keys: list[dict[Path, Place]] = [{} for _ in self.value]
        for path in self.places:
            if path:
                places[int(path[0])][path[1:]] = self.place_of(path)
        for path in self.key_places:
            keys[int(path[0])][path[1:]] = self.place_of_key(path)
        return [
            Located(v, places[i], keys[i], (), self.columns, self.problems) for i, v in enumerate(self.value)
        ]

    def _named(self, place: Place, path: Path, rest: Path) -> Place:
        """The place with the path written out; a cell of a table has its own name."""
        if place.where is None:
            # Not by ``replace``, which takes nine times as long: this is asked for every row.
            return Place(place.file, where_of(path), place.line, place.column)
        if not rest or self.columns is not None:
            return place
        inner = where_of(rest) or ""
        return replace(place, where=place.where + (inner if inner.startswith("[") else f".{inner}"))


def where_of(path: Sequence[str | int]) -> str | None:
    """The path as it is shown: ``章节[1].小节[0].领域``; ``None`` for the root."""
    text = ""
    for step in path:
        text += f"[{step}]" if isinstance(step, int) else f".{step}" if text else step
    return text or None
