"""The rules, by clause. A rule is one small function of facts and elements that yields what it has to say.

Its docstring gives the clause, what it asks, why, and the remedy. A rule never opens a file. What it cannot
look at it says as :class:`~qijin_docs.check.report.Unverified`, it never stays silent about it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from qijin_docs.check.elements import Elements, Said
from qijin_docs.check.facts import Facts
from qijin_docs.check.rules.layout import LAYOUT_RULES
from qijin_docs.check.rules.text import TEXT_RULES

Rule = Callable[[Facts, Elements], Iterator[Said]]

RULES: tuple[Rule, ...] = (*LAYOUT_RULES, *TEXT_RULES)
"""All rules, in the order in which they are asked."""
