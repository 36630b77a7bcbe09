"""A batch that is killed again and again, in children of one process that has everything loaded already.

    python killed.py random SEED KILLS TEMPLATE LINES EXPECTED      at random moments, workers in processes
    python killed.py every TEMPLATE LINES EXPECTED                  just before each change of a file, one after the other

EXPECTED is the folder of an uninterrupted run. Prints how often it was killed; ends with an error if a folder that
was resumed is not that folder, byte for byte.
"""

from __future__ import annotations

import hashlib
import itertools
import os
import random
import shutil
import signal
import sys
import time
from concurrent.futures import Executor, ProcessPoolExecutor, ThreadPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from qijin_docs.batch import settling
from qijin_docs.batch.filling import fill
from qijin_docs.batch.worker import begin_worker

NAME = "{{ 镇 }}/{{ 村名 }}"
#: What changes files: of the system, by name.
CHANGES = ("write", "replace", "rename", "mkdir", "unlink", "rmdir", "fsync", "ftruncate")


def snapshot(folder: Path) -> dict[str, str]:
    files = (file for file in folder.rglob("*") if file.is_file())
    return {str(f.relative_to(folder)): hashlib.sha256(f.read_bytes()).hexdigest() for f in files}


def batch(template: str, lines: str, out: Path, executor: Executor) -> None:
    with executor:
        fill(template, lines, out, name=NAME, executor=executor, resume=True)


def processes() -> Executor:
    return ProcessPoolExecutor(2, mp_context=get_context("fork"), initializer=begin_worker)


def child(work: Any) -> int:
    """A child that does it; in a group of its own, so that it is killed with its workers."""
    sys.stdout.flush()
    pid = os.fork()
    if pid:
        return pid
    os.setpgid(0, 0)
    code = 1
    try:
        work()
        code = 0
    finally:
        os._exit(code)


def compare(out: Path, expected: Path) -> None:
    if snapshot(out) != snapshot(expected):
        sys.exit(f"{out} is not {expected}")
    shutil.rmtree(out)


def at_random(seed: str, wanted: str, template: str, lines: str, expected: str) -> None:
    chance = random.Random(int(seed))
    out, kills, finished = Path("random"), 0, 0
    started = time.monotonic()
    os.waitpid(child(lambda: batch(template, lines, Path("whole"), processes())), 0)
    whole = time.monotonic() - started
    compare(Path("whole"), Path(expected))
    while kills < int(wanted) or finished == 0:
        pid = child(lambda: batch(template, lines, out, processes()))
        if kills < int(wanted):
            time.sleep(chance.uniform(0, whole))
            # Sometimes the command alone, sometimes with its workers, as when a machine is switched off.
            alone = chance.random() < 0.5
            if started_group(pid):
                os.kill(pid if alone else -pid, signal.SIGKILL)
        _, status = os.waitpid(pid, 0)
        if os.WIFSIGNALED(status):
            kills += 1
        elif os.WEXITSTATUS(status):
            sys.exit("a resumed run failed")
        else:
            compare(out, Path(expected))
            finished += 1
    sys.stdout.write(f"{kills}\n")


def started_group(pid: int) -> bool:
    """Whether the child leads its own group by now; else there is nothing of it to kill yet."""
    try:
        return os.getpgid(pid) == pid
    except ProcessLookupError:
        return False


def at_every_change(template: str, lines: str, expected: str) -> None:
    for kills in itertools.count():
        out = Path(f"every-{kills}")

        def killed(kills: int = kills, out: Path = out) -> None:
            count_down(kills)
            batch(template, lines, out, ThreadPoolExecutor(1))

        _, status = os.waitpid(child(killed), 0)
        if not os.WIFSIGNALED(status):
            compare(out, Path(expected))
            sys.stdout.write(f"{kills}\n")
            return
        batch(template, lines, out, ThreadPoolExecutor(1))
        compare(out, Path(expected))


def count_down(left: int) -> None:
    """Have this process kill itself instead of making its change number ``left``."""
    count = itertools.count()

    def guarded(real: Any) -> Any:
        def change(*arguments: Any, **named: Any) -> Any:
            if next(count) == left:
                os.kill(os.getpid(), signal.SIGKILL)
            return real(*arguments, **named)

        return change

    for name in CHANGES:
        setattr(os, name, guarded(getattr(os, name)))


if __name__ == "__main__":
    kind, *words = sys.argv[1:]
    settling.STRETCH = 1000  # workers give the names in batches as small as these too
    with ThreadPoolExecutor(1) as threads:  # everything is loaded before the first child
        fill(words[-3], words[-2], "warm", name=NAME, executor=threads, dry_run=True)
    at_random(*words) if kind == "random" else at_every_change(*words)
