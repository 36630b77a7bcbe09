"""Documents get their names, by workers stretch for stretch or by the command alone: the folder is the same."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path
from typing import Any

import pytest

from qijin_docs.batch import settling
from qijin_docs.batch.filling import fill
from qijin_docs.batch.journal import read_contents
from qijin_docs.batch.settling import rename_stretch
from qijin_docs.errors import OutputError

Snapshot = Callable[[Path], dict[str, str]]
NAME = "{{ 镇 }}/{{ 村名 }}"


@pytest.fixture
def short(monkeypatch: pytest.MonkeyPatch) -> None:
    """Stretches of a few lines, so that small batches have many."""
    monkeypatch.setattr(settling, "STRETCH", 500)


class Watched(Executor):
    """Threads; what is done with calls that rename is up to ``answer``."""

    def __init__(self, answer: Callable[[int, Any, tuple[Any, ...]], Any]) -> None:
        self.stretches = 0
        self._answer = answer
        self._max_workers = 2

    def submit(self, work: Any, /, *arguments: Any, **_: Any) -> Future[Any]:
        future: Future[Any] = Future()
        try:
            if work is rename_stretch:
                self.stretches += 1
                future.set_result(self._answer(self.stretches, work, arguments))
            else:
                future.set_result(work(*arguments))
        except Exception as error:  # noqa: BLE001 # as executors do
            future.set_exception(error)
        return future


def done(_: int, work: Any, arguments: tuple[Any, ...]) -> Any:
    return work(*arguments)


@pytest.mark.parametrize("stop", [1, 50, 51, 52, 333, 10_000])
def test_each_line_belongs_to_the_stretch_in_which_it_begins(tmp_path: Path, stop: int) -> None:
    path = tmp_path / "清单.jsonl"
    lines = [f'{{"文件": "{"村" * (n % 7)}{n}", "键": "{n}", "sha256": ""}}\n' for n in range(40)]
    path.write_text("{}\n" + "".join(lines), encoding="utf-8", newline="\n")
    size = path.stat().st_size
    found = [line["键"] for at in range(0, size, stop) for line in read_contents(path, at, at + stop)]
    assert found == [str(n) for n in range(40)]


def test_workers_and_the_command_alone_make_the_same_folder(
    desk: Any, snapshot: Snapshot, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = desk.write_lines(60)
    fill(desk.template, lines, "甲", name=NAME, executor=ThreadPoolExecutor(1))
    monkeypatch.setattr(settling, "STRETCH", 500)
    watched = Watched(done)
    fill(desk.template, lines, "乙", name=NAME, executor=watched)
    assert watched.stretches > 10
    assert snapshot(Path("乙")) == snapshot(Path("甲"))


@pytest.mark.usefixtures("short")
@pytest.mark.parametrize("first", [True, False], ids=["after its work", "before it"])
def test_a_worker_lost_while_documents_get_their_names_costs_nothing(
    desk: Any, snapshot: Snapshot, *, first: bool
) -> None:
    def lost(number: int, work: Any, arguments: tuple[Any, ...]) -> Any:
        if number in (2, 5):
            if first:
                work(*arguments)
            raise BrokenProcessPool
        return work(*arguments)

    lines = desk.write_lines(60)
    fill(desk.template, lines, "甲", name=NAME, executor=ThreadPoolExecutor(1))
    # What is broken is replaced by processes of our own: the rest is theirs.
    fill(desk.template, lines, "乙", name=NAME, executor=Watched(lost), jobs=1)
    assert snapshot(Path("乙")) == snapshot(Path("甲"))


@pytest.mark.usefixtures("short")
def test_what_stands_in_the_way_is_judged_by_the_command(desk: Any) -> None:
    rows = desk.rows(40)
    fill(desk.template, desk.write_table(rows), "出", name="{{ 村名 }}", executor=Watched(done))
    for row in rows[::2]:
        row[3] = 999
    Path("出/清水4村.docx").write_bytes(b"by hand")
    Path("出/清水7村.docx").unlink()
    watched = Watched(done)
    filled = fill(
        desk.template, desk.write_table(rows), "出", name="{{ 村名 }}", executor=watched, resume=True
    )
    assert watched.stretches > 5
    assert (filled.made, filled.replaced) == (21, 20)
    assert filled.kept == {"清水4村.docx": "清水4村（手工改过1）.docx"}
    assert len(list(Path("出").glob("*.docx"))) == 41


@pytest.mark.usefixtures("short")
def test_a_document_that_somebody_has_taken_away_is_told_and_made_again_by_the_next_run(
    desk: Any, snapshot: Snapshot
) -> None:
    def robbed(number: int, work: Any, arguments: tuple[Any, ...]) -> Any:
        if number == 3:
            _, staging, start, stop, _ = arguments
            line = next(read_contents(staging.folder / "清单.jsonl", start, stop))
            staging.file(line["键"]).unlink()
        return work(*arguments)

    lines = desk.write_lines(60)
    fill(desk.template, lines, "甲", name=NAME, executor=ThreadPoolExecutor(1))
    with pytest.raises(OutputError) as caught:
        fill(desk.template, lines, "乙", name=NAME, executor=Watched(robbed))
    assert [p.code for p in caught.value.problems] == ["output.write_failed"]
    assert not Path("乙/清单.jsonl").exists()
    fill(desk.template, lines, "乙", name=NAME, executor=Watched(done), resume=True)
    assert snapshot(Path("乙")) == snapshot(Path("甲"))
