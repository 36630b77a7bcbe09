"""One document, or many, asked every rule."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from qijin_docs.check.facts import Facts
from qijin_docs.check.page_measures import coordinate_system
from qijin_docs.check.read import read_facts, read_many
from qijin_docs.check.recognise import elements
from qijin_docs.check.report import EVERYTHING, Finding, Report, Unverified
from qijin_docs.check.rules import RULES


def check_document(
    path: Path | str,
    *,
    pdf: Path | str | None = None,
    layout: bool = False,
    soffice: Path | str | None = None,
) -> Report:
    """What is wrong with the form and the wording of a document, whoever made it.

    The rules are those of GB/T 9704-2012, GB/T 15834-2011 and GB/T 15835-2011 and of office practice; each
    finding names its clause and how strongly it is worded. What could not be looked at is listed, not passed.

    Args:
        path: a .docx or a .pdf; the content decides, not the name.
        pdf: the same document as PDF, as it is printed in the end; its pages are measured.
        layout: draw the pages with LibreOffice and measure them.
        soffice: the LibreOffice to use; the one found if not given.

    Raises:
        DataError: the file cannot be read (``package.…``, ``check.…``).
        OfficeError: LibreOffice is missing or failed.
    """
    return report_on(read_facts(path, pdf=pdf, layout=layout, soffice=soffice))


def check_documents(
    paths: Sequence[Path | str], *, layout: bool = False, soffice: Path | str | None = None
) -> tuple[Report, ...]:
    """Like :func:`check_document` for many files; LibreOffice draws many of them in one call."""
    return tuple(report_on(facts) for facts in read_many(paths, layout=layout, soffice=soffice))


def report_on(facts: Facts) -> Report:
    """The report of a document whose facts are known."""
    unread = unread_pages(facts)
    if unread and not any(page.lines for page in facts.pages or ()):
        return Report(facts.file, unverified=(Unverified(EVERYTHING, unread[0]),), looked_at_pages=True)
    known = elements(facts)
    said = [*known.uncertain, *_partly(unread), *(item for rule in RULES for item in rule(facts, known))]
    return Report(
        file=facts.file,
        findings=tuple(dict.fromkeys(item for item in said if isinstance(item, Finding))),
        unverified=tuple(dict.fromkeys(item for item in said if isinstance(item, Unverified))),
        form=str(known.form),
        coordinate_system=coordinate_system(facts),
        substituted_fonts=facts.substituted_fonts,
        looked_at_pages=facts.has_pdf,
    )


def unread_pages(facts: Facts) -> tuple[str, tuple[int, ...]] | None:
    """Why pages of a PDF cannot be read, and which; ``None`` if all can. Of a .docx the file itself is read."""
    pages = [page for page in facts.pages or () if page.unread] if facts.kind == "pdf" else []
    return (pages[0].unread, tuple(page.number for page in pages)) if pages else None


def _partly(unread: tuple[str, tuple[int, ...]] | None) -> tuple[Unverified, ...]:
    if unread is None:
        return ()
    numbers = "、".join(str(number) for number in unread[1])
    return (Unverified(f"第{numbers}页的全部内容", unread[0]),)
