"""Jinja's context with a budget: what filters and loops of one rendering spend from."""

from __future__ import annotations

from jinja2.runtime import Context

from qijin_docs.templating.limits import Budget, RenderLimits


class BoundedContext(Context):
    """A Jinja context that counts the steps of its rendering."""

    _budget: Budget | None = None

    @property
    def budget(self) -> Budget:
        """Steps and time left; the clock starts when it is first asked for."""
        if self._budget is None:
            limits: RenderLimits = self.environment.limits  # type: ignore[attr-defined]
            self._budget = Budget(limits)
        return self._budget
