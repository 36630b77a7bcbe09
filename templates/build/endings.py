"""The three endings of an official document (GB/T 9704-2012, 7.3.5): sealed, without a seal, with a stamp."""

from __future__ import annotations

from passages import ending
from wordml import choose, each, paragraph


def chosen_ending(joint: str) -> str:
    """The ending that 落款 names.

    Args:
        joint: the list of further issuers.
    """
    return choose(
        ('落款 == "签名章"', _stamped()),
        ('落款 == "不加盖印章"', _unsealed(joint)),
        ("", ending(joint=joint)),
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
