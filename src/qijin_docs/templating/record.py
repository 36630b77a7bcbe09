"""What models, data classes and named tuples are to a template: plain containers whose values have names."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Self


class Record(dict[str, Any]):
    """A record whose values are also found under the English names of their fields.

    Looked through, counted and compared it is a plain mapping of the Chinese names.
    """

    __slots__ = ("_aliases",)

    def __init__(self, values: Mapping[str, Any], aliases: Mapping[str, str]) -> None:
        super().__init__(values)
        self._aliases = aliases

    @property
    def aliases(self) -> tuple[str, ...]:
        """The English names."""
        return tuple(self._aliases)

    def __missing__(self, name: str) -> Any:
        return self[self._aliases[name]]

    def get(self, name: str, default: Any = None) -> Any:
        """The value under either name."""
        try:
            return self[name]
        except KeyError:
            return default

    def __reduce__(self) -> tuple[type[Record], tuple[dict[str, Any], Mapping[str, str]]]:
        return Record, (dict(self), self._aliases)


class NamedItems(tuple[Any, ...]):
    """The items of a named tuple, found by their place and by their name."""

    names: tuple[str, ...]

    def __new__(cls, items: Iterable[Any], names: tuple[str, ...]) -> Self:
        """The items under these names."""
        made = super().__new__(cls, items)
        made.names = names
        return made

    def __reduce__(self) -> tuple[type[NamedItems], tuple[tuple[Any, ...], tuple[str, ...]]]:
        return NamedItems, (tuple(self), self.names)
