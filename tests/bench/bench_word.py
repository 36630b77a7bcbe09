"""How fast Word documents are made, next to docxtpl, in one run on one core.

    python tests/bench/bench_word.py [--quick]

One document is a plan of seven sections of three paragraphs, a table of 21 rows × 5 and one of 8 × 4, header and
footer: 172 values. Data are ready in memory, the result is bytes. Figures are processor time, medians of rounds.
"""

from __future__ import annotations

import argparse
import io
import os
import platform
import resource
import statistics
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path
from typing import Any

import docx
import docxtpl
from jinja2 import Environment

from qijin_docs.ooxml.deflate import LIBRARY, deflate
from qijin_docs.templating import CompiledTemplate, compile_template

#: Styles of python-docx's template that the lean one keeps.
_LEAN_STYLES = (
    "Normal",
    "Heading 1",
    "Heading 2",
    "Table Grid",
    "Header",
    "Footer",
    "Default Paragraph Font",
)


def main() -> None:
    """Measure and print the tables."""
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--quick", action="store_true", help="fewer rounds")
    quick = arguments.parse_args().quick
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    rounds = 3 if quick else 7
    folder = Path(tempfile.mkdtemp(prefix="qijin-bench-"))
    print(
        f"CPython {platform.python_version()}, docxtpl {version('docxtpl')}, python-docx {version('python-docx')}, "
        f"jinja2 {version('jinja2')}, lxml {version('lxml')}, deflate by {LIBRARY}, one core, medians of {rounds}\n"
    )
    print("| work | docxtpl, documents/s | here, documents/s | ratio | asked for |")
    print("| --- | --- | --- | --- | --- |")
    for name, lean, asked in (("default template", False, 60), ("lean template", True, 35)):
        template = plan_template(folder / f"{name}.docx", lean=lean)
        ratio_to_docxtpl(name, template, asked, rounds)
    compiled = compile_template(plan_template(folder / "plan.docx", lean=False))
    print()
    against_the_floor(compiled, rounds)
    growth(compiled, quick=quick)
    rows(folder, rounds)


def ratio_to_docxtpl(name: str, template: Path, asked: int, rounds: int) -> None:
    """docxtpl's documented loop and our own, in turns."""
    records = [plan_values(number) for number in range(20)]
    compiled = compile_template(template)
    theirs, ours = [], []

    def one_of_theirs(values: dict[str, Any]) -> bytes:
        document = docxtpl.DocxTemplate(template)
        document.render(values, autoescape=True)
        stream = io.BytesIO()
        document.save(stream)
        return stream.getvalue()

    check(one_of_theirs(records[0]), bytes(compiled.render(records[0])))
    for _ in range(rounds):
        theirs.append(seconds(lambda: [one_of_theirs(values) for values in records[:6]]) / 6)
        ours.append(seconds(lambda: [compiled.render(values) for values in records * 10]) / 200)
    slow, fast = statistics.median(theirs), statistics.median(ours)
    print(f"| {name} | {1 / slow:.1f} | {1 / fast:.0f} | {slow / fast:.0f} × | ≥ {asked} × |")


def against_the_floor(compiled: CompiledTemplate, rounds: int) -> None:
    """A bare Jinja render of the same part plus deflate, and the whole of ours."""
    program: Any = compiled.program
    part = program.parts[0]
    bare = Environment(autoescape=True).from_string(plain_jinja(part.source.text))
    records = [plan_values(number) for number in range(20)]
    floor, ours = [], []
    for _ in range(rounds * 3):
        floor.append(seconds(lambda: [deflate(bare.render(values).encode()) for values in records * 5]) / 100)
        ours.append(seconds(lambda: [compiled.render(values) for values in records * 5]) / 100)
    low, high = statistics.median(floor), statistics.median(ours)
    print(f"bare Jinja with autoescape + deflate of document.xml: {low * 1e6:.0f} µs a document")
    print(
        f"here, everything:                                     {high * 1e6:.0f} µs = {high / low:.2f} × (≤ 1.6)"
    )


def growth(compiled: CompiledTemplate, *, quick: bool) -> None:
    """Time and memory of many documents, made of the same twenty records in turn: it is the engine that is measured."""
    records = [plan_values(number) for number in range(20)]

    def make(count: int) -> None:
        for number in range(count):
            bytes(compiled.render(records[number % 20]))

    few: list[float] = []
    many: list[float] = []
    make(100)
    memory = peak_memory()
    for _ in range(3 if quick else 5):
        few += [seconds(lambda: make(100)) / 100 for _ in range(10)]
        many.append(seconds(lambda: make(1000)) / 1000)
    one, other = statistics.median(few), statistics.median(many)
    print(
        f"100 documents {one * 1e6:.0f} µs each, 1,000 documents {other * 1e6:.0f} µs each: {other / one - 1:+.1%} (≤ 5 %)"
    )
    print(f"peak memory {memory:.0f} MB → {peak_memory():.0f} MB")


