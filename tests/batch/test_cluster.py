"""Workers of a real Dask scheduler: the same folder, and nothing waits for ever for who is gone."""

from __future__ import annotations

import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from qijin_docs.batch.cluster import cluster_executor
from qijin_docs.batch.filling import fill
from qijin_docs.errors import OutputError


@pytest.fixture
def scheduler(tmp_path: Path) -> Iterator[tuple[str, list[subprocess.Popen[bytes]]]]:
    """A Dask scheduler and two workers on the loopback interface."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"tcp://127.0.0.1:{free.getsockname()[1]}"
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    dask = [sys.executable, "-m", "distributed.cli.dask_scheduler"]
    port = address.rpartition(":")[2]
    processes = [
        subprocess.Popen(
            [*dask, "--host", "127.0.0.1", "--port", port, "--no-dashboard"], cwd=tmp_path, **quiet
        )  # type: ignore[call-overload]
    ]
    worker = [
        sys.executable,
        "-m",
        "distributed.cli.dask_worker",
        address,
        "--nthreads",
        "1",
        "--no-nanny",
        "--no-dashboard",
    ]
    places = ["--host", "127.0.0.1", "--local-directory", str(tmp_path / "dask")]
    processes += [subprocess.Popen([*worker, *places], cwd=tmp_path, **quiet) for _ in range(2)]  # type: ignore[call-overload]
    yield address, processes
    for process in reversed(processes):
        process.kill()
    for process in processes:
        process.wait(30)


def all_workers(address: str, count: int) -> None:
    from distributed import Client

    with Client(address, timeout=30, set_as_default=False) as client:  # type: ignore[no-untyped-call]
        client.wait_for_workers(count, timeout=60)


def test_two_workers_of_a_real_scheduler_make_the_same_folder(
    desk: Any, scheduler: Any, snapshot: Any
) -> None:
    address, _ = scheduler
    data = desk.write_lines(120).resolve()
    fill(desk.template, data, "甲", jobs=1)
    all_workers(address, 2)
    with cluster_executor(address) as executor:
        filled = fill(desk.template.resolve(), data, Path("乙").resolve(), executor=executor)
    assert filled.made == 120
    assert snapshot(Path("乙")) == snapshot(Path("甲"))


def test_a_dask_worker_that_is_killed_costs_a_retry_and_nothing_else(
    desk: Any, scheduler: Any, snapshot: Any
) -> None:
    address, processes = scheduler
    data = desk.write_lines(400).resolve()
    fill(desk.template, data, "甲", jobs=1)
    all_workers(address, 2)

    def kill_one(_what: str, done: int, _total: int | None, _bad: int) -> None:
        if done > 50 and processes[1].poll() is None:
            processes[1].kill()

    with cluster_executor(address) as executor:
        options: dict[str, Any] = {"executor": executor, "progress": kill_one}
        filled = fill(desk.template.resolve(), data, Path("乙").resolve(), **options)
    assert filled.made == 400
    assert processes[1].poll() is not None
    assert snapshot(Path("乙")) == snapshot(Path("甲"))


@pytest.mark.parametrize(
    ("killed", "code"), [(slice(0, 1), "batch.scheduler_lost"), (slice(1, None), "batch.workers_lost")]
)
def test_a_scheduler_or_all_workers_lost_stop_the_batch_and_the_rest_is_done_later(
    desk: Any, scheduler: Any, snapshot: Any, killed: slice, code: str
) -> None:
    address, processes = scheduler
    data = desk.write_lines(400).resolve()
    fill(desk.template, data, "甲", jobs=1)
    all_workers(address, 2)

    def kill(_what: str, _done: int, _total: int | None, _bad: int) -> None:
        for process in processes[killed]:
            process.kill()

    options: dict[str, Any] = {"progress": kill}
    with pytest.raises(OutputError) as error, cluster_executor(address, patience=2) as executor:
        fill(desk.template.resolve(), data, Path("乙").resolve(), executor=executor, **options)
    (problem,) = error.value.problems
    assert (problem.code, str(problem.place)) == (code, address)
    assert fill(desk.template, data, "乙", jobs=1, resume=True).reused > 0
    assert snapshot(Path("乙")) == snapshot(Path("甲"))


def test_a_scheduler_that_is_not_there_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("qijin_docs.batch.cluster._SECONDS", 1)
    with pytest.raises(OutputError) as error, cluster_executor("tcp://127.0.0.1:9"):
        pass
    (problem,) = error.value.problems
    assert (problem.code, str(problem.place)) == ("batch.no_scheduler", "tcp://127.0.0.1:9")
