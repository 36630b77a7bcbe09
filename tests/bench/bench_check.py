"""How long the checker takes: the XML and the text of a document, and the pages of a hundred.

    python tests/bench/bench_check.py [FILE.docx …]

Without files: a paper of ten pages made on the spot, then a hundred documents of the example with their pages, held
against a hundred single starts of LibreOffice for the same documents on a profile that is ready. Takes some minutes.
Prints; holds nothing against a limit.
"""

from __future__ import annotations

import io
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import docx
from docx.enum.text import WD_ALIGN_PARAGRAPH

from qijin_docs import build, load_project
from qijin_docs.check.document import check_documents, report_on
from qijin_docs.check.docx_facts import docx_facts
from qijin_docs.office.program import find_soffice

ROUNDS = 9
DOCUMENTS = 100
EXAMPLE = Path(__file__).parents[2] / "examples/yunling-2018"
LINES_A_PAGE = 22
SENTENCE = "按照《规范》（安委办〔2017〕35号）要求，各市自然资源局在6月16日前开展宣讲{}场，受教育{}人次。"


def ten_pages() -> bytes:
    """A plain paper of 216 lines of 28 signs: ten pages in official format."""
    document = docx.Document()
    title = document.add_paragraph("云岭省自然资源厅2018年安全生产宣传教育“七进”活动总结")
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    for number in range(1, 10 * LINES_A_PAGE // 4):
        document.add_paragraph(SENTENCE.format(number, number * 31) * 2)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def milliseconds(path: Path) -> tuple[float, float]:
    """The best of some rounds: reading the facts, asking the rules."""
    best = (float("inf"), float("inf"))
    for _ in range(ROUNDS):
        start = time.perf_counter()
        facts = docx_facts(path)
        middle = time.perf_counter()
        report_on(facts)
        end = time.perf_counter()
        best = min(best, ((middle - start) * 1000, (end - middle) * 1000), key=sum)
    return best


def hundred(folder: Path) -> list[Path]:
    """A hundred Word documents of the example, some of them several times."""
    build(load_project(EXAMPLE), folder / "out")
    made = sorted((folder / "out").rglob("*.docx"))
    copies = []
    for number in range(DOCUMENTS):
        copies.append(folder / f"{number}.docx")
        copies[-1].write_bytes(made[number % len(made)].read_bytes())
    return copies


def single_starts(paths: list[Path], folder: Path) -> float:
    """Seconds that LibreOffice takes for the documents, started anew for each."""
    command = [
        str(find_soffice()), f"-env:UserInstallation={(folder / 'profile').as_uri()}",
        "--headless", "--convert-to", "pdf", "--outdir", str(folder / "pdf"),
    ]  # fmt: skip
    subprocess.run([*command, str(paths[0])], check=True, capture_output=True)  # makes the profile
    start = time.perf_counter()
    for path in paths:
        subprocess.run([*command, str(path)], check=True, capture_output=True)
    return time.perf_counter() - start


def layout(folder: Path) -> None:
    """Print how long a hundred documents take with their pages."""
    paths = hundred(folder)
    start = time.perf_counter()
    reports = check_documents(paths, layout=True)
    checked = time.perf_counter() - start
    assert all(report.looked_at_pages for report in reports)
    singly = single_starts(paths, folder)
    print(
        f"{DOCUMENTS} documents with their pages: {checked:.0f} s; {DOCUMENTS} single starts of LibreOffice: "
        f"{singly:.0f} s ({singly / checked:.1f} times as long)"
    )


def main() -> None:
    """Print one line for each file."""
    with tempfile.TemporaryDirectory() as folder:
        made = Path(folder) / "十页.docx"
        made.write_bytes(ten_pages())
        for path in [Path(name) for name in sys.argv[1:]] or [made]:
            read, asked = milliseconds(path)
            print(f"{path.name}: {read + asked:.0f} ms (facts {read:.0f}, rules {asked:.0f})")
        if len(sys.argv) == 1:
            layout(Path(folder))


if __name__ == "__main__":
    main()
