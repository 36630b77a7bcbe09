"""Tags outside cells: in notes, text boxes, chart titles, headers, names, prompts, properties.

Compiling finds them in a parsed part and leaves a mark at each element; rendering fills a copy of the part.
What is copied for each pass of a loop (a note on a row) is filled with the values of that pass.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from jinja2 import Environment

from qijin_docs.errors import Place, Problem
from qijin_docs.ooxml.formulas import parse_formula
from qijin_docs.ooxml.layout import Pass
from qijin_docs.ooxml.sheet import Run, decode
from qijin_docs.ooxml.spots import SPOTS, Kind
from qijin_docs.ooxml.strings import CellValueError, escape_characters
from qijin_docs.templating.excel.text import TextTemplate, compile_text_template
from qijin_docs.templating.excel.values import Context
from qijin_docs.templating.printing import printed
from qijin_docs.templating.tags import Tag, find_spans

if TYPE_CHECKING:
    from lxml.etree import _Element

#: Left at elements with tags; never written out.
_MARK = "slots"
_RUN_PARENTS = {"p": "t", "text": "t", "rich": "t"}
_FORMULAS = frozenset(
    (spot.element.rpartition("/")[2], spot.attribute) for spot in SPOTS if spot.kind is Kind.FORMULA
)
_HEADERS = frozenset({"oddHeader", "oddFooter", "evenHeader", "evenFooter", "firstHeader", "firstFooter"})


@dataclass(frozen=True, slots=True)
class Slot:
    """One text with tags: of the runs of an element, of the element itself, of an attribute, of a formula."""

    attribute: str
    runs: bool
    template: TextTemplate = field(repr=False)
    tag: Tag
    strings: Mapping[str, TextTemplate] | None = field(default=None, repr=False)


@dataclass(slots=True)
class SlotTable:
    """All texts with tags that were found, through all parts."""

    environment: Environment
    problems: list[Problem]
    slots: list[Slot] = field(default_factory=list)
    tags: list[Tag] = field(default_factory=list)

    def mark(self, root: _Element, place_of: Callable[[_Element], Place]) -> bool:
        """Find the tags in a part and leave marks; whether there are any.

        Args:
            root: the part; changed in place.
            place_of: where an element stands, in words.
        """
        found = False
        for element in root.iter("*"):
            name = _local(element)
            if (name, "") in _FORMULAS:
                found |= self._mark_formula(element, place_of(element))
            elif name in _RUN_PARENTS and (runs := _runs(element)):
                text = "".join(t.text or "" for _, t in runs)
                if find_spans(text):
                    pieces = tuple(Run(str(number), t.text or "") for number, (_, t) in enumerate(runs))
                    self._add(element, "", pieces, place_of(element), self.environment)
                    found = True
            elif name != "t" or _local(element.getparent()) not in ("r", *_RUN_PARENTS):
                text = element.text or ""
                if len(element) == 0 and find_spans(text):
                    self._add(element, "", (Run("", text),), place_of(element), self._for(element))
                    found = True
            for attribute, value in list(element.attrib.items()):
                if (name, str(attribute)) not in _FORMULAS and find_spans(str(value)):
                    runs_of = (Run("", decode(str(value))),)
                    self._add(element, str(attribute), runs_of, place_of(element), self.environment)
                    found = True
        return found

    def _mark_formula(self, element: _Element, place: Place) -> bool:
        """Tags in a formula's strings; a tag in the name of a sheet is filled where the sheet gets its name."""
        text = element.text or ""
        texts = formula_texts(self.environment, text, place, self.problems) if find_spans(text) else {}
        if not texts:
            return False
        first = next(iter(texts.values()))
        self.tags.extend(tag for template in texts.values() for tag in template.tags)
        element.set(_MARK, f"{element.get(_MARK, '')} {len(self.slots)}".strip())
        self.slots.append(Slot("", False, first, first.tags[0], texts))
        return True

    def _for(self, element: _Element) -> Environment:
        name = _local(element)
        if name in _HEADERS:
            return self.environment.overlay(finalize=_in_header)
        return self.environment

    def _add(
        self, element: _Element, attribute: str, runs: tuple[Run, ...], place: Place, environment: Environment
    ) -> None:
        text = "".join(run.text for run in runs)
        tags = [
            span.tag(text, place) for span in find_spans(text) if span.kind in ("print", "block", "comment")
        ]
        template = compile_text_template(environment, runs, place, self.problems)
        self.tags.extend(tags)
        tag = tags[0] if tags else Tag("print", "", "", "", text, place)
        element.set(_MARK, f"{element.get(_MARK, '')} {len(self.slots)}".strip())
        self.slots.append(Slot(attribute, runs[0].properties != "", template, tag))

    def fill(
        self,
        root: _Element,
        context: Context,
        problems: list[Problem],
        row: Pass | None = None,
        column: Pass | None = None,
    ) -> list[str]:
        """Fill all marked texts below ``root``; the texts as they must be found again in the finished part."""
        filled: list[str] = []
        for element in list(root.iter("*")):
            marks = element.get(_MARK)
            if marks is None:
                continue
            del element.attrib[_MARK]
            for number in marks.split():
                slot = self.slots[int(number)]
                try:
                    if slot.strings is not None:
                        text = element.text or ""
                        element.text = fill_formula(text, slot.strings, context, row, column, problems)
                        filled.append(element.text)
                    else:
                        pieces = slot.template.render(context, slot.tag, row, column, problems)
                        filled.extend(_write(element, slot, pieces))
                except CellValueError as error:
                    problems.append(
                        Problem(
                            error.code,
                            f"标签“{slot.tag.source}”：{error.message}",
                            slot.tag.place,
                            error.hint,
                        )
                    )
        return filled


