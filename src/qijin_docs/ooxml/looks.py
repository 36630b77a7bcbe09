"""How cells of a workbook look, as far as the height of a row depends on it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.etree import _Element

#: Excel's own, where a workbook says nothing.
_POINTS = 11.0
#: Alignments that wrap without saying so.
_FILLING = frozenset({"justify", "distributed"})


@dataclass(frozen=True, slots=True)
class Look:
    """One cell format.

    Args:
        points: size of its type.
        wraps: long text goes on in a new line.
        indent: steps of three blanks the text is moved in.
        turned: the text does not run from left to right.
    """

    points: float = _POINTS
    wraps: bool = False
    indent: int = 0
    turned: bool = False


@dataclass(frozen=True, slots=True)
class Looks:
    """The cell formats of a workbook.

    Args:
        formats: by their index.
        digit: pixels a digit of the normal type takes at least: half an em, whatever the typeface. Widths of
            columns are counted in such digits (ISO/IEC 29500-1, 18.3.1.13).
    """

    formats: tuple[Look, ...] = ()
    digit: int = 7

    def of(self, style: int) -> Look:
        """The format a cell names."""
        return self.formats[style] if style < len(self.formats) else Look()


def read_looks(root: _Element | None) -> Looks:
    """The cell formats in the styles part."""
    if root is None:
        return Looks()
    sizes = [_size(font) for font in root.iterfind("{*}fonts/{*}font")] or [_POINTS]
    formats = tuple(_look(element, sizes) for element in root.iterfind("{*}cellXfs/{*}xf"))
    return Looks(formats, max(1, int(sizes[0] * 96 / 72 / 2)))


def _size(font: _Element) -> float:
    size = font.find("{*}sz")
    return _POINTS if size is None else float(size.get("val") or _POINTS)


def _look(element: _Element, sizes: list[float]) -> Look:
    number = int(element.get("fontId") or 0)
    points = sizes[number] if number < len(sizes) else _POINTS
    alignment = element.find("{*}alignment")
    if alignment is None:
        return Look(points)
    return Look(
        points,
        alignment.get("wrapText") in ("1", "true")
        or bool(_FILLING & {alignment.get("horizontal"), alignment.get("vertical")}),
        int(alignment.get("indent") or 0),
        alignment.get("textRotation", "0") != "0",
    )
