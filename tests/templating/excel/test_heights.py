"""Rows as high as their text."""

from __future__ import annotations

import random
from bisect import bisect
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.workbook import Workbook

Fill = Callable[..., Any]
Edit = Callable[[Workbook], None]

LOOP = {"A1": "{%tr for 项 in 清单 %}", "A2": "{{ 项.甲 }}", "B2": "{{ 项.乙 }}", "A3": "{%tr endfor %}"}


@pytest.fixture
def wrapped() -> Callable[..., Edit]:
    """``wrapped("A2", …, points=…, width=…, then=…)``: these cells wrap; columns A and B have a width."""

    def make(
        *cells: str, points: float = 10.5, width: float = 20, then: Edit | None = None, **alignment: Any
    ) -> Edit:
        def edit(book: Workbook) -> None:
            sheet = book["表"]
            for cell in cells:
                sheet[cell].alignment = Alignment(wrap_text=True, **alignment)
                sheet[cell].font = Font(name="宋体", sz=points)
            for letter in "AB":
                sheet.column_dimensions[letter].width = width
            if then is not None:
                then(book)

        return edit

    return make


def row_heights(filled: Any) -> list[float | None]:
    sheet = filled.book["表"]
    return [sheet.row_dimensions[row].height for row in range(1, sheet.max_row + 1)]


def test_each_row_is_as_high_as_its_highest_text(fill: Fill, wrapped: Fill) -> None:
    # 20 digits of 7 pixels less 5 are 101.25 points: nine characters of 10.5 points a line.
    items = [("安" * 9, "短"), ("安" * 10, "短"), ("短", "安" * 28), ("", None), ("一\n二\n三", 3)]
    filled = fill(LOOP, {"清单": [{"甲": a, "乙": b} for a, b in items]}, wrapped("A2", "B2"))
    assert row_heights(filled) == [18.75, 33.75, 63.75, 18.75, 48.75]


def test_the_height_is_not_set_by_hand(fill: Fill, wrapped: Fill) -> None:
    filled = fill(LOOP, {"清单": [{"甲": "安" * 10, "乙": ""}]}, wrapped("A2"))
    assert '<row r="1" ht="33.75">' in filled.part("xl/worksheets/sheet1.xml")


def test_a_row_with_a_height_of_its_own_keeps_it(fill: Fill, wrapped: Fill) -> None:
    def high(book: Workbook) -> None:
        book["表"].row_dimensions[2].height = 20

    filled = fill(LOOP, {"清单": [{"甲": "安" * 90, "乙": ""}]}, wrapped("A2", then=high))
    assert row_heights(filled) == [20]
    assert 'customHeight="1"' in filled.part("xl/worksheets/sheet1.xml")


def test_a_height_fitted_to_the_tag_is_fitted_to_the_value(fill: Fill, wrapped: Fill, workbook: Fill) -> None:
    source = rewritten(workbook(LOOP, wrapped("A2", "B2")), '<row r="2"', '<row r="2" ht="60"')
    assert row_heights(fill(source, {"清单": [{"甲": "短", "乙": ""}]})) == [18.75]


def test_rows_that_do_not_wrap_are_left_alone(fill: Fill, wrapped: Fill, workbook: Fill) -> None:
    values = {"清单": [{"甲": "安" * 90, "乙": ""}]}
    assert row_heights(fill(LOOP, values)) == [None]
    source = rewritten(
        workbook({"A1": "长文字" * 30, "B1": "{{ 甲 }}"}), '<row r="1"', '<row r="1" hidden="1"'
    )
    assert row_heights(fill(source, {"甲": 1})) == [None]


@pytest.mark.parametrize(
    ("points", "expected"), [(9, [29.25]), (10.5, [33.75]), (12, [38.25]), (22, [129.75])]
)
def test_the_size_of_the_type_counts(fill: Fill, wrapped: Fill, points: float, expected: list[float]) -> None:
    filled = fill(LOOP, {"清单": [{"甲": "安" * 16, "乙": ""}]}, wrapped("A2", points=points))
    assert row_heights(filled) == expected


