"""What the tests of the sources share: files written from a few lines."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from qijin_docs.errors import DataError, Problem
from qijin_docs.sources.located import Located
from qijin_docs.sources.reader import read_source

Write = Callable[[str, str | bytes], str]


@pytest.fixture
def write(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Write:
    """Writes a file into the working folder and gives its name."""
    monkeypatch.chdir(tmp_path)

    def write(name: str, content: str | bytes) -> str:
        Path(name).write_bytes(content.encode() if isinstance(content, str) else content)
        return name

    return write


@pytest.fixture
def workbook(write: Write) -> Callable[..., str]:
    """Writes ``表.xlsx`` from rows (or sheet → rows) and merged areas, and gives its name."""

    def workbook(
        rows: Any, merges: Sequence[str] = (), change: Callable[[Any], object] = lambda _: None
    ) -> str:
        import openpyxl

        book = openpyxl.Workbook()
        book.remove(book.worksheets[0])
        for title, lines in (rows if isinstance(rows, dict) else {"台账": rows}).items():
            sheet = book.create_sheet(title)
            for line in lines:
                sheet.append(line)
            for area in merges:
                sheet.merge_cells(area)
        change(book)
        book.save("表.xlsx")
        return "表.xlsx"

    return workbook


@pytest.fixture
def problems_of() -> Callable[..., tuple[Problem, ...]]:
    """The problems that reading a file ends in; the test fails if there are none."""

    def problems_of(name: str, **options: Any) -> tuple[Problem, ...]:
        with pytest.raises(DataError) as caught:
            read_source(name, **options)
        return caught.value.problems

    return problems_of


@pytest.fixture
def records() -> Callable[[Located], list[list[Any]]]:
    """The values of the records, without the names."""
    return lambda located: [list(record.values()) for record in located.value]
