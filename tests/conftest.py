"""What tests of every area share: LibreOffice, the validator, readers of outputs, golden files.

Options and switches:

    pytest --update-golden   write golden files anew instead of comparing with them
    CI=true                  a skipped test is a failed test
    QIJIN_FUZZ=long          thousands of fuzz cases instead of hundreds
"""

from __future__ import annotations

import difflib
import io
import json
import os
import re
import shutil
import subprocess
import zipfile
from collections.abc import Callable, Generator, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

CHECKOUT = Path(__file__).parents[1]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update-golden", action="store_true", help="write golden files anew instead of comparing with them"
    )


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """With CI=true nothing may be left out, whatever the reason: a skip, an xfail."""
    report = yield
    if os.environ.get("CI") == "true" and report.skipped:
        report.outcome = "failed"
        report.longrepr = f"{item.nodeid} did not run, and with CI=true every test must: {report.longrepr}"
        report.__dict__.pop("wasxfail", None)
    return report


@pytest.fixture(scope="session")
def checkout() -> Path:
    """The root of the checkout."""
    return CHECKOUT


@pytest.fixture(scope="session")
def examples(checkout: Path) -> Path:
    """The folder of example projects."""
    return checkout / "examples"


# LibreOffice and what it makes ---------------------------------------------------------------------------


@pytest.fixture(scope="session")
def libreoffice(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., tuple[Path, ...]]:
    """``libreoffice(file, …) -> (pdf, …)``: many files in one call, into a folder of its own."""
    from qijin_docs.office import to_pdf

    def convert(*files: Path) -> tuple[Path, ...]:
        return to_pdf(files, tmp_path_factory.mktemp("pdf"))

    return convert


@pytest.fixture(scope="session")
def pdf_text() -> Callable[[Path], list[str]]:
    """``pdf_text(pdf) -> [text of page 1, …]`` in reading order, one line of the page a line."""

    def read(pdf: Path) -> list[str]:
        # poppler, for PDFium gives glyphs as they are drawn: “ ” of another font come after their line.
        command = ["pdftotext", "-enc", "UTF-8", "-eol", "unix", str(pdf), "-"]
        answer = subprocess.run(command, check=True, capture_output=True, encoding="utf-8")
        return [page.strip("\n") for page in answer.stdout.removesuffix("\f").split("\f")]

    return read


@pytest.fixture(scope="session")
def docx_paragraphs() -> Callable[[Path | bytes], list[str]]:
    """``docx_paragraphs(path or bytes) -> [text, …]`` of the body in order, table cells in their place."""
    import docx
    from docx.table import Table

    def walk(container: Any) -> Iterator[str]:
        for block in container.iter_inner_content():
            if isinstance(block, Table):
                seen = set()
                for row in block.rows:
                    for cell in row.cells:
                        if cell._tc not in seen:  # a merged cell is given once for every column
                            seen.add(cell._tc)
                            yield from walk(cell)
            else:
                yield block.text

    def read(document: Path | bytes) -> list[str]:
        source = io.BytesIO(document) if isinstance(document, bytes) else str(document)
        return list(walk(docx.Document(source)))

    return read


# The validator -------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Mistake:
    """A finding in which the validator is wrong: where, what it says, and why it is not so."""

    part: str
    says: str
    reason: str


#: Mistakes of openxml-audit 0.8.0.
MISTAKES = (
    Mistake(
        r"/xl/styles\.xml",
        r"Unexpected element '(b|i|strike|condense|extend|outline|shadow|u|vertAlign|sz|color|name|family"
        r"|charset|scheme)' found",
        "CT_Font is a choice without order in ISO/IEC 29500-1; the validator asks for a sequence. openpyxl "
        "writes another order, which Excel opens.",
    ),
    Mistake(
        r"/(word/document|xl/workbook)\.xml",
        r"A required relationship type '.*/theme' is missing",
        "ISO/IEC 29500-1, 14.2.7: a Word or Excel package holds zero or one theme. Ours name every font and "
        "colour themselves and have none on purpose.",
    ),
    Mistake(
        r"/word/stylesWithEffects\.xml",
        r"styles\.xml contains \d+ style|docDefaults differ",
        "The part is a leftover of Word 2010 that Word 2013 and newer ignore; it is in python-docx's own "
        "template, whose documents Word opens. Ours do not have it.",
    ),
)


@pytest.fixture(scope="session")
def valid_ooxml(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Path | bytes], None]:
    """``valid_ooxml(path or bytes)`` fails with the findings of openxml-audit, if there are any errors."""
    from openxml_audit import FileFormat, OpenXmlValidator, ValidationSeverity

    validator = OpenXmlValidator(file_format=FileFormat.MICROSOFT_365, max_errors=0)
    folder = tmp_path_factory.mktemp("validator")

    def check(document: Path | bytes) -> None:
        if isinstance(document, bytes):
            with zipfile.ZipFile(io.BytesIO(document)) as package:
                suffix = ".docx" if "word/document.xml" in package.namelist() else ".xlsx"
            path = folder / f"document{suffix}"
            path.write_bytes(document)
        else:
            path = document
        findings = [
            str(finding)
            for finding in validator.validate(path).errors
            if finding.severity is ValidationSeverity.ERROR
            and not any(
                re.fullmatch(mistake.part, finding.part_uri) and re.match(mistake.says, finding.description)
                for mistake in MISTAKES
            )
        ]
        if findings:
            pytest.fail(f"{path.name}:\n" + "\n".join(findings), pytrace=False)

    return check


