"""How fast a whole batch is: reading, checking, writing, hashing and journal, beside docxtpl's loop, in one run.

    python tests/bench/bench_batch.py [--quick]

The document is the plan of bench_word.py, its data are lines of JSON. Each row is a run in a process of its own,
on one core or two, workers and command together;
peak memory is that of the command and of its largest worker. docxtpl's loop reads the same lines and
writes its files, on one core. 100,000 documents take 4.5 GB: they are written to a file system in memory where there
is one with room, for the time of a disk says nothing of the program; one row shows the disk. ``BENCH_FOLDER`` names
another place. The last table is the plan stage alone, a million short records checked and named, nothing written.
"""

from __future__ import annotations

import io
import json
import os
import platform
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from importlib.metadata import version
from pathlib import Path
from statistics import mean

from qijin_docs.ooxml.deflate import LIBRARY

_MEMORY = Path("/dev/shm")
#: Bytes that the largest run takes, its data included.
_ROOM = 7_000_000_000


def main() -> None:
    """Measure and print the tables."""
    quick = "--quick" in sys.argv
    sizes = [500] if quick else [1_000, 10_000, 100_000]
    place = os.environ.get("BENCH_FOLDER")
    if place is None and _MEMORY.is_dir() and shutil.disk_usage(_MEMORY).free > _ROOM:
        place = str(_MEMORY)
    folder = Path(tempfile.mkdtemp(prefix="qijin-bench-", dir=place))
    disk = Path(tempfile.mkdtemp(prefix="qijin-bench-"))
    try:
        documents(sizes, folder, disk, in_memory=folder.parent == _MEMORY)
        plan_stage(10_000 if quick else 1_000_000, folder)
    finally:
        shutil.rmtree(folder)
        shutil.rmtree(disk)


def documents(sizes: list[int], folder: Path, disk: Path, *, in_memory: bool) -> None:
    """Whole documents in a folder."""
    # Not above: a run's own process is to hold nothing but what it needs.
    from bench_word import plan_template, plan_values

    template = plan_template(folder / "plan.docx", lean=False)
    print(f"CPython {platform.python_version()}, docxtpl {version('docxtpl')}, deflate by {LIBRARY}\n")
    print(
        "| documents | written to | cores | documents/s | ms a document | processor ms a document "
        "| docxtpl ms | to docxtpl per core | to one core | peak MB, command | peak MB, worker |"
    )
    print("| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |")
    milliseconds, memory = [], []
    for size in sizes:
        data = folder / f"{size}.jsonl"
        with data.open("w", encoding="utf-8") as stream:
            for number in range(size):
                stream.write(json.dumps(plan_values(number), ensure_ascii=False) + "\n")
        place = "memory" if in_memory else str(folder.parent)
        # Of the largest twice: there a tenth of a second of starting no longer counts.
        runs = [
            (place, folder / "out", jobs) for jobs in ((1, 2, 1, 2, 1) if size == sizes[-1] else (1, 2, 1))
        ]
        if in_memory and size == 10_000:
            runs.append(("disk", disk / "out", 2))
        # Machines change their pace: docxtpl's loop before and after, and one core on both sides of two.
        before = loop_of_docxtpl(template, folder)
        found = [(*one_run, *run(template, data, *one_run[1:])) for one_run in runs]
        slow = (before + loop_of_docxtpl(template, folder)) / 2
        alone = mean(seconds for _, _, jobs, seconds, *_ in found if jobs == 1)
        together = mean(seconds for where, _, jobs, seconds, *_ in found if jobs == 2 and where == place)
        milliseconds.append(1000 * alone / size)
        memory.append(max(max(more[2:]) for _, _, jobs, *more in found if jobs == 1))
        for where, _, jobs, seconds, processor, peak, workers in found:
            # Per core: of all the processor time that was spent, the command's own included.
            print(
                f"| {size:,} | {where} | {jobs} | {size / seconds:.0f} | {1000 * seconds / size:.3f} "
                f"| {1000 * processor / size:.3f} | {1000 * slow:.1f} | {slow / (processor / size):.0f} × "
                f"| {alone / seconds:.2f} × | {peak:.0f} | {workers:.0f} |",
                flush=True,
            )
        data.unlink()
    print(
        f"\n{sizes[-1]:,} documents on one core: per document {milliseconds[-1] / milliseconds[0]:.2f} × the time "
        f"that {sizes[0]:,} take (≤ 1.05), peak memory {memory[-1] / memory[0]:.2f} × (≤ 1.2). Asked for besides: "
        "≥ 40 × per core. Two cores, mean of two runs "
        f"between three on one: {alone / together:.2f} × (≥ 1.8)."
    )


