"""Workbooks for looking at: cells that hold values have a ground, nothing else changes."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable
from pathlib import Path

import openpyxl
from openpyxl.styles import Font

from qijin_docs import compile_template
from qijin_docs.templating.rendered import GROUND


def test_cells_with_values_have_a_ground_and_keep_their_format(
    tmp_path: Path, valid_ooxml: Callable[[bytes], None]
) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["名称", "数", "日期"])
    sheet.append(["{%tr for 项 in 行 %}"])
    sheet.append(["第{{ 项.名 }}", "{{ 项.数 }}", "{{ 项.日 }}"])
    sheet.append(["{%tr endfor %}"])
    sheet.append(["合计", "=SUM(B3:B3)"])
    sheet["B3"].number_format, sheet["B3"].font = "0.00", Font(bold=True)
    sheet["C3"].number_format = "yyyy-mm-dd"
    book.save(tmp_path / "a.xlsx")
    template = compile_template(tmp_path / "a.xlsx")
    values = {
        "行": [
            {"名": "一", "数": 1.5, "日": dt.date(2018, 6, 1)},
            {"名": "二", "数": 2, "日": dt.date(2018, 6, 2)},
        ]
    }
    plain, marked = bytes(template.render(values)), bytes(template.render_marked(values))

    cells = {c.coordinate: c for row in openpyxl.load_workbook(io.BytesIO(marked)).active for c in row}  # type: ignore[union-attr]
    shaded = {name for name, cell in cells.items() if cell.fill.fill_type == "solid"}
    assert shaded == {"A2", "B2", "C2", "A3", "B3", "C3"}
    assert cells["A2"].fill.fgColor.rgb == f"FF{GROUND}"
    assert (cells["B3"].number_format, cells["B3"].font.b, cells["C3"].number_format) == (
        "0.00",
        True,
        "yyyy-mm-dd",
    )
    before = {c.coordinate: c for row in openpyxl.load_workbook(io.BytesIO(plain)).active for c in row}  # type: ignore[union-attr]
    assert {name: cell.value for name, cell in cells.items()} == {
        name: cell.value for name, cell in before.items()
    }
    assert not any(cell.fill.fill_type for cell in before.values())
    valid_ooxml(marked)
