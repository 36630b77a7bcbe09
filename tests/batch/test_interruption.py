"""Killed at any moment, out of disk, locked out: after --resume the folder is as if nothing had happened."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest

from qijin_docs.batch.filling import fill
from qijin_docs.batch.index import Entry
from qijin_docs.batch.journal import Journal
from qijin_docs.errors import OutputError

Snapshot = Callable[[Path], dict[str, str]]
KILLS = 30
NAME = "{{ 镇 }}/{{ 村名 }}"


def killed(kind: str, *arguments: str) -> int:
    """How often ``killed.py`` has killed a batch; every folder it resumed was the expected one."""
    script = Path(__file__).with_name("killed.py")
    done = subprocess.run([sys.executable, str(script), kind, *arguments], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return int(done.stdout)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="there is no kill -9 on Windows")
def test_thirty_kills_at_random_moments_change_nothing(desk: Any) -> None:
    fill(desk.template, desk.write_lines(150), "甲", name=NAME, jobs=1)
    assert killed("random", "7", str(KILLS), str(desk.template), str(desk.lines), "甲") >= KILLS


@pytest.mark.skipif(not hasattr(os, "fork"), reason="there is no kill -9 on Windows")
def test_a_kill_before_each_change_of_a_file_changes_nothing(desk: Any) -> None:
    fill(desk.template, desk.write_lines(3), "甲", name=NAME, jobs=1)
    assert killed("every", str(desk.template), str(desk.lines), "甲") > 20


@pytest.mark.skipif(os.name != "posix", reason="there is no kill -9 on Windows")
def test_the_command_killed_half_way_goes_on(desk: Any, snapshot: Snapshot) -> None:
    fill(desk.template, desk.write_lines(300), "甲", name=NAME, jobs=1)
    command = [sys.executable, "-m", "qijin_docs", "fill", str(desk.template), str(desk.lines), "-o", "乙"]
    command += ["--name", NAME, "--jobs", "2", "--resume"]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as process:
        journal = Path("乙/.未完成/进度.jsonl")
        while process.poll() is None and not (journal.is_file() and journal.stat().st_size):
            time.sleep(0.01)
        process.kill()
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert "上次已做好" in done.stdout
    assert snapshot(Path("乙")) == snapshot(Path("甲"))


def test_a_run_killed_while_documents_get_their_names_is_finished_by_the_next(
    desk: Any, snapshot: Snapshot, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = desk.write_lines(40)
    fill(desk.template, data, "甲", jobs=1)
    real, calls = os.replace, iter(range(10**6))

    def stopped(source: Any, target: Any) -> None:
        if str(target).startswith("乙/00") and next(calls) == 17:
            raise KeyboardInterrupt
        real(source, target)

    with monkeypatch.context() as patch:
        patch.setattr(os, "replace", stopped)
        with pytest.raises(KeyboardInterrupt):
            fill(desk.template, data, "乙", jobs=1)
    assert len(list(Path("乙").glob("*.docx"))) == 17

    filled = fill(desk.template, data, "乙", jobs=1, resume=True)

    assert (filled.made, filled.reused) == (0, 40)
    assert snapshot(Path("乙")) == snapshot(Path("甲"))


def test_a_journal_whose_last_line_is_cut_off_is_read_up_to_it(desk: Any, snapshot: Snapshot) -> None:
    data = desk.write_lines(10)
    fill(desk.template, data, "甲", jobs=1)
    rows = desk.lines.read_text(encoding="utf-8")
    desk.lines.write_text(rows + "{坏\n", encoding="utf-8")
    with pytest.raises(ValueError, match=r"看不懂|双引号"):
        fill(desk.template, data, "乙", jobs=1)
    journal = Path("乙/.未完成/进度.jsonl")
    journal.write_bytes(journal.read_bytes()[:-30])
    desk.lines.write_text(rows, encoding="utf-8")

    filled = fill(desk.template, data, "乙", jobs=1)

    assert (filled.made, filled.reused) == (1, 9)
    assert snapshot(Path("乙")) == snapshot(Path("甲"))


def test_a_staged_document_that_is_not_what_the_journal_says_is_made_again(
    desk: Any, snapshot: Snapshot
) -> None:
    data = desk.write_lines(10)
    fill(desk.template, data, "甲", jobs=1)
    rows = desk.lines.read_text(encoding="utf-8")
    desk.lines.write_text(rows + "{坏\n", encoding="utf-8")
    with pytest.raises(ValueError):  # noqa: PT011 # which one is the test above
        fill(desk.template, data, "乙", jobs=1)
    staged = sorted(Path("乙/.未完成").rglob("*.docx"))
    staged[0].write_bytes(staged[0].read_bytes()[:-1])
    staged[1].unlink()
    desk.lines.write_text(rows, encoding="utf-8")

    assert fill(desk.template, data, "乙", jobs=1).made == 2
    assert snapshot(Path("乙")) == snapshot(Path("甲"))


@contextmanager
def small_disk(folder: Path, megabytes: int) -> Iterator[None]:
    folder.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "qijin", str(folder)], check=True)
    try:
        yield
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)


@pytest.mark.skipif(os.name != "posix" or os.geteuid() != 0, reason="only root may mount a small disk")
def test_a_full_disk_stops_the_batch_and_costs_nothing_once_there_is_room(
    desk: Any, snapshot: Snapshot
) -> None:
    data = desk.write_lines(200)
    fill(desk.template, data, "甲", jobs=2)
    disk = Path("盘")
    with small_disk(disk, 3):
        with pytest.raises(OutputError) as error:
            fill(desk.template, data, disk / "乙", jobs=2)
        (problem,) = set(error.value.problems)
        assert problem.code == "output.write_failed"
        assert "磁盘满了" in problem.message
        assert "--resume" in problem.hint
        subprocess.run(["mount", "-o", "remount,size=60m", str(disk)], check=True)

        filled = fill(desk.template, data, disk / "乙", jobs=2, resume=True)

        assert filled.reused > 0
        assert filled.made + filled.reused == 200
        assert snapshot(disk / "乙") == snapshot(Path("甲"))


@pytest.mark.skipif(os.name != "posix" or os.geteuid() != 0, reason="only root may mount a small disk")
def test_what_is_done_can_be_written_down_on_a_disk_that_documents_have_filled(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with small_disk(Path("盘"), 1):
        journal = Journal(Path("盘/.未完成"))
        with suppress(OSError), Path("盘/文件").open("wb", buffering=0) as file:
            while True:
                file.write(bytes(4096))
        with pytest.raises(OSError, match="No space left"):
            Path("盘/又一个").write_bytes(b"0")
        entries = [Entry(i, f"{i:032x}", "甲.docx", "", "0" * 64, 1) for i in range(1000)]
        journal.add(entries)
        assert [key for key, _ in journal.earlier()] == [entry.key for entry in entries]
        journal.close()


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """A folder in which nothing can be made; root is not held by modes, so for root it is made immutable."""
    if os.geteuid():
        folder.chmod(0o555)
    else:
        subprocess.run(["chattr", "+i", str(folder)], check=True)
    try:
        yield
    finally:
        if os.geteuid():
            folder.chmod(0o755)
        else:
            subprocess.run(["chattr", "-i", str(folder)], check=True)


@pytest.mark.skipif(os.name != "posix", reason="Windows has no folders that are read-only")
def test_a_folder_made_read_only_half_way_stops_the_batch_and_costs_nothing_afterwards(
    desk: Any, snapshot: Snapshot
) -> None:
    data = desk.write_lines(200)
    fill(desk.template, data, "甲", name=NAME, jobs=1)
    staging = Path("乙/.未完成")
    staged: list[int] = []

    def lock_after_half(_what: str, done: int, _total: int | None, _bad: int) -> None:
        if done >= 100 and not staged:
            staged.append(done)
            # Now the folder where a document would get its name can hold nothing more.
            Path("乙/第1镇").mkdir()
            lock.__enter__()

    lock = locked(Path("乙/第1镇"))
    try:
        with pytest.raises(OutputError) as error:
            fill(desk.template, data, "乙", name=NAME, jobs=1, progress=lock_after_half)
    finally:
        lock.__exit__(None, None, None)
    assert [p.code for p in error.value.problems] == ["output.write_failed"]
    assert "没有权限" in error.value.problems[0].message
    assert staging.is_dir()

    filled = fill(desk.template, data, "乙", name=NAME, jobs=1, resume=True)

    assert (filled.made, filled.reused) == (0, 200)
    assert snapshot(Path("乙")) == snapshot(Path("甲"))
