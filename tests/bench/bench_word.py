"""How fast Word documents are made, next to docxtpl and easy-template-x, in one run on one core.

    python tests/bench/bench_word.py [--quick]

One document is a plan of seven sections of three paragraphs, a table of 21 rows × 5 and one of 8 × 4, header and
footer: 172 values. Data are ready in memory, the result is bytes. Figures are processor time, medians of rounds.
easy-template-x is measured where node and npm are present; it is installed into ``.tools/bench-node``.
"""

from __future__ import annotations

import argparse
import io
import json
import os
import platform
import resource
import shutil
import statistics
import subprocess
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

_NODE_FOLDER = Path(__file__).parents[2] / ".tools" / "bench-node"
_EASY_TEMPLATE_X = "easy-template-x@7.2.8"

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
    arguments.add_argument("--rows", action="store_true", help="the tables of many rows only")
    given = arguments.parse_args()
    quick = given.quick
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    rounds = 3 if quick else 7
    folder = Path(tempfile.mkdtemp(prefix="qijin-bench-"))
    if given.rows:
        rows(folder, rounds)
        return
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
    ratio_to_easy_template_x(folder, compiled, rounds)
    print()
    against_the_floor(compiled, rounds)
    growth(compiled, quick=quick)
    # In a process of its own: what was done before leaves memory behind that large tables would then find for nothing.
    sys.stdout.flush()
    subprocess.run([sys.executable, __file__, "--rows", *(["--quick"] if quick else [])], check=True)


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


def ratio_to_easy_template_x(folder: Path, compiled: CompiledTemplate, rounds: int) -> None:
    """The same document made by easy-template-x in node, in turn with our own."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node is None or npm is None:
        print("\neasy-template-x: not measured, there is no node or no npm here")
        return
    if not (_NODE_FOLDER / "node_modules" / "easy-template-x").is_dir():
        _NODE_FOLDER.mkdir(parents=True, exist_ok=True)
        (_NODE_FOLDER / "package.json").write_text('{"private": true}', encoding="utf-8")
        done = subprocess.run(
            [npm, "install", "--no-audit", "--no-fund", _EASY_TEMPLATE_X],
            cwd=_NODE_FOLDER,
            capture_output=True,
            check=False,
            timeout=300,
        )
        if done.returncode:
            print("\neasy-template-x: not measured, npm could not install it")
            return
    records = [plan_values(number) for number in range(20)]
    given, made = folder / "records.json", folder / "easy.docx"
    given.write_text(json.dumps([for_easy_template_x(values) for values in records]), encoding="utf-8")
    template = easy_template(folder / "easy-template.docx")
    script = Path(__file__).with_name("easy_template_x.mjs")
    command = [node, str(script), str(template), str(given), str(made), str(rounds), str(_NODE_FOLDER)]
    answer = json.loads(subprocess.run(command, capture_output=True, check=True, timeout=600).stdout)
    check(made.read_bytes(), bytes(compiled.render(records[0])))
    ours = [
        seconds(lambda: [compiled.render(values) for values in records * 10]) / 200 for _ in range(rounds)
    ]
    slow, fast = answer["seconds"], statistics.median(ours)
    version_of_node = subprocess.run([node, "--version"], capture_output=True, check=True, text=True).stdout
    print(
        f"\n| work | easy-template-x {answer['version']}, node {version_of_node.strip()} | here | ratio | asked for |"
    )
    print("| --- | --- | --- | --- | --- |")
    print(f"| default template | {1 / slow:.1f} | {1 / fast:.0f} | {slow / fast:.0f} × | ≥ 10 × |")


def easy_template(path: Path) -> Path:
    """The plan as a template for easy-template-x: ``{name}``, ``{#list}`` … ``{/list}``."""
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "{单位}"
    document.sections[0].footer.paragraphs[0].text = "{文号}　{日期}"
    document.add_heading("{标题}", 1)
    document.add_paragraph("{#章节}")
    document.add_heading("{标题}", 2)
    document.add_paragraph("{#正文}")
    document.add_paragraph("{段}")
    document.add_paragraph("{/正文}")
    document.add_paragraph("{/章节}")
    for name, fields in (
        ("分工", ["序号", "任务", "单位", "时限", "备注"]),
        ("成员", ["姓名", "职务", "分工", "电话"]),
    ):
        table = document.add_table(rows=2, cols=len(fields))
        table.style = "Table Grid"
        for column, field in enumerate(fields):
            table.cell(0, column).text = field
            before = f"{{#{name}}}" if column == 0 else ""
            after = f"{{/{name}}}" if column == len(fields) - 1 else ""
            table.cell(1, column).text = f"{before}{{{field}}}{after}"
        if name == "分工":
            document.add_paragraph("{过渡}")
    document.save(str(path))
    return path


def for_easy_template_x(values: dict[str, Any]) -> dict[str, Any]:
    """The same values; an item of a list has to be a record there."""
    sections = [
        {"标题": section["标题"], "正文": [{"段": text} for text in section["正文"]]}
        for section in values["章节"]
    ]
    return {**values, "章节": sections}


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
        f"100 documents {one * 1e6:.0f} µs each, 1,000 documents {other * 1e6:.0f} µs each: "
        f"{other / one - 1:+.1%} (≤ 5 %)"
    )
    print(f"peak memory {memory:.0f} MB → {peak_memory():.0f} MB")


