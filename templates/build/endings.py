"""The three endings of an official document (GB/T 9704-2012, 7.3.5): sealed, without a seal, with a stamp."""

from __future__ import annotations

from passages import ending, widths_of_date
from styles import chars
from wordml import choose, each, element, paragraph, tightened

_RIGHT = 24
"""Where the date ends, in characters from the left edge."""
_HALF, _THIRD = 12, 8
"""Columns of names in characters: 67 mm for two in a row, 44.5 mm for three, seals being 42 mm wide."""


def chosen_ending(joint: str) -> str:
    """The ending that 落款 names.

    Args:
        joint: the list of further issuers.
    """
    return choose(
        ('落款 == "签名章"', _stamped()),
        ('落款 == "不加盖印章"', _unsealed(joint)),
        (joint, _sealed_jointly()),
        ("", ending()),
    )


def _sealed_jointly() -> str:
    """Two or three names a row, so that each has room for its seal; the last of all over the date (7.3.5.1)."""
    branches = []
    for condition, width in widths_of_date():
        # A date that is still to be written by hand will be eight characters wide.
        last = _RIGHT - (width if width < 11 else 8) / 2
        three = _names(last - 2 * _THIRD, last - _THIRD, last)
        two = _names(last - _HALF, last)
        branches.append((condition, choose(("署名行[0].列 == 3", three), ("", two))))
    return choose(*branches) + paragraph("Date", "{{ 成文日期文字 }}")


def _names(*middles: float) -> str:
    """Lines of names, each in the middle of its column."""
    stops = element("w:tabs", *(element("w:tab", val="center", pos=chars(middle)) for middle in middles))

    def line(style: str) -> str:
        return paragraph(style, "{{ 行.名 }}", properties=stops)

    return each(
        "行",
        "署名行",
        choose(
            ('行.排 == "首"', line("Sealed")),
            # Seals keep their distance, however close the lines stand.
            ('行.排 == "次"', tightened("none", line("SealedNext"))),
            ("", line("SealedMore")),
        ),
    )


def _unsealed(joint: str) -> str:
    """署名, and 成文日期 that begins two characters after it; how far in is told by the values (7.3.5.2)."""
    return (
        paragraph("Unsealed", "{{ 署名前空 }}{{ 单位.全称 }}")
        + each("机关", joint, paragraph("UnsealedNext", "{{ 署名前空 }}{{ 机关 }}"))
        + paragraph("UnsealedDate", "{{ 署名前空 }}\t\t\t\t{{ 成文日期文字 }}")
    )


def _stamped() -> str:
    """The post of each signatory, and room for the stamp on its right (7.3.5.3)."""
    posts = each(
        "职务",
        "签名人职务",
        choose(
            ("loop.first", paragraph("StampPost", "{{ 职务 }}")),
            ("", paragraph("StampPostNext", "{{ 职务 }}")),
        ),
    )
    return posts + paragraph("StampDate", "{{ 成文日期文字 }}")
