"""Colours: which count as red, what they are called, and the red rules of a page."""

from __future__ import annotations

import re

from qijin_docs.check.facts import PageFacts, RuleFacts


def is_red(colour: str) -> bool:
    """Whether a colour ``RRGGBB`` is what an office calls red: much red, little of anything else."""
    if not re.fullmatch(r"[0-9A-Fa-f]{6}", colour):
        return False
    red, green, blue = (int(colour[at : at + 2], 16) for at in (0, 2, 4))
    return red >= 0xB0 and green <= 0x60 and blue <= 0x60


def colour_name(colour: str) -> str:
    """What a clerk calls a colour ``RRGGBB``: ``蓝色``, ``灰色``; ``彩色`` where there is no plain word."""
    if not re.fullmatch(r"[0-9A-Fa-f]{6}", colour):
        return "彩色"
    red, green, blue = (int(colour[at : at + 2], 16) for at in (0, 2, 4))
    least, most = min(red, green, blue), max(red, green, blue)
    if most - least < 0x18:
        return "白色" if least > 0xE8 else "灰色" if most > 0x60 else "深灰色"
    if red == most:
        return "黄色" if green > 0xA0 and blue < 0x80 else "红色" if max(green, blue) < 0x90 else "彩色"
    return ("蓝色" if blue == most else "绿色") if least < 0xA0 else "彩色"


def red_rules(page: PageFacts) -> list[RuleFacts]:
    """The red rules of a page from above; pieces of one line, drawn cell by cell or twice, put together."""
    return joined([rule for rule in page.rules if is_red(rule.colour)])


def joined(rules: list[RuleFacts]) -> list[RuleFacts]:
    """Rules at one height that touch each other as one rule."""
    result: list[RuleFacts] = []
    for rule in sorted(rules, key=lambda rule: (round(rule.y, 1), rule.left)):
        last = result[-1] if result else None
        if last is not None and abs(rule.y - last.y) < 0.15 and rule.left <= last.right + 1:
            result[-1] = RuleFacts(
                min(last.left, rule.left),
                max(last.right, rule.right),
                last.y,
                max(last.thickness, rule.thickness),
                last.colour,
            )
        else:
            result.append(rule)
    return result
