"""How soon a saved template is seen: the preview against cold starts of LibreOffice for the same file, in one run.

    python tests/bench/bench_preview.py

A Word template whose document has ten pages, and the register of activities with its longest sample. A save changes a
word of the first page; it is seen when the new picture of that page has come over HTTP. Opening is from the start of the
command to the first page drawn by Chromium, which runs already. Prints; holds nothing against a limit.
"""

from __future__ import annotations

import http.client
import json
import os
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import docx
import openpyxl

from qijin_docs import compile_template
from qijin_docs.authoring.samples import sample_records, sample_values
from qijin_docs.kinds import load_kinds
from qijin_docs.office.fonts import environment_for, fontconfig_text
from qijin_docs.office.profile import write_profile
from qijin_docs.office.program import QUIET, find_soffice, profile_argument

ROUNDS = 7
SENTENCE = "按照《规范》（安委办〔2017〕35号）要求，各市自然资源局在6月16日前开展宣讲，受教育面不断扩大。"
SENTENCE_WITH_TAG = SENTENCE.replace("各市自然资源局", "{{ 单位.全称 }}")
PARAGRAPHS = 150


def word_template(path: Path, word: str) -> None:
    """A template of ten pages with a tag in every third paragraph; the word stands on the first."""
    document = docx.Document()
    document.add_paragraph(f"{{{{ 全题 }}}}（{word}）")
    for number in range(PARAGRAPHS):
        document.add_paragraph(SENTENCE if number % 3 else SENTENCE_WITH_TAG)
    document.save(str(path))


def excel_template(path: Path, word: str) -> None:
    """The official register with another word in its head."""
    kinds = load_kinds()
    book = openpyxl.load_workbook(kinds.template_path(kinds["活动台账"]))
    cells = (cell for row in book.worksheets[0].iter_rows() for cell in row)
    head = next(cell for cell in cells if cell.value == "活动名称")
    head.value = f"活动名称{word}"
    book.save(path)


def filled(template: Path, kind: str, record: int, target: Path) -> Path:
    """The document LibreOffice is given cold."""
    found = load_kinds()[kind]
    return compile_template(template).render(sample_values(found, sample_records(found)[record])).save(target)


def cold(document: Path, folder: Path) -> float:
    """Seconds of one ``soffice --convert-to pdf`` with a profile of its own."""
    room = Path(tempfile.mkdtemp(dir=folder))
    write_profile(room / "profile")
    (room / "fonts.conf").write_text(fontconfig_text(), encoding="utf-8")
    command = [str(find_soffice()), profile_argument(room / "profile"), *QUIET, "--convert-to", "pdf"]
    start = time.perf_counter()
    subprocess.run(
        [*command, "--outdir", str(room), str(document)],
        check=True,
        capture_output=True,
        env={**os.environ, **environment_for(room / "fonts.conf")},
    )
    return time.perf_counter() - start


@contextmanager
def preview(template: Path, kind: str) -> Iterator[str]:
    """The address of a running preview."""
    command = [str(Path(sys.executable).with_name("qijin")), "preview", str(template), "--kind", kind]
    server = subprocess.Popen(
        [*command, "--serve", "--no-browser"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )
    try:
        assert server.stdout is not None
        yield server.stdout.readline().strip()
    finally:
        server.send_signal(signal.SIGINT)
        server.communicate(timeout=20)


class Client:
    """Asks as the page in the browser does: at each ring for the state, then for the picture."""

    def __init__(self, address: str, record: str) -> None:
        self.parts = urlsplit(address)
        self.record = record

    def get(self, path: str) -> bytes:
        connection = http.client.HTTPConnection(str(self.parts.hostname), self.parts.port, timeout=120)
        try:
            connection.request("GET", self.parts.path + path)
            return connection.getresponse().read()
        finally:
            connection.close()

    def first_page(self, other_than: str = "") -> str:
        """The mark of the first page, once it is another and its picture has come."""
        connection = http.client.HTTPConnection(str(self.parts.hostname), self.parts.port, timeout=120)
        try:
            connection.request("GET", self.parts.path + "events")
            events = connection.getresponse()
            while True:
                if events.readline().startswith(b"data"):
                    state: dict[str, Any] = json.loads(self.get(f"state?records={self.record}"))
                    sheets = state["sheets"].get(self.record)
                    if sheets and sheets["pages"] and sheets["pages"][0]["mark"] != other_than:
                        mark = str(sheets["pages"][0]["mark"])
                        assert self.get(f"pages/{mark}-96.png").startswith(b"\x89PNG")
                        self.pages = len(sheets["pages"])
                        return mark
        finally:
            connection.close()

    def at_rest(self) -> None:
        """Wait until nothing is being made."""
        while json.loads(self.get(f"state?records={self.record}"))["busy"]:
            time.sleep(0.1)


def seen_in_browser(template: Path, kind: str) -> float | None:
    """Seconds from the start of the command to the first page in Chromium; ``None`` without Playwright."""
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        return None
    program = shutil.which("chromium") or shutil.which("google-chrome")
    if program is None:
        return None
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        page = browser.new_page()
        start = time.perf_counter()
        with preview(template, kind) as address:
            page.goto(address)
            page.locator("figure img").first.evaluate("image => image.decode()", timeout=120_000)
            seconds = time.perf_counter() - start
            browser.close()
    return seconds


def measured(name: str, template: Path, kind: str, record: str, make: Any, folder: Path) -> None:
    """One table."""
    make(template, "零")
    index = ["typical", "longest", "empty"].index(record)
    document = filled(template, kind, index, folder / f"filled{template.suffix}")
    colds, saves = [cold(document, folder)], []
    with preview(template, kind) as address:
        client = Client(address, record)
        mark = client.first_page()
        client.at_rest()
        for number in range(ROUNDS):
            beside = template.with_name(f"new{template.suffix}")
            make(beside, str(number))
            start = time.perf_counter()
            beside.replace(template)
            mark = client.first_page(mark)
            saves.append(time.perf_counter() - start)
            client.at_rest()
            if number % 2:
                colds.append(cold(document, folder))
    opened = [
        seconds for seconds in (seen_in_browser(template, kind) for _ in range(3)) if seconds is not None
    ]
    once, save = statistics.median(colds), statistics.median(saves)
    print(
        f"{name}, {client.pages} pages, medians of {len(colds)} cold starts, {ROUNDS} saves, {len(opened)} openings"
    )
    print(f"  cold soffice --convert-to         {once:6.2f} s")
    print(f"  from save to new page             {save:6.2f} s   {save / once:5.2f} of a cold start")
    if opened:
        seconds = statistics.median(opened)
        print(f"  from command to page in browser   {seconds:6.2f} s   {seconds / once:5.2f} cold starts")


def main() -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory(prefix="bench-preview-") as scratch:
        folder = Path(scratch)
        measured("Word", folder / "word.docx", "实施方案", "typical", word_template, folder)
        measured("Excel", folder / "excel.xlsx", "活动台账", "longest", excel_template, folder)


if __name__ == "__main__":
    main()
