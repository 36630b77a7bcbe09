"""Tags in the address of a hyperlink, which Word keeps apart from the text: ``https://…/{{ 编号 }}``.

Word writes the braces and blanks of an address as ``%7B%7B%20编号%20%7D%7D``. When the template is compiled, the
relation with such an address goes, and the element that named it asks for a relation to the finished address; so
each turn of a loop has a link of its own, and equal addresses share one relation.
"""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import quote, unquote

from jinja2 import pass_context
from lxml import etree

from qijin_docs.errors import Place
from qijin_docs.ooxml.package import Package, relationships_part
from qijin_docs.ooxml.wordml import R, serialise
from qijin_docs.templating.tags import Span, Tag, find_spans, unescaped_address
from qijin_docs.templating.word.formats import Slot
from qijin_docs.templating.word.ledger import WordContext
from qijin_docs.templating.word.marks import Mark, PartSource
from qijin_docs.templating.word.values import text_of

#: Name of the filter behind the value that names the relation.
LINK = "qijin_link"
_HYPERLINK = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink"
_RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
#: How an address from the data may not begin: other schemes, another computer's folder.
_REFUSED = re.compile(r"(?!(?:https?|mailto|tel|ftp):)[a-z][a-z0-9+.-]*:|//|\\\\", re.IGNORECASE)
#: What keeps its meaning in a whole address that comes from the data.
_ADDRESS_SIGNS = ":/?#[]@!$&'()*+,;=%~-._"


def mark_links(part: PartSource, package: Package) -> dict[str, bytes]:
    """Replace the relations of a part whose address holds tags by values; gives the relation part without them."""
    addresses = {
        relation.id: unescaped_address(relation.target)
        for relation in package.relationships(part.name)
        if relation.external and relation.type == "hyperlink"
    }
    # A faulty tag, or one that is no value, stays where it is and is told as a tag that is not filled.
    found = {
        identity: spans
        for identity, address in addresses.items()
        if (spans := find_spans(address)) and all(span.kind == "print" and not span.level for span in spans)
    }
    if not found:
        return {}
    for element in part.root.iter(etree.Element):
        for name, identity in element.attrib.items():
            if str(name).startswith(f"{{{R}}}") and str(identity) in found:
                element.set(name, _marks(part, element, addresses[str(identity)], found[str(identity)]))
    root = package.xml(relationships_part(part.name))
    for relation_element in list(root.iter(_RELATION)):
        if relation_element.get("Id") in found:
            root.remove(relation_element)
    part.changed = True
    return {relationships_part(part.name): serialise(root).encode()}


def _marks(part: PartSource, element: etree._Element, address: str, spans: list[Span]) -> str:
    """The value that names the relation; further tags of the address have marks that print nothing."""
    place = part.place(element)
    texts = [place.where, address[: spans[0].start]]
    marks: list[Mark] = []
    for span, end in zip(spans, [*(span.start for span in spans[1:]), len(address)], strict=True):
        mark = part.add("comment", "attribute", span.expression, place)
        mark.tag = span.tag(address, place)
        marks.append(mark)
        texts += [mark.source, address[span.end : end]]
    first, *others = marks
    first.kind = "value"
    values = ", ".join(f"({span.expression})" for span in spans)
    first.code = f"({', '.join(map(repr, texts))})|{LINK}({values})"
    return "".join(mark.text for mark in (first, *others))


@pass_context
def link(context: WordContext, texts: tuple[str, ...], *values: Any) -> str:
    """Id of the relation to the finished address (a filter of ours).

    Args:
        context: the rendering.
        texts: the place in words, what stands before the first tag; then of each tag its source and what stands
            behind it.
        values: of each tag.
    """
    state = context.state
    where, first, *others = texts
    place = Place(state.file, where)
    address = first
    for value, source, behind in zip(values, others[::2], others[1::2], strict=True):
        slot = Slot("attribute", Tag("print", "", "", "", source, place))
        text = text_of(state, value, slot)
        if text is None:
            state.fault(
                "value.not_printable",
                f"“{source}”的值（{type(value).__name__}）不能放进链接地址",
                place,
                "链接地址里只能放文字、数或日期",
            )
            return ""
        address += (quote(text, "/") if address else quote(text.strip(), _ADDRESS_SIGNS)) + behind
    refused = None if _SCHEME.match(first) else _REFUSED.match(unquote(address))
    if refused:
        state.fault(
            "value.link_refused",
            f"链接地址“{unquote(address)[:60]}”不能用：“{refused.group()}”开头的地址不在数据能给的几种之内",
            place,
            "数据里的地址以 https:// 开头；要用别的，开头写在模板里",
        )
        return ""
    return state.relation(_HYPERLINK, address, external=True)
