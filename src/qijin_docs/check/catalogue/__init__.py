"""The list of what is asked: code, clause, force, what is measured, what is let pass.

Rules take clause and force from here, and so does the list that a user sees.
"""

from __future__ import annotations

from types import MappingProxyType

from qijin_docs.check.catalogue.asked import FORMAT, NUMERALS, PUNCTUATION, RULES_OF_WORK, Asked, Force
from qijin_docs.check.catalogue.by_hand import BY_HAND
from qijin_docs.check.catalogue.layout import LAYOUT
from qijin_docs.check.catalogue.text import TEXT

__all__ = [
    "ASKED",
    "BY_HAND",
    "FORMAT",
    "NUMERALS",
    "PUNCTUATION",
    "RULES_OF_WORK",
    "Asked",
    "Force",
]

ASKED = MappingProxyType({asked.code: asked for asked in (*LAYOUT, *TEXT)})
"""Code → what is asked, in the order of the clauses."""