def prove_texts(texts: Sequence[str], part: str | bytes, place: Place, problems: list[Problem]) -> int:
    """Look for filled texts in the finished part; their number, and a problem if one is not there."""
    from lxml import etree

    if not texts:
        return 0
    elements = list(etree.fromstring(part).iter("*"))
    there = {element.text or "" for element in elements}
    there.update(str(value) for element in elements for value in element.attrib.values())
    lost = next((text for text in texts if text not in there), None)
    if lost is not None:
        problems.append(
            Problem(
                "render.lost_value",
                f"印出的“{lost[:40]}”在结果里找不到",
                place,
                "这是程序的错误，请把模板和数据交给维护者",
            )
        )
    return len(texts)


def _write(element: _Element, slot: Slot, pieces: list[tuple[str, str]]) -> list[str]:
    if slot.runs:
        return _write_runs(element, pieces)
    text = escape_characters("".join(piece for _, piece in pieces))
    if slot.attribute:
        element.set(slot.attribute, text)
    else:
        element.text = text
    return [text]


def _write_runs(element: _Element, pieces: list[tuple[str, str]]) -> list[str]:
    """Each piece becomes a copy of the run it comes from; a line break in a drawing is an element."""
    runs = _runs(element)
    drawing = _local(element) == "p"
    texts: list[str] = []
    for number, text in pieces:
        run, _ = runs[int(number or 0)]
        for index, line in enumerate(text.split("\n") if drawing else [text]):
            if index:
                name = str(run.tag).rpartition("}")[0] + "}br"
                runs[0][0].addprevious(run.makeelement(name, {}, None))
            if not line and drawing:
                continue
            copy = deepcopy(run)
            target = copy if _local(copy) == "t" else next(child for child in copy if _local(child) == "t")
            target.text = escape_characters(line)
            texts.append(target.text)
            if line != line.strip() or "\n" in line:
                target.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
            runs[0][0].addprevious(copy)
    for run, _ in runs:
        element.remove(run)
    return texts


def _runs(element: _Element) -> list[tuple[_Element, _Element]]:
    """The runs directly in an element, each with its ``t``."""
    found: list[tuple[_Element, _Element]] = []
    for child in element:
        if _local(child) == "t":
            found.append((child, child))
        elif _local(child) == "r":
            found.extend((child, t) for t in child if _local(t) == "t")
    return found


def _in_header(value: Any) -> Any:
    """In a header ``&`` begins a code; the sign itself is written twice."""
    value = printed(value)
    return value.replace("&", "&&") if isinstance(value, str) else value


def _in_string(value: Any) -> Any:
    """In a formula's string a quotation mark is written twice."""
    value = printed(value)
    return value.replace('"', '""') if isinstance(value, str) else value


def formula_texts(
    environment: Environment, formula: str, place: Place, problems: list[Problem]
) -> dict[str, TextTemplate]:
    """The strings of a formula that hold tags, as written in it, compiled."""
    try:
        pieces = parse_formula(formula)
    except ValueError:
        return {}
    inside = environment.overlay(finalize=_in_string)
    return {
        piece: compile_text_template(inside, (Run("", piece),), place, problems)
        for piece in pieces
        if isinstance(piece, str) and piece.startswith('"') and find_spans(piece)
    }


def fill_formula(
    formula: str,
    strings: Mapping[str, TextTemplate],
    context: Context,
    row: Pass | None,
    column: Pass | None,
    problems: list[Problem],
) -> str:
    """The formula with its strings filled; everything else is left as it is."""
    filled: list[str] = []
    for piece in parse_formula(formula):
        template = strings.get(str(piece))
        if template is None:
            filled.append(str(piece))
        else:
            filled.extend(
                text for _, text in template.render(context, template.tags[0], row, column, problems)
            )
    return "".join(filled)


def untouched_tags(root: _Element) -> Iterator[str]:
    """Texts with tags in a part that is not filled."""
    for element in root.iter("*"):
        for text in (element.text or "", *map(str, element.attrib.values())):
            if any(span.kind in ("print", "block") for span in find_spans(text)):
                yield text


def _local(element: _Element | None) -> str:
    return "" if element is None else str(element.tag).rpartition("}")[2]
