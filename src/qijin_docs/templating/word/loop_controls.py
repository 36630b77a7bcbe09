"""``{% break %}`` and ``{% continue %}``: right only where leaving a turn leaves no element open."""

from __future__ import annotations

from collections.abc import Mapping

from qijin_docs.templating.word.marks import Block, PartSource

CONTROLS = frozenset({"break", "continue"})
#: What a loop outside does not reach into.
_BARRIERS = frozenset({"macro", "call", "for"})


def check_loop_controls(
    part: PartSource, blocks: list[Block], around: Mapping[int, tuple[str, ...]], order: list[int]
) -> None:
    """Note the tags that stand in no loop, or deeper in the document than the tag that opens their loop.

    Args:
        part: the part; faults are noted here.
        blocks: its blocks.
        around: index of a mark → the elements it stands in.
        order: indices of the marks in the order of the document.
    """
    at = {index: position for position, index in enumerate(order)}
    for index in order:
        mark = part.marks[index]
        if mark.keyword not in CONTROLS:
            continue
        holding = [
            block.opening
            for block in blocks
            if block.opening.keyword in _BARRIERS
            and at.get(block.opening.index, len(at)) < at[index] < at.get(block.members[-1].index, -1)
        ]
        loop = max(holding, key=lambda opening: at[opening.index], default=None)
        if loop is None or loop.keyword != "for":
            part.fault(
                "stray_block",
                f"“{mark.source}”不在循环里",
                mark.place,
                "写在 {% for %} 和 {% endfor %} 之间，或删去它",
            )
        elif around.get(index) != around.get(loop.index):
            part.fault(
                "block_crosses",
                f"“{mark.source}”与它所在循环的“{loop.source}”（{loop.place.where}）不在同一层",
                mark.place,
                "整段循环的用 {%p break %} 并独占一段，整行循环的用 {%tr break %} 并独占一行",
            )
