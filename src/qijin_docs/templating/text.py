"""Templates of plain text, for sentences that stand in data files: ``全年开展活动{{ 统计.场次 }}场``.

The same sandbox as in Word and Excel, without escaping: the result is text, not XML.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from jinja2 import Template, nodes
from jinja2.meta import find_undeclared_variables

from qijin_docs.errors import Place, RenderError, TemplateError
from qijin_docs.templating.adapt import adapt_values
from qijin_docs.templating.environment import Filters, make_environment
from qijin_docs.templating.faults import explain
from qijin_docs.templating.limits import RenderLimits
from qijin_docs.templating.missing import Missing
from qijin_docs.templating.sandbox import BoundedEnvironment

_SIGNS = ("{{", "{%", "{#")


@dataclass(frozen=True, slots=True)
class CompiledText:
    """A sentence with tags, compiled. Immutable, safe between threads, picklable (it is compiled anew there).

    Args:
        source: the sentence.
        place: where it stands.
        names: the paths it asks for, in their order: ``统计.合计.场次``.
    """

    source: str
    place: Place
    names: tuple[str, ...] = ()
    missing: Missing = "error"
    filters: Filters | None = None
    limits: RenderLimits = field(default_factory=RenderLimits)
    _template: Template | None = field(default=None, repr=False, compare=False)

    def render(self, values: Mapping[str, Any]) -> str:
        """The sentence with its values.

        Raises:
            RenderError: a value is missing or does not fit, or a limit is passed; with the sentence's place.
        """
        if self._template is None:
            return self.source
        taken = adapt_values(values)
        try:
            return self._template.render(taken)
        except Exception as cause:
            raise RenderError(explain(cause, place=self.place, values=taken)) from cause

    def __reduce__(self) -> tuple[Any, ...]:
        return _again, (self.source, self.place, self.missing, self.filters, self.limits)


def compile_text(
    source: str,
    *,
    place: Place | None = None,
    missing: Missing = "error",
    filters: Filters | None = None,
    limits: RenderLimits = RenderLimits(),  # noqa: B008  (immutable)
) -> CompiledText:
    """The sentence, ready to be rendered; a text without tags is kept as it is.

    Raises:
        TemplateError: all that is wrong with its tags, with the sentence's place.
    """
    place = place or Place()
    if not any(sign in source for sign in _SIGNS):
        return CompiledText(source, place, (), missing, filters, limits)
    environment = _environment(missing, limits) if filters is None else _new(missing, limits, filters)
    try:
        tree = environment.parse(source)
        template = environment.from_string(source)
        names = names_in(tree)
    except Exception as cause:
        raise TemplateError(explain(cause, place=place)) from cause
    return CompiledText(source, place, names, missing, filters, limits, template)


def names_in(tree: nodes.Template) -> tuple[str, ...]:
    """Dotted paths that a template asks its values for, each once, in order; loop variables are left out."""
    asked = find_undeclared_variables(tree)
    found: dict[str, None] = {}
    inner: set[int] = set()
    for node in tree.find_all((nodes.Getattr, nodes.Getitem, nodes.Name)):
        if id(node) in inner:
            continue
        steps: list[str] = []
        at: nodes.Node = node
        while not isinstance(at, nodes.Name):
            inner.add(id(at))
            if isinstance(at, nodes.Getattr):
                steps.append(at.attr)
            elif (
                isinstance(at, nodes.Getitem)
                and isinstance(at.arg, nodes.Const)
                and isinstance(at.arg.value, str)
            ):
                steps.append(at.arg.value)
            elif isinstance(at, nodes.Getitem):
                steps.clear()
            else:
                break
            at = at.node
        if isinstance(at, nodes.Name):
            inner.add(id(at))
            if at.name in asked and at.ctx == "load":
                found[".".join([at.name, *reversed(steps)])] = None
    return tuple(found)


def _again(
    source: str, place: Place, missing: Missing, filters: Filters | None, limits: RenderLimits
) -> CompiledText:
    return compile_text(source, place=place, missing=missing, filters=filters, limits=limits)


@lru_cache(maxsize=8)
def _environment(missing: Missing, limits: RenderLimits) -> BoundedEnvironment:
    return _new(missing, limits, None)


def _new(missing: Missing, limits: RenderLimits, filters: Filters | None) -> BoundedEnvironment:
    return make_environment(missing=missing, filters=filters, autoescape=False, limits=limits)
