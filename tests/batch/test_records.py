"""A file of any length is read in the memory of a short one."""

from __future__ import annotations

import tracemalloc
from pathlib import Path

import pytest

from qijin_docs.batch.records import LARGE, open_records


def peak_of(data: Path, count: int) -> int:
    """Bytes held at most while all records are read."""
    tracemalloc.start()
    try:
        numbers = [record.number for record in open_records(data).stream if record.number >= count]
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
        assert numbers == [count]


@pytest.mark.parametrize(("suffix", "count"), [(".jsonl", 20_000), (".csv", 3_000)])
def test_records_are_read_one_after_the_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, suffix: str, count: int
) -> None:
    monkeypatch.setitem(LARGE, ".csv", 1000)
    line = "清水{0}村,{0},×××\n" if suffix == ".csv" else '{{"村名":"清水{0}村","户数":{0}}}\n'
    peaks = []
    for times in (1, 1, 3):  # the first time modules are loaded
        data = tmp_path / f"{times}{suffix}"
        with data.open("w", encoding="utf-8") as stream:
            stream.writelines(["村名,户数,联系人\n"] if suffix == ".csv" else [])
            stream.writelines(line.format(number) for number in range(times * count))
        peaks.append(peak_of(data, times * count))
    assert peaks[2] < 1.2 * peaks[1]
