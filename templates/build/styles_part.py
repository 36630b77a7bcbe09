"""The named styles as ``word/styles.xml``."""

from __future__ import annotations

from fonts import FACES, SIZES
from page import LINE, TIGHTER
from styles import CHARACTERS, STYLES, Style
from wordml import element


def styles_part() -> str:
    """The content of ``word/styles.xml``."""
    defaults = element(
        "w:docDefaults",
        element("w:rPrDefault", element("w:rPr", _fonts("仿宋"), _size("三号"), _language())),
        element("w:pPrDefault"),
    )
    return (
        defaults
        + _normal()
        + _character_default()
        + _table_default()
        + "".join([*map(_paragraph_style, STYLES), *(_character_style(*entry) for entry in CHARACTERS)])
    )


def _fonts(face: str) -> str:
    name = FACES[face].name
    return element("w:rFonts", ascii=name, hAnsi=name, eastAsia=name, cs=name)


def _size(size: str) -> str:
    return element("w:sz", val=SIZES[size]) + element("w:szCs", val=SIZES[size])


def _language() -> str:
    return element("w:lang", val="en-US", eastAsia="zh-CN", bidi="ar-SA")


def _spacing(line: int, above: int = 0, below: int = 0) -> str:
    height, rule = (line, "exact") if line else (240, "auto")
    return element("w:spacing", before=above, after=below, line=height, lineRule=rule)


def _off(name: str) -> str:
    return element(name, val=0)


def _normal() -> str:
    # LibreOffice 7.4 reads overflowPunct the wrong way round; switched off, it hangs a comma into the margin
    # of a justified line and may then not draw it at all. Word hangs it, as it does by default, and draws it.
    hanging = element("w:overflowPunct", val=1)
    return element(
        "w:style",
        element("w:name", val="Normal"),
        element("w:qFormat"),
        element(
            "w:pPr",
            _off("w:widowControl"),
            hanging,
            *map(_off, ("w:adjustRightInd", "w:snapToGrid")),
            _spacing(LINE),
            element("w:jc", val="both"),
        ),
        element("w:rPr", element("w:spacing", val=TIGHTER)),
        type="paragraph",
        default=1,
        styleId="Normal",
    )


def _character_default() -> str:
    return element(
        "w:style",
        element("w:name", val="Default Paragraph Font"),
        element("w:uiPriority", val=1),
        element("w:semiHidden"),
        type="character",
        default=1,
        styleId="DefaultParagraphFont",
    )


def _table_default() -> str:
    sides = (("top", 0), ("left", 0), ("bottom", 0), ("right", 0))
    margins = element("w:tblCellMar", *(element(f"w:{side}", w=width, type="dxa") for side, width in sides))
    return element(
        "w:style",
        element("w:name", val="Normal Table"),
        element("w:uiPriority", val=99),
        element("w:semiHidden"),
        element("w:tblPr", element("w:tblInd", w=0, type="dxa"), margins),
        type="table",
        default=1,
        styleId="TableNormal",
    )


def _paragraph_style(style: Style) -> str:
    stops = "".join(
        element("w:tab", val="right" if stop < 0 else "left", pos=abs(stop)) for stop in style.tabs
    )
    layout = (
        "<w:keepNext/>" if style.keep else "",
        "<w:pageBreakBefore/>" if style.page_break else "",
        element("w:tabs", stops) if stops else "",
        _spacing(style.line, style.above, style.below),
        element("w:ind", **dict(style.indent)) if style.indent else "",
        element("w:jc", val=style.align),
        element("w:outlineLvl", val=style.level - 1) if style.level else "",
    )
    letters = (
        _fonts(style.face),
        element("w:color", val=style.colour) if style.colour else "",
        element("w:spacing", val=TIGHTER if style.size == "三号" else 0),
        _size(style.size),
    )
    return element(
        "w:style",
        element("w:name", val=style.name),
        element("w:basedOn", val="Normal"),
        *([element("w:next", val="Body")] if style.level else []),
        element("w:qFormat"),
        element("w:pPr", *layout),
        element("w:rPr", *letters),
        type="paragraph",
        customStyle=1,
        styleId=style.id,
    )


def _character_style(style_id: str, name: str, face: str) -> str:
    return element(
        "w:style",
        element("w:name", val=name),
        element("w:basedOn", val="DefaultParagraphFont"),
        element("w:qFormat"),
        element("w:rPr", _fonts(face)),
        type="character",
        customStyle=1,
        styleId=style_id,
    )
