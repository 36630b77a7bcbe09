"""How fast returned registers are collected, next to an openpyxl script that does the same, in one run on one core.

    python tests/bench/bench_collect.py [--quick]

1,000 workbooks of 200 rows (and one of 10,000) of the form R05, as a unit fills it in. openpyxl reads each with
``read_only`` and ``data_only``, finds the head row, turns cells into records and appends them to a ``write_only``
workbook; it checks nothing. Here every cell is read as its column wants it, checked and noted, and a sheet of origins is
written besides. Times are processor time; memory is the peak of a process of its own, for 100 files and for all.
"""

from __future__ import annotations

import argparse
import os
import platform
import resource
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path

WAYS = ("here", "openpyxl")
UNIT = "岭安{:04}区"


def main() -> None:
    """Measure and print, or do one piece of work for a measurement of memory."""
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--quick", action="store_true", help="fewer files")
    arguments.add_argument("--memory", nargs=2, metavar=("WAY", "FOLDER"), help=argparse.SUPPRESS)
    options = arguments.parse_args()
    if options.memory:
        way, folder = options.memory
        with tempfile.TemporaryDirectory(prefix="qijin-bench-") as out:
            work(way)(Path(folder), Path(out) / "all.xlsx")
        print(peak_here())
        return
    with tempfile.TemporaryDirectory(prefix="qijin-bench-") as folder:
        compare(Path(folder), files=100 if options.quick else 1000)


def compare(folder: Path, files: int) -> None:
    """The tables of time and memory."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    many, few, large = folder / "many", folder / "few", folder / "large"
    make(many, files, 200)
    make(few, max(1, files // 10), 200)
    make(large, 1, 10_000)
    print(
        f"CPython {platform.python_version()}, openpyxl {version('openpyxl')}, python-calamine "
        f"{version('python-calamine')}, one core\n"
    )
    print("| files × rows | here s | openpyxl s | here is faster by | asked for |")
    print("| --- | --- | --- | --- | --- |")
    for name, source, count, rows in (("many", many, files, 200), ("large", large, 1, 10_000)):
        seconds = {}
        for way in WAYS:
            started = time.process_time()
            found = work(way)(source, folder / f"{name}-{way}.xlsx")
            seconds[way] = time.process_time() - started
            assert found == count * rows, (way, found)
        ratio = seconds["openpyxl"] / seconds["here"]
        print(
            f"| {count:,} × {rows:,} | {seconds['here']:.1f} | {seconds['openpyxl']:.1f} | {ratio:.1f} × | 8 × |"
        )
    print("\n| way | peak MB, a tenth of the files | peak MB, all |")
    print("| --- | --- | --- |")
    for way in WAYS:
        print(f"| {way} | {peak(way, few):.0f} | {peak(way, many):.0f} |")


def peak_here() -> int:
    """Peak memory of this process in MB; ``ru_maxrss`` would still know the process it was forked from."""
    status = Path("/proc/self/status")
    if status.exists():
        lines = status.read_text().splitlines()
        return next(int(line.split()[1]) // 1024 for line in lines if "VmHWM" in line)
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def make(folder: Path, files: int, rows: int) -> None:
    """Workbooks as they come back: the same head, another unit in each."""
    import xlsxwriter

    from qijin_docs.registers.form import find_form

    form = find_form("R05")
    folder.mkdir()
    first = folder / "0000.xlsx"
    book = xlsxwriter.Workbook(first)
    sheet = book.add_worksheet("活动台账")
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    sheet.merge_range(0, 0, 0, len(form.columns), "2018年安全生产宣传教育“七进”活动台账")
    sheet.write(1, 0, f"填报单位：{UNIT.format(0)}自然资源局")
    sheet.write_row(2, 0, ["序号", *(f"{c.alias}（{c.unit}）" if c.unit else c.alias for c in form.columns)])
    for n in range(rows):
        values = record(n)
        sheet.write(n + 3, 0, n + 1)
        for at, column in enumerate(form.columns, 1):
            value = values.get(column.alias)
            if value is not None:
                sheet.write(n + 3, at, value, day if column.alias.endswith("日期") else None)
    book.close()
    with zipfile.ZipFile(first) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    texts = parts["xl/sharedStrings.xml"].decode()
    for unit in range(1, files):
        # Ids, names and places are another unit's in each file: nothing of them has been read before.
        own = texts.replace(UNIT.format(0), UNIT.format(unit))
        with zipfile.ZipFile(folder / f"{unit:04}.xlsx", "w", zipfile.ZIP_DEFLATED) as package:
            for name, content in parts.items():
                package.writestr(name, own if name == "xl/sharedStrings.xml" else content)


def record(n: int) -> dict[str, object]:
    """A row with about two thirds of its cells filled."""
    return {
        "活动编号": f"{UNIT.format(0)}-{n:05}", "领域": ("企业", "校园", "机关", "社区", "农村")[n % 5],
        "活动名称": f"{UNIT.format(0)}第{n + 1}次矿山企业安全宣讲", "形式": "宣讲", "开始日期": 43101 + n % 360,
        "地点": f"{UNIT.format(0)}第{n % 40}矿区",
        "主办单位": f"{UNIT.format(0)}自然资源局", "进入单位": f"{UNIT.format(0)}第{n % 90}矿业有限公司",
        "进入单位数": 1, "参加人数": 40 + n % 60, "受教育": 120 + n % 90, "培训讲座": 1, "应急演练": n % 2,
        "咨询": n % 30, "资料": 200 + n, "手册图书": n % 50, "宣传品": n % 70, "横幅标语": n % 9,
        "展板": n % 11, "电子屏": n % 13, "重要活动": "否", "网站报道": 1, "手机新媒体报道": 2, "经费": 0.25,
        "见证材料编号": f"ZP-{UNIT.format(0)}-{n:05}", "填报人": "×××", "填报日期": 43101 + n % 360, "审核人": "×××",
    }  # fmt: skip


def work(way: str) -> Callable[[Path, Path], int]:
    """One way to read all files of a folder and to write their rows into one workbook; gives their number."""
    return {"here": here, "openpyxl": by_openpyxl}[way]


def here(folder: Path, out: Path) -> int:
    """Streaming: one file in memory at a time."""
    from qijin_docs.registers.collect import each_returned, expected
    from qijin_docs.registers.merged import write_merged

    files = {path.name: path for path in sorted(folder.iterdir())}
    return write_merged(each_returned(files, expected("R05", year=2018)), "R05", out, year=2018)


def by_openpyxl(folder: Path, out: Path) -> int:
    """What a careful script does with openpyxl, in its fastest modes."""
    import openpyxl

    merged = openpyxl.Workbook(write_only=True)
    sheet = merged.create_sheet("活动台账")
    count = 0
    for path in sorted(folder.iterdir()):
        book = openpyxl.load_workbook(path, read_only=True, data_only=True)
        heads: list[object] = []
        for row in book.worksheets[0].iter_rows(values_only=True):
            if not heads:
                if row[0] == "序号":
                    heads = list(row)
                    if not count:
                        sheet.append(heads)
                continue
            record = dict(zip(heads, row, strict=True))
            if record["活动编号"]:
                count += 1
                record["序号"] = count
                sheet.append(list(record.values()))
        book.close()
    merged.save(out)
    return count


def peak(way: str, folder: Path) -> float:
    """MB that a process of its own needs at most."""
    done = subprocess.run(
        [sys.executable, __file__, "--memory", way, str(folder)], check=True, capture_output=True, text=True
    )
    return float(done.stdout)


if __name__ == "__main__":
    main()
