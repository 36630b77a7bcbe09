"""Facts of files of any kind the checker takes: .docx alone, .docx with its pages, .pdf."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from qijin_docs.check.drawn import placed_on_pages
from qijin_docs.check.facts import Facts
from qijin_docs.errors import DataError, Place, Problem
from qijin_docs.office import fonts_found, to_pdf

_PDF, _ZIP, _OLD_WORD = b"%PDF-", b"PK", b"\xd0\xcf\x11\xe0"


def read_facts(
    path: Path | str,
    *,
    pdf: Path | str | None = None,
    layout: bool = False,
    soffice: Path | str | None = None,
) -> Facts:
    """The facts of one file.

    Args:
        path: a .docx or a .pdf; the content decides, not the name.
        pdf: the same document as PDF, exported by Word, WPS or whatever prints it in the end.
        layout: draw the pages of a .docx with LibreOffice and measure them.
        soffice: the LibreOffice to use.

    Raises:
        DataError: the file cannot be read (``package.…``, ``check.…``).
        OfficeError: LibreOffice is missing or failed.
    """
    (facts,) = read_many((path,), layout=layout and pdf is None, soffice=soffice)
    return facts if pdf is None or facts.kind == "pdf" else _with_pages(facts, Path(pdf), drawn_here=False)


def read_many(
    paths: Sequence[Path | str], *, layout: bool = False, soffice: Path | str | None = None
) -> tuple[Facts, ...]:
    """The facts of many files; their pages are drawn in as few calls of LibreOffice as can be.

    Args:
        paths: .docx and .pdf files.
        layout: draw the pages of every .docx.
        soffice: the LibreOffice to use.

    Raises:
        DataError: with the problems of all files that cannot be read.
        OfficeError: LibreOffice is missing or failed.
    """
    found: list[Facts] = []
    problems: list[Problem] = []
    for path in map(Path, paths):
        try:
            found.append(_facts(path))
        except DataError as error:
            problems += error.problems
    if problems:
        raise DataError(problems)
    if not layout:
        return tuple(found)
    to_draw = [Path(path) for path, facts in zip(paths, found, strict=True) if facts.kind == "docx"]
    with tempfile.TemporaryDirectory(prefix="qijin-check-") as scratch:
        # One folder a file: two files of one name in two folders are no mistake here.
        drawn = dict(zip(to_draw, _draw(to_draw, Path(scratch), soffice), strict=True))
        return tuple(
            _with_pages(facts, drawn[Path(path)], drawn_here=True) if facts.kind == "docx" else facts
            for path, facts in zip(paths, found, strict=True)
        )


def _facts(path: Path) -> Facts:
    try:
        with path.open("rb") as stream:
            head = stream.read(1024)
    except OSError:
        head = _ZIP  # reading the package says what is the matter
    if _PDF in head:
        from qijin_docs.check.pdf_facts import pdf_facts

        return placed_on_pages(pdf_facts(path))
    if not head.startswith(_ZIP):
        old = head.startswith(_OLD_WORD)
        message = "这是旧格式的 .doc 文件" if old else "这不是 .docx，也不是 .pdf"
        hint = "请先用 Word 或 WPS 另存为 .docx"
        raise DataError(Problem("check.not_word", message, Place(path.name), hint))
    from qijin_docs.check.docx_facts import docx_facts

    return docx_facts(path)


def _draw(files: Sequence[Path], scratch: Path, soffice: Path | str | None) -> tuple[Path, ...]:
    from shutil import copyfile

    copies = [scratch / f"{number:05}.docx" for number in range(len(files))]
    for file, copy in zip(files, copies, strict=True):
        copyfile(file, copy)
    return to_pdf(copies, scratch / "pdf", soffice=soffice)


def _with_pages(facts: Facts, pdf: Path, *, drawn_here: bool) -> Facts:
    from qijin_docs.check.pdf_facts import page_facts

    pages = page_facts(pdf, file=facts.file)
    substituted = _substituted(facts) if drawn_here else ()
    return placed_on_pages(replace(facts, pages=pages, substituted_fonts=substituted))


def _substituted(facts: Facts) -> tuple[tuple[str, str], ...]:
    """Fonts the document names that are not installed, and what stands in for them."""
    wanted = {run.east_asia for paragraph in facts.paragraphs for run in paragraph.runs}
    return tuple(
        (font.wanted, font.found) for font in fonts_found() if font.kind != "real" and font.wanted in wanted
    )
