"""Narrative text with expressions → plain text: figures in sentences come from the register.

``全年开展活动{{ 统计.合计.活动场次 }}场`` is evaluated once, in the templates' own sandbox. Only fields
of type :class:`~qijin_docs.models.fields.Narrative` are; braces anywhere else are text.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, TypeVar

from pydantic import BaseModel

from qijin_docs.errors import DataError, Place, Problem, QijinError
from qijin_docs.models.fields import Narrative
from qijin_docs.templating.text import compile_text

Path = tuple[str | int, ...]
M = TypeVar("M", bound=BaseModel)


def evaluate_narrative(
    model: M,
    values: Mapping[str, Any],
    *,
    place_of: Callable[[Path], Place] = lambda path: Place(None, str(path)),
) -> M:
    """The same model with every expression in its narrative evaluated.

    Args:
        model: any model; nested models and tuples are walked.
        values: names that expressions may use.
        place_of: path (Chinese names) → place, for messages.

    Raises:
        DataError: all expressions that are wrong or name something that is not there.
    """
    problems: list[Problem] = []
    done = _walk(model, values, (), place_of, problems)
    if problems:
        raise DataError(problems)
    return done  # type: ignore[no-any-return]  # _walk gives back the type it was given


def _walk(
    value: Any,
    values: Mapping[str, Any],
    path: Path,
    place_of: Callable[[Path], Place],
    problems: list[Problem],
) -> Any:
    if isinstance(value, Narrative):
        return _evaluate(value, values, path, place_of, problems)
    if isinstance(value, tuple):
        items = tuple(_walk(v, values, (*path, i), place_of, problems) for i, v in enumerate(value))
        return items if any(new is not old for new, old in zip(items, value, strict=True)) else value
    if isinstance(value, BaseModel):
        changed = {}
        for name, field in type(value).model_fields.items():
            old = getattr(value, name)
            new = _walk(old, values, (*path, field.alias or name), place_of, problems)
            if new is not old:
                changed[name] = new
        return value.model_copy(update=changed) if changed else value
    return value


def _evaluate(
    text: Narrative,
    values: Mapping[str, Any],
    path: Path,
    place_of: Callable[[Path], Place],
    problems: list[Problem],
) -> str:
    if "{" not in text:
        return text
    try:
        return str(compile_text(text, place=place_of(path)).render(values))
    except QijinError as exc:
        problems.extend(exc.problems)
        return text


def expressions(model: BaseModel) -> Iterator[tuple[Path, str]]:
    """Yield path and text of every narrative that holds an expression."""

    def walk(value: Any, path: Path) -> Iterator[tuple[Path, str]]:
        if isinstance(value, Narrative):
            if "{{" in value or "{%" in value:
                yield path, str(value)
        elif isinstance(value, tuple):
            for index, item in enumerate(value):
                yield from walk(item, (*path, index))
        elif isinstance(value, BaseModel):
            for name, field in type(value).model_fields.items():
                yield from walk(getattr(value, name), (*path, field.alias or name))

    yield from walk(model, ())
