"""The one place where a Jinja environment is made, for Word, Excel and plain text."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from qijin_docs.templating.bounded import hidden_filters
from qijin_docs.templating.filters import make_filters
from qijin_docs.templating.keeping import KEPT, kept
from qijin_docs.templating.limits import RenderLimits
from qijin_docs.templating.missing import POLICIES, Missing
from qijin_docs.templating.printing import printed_as_text
from qijin_docs.templating.sandbox import BoundedEnvironment

Filters = Mapping[str, Callable[..., Any]]


def make_environment(
    *,
    missing: Missing = "error",
    filters: Filters | None = None,
    autoescape: bool = True,
    limits: RenderLimits = RenderLimits(),  # noqa: B008  (immutable)
    finalize: Callable[[Any], Any] | None = printed_as_text,
) -> BoundedEnvironment:
    """A sandboxed, bounded environment, to be shared by templates and threads; no rendering leaves a trace.

    Give it values that :func:`qijin_docs.templating.adapt.adapt_values` has taken in; objects of other types
    have no attributes here. Compiling raises ``TemplateError`` for what is not permitted (place: the line)
    and Jinja's own ``TemplateSyntaxError``; :func:`qijin_docs.templating.faults.explain` turns whatever was
    raised into problems.

    Args:
        missing: what a name without value does: ``error``, ``blank``, ``keep``.
        filters: the caller's own filters, by name; trusted.
        autoescape: ``&<>"'`` of values are escaped; off only for plain text.
        limits: bounds of one rendering.
        finalize: what each printed value passes through; ``None`` if the engine does it itself.
    """
    environment = BoundedEnvironment(
        limits,
        undefined=POLICIES[missing],
        autoescape=autoescape,
        finalize=finalize,
        keep_trailing_newline=True,
        extensions=["jinja2.ext.loopcontrols"],
    )
    environment.filters = {**make_filters(limits, filters), **hidden_filters(limits), KEPT: kept}
    if not autoescape:
        # Text is escaped once, when it is written into its part, or never; asking for it must not do it here.
        environment.filters |= dict.fromkeys(("e", "escape", "forceescape"), _itself)
    return environment


def _itself(value: Any) -> Any:
    return value