def rows(folder: Path, rounds: int) -> None:
    """A table of many rows: of the same 500 records over and over, and of rows that are all different.

    Each turn prints 5,000 rows, in ten documents or in one. The pages of memory got in one turn are told: a part held
    in one block would be given back to the system after each document and got again page by page.
    """
    path = folder / "rows.docx"
    document = docx.Document()
    add_table(document, "表", ["a", "b", "c", "d", "e"])
    document.save(str(path))
    compiled = compile_template(path)

    def records(count: int, number: int) -> list[dict[str, str]]:
        return [{key: f"第{number}批值{i}{key}" for key in "abcde"} for i in range(count)]

    few = records(500, 0)
    cases = {
        "the same 500 records": ([{"表": few}] * 10, [{"表": few * 10}]),
        "all rows different": ([{"表": records(500, i)} for i in range(10)], [{"表": records(5000, 0)}]),
    }
    print(
        "\n| rows | 500 a table, µs a row | 5,000 a table, µs a row | longer by | memory pages got | asked for |"
    )
    print("| --- | --- | --- | --- | --- | --- |")
    for name, documents in cases.items():
        found: tuple[list[float], list[float]] = ([], [])
        pages: tuple[list[int], list[int]] = ([], [])
        for _ in range(rounds * 3):
            for times, got, values in zip(found, pages, documents, strict=True):
                before = pages_got()
                times.append(seconds(lambda values=values: [compiled.render(one) for one in values]) / 5000)  # type: ignore[misc]
                got.append(pages_got() - before)
        short, long = map(statistics.median, found)
        few_pages, many_pages = (statistics.median_low(got) for got in pages)
        print(
            f"| {name} | {short * 1e6:.2f} | {long * 1e6:.2f} | {long / short - 1:+.1%} | "
            f"{few_pages} → {many_pages} | ≤ 10 % |"
        )


def pages_got() -> int:
    """Pages of memory the system has given to this process so far, those given back counted again."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_minflt


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
            # easy-template-x leaves the empty paragraphs of its tags.
            texts.append(([text for p in found.paragraphs if (text := p.text)], cells, len(names)))
    if texts[0] != texts[1]:
        sys.exit("the two did not make the same document")


def seconds(work: Callable[[], object]) -> float:
    """Processor time of some work."""
    started = time.process_time()
    work()
    return time.process_time() - started


if __name__ == "__main__":
    main()