def rows(folder: Path, rounds: int) -> None:
    """One table of many rows, the same 500 records over and over: larger data would measure the processor's cache."""
    path = folder / "rows.docx"
    document = docx.Document()
    add_table(document, "表", ["a", "b", "c", "d", "e"])
    document.save(str(path))
    compiled = compile_template(path)
    records = [{key: f"值{number}{key}" for key in "abcde"} for number in range(500)]
    times: dict[int, list[float]] = {500: [], 5000: []}
    for _ in range(rounds * 3):
        for count, found in times.items():
            values = {"表": records * (count // 500)}
            found.append(seconds(lambda values=values: compiled.render(values)) / count)  # type: ignore[misc]
    few, many = (statistics.median(found) for found in times.values())
    print(
        f"table of 500 rows {few * 1e6:.2f} µs a row, of 5,000 rows {many * 1e6:.2f} µs a row: "
        f"{many / few - 1:+.1%} (≤ 10 %)"
    )


def peak_memory() -> float:
    """Megabytes this process has held at most."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def plan_template(path: Path, *, lean: bool) -> Path:
    """The plan as a template."""
    document = docx.Document()
    if lean:
        for style in list(document.styles):
            if style.name not in _LEAN_STYLES:
                style.delete()
    document.sections[0].header.paragraphs[0].text = "{{ 单位 }}"
    document.sections[0].footer.paragraphs[0].text = "{{ 文号 }}　{{ 日期 }}"
    document.add_heading("{{ 标题 }}", 1)
    document.add_paragraph("{%p for 节 in 章节 %}")
    document.add_heading("{{ 节.标题 }}", 2)
    document.add_paragraph("{%p for 段 in 节.正文 %}")
    document.add_paragraph("{{ 段 }}")
    document.add_paragraph("{%p endfor %}")
    document.add_paragraph("{%p endfor %}")
    add_table(document, "分工", ["序号", "任务", "单位", "时限", "备注"])
    document.add_paragraph("{{ 过渡 }}")
    add_table(document, "成员", ["姓名", "职务", "分工", "电话"])
    document.save(str(path))
    return path


def add_table(document: Any, name: str, fields: list[str]) -> None:
    """A table with a head, a loop and a row to repeat."""
    table = document.add_table(rows=4, cols=len(fields))
    table.style = "Table Grid"
    table.cell(1, 0).text = f"{{%tr for 项 in {name} %}}"
    table.cell(3, 0).text = "{%tr endfor %}"
    for column, field in enumerate(fields):
        table.cell(0, column).text = field
        table.cell(2, column).text = f"{{{{ 项.{field} }}}}"


def plan_values(number: int) -> dict[str, Any]:
    """The values of one plan: 172 of them, some with signs that must be escaped."""
    return {
        "单位": f"云岭省第{number}市安全生产委员会",
        "文号": f"云安委〔2026〕{number}号",
        "日期": "2026年3月1日",
        "标题": f"第{number}市安全生产宣传教育“七进”活动实施方案",
        "过渡": "领导小组组成人员如下：",
        "章节": [
            {
                "标题": f"第{section}部分 总体要求与工作目标",
                "正文": [
                    f"各地各部门要提高认识，加强领导，落实第{section}项第{paragraph}条措施，广泛开展宣传教育活动，"
                    f"营造“人人讲安全、个个会应急”的氛围 <{number}> & 其他。"
                    for paragraph in range(3)
                ],
            }
            for section in range(7)
        ],
        "分工": [
            {
                "序号": i + 1,
                "任务": f"开展第{i + 1}项宣传",
                "单位": "应急管理局",
                "时限": "6月底前",
                "备注": f"附件{i}",
            }
            for i in range(20)
        ],
        "成员": [
            {"姓名": "×××", "职务": f"副组长{i}", "分工": "统筹协调", "电话": f"1390000{i:04}"}
            for i in range(7)
        ],
    }


def plain_jinja(source: str) -> str:
    """Our source with Jinja's own delimiters, for the floor."""
    for ours, theirs in (("\x01", "{{"), ("\x02", "}}"), ("\x03", "{%"), ("\x04", "%}")):
        source = source.replace(ours, theirs)
    return source


def check(theirs: bytes, ours: bytes) -> None:
    """Both made the same text."""
    texts = []
    for data in (theirs, ours):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = [
                name for name in archive.namelist() if name.startswith("word/") and name.endswith(".xml")
            ]
            found = docx.Document(io.BytesIO(data))
            cells = [cell.text for table in found.tables for row in table.rows for cell in row.cells]
            texts.append(([paragraph.text for paragraph in found.paragraphs], cells, len(names)))
    if texts[0] != texts[1]:
        sys.exit("the two did not make the same document")


def seconds(work: Callable[[], object]) -> float:
    """Processor time of some work."""
    started = time.process_time()
    work()
    return time.process_time() - started


if __name__ == "__main__":
    main()
