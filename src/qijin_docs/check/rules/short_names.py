"""Short names: said once what they stand for, and before they are used (8.3)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from qijin_docs.check.elements import Elements
from qijin_docs.check.facts import Facts, Paragraph
from qijin_docs.check.report import Finding, finding
from qijin_docs.check.wordings import units
from qijin_docs.text.reading import shown

_DECLARED = re.compile(r"（以下(?:统称|简称)：?[“《]?([^“”《》（）]{2,20})[”》]?）")


def declared_once_and_first(facts: Facts, elements: Elements) -> Iterator[Finding]:
    """A short name in quotation marks or 《》 is explained before its first use, and only once."""
    for start, end in units(elements):
        running = [paragraph for i, paragraph in elements.running() if start <= i < end]
        seen: dict[str, Paragraph] = {}
        for position, paragraph in enumerate(running):
            for found in _DECLARED.finditer(paragraph.text):
                name = found[1]
                if name in seen:
                    yield _habit(
                        "check.short_name_twice",
                        f"简称“{shown(name)}”前面已经说明过",
                        paragraph,
                        "只在第一次出现时说明",
                        found[0],
                    )
                    continue
                seen[name] = paragraph
                before = [*(p.text for p in running[:position]), paragraph.text[: found.start()]]
                if any(f"《{name}》" in text or f"“{name}”" in text for text in before):
                    yield _habit(
                        "check.short_name_late",
                        f"简称“{shown(name)}”在说明之前已经用过",
                        paragraph,
                        "把“以下简称”移到第一次出现的地方",
                        found[0],
                    )


def _habit(code: str, message: str, paragraph: Paragraph, hint: str, quote: str) -> Finding:
    return finding(code, message, paragraph, hint=hint, quote=quote)


RULES = (declared_once_and_first,)
