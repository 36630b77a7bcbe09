"""The templates are what the script lays out, always alike, and hold nothing else."""

from __future__ import annotations

import re
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from qijin_docs.templating import compile_template

WORD = (
    "先进典型经验材料",
    "函",
    "印发用通知",
    "实施方案",
    "报送清单",
    "报送用报告",
    "活动总结",
    "纪要",
    "进展情况报告",
    "领导小组名单",
    "新闻发布会配合材料",
    "新闻发布会出席名单",
    "新闻发布会问答口径",
)
EXCEL = (
    "任务分工表",
    "典型推荐汇总表",
    "督查记录表",
    "考核评分表",
    "考核名次表",
    "报送登记表",
    "年度日程表",
    "归档文件目录",
    "统计图表",
    "情况统计表",
    "活动台账",
    "见证材料目录",
)
ALL = (*(f"word/{name}.docx" for name in WORD), *(f"excel/{name}.xlsx" for name in EXCEL))


@pytest.fixture(scope="module")
def built(checkout: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Two folders, each with all templates laid out anew."""
    folders = tmp_path_factory.mktemp("one"), tmp_path_factory.mktemp("two")
    for folder in folders:
        subprocess.run(
            [sys.executable, str(checkout / "templates" / "build"), str(folder)], check=True, timeout=120
        )
    return folders


def listed(folder: Path) -> list[str]:
    return sorted(
        path.relative_to(folder).as_posix()
        for path in folder.glob("*/*")
        if path.suffix in (".docx", ".xlsx")
    )


def parts_of(path: Path) -> list[tuple[str, tuple[int, ...], int, bytes]]:
    with zipfile.ZipFile(path) as package:
        return [(e.filename, e.date_time, e.create_system, package.read(e)) for e in package.infolist()]


def test_the_script_lays_out_all_templates_and_no_other_is_there(
    built: tuple[Path, Path], templates: Path
) -> None:
    assert listed(built[0]) == sorted(ALL)
    assert listed(templates) == sorted(ALL)


@pytest.mark.parametrize("name", ALL)
def test_what_is_committed_is_what_the_script_lays_out(
    name: str, built: tuple[Path, Path], templates: Path
) -> None:
    # Part by part, for the deflate library shows in the bytes of a zip.
    assert parts_of(templates / name) == parts_of(built[0] / name)


@pytest.mark.parametrize("name", ALL)
def test_laying_out_twice_gives_the_same_bytes(name: str, built: tuple[Path, Path]) -> None:
    assert (built[0] / name).read_bytes() == (built[1] / name).read_bytes()


@pytest.mark.parametrize("name", WORD)
def test_a_word_template_holds_only_these_parts(name: str, templates: Path) -> None:
    first_footer = ["word/footer3.xml"] if name == "函" else []
    assert [part for part, *_ in parts_of(templates / f"word/{name}.docx")] == [
        "[Content_Types].xml", "_rels/.rels", "word/document.xml", "word/styles.xml", "word/settings.xml",
        "word/fontTable.xml", "word/footer1.xml", "word/footer2.xml", *first_footer, "word/_rels/document.xml.rels",
    ]  # fmt: skip


@pytest.mark.parametrize("name", EXCEL)
def test_an_excel_template_holds_no_theme_no_properties_and_no_pictures(name: str, templates: Path) -> None:
    found = {re.sub(r"\d+", "", part) for part, *_ in parts_of(templates / f"excel/{name}.xlsx")}
    allowed = {
        "[Content_Types].xml", "_rels/.rels", "xl/_rels/workbook.xml.rels", "xl/styles.xml", "xl/workbook.xml",
        "xl/worksheets/sheet.xml", "xl/sharedStrings.xml",
    }  # fmt: skip
    drawn = {
        "xl/charts/chart.xml", "xl/drawings/drawing.xml", "xl/worksheets/_rels/sheet.xml.rels",
        "xl/drawings/_rels/drawing.xml.rels",
    }  # fmt: skip
    assert found <= (allowed | drawn if name == "统计图表" else allowed)


@pytest.mark.parametrize("name", ALL)
def test_no_theme_font_no_author_and_no_revision_mark_is_in_it(name: str, templates: Path) -> None:
    for part, _, _, content in parts_of(templates / name):
        found = re.findall(
            rb"(?:ascii|hAnsi|eastAsia|cs)Theme=|<scheme |theme=|w:rsid|<dc:|Calibri|Cambria", content
        )
        assert found == [], part


@pytest.mark.parametrize("name", ALL)
def test_time_and_system_in_the_zip_say_nothing(name: str, templates: Path) -> None:
    assert {(time, system) for _, time, system, _ in parts_of(templates / name)} == {
        ((1980, 1, 1, 0, 0, 0), 0)
    }


@pytest.mark.parametrize("name", ALL)
def test_it_compiles(name: str, templates: Path) -> None:
    assert compile_template(templates / name).tags


@pytest.mark.parametrize("name", ALL)
def test_it_is_valid_as_it_lies_there(
    name: str, templates: Path, valid_ooxml: Callable[[Path], None]
) -> None:
    valid_ooxml(templates / name)
