"""Word templates from a few lines of text, and readers of what was made of them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.document import Document
from lxml import etree

from qijin_docs.templating import CompiledTemplate, Rendered, compile_template

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"

#: A paragraph is a string, a string in pieces is a tuple of runs, a table is a list of rows.
Block = str | tuple[str, ...] | list[list[str]]
MakeTemplate = Callable[..., Path]


#: Styles that the tests name, and those every document needs.
STYLES = (
    "Normal", "Default Paragraph Font", "Normal Table", "No List", "Header", "Footer", "Heading 1", "Heading 2",
    "Title", "List Bullet", "List Number", "List Paragraph", "Strong", "Table Grid",
)  # fmt: skip


@pytest.fixture(scope="session")
def lean() -> bytes:
    """An empty document without the hundred styles of python-docx's, which take longer to read than all the rest."""
    document = docx.Document()
    styles = {style.get(f"{{{W}}}styleId"): style for style in document.styles.element.iter(f"{{{W}}}style")}
    kept: set[Any] = set()
    wanted = [document.styles[name].style_id for name in STYLES if name in document.styles]
    while wanted:
        style = styles.get(wanted.pop())
        if style is not None and style not in kept:
            kept.add(style)
            wanted.extend(style.xpath("./w:basedOn/@w:val | ./w:link/@w:val | ./w:next/@w:val"))
    for style in styles.values():
        if style not in kept:
            style.getparent().remove(style)
    for owner in (document.part, document.part.package):
        for identity, relation in list(owner.rels.items()):
            if relation.reltype.endswith(("/stylesWithEffects", "/thumbnail")):
                del owner.rels[identity]
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


@pytest.fixture
def make_template(tmp_path: Path, lean: bytes) -> MakeTemplate:
    """``make_template("第一段", ("一", "段"), [["格", "格"]], header=…)``: the path of a template.

    ``parts`` replaces or adds raw parts after saving; ``body`` is raw XML put before the section settings.
    """
    made = 0

    def make(
        *blocks: Block,
        header: str = "",
        footer: str = "",
        body: str = "",
        parts: Mapping[str, str] | None = None,
        edit: Callable[[Document], None] | None = None,
    ) -> Path:
        nonlocal made
        made += 1
        document = docx.Document(io.BytesIO(lean))
        if header:
            document.sections[0].header.paragraphs[0].text = header
        if footer:
            document.sections[0].footer.paragraphs[0].text = footer
        for block in blocks:
            add_block(document, block)
        if edit:
            edit(document)
        path = tmp_path / f"模板{made}.docx"
        document.save(str(path))
        replaced = dict(parts or {})
        if body:
            with zipfile.ZipFile(path) as archive:
                xml = archive.read("word/document.xml").decode()
            replaced["word/document.xml"] = xml.replace("<w:sectPr", body + "<w:sectPr", 1)
        if replaced:
            rewrite(path, replaced)
        return path

    return make


def add_block(document: Document, block: Block) -> None:
    """One paragraph or table at the end of the document."""
    if isinstance(block, str):
        document.add_paragraph(block)
    elif isinstance(block, tuple):
        paragraph = document.add_paragraph()
        for number, piece in enumerate(block):
            paragraph.add_run(piece).bold = number % 2 == 1
    else:
        table = document.add_table(rows=0, cols=len(block[0]))
        for texts in block:
            for cell, text in zip(table.add_row().cells, texts, strict=True):
                cell.text = text


def rewrite(path: Path, parts: Mapping[str, str]) -> None:
    """The package with these parts replaced or added."""
    with zipfile.ZipFile(path) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    members.update({name: text.encode() for name, text in parts.items()})
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)


@pytest.fixture
def template(make_template: MakeTemplate) -> Callable[..., CompiledTemplate]:
    """``template("第一段 {{ 名 }}", …)``: compiled."""

    def compiled(
        *blocks: Block, missing: Any = "error", filters: Any = None, **options: Any
    ) -> CompiledTemplate:
        return compile_template(make_template(*blocks, **options), missing=missing, filters=filters)

    return compiled


@pytest.fixture
def opened() -> Callable[[Rendered], Document]:
    """The rendered document in python-docx."""

    def read(rendered: Rendered) -> Document:
        return docx.Document(io.BytesIO(bytes(rendered)))

    return read


@pytest.fixture
def texts(opened: Callable[[Rendered], Document]) -> Callable[[Rendered], list[Any]]:
    """The body as plain data: a paragraph is its text, a table a list of rows of cell texts."""

    def read(rendered: Rendered) -> list[Any]:
        body = opened(rendered).element.body
        return [_plain(child) for child in body if child.tag in (f"{{{W}}}p", f"{{{W}}}tbl")]

    return read


def _plain(element: etree._Element) -> Any:
    if element.tag == f"{{{W}}}p":
        return _text(element)
    return [
        [
            "\n".join(_text(paragraph) for paragraph in cell.iter(f"{{{W}}}p"))
            for cell in row.findall(f"{{{W}}}tc")
        ]
        for row in element.findall(f"{{{W}}}tr")
    ]


def _text(paragraph: etree._Element) -> str:
    signs = {f"{{{W}}}tab": "\t", f"{{{W}}}br": "\n", f"{{{W}}}cr": "\n"}
    inside = (child for run in paragraph.iter(f"{{{W}}}r") for child in run)
    return "".join(
        signs.get(str(child.tag)) or (child.text or "" if child.tag == f"{{{W}}}t" else "")
        for child in inside
    )


@pytest.fixture
def part_text() -> Callable[[Rendered | Path, str], str]:
    """One part of a package as text."""

    def read(rendered: Rendered | Path, name: str) -> str:
        source = rendered if isinstance(rendered, Path) else io.BytesIO(bytes(rendered))
        with zipfile.ZipFile(source) as archive:
            return archive.read(name).decode()

    return read
