"""How fast a large register is made, next to openpyxl and XlsxWriter, in one run on one core.

    python tests/bench/bench_excel.py [--quick]

The register has ten columns with borders and wrapped text, a column of dates, a list validation and a row of
totals. openpyxl opens the template and copies the style of its row cell by cell (the fast way, ``_style``);
XlsxWriter writes the same sheet from nothing. Data are ready in memory, the result is a file's bytes. Times are
processor time, medians of rounds that take turns; memory is the peak of a process of its own, data included.
"""

from __future__ import annotations

import argparse
import datetime as dt
import io
import os
import platform
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from copy import copy
from importlib.metadata import version
from pathlib import Path
from typing import Any

HEADINGS = ("序号", "活动名称", "日期", "单位", "地点", "场次", "人数", "经费", "领域", "备注")
SPHERES = ("进企业", "进农村", "进社区", "进学校", "进家庭")
WAYS = ("here", "openpyxl", "XlsxWriter", "XlsxWriter constant_memory")


def main() -> None:
    """Measure and print the tables, or do one piece of work for a measurement of memory."""
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--quick", action="store_true", help="fewer rows and rounds")
    arguments.add_argument("--memory", nargs=2, metavar=("WAY", "ROWS"), help=argparse.SUPPRESS)
    options = arguments.parse_args()
    with tempfile.TemporaryDirectory(prefix="qijin-bench-") as folder:
        template = make_template(Path(folder) / "台账.xlsx")
        if options.memory:
            way, rows = options.memory
            work(way, template, Path(folder))(records(int(rows)))
            print(peak_here())
            return
        compare(template, Path(folder), quick=options.quick)


def compare(template: Path, folder: Path, *, quick: bool) -> None:
    """The tables of time and memory."""
    from qijin_docs.ooxml.deflate import LIBRARY

    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    rows, rounds = (5_000, 3) if quick else (50_000, 3)
    data = records(rows)
    seconds: dict[str, list[float]] = {way: [] for way in WAYS}
    sizes: dict[str, int] = {}
    works = {way: work(way, template, folder) for way in WAYS}
    works["here"](records(10))
    for _ in range(rounds):
        for way in WAYS:
            started = time.process_time()
            sizes[way] = works[way](data)
            seconds[way].append(time.process_time() - started)
    medians = {way: statistics.median(times) for way, times in seconds.items()}
    memory = {way: peak(way, rows) for way in WAYS}
    print(
        f"CPython {platform.python_version()}, openpyxl {version('openpyxl')}, XlsxWriter {version('xlsxwriter')}, "
        f"deflate by {LIBRARY}, {rows:,} rows × {len(HEADINGS)} columns, one core, medians of {rounds}\n"
    )
    print("| way | seconds | rows/s | here is faster by | asked for | peak memory MB | file kB |")
    print("| --- | --- | --- | --- | --- | --- | --- |")
    asked = {"openpyxl": "10 ×", "XlsxWriter constant_memory": "4 ×"}
    for way in WAYS:
        ratio = "" if way == "here" else f"{medians[way] / medians['here']:.1f} ×"
        print(
            f"| {way} | {medians[way]:.2f} | {rows / medians[way]:,.0f} | {ratio} | {asked.get(way, '')} "
            f"| {memory[way]} | {sizes[way] // 1024:,} |"
        )
    print(
        f"\npeak memory: {memory['here'] / memory['XlsxWriter']:.2f} × XlsxWriter's normal mode (asked for: at most 2)"
    )


