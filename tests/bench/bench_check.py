"""How long the checker takes for the XML and the text of a document. Prints; holds nothing against a limit.

    python tests/bench/bench_check.py [FILE.docx …]

Without files: a notice with two attachments, ten pages long, made on the spot.
"""

from __future__ import annotations

import io
import sys
import tempfile
import time
from pathlib import Path

import docx
from docx.enum.text import WD_ALIGN_PARAGRAPH

from qijin_docs.check.document import report_on
from qijin_docs.check.docx_facts import docx_facts

ROUNDS = 9
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


def main() -> None:
    """Print one line for each file."""
    with tempfile.TemporaryDirectory() as folder:
        made = Path(folder) / "十页.docx"
        made.write_bytes(ten_pages())
        for path in [Path(name) for name in sys.argv[1:]] or [made]:
            read, asked = milliseconds(path)
            print(f"{path.name}: {read + asked:.0f} ms (facts {read:.0f}, rules {asked:.0f})")


if __name__ == "__main__":
    main()
