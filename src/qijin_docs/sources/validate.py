"""From located values to a checked model, or to every problem at once in Chinese, each with its place."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from qijin_docs.errors import DataError, Place, Problem, Severity
from qijin_docs.sources.located import Located, Path, where_of
from qijin_docs.sources.prepare import Prepared, placed, prepare
from qijin_docs.sources.sentences import WRONG_TYPES, sentence, wanted_by
from qijin_docs.sources.shapes import Kind, Shape, entries_of
from qijin_docs.text.nearest import suggestion

M = TypeVar("M", bound=BaseModel)
T_co = TypeVar("T_co", covariant=True)
_At = tuple[Path, Problem]


@dataclass(frozen=True, slots=True)
class Validated(Generic[T_co]):
    """A value that passed, and what was repaired or noticed on the way.

    Args:
        value: the model, or a tuple of models.
        notes: notes and warnings with their places: those of the source first, then those of the fields.
    """

    value: T_co
    notes: tuple[Problem, ...] = ()


def validate(model: type[M], located: Located, *, context: Mapping[str, Any] | None = None) -> Validated[M]:
    """The model that the data describes.

    Data may use aliases or Python names. Fields marked with :class:`~.repair.Repair` are read tolerantly.

    Args:
        model: the pydantic model.
        located: the data, a mapping.
        context: validation context; readers and the model's own validators get it.

    Raises:
        DataError: all problems in the order of their places. Codes ``data.…`` for what pydantic finds,
            ``text.…`` for what a reader refuses, and the model's own: a ``PydanticCustomError("data.xxx",
            sentence, {"hint": …})`` keeps its type as the code, one with ``{"flaws": …}`` gives a problem
            for each :class:`~qijin_docs.errors.Flaw`, and a ``DataError`` raised by a validator gives its own
            problems.
    """
    prepared = prepare(Shape(Kind.MODEL, type=model), located, context or {})
    problems = prepared.problems
    try:
        value = model.model_validate(prepared.value, context=context)
    except ValidationError as error:
        problems = problems + _problems(error, prepared, model, ())
        raise DataError(_in_order(problems, located)) from None
    if problems or located.problems:
        raise DataError(_in_order(problems, located))
    return Validated(value, located.notes + tuple(prepared.notes))


def validate_records(
    model: type[M], located: Located, *, context: Mapping[str, Any] | None = None
) -> Validated[tuple[M, ...]]:
    """One model for each record of a table or list.

    A required column that the table lacks is one problem at its head, not one in every row.

    Raises:
        DataError: as :func:`validate`, for all records together; ``data.not_a_list``,
            ``data.missing_column``.
    """
    if not isinstance(located.value, list):
        message = "这里应是列表，一项一条记录"
        raise DataError(Problem("data.not_a_list", message, located.place_of(()), "一项一行，前面写“- ”"))
    problems: list[_At] = []
    models: list[M] = []
    prepared = prepare(Shape(Kind.LIST, inner=(Shape(Kind.MODEL, type=model),)), located, context or {})
    for i, record in enumerate(prepared.value):
        try:
            models.append(model.model_validate(record, context=context))
        except ValidationError as error:
            problems += _problems(error, prepared, model, (i,))
    problems += prepared.problems
    if problems or located.problems:
        raise DataError(_in_order(problems, located))
    return Validated(tuple(models), located.notes + tuple(prepared.notes))


@dataclass(frozen=True, slots=True)
class _Found:
    """An error of pydantic at its path in the data, with the union it stands in and that union's member."""

    error: ErrorDetails
    path: Path
    union: Path | None
    member: str


def _problems(error: ValidationError, prepared: Prepared, model: type[BaseModel], root: Path) -> list[_At]:
    errors = error.errors(include_url=False)
    found = [_find(e, prepared, root) for e in errors]
    problems: list[_At] = []
    for one in _one_member_each(found, prepared, problems):
        if any(one.path[:n] in prepared.refused for n in range(len(one.path) + 1)):
            continue
        if one.error["type"] == "missing" and _no_column(prepared.original(one.path), prepared.located):
            problems.append(((), _missing_column(str(one.path[-1]), prepared.located)))
            continue
        problems += [(one.path, problem) for problem in _worded(one, prepared, model)]
    return problems


def _find(error: ErrorDetails, prepared: Prepared, root: Path) -> _Found:
    """Follows pydantic's path through the data; steps that are not in it are names of union members."""
    value = prepared.value
    for step in root:
        value = value[step]
    path, union, member = root, None, ""
    steps = list(error["loc"])
    if path in prepared.tagged and steps:
        steps.pop(0)
    while steps:
        step = steps.pop(0)
        last = not steps
        inside = isinstance(value, dict) and step in value
        inside |= isinstance(value, list | tuple) and isinstance(step, int) and 0 <= step < len(value)
        if inside or (last and error["type"] == "missing"):
            path = (*path, step)
            value = value[step] if inside else None
            if path in prepared.tagged and steps:
                steps.pop(0)
        elif isinstance(step, int) and not isinstance(value, list):
            continue  # one value stood where a list may stand
        elif union is None and step != "[key]":
            union, member = path, str(step)
    return _Found(error, path, union, member)


