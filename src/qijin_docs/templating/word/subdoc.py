"""docxtpl's ``Subdoc`` as a value: its paragraphs and tables, with the styles, lists, pictures and links they need.

docxtpl has put all of that into the document it opened; here it is taken over from there into the document being made.
What the template has under the same name stays the template's. What cannot come along is refused at its tag.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from copy import deepcopy
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

from lxml import etree

from qijin_docs.ooxml.active_content import SWITCHES, field_switch, instructions
from qijin_docs.ooxml.wordml import SECT_PR, R, W, w
from qijin_docs.templating.picture_files import PreparedPicture
from qijin_docs.templating.word.captured import Captured, print_captured
from qijin_docs.templating.word.clean import strip_traces, tracked_changes
from qijin_docs.templating.word.formats import Slot
from qijin_docs.templating.word.texts import place_in

if TYPE_CHECKING:
    from qijin_docs.templating.word.ledger import RenderState

_IMAGE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/image"
_HYPERLINK = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink"
_NUMBERING = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/numbering"
_STYLE_NAMES = (w("pStyle"), w("rStyle"), w("tblStyle"))
_STYLE_LINKS = (w("basedOn"), w("link"), w("next"))
#: What is more than body text, and what it is called.
_REFUSED = {
    w("footnoteReference"): "脚注",
    w("endnoteReference"): "尾注",
    w("object"): "嵌入的对象",
    w("control"): "控件",
    w("altChunk"): "插入的文件",
    w("subDoc"): "外部子文档",
}


class _Refused(Exception):  # noqa: N818  (read as a sentence: raise _Refused)
    """Something in the subdocument cannot come along: what, and what to do."""


def print_subdoc(state: RenderState, value: Any, slot: Slot) -> str:
    """The content of the subdocument, for the place of a tag that stands alone in its paragraph."""
    body = deepcopy(value.subdocx.element.body)
    for settings in body.findall(SECT_PR):
        body.remove(settings)
    try:
        _check(body)
        strip_traces(body, frozenset())
        _take_relations(state, body, value.docx.part)
        _take_lists(state, body, value.docx.part)
        _take_styles(state, body, value.subdocx.part, value.docx.part)
    except _Refused as found:
        what, hint = found.args
        return state.fault(
            "value.subdoc_refused",
            f"“{slot.tag.source}”的子文档不能用：里面有{what}",
            place_in(state, slot),
            hint,
        )
    return print_captured(state, Captured("".join(_xml(child) for child in body)), slot)


def _check(body: etree._Element) -> None:
    if next(tracked_changes(body), None) is not None:
        raise _Refused("没有处理的修订", "在 Word 或 WPS 里接受或拒绝全部修订后再用")
    for element in body.iter(*_REFUSED):
        raise _Refused(_REFUSED[str(element.tag)], "把它写进模板，或从子文档里删去")
    for instruction in instructions(body):
        switch = field_switch(instruction)
        if switch:
            raise _Refused(SWITCHES[switch], "从子文档里删去这个域")


def _take_relations(state: RenderState, body: etree._Element, source: Any) -> None:
    """Lead each relation of the content to the same picture or address from the part at hand."""
    for element in body.iter(etree.Element):
        for name, identity in list(element.attrib.items()):
            if not str(name).startswith(f"{{{R}}}") or not identity:
                continue
            if element.tag in (w("headerReference"), w("footerReference")):
                continue
            relation = source.rels.get(str(identity))
            if relation is None:
                raise _Refused(f"找不到的内容（{identity!s}）", "把子文档另存一份再用")
            element.set(name, _taken(state, relation))
    for element in list(body.iter(w("headerReference"), w("footerReference"))):
        parent = element.getparent()
        if parent is not None:
            parent.remove(element)


def _taken(state: RenderState, relation: Any) -> str:
    if relation.reltype == _HYPERLINK and relation.is_external:
        return state.relation(_HYPERLINK, relation.target_ref, external=True)
    if relation.reltype != _IMAGE:
        raise _Refused(f"“{relation.reltype.rpartition('/')[2]}”", "子文档里可以有文字、表格、图片和链接")
    if relation.is_external:
        raise _Refused(SWITCHES["linked_images"], "把图片插入子文档")
    part = relation.target_part
    picture = PreparedPicture(
        part.blob,
        PurePosixPath(part.partname).suffix[1:].lower(),
        part.content_type,
        0,
        0,
        hashlib.sha256(part.blob).hexdigest(),
        PurePosixPath(part.partname).name,
    )
    return state.picture(_IMAGE, picture)


def _take_lists(state: RenderState, content: etree._Element, source: Any) -> None:
    """Give the lists of the content numbers of this document; a list that the template has alike keeps its own."""
    numbers = list(content.iter(w("numId")))
    wanted = dict.fromkeys(element.get(w("val"), "0") for element in numbers)
    wanted.pop("0", None)
    if not wanted:
        return
    theirs = next(
        (rel.target_part.element for rel in source.rels.values() if rel.reltype == _NUMBERING), None
    )
    assert state.package is not None
    if state.numbering is None:
        raise _Refused("编号列表，而模板里没有", "在模板里放一个编号列表")
    ours = state.package.xml(state.numbering)
    for number in wanted:
        key = (id(source), number)
        if key not in state.added.numbers and theirs is not None:
            state.added.numbers[key] = _number(state, ours, theirs, number)
    for element in numbers:
        number = element.get(w("val"), "0")
        element.set(w("val"), state.added.numbers.get((id(source), number), number))


def _number(state: RenderState, ours: etree._Element, theirs: etree._Element, number: str) -> str:
    found = _list(theirs, number)
    if found is None:
        return number
    own = _list(ours, number)
    if own is not None and _alike(own) == _alike(found):
        return number
    item, form = deepcopy(found[0]), deepcopy(found[1])
    for style in (*form.iter(w("pStyle")), *form.iter(w("styleLink")), *form.iter(w("numStyleLink"))):
        parent = style.getparent()
        if parent is not None:
            parent.remove(style)
    taken = [
        int(value)
        for e in ours.iter(w("abstractNum"))
        if (value := e.get(w("abstractNumId"), "")).isdecimal()
    ]
    form_number = str(max([0, *taken]) + 1 + len(state.added.forms))
    form.set(w("abstractNumId"), form_number)
    for identity in (*form.findall(w("nsid")), *form.findall(w("tmpl"))):
        form.remove(identity)
    item.set(w("numId"), str(state.first_list))
    reference = item.find(w("abstractNumId"))
    assert reference is not None
    reference.set(w("val"), form_number)
    state.added.forms.append(_xml(form))
    state.added.lists.append(_xml(item))
    state.first_list += 1
    return str(state.first_list - 1)


def _list(root: etree._Element, number: str) -> tuple[etree._Element, etree._Element] | None:
    """A list and its form."""
    item = next((e for e in root.findall(w("num")) if e.get(w("numId")) == number), None)
    reference = None if item is None else item.find(w("abstractNumId"))
    if item is None or reference is None:
        return None
    wanted = reference.get(w("val"))
    form = next((e for e in root.findall(w("abstractNum")) if e.get(w("abstractNumId")) == wanted), None)
    return None if form is None else (item, form)


def _alike(found: tuple[etree._Element, etree._Element]) -> list[bytes]:
    """What two lists must have in common to be the same."""
    return [etree.tostring(child, method="c14n") for element in found for child in element]


def _take_styles(state: RenderState, content: etree._Element, *sources: Any) -> None:
    """Take along the styles that the template lacks, and those they rest on."""
    assert state.package is not None
    name = state.styles
    have = set() if name is None else {e.get(w("styleId")) for e in state.package.xml(name).iter(w("style"))}
    # docxtpl leaves behind what a style rests on; it is still in the subdocument's own file.
    theirs = {
        e.get(w("styleId")): (e, part) for part in sources for e in part.styles.element.iter(w("style"))
    }
    wanted = list(_named(content, _STYLE_NAMES))
    while wanted:
        identity = wanted.pop()
        if identity in have or identity in state.added.styles or identity not in theirs:
            continue
        if name is None:
            raise _Refused(f"样式“{identity}”，而模板里没有样式", "用 Word 或 WPS 打开模板，另存一次")
        found, source = theirs[identity]
        style = deepcopy(found)
        style.attrib.pop(w("default"), None)
        state.added.styles[identity] = ""  # its number may name it again
        _take_lists(state, style, source)
        for link in list(style.iter(*_STYLE_LINKS)):
            if link.get(w("val")) in have or link.get(w("val")) in theirs:
                wanted.append(link.get(w("val"), ""))
            else:
                style.remove(link)
        state.added.styles[identity] = _xml(style)


def _named(content: etree._Element, names: tuple[str, ...]) -> Iterator[str]:
    return (element.get(w("val"), "") for element in content.iter(*names))


def _xml(element: etree._Element) -> str:
    """The element as XML to stand in a part that declares ``w``."""
    copy = deepcopy(element)
    copy.tail = None
    etree.cleanup_namespaces(copy)
    return etree.tostring(copy, encoding="unicode").replace(f' xmlns:w="{W}"', "")
