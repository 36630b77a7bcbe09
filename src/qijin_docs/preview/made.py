"""A template with its records as PDF, once: what ``qijin preview`` writes and what a script asks for."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass, replace
from pathlib import Path

from qijin_docs.errors import DataError, OfficeError, Place, Problem, QijinError, TemplateError
from qijin_docs.kinds import Kinds
from qijin_docs.office import find_soffice, to_pdf
from qijin_docs.office.convert import input_problem
from qijin_docs.preview.pages import page_pictures
from qijin_docs.preview.records import Shown, ShownRecord, kind_of_template, shown_records
from qijin_docs.templating import CompiledTemplate, compile_template

#: What may be a template; any other file is shown as it is.
TEMPLATES = (".docx", ".docm", ".dotx", ".dotm", ".xlsx", ".xlsm", ".xltx", ".xltm")
#: A file that is shown as it is has one record of this id.
PLAIN = "file"


@dataclass(frozen=True, slots=True)
class RecordPages:
    """A template filled with one record, as pages.

    Args:
        id: ``typical``, ``longest``, ``empty``, ``1``, ``invented``, or ``file`` for a file without tags.
        name: the same in Chinese.
        pdf: the whole PDF; empty if it could not be made.
        problems: what is wrong, and notes.
    """

    id: str
    name: str
    pdf: bytes
    problems: tuple[Problem, ...] = ()

    @property
    def ok(self) -> bool:
        """Whether there are pages."""
        return bool(self.pdf)

    def pictures(self, *, dpi: int = 96) -> tuple[bytes, ...]:
        """Every page as a PNG.

        Args:
            dpi: pixels an inch; an A4 page has 794 × 1123 pixels at 96.

        Raises:
            OfficeError: ``office.no_preview`` if the extra ``preview`` is not installed.
        """
        return page_pictures(self.pdf, dpi=dpi) if self.pdf else ()


def preview_pages(
    template: str | Path,
    data: str | Path | None = None,
    *,
    kind: str | None = None,
    kinds: Kinds | None = None,
    record: str | None = None,
    soffice: str | Path | None = None,
) -> tuple[RecordPages, ...]:
    """A template as pages: with the records of a data file, with the three samples of its kind, or with invented values.

    Args:
        template: a .docx or .xlsx template; any other file, and one without tags, is shown as it is.
        data: a file with one record or many.
        kind: English or Chinese name of the kind it is for; if not given, that whose template it is by its place.
        kinds: where names are looked up; if not given those of the ``templates`` folder the file lies in, then
            those that ship.
        record: only the one with this id or name: ``longest``, ``最长``.
        soffice: the LibreOffice to use.

    Returns:
        One entry a record. One that cannot be filled has no pages, and says why.

    Raises:
        TemplateError: the template is faulty.
        DataError: the data cannot be read, there is no such kind or record.
        OfficeError: LibreOffice is missing or failed.
    """
    path = Path(template)
    program = find_soffice(soffice)
    compiled, shown = what_is_shown(path, Path(data) if data is not None else None, kind, kinds)
    records = chosen(shown.records, record)
    with tempfile.TemporaryDirectory(prefix="qijin-preview-") as folder:
        filled: dict[str, Path] = {}
        problems: dict[str, tuple[Problem, ...]] = {}
        for shown_record in records:
            if compiled is None:
                filled[shown_record.id] = path
                continue
            try:
                rendered = compiled.render(shown_record.read())
            except QijinError as error:
                problems[shown_record.id] = error.problems
            else:
                target = Path(folder, f"{shown_record.id}{path.suffix}")
                filled[shown_record.id] = rendered.save(target)
        pdfs = dict(zip(filled, _pdfs(list(filled.values()), path, folder, program), strict=True))
    return tuple(
        RecordPages(r.id, r.name, pdfs.get(r.id, b""), (*problems.get(r.id, ()), *shown.notes))
        for r in records
    )


def what_is_shown(
    path: Path, data: Path | None, kind: str | None, kinds: Kinds | None
) -> tuple[CompiledTemplate | None, Shown]:
    """The compiled template and its records; no template if the file is shown as it is.

    Raises:
        TemplateError, DataError: as :func:`preview_pages`.
    """
    if path.suffix.lower() not in TEMPLATES:
        problem = input_problem(path)
        if problem is not None:
            raise TemplateError(problem)
        return None, plain_record()
    compiled = compile_template(path)
    if not compiled.tags:
        return None, plain_record()
    meant, kinds = kind_of_template(path, kind, kinds)
    return compiled, shown_records(compiled, data, meant, kinds)


def plain_record() -> Shown:
    """What is shown of a file without tags: itself."""
    return Shown((ShownRecord(PLAIN, "文件", dict),))


def chosen(records: tuple[ShownRecord, ...], record: str | None) -> tuple[ShownRecord, ...]:
    """All records, or the one with an id or name.

    Raises:
        DataError: ``preview.no_such_record``.
    """
    if record is None:
        return records
    found = tuple(r for r in records if record in (r.id, r.name))
    if not found:
        names = "、".join(r.name for r in records[:10])
        raise DataError(Problem("preview.no_such_record", f"没有“{record}”这一份", hint=f"可以写：{names}"))
    return found


def _pdfs(files: list[Path], template: Path, folder: str, program: Path) -> list[bytes]:
    if not files:
        return []
    if template.suffix.lower() == ".pdf":
        return [template.read_bytes()]
    try:
        return [pdf.read_bytes() for pdf in to_pdf(files, Path(folder, "pdf"), soffice=program)]
    except OfficeError as error:
        raise OfficeError(of_template(error.problems, template)) from error


def of_template(problems: tuple[Problem, ...], template: Path) -> tuple[Problem, ...]:
    """The same problems of the template: what was converted was a file of ours that nobody knows."""
    return tuple(dict.fromkeys(replace(p, place=Place(template.name)) for p in problems))