def test_fixed_text_beside_a_tag_counts_and_a_fixed_row_is_fitted(fill: Fill, wrapped: Fill) -> None:
    cells = {"A1": "{{ 甲 }}", "B1": "安" * 19, "A2": "安" * 10}
    filled = fill(cells, {"甲": "短"}, wrapped("A1", "B1", "A2"))
    assert row_heights(filled) == [48.75, 33.75]


def test_text_with_tags_in_it_and_rich_text_are_measured(fill: Fill, wrapped: Fill) -> None:
    from openpyxl.cell.rich_text import CellRichText, TextBlock
    from openpyxl.cell.text import InlineFont

    rich = CellRichText("说明：", TextBlock(InlineFont(sz=22), "{{ 甲 }}"))
    filled = fill({"A1": "说明：{{ 甲 }}"}, {"甲": "安" * 7}, wrapped("A1"))
    assert row_heights(filled) == [33.75]
    filled = fill({"A1": rich}, {"甲": "安" * 7}, wrapped("A1"))
    assert row_heights(filled) == [96.75 + 1.5]


def test_merged_cells_are_as_wide_as_all_of_them(fill: Fill, wrapped: Fill) -> None:
    def merge(book: Workbook) -> None:
        book["表"].merge_cells("A2:B2")

    filled = fill(LOOP | {"B2": None}, {"清单": [{"甲": "安" * 18}]}, wrapped("A2", then=merge))
    assert row_heights(filled) == [18.75]


def test_cells_merged_downwards_share_the_height(fill: Fill, wrapped: Fill) -> None:
    def merge(book: Workbook) -> None:
        book["表"].merge_cells("A2:A3")
        book["表"].row_dimensions[3].height = 20

    cells = {"A1": LOOP["A1"], "A2": "{{ 项.甲 }}", "B3": "{{ 项.乙 }}", "A4": LOOP["A3"]}
    filled = fill(cells, {"清单": [{"甲": "安" * 28, "乙": ""}]}, wrapped("A2", then=merge))
    assert row_heights(filled) == [43.75, 20]


def test_a_merged_heading_grows_with_the_columns_under_it(fill: Fill, wrapped: Fill) -> None:
    def merge(book: Workbook) -> None:
        book["表"].merge_cells("A1:D1")

    cells = {"A1": "{{ 题 }}", "B2": "{%tc for 月 in 月份 %}", "C2": "{{ 月 }}", "D2": "{%tc endfor %}"}
    for months, expected in ((1, 33.75), (2, 18.75)):
        filled = fill(cells, {"题": "安" * 18, "月份": list(range(months))}, wrapped("A1", then=merge))
        assert row_heights(filled)[0] == expected


def test_numbers_and_dates_are_not_wrapped_but_long_numbers_become_text(fill: Fill, wrapped: Fill) -> None:
    items = [123456789012345, 10**20, 1.5, True]
    filled = fill(LOOP, {"清单": [{"甲": item, "乙": ""} for item in items]}, wrapped("A2", "B2", width=10))
    assert row_heights(filled) == [18.75, 48.75, 18.75, 18.75]


def test_indents_narrow_and_turned_text_is_left_out(fill: Fill, wrapped: Fill) -> None:
    values = {"清单": [{"甲": "安" * 9, "乙": "短"}]}
    assert row_heights(fill(LOOP, values, wrapped("A2", "B2", indent=2))) == [33.75]
    assert row_heights(fill(LOOP, values, wrapped("A2", "B2", text_rotation=255))) == [None]


def test_a_row_is_no_lower_than_rows_of_the_sheet_are(fill: Fill, wrapped: Fill) -> None:
    def standard(book: Workbook) -> None:
        book["表"].sheet_format.defaultRowHeight = 30

    filled = fill(LOOP, {"清单": [{"甲": "短", "乙": ""}]}, wrapped("A2", then=standard))
    assert row_heights(filled) == [30]


