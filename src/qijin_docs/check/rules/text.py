"""All rules about what is written, in the order in which a reader would ask."""

from __future__ import annotations

from qijin_docs.check.rules import (
    arithmetic,
    attached,
    blanks,
    citations,
    claims,
    counts,
    dates,
    genre,
    levels,
    marks,
    numerals,
    punctuation,
    short_names,
    slips,
    structure,
    upward,
)

TEXT_RULES = (
    *structure.RULES,
    *genre.RULES,
    *upward.RULES,
    *levels.RULES,
    *attached.RULES,
    *marks.RULES,
    *punctuation.RULES,
    *numerals.RULES,
    *dates.RULES,
    *arithmetic.RULES,
    *slips.RULES,
    *counts.RULES,
    *citations.RULES,
    *claims.RULES,
    *short_names.RULES,
    *blanks.RULES,
)