# Golden files --------------------------------------------------------------------------------------------


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[str, str], None]:
    """``golden(name, text)`` compares with ``golden/<name>`` beside the test module, or renews it."""
    folder = request.path.parent / "golden"
    update: bool = request.config.getoption("--update-golden")

    def compare(name: str, text: str) -> None:
        path = folder / name
        if update:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="\n")
            return
        if not path.is_file():
            pytest.fail(f"{path} is not there yet: pytest --update-golden", pytrace=False)
        expected = path.read_text(encoding="utf-8")
        if text != expected:
            difference = difflib.unified_diff(
                expected.splitlines(), text.splitlines(), f"golden/{name}", "now", lineterm="", n=2
            )
            message = "\n".join(difference) or "only the line ends differ"
            pytest.fail(f"{message}\n(renew with: pytest --update-golden)", pytrace=False)

    return compare


@pytest.fixture(scope="session")
def pretty_parts() -> Callable[..., str]:
    """``pretty_parts(document, part, …)``: XML parts of a package, indented, as one text for golden files."""
    from lxml import etree

    def show(document: Path | bytes, *parts: str) -> str:
        source = io.BytesIO(document) if isinstance(document, bytes) else document
        with zipfile.ZipFile(source) as package:
            shown = []
            for part in parts or sorted(
                name for name in package.namelist() if name.endswith((".xml", ".rels"))
            ):
                tree = etree.fromstring(package.read(part))
                etree.indent(tree)
                shown.append(f"=== {part}\n{etree.tostring(tree, encoding='unicode')}\n")
        return "\n".join(shown)

    return show


#: One empty page, as short as PDFium takes it.
PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>endobj\ntrailer<</Root 1 0 R/Size 4>>\n%%EOF\n"
)

# A small project of our own -------------------------------------------------------------------------------


class SmallProject:
    """A copy of ``tests/small-project``: valid, every part once, and changed by a test in one place.

    Paths inside a file are written ``阶段.1.截止``; the value ``...`` takes an entry out, ``+`` at the end of
    a path appends.
    """

    folder = Path("项目")
    _pictures = ("照片/1.png", "照片/2.png", "网站/1.png", "手机/1.png")
    _others = ("报刊/1.pdf", "录音/1.mp3")

    def __init__(self, source: Path) -> None:
        from PIL import Image

        shutil.copytree(source, self.folder)
        evidence = self.folder / "见证材料"
        for name in (*self._pictures, *self._others):
            (evidence / name).parent.mkdir(parents=True, exist_ok=True)
        for number, name in enumerate(self._pictures):
            Image.new("RGB", (720, 480), (40 * number, 80, 120)).save(evidence / name)
        (evidence / "报刊/1.pdf").write_bytes(PDF)
        (evidence / "录音/1.mp3").write_bytes(b"ID3" + bytes(61))

    def data(self, file: str) -> Any:
        """What a file holds, as plain values."""
        from qijin_docs.sources import read_source

        return read_source(self.folder / file).value

    def write(self, file: str, value: Any) -> None:
        """Write a file of the project: JSON is YAML, so every value has its line and column."""
        text = (
            value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, indent=1, default=str)
        )
        (self.folder / file).parent.mkdir(parents=True, exist_ok=True)
        (self.folder / file).write_text(text, encoding="utf-8", newline="\n")

    def change(self, file: str, changes: Mapping[str, Any]) -> None:
        """Change a file at the paths given."""
        data = self.data(file)
        for path, value in changes.items():
            *parents, last = (int(step) if step.isdigit() else step for step in path.split("."))
            holder = data
            for step in parents:
                holder = holder[step]
            if last == "+":
                holder.append(value)
            elif value is ...:
                del holder[last]
            else:
                holder[last] = value
        self.write(file, data)

    def remove(self, *names: str) -> None:
        """Take files or folders away."""
        for name in names:
            path = self.folder / name
            shutil.rmtree(path) if path.is_dir() else path.unlink()

    def load(self) -> Any:
        """The loaded project."""
        from qijin_docs.project import load_project

        return load_project(self.folder)

    def problems(self) -> list[Any]:
        """All errors of the project, or its warnings and notes if it has none."""
        from qijin_docs.errors import DataError

        try:
            return list(self.load().problems)
        except DataError as error:
            return list(error.problems)

    def problem(self, code: str) -> Any:
        """The one problem with this code."""
        problems = self.problems()
        found = [p for p in problems if p.code == code]
        shown = "\n".join(map(str, problems)) or "no problem at all"
        assert len(found) == 1, f"{len(found)} problems {code} among:\n{shown}"
        return found[0]

    def fault(self, file: str, changes: Mapping[str, Any], code: str) -> tuple[str, str]:
        """Where and what the one problem with this code is, once a file is changed."""
        self.change(file, changes)
        problem = self.problem(code)
        assert problem.place.file == str(self.folder / file)
        assert problem.place.line
        assert problem.hint, "a problem says what to do"
        return problem.place.where, problem.message


@pytest.fixture(scope="session")
def small_project() -> Callable[[], SmallProject]:
    """``small_project()``: a small valid project in the folder 项目 of whatever the working folder is."""
    return lambda: SmallProject(CHECKOUT / "tests" / "small-project")


@pytest.fixture
def small(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, small_project: Callable[[], SmallProject]
) -> SmallProject:
    """A small valid project in the folder 项目 of a working folder of its own."""
    monkeypatch.chdir(tmp_path)
    return small_project()
