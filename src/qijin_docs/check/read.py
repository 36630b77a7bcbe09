"""Facts of files of any kind the checker takes: .docx alone, .docx with its pages, .pdf."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from shutil import copyfile

from qijin_docs.check.drawn import placed_on_pages
from qijin_docs.check.facts import Facts
from qijin_docs.errors import DataError, OfficeError, Place, Problem
from qijin_docs.office import FontFound, fonts_found, to_pdf

#: A .docx with a password is a compound file with a stream of this name.
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
#: With fewer paragraphs nothing is said of pages that do not hold them.
_ENOUGH = 4
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
    return facts if pdf is None or facts.kind == "pdf" else _with_pages(facts, Path(pdf))


def read_many(
    paths: Sequence[Path | str],
    *,
    layout: bool = False,
    soffice: Path | str | None = None,
    calls: int = 2,
) -> tuple[Facts, ...]:
    """The facts of many files; their pages are drawn in as few calls of LibreOffice as can be.

    A file that LibreOffice does not draw keeps the facts of its XML, and they say so.

    Args:
        paths: .docx and .pdf files.
        layout: draw the pages of every .docx.
        soffice: the LibreOffice to use.
        calls: how many calls of LibreOffice run side by side, each with a profile of its own.

    Raises:
        DataError: with the problems of all files that cannot be read.
        OfficeError: LibreOffice is missing, or drew none of the files.
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
    to_draw = [at for at, facts in enumerate(found) if layout and facts.kind == "docx"]
    if to_draw:
        with tempfile.TemporaryDirectory(prefix="qijin-check-") as scratch:
            drawn = _draw([Path(paths[at]) for at in to_draw], Path(scratch), soffice, max(1, calls))
            fonts = fonts_found()  # fontconfig is asked once, not once a document
            for at, pdf in zip(to_draw, drawn, strict=True):
                if isinstance(pdf, Problem):
                    found[at] = replace(found[at], not_drawn=pdf.message)
                else:
                    found[at] = _with_pages(found[at], pdf, fonts)
    return tuple(found)


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
        if head.startswith(_OLD_WORD) and _ENCRYPTED in path.read_bytes():
            hint = "用 Word 或 WPS 打开，在“文件—信息—保护文档”里去掉密码，另存后再校对"
            raise DataError(Problem("check.locked", "这个文件加了打开密码", Place(path.name), hint))
        old = head.startswith(_OLD_WORD)
        message = "这是旧格式的 .doc 文件" if old else "这不是 .docx，也不是 .pdf"
        hint = "请先用 Word 或 WPS 另存为 .docx"
        raise DataError(Problem("check.not_word", message, Place(path.name), hint))
    from qijin_docs.check.docx_facts import docx_facts

    return docx_facts(path)


def _draw(
    files: Sequence[Path], scratch: Path, soffice: Path | str | None, calls: int
) -> list[Path | Problem]:
    """For every file its PDF, or why there is none."""
    # Names of our own: two files of one name in two folders are no mistake here.
    copies = [scratch / f"{number:05}.docx" for number in range(len(files))]
    for file, copied in zip(files, copies, strict=True):
        copyfile(file, copied)
    share = -(-len(copies) // calls)
    groups = [copies[at : at + share] for at in range(0, len(copies), share)]
    failed: dict[str | None, Problem] = {}
    with ThreadPoolExecutor(len(groups)) as pool:
        for outcome in [pool.submit(to_pdf, group, scratch / "pdf", soffice=soffice) for group in groups]:
            try:
                outcome.result()
            except OfficeError as error:
                if not {problem.place.file for problem in error.problems} <= set(map(str, copies)):
                    raise  # no file's fault: there is no LibreOffice
                failed |= {problem.place.file: problem for problem in error.problems}
    if len(failed) == len(files):
        names = dict(zip(map(str, copies), files, strict=True))
        raise OfficeError(
            replace(problem, place=Place(str(names.get(str(file), file)))) for file, problem in failed.items()
        )
    pdfs = [scratch / "pdf" / f"{copied.stem}.pdf" for copied in copies]
    return [failed.get(str(copied), pdf) for copied, pdf in zip(copies, pdfs, strict=True)]


def _with_pages(facts: Facts, pdf: Path, fonts: Sequence[FontFound] = ()) -> Facts:
    """The facts with those of the pages; ``fonts``: what the pages were drawn with, if they were drawn here."""
    from qijin_docs.check.pdf_facts import page_facts

    pages = page_facts(pdf, file=facts.file)
    unread = next((page.unread for page in pages if page.unread), "")
    if unread and not any(page.lines for page in pages):
        return replace(facts, not_drawn=f"给的 PDF {unread}")
    named = {run.east_asia for paragraph in facts.paragraphs for run in paragraph.runs}
    substituted = tuple((f.wanted, f.found) for f in fonts if f.kind != "real" and f.wanted in named)
    placed = placed_on_pages(replace(facts, pages=pages, substituted_fonts=substituted))
    if _is_another(placed):
        return replace(facts, not_drawn="在给的 PDF 里找不到文件的大部分文字，可能不是同一份文件")
    return placed


def _is_another(facts: Facts) -> bool:
    """Whether most paragraphs are not on the pages they are said to be on."""
    written = [i for i, paragraph in enumerate(facts.paragraphs) if not paragraph.blank]
    lost = [i for i in written if not facts.lines_of(i)]
    return len(written) >= _ENOUGH and len(lost) > len(written) / 2
