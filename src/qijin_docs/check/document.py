"""One document, or many, asked every rule."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from qijin_docs.check.facts import Facts
from qijin_docs.check.page_measures import coordinate_system
from qijin_docs.check.read import read_facts, read_many
from qijin_docs.check.recognise import elements
from qijin_docs.check.report import Finding, Report, Unverified
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
    known = elements(facts)
    said = [*known.uncertain, *(item for rule in RULES for item in rule(facts, known))]
    return Report(
        file=facts.file,
        findings=tuple(dict.fromkeys(item for item in said if isinstance(item, Finding))),
        unverified=tuple(dict.fromkeys(item for item in said if isinstance(item, Unverified))),
        form=str(known.form),
        coordinate_system=coordinate_system(facts),
        substituted_fonts=facts.substituted_fonts,
        looked_at_pages=facts.has_pdf,
    )
