"""Jobs in, outcomes out, on any executor; a worker that is lost costs a retry."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from concurrent.futures import Executor, ProcessPoolExecutor, ThreadPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import docx
import fsspec
import pytest

from qijin_docs import Job, run_batch
from qijin_docs.batch.filling import fill
from qijin_docs.batch.remote import fill_remote
from qijin_docs.batch.run import CHUNK
from qijin_docs.errors import OutputError, Place


def jobs(desk: Any, count: int) -> Iterator[Job]:
    for i in range(count):
        yield Job(
            desk.template, {"村名": f"村{i}", "户数": i, "联系人": "×"}, f"{i}.docx", Place("表", f"第{i}行")
        )


class Deadly:
    """A value that kills the process it is unpickled in, if it is not the one that made it."""

    def __init__(self, once: Path | None = None) -> None:
        self.once = once
        self.home = os.getpid()

    def __reduce__(self) -> tuple[Any, ...]:
        return die, (self.home, self.once)


def die(home: int, once: Path | None) -> str:
    if os.getpid() != home and (once is None or not once.exists()):
        if once is not None:
            once.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return "活着"


@pytest.mark.parametrize("kind", ["threads", "processes", "own"])
def test_every_executor_gives_the_same_files_in_the_same_order(desk: Any, kind: str) -> None:
    executor: Executor | None = None
    if kind == "threads":
        executor = ThreadPoolExecutor(2)
    if kind == "processes":
        executor = ProcessPoolExecutor(2, mp_context=get_context("forkserver"))
    outcomes = list(run_batch(jobs(desk, 150), folder="出", executor=executor))
    if executor is not None:
        executor.shutdown()
    assert [o.number for o in outcomes] == list(range(1, 151))
    assert all(o.ok and o.path == Path(f"出/{o.name}") for o in outcomes)
    assert docx.Document("出/149.docx").paragraphs[0].text == "村149："


def test_jobs_are_taken_as_they_are_needed(desk: Any) -> None:
    taken = []

    def counted() -> Iterator[Job]:
        for job in jobs(desk, 5000):
            taken.append(job.name)
            yield job

    with ThreadPoolExecutor(1) as executor:
        stream: Any = run_batch(counted(), folder="出", executor=executor)
        next(stream)
        assert len(taken) <= CHUNK * 5
        stream.close()


def test_a_bad_job_gives_an_outcome_with_its_place_and_stops_nobody(desk: Any) -> None:
    given = [
        Job(desk.template, {"村名": "甲", "户数": 1}, "甲.docx", Place("表", "第1行")),
        Job(desk.template, {"村名": "乙", "户数": 1, "联系人": "×"}, "乙.docx"),
        Job(desk.template, {}, "乙.DOCX", Place("表", "第3行")),
        Job(desk.template, {}, "../丙.docx", Place("表", "第4行")),
        Job("没有.docx", {}, "丁.docx", Place("表", "第5行")),
        Job(desk.template, {"村名": {1, 2}, "户数": 1, "联系人": "×"}, "戊.docx", Place("表", "第6行")),
    ]
    with ThreadPoolExecutor(1) as executor:
        outcomes = list(run_batch(given, folder="出", executor=executor))
    assert [o.ok for o in outcomes] == [False, True, False, False, False, False]
    codes = [[p.code for p in o.problems] for o in outcomes]
    assert codes[:5] == [
        ["render.missing"], [], ["batch.same_name"], ["batch.bad_name"], ["template.unreadable"],
    ]  # fmt: skip
    assert str(outcomes[0].problems[0]).startswith("表（第1行）：模板正文第2段：“{{ 联系人 }}”：没有")
    assert [p.name for p in Path("出").glob("*.docx")] == ["乙.docx"]


def test_resuming_makes_only_what_is_not_there_or_has_changed(desk: Any) -> None:
    with ThreadPoolExecutor(1) as executor:
        list(run_batch(jobs(desk, 5), folder="出", executor=executor))
        Path("出/3.docx").unlink()
        Path("出/4.docx").write_bytes(b"by hand")
        outcomes = list(run_batch(jobs(desk, 6), folder="出", executor=executor, resume=True))
    assert [o.reused for o in outcomes] == [True, True, True, False, False, False]
    assert [p.code for p in outcomes[4].problems] == ["batch.set_aside"]
    assert Path("出/4（原有1）.docx").read_bytes() == b"by hand"


def test_a_job_that_kills_its_worker_is_found_and_costs_itself_only(desk: Any) -> None:
    given = list(jobs(desk, 40))
    given[17] = Job(
        desk.template, {"村名": Deadly(), "户数": 1, "联系人": "×"}, "17.docx", Place("表", "第17行")
    )
    outcomes = list(run_batch(given, folder="出"))
    assert [(o.number, [p.code for p in o.problems]) for o in outcomes if not o.ok] == [
        (18, ["batch.worker_lost"])
    ]
    assert str(outcomes[17].problems[0].place) == "表（第17行）"
    assert len(list(Path("出").glob("*.docx"))) == 39


def test_a_worker_killed_once_costs_a_retry_and_nothing_else(desk: Any, tmp_path: Path) -> None:
    given = list(jobs(desk, 40))
    once = tmp_path / "once"
    given[5] = Job(desk.template, {"村名": Deadly(once), "户数": 1, "联系人": "×"}, "5.docx")
    assert all(o.ok for o in run_batch(given, folder="出"))
    assert once.exists()


class Asleep(Mapping[str, Any]):
    """Values that take for ever to be looked at, but in the process that made them."""

    def __init__(self, **values: Any) -> None:
        self.values_here = values
        self.home = os.getpid()

    def __getitem__(self, name: str) -> Any:
        return self.values_here[name]

    def __len__(self) -> int:
        return len(self.values_here)

    def __iter__(self) -> Iterator[str]:
        if os.getpid() != self.home:
            time.sleep(1000)
        return iter(self.values_here)


def test_a_record_that_takes_too_long_costs_itself_only(desk: Any) -> None:
    given = list(jobs(desk, 5))
    given[2] = Job(desk.template, Asleep(村名="慢", 户数=1, 联系人="×"), "2.docx", Place("表", "第2行"))
    # Long enough for the others on the busiest machine.
    outcomes = list(run_batch(given, folder="出", seconds=5))
    assert [(o.number, [str(p) for p in o.problems]) for o in outcomes if not o.ok] == [
        (3, ["表（第2行）：这一份用时超过5秒，没有生成；核对这一行的数据和图片 [batch.too_slow]"])
    ]
    assert len(list(Path("出").glob("*.docx"))) == 4


def test_an_address_of_fsspec_takes_the_same_files(desk: Any, snapshot: Any, tmp_path: Path) -> None:
    data = desk.write_lines(5)
    with ThreadPoolExecutor(1) as executor:
        fill(desk.template, data, "甲", executor=executor)
        filled = fill_remote(desk.template, data, "memory://省/通知", executor=executor)
        assert (filled.made, filled.out) == (5, "memory://省/通知")
        files = fsspec.filesystem("memory")
        sent = {Path(f).name: files.cat_file(f) for f in files.find("/省/通知")}
        assert sent == {p.name: p.read_bytes() for p in Path("甲").iterdir()}
        with pytest.raises(OutputError) as error:
            fill_remote(desk.template, data, "memory://省/通知", executor=executor)
        assert error.value.problems[0].code == "output.not_empty"
        with pytest.raises(OutputError) as error:
            fill_remote(desk.template, data, "nonsense://x", executor=executor)
        assert error.value.problems[0].code == "batch.no_address"
    assert not list(Path().glob(".*"))


def test_at_an_address_no_pdf_of_an_old_document_stays_beside_the_new_one(
    desk: Any, converted: list[str]
) -> None:
    files = fsspec.filesystem("memory")
    rows = desk.rows(3)
    with ThreadPoolExecutor(1) as threads:
        options: dict[str, Any] = {"executor": threads, "resume": True, "name": "{{ 村名 }}"}

        def made(**more: Any) -> list[str]:
            fill_remote(desk.template, desk.write_table(rows), "memory://市/通知", **options, **more)
            return sorted(Path(f).name for f in files.find("/市/通知") if f.endswith(".pdf"))

        assert made(pdf=True) == ["清水0村.pdf", "清水1村.pdf", "清水2村.pdf"]
        assert len(converted) == 3
        assert made() == ["清水0村.pdf", "清水1村.pdf", "清水2村.pdf"]
        rows[1][3] = rows[2][3] = 7
        files.pipe_file("/市/通知/清水2村.pdf", b"somebody's own")
        assert made() == ["清水0村.pdf", "清水2村.pdf"]
    contents = files.cat_file("/市/通知/清单.jsonl").decode().splitlines()[1:]
    assert ["pdf" in json.loads(line) for line in contents] == [True, False, False]


def test_a_worker_ends_when_the_one_that_started_it_is_killed(desk: Any) -> None:
    desk.write_lines(3000)
    command = [sys.executable, "-m", "qijin_docs", "fill", str(desk.template), str(desk.lines), "-o", "出"]
    with subprocess.Popen([*command, "--jobs", "2"], stdout=subprocess.DEVNULL) as process:
        workers: list[int] = []
        while len(workers) < 2 and process.poll() is None:
            time.sleep(0.1)
            workers = workers_of(str(desk.lines.resolve().parent))
        process.kill()
        process.wait()
        assert workers
        deadline = time.monotonic() + 20
        while workers_of(str(desk.lines.resolve().parent)) and time.monotonic() < deadline:
            time.sleep(0.1)
    assert not workers_of(str(desk.lines.resolve().parent))


def workers_of(folder: str) -> list[int]:
    """Python processes whose working folder this is, but for this one and the command itself."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            here = str((process / "cwd").readlink()) == folder
            words = (process / "cmdline").read_bytes()
        except OSError:
            continue
        if here and int(process.name) != os.getpid() and b"qijin_docs\0fill" not in words and words:
            found.append(int(process.name))
    return found
