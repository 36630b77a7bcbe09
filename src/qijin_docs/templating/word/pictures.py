"""Pictures in a Word document: as a value of a tag, or in place of a picture of the template.

A tag prints the picture in its line. A picture of the template whose description (替代文字) is one tag,
``{{ 照片 }}``, is replaced by the value and keeps its place, wrapping and box.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from jinja2 import pass_context
from markupsafe import escape

from qijin_docs.errors import DataError
from qijin_docs.ooxml.wordml import PIC, WP, A, R, w
from qijin_docs.templating.picture import Picture
from qijin_docs.templating.word.formats import Slot
from qijin_docs.templating.word.marks import MARK, TALL_LINE, PartSource

if TYPE_CHECKING:
    from qijin_docs.templating.picture_files import PreparedPicture
    from qijin_docs.templating.word.ledger import RenderState, WordContext

EMBED, SIDE, ALT = "qijin_embed", "qijin_side", "qijin_alt"
_IMAGE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/image"
_HYPERLINK = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink"
_EMU_PER_MM = 36_000
#: Far above the numbers a template gives its own drawings.
_FIRST_ID = 700_000_000


def replaceable_pictures(part: PartSource) -> None:
    """Let the pictures whose description is one tag be replaced by the tag's value."""
    for drawing in list(part.root.iter(w("drawing"))):
        properties = next(drawing.iter(f"{{{WP}}}docPr"), None)
        found = MARK.fullmatch(properties.get("descr", "").strip()) if properties is not None else None
        blips = list(drawing.iter(f"{{{A}}}blip"))
        if properties is None or found is None or len(blips) != 1:
            continue
        mark = part.marks[int(found.group(1))]
        if mark.kind != "print":
            continue
        extent = next(drawing.iter(f"{{{WP}}}extent"), None)
        if extent is None or not all(extent.get(side, "").isdecimal() for side in ("cx", "cy")):
            continue
        box = f"{int(extent.get('cx', '0'))}, {int(extent.get('cy', '0'))}"
        name = f"{{{R}}}embed"
        asked = f"({mark.code})"
        embedded = f"{asked}|{EMBED}({blips[0].get(name, '')!r}, {box})"
        blips[0].set(name, part.add("value", "attribute", embedded, mark.place).text)
        mark.code = f"{asked}|{ALT}"
        shapes = [ext for shape in drawing.iter(f"{{{A}}}xfrm") for ext in shape.findall(f"{{{A}}}ext")]
        for size in [extent, *shapes]:
            for position, name in enumerate(("cx", "cy")):
                value = f"{asked}|{SIDE}({box}, {position})"
                size.set(name, part.add("value", "attribute", value, mark.place).text)


def print_picture(state: RenderState, picture: Picture, slot: Slot, link: str = "") -> str:
    """The picture as XML for the place of a tag."""
    if slot.where in ("attribute", "plain", "code", "row", "cell"):
        return state.fault(
            "value.picture_here",
            f"“{slot.tag.source}”的值是图片，这里放不下图片",
            slot.tag.place,
            "把这个标签移到段落的普通文字里",
        )
    try:
        prepared = picture.prepare((slot.width, None))
    except DataError as exc:
        _tell(state, exc, slot)
        return ""
    # Lines of a fixed height, as official documents have them, would show a strip of the picture only.
    sign = TALL_LINE if slot.exact else ""
    drawing = f"<w:r>{slot.run}{sign}{_drawing(state, prepared, link)}</w:r>"
    if slot.where == "run":
        return drawing
    if slot.where == "paragraph":
        return f"<w:p>{slot.paragraph or ''}{drawing}</w:p>"
    inside = drawing.removeprefix(f"<w:r>{slot.run}").removesuffix("</w:r>")
    return f'</w:t>{inside}<w:t xml:space="preserve">'


def _tell(state: RenderState, exc: DataError, slot: Slot) -> None:
    for problem in exc.problems:
        name = f"“{problem.place.file}”" if problem.place.file else ""
        state.fault(
            problem.code, f"“{slot.tag.source}”的图片{name}：{problem.message}", slot.tag.place, problem.hint
        )


def _drawing(state: RenderState, prepared: PreparedPicture, link: str) -> str:
    number = state.counters.get("picture", 0) + 1
    state.counters["picture"] = number
    width, height = prepared.emu
    click = ""
    if link:
        relation = state.relation(_HYPERLINK, link, external=True)
        click = f'<a:hlinkClick xmlns:a="{A}" xmlns:r="{R}" r:id="{relation}"/>'
    name = str(escape(prepared.name))
    relation = state.picture(_IMAGE, prepared)
    return (
        f'<w:drawing><wp:inline xmlns:wp="{WP}" distT="0" distB="0" distL="0" distR="0">'
        f'<wp:extent cx="{width}" cy="{height}"/>'
        f'<wp:docPr id="{_FIRST_ID + number}" name="图片 {number}" descr="{name}">{click}</wp:docPr>'
        f'<wp:cNvGraphicFramePr><a:graphicFrameLocks xmlns:a="{A}" noChangeAspect="1"/></wp:cNvGraphicFramePr>'
        f'<a:graphic xmlns:a="{A}"><a:graphicData uri="{PIC}"><pic:pic xmlns:pic="{PIC}"><pic:nvPicPr>'
        f'<pic:cNvPr id="{number}" name="{name}"/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill>'
        f'<a:blip xmlns:r="{R}" r:embed="{relation}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>'
        f'<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{width}" cy="{height}"/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic>'
        "</wp:inline></w:drawing>"
    )


def _in_box(state: RenderState, value: Any, width: int, height: int) -> PreparedPicture | None:
    del state
    if not isinstance(value, Picture):
        return None
    boxed = Picture(value.source, width / _EMU_PER_MM, height / _EMU_PER_MM, value.fit, value.dpi, value.alt)
    return boxed.prepare()


@pass_context
def embed(context: WordContext, value: Any, original: str, width: int, height: int) -> str:
    """Relation of the picture to show: the value's, or the template's own if the value is no picture."""
    prepared = _in_box(context.state, value, width, height)
    return original if prepared is None else context.state.picture(_IMAGE, prepared)


@pass_context
def side(context: WordContext, value: Any, width: int, height: int, position: int) -> str:
    """Width or height of the picture to show, in English Metric Units."""
    prepared = _in_box(context.state, value, width, height)
    return str((width, height)[position] if prepared is None else prepared.emu[position])


def alt(value: Any) -> Any:
    """The description: of the picture, or the value itself if it is text."""
    return (value.alt or value.name) if isinstance(value, Picture) else value


FILTERS: dict[str, Callable[..., Any]] = {EMBED: embed, SIDE: side, ALT: alt}


def from_inline_image(value: Any) -> tuple[Picture, str]:
    """docxtpl's ``InlineImage`` as a picture, and its link."""
    descriptor = value.image_descriptor
    source = descriptor
    if hasattr(descriptor, "read"):
        descriptor.seek(0)  # the same picture may be printed twice
        source = descriptor.read()
    sides = [
        None if length is None else float(length) / _EMU_PER_MM for length in (value.width, value.height)
    ]
    return Picture(source, sides[0], sides[1]), value.anchor or ""