def _one_member_each(found: list[_Found], prepared: Prepared, problems: list[_At]) -> list[_Found]:
    """Of the errors of all members of a union only those of the member that was meant."""
    kept = []
    for union in dict.fromkeys(one.union for one in found):
        group = [one for one in found if one.union == union]
        members = list(dict.fromkeys(one.member for one in group))
        if union is None or len(members) == 1:
            kept += group
            continue
        chosen = prepared.chosen.get(union)
        meant = [m for m in members if chosen and re.search(rf"\b{re.escape(chosen)}\b", m)]
        closer = [one.member for one in group if one.error["type"] not in WRONG_TYPES or one.path != union]
        member = (meant or closer or [""])[0]
        if member:
            kept += [one for one in group if one.member == member]
            continue
        wanted = "或".join(dict.fromkeys(wanted_by(one.error["type"]) for one in group))
        message = f"“{_name(union)}”应是{wanted}，这里是“{_shown(group[0].error['input'])}”"
        problem = Problem("data.wrong_type", message, prepared.place(union), "对照样例改正")
        problems.append((union, problem))
    return kept


def _worded(found: _Found, prepared: Prepared, model: type[BaseModel]) -> list[Problem]:
    error, path = found.error, found.path
    kind, context = error["type"], dict(error.get("ctx", {}))
    if kind == "value_error" and isinstance(context.get("error"), DataError):
        return [placed(problem, prepared.place(path)) for problem in context["error"].problems]
    if "flaws" in context:
        flaws = (flaw for flaw in context["flaws"] if flaw.severity is Severity.ERROR)
        return [flaw.at(prepared.place((*path, *flaw.path))) for flaw in flaws]
    if "." in kind:
        return [Problem(kind, error["msg"], prepared.place(path), str(context.get("hint", "")))]
    if kind in ("value_error", "assertion_error"):
        cause = str(context.get("error", "")) or "不合要求"
        return [Problem("data.invalid", f"“{_name(path)}”{cause}", prepared.place(path))]
    place = prepared.key_place(path) if kind == "extra_forbidden" else prepared.place(path)
    if error["input"] is None and kind in WRONG_TYPES:
        kind = "missing"
    if kind.startswith("union_tag"):
        # pydantic names the field both ways, 'kind' | '类别'; the last one is the alias.
        context["tag_name"] = str(context.get("discriminator", "")).split("|")[-1].strip(" '")
    code, message, hint = sentence(kind, _name(path), _shown(error["input"]), context)
    if kind == "extra_forbidden":
        hint = suggestion(str(path[-1]), _siblings(prepared, model, path), hint)
    return [Problem(code, message, place, hint)]


def _siblings(prepared: Prepared, model: type[BaseModel], path: Path) -> list[str]:
    """The keys that may stand where an unknown one was found."""
    owner = prepared.models.get(path[:-1], model)
    return [entry.key for entry in entries_of(owner)]


def _no_column(path: Path, located: Located) -> bool:
    """Whether a field is missing because the table has no such column, and not in one row only."""
    in_a_row = len(path) > 1 and isinstance(path[-2], int)
    return in_a_row and located.columns is not None and path[-1] not in located.columns


def _missing_column(name: str, located: Located) -> Problem:
    head = next(iter((located.columns or {}).values()), Place(located.file))
    return Problem("data.missing_column", f"表里没有“{name}”这一列", head, "在表头补上这一列")


def _in_order(problems: Iterable[_At], located: Located) -> list[Problem]:
    """Each problem once: those of the source, then by line and column, or by row and column of a table."""
    columns = {name: n for n, name in enumerate(located.columns or {})}

    def position(item: _At) -> tuple[int, ...]:
        path, problem = item
        if located.columns is None:
            return (problem.place.line or 0, problem.place.column or 0)
        row = next((n for n, step in enumerate(path) if isinstance(step, int)), len(path))
        if row == len(path):
            return (-1, -1)
        column = str(path[row + 1]) if row + 1 < len(path) else ""
        return (int(path[row]), columns.get(column, len(columns) if column else -1))

    # What is wrong with a cell already needs no second complaint.
    known = {problem.place for problem in located.problems if problem.place.where}
    found = (p for _, p in sorted(problems, key=position) if p.place not in known)
    return list(dict.fromkeys((*located.problems, *found)))


def _name(path: Path) -> str:
    """The field at the end of a path, with its index: 章节, 章节[1]; a record of a list: 第2条."""
    if len(path) == 1 and isinstance(path[0], int):
        return f"第{path[0] + 1}条"
    start = max((n for n, step in enumerate(path) if isinstance(step, str)), default=0)
    return where_of(path[start:]) or "内容"


def _shown(value: Any) -> str:
    if isinstance(value, dict):
        return "一组“名称: 值”"
    if isinstance(value, list | tuple):
        return "列表"
    if isinstance(value, bool):
        return "true" if value else "false"
    text = " ".join(str(value).split())
    return text if len(text) <= 30 else text[:29] + "…"
