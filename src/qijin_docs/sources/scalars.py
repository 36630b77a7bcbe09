"""When a piece of text is a number: only if writing the number gives the same text again.

So 2018 and 6.10 are numbers that lose nothing, while 007, 1_000, +3, 1e3, ２０ and 13:30 stay text, and a
field that wants text gets back exactly what was typed.
"""

from __future__ import annotations

import re
from decimal import Decimal

_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]{0,29})(\.[0-9]{1,30})?")


def number_or_text(text: str) -> int | Decimal | str:
    """``int``, ``Decimal`` or the text itself. ``-0`` stays text, since the number would lose its sign."""
    found = _NUMBER.fullmatch(text)
    if not found or text == "-0":
        return text
    return Decimal(text) if found[1] else int(text)
