"""The Excel templates filled, opened with openpyxl and drawn by LibreOffice."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import yaml
from openpyxl.utils import get_column_letter

from qijin_docs.templating import Rendered

Fill = Callable[[str, Mapping[str, Any]], Rendered]
NAMES = ("任务分工表", "活动台账", "情况统计表", "见证材料目录", "典型推荐汇总表")
HOSTILE = "甲 & < > \" ' {{ x }} {% y %} ]]> 乙"

TABLES: dict[str, Any] = yaml.safe_load(Path(__file__).with_name("samples.yaml").read_text(encoding="utf-8"))[
    "tables"
]
FIGURES, CASE = TABLES["figures"], TABLES["case"]


def spheres(count: int = 1, households: int | None = None) -> list[dict[str, Any]]:
    row = {"名称": "企业", "计量单位": "家", "本期": FIGURES, "累计": {**FIGURES, "活动场次": 30}}
    sums = {**FIGURES, "进入户数": households}
    return [*[row] * count, {"名称": "合计", "计量单位": "个", "本期": sums, "累计": sums}]


def values(name: str, rows: int = 2) -> dict[str, Any]:
    own: dict[str, dict[str, Any]] = {
        "任务分工表": {"任务": [TABLES["task"]] * rows},
        "活动台账": {"活动记录": [TABLES["activity"]] * rows},
        "情况统计表": {"行": spheres(rows), **TABLES["statistics"]},
        "见证材料目录": {"见证材料": [TABLES["item"]] * rows, "分类统计": TABLES["kinds"]},
        "典型推荐汇总表": {"典型": [CASE] * rows},
    }
    return {**TABLES["common"], **own[name]}


@pytest.fixture
def opened(fill: Fill) -> Callable[..., openpyxl.Workbook]:
    """``opened(name, **other)``: the filled workbook."""

    def fill_and_open(name: str, rows: int = 2, **other: Any) -> openpyxl.Workbook:
        rendered = fill(f"excel/{name}.xlsx", {**values(name, rows), **other})
        assert rendered.problems == ()
        return openpyxl.load_workbook(io.BytesIO(bytes(rendered)))

    return fill_and_open


def cells(sheet: Any, row: int) -> list[Any]:
    return [cell.value for cell in sheet[row]]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("rows", [0, 1, 3])
def test_no_tag_is_left_and_empty_values_stay_empty(
    name: str, rows: int, opened: Callable[..., openpyxl.Workbook]
) -> None:
    for sheet in opened(name, rows).worksheets:
        for row in sheet.iter_rows(values_only=True):
            for value in row:
                assert not (isinstance(value, str) and ("{{" in value or "{%" in value or "None" in value))


@pytest.mark.parametrize("name", NAMES)
def test_the_result_is_valid(name: str, fill: Fill, valid_ooxml: Callable[[bytes], None]) -> None:
    valid_ooxml(bytes(fill(f"excel/{name}.xlsx", values(name))))


@pytest.mark.parametrize("name", NAMES)
def test_hostile_text_is_written_as_it_is(
    name: str, opened: Callable[..., openpyxl.Workbook], fill: Fill, valid_ooxml: Callable[[bytes], None]
) -> None:
    organ = {"全称": HOSTILE}
    sheet = opened(name, 单位=organ).worksheets[0]
    assert any(HOSTILE in str(cell.value) for row in sheet["A1:Z6"] for cell in row)
    valid_ooxml(bytes(fill(f"excel/{name}.xlsx", {**values(name), "单位": organ})))


@pytest.mark.parametrize("name", NAMES)
def test_the_title_names_year_and_campaign_and_the_line_below_it_the_unit(
    name: str, opened: Callable[..., openpyxl.Workbook]
) -> None:
    sheet = opened(name).worksheets[0]
    assert str(sheet["A1"].value).startswith("2018年安全生产宣传教育“七进”活动")
    assert str(sheet["A1"].value).endswith(name.removeprefix("活动").removeprefix("典型"))
    assert sheet["A1"].font.name == "方正小标宋简体"
    assert str(sheet["A2"].value).endswith("：云岭省自然资源厅")
    assert {cell.font.name for cell in sheet[3]} == {"黑体"}


@pytest.mark.parametrize("name", NAMES)
def test_a_table_that_goes_beside_a_letter_says_so_above_its_title(
    name: str, opened: Callable[..., openpyxl.Workbook]
) -> None:
    sheet = opened(name, 附件标识="云自然资发〔2018〕15号附件2").worksheets[0]
    assert sheet["A1"].value == "云自然资发〔2018〕15号附件2"
    assert sheet["A1"].font.name == "黑体"
    assert str(sheet["A2"].value).startswith("2018年")
    assert sheet.print_title_rows == "$4:$4"
    assert str(sheet.freeze_panes).endswith("5")


@pytest.mark.parametrize(
    ("name", "paper", "last_column", "frozen"),
    [
        ("任务分工表", "9", "K", "D4"),
        ("活动台账", "8", "AK", "F4"),
        ("情况统计表", "9", "U", "C4"),
        ("见证材料目录", "8", "W", "E4"),
        ("典型推荐汇总表", "9", "N", "D4"),
    ],
)
def test_it_prints_landscape_with_the_head_on_every_page(
    name: str, paper: str, last_column: str, frozen: str, opened: Callable[..., openpyxl.Workbook]
) -> None:
    sheet = opened(name, 5).worksheets[0]
    assert sheet.page_setup.orientation == "landscape"
    assert str(sheet.page_setup.paperSize) == paper
    assert sheet.print_title_rows == "$3:$3"
    last = sheet.max_row
    assert sheet.print_area == f"'{sheet.title}'!$A$1:${last_column}${last}"
    assert sheet.freeze_panes == frozen
    footer = sheet.oddFooter
    assert footer is not None
    assert footer.center.text == "— &P —"


@pytest.mark.parametrize("name", ["任务分工表", "情况统计表", "见证材料目录", "典型推荐汇总表"])
def test_it_is_one_page_wide(name: str, opened: Callable[..., openpyxl.Workbook]) -> None:
    sheet = opened(name).worksheets[0]
    assert sheet.sheet_properties.pageSetUpPr is not None
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 0)


def test_every_cell_of_the_table_has_a_border_and_wraps(opened: Callable[..., openpyxl.Workbook]) -> None:
    for name in NAMES:
        sheet = opened(name).worksheets[0]
        for cell in (*sheet[3], *sheet[4]):
            assert cell.border.left.style == cell.border.top.style == "thin", (name, cell.coordinate)
            assert cell.alignment.wrap_text, (name, cell.coordinate)


# Each table ------------------------------------------------------------------------------------------------


def test_assignments_join_several_units(opened: Callable[..., openpyxl.Workbook]) -> None:
    sheet = opened("任务分工表").active
    heads = "序号 领域 工作任务 具体措施 牵头单位 配合单位 实施主体 量化标准 完成时限 成果形式 备注"
    assert cells(sheet, 3) == heads.split()
    assert cells(sheet, 5) == [
        2, "企业", "宣讲", None, "甲处", "乙处、丙处", None, "不少于20家", "10月31日前", "记录", None,
    ]  # fmt: skip


def test_the_register_keeps_numbers_dates_and_what_was_not_reported(
    opened: Callable[..., openpyxl.Workbook],
) -> None:
    sheet = opened("活动台账").active
    assert sheet is not None
    heads = [str(value).replace("\n", "") for value in cells(sheet, 3)]
    assert len(heads) == 37
    row = dict(zip(heads, cells(sheet, 4), strict=True))
    assert {
        "序号": 1, "活动编号": "HD-001", "兼及领域": "机关", "结束日期": None,
        "进入单位": "甲矿、乙矿", "进入单位数": 2, "受教育（人次）": 12345, "应急演练（场）": None, "咨询（人次）": 0,
        "重要活动": "是", "报刊报道（篇）": 1, "广播电视报道（条）": None, "网站报道（条）": 2, "手机新媒体报道（条）": 3,
        "经费（万元）": 1.25, "见证材料编号": "ZP-01、\nBK-02", "备注": None,
    }.items() <= row.items()  # fmt: skip
    assert row["开始日期"].date() == dt.date(2018, 6, 16)
    assert sheet["H4"].number_format == 'yyyy"年"m"月"d"日"'
    assert cells(sheet, 6)[0] == "单位负责人："


def test_statistics_have_two_rows_a_sphere_and_the_total_last(
    opened: Callable[..., openpyxl.Workbook],
) -> None:
    sheet = opened("情况统计表", 2).active
    assert sheet is not None
    heads = [str(value).replace("\n", "") for value in cells(sheet, 3)]
    column = {head: get_column_letter(index) for index, head in enumerate(heads, 1)}
    assert [sheet[f"{column['领域']}{row}"].value for row in (4, 6, 8)] == ["企业", "企业", "合计"]
    assert [sheet[f"{column['期别']}{row}"].value for row in range(4, 10)] == ["本期", "累计"] * 3
    assert [sheet[f"{column['活动场次（场）']}{row}"].value for row in range(4, 10)] == [3, 30, 3, 30, 3, 3]
    assert sheet[f"{column['咨询（人次）']}4"].value is None
    assert sheet[f"{column['应急演练（场）']}4"].value == 0
    assert sorted(str(area) for area in sheet.merged_cells.ranges if area.min_row >= 4 and area.max_row <= 9) == [
        "A4:A5", "A6:A7", "A8:A9", "D4:D5", "D6:D7", "D8:D9",
    ]  # fmt: skip
    assert sheet["A10"].value == (
        "注：1. 进入单位数按单位名称去重，同一单位全年只计一次。2. 联合开展的活动由主办单位统计一次。"
        "3. 空白表示没有统计。"
    )
    signatures = [value for value in cells(sheet, 11) if value]
    assert signatures == [
        "单位负责人：",
        "审核人：",
        "填报人：×××",
        "联系电话：",
        "填报日期：　　　　年　　月　　日",
    ]


def test_households_are_told_apart_below_the_statistics(opened: Callable[..., openpyxl.Workbook]) -> None:
    sheet = opened("情况统计表", 行=spheres(1, 45)).active
    assert sheet is not None
    assert str(sheet["A8"].value).endswith("4. 合计的进入单位数不含家庭，进入家庭本期45户、累计45户。")


def test_statistics_show_period_and_day(opened: Callable[..., openpyxl.Workbook]) -> None:
    sheet = opened("情况统计表", 填报日期=dt.date(2018, 7, 2)).active
    assert "统计起止：2018年1月1日至2018年6月30日" in cells(sheet, 2)
    assert "填报日期：2018年7月2日" in cells(sheet, 11)


def test_evidence_is_listed_and_counted_by_kind(opened: Callable[..., openpyxl.Workbook]) -> None:
    book = opened("见证材料目录")
    assert book.sheetnames == ["见证材料目录", "分类统计"]
    heads = [str(value).replace("\n", "") for value in cells(book["见证材料目录"], 3)]
    row = dict(zip(heads, cells(book["见证材料目录"], 4), strict=True))
    assert {
        "编号": "ZP-01", "题名": "宣讲现场", "对应活动编号": "HD-001", "活动名称": "宣讲",
        "数量": 1, "单位": "张", "时长": None, "文件名": "照片/01.jpg", "大小（KB）": 121, "网址": None,
    }.items() <= row.items()  # fmt: skip
    assert row["日期"].date() == dt.date(2018, 6, 16)
    assert [cells(book["分类统计"], number) for number in (4, 5)] == [
        [1, "照片", 3, 5, "张", "有"],
        [2, "音视频", 0, 0, "段", "缺"],
    ]


@pytest.mark.parametrize(
    ("contact", "phone"),
    [
        (None, None),
        ({"姓名": "×××", "办公电话": None, "手机": "130"}, "130"),
        ({"姓名": "×××", "办公电话": "0000-1", "手机": "130"}, "0000-1"),
    ],
)
def test_a_recommended_case_may_have_a_contact_an_opinion_and_a_subtitle(
    contact: dict[str, Any] | None, phone: str | None, opened: Callable[..., openpyxl.Workbook]
) -> None:
    case = {
        **CASE,
        "联系人": contact,
        "审核": {"意见": "同意"} if contact else None,
        "副标题": "记某人" if contact else None,
    }
    row = cells(opened("典型推荐汇总表", 典型=[case]).active, 4)
    assert row[2] == ("甲局的经验材料——记某人" if contact else "甲局的经验材料")
    assert row[6] == "2018年3月1日至2018年9月30日"
    assert row[9:] == [2345, 1, contact and "×××", phone, "同意" if contact else None]


# On paper --------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def drawn(
    fill: Fill,
    libreoffice: Callable[..., tuple[Path, ...]],
    measure: Callable[[Path], list[Any]],
    tmp_path_factory: pytest.TempPathFactory,
) -> dict[str, list[Any]]:
    """Each table with a hundred rows, drawn in one call: name → pages."""
    folder = tmp_path_factory.mktemp("xlsx")
    files = [fill(f"excel/{name}.xlsx", values(name, 100)).save(folder / f"{name}.xlsx") for name in NAMES]
    return dict(zip(NAMES, map(measure, libreoffice(*files)), strict=True))


@pytest.mark.parametrize(
    ("name", "width", "height"),
    [
        ("任务分工表", 297, 210),
        ("活动台账", 420, 297),
        ("情况统计表", 297, 210),
        ("见证材料目录", 420, 297),
        ("典型推荐汇总表", 297, 210),
    ],
)
def test_every_page_of_the_table_has_its_size_its_head_and_its_number(
    name: str, width: float, height: float, drawn: dict[str, list[Any]]
) -> None:
    pages = drawn[name]
    table = pages[:-1] if name == "见证材料目录" else pages  # the last is the sheet 分类统计
    assert len(table) > 1
    for number, page in enumerate(table, 1):
        assert (page.width, page.height) == pytest.approx((width, height), abs=0.5)
        assert page.find("领域")
        assert page.find(f"—{number}—")
