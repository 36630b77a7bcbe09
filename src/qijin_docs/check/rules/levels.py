"""Numbers of headings: in order, one level below the other (7.3.3).

一、 with 1. directly below is accepted practice, and so is a short paper whose only level is （一）.
"""

from __future__ import annotations

from collections.abc import Iterator

from qijin_docs.check.elements import Elements, HeadingAt
from qijin_docs.check.facts import Facts, Paragraph
from qijin_docs.check.report import Finding, finding
from qijin_docs.check.wordings import units
from qijin_docs.text.numerals import heading_number


def heading_order(facts: Facts, elements: Elements) -> Iterator[Finding]:
    """7.3.3: 一、 （一） 1. （1）, no level left out (一、 and 1. alone are usual), numbers without gap or repetition."""
    for start, end in units(elements):
        counts = [0, 0, 0, 0]
        for heading in (h for h in elements.headings if start <= h.index < end):
            paragraph = facts.paragraphs[heading.index]
            level = heading.level
            if not heading.alone and heading_number(level, heading.number + 1) in paragraph.shown:
                continue  # （1）…（2）… in one paragraph are items, no headings
            if level == 4 and heading.number == 1 and any(counts[:2]) and not counts[2]:
                yield _order(
                    "check.level_skipped",
                    f"“{heading_number(level, 1)}”上面缺一级标题序号",
                    paragraph,
                    heading,
                )
            wanted = counts[level - 1] + 1
            if heading.number not in (wanted, 1):
                said = heading_number(level, heading.number)
                yield _order(
                    "check.heading_sequence",
                    f"标题序号“{said}”不连续，这里应是“{heading_number(level, wanted)}”",
                    paragraph,
                    heading,
                )
            elif heading.number == 1 and counts[level - 1] and level == 1:
                yield _order("check.heading_sequence", "标题序号“一、”又从头编起", paragraph, heading)
            counts[level - 1] = heading.number
            counts[level:] = [0] * (4 - level)


def _order(code: str, message: str, paragraph: Paragraph, heading: HeadingAt) -> Finding:
    return finding(
        code,
        message,
        paragraph,
        hint="层次序数依次用一、（一）1.（1），同一级连续编号",
        quote=paragraph.text.strip()[: len(heading_number(heading.level, heading.number))],
    )


RULES = (heading_order,)
