"""``python templates/build [FOLDER]`` lays out all templates, beside this folder if none is named."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import charts
import letter
import material
import minutes
import official
import packing
import press
import reporting
import supervision
import workbooks
from openpyxl import Workbook
from package import docx
from page import section
from sheets import xlsx

WORD: dict[str, Callable[[], str]] = {
    "实施方案": material.plan,
    "先进典型经验材料": material.typical_case,
    "活动总结": material.summary,
    "进展情况报告": material.progress_report,
    "领导小组名单": material.leading_group,
    "报送用报告": official.upward,
    "印发用通知": official.downward,
    "纪要": minutes.minutes,
    "新闻发布会配合材料": press.material,
    "新闻发布会出席名单": press.attendance,
    "新闻发布会问答口径": press.answers,
    "报送清单": packing.cover,
}

EXCEL: dict[str, Callable[[], Workbook]] = {
    "任务分工表": workbooks.assignments,
    "活动台账": workbooks.register,
    "情况统计表": workbooks.statistics,
    "统计图表": charts.charts,
    "见证材料目录": workbooks.evidence,
    "典型推荐汇总表": workbooks.recommendations,
    "督查记录表": supervision.inspections,
    "考核评分表": supervision.score_sheet,
    "考核名次表": supervision.ranking,
    "报送登记表": reporting.submissions,
    "年度日程表": reporting.calendar,
    "归档文件目录": packing.archived,
}


def build(folder: Path) -> None:
    """Write every template below the folder: ``word/*.docx`` and ``excel/*.xlsx``."""
    (folder / "word").mkdir(parents=True, exist_ok=True)
    (folder / "excel").mkdir(parents=True, exist_ok=True)
    for name, lay_out in WORD.items():
        (folder / "word" / f"{name}.docx").write_bytes(docx(lay_out() + section()))
    (folder / "word" / "函.docx").write_bytes(
        docx(letter.letter() + section(own_first=True), letter.first_footer())
    )
    for name, lay_out_sheets in EXCEL.items():
        (folder / "excel" / f"{name}.xlsx").write_bytes(xlsx(lay_out_sheets()))


if __name__ == "__main__":
    build(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parents[1])
