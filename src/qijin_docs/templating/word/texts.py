"""Text on its way into a Word document: escaped, broken into lines or paragraphs, and written into the ledger."""

from __future__ import annotations

import re

from qijin_docs.errors import Place
from qijin_docs.templating.word.formats import Slot
from qijin_docs.templating.word.ledger import RenderState

#: Characters XML cannot hold; those that mean a break in Word are not among them.
_FORBIDDEN = re.compile("[\x00-\x06\x08\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_BREAKS = re.compile("([\n\t\a\f\v])")


def print_text(state: RenderState, text: str, slot: Slot, mode: str = "") -> str:
    """A text, escaped; breaks become what the place allows."""
    if text.isprintable():
        return state.record(_escaped(text, slot))
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    forbidden = _FORBIDDEN.search(text)
    if forbidden:
        return state.fault(
            "value.control_character",
            f"“{slot.tag.source}”的值里有不能写进文档的控制字符（U+{ord(forbidden.group()):04X}）",
            place_in(state, slot),
            "在数据里删去它，它多半是从别的软件粘贴来的",
        )
    if _BREAKS.search(text) is None:
        return state.record(_escaped(text, slot))
    if slot.where in ("plain", "attribute", "code"):
        # Only what XML can hold: there are no lines here.
        return state.record(_escaped(_BREAKS.sub(_other_break, text), slot))
    return _broken_text(state, text, slot, mode)


def _escaped(text: str, slot: Slot) -> str:
    if slot.where == "code":
        # An argument of a field: a quotation mark would end it.
        text = text.replace("\\", "\\\\").replace('"', '\\"')
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    if slot.where == "attribute":
        text = text.replace('"', "&quot;").replace("\n", "&#10;").replace("\t", "&#9;")
    return text


def _broken_text(state: RenderState, text: str, slot: Slot, mode: str) -> str:
    line = '</w:t><w:br/><w:t xml:space="preserve">'
    reopened = f'<w:r>{slot.run}<w:t xml:space="preserve">'
    breaks = {
        "\n": line,
        "\v": line,
        "\t": '</w:t><w:tab/><w:t xml:space="preserve">',
        "\a": line,
        "\f": line,
    }
    if slot.paragraph is None:
        breaks["\f"] = '</w:t><w:br w:type="page"/><w:t xml:space="preserve">'
    else:
        paragraph = f"</w:t></w:r></w:p><w:p>{slot.paragraph}{reopened}"
        page = '</w:t></w:r></w:p><w:p><w:r><w:br w:type="page"/></w:r></w:p><w:p>'
        breaks["\a"] = paragraph
        breaks["\f"] = f"{page}{slot.paragraph}{reopened}"
        if mode == "paragraph" or (not mode and slot.justified):
            breaks["\n"] = paragraph
    pieces = _BREAKS.split(text)
    return "".join(breaks.get(piece) or state.record(_escaped(piece, slot)) for piece in pieces)


def _other_break(match: re.Match[str]) -> str:
    """A break where there are no lines: only what XML can hold."""
    return match.group() if match.group() in "\n\t" else "\n"


def insert_text(state: RenderState, text: str, slot: Slot, mode: str = "") -> str:
    """A text between runs or between paragraphs."""
    return as_run(print_text(state, text, Slot("text", slot.tag, slot.run, slot.paragraph), mode), slot)


def as_run(printed: str, slot: Slot) -> str:
    """Printed text as a run or a paragraph of its own, in the format of the tag."""
    run = f'<w:r>{slot.run}<w:t xml:space="preserve">{printed}</w:t></w:r>'
    return run if slot.where == "run" else f"<w:p>{slot.paragraph or ''}{run}</w:p>"


def place_in(state: RenderState, slot: Slot) -> Place:
    """Where a tag stands, with the file."""
    return Place(slot.tag.place.file or state.file, slot.tag.place.where)
