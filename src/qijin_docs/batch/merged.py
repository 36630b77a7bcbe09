"""One document of many, a section for each record, put together by docxcompose (extra ``merge``).

docxcompose 2.2 leaves out the section and the headers of what it appends. All records come from one template, so
each gets the first one's section again, on a new page counted from 1, with headers and footers of its own where
they differ.
"""

from __future__ import annotations

import zipfile
from collections.abc import Sequence
from copy import deepcopy
from io import BytesIO
from pathlib import Path
from typing import Any

from qijin_docs.errors import DataError, OutputError, Place, Problem

#: More are refused: each costs time for all before it, and nobody can work with such a file.
MOST = 500
_HEADS = ("word/header", "word/footer")
_RELATIONS = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"


def merge_documents(target: Path, files: Sequence[Path], name: str) -> None:
    """Write one document that holds the others one after the other.

    Args:
        target: to write.
        files: documents made from one template.
        name: what the target is called, for messages.

    Raises:
        DataError: ``batch.merge_many``, ``batch.merge_heads`` for a header that holds more than text, pictures and
            links, ``batch.merge_kind``, ``batch.merge_sections``.
        OutputError: ``batch.no_docxcompose``.
    """
    place = Place(name)
    if files[0].suffix.lower() not in (".docx", ".docm"):
        raise DataError(
            Problem("batch.merge_kind", "只有 Word 文件能合成一个", place, "Excel 请写到文件夹或 .zip")
        )
    if len(files) > MOST:
        message = f"有{len(files)}份，超过一个文件能合的{MOST}份"
        raise DataError(Problem("batch.merge_many", message, place, "写到 .zip，或把数据分成几个表"))
    try:
        from docxcompose.composer import Composer
    except ImportError as error:
        hint = "安装：pip install 'qijin-docs[merge]'"
        raise OutputError(Problem("batch.no_docxcompose", "没有安装 docxcompose", hint=hint)) from error
    import docx

    first: Any = docx.Document(str(files[0]))
    if len(first.sections) > 1:
        hint = "写到 .zip，或把模板改成一节"
        raise DataError(Problem("batch.merge_sections", "模板不止一节，不能合成一个文件", place, hint))
    _count_from_one(first.sections[0])
    composer = Composer(first)
    heads = _heads(files[0])
    for file in files[1:]:
        other: Any = docx.Document(str(file))
        _end_section(first)
        composer.append(other)
        before, heads = heads, _heads(file)
        if heads != before:
            _take_heads(first.sections[-1], other.sections[0], place)
    first.save(str(target))


def _heads(file: Path) -> list[tuple[str, int, int]]:
    with zipfile.ZipFile(file) as package:
        return [
            (info.filename, info.CRC, info.file_size)
            for info in package.infolist()
            if info.filename.startswith(_HEADS) and info.filename.endswith(".xml")
        ]


def _take_heads(section: Any, source: Any, place: Place) -> None:
    """The headers and footers of a document, given to the last section of the merged one."""
    for kind in ("header", "footer"):
        for which in ("", "first_page_", "even_page_"):
            theirs, ours = getattr(source, which + kind), getattr(section, which + kind)
            if theirs.is_linked_to_previous:
                continue
            # Only the reference: the part itself belongs to the section before.
            reference = ours._sectPr  # noqa: SLF001 # python-docx would drop the part with it
            for old in reference.xpath(f"w:{kind}Reference[@w:type='{_TYPES[which]}']"):
                reference.remove(old)
            ours.is_linked_to_previous = False
            _copy_story(theirs.part, ours.part, place)


_TYPES = {"": "default", "first_page_": "first", "even_page_": "even"}


def _copy_story(source: Any, target: Any, place: Place) -> None:
    """Text, pictures and links of one header in place of those of another."""
    new = {}
    for name, relation in source.rels.items():
        if relation.is_external:
            new[name] = target.relate_to(relation.target_ref, relation.reltype, is_external=True)
        elif relation.reltype.endswith("/image"):
            new[name] = target.get_or_add_image(BytesIO(relation.target_part.blob))[0]
        else:
            message = "各份的页眉或页脚不同，里面又有文字、图片、链接以外的东西，合不成一个文件"
            hint = "从模板的页眉页脚里去掉它，或写到 .zip"
            raise DataError(Problem("batch.merge_heads", message, place, hint))
    body = target.element
    for child in list(body):
        body.remove(child)
    for child in source.element:
        body.append(deepcopy(child))
    for element in body.iter():
        for attribute, value in element.attrib.items():
            if attribute.startswith(_RELATIONS) and value in new:
                element.set(attribute, new[value])


def _count_from_one(section: Any) -> None:
    from docx.oxml.ns import qn
    from docx.oxml.parser import OxmlElement

    properties = section._sectPr  # noqa: SLF001 # python-docx has no public way to number pages anew
    numbers = properties.find(qn("w:pgNumType"))
    if numbers is None:
        numbers = OxmlElement("w:pgNumType")
        after = next(
            (e for tag in ("w:cols", "w:docGrid") if (e := properties.find(qn(tag))) is not None), None
        )
        properties.append(numbers) if after is None else after.addprevious(numbers)
    numbers.set(qn("w:start"), "1")
    kind = properties.find(qn("w:type"))
    if kind is not None:
        kind.set(qn("w:val"), "nextPage")


def _end_section(document: Any) -> None:
    """What stands so far becomes a section of its own; the next one begins on a new page."""
    from docx.oxml.ns import qn

    body = document.element.body
    ending = deepcopy(body.find(qn("w:sectPr")))
    last = body.find(qn("w:sectPr")).getprevious()
    if last is None or last.tag != qn("w:p") or last.find(f"{qn('w:pPr')}/{qn('w:sectPr')}") is not None:
        last = document.add_paragraph()._p  # noqa: SLF001 # a table cannot carry the end of a section
    last.get_or_add_pPr().append(ending)
