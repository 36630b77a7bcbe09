"""The page of GB/T 9704-2012 in twips (1/20 pt), and the section that lays it out.

Twenty-two lines and twenty-eight characters fill the type area of 156 × 225 mm (5.2.1, 5.2.3). Both are
reached without a character grid, which LibreOffice and Word lay out differently: lines are exactly 579
twips high (the largest whole number that leaves room for 22), and characters of 16 pt stand 5 twips
closer (16 pt × 28 would be 6 pt too wide).
"""

from __future__ import annotations

from wordml import element

TWIPS_A_MM = 1440 / 25.4


def mm(value: float) -> int:
    """Millimetres in twips."""
    return round(value * TWIPS_A_MM)


PAPER = (11906, 16838)
TOP, BOTTOM, LEFT, RIGHT = mm(37), mm(35), mm(28), mm(26)
WIDTH = PAPER[0] - LEFT - RIGHT
"""Width of the type area: 156 mm."""
LINE = 579
"""One line."""
TIGHTER = -5
"""What is added to the advance of each character of 三号."""
CHARACTER = 320 + TIGHTER
"""Advance of one character of 三号: 15.75 pt."""

TABLE_ROW = mm(6.2)
"""Least height of a row in a table of figures."""

#: Distance of the footer from the paper's edge, so that the dash lies 7 mm below the type area (7.5).
FOOTER = mm(25.4)
FIRST_FOOTER = mm(20)
"""The same where the first page of a letter has its double rule 20 mm above the edge (10.1)."""


def section(*, own_first: bool = False) -> str:
    """The properties of the only section: paper, margins, and a footer each for odd and even pages.

    Args:
        own_first: the first page has a footer of its own.
    """
    return element(
        "w:sectPr",
        element("w:footerReference", type="default", r_id="footerOdd"),
        element("w:footerReference", type="even", r_id="footerEven"),
        element("w:footerReference", type="first", r_id="footerFirst") if own_first else "",
        element("w:pgSz", w=PAPER[0], h=PAPER[1]),
        element(
            "w:pgMar",
            top=TOP,
            right=RIGHT,
            bottom=BOTTOM,
            left=LEFT,
            header=mm(15),
            gutter=0,
            footer=FIRST_FOOTER if own_first else FOOTER,
        ),
        "<w:titlePg/>" if own_first else "",
    )
