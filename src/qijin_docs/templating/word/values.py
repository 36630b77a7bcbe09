"""Values on their way into a Word document: made text, or drawn if they are more, and written into the ledger.

The ledger is the list of every piece of text that was printed, in its escaped form and in order;
:mod:`qijin_docs.templating.proof` looks for each of them in the finished part.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any, Self

from jinja2 import Undefined, pass_context

from qijin_docs.errors import RenderError
from qijin_docs.templating.failures import told
from qijin_docs.templating.missing import KeptMissing, MissingValue
from qijin_docs.templating.picture import Picture
from qijin_docs.templating.printing import printed
from qijin_docs.templating.word.captured import Captured, print_captured
from qijin_docs.templating.word.formats import Slot
from qijin_docs.templating.word.ledger import RenderState, WordContext
from qijin_docs.templating.word.marks import DROP_IF_EMPTY, PRINTED
from qijin_docs.templating.word.texts import as_run, place_in, print_text

#: Places of a tag that take plain text.
INLINE = frozenset({"text", "plain", "code", "attribute"})
_PLAIN_TYPES = (str, int, float, Decimal, datetime.date, datetime.time, datetime.timedelta)


class Lines(str):
    """A text with its own wish for line breaks: ``paragraph`` (``|分段``) or ``break`` (``|换行``)."""

    __slots__ = ("mode",)
    mode: str

    def __new__(cls, text: str, mode: str) -> Self:
        """The text with the wish."""
        made = super().__new__(cls, text)
        made.mode = mode
        return made


class Droppable(str):
    """A text whose paragraph goes if it is empty and no other tag prints in it (``|空则删段``)."""

    __slots__ = ()


Printer = Callable[[Any, Any, int], bytes]
#: A picture, or a character that can be seen, outside the XML around it.
_SHOWN = re.compile(rf"<w:(?:drawing|pict)\b|(?:\A|>)[^<]*?[^<\s{DROP_IF_EMPTY}]")


def make_printers(slots: Mapping[int, Slot]) -> dict[str, Printer]:
    """The filters that print; all give bytes, which are joined without another look.

    ``_put`` prints into text, ``_insert`` between runs or paragraphs. What goes into a variable first is printed by
    ``_keep``: it is looked for in the document when the variable is printed; where a filter works on it first, by
    ``_work``, which leaves no tag for a second pass. ``_turn`` prints in a recursive loop.

    Args:
        slots: the surroundings of each tag, by the index of its mark.
    """

    @pass_context
    def put(context: WordContext, value: Any, index: int) -> bytes:
        # The common case first: harmless text or a whole number.
        if type(value) is str:
            text = value
        elif type(value) is int:
            text = str(value)
        else:
            return print_value(context.state, value, slots[index]).encode()
        if text.isprintable() and not ("&" in text or "<" in text or ">" in text):
            data = text.encode()
            context.ledger.append(data)
            return data
        return print_text(context.state, text, slots[index]).encode()

    @pass_context
    def insert(context: WordContext, value: Any, index: int) -> bytes:
        return _by_place(context.state, value, slots[index]).encode()

    @pass_context
    def keep(context: WordContext, value: Any, index: int) -> bytes:
        known = len(context.ledger)
        printed = _by_place(context.state, value, slots[index])
        del context.ledger[known:]
        return printed.encode()

    @pass_context
    def work(context: WordContext, value: Any, index: int) -> bytes:
        if isinstance(value, KeptMissing):
            value.fail()  # the tag would not stay as it is
        return keep(context, value, index)

    @pass_context
    def turn(context: WordContext, value: Any, index: int) -> bytes:
        known = len(context.ledger)
        printed = _by_place(context.state, value, slots[index])
        context.state.unordered.extend(context.ledger[known:])
        del context.ledger[known:]
        return printed.encode()

    return {"_put": put, "_insert": insert, "_keep": keep, "_work": work, "_turn": turn}


def _by_place(state: RenderState, value: Any, slot: Slot) -> str:
    inline = slot.where in INLINE
    shown = print_value(state, value, slot) if inline else insert_value(state, value, slot)
    # On both sides, for a value may be several paragraphs.
    return f"{PRINTED}{shown}{PRINTED}" if slot.droppable and _SHOWN.search(shown) else shown


def print_value(state: RenderState, value: Any, slot: Slot) -> str:
    """Any value, as it goes into the text of a run."""
    if isinstance(value, Captured):
        return print_captured(state, value, slot)
    if isinstance(value, Lines):
        return print_text(state, str(value), slot, value.mode)
    if isinstance(value, Droppable):
        known = len(state.ledger)
        shown = print_text(state, str(value), slot)
        if value.strip():
            return shown
        del state.ledger[known:]  # blanks may go with their paragraph
        return shown + DROP_IF_EMPTY
    special = special_printer(value)
    if special is not None:
        return special(state, value, slot)
    text = text_of(state, value, slot)
    return _unprintable(state, value, slot) if text is None else print_text(state, text, slot)


def text_of(state: RenderState, value: Any, slot: Slot) -> str | None:
    """The value as plain text; ``None`` if it is more than text."""
    if isinstance(value, Undefined):
        return _missing(state, value, slot)
    if value is None and state.missing != "error":
        return ""
    try:
        shown = printed(value)
    except RenderError as exc:
        for problem in exc.problems:
            state.fault(
                problem.code, f"“{slot.tag.source}”：{problem.message}", place_in(state, slot), problem.hint
            )
        return ""
    return str(shown) if isinstance(shown, _PLAIN_TYPES) else None


def _missing(state: RenderState, value: Undefined, slot: Slot) -> str:
    if isinstance(value, KeptMissing):
        return slot.tag.source
    try:
        return str(value)
    except MissingValue as exc:
        state.problems.extend(told(exc, slot.tag, place_in(state, slot), state.values))
        return ""


def insert_value(state: RenderState, value: Any, slot: Slot) -> str:
    """A value between runs (``{{r }}``) or paragraphs (``{{p }}``); plain text gets the format of the tag."""
    if isinstance(value, Captured):
        return print_captured(state, value, slot)
    if type(value) is str and not value:
        return ""
    special = special_printer(value)
    if special is not None:
        return special(state, value, slot)
    if slot.where in ("row", "cell"):
        return _unprintable(state, value, slot)
    inside = Slot("text", slot.tag, slot.run, slot.paragraph, slot.justified)
    return as_run(print_value(state, value, inside), slot)


def special_printer(value: Any) -> Callable[[RenderState, Any, Slot], str] | None:
    """The function that prints values which are more than text: pictures and docxtpl's own kinds."""
    if isinstance(value, Picture):
        from qijin_docs.templating.word.pictures import print_picture

        return print_picture
    if any(base.__module__.partition(".")[0] == "docxtpl" for base in type(value).__mro__):
        from qijin_docs.templating.word.rich import printer_for

        return printer_for(value)
    return None


def _unprintable(state: RenderState, value: Any, slot: Slot) -> str:
    return state.fault(
        "value.not_printable",
        f"“{slot.tag.source}”的值（{type(value).__name__}）不能印在这里",
        place_in(state, slot),
        "在这里印文字、数或日期；图片和格式文字写在正文的段落里",
    )