def test_text_that_no_row_can_hold_is_warned_of(fill: Fill, wrapped: Fill) -> None:
    items = ["短", "安" * 9 * 26, "安" * 9 * 27]
    filled = fill(LOOP, {"清单": [{"甲": item, "乙": ""} for item in items]}, wrapped("A2", "B2"))
    assert row_heights(filled) == [18.75, 396.75, 409.5]
    [problem] = filled.rendered.problems
    assert (problem.code, problem.place.where) == ("render.row_too_high", "工作表“表”")
    assert problem.place.file == "模板.xlsx"
    assert problem.message == "第 3 行的文字太多，一行最高 409.5 磅，印出来会缺字"
    assert problem.hint == "把文字多的那一列放宽，或者把文字分到几行"


def test_the_same_heights_whatever_the_stretch(fill: Fill, wrapped: Fill) -> None:
    items = ["安" * (1 + number % 40) for number in range(5000)]
    filled = fill(LOOP, {"清单": [{"甲": item, "乙": ""} for item in items]}, wrapped("A2", "B2"))
    assert row_heights(filled) == [
        {1: 18.75, 2: 33.75, 3: 48.75, 4: 63.75, 5: 78.75}[-(-len(item) // 9)] for item in items
    ]


PIECES = (
    "安全生产宣传教育", "进企业", "“七进”", "（试行）", "、", "，", "。", "《安全生产法》", "HD2018-001", "2018年6月",
    "http://zrzyt.yunling.example/qijin/2018.html", "WWW", "safety", " ", "12345678901234567890", "×××", "——", "\n", "①",
)  # fmt: skip


@pytest.mark.parametrize("seed", range(3))
def test_no_text_reaches_into_the_next_row_of_the_printed_page(
    fill: Fill, wrapped: Fill, libreoffice: Callable[..., tuple[Path, ...]], tmp_path: Path, seed: int
) -> None:
    chance = random.Random(seed)
    points = chance.choice((9, 10.5, 12, 16))
    texts = [
        "".join(chance.choice(PIECES) for _ in range(chance.randrange(1, 14))).strip() or "空"
        for _ in range(60)
    ]
    thin = Side(style="thin")

    def ruled(book: Workbook) -> None:
        book["表"]["A2"].border = Border(top=thin, bottom=thin, left=thin, right=thin)

    width = chance.choice((8, 13, 21.5, 40))
    edit = wrapped("A2", points=points, width=width, vertical="center", then=ruled)
    filled = fill(LOOP | {"B2": None}, {"清单": [{"甲": text} for text in texts]}, edit)
    path = tmp_path / "表.xlsx"
    path.write_bytes(filled.content)
    (pdf,) = libreoffice(path)
    assert rows_printed(pdf) == [Counter("".join(text.split())) for text in texts]


def rows_printed(pdf: Path) -> list[Counter[str]]:
    """The glyphs between each two ruled lines of the pages, those left out that touch a line."""
    rows: list[Counter[str]] = []
    with pypdfium2.PdfDocument(pdf) as document:
        for page in document:
            bounds = [thing.get_bounds() for thing in page.get_objects([pypdfium2.raw.FPDF_PAGEOBJ_PATH])]
            lines = sorted({round((low + high) / 2) for _, low, _, high in bounds if high - low < 2})
            bands: list[Counter[str]] = [Counter() for _ in lines[1:]]
            text = page.get_textpage()
            for index in range(text.count_chars()):
                sign = text.get_text_range(index, 1)
                if not sign or sign.isspace():
                    continue
                _, bottom, _, top = text.get_charbox(index)
                band = bisect(lines, bottom + 0.3) - 1
                if 0 <= band < len(bands) and top - 0.3 <= lines[band + 1]:
                    bands[band][sign] += 1
            rows.extend(reversed(bands))
    return rows


def rewritten(source: bytes, old: str, new: str) -> bytes:
    """The workbook with something else in its first sheet."""
    import io
    import zipfile

    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(source)) as archive, zipfile.ZipFile(stream, "w") as written:
        for name in archive.namelist():
            data = archive.read(name)
            if name == "xl/worksheets/sheet1.xml":
                assert old in data.decode()
                data = data.decode().replace(old, new, 1).encode()
            written.writestr(name, data)
    return stream.getvalue()
