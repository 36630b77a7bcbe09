"""How fast a whole batch is: reading, checking, writing, hashing and journal, beside docxtpl's loop, in one run.

    python tests/bench/bench_batch.py [--quick]
    QIJIN_BENCH=long python tests/bench/bench_batch.py      100,000 documents too

The document is the plan of bench_word.py, its data are lines of JSON. Each row is a run in a process of its own,
on one core or two, workers and command together;
peak memory is that of the command and of its largest worker. docxtpl's loop reads the same lines and
writes its files, on one core. ``BENCH_FOLDER`` names the disk to write on.
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

from qijin_docs.batch import fill
from qijin_docs.ooxml.deflate import LIBRARY


def main() -> None:
    """Measure and print the table."""
    # Not above: a run's own process is to hold nothing but what it needs.
    from bench_word import plan_template, plan_values

    sizes = [1_000, 10_000]
    if "--quick" in sys.argv:
        sizes = [500]
    if os.environ.get("QIJIN_BENCH") == "long":
        sizes.append(100_000)
    folder = Path(tempfile.mkdtemp(prefix="qijin-bench-", dir=os.environ.get("BENCH_FOLDER")))
    template = plan_template(folder / "plan.docx", lean=False)
    try:
        slow = loop_of_docxtpl(template, folder)
        print(
            f"CPython {platform.python_version()}, docxtpl {version('docxtpl')}, deflate by {LIBRARY}; "
            f"docxtpl's loop, reading and writing: {slow:.1f} documents/s\n"
        )
        print(
            "| documents | cores | documents/s | ms a document | processor ms a document "
            "| to docxtpl per core | to one core | peak MB, command | peak MB, worker |"
        )
        print("| --- | --- | --- | --- | --- | --- | --- | --- | --- |")
        for size in sizes:
            data = folder / f"{size}.jsonl"
            with data.open("w", encoding="utf-8") as stream:
                for number in range(size):
                    stream.write(json.dumps(plan_values(number), ensure_ascii=False) + "\n")
            alone = 0.0
            for jobs in (1, 2):
                seconds, processor, peak, workers = run(template, data, folder / "out", jobs)
                alone = alone or seconds
                # Per core: of all the processor time that was spent, the command's own included.
                ratio = 1 / slow / (processor / size)
                print(
                    f"| {size:,} | {jobs} | {size / seconds:.0f} | {1000 * seconds / size:.3f} "
                    f"| {1000 * processor / size:.3f} | {ratio:.0f} × | {alone / seconds:.2f} × "
                    f"| {peak:.0f} | {workers:.0f} |",
                    flush=True,
                )
            data.unlink()
        print(
            "\nAsked for: ≥ 40 × per core, ≥ 1.8 × on two cores, time and memory at 100,000 within 1.05 and 1.2."
        )
    finally:
        shutil.rmtree(folder)


def loop_of_docxtpl(template: Path, folder: Path) -> float:
    """Documents a second of processor time of the loop in docxtpl's documentation."""
    import docxtpl
    from bench_word import plan_values

    lines = [json.dumps(plan_values(number), ensure_ascii=False) for number in range(40)]
    started = time.process_time()
    for number, line in enumerate(lines):
        document = docxtpl.DocxTemplate(template)
        document.render(json.loads(line), autoescape=True)
        stream = io.BytesIO()
        document.save(stream)
        (folder / f"docxtpl-{number}.docx").write_bytes(stream.getvalue())
    return len(lines) / (time.process_time() - started)


def run(template: Path, data: Path, out: Path, jobs: int) -> tuple[float, float, float, float]:
    """Wall seconds, processor seconds of all processes, peak MB of the command and of its largest worker."""
    shutil.rmtree(out, ignore_errors=True)
    words = [sys.executable, __file__, "--one", str(template), str(data), str(out), str(jobs)]
    answer = subprocess.run(words, check=True, capture_output=True, text=True).stdout
    shutil.rmtree(out)
    seconds, processor, peak, workers = map(float, answer.split())
    return seconds, processor, peak, workers


def one(template: str, data: str, out: str, jobs: str) -> None:
    """One run, in a process of its own. Its workers are counted here, so they come from a plain pool of spawn."""
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import get_context

    if jobs == "1" and hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})  # or the command would have a core to itself
    started = time.perf_counter()
    # Not the forkserver: its children are not ours, and the system would not tell what they used.
    with ProcessPoolExecutor(int(jobs), mp_context=get_context("spawn")) as executor:
        fill(template, data, out, executor=executor)
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