def plan_stage(count: int, folder: Path) -> None:
    """Short records checked and named, nothing written: in lines of JSON and in a csv."""
    import docx

    template = folder / "notice.docx"
    document = docx.Document()
    document.add_paragraph("{{ 村名 }}：请报送{{ 户数 }}户的台账。")
    document.save(str(template))
    print("\n| records, nothing written | file | cores | records/s | peak MB, command | peak MB, worker |")
    print("| --- | --- | --- | --- | --- | --- |")
    for size in (count // 100, count):
        for suffix in ("jsonl", "csv"):
            data = folder / f"villages.{suffix}"
            with data.open("w", encoding="utf-8") as stream:
                stream.writelines(["村名,户数\n"] if suffix == "csv" else [])
                line = "清水{0}村,{0}\n" if suffix == "csv" else '{{"村名":"清水{0}村","户数":{0}}}\n'
                stream.writelines(line.format(number) for number in range(size))
            seconds, _, peak, workers = run(template, data, folder / "nothing", 2, "dry")
            print(
                f"| {size:,} | {suffix}, {data.stat().st_size / 1e6:.0f} MB | 2 | {size / seconds:.0f} "
                f"| {peak:.0f} | {workers:.0f} |",
                flush=True,
            )
            data.unlink()


def loop_of_docxtpl(template: Path, folder: Path) -> float:
    """Seconds of processor time a document of the loop in docxtpl's documentation takes."""
    import docxtpl
    from bench_word import plan_values

    lines = [json.dumps(plan_values(number), ensure_ascii=False) for number in range(100)]
    started = time.process_time()
    for number, line in enumerate(lines):
        document = docxtpl.DocxTemplate(template)
        document.render(json.loads(line), autoescape=True)
        stream = io.BytesIO()
        document.save(stream)
        (folder / f"docxtpl-{number}.docx").write_bytes(stream.getvalue())
    return (time.process_time() - started) / len(lines)


def run(template: Path, data: Path, out: Path, jobs: int, *more: str) -> tuple[float, float, float, float]:
    """Wall seconds, processor seconds of all processes, peak MB of the command and of its largest worker."""
    shutil.rmtree(out, ignore_errors=True)
    words = [sys.executable, __file__, "--one", str(template), str(data), str(out), str(jobs), *more]
    answer = subprocess.run(words, check=True, capture_output=True, text=True).stdout
    shutil.rmtree(out, ignore_errors=True)
    seconds, processor, peak, workers = map(float, answer.split())
    return seconds, processor, peak, workers


def one(template: str, data: str, out: str, jobs: str, dry: str = "") -> None:
    """One run, in a process of its own. Its workers are counted here, so they come from a plain pool of spawn."""
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import get_context

    # Not above: workers load this module too, and need not hold what only the command does.
    from qijin_docs.batch.filling import fill

    if jobs == "1" and hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})  # or the command would have a core to itself
    started = time.perf_counter()
    # Not the forkserver: its children are not ours, and the system would not tell what they used.
    with ProcessPoolExecutor(int(jobs), mp_context=get_context("spawn")) as executor:
        fill(template, data, out, executor=executor, dry_run=bool(dry))
        seconds = time.perf_counter() - started
    own, workers = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    processor = own.ru_utime + own.ru_stime + workers.ru_utime + workers.ru_stime
    print(seconds, processor, peak_of_this_process(), workers.ru_maxrss / 1024)


def peak_of_this_process() -> float:
    """MB. The system's own ru_maxrss counts what the process was a copy of before it started Python."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(status.partition("VmHWM:")[2].split()[0]) / 1024


if __name__ == "__main__":
    if "--one" in sys.argv:
        one(*sys.argv[2:])
    else:
        main()