def peak(way: str, rows: int) -> int:
    """Peak memory in MB of a fresh process that does this once."""
    command = [sys.executable, __file__, "--memory", way, str(rows)]
    return int(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def peak_here() -> int:
    """Peak memory of this process in MB; ``ru_maxrss`` would still know the process it was forked from."""
    status = Path("/proc/self/status")
    if status.exists():
        return next(
            int(line.split()[1]) // 1024 for line in status.read_text().splitlines() if "VmHWM" in line
        )
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def work(way: str, template: Path, folder: Path) -> Callable[[list[dict[str, Any]]], int]:
    """The function to measure: records in, size of the file in bytes out."""
    if way == "here":
        from qijin_docs.templating import compile_template

        compiled = compile_template(template)
        return lambda data: len(bytes(compiled.render({"标题": "安全生产宣传教育台账", "活动": data})))
    if way == "openpyxl":
        return lambda data: with_openpyxl(template, data)
    return lambda data: with_xlsxwriter(folder / "writer.xlsx", data, constant_memory="constant" in way)


def records(count: int) -> list[dict[str, Any]]:
    """Activities; half of the text columns say something new in each row."""
    first = dt.date(2026, 1, 1)
    return [
        {
            "序号": i + 1,
            "活动名称": f"安全生产宣传教育进基层活动第{i + 1}场",
            "日期": first + dt.timedelta(days=i % 330),
            "单位": f"云岭省第{i % 60 + 1}工程公司",
            "地点": f"{i % 400 + 1}号会议室",
            "场次": i % 4 + 1,
            "人数": i * 7 % 900,
            "经费": i % 5000 * 1.25,
            "领域": SPHERES[i % 5],
            "备注": f"发放资料{i % 997}份，现场答疑{i % 31}次",
        }
        for i in range(count)
    ]


def make_template(path: Path) -> Path:
    """The template, written by XlsxWriter as Excel would."""
    import xlsxwriter

    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet("台账")
    look = {"border": 1, "text_wrap": True, "valign": "vcenter"}
    cell, day = book.add_format(look), book.add_format({**look, "num_format": "yyyy-mm-dd"})
    sheet.merge_range(0, 0, 0, 9, "{{ 标题 }}", book.add_format({**look, "bold": True, "align": "center"}))
    sheet.write_row(1, 0, HEADINGS, cell)
    sheet.write(2, 0, "{%tr for 项 in 活动 %}")
    for column, name in enumerate(HEADINGS):
        sheet.write(3, column, f"{{{{ 项.{name} }}}}", day if name == "日期" else cell)
    sheet.write(4, 0, "{%tr endfor %}")
    sheet.write_row(5, 0, ["合计"] + [""] * 9, cell)
    for letter in "FGH":
        sheet.write_formula(f"{letter}6", f"=SUM({letter}4:{letter}4)", cell)
    sheet.data_validation("I4", {"validate": "list", "source": list(SPHERES)})
    sheet.repeat_rows(0, 1)
    sheet.freeze_panes(2, 0)
    book.close()
    return path


def with_openpyxl(template: Path, data: list[dict[str, Any]]) -> int:
    """The documented way: open, copy the row's style to each new cell, set the value."""
    import openpyxl
    from openpyxl.worksheet.datavalidation import DataValidation

    book = openpyxl.load_workbook(template)
    sheet = book["台账"]
    styles = [copy(sheet.cell(4, column)._style) for column in range(1, 11)]  # type: ignore[union-attr]
    total = [copy(sheet.cell(6, column)._style) for column in range(1, 11)]  # type: ignore[union-attr]
    sheet.delete_rows(3, 4)
    for number, record in enumerate(data, 3):
        for column, name in enumerate(HEADINGS, 1):
            cell: Any = sheet.cell(number, column, record[name])
            cell._style = copy(styles[column - 1])
    last = len(data) + 2
    for column in range(1, 11):
        cell = sheet.cell(last + 1, column)
        cell._style = copy(total[column - 1])
    sheet.cell(last + 1, 1).value = "合计"
    for letter in "FGH":
        sheet[f"{letter}{last + 1}"] = f"=SUM({letter}3:{letter}{last})"
    sheet.data_validations.dataValidation = []
    validation = DataValidation(type="list", formula1=f'"{",".join(SPHERES)}"')
    validation.add(f"I3:I{last}")
    sheet.add_data_validation(validation)
    stream = io.BytesIO()
    book.save(stream)
    return len(stream.getvalue())


def with_xlsxwriter(path: Path, data: list[dict[str, Any]], *, constant_memory: bool) -> int:
    """The same sheet written from nothing."""
    import xlsxwriter

    book = xlsxwriter.Workbook(path, {"constant_memory": constant_memory})
    sheet = book.add_worksheet("台账")
    look = {"border": 1, "text_wrap": True, "valign": "vcenter"}
    cell, day = book.add_format(look), book.add_format({**look, "num_format": "yyyy-mm-dd"})
    sheet.merge_range(
        0, 0, 0, 9, "安全生产宣传教育台账", book.add_format({**look, "bold": True, "align": "center"})
    )
    sheet.write_row(1, 0, HEADINGS, cell)
    for number, record in enumerate(data, 2):
        for column, name in enumerate(HEADINGS):
            if name == "日期":
                sheet.write_datetime(number, column, record[name], day)
            else:
                sheet.write(number, column, record[name], cell)
    last = len(data) + 2
    sheet.write_row(last, 0, ["合计"] + [""] * 9, cell)
    for letter in "FGH":
        sheet.write_formula(f"{letter}{last + 1}", f"=SUM({letter}3:{letter}{last})", cell)
    sheet.data_validation(2, 8, last - 1, 8, {"validate": "list", "source": list(SPHERES)})
    sheet.repeat_rows(0, 1)
    sheet.freeze_panes(2, 0)
    book.close()
    return path.stat().st_size


if __name__ == "__main__":
    main()
