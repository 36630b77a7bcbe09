"""What subdocuments bring into the parts of a document that are not text: styles and lists."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(slots=True)
class Added:
    """What subdocuments bring into the other parts of a document.

    Args:
        styles: id → style, as XML.
        forms: new forms of lists (``w:abstractNum``), as XML.
        lists: new lists (``w:num``), as XML.
        numbers: (document, number of a list there) → number here.
    """

    styles: dict[str, str] = field(default_factory=dict)
    forms: list[str] = field(default_factory=list)
    lists: list[str] = field(default_factory=list)
    numbers: dict[tuple[int, str], str] = field(default_factory=dict)


def with_added_styles(styles: bytes, added: Added) -> bytes:
    """``styles.xml`` with the styles that came along."""
    return styles.replace(b"</w:styles>", "".join(added.styles.values()).encode() + b"</w:styles>")
