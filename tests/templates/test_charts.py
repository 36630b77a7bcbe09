"""统计图表: the charts follow the rows of their tables."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from lxml import etree

from qijin_docs import compile_template
from qijin_docs.office import page_images, to_pdf

TEMPLATE = Path(__file__).parents[2] / "templates" / "excel" / "统计图表.xlsx"
FORMULA = "{http://schemas.openxmlformats.org/drawingml/2006/chart}f"


def row(name: str, events: int | None = 3, reached: int | None = 120) -> dict[str, Any]:
    return {"名称": name, "活动场次": events, "参加人数": None, "受教育": reached, "资料": 0, "媒体报道": 2}


def filled(spheres: int = 2, months: int = 3, units: int = 14) -> bytes:
    return bytes(
        compile_template(TEMPLATE).render(
            {
                "附件标识": None,
                "活动": {"年度": 2018, "名称": "“七进”活动"},
                "单位": {"全称": "云岭省自然资源厅"},
                "起": date(2018, 1, 1),
                "止": date(2018, 12, 31),
                "分领域": [row(f"领域{n}") for n in range(spheres)],
                "分月": [row(f"{n + 1}月", None, None) for n in range(months)],
                "分单位": [row(f"第{n + 1}市自然资源局") for n in range(units)],
                "合计": row("合计", 42, 1680),
            }
        )
    )


def ranges(content: bytes) -> list[str]:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        parts = sorted(name for name in package.namelist() if name.startswith("xl/charts/chart"))
        return [str(e.text) for name in parts for e in etree.fromstring(package.read(name)).iter(FORMULA)]


@pytest.mark.parametrize(("spheres", "months", "units"), [(2, 3, 14), (7, 12, 1), (1, 1, 40)])
def test_each_chart_shows_all_rows_of_its_table_and_no_total(spheres: int, months: int, units: int) -> None:
    content = filled(spheres, months, units)
    book = openpyxl.load_workbook(io.BytesIO(content))
    found: dict[str, set[str]] = {}
    for text in ranges(content):
        sheet, _, cells = text.replace("$", "").replace("'", "").partition("!")
        names = (
            [
                cell.value
                for cell in (c[0] for c in book[sheet]["A" + cells[1:].replace(f":{cells[0]}", ":A")])
            ]
            if ":" in cells
            else [book[sheet]["A" + cells[1:]].value]
        )
        found.setdefault(sheet, set()).add("、".join(map(str, names)))
    assert found == {
        "分领域": {"、".join(f"领域{n}" for n in range(spheres))},
        "分月": {"、".join(f"{n + 1}月" for n in range(months))},
        "分单位": {"、".join(f"第{n + 1}市自然资源局" for n in range(units))},
    }


def test_there_are_two_charts_a_sheet_of_events_and_of_people_reached() -> None:
    texts = ranges(filled())
    assert len(texts) == 12
    assert {text.partition("!")[2][1] for text in texts} == {"A", "B", "D"}


def test_figures_stay_numbers_and_what_was_not_reported_stays_blank() -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(filled()))["分月"]
    first = next(r for r in sheet.iter_rows(values_only=True) if r[0] == "1月")
    assert first[:6] == ("1月", None, None, None, 0, 2)


def test_the_workbook_is_valid(valid_ooxml: Callable[[bytes], None]) -> None:
    valid_ooxml(filled())


def test_each_sheet_is_one_page(tmp_path: Path) -> None:
    (tmp_path / "图.xlsx").write_bytes(filled(7, 12, 17))
    (pdf,) = to_pdf([tmp_path / "图.xlsx"], tmp_path / "pdf")
    assert len(list(page_images(pdf, tmp_path / "pages", dpi=20))) == 3
