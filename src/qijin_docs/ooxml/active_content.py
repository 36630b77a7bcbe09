"""What in a package could run, fetch or link: found by content type, relationship, field and formula.

An official document needs nothing of it, so all of it is refused unless its switch is given. Hyperlinks are
fine: they act only when a reader clicks. So is a workbook that feeds a chart in the same document.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from qijin_docs.errors import Problem

if TYPE_CHECKING:
    from lxml.etree import _Element

    from qijin_docs.ooxml.package import Package, Relationship

#: Names for ``allow=``, and what each lets through.
SWITCHES: dict[str, str] = {
    "macros": "宏（VBA 工程、宏表、启用宏的文件类型）",
    "ole": "OLE 对象、嵌入的文件、ActiveX 控件",
    "dde": "DDE 域和 DDE 链接",
    "attached_template": "附加的模板文件",
    "linked_images": "链接到文件外面的图片",
    "external_links": "链接到别的工作簿、数据连接、外部内容域",
    "subdocuments": "外部子文档、插入的 HTML/RTF 片段",
}

_MACRO_TYPES = re.compile(
    r"macroEnabled|vbaProject|vbaData|ms-office\.activeX|macrosheet|intlMacrosheet|customUI", re.IGNORECASE
)
_MACRO_RELATIONS = frozenset(
    {"vbaProject", "wordVbaData", "xlMacrosheet", "xlIntlMacrosheet", "extensibility", "attachedToolbars"}
)
_OLE_RELATIONS = frozenset({"oleObject", "control", "activeXControlBinary"})
_LINK_RELATIONS = frozenset(
    {"externalLinkPath", "xlExternalLinkPath", "externalLink", "xlPathMissing", "xlStartup", "xlLibrary",
     "connections", "queryTable", "mailMergeSource", "mailMergeHeaderSource", "recipientData"}
)  # fmt: skip
_CHUNK_RELATIONS = frozenset({"aFChunk", "subDocument", "frame"})
_IMAGE_RELATIONS = frozenset({"image", "video", "audio", "media", "hdphoto"})
#: External and harmless: a reader has to click.
_CLICKED = frozenset({"hyperlink", "hlinkClick", "hlinkHover"})
#: First word of a field → switch. A field's first word cannot itself be made by a field.
_FIELDS = {
    "DDE": "dde",
    "DDEAUTO": "dde",
    "LINK": "ole",
    "EMBED": "ole",
    "CONTROL": "ole",
    "MACROBUTTON": "macros",
    "INCLUDETEXT": "external_links",
    "IMPORT": "external_links",
    "DATABASE": "external_links",
    "RD": "external_links",
}
_PICTURE_FIELD = "INCLUDEPICTURE"
_DDE_FORMULA = re.compile(r"(?:^|[=(,+\-*/&<>])\s*[+\-@]*\s*(?:'[^']*'|[A-Za-z_][\w.]*)\|")
#: What a part must hold, in capitals, for a formula in it to be worth a second look.
_SUSPECT = (b"|", b"&#", b"WEBSERVICE", b"RTD", b"IMAGE", b"CALL", b"REGISTER", b"EXEC")
_FETCHING = re.compile(r"\b(?:_xlfn\.)?(WEBSERVICE|RTD|IMAGE|CALL|REGISTER(\.ID)?|EXEC)\s*\(", re.IGNORECASE)
_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_STRICT_WORD = "http://purl.oclc.org/ooxml/wordprocessingml/main"


@dataclass(frozen=True, slots=True)
class ActiveContent:
    """One finding: the switch that would allow it, and the problem to report."""

    switch: str
    problem: Problem


def find_active_content(package: Package) -> Iterator[ActiveContent]:
    """All active content, in the order of the parts.

    Raises:
        TemplateError: a part that has to be looked into is not well-formed.
    """
    for name in package.names:
        yield from _by_content_type(package, name)
    for relationship in package.all_relationships():
        yield from _by_relationship(package, relationship)
    for name in package.names:
        content_type = package.content_type(name)
        if "wordprocessingml" in content_type:
            yield from _fields(package, name)
        elif "spreadsheetml" in content_type or "drawingml.chart" in content_type:
            yield from _formulas(package, name)


def _found(switch: str, code: str, what: str, package: Package, where: str) -> ActiveContent:
    problem = Problem(
        f"active.{code}",
        what,
        package.place(where),
        f"从文件里删去；确实需要时用选项 {switch} 允许（{SWITCHES[switch]}）",
    )
    return ActiveContent(switch, problem)


def _by_content_type(package: Package, name: str) -> Iterator[ActiveContent]:
    content_type = package.content_type(name)
    lower = name.lower()
    if _MACRO_TYPES.search(content_type) or lower.endswith("vbaproject.bin"):
        switch = "ole" if "activex" in content_type.lower() else "macros"
        yield _found(
            switch, switch, "文件带有宏" if switch == "macros" else "文件带有 ActiveX 控件", package, name
        )
    elif (
        "oleObject" in content_type
        or lower.endswith(("/oleobject1.bin", "oleobject.bin"))
        or "/activex/" in lower
    ):
        yield _found("ole", "ole", "文件里嵌有 OLE 对象", package, name)


def _by_relationship(package: Package, arrow: Relationship) -> Iterator[ActiveContent]:
    kind = arrow.type
    where = arrow.source or "_rels/.rels"
    shown = arrow.target[:80]
    if kind in _MACRO_RELATIONS:
        yield _found("macros", "macros", f"文件带有宏或界面扩展（{kind}）", package, where)
    elif kind in _OLE_RELATIONS:
        yield _found("ole", "ole", f"文件里嵌有对象（{shown}）", package, where)
    elif kind in ("package", "oleObject") and not arrow.external:
        # The workbook behind a chart of the same document is data, anything else is a file in the file.
        if not _is_chart(package.content_type(arrow.source)):
            yield _found("ole", "ole", f"文件里嵌有别的文件（{shown}）", package, where)
    elif kind == "attachedTemplate":
        yield _found("attached_template", "attached_template", f"文件附加了模板“{shown}”", package, where)
    elif kind in _CHUNK_RELATIONS:
        yield _found("subdocuments", "subdocument", f"文件引入了别的内容（{kind}：{shown}）", package, where)
    elif kind in _LINK_RELATIONS:
        if kind == "externalLink" and not arrow.external:
            yield from _external_link(package, arrow)
        else:
            yield _found(
                "external_links", "external_link", f"文件链接到外面（{kind}：{shown}）", package, where
            )
    elif arrow.external and kind in _IMAGE_RELATIONS:
        yield _found("linked_images", "linked_image", f"图片链接到文件外面：{shown}", package, where)
    elif arrow.external and kind not in _CLICKED:
        yield _found(
            "external_links",
            "external_link",
            f"文件链接到外面（{kind or '未写明'}：{shown}）",
            package,
            where,
        )


def _is_chart(content_type: str) -> bool:
    return "drawingml.chart" in content_type or "chartex" in content_type


def _external_link(package: Package, arrow: Relationship) -> Iterator[ActiveContent]:
    """A workbook's link to another workbook, to a DDE server or to an OLE object."""
    root = package.xml(arrow.target) if arrow.target in package else None
    inner = {_local(child) for child in root} if root is not None else set()
    if "ddeLink" in inner:
        yield _found("dde", "dde", "工作簿带有 DDE 链接", package, arrow.target)
    elif "oleLink" in inner:
        yield _found("ole", "ole", "工作簿带有 OLE 链接", package, arrow.target)
    else:
        yield _found("external_links", "external_link", "工作簿链接到别的工作簿", package, arrow.target)


