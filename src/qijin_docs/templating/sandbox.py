"""The Jinja environment of both engines: a template sees data and a short list of functions, nothing else.

Jinja's own sandbox forbids what is known to be harmful, and has been escaped four times in ten years
(CVE-2019-10906, CVE-2024-56201, CVE-2024-56326, CVE-2025-27516). This one permits what is known to be needed:
attributes and methods by the table in :mod:`.methods`, calls of those alone, filters by the table in
:mod:`.filters`, all of it bounded by :mod:`.limits`. And every template is read before it is compiled
(:mod:`.screening`), so that most of what would be refused later is refused with its line.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from jinja2 import Undefined, nodes
from jinja2.exceptions import SecurityError
from jinja2.runtime import BlockReference, Context, LoopContext, Macro
from jinja2.sandbox import SandboxedEnvironment
from jinja2.utils import Cycler, Joiner, Namespace

from qijin_docs.errors import Problem, RenderError, TemplateError
from qijin_docs.templating.bounded import arithmetic, bounded_tree, weighed_dict
from qijin_docs.templating.context import BoundedContext
from qijin_docs.templating.keeping import kept_outputs
from qijin_docs.templating.limits import RenderLimits
from qijin_docs.templating.methods import MAPPING, SafeFunction, attribute
from qijin_docs.templating.missing import KeptMissing, StrictMissing
from qijin_docs.templating.record import NamedItems
from qijin_docs.templating.screening import screen, with_plain_blocks

_CALLABLE = (SafeFunction, Macro, LoopContext, Joiner)


class BoundedEnvironment(SandboxedEnvironment):
    """The environment. Made by :func:`qijin_docs.templating.environment.make_environment`."""

    context_class = BoundedContext
    intercepted_binops = frozenset({"+", "*", "**", "%"})
    limits: RenderLimits
    #: What is made of the output of a macro or of a turn of a recursive loop before a template sees it.
    captured: Callable[[Any], Any] | None = None

    def __init__(self, limits: RenderLimits, **options: Any) -> None:
        self.limits = limits
        super().__init__(**options)
        self.globals = {
            "range": SafeFunction("range", limits.check_range),
            "dict": SafeFunction("dict", weighed_dict, limits),
            "namespace": SafeFunction("namespace", Namespace),
            "cycler": SafeFunction("cycler", Cycler),
            "joiner": SafeFunction("joiner", Joiner),
        }

    # -- reading and compiling ------------------------------------------------------------------------------

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        tree = with_plain_blocks(super()._parse(source, name, filename))
        if issubclass(self.undefined, KeptMissing):
            kept_outputs(tree, source, self)
        return tree

    def _generate(
        self, source: nodes.Template, name: str | None, filename: str | None, defer_init: bool = False
    ) -> str:
        # Every way into a compiled template passes here: strings, trees, single expressions.
        problems = screen(source, self)
        if problems:
            raise TemplateError(problems)
        return super()._generate(bounded_tree(source), name, filename, defer_init)

    # -- what a template may reach --------------------------------------------------------------------------

    def getattr(self, obj: Any, attribute: str) -> Any:
        """``项.名``: a key of a mapping, else an attribute or method that is permitted."""
        if isinstance(obj, dict):
            try:
                return obj[attribute]
            except KeyError:
                pass
        return self._reach(obj, attribute)

    def getitem(self, obj: Any, argument: Any) -> Any:
        """``项["名"]``, ``项[0]``, ``项[:3]``: an item, else as :meth:`getattr`."""
        if isinstance(obj, (dict, list, tuple, str, range)):
            try:
                return obj[argument]
            except (TypeError, LookupError, ValueError):
                pass
        if isinstance(argument, str):
            return self._reach(obj, str(argument))
        if isinstance(obj, StrictMissing):
            return obj.below(argument)
        # Named by what can be told; anything else has no name that is the same each time.
        return self.undefined(obj=obj, name=f"[{argument}]" if isinstance(argument, int) else "[…]")

    def _reach(self, obj: Any, name: str) -> Any:
        if name.startswith("_"):
            raise SecurityError(name)
        if isinstance(obj, StrictMissing):
            return obj.below(name)
        if isinstance(obj, Mapping):
            if name in MAPPING:
                return SafeFunction(name, MAPPING[name], self.limits, obj)
        elif isinstance(obj, NamedItems) and name in obj.names:
            return obj[obj.names.index(name)]
        elif isinstance(obj, Namespace):
            try:
                return getattr(obj, name)
            except AttributeError:
                return self.undefined(name=name)
        else:
            found = attribute(self.limits, obj, name)
            if found is not None:
                return found
        return self.undefined(obj=obj, name=name)

    def call(__self, __context: Context, __obj: Any, *args: Any, **kwargs: Any) -> Any:  # noqa: N805, PYI063
        """Call what a template may call; each call is a step."""
        if isinstance(__obj, StrictMissing):
            return __obj(*args, **kwargs)
        if not isinstance(__obj, _CALLABLE) or isinstance(__obj, BlockReference):
            raise SecurityError(type(__obj).__name__)
        assert isinstance(__context, BoundedContext)
        steps = 1
        if isinstance(__obj, LoopContext) and args and isinstance(args[0], (list, tuple, dict, str)):
            steps += len(args[0])  # a recursive loop begins anew
        __context.budget.spend(steps)
        result = __context.call(__obj, *args, **kwargs)
        if __self.captured is not None and isinstance(__obj, (Macro, LoopContext)):
            return __self.captured(result)
        return result

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:  # noqa: ARG002
        """Nothing is reached by way of Jinja's own rules."""
        return False

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
        """``+ * ** %`` within bounds."""
        assert isinstance(context, BoundedContext)
        return arithmetic(self.limits, context.budget, operator, left, right)

    def concat(self, pieces: Iterable[str]) -> str:
        """The pieces of a part, a macro or a block as one text, if that is not too long."""
        parts = list(pieces)
        length = sum(map(len, parts))
        if length > self.limits.output:
            raise RenderError(
                Problem(
                    "limit.output",
                    f"生成的内容有 {length} 字，超过上限 {self.limits.output} 字",
                    hint="检查模板里的循环，或把数据分成几份",
                )
            )
        return "".join(parts)


def is_missing(value: object) -> bool:
    """Whether evaluation found no value."""
    return isinstance(value, Undefined)
