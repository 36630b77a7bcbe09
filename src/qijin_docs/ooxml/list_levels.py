"""The levels of the lists of a Word document: signs, first number, format of the paragraphs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, NamedTuple

from qijin_docs.ooxml.wordml import w

if TYPE_CHECKING:
    from lxml.etree import _Element

Setting = Mapping[str, str]
Format = Mapping[str, Setting]


class Level(NamedTuple):
    """One level of a list.

    Args:
        format: ``decimal``, ``chineseCounting`` …
        text: ``%1、``.
        start: first number.
        paragraph: format it gives to its paragraphs.
        family: lists of one family count on from each other.
        restarts: this list begins anew where it is first used.
    """

    format: str
    text: str
    start: int
    paragraph: Format
    family: str = ""
    restarts: bool = False


def read_list_levels(
    numbering: _Element | None, read: Callable[[_Element | None], Format]
) -> tuple[dict[tuple[str, str], Level], dict[tuple[str, str], str]]:
    """Levels by list and level, and which level of a list a style is tied to.

    Args:
        numbering: root of ``word/numbering.xml``.
        read: turns a ``w:pPr`` into a format.
    """
    levels: dict[tuple[str, str], Level] = {}
    links: dict[tuple[str, str], str] = {}
    if numbering is None:
        return levels, links
    abstract = {entry.get(w("abstractNumId")): entry for entry in numbering.findall(w("abstractNum"))}
    for entry in numbering.findall(w("num")):
        number = entry.get(w("numId"), "")
        target = entry.find(w("abstractNumId"))
        definition = abstract.get(target.get(w("val"))) if target is not None else None
        found = {}
        for element in definition.findall(w("lvl")) if definition is not None else ():
            found[element.get(w("ilvl"), "0")] = element
        starts = {}
        for override in entry.findall(w("lvlOverride")):
            ilvl = override.get(w("ilvl"), "0")
            changed = override.find(w("lvl"))
            if changed is not None:
                found[ilvl] = changed
            begin = override.find(w("startOverride"))
            if begin is not None:
                starts[ilvl] = begin.get(w("val"), "1")
        for ilvl, element in found.items():
            values = {child: element.find(w(child)) for child in ("numFmt", "lvlText", "start", "pStyle")}
            said = {
                child: value.get(w("val"), "") if value is not None else "" for child, value in values.items()
            }
            start = starts.get(ilvl) or said["start"]
            levels[number, ilvl] = Level(
                said["numFmt"] or "decimal",
                said["lvlText"],
                int(start) if start.isdigit() else 1,
                read(element.find(w("pPr"))),
                target.get(w("val"), "") if target is not None else "",
                ilvl in starts,
            )
            if said["pStyle"]:
                links[number, said["pStyle"]] = ilvl
    return levels, links
