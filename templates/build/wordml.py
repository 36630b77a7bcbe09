"""The few elements of WordprocessingML that a template needs, as text.

Written out, not edited out of a library's default document, so that a template holds nothing but what
is laid down here.
"""

from __future__ import annotations

import re
from xml.sax.saxutils import escape, quoteattr

#: “ ” — … belong to both scripts; without the hint Word takes the Latin face for them.
_EAST_ASIAN = '<w:rFonts w:hint="eastAsia"/>'
_PIECES = re.compile("([\t\n])")


def element(name: str, /, *content: str, **attributes: str | int) -> str:
    """An element with attributes of the ``w:`` namespace; ``r_id`` gives ``r:id``."""
    given = "".join(
        f" {key.replace('_', ':') if '_' in key else f'w:{key}'}={quoteattr(str(value))}"
        for key, value in attributes.items()
    )
    inside = "".join(content)
    return f"<{name}{given}>{inside}</{name}>" if inside else f"<{name}{given}/>"


def run(text: str, style: str = "", *, properties: str = "") -> str:
    """A run of text; a tab or line break in it becomes one.

    Args:
        text: what is read, tags included.
        style: id of a character style.
        properties: further run properties, in the order of the schema.
    """
    chosen = element("w:rStyle", val=style) if style else ""
    inside = "".join(_piece(piece) for piece in _PIECES.split(text) if piece)
    return element("w:r", element("w:rPr", chosen, _EAST_ASIAN, properties), inside)


def _piece(text: str) -> str:
    if text == "\t":
        return "<w:tab/>"
    if text == "\n":
        return "<w:br/>"
    return f'<w:t xml:space="preserve">{escape(text)}</w:t>'


PAGE_BREAK = element("w:r", element("w:rPr", _EAST_ASIAN), element("w:br", type="page"))
"""A run that takes the rest of a paragraph to the next page."""


def paragraph(style: str, *content: str, properties: str = "") -> str:
    """A paragraph.

    Args:
        style: id of its style.
        content: text, or runs made by :func:`run`.
        properties: further paragraph properties, in the order of the schema.
    """
    runs = "".join(piece if piece.startswith("<w:") else run(piece) for piece in content)
    return element("w:p", element("w:pPr", element("w:pStyle", val=style), properties), runs)


def field(instruction: str, shown: str) -> str:
    """A field such as ``PAGE``; Word computes what is shown."""
    parts = (
        element("w:fldChar", fldCharType="begin"),
        f'<w:instrText xml:space="preserve"> {instruction} </w:instrText>',
        element("w:fldChar", fldCharType="separate"),
        f"<w:t>{shown}</w:t>",
        element("w:fldChar", fldCharType="end"),
    )
    return "".join(element("w:r", element("w:rPr", _EAST_ASIAN), part) for part in parts)


def when(condition: str, *content: str) -> str:
    """Paragraphs that appear if a condition holds; the lines with the tags vanish."""
    return control(f"{{%p if {condition} %}}") + "".join(content) + control("{%p endif %}")


def each(name: str, values: str, *content: str) -> str:
    """Paragraphs once for each of the values; the lines with the tags vanish."""
    return control(f"{{%p for {name} in {values} %}}") + "".join(content) + control("{%p endfor %}")


def choose(*branches: tuple[str, str]) -> str:
    """The first branch whose condition holds; an empty condition always does."""
    lines = []
    for index, (condition, content) in enumerate(branches):
        word = "if" if index == 0 else "elif"
        lines.append(control(f"{{%p {word} {condition} %}}" if condition else "{%p else %}") + content)
    return "".join(lines) + control("{%p endif %}")


def tightened(points: str, *content: str) -> str:
    """Paragraphs whose lines come closer together where a value says how far apart they stand, in points."""
    return control(f"{{%p linespacing {points} %}}") + "".join(content) + control("{%p endlinespacing %}")


def control(tag: str) -> str:
    """A line that holds only a tag."""
    return paragraph("Control", tag)


# Tables ---------------------------------------------------------------------------------------------------


def cell(width: int, *content: str, properties: str = "") -> str:
    """A table cell; ``properties`` in the order of the schema, after the width."""
    return element("w:tc", element("w:tcPr", element("w:tcW", w=width, type="dxa"), properties), *content)


def row(*cells: str, properties: str = "") -> str:
    """A table row; no row breaks across pages."""
    return element("w:tr", element("w:trPr", "<w:cantSplit/>", properties), *cells)


def row_tag(tag: str, widths: tuple[int, ...]) -> str:
    """A row that holds only a tag and vanishes."""
    span = element("w:gridSpan", val=len(widths)) if len(widths) > 1 else ""
    return row(cell(sum(widths), control(tag), properties=span))


def borders(name: str, /, **lines: tuple[str, int, str]) -> str:
    """``w:tblBorders``, ``w:tcBorders`` …: side → kind, eighths of a point, colour."""
    return element(
        name,
        *(
            element(f"w:{side}", val=kind, sz=width, space=0, color=colour)
            for side, (kind, width, colour) in lines.items()
        ),
    )


def table(widths: tuple[int, ...], *rows: str, properties: str = "", margin: int = 0, indent: int = 0) -> str:
    """A table of fixed column widths.

    Args:
        widths: of the columns, in twips.
        rows: made by :func:`row`.
        properties: placed first (``w:tblpPr``) or, if borders, where the schema wants them.
        margin: between a cell's side and its text, in twips.
        indent: of its left edge from the type area's, in twips.
    """
    floating = properties if properties.startswith("<w:tblpPr") else ""
    other = "" if floating else properties
    return element(
        "w:tbl",
        element(
            "w:tblPr",
            floating,
            element("w:tblW", w=sum(widths), type="dxa"),
            element("w:tblInd", w=indent, type="dxa"),
            other,
            element("w:tblLayout", type="fixed"),
            element(
                "w:tblCellMar",
                element("w:left", w=margin, type="dxa"),
                element("w:right", w=margin, type="dxa"),
            ),
        ),
        element("w:tblGrid", *(element("w:gridCol", w=width) for width in widths)),
        *rows,
    )
