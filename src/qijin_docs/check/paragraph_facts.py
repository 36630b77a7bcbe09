"""Facts of one paragraph of a .docx: its pieces of text and its effective format."""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast

from lxml import etree

from qijin_docs.check.facts import Alignment, Border, Indents, LineRule, Paragraph, Run
from qijin_docs.check.list_numbers import ListNumbers
from qijin_docs.check.spots import Spot, border, whole
from qijin_docs.ooxml.list_levels import Format, Setting
from qijin_docs.ooxml.styles import Styles, is_on
from qijin_docs.ooxml.wordml import PPR, RPR, SIGNS, M, P, T, w

_ALIGNMENTS: dict[str, Alignment] = {
    "left": "left",
    "start": "left",
    "right": "right",
    "end": "right",
    "center": "center",
    "both": "both",
    "lowKashida": "both",
    "mediumKashida": "both",
    "highKashida": "both",
    "distribute": "distribute",
    "thaiDistribute": "distribute",
}
#: Text in these is not what the reader sees: deleted, moved away, or a second form for older programs.
_UNSEEN = frozenset(
    {
        P,
        PPR,
        w("del"),
        w("moveFrom"),
        "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback",
    }
)
_RUNS = frozenset({w("r"), f"{{{M}}}r"})
_BREAK = w("br")
_NO_LINE_BREAKS = frozenset({"page", "column"})


class ParagraphReader:
    """Reads the paragraphs of one part; remembers formats of runs, which repeat all the time."""

    def __init__(self, styles: Styles, numbers: ListNumbers) -> None:
        self._styles = styles
        self._numbers = numbers
        self._formats: dict[tuple[str | None, str | None, bytes], Format] = {}

    def read(self, spot: Spot) -> Paragraph:
        """The facts of the paragraph at a spot; part, area and section are filled in by the caller."""
        element = spot.element
        table_style = _table_style(spot.table_element)
        style, form, level = self._styles.paragraph(element.find(PPR), table_style=table_style)
        runs = tuple(self._runs(element, style, table_style))
        spacing, borders = form.get("spacing", {}), form.get("pBdr", {})
        outline = form.get("outlineLvl", {}).get("val")
        return Paragraph(
            text="".join(run.text for run in runs),
            runs=runs,
            style=self._styles.name(style),
            alignment=_ALIGNMENTS.get(form.get("jc", {}).get("val", ""), "left"),
            indents=_indents(form.get("ind", {})),
            line=whole(spacing.get("line"), 240),
            line_rule=cast("LineRule", spacing.get("lineRule", "auto")),
            before=_space(spacing, "before"),
            after=_space(spacing, "after"),
            numbering=self._numbers.next(form["numPr"], level) if level is not None else "",
            outline=int(outline) if outline is not None and outline.isdigit() and outline != "9" else None,
            page_break_before=is_on(form, "pageBreakBefore") or _begins_with_break(element),
            in_table=spot.table > 0,
            in_text_box=spot.in_text_box,
            in_frame="framePr" in form,
            table=spot.table,
            row=spot.row,
            column=spot.column,
            number=spot.number,
            above=_line(borders, "top") or spot.above,
            below=_line(borders, "bottom") or spot.below,
        )

    def _runs(self, paragraph: etree._Element, style: str | None, table_style: str | None) -> Iterator[Run]:
        for element in _visible(paragraph):
            text = "".join(_pieces(element))
            if not text:
                continue
            settings = element.find(RPR)
            key = (style, table_style, b"" if settings is None else etree.tostring(settings, with_tail=False))
            if key not in self._formats:
                self._formats[key] = self._styles.run(style, settings, table_style=table_style)
            form = self._formats[key]
            if not is_on(form, "vanish"):
                yield _run(text, form)


def _run(text: str, form: Format) -> Run:
    fonts = form.get("rFonts", {})
    size = form.get("sz", {}).get("val")
    colour = form.get("color", {}).get("val", "auto")
    return Run(
        text=text,
        east_asia=fonts.get("eastAsia"),
        ascii=fonts.get("ascii"),
        # Word's own default where no style says anything (ISO/IEC 29500-1, 17.3.2.38).
        size=whole(size, 20) if size is not None else 20,
        bold=is_on(form, "b"),
        italic=is_on(form, "i"),
        underline=form.get("u", {}).get("val", "none") != "none",
        colour=colour.upper() if colour != "auto" else colour,
        spacing=whole(form.get("spacing", {}).get("val")),
        hint=fonts.get("hint"),
    )


def _visible(element: etree._Element) -> Iterator[etree._Element]:
    """The runs of a paragraph that a reader sees, those inside links and fields too."""
    for child in element:
        if child.tag in _UNSEEN:
            continue
        if child.tag in _RUNS:
            yield child
        elif len(child):
            yield from _visible(child)


def _pieces(run: etree._Element) -> Iterator[str]:
    for child in run:
        if child.tag in (T, f"{{{M}}}t"):
            yield child.text or ""
        elif child.tag == _BREAK and child.get(w("type")) in _NO_LINE_BREAKS:
            continue
        elif child.tag in SIGNS:
            yield SIGNS[str(child.tag)]


def _indents(settings: Setting) -> Indents:
    def value(*names: str) -> int:
        return next((whole(settings[name]) for name in names if name in settings), 0)

    def chars(*names: str) -> int | None:
        return next((whole(settings[name]) for name in names if name in settings), None)

    hanging, hanging_chars = value("hanging"), chars("hangingChars")
    first_chars = -hanging_chars if hanging_chars else chars("firstLineChars")
    return Indents(
        left=value("left", "start"),
        right=value("right", "end"),
        first=-hanging if hanging else value("firstLine"),
        left_chars=chars("leftChars", "startChars"),
        right_chars=chars("rightChars", "endChars"),
        first_chars=first_chars,
    )


def _space(spacing: Setting, name: str) -> int:
    """Space above or below in twips; in hundredths of a line it counts lines of 240 (17.3.1.33)."""
    if (lines := whole(spacing.get(f"{name}Lines"))) > 0:
        return round(lines * 2.4)
    return whole(spacing.get(name))


def _line(borders: Setting, side: str) -> Border | None:
    return border(borders[side]) if side in borders else None


def _begins_with_break(paragraph: etree._Element) -> bool:
    """Whether a page break stands in a paragraph before its text, and text after it."""
    broken = False
    for element in paragraph.iter(_BREAK, T):
        if element.tag == _BREAK and element.get(w("type")) == "page":
            broken = True
        elif element.tag == T and element.text:
            return broken
    return False


def _table_style(table: etree._Element | None) -> str | None:
    found = table.find(f"{w('tblPr')}/{w('tblStyle')}") if table is not None else None
    return found.get(w("val")) if found is not None else None
