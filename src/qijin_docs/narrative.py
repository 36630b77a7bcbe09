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
from qijin_docs.templating.adapt import take
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
    sources = frozenset(text for _, text in expressions(model))
    if not sources:
        return model
    taken = take(values)

    def evaluate(text: Narrative, path: Path) -> str:
        return _evaluate(text, taken, sources, place_of(path), problems)

    done = _walk(model, (), evaluate)
    if problems:
        raise DataError(problems)
    return done  # type: ignore[no-any-return]  # _walk gives back the type it was given


def _walk(value: Any, path: Path, evaluate: Callable[[Narrative, Path], str]) -> Any:
    if isinstance(value, Narrative):
        return evaluate(value, path)
    if isinstance(value, tuple):
        items = tuple(_walk(v, (*path, i), evaluate) for i, v in enumerate(value))
        return items if any(new is not old for new, old in zip(items, value, strict=True)) else value
    if isinstance(value, BaseModel):
        changed = {}
        for name, field in type(value).model_fields.items():
            old = getattr(value, name)
            new = _walk(old, (*path, field.alias or name), evaluate)
            if new is not old:
                changed[name] = new
        return value.model_copy(update=changed) if changed else value
    return value


def _evaluate(
    text: Narrative, values: Mapping[str, Any], sources: frozenset[str], place: Place, problems: list[Problem]
) -> str:
    if "{" not in text:
        return text
    try:
        done = str(compile_text(text, place=place).render(values))
    except QijinError as exc:
        problems.extend(exc.problems)
        return text
    if any(source in done for source in sources):
        # It would be printed with its braces: everything is evaluated once, nothing twice.
        message = "引用了另一段自己也含有表达式的文字，引到的是没有算过的原文"
        problems.append(Problem("data.nested_expression", message, place, "请直接引用那段文字里的数"))
    return done


def expressions(model: BaseModel) -> Iterator[tuple[Path, str]]:
    """Yield path and text of every narrative that holds an expression."""

    def walk(value: Any, path: Path) -> Iterator[tuple[Path, str]]:
        if isinstance(value, Narrative):
            if any(sign in value for sign in ("{{", "{%", "{#")):
                yield path, str(value)
        elif isinstance(value, tuple):
            for index, item in enumerate(value):
                yield from walk(item, (*path, index))
        elif isinstance(value, BaseModel):
            for name, field in type(value).model_fields.items():
                yield from walk(getattr(value, name), (*path, field.alias or name))

    yield from walk(model, ())
