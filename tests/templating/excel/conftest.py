"""Workbooks from a few cells, filled and read again."""

from __future__ import annotations

import io
import warnings
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import openpyxl
import pytest
from openpyxl.workbook import Workbook

from qijin_docs.templating.excel.compile import CompiledExcel, compile_excel
from qijin_docs.templating.rendered import Rendered


@dataclass(frozen=True)
class Filled:
    """A filled workbook."""

    rendered: Rendered

    @property
    def content(self) -> bytes:
        return bytes(self.rendered)

    @property
    def book(self) -> Workbook:
        with warnings.catch_warnings():
            # openpyxl says that it would not keep sparklines if it saved the file.
            warnings.simplefilter("ignore", UserWarning)
            return openpyxl.load_workbook(io.BytesIO(self.content))

    @property
    def names(self) -> list[str]:
        with zipfile.ZipFile(io.BytesIO(self.content)) as archive:
            return archive.namelist()

    def rows(self, sheet: str = "表") -> list[tuple[Any, ...]]:
        """The values and formulas of a sheet, row by row."""
        return [tuple(row) for row in self.book[sheet].iter_rows(values_only=True)]

    def part(self, name: str) -> str:
        with zipfile.ZipFile(io.BytesIO(self.content)) as archive:
            return archive.read(name).decode()


@pytest.fixture(scope="session")
def workbook() -> Callable[..., bytes]:
    """``workbook({"A1": "{{ 标题 }}", "汇总!A1": "=表!A1"}, edit=…) -> bytes``, made by openpyxl."""

    def make(cells: Mapping[str, Any], edit: Callable[[Workbook], None] | None = None) -> bytes:
        book = Workbook()
        assert book.active is not None
        book.active.title = "表"
        for where, value in cells.items():
            sheet, _, cell = where.rpartition("!")
            name = sheet or "表"
            if name not in book.sheetnames:
                book.create_sheet(name)
            book[name][cell] = value
        if edit is not None:
            edit(book)
        stream = io.BytesIO()
        book.save(stream)
        return stream.getvalue()

    return make


@pytest.fixture(scope="session")
def compiled(workbook: Callable[..., bytes]) -> Callable[..., CompiledExcel]:
    """``compiled(cells or bytes, edit=…, missing=…) -> CompiledExcel``."""

    def make(
        source: Mapping[str, Any] | bytes, edit: Callable[[Workbook], None] | None = None, **options: Any
    ) -> CompiledExcel:
        content = source if isinstance(source, bytes) else workbook(source, edit)
        return compile_excel(content, name="模板.xlsx", **options)

    return make


@pytest.fixture(scope="session")
def fill(compiled: Callable[..., CompiledExcel]) -> Callable[..., Filled]:
    """``fill(cells or bytes, values, edit=…, missing=…) -> Filled``."""

    def make(
        source: Mapping[str, Any] | bytes,
        values: Mapping[str, Any],
        edit: Callable[[Workbook], None] | None = None,
        **options: Any,
    ) -> Filled:
        return Filled(compiled(source, edit, **options).render(values))

    return make