def _fields(package: Package, name: str) -> Iterator[ActiveContent]:
    data = package.part(name)
    # Element names cannot be written with entities, so their absence is certain; UTF-16 shows as NUL.
    if b"instrText" not in data and b"fldSimple" not in data and b"\0" not in data[:200]:
        return
    for instruction in instructions(package.xml(name)):
        switch = field_switch(instruction)
        shown = " ".join(instruction.split())[:80]
        if switch == "linked_images":
            yield _found(switch, "linked_image", f"文档里有链接图片的域：{shown}", package, name)
        elif switch:
            code = {"external_links": "external_link"}.get(switch, switch)
            yield _found(switch, code, f"文档里有 {_first_word(instruction)} 域：{shown}", package, name)


def field_switch(instruction: str) -> str | None:
    """The switch that a field with this instruction needs; ``None`` if it is harmless."""
    first = _first_word(instruction)
    return "linked_images" if first == _PICTURE_FIELD else _FIELDS.get(first)


def _first_word(instruction: str) -> str:
    words = instruction.replace("\\", " \\ ").split()
    return words[0].upper() if words else ""


def instructions(root: _Element) -> Iterator[str]:
    """The text of each field, however many runs it is split over; nested fields each for themselves."""
    open_fields: list[list[str]] = []
    for element in root.iter():
        tag = _tag(element)
        namespace, _, local = tag.removeprefix("{").partition("}")
        if namespace not in (_WORD, _STRICT_WORD):
            continue
        if local == "fldSimple":
            yield element.get(f"{{{namespace}}}instr", "")
        elif local == "fldChar":
            kind = element.get(f"{{{namespace}}}fldCharType")
            if kind == "begin":
                open_fields.append([])
            elif kind in ("separate", "end") and open_fields:
                if open_fields[-1] is not _DONE:
                    yield "".join(open_fields[-1])
                    open_fields[-1] = _DONE
                if kind == "end":
                    open_fields.pop()
        elif local in ("instrText", "delInstrText"):
            if not open_fields or open_fields[-1] is _DONE:
                open_fields.append([])
            open_fields[-1].append(element.text or "")
    for pieces in open_fields:
        yield "".join(pieces)


#: Stands for a field whose instruction has been told.
_DONE: list[str] = []


def _formulas(package: Package, name: str) -> Iterator[ActiveContent]:
    data = package.part(name)
    # A sheet may have fifty megabytes; most have no formula that needs a second look.
    wide = b"\0" in data[:200]
    capitals = data.upper()
    if not wide and not any(mark in capitals for mark in _SUSPECT):
        return
    for element in package.xml(name).iter():
        if _local(element) not in ("f", "definedName", "formula", "formula1", "formula2"):
            continue
        text = element.text or ""
        if _DDE_FORMULA.search(_without_strings(text)):
            yield _found("dde", "dde", f"公式里有 DDE 调用：{text[:80]}", package, name)
        fetching = _FETCHING.search(_without_strings(text))
        if fetching:
            yield _found("external_links", "external_link", f"公式从外面取数：{text[:80]}", package, name)


def _without_strings(formula: str) -> str:
    return re.sub(r'"(?:[^"]|"")*"', '""', formula)


def _local(element: _Element) -> str:
    return _tag(element).rpartition("}")[2]


def _tag(element: _Element) -> str:
    # lxml-stubs 0.5.1 do not know that comments and instructions have a function for a tag.
    tag: object = element.tag
    return tag if isinstance(tag, str) else ""
