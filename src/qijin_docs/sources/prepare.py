"""Data made ready for pydantic: one walk along model and data together.

Keys get the one name that pydantic reports, fields left empty are taken as not given, tolerant readers
run where a field is marked for it, and what pydantic would accept in silence (a number as a day, ``true``
as a count) is refused. Every note and refusal has its place.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from pydantic import BaseModel

from qijin_docs.errors import DataError, Place, Problem, Severity
from qijin_docs.sources.located import Located, Path
from qijin_docs.sources.repair import is_raw
from qijin_docs.sources.shapes import Entry, Kind, Shape, entries_of

_SURROGATE = re.compile("[\ud800-\udfff]")
_YES_NO = {"是": True, "否": False}


@dataclass(slots=True)
class Prepared:
    """The data as pydantic gets it, and how to find the way back.

    Args:
        located: the data and its places.
        context: the validation context.
        value: the data made ready; set by :func:`prepare`.
        problems: what was refused, each with its path.
        notes: what was repaired.
        refused: paths that have a problem already.
        tagged: paths at which pydantic puts a union's tag into its own path.
        chosen: path → name of the model taken from a union.
        renamed: path → the key as it stands in the data.
        models: path → the model that the mapping there was walked with.
    """

    located: Located
    context: Mapping[str, Any]
    value: Any = None
    problems: list[tuple[Path, Problem]] = field(default_factory=list)
    notes: list[Problem] = field(default_factory=list)
    refused: set[Path] = field(default_factory=set)
    tagged: set[Path] = field(default_factory=set)
    chosen: dict[Path, str] = field(default_factory=dict)
    renamed: dict[Path, str] = field(default_factory=dict)
    models: dict[Path, type[BaseModel]] = field(default_factory=dict)

    def place(self, path: Path) -> Place:
        """Where the value at a path stands in the data."""
        return self.located.place_of(self.original(path))

    def key_place(self, path: Path) -> Place:
        """Where the key at the end of a path stands in the data."""
        return self.located.place_of_key(self.original(path))

    def original(self, path: Path) -> Path:
        """The path with the keys as they stand in the data."""
        return (
            tuple(self.renamed.get(path[: n + 1], step) for n, step in enumerate(path))
            if self.renamed
            else path
        )

    def refuse(self, path: Path, problem: Problem) -> None:
        """Records a problem at a path."""
        self.problems.append((path, placed(problem, self.place(path))))
        self.refused.add(path)


def placed(problem: Problem, place: Place) -> Problem:
    """The same problem, at a place."""
    return Problem(problem.code, problem.message, place, problem.hint, problem.severity)


def prepare(shape: Shape, located: Located, context: Mapping[str, Any]) -> Prepared:
    """Walks the data along the shape.

    Raises:
        DataError: ``data.half_character`` for text that no file can hold.
    """
    prepared = Prepared(located, context)
    # pydantic 2.14 cannot word an error about such text, so it must not get there.
    if halves := list(_half_characters(located.value, ())):
        message, hint = "文字里有半个字符（\\ud800至\\udfff）", "重新输入这段文字"
        raise DataError(
            [Problem("data.half_character", message, located.place_of(path), hint) for path in halves]
        )
    prepared.value = _walk(prepared, shape, located.value, ())
    return prepared


def _half_characters(value: Any, path: Path) -> Iterator[Path]:
    if isinstance(value, str):
        if not value.isascii() and _SURROGATE.search(value):
            yield path
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from _half_characters(key, path)
            yield from _half_characters(item, (*path, key))
    elif isinstance(value, list | tuple):
        for i, item in enumerate(value):
            yield from _half_characters(item, (*path, i))


def _walk(to: Prepared, shape: Shape, value: Any, path: Path) -> Any:
    if value is None:
        return None
    if shape.kind is Kind.UNION:
        if shape.tagged and isinstance(value, dict):
            to.tagged.add(path)
        member = _member(to, shape, value, path)
        if member is None:
            return value
        shape = member if member.repairs else _with_repairs(member, shape)
    if shape.kind is Kind.MODEL and isinstance(value, dict):
        to.models[path] = shape.type
        return _walk_model(to, entries_of(shape.type), value, path)
    if shape.kind is Kind.DICT and isinstance(value, dict):
        return {key: _walk(to, shape.inner[0], item, (*path, key)) for key, item in value.items()}
    if shape.kind is Kind.LIST and isinstance(value, list | tuple):
        inner = shape.inner
        return [_walk(to, inner[min(i, len(inner) - 1)], item, (*path, i)) for i, item in enumerate(value)]
    if isinstance(value, dict | list | tuple):
        return value
    return _leaf(to, shape, value, path)


def _walk_model(
    to: Prepared, entries: tuple[Entry, ...], value: dict[Any, Any], path: Path
) -> dict[Any, Any]:
    by_key = {entry.key: entry for entry in entries}
    by_name = {entry.name: entry for entry in entries if entry.name not in by_key}
    ready: dict[Any, Any] = {}
    for key, item in value.items():
        entry = by_key.get(key) or by_name.get(key)
        if entry is None:
            ready[key] = item
            continue
        inner = (*path, entry.key)
        if entry.key != key:
            if entry.key in value:
                message = f"“{entry.key}”和“{key}”是同一项，写了两次"
                problem = Problem("data.duplicate_key", message, hint="留下一处")
                to.problems.append(
                    (inner, placed(problem, to.located.place_of_key(to.original((*path, key)))))
                )
                continue
            to.renamed[inner] = key
        # Nothing after the colon, or a blank cell: not given. A field that may be None keeps it.
        if item is None and not entry.shape.none:
            continue
        ready[entry.key] = _walk(to, entry.shape, item, inner)
    return ready


def _leaf(to: Prepared, shape: Shape, value: Any, path: Path) -> Any:
    wanted = shape.type
    texts = (isinstance(wanted, type) and issubclass(wanted, str)) or bool(
        shape.literals and all(isinstance(word, str) for word in shape.literals)
    )
    if texts and isinstance(value, int | float | Decimal) and not isinstance(value, bool):
        # A number keeps the letters it was typed with, see scalars.
        value = str(value)
    if wanted is bool and isinstance(value, str):
        value = _YES_NO.get(value.strip(), value)
    if isinstance(value, bool) and wanted in (int, float, Decimal):
        return _refused(
            to, path, "data.not_a_number", f"要填数，这里是“{'true' if value else 'false'}”", value
        )
    if not shape.repairs and wanted in (date, datetime) and isinstance(value, int | float | Decimal):
        return _refused(to, path, "data.not_a_date", f"“{value}”不是日期", value)
    for repair in shape.repairs:
        if not is_raw(value, wanted):
            break
        try:
            repaired = repair(value, to.context)
        except DataError as error:
            for problem in error.problems:
                to.refuse(path, problem)
            return value
        to.notes += [
            placed(note, to.place(path)) for note in repaired.notes if note.severity is not Severity.ERROR
        ]
        value = repaired.value
    return value


def _refused(to: Prepared, path: Path, code: str, message: str, value: Any) -> Any:
    hint = "写成“2018年6月16日”的样子" if code == "data.not_a_date" else "写成数字"
    to.refuse(path, Problem(code, message, hint=hint))
    return value


def _member(to: Prepared, union: Shape, value: Any, path: Path) -> Shape | None:
    """The member of a union that the value is meant for, if that is clear."""
    if isinstance(value, dict):
        models = [s for s in union.inner if s.kind is Kind.MODEL]
        if models:
            best = max(models, key=lambda s: _likeness(s, value))
            to.chosen[path] = best.type.__name__
            return best
        fitting = [s for s in union.inner if s.kind is Kind.DICT]
    elif isinstance(value, list | tuple):
        fitting = [s for s in union.inner if s.kind is Kind.LIST]
    else:
        fitting = [s for s in union.inner if s.kind is Kind.LEAF]
    return fitting[0] if len(fitting) == 1 else None


def _likeness(shape: Shape, value: dict[Any, Any]) -> tuple[int, int]:
    """How well a mapping fits a model: a tag that is right counts most, then the number of known keys."""
    right, known = 0, 0
    for entry in entries_of(shape.type):
        given = entry.key if entry.key in value else entry.name if entry.name in value else None
        if given is not None:
            known += 1
            literals = entry.shape.literals
            right += (1 if value[given] in literals else -1) if literals and _hashable(value[given]) else 0
    return right, known


def _hashable(value: Any) -> bool:
    return not isinstance(value, dict | list)


def _with_repairs(member: Shape, union: Shape) -> Shape:
    if not union.repairs:
        return member
    return Shape(
        member.kind, member.type, member.inner, member.none, member.tagged, union.repairs, member.literals
    )
