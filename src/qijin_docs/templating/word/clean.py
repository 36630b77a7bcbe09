"""What a template carries that is nobody's business: revision numbers, author names, comments, a thumbnail.

All of it goes once, when the template is compiled, unless the caller asks to keep it. Tracked changes are never
evaluated: a template with some is refused, or they are accepted first if the caller says so.
"""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from qijin_docs.errors import Place, Problem
from qijin_docs.ooxml.package import Package
from qijin_docs.ooxml.wordml import RUN, W14, P, remove_keeping_tail, w
from qijin_docs.templating.traces import part_bytes, thumbnails, without_parts

_REMOVED_TEXT = (w("del"), w("moveFrom"))
_ADDED_TEXT = (w("ins"), w("moveTo"))
_CHANGE_RECORDS = tuple(
    w(name)
    for name in [
        "rPrChange",
        "pPrChange",
        "tblPrChange",
        "trPrChange",
        "tcPrChange",
        "sectPrChange",
        "tblGridChange",
        "tblPrExChange",
        "numberingChange",
        "cellIns",
        "cellMerge",
        "moveFromRangeStart",
        "moveFromRangeEnd",
        "moveToRangeStart",
        "moveToRangeEnd",
    ]
)
_CELL_DELETION = w("cellDel")
_COMMENT_SIGNS = (w("commentRangeStart"), w("commentRangeEnd"))
_COMMENT_REFERENCE = w("commentReference")
_PARAGRAPH_IDS = (f"{{{W14}}}paraId", f"{{{W14}}}textId")
_DOCUMENT_IDS = (f"{{{W14}}}docId", "{http://schemas.microsoft.com/office/word/2012/wordml}docId")
_AUTHORS = frozenset(
    {"creator", "lastModifiedBy", "Company", "Manager", "Template", "TotalTime", "lastPrinted"}
)
_COMMENT_PARTS = (
    "comments+xml",
    "commentsExtended+xml",
    "commentsIds+xml",
    "commentsExtensible+xml",
    "people+xml",
)


def tracked_changes(root: etree._Element) -> Iterator[etree._Element]:
    """Elements that record a change: text taken out, put in or moved, settings changed."""
    yield from root.iter(*_REMOVED_TEXT, *_ADDED_TEXT, *_CHANGE_RECORDS, _CELL_DELETION)


def accept_changes(root: etree._Element) -> None:
    """Take the tracked changes as decided: deleted text goes, inserted text stays, older settings are forgotten."""
    for element in list(root.iter(*_REMOVED_TEXT)):
        parent = element.getparent()
        if parent is None:
            continue
        grandparent = parent.getparent()
        if parent.tag == w("rPr") and grandparent is not None and grandparent.tag == w("pPr"):
            _join_with_next(grandparent)
        elif parent.tag == w("trPr") and grandparent is not None:
            remove_keeping_tail(grandparent)
            continue
        remove_keeping_tail(element)
    for element in list(root.iter(_CELL_DELETION)):
        cell = next(element.iterancestors(w("tc")), None)
        if cell is not None:
            remove_keeping_tail(cell)
    for element in list(root.iter(*_CHANGE_RECORDS)):
        remove_keeping_tail(element)
    for element in list(root.iter(*_ADDED_TEXT)):
        _unwrap(element)


def strip_traces(root: etree._Element, keep: frozenset[str]) -> None:
    """Take out of a Word part what identifies who edited it and when."""
    if "revision_ids" not in keep:
        for element in root.iter(etree.Element):
            for name in [name for name in element.attrib if str(name).startswith(f"{w('rsid')}")]:
                del element.attrib[name]
            for name in _PARAGRAPH_IDS:
                element.attrib.pop(name, "")
        for element in list(root.iter(w("rsids"), w("rsid"), *_DOCUMENT_IDS)):
            remove_keeping_tail(element)
    for element in list(root.iter(w("proofErr"), w("lastRenderedPageBreak"))):
        remove_keeping_tail(element)
    if "comments" not in keep:
        for element in list(root.iter(*_COMMENT_SIGNS)):
            remove_keeping_tail(element)
        for element in list(root.iter(_COMMENT_REFERENCE)):
            run = element.getparent()
            if run is not None and run.tag == RUN:
                remove_keeping_tail(run)


def without_traces(package: Package, keep: frozenset[str]) -> Package:
    """The package without comment parts and thumbnail, with names and revision numbers taken out of its other parts."""
    gone: set[str] = set()
    if "comments" not in keep:
        gone |= {name for name in package.names if package.content_type(name).endswith(_COMMENT_PARTS)}
    if "thumbnail" not in keep:
        gone |= thumbnails(package)
    return without_parts(package, gone, lambda name: _cleaned(package, name, keep))


def revision_problem(package_file: str | None, where: str, count: int) -> Problem:
    """The refusal of a template with tracked changes."""
    return Problem(
        "template.tracked_changes",
        f"模板里有 {count} 处没有处理的修订（删改痕迹）",
        Place(package_file, where),
        "在 Word 或 WPS 的“审阅”里接受或拒绝全部修订后再用；也可以在程序里写明 accept_changes=True",
    )


def _cleaned(package: Package, name: str, keep: frozenset[str]) -> bytes | None:
    """The part without traces, ``None`` if it has none that are dealt with here."""
    kind = package.content_type(name)
    if kind.endswith(("core-properties+xml", "extended-properties+xml")) and "authors" not in keep:
        root = package.xml(name)
        for element in list(root):
            local = etree.QName(element).localname
            if local == "revision":
                element.text = "1"
            elif local in _AUTHORS and "{" not in (element.text or ""):
                root.remove(element)
        return part_bytes(root)
    if (
        kind.endswith(("wordprocessingml.settings+xml", "wordprocessingml.styles+xml"))
        and "revision_ids" not in keep
    ):
        root = package.xml(name)
        strip_traces(root, keep)
        return part_bytes(root)
    return None


def _unwrap(element: etree._Element) -> None:
    parent = element.getparent()
    if parent is None:
        return
    position = parent.index(element)
    children = list(element)
    remove_keeping_tail(element)
    for offset, child in enumerate(children):
        parent.insert(position + offset, child)


def _join_with_next(settings: etree._Element) -> None:
    """A deleted paragraph mark: what follows belongs to this paragraph."""
    paragraph = settings.getparent()
    following = None if paragraph is None else paragraph.getnext()
    if paragraph is None or following is None or following.tag != P:
        return
    for child in list(following):
        if child.tag != w("pPr"):
            paragraph.append(child)
    remove_keeping_tail(following)
