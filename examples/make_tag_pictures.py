"""The pictures of templates/README.md: what stands in Word or Excel, and beside it what comes out.

python examples/make_tag_pictures.py        needs LibreOffice, the fonts of `make test` and the extra `preview`
"""

from __future__ import annotations

import datetime as dt
import io
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import openpyxl
from docx import Document
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.worksheet.properties import PageSetupProperties
from PIL import Image, ImageChops, ImageDraw

from qijin_docs import Picture, compile_template, to_pdf
from qijin_docs.office import page_images

FOLDER = Path(__file__).parents[1] / "templates" / "pictures"
LARGEST = 60 * 1024
WIDTH_MM, DPI = 92, 100

Table = list[list[str]]


@dataclass(frozen=True)
class Case:
    """One picture: a template of paragraphs and tables (Word) or of rows (Excel), and the values it is filled with."""

    name: str
    blocks: tuple[str | Table, ...]
    values: dict[str, Any]
    excel: bool = False


def _photograph() -> bytes:
    image = Image.new("RGB", (320, 200), "#dfe8d8")
    pen = ImageDraw.Draw(image)
    pen.polygon([(0, 200), (120, 60), (200, 150), (250, 100), (320, 200)], fill="#6d8a5e")
    pen.ellipse([240, 25, 280, 65], fill="#e8b94a")
    stream = io.BytesIO()
    image.save(stream, "PNG")
    return stream.getvalue()


ROWS = [
    {"领域": "企业", "名称": "示例宣讲", "人数": 80, "日期": dt.date(2018, 6, 5)},
    {"领域": "企业", "名称": "示例演练", "人数": 120, "日期": dt.date(2018, 6, 16)},
    {"领域": "机关", "名称": "示例讲座", "人数": 40, "日期": dt.date(2018, 7, 3)},
]
CASES = (
    Case(
        "value",
        ("{{ 主送 }}：", "现报送{{ 年度 }}年材料{{ 件数 }}件。"),
        {"主送": "省示例办公室", "年度": 2018, "件数": 3},
    ),
    Case(
        "filter",
        ('{{ 日|日期 }}，{{ 领域|join("、") }}两个领域受教育{{ 人次|余 }}人次。',),
        {"日": dt.date(2018, 6, 5), "领域": ["企业", "机关"], "人次": 1234},
    ),
    Case(
        "if",
        (
            "电话：{{ 甲.电话 }}{% if 甲.传真 %}，传真：{{ 甲.传真 }}{% endif %}",
            "电话：{{ 乙.电话 }}{% if 乙.传真 %}，传真：{{ 乙.传真 }}{% endif %}",
        ),
        {"甲": {"电话": "0000-1", "传真": "0000-2"}, "乙": {"电话": "0000-3", "传真": None}},
    ),
    Case(
        "paragraph-if",
        (
            "第一段。",
            "{%p if 附注 %}",
            "（{{ 附注 }}）",
            "{%p else %}",
            "没有附注时印这一段。",
            "{%p endif %}",
            "最后一段。",
        ),
        {"附注": "此件公开发布"},
    ),
    Case(
        "paragraph-for",
        ("{%p for 项 in 任务 %}", "{{ loop.index }}．{{ 项.名称 }}，{{ 项.期限 }}完成。", "{%p endfor %}"),
        {
            "任务": [
                {"名称": "制定方案", "期限": "4月底前"},
                {"名称": "开展宣讲", "期限": "6月底前"},
                {"名称": "总结报送", "期限": "12月底前"},
            ]
        },
    ),
    Case(
        "row-for",
        (
            [
                ["领域", "活动", "人数"],
                ["{%tr for 项 in 活动 %}", "", ""],
                ["{{ 项.领域 }}", "{{ 项.名称 }}", "{{ 项.人数 }}"],
                ["{%tr endfor %}", "", ""],
                ["合计", "", '{{ 活动|sum(attribute="人数") }}'],
            ],
        ),
        {"活动": ROWS},
    ),
    Case(
        "merge",
        (
            [
                ["领域", "活动"],
                ["{%tr for 项 in 活动 %}", ""],
                ["{% vm 项.领域 %}{{ 项.领域 }}", "{{ 项.名称 }}"],
                ["{%tr endfor %}", ""],
            ],
        ),
        {"活动": ROWS},
    ),
    Case(
        "column-for",
        (
            [
                ["{%tc for 月 in 月份 %}", "{{ 月.名 }}", "{%tc endfor %}"],
                ["{%tc for 月 in 月份 %}", "{{ 月.数 }}", "{%tc endfor %}"],
            ],
        ),
        {"月份": [{"名": f"{n}月", "数": n * 3} for n in (4, 5, 6, 7)]},
    ),
    Case(
        "cells",
        (
            [
                ["{%tc for 月 in 月份 %}", "{% hm %}{{ 年度 }}年", "{%tc endfor %}"],
                ["{%tc for 月 in 月份 %}", "{% cellbg 月.色 %}{{ 月.名 }}", "{%tc endfor %}"],
            ],
        ),
        {
            "年度": 2018,
            "月份": [{"名": f"{n}月", "色": "FDE9C8" if n < 6 else "D9E8D4"} for n in (4, 5, 6, 7)],
        },
    ),
    Case(
        "lines",
        ("地址：{{ 地址|换行 }}", "{{ 简介|分段 }}", "{{ 备注|空则删段 }}", "最后一段。"),
        {"地址": "云岭省云溪市\n示例路1号", "简介": "第一段简介。\n第二段简介。", "备注": None},
    ),
    Case(
        "picture",
        ("{{ 图 }}", "{{ 说明 }}"),
        {"图": Picture(_photograph(), width=45), "说明": "图1　示例照片"},
    ),
    Case("literal", ("要原样印出花括号，写{_{ 名称 }_}。",), {}),
    Case(
        "excel",
        (
            [
                ["领域", "活动", "日期", "人数"],
                ["{%tr for 项 in 活动 %}", "", "", ""],
                ["{{ 项.领域 }}", "{{ 项.名称 }}", "{{ 项.日期 }}", "{{ 项.人数 }}"],
                ["{%tr endfor %}", "", "", ""],
                ["合计", "", "", "=SUM(D3:D3)"],
            ],
        ),
        {"活动": ROWS},
        excel=True,
    ),
)


def template_of(case: Case, folder: Path) -> Path:
    """The template of a case as a file."""
    path = folder / f"{case.name}.{'xlsx' if case.excel else 'docx'}"
    (_excel if case.excel else _word)(case, path)
    return path


def _word(case: Case, path: Path) -> None:
    document = Document()
    section = document.sections[0]
    section.page_width, section.page_height = Mm(WIDTH_MM), Mm(120)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Mm(4)
    style = document.styles["Normal"]
    style.font.name, style.font.size = "仿宋", Pt(12)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), "仿宋")
    style.paragraph_format.space_after = Pt(2)
    for block in case.blocks:
        if isinstance(block, str):
            document.add_paragraph(block)
            continue
        table = document.add_table(len(block), len(block[0]), style="Table Grid")
        for row, texts in zip(table.rows, block, strict=True):
            for cell, text in zip(row.cells, texts, strict=True):
                cell.text = text
    document.save(str(path))


def _excel(case: Case, path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    line = Side(style="thin")
    (rows,) = case.blocks
    assert not isinstance(rows, str)
    for row in rows:
        sheet.append(row)
    for cells in sheet.iter_rows():
        for cell in cells:
            cell.font, cell.border = Font(name="仿宋", size=12), Border(line, line, line, line)
            cell.alignment = Alignment(vertical="center")
    for column, width in zip("ABCD", (24, 15, 15, 15), strict=True):
        sheet.column_dimensions[column].width = width
    sheet["C3"].number_format = 'yyyy"年"m"月"d"日"'
    sheet.page_setup.fitToWidth, sheet.sheet_properties.pageSetUpPr = (
        1,
        PageSetupProperties(fitToPage=True),
    )
    book.save(path)


def main(folder: Path = FOLDER, *, show: Callable[[str], None] = print) -> list[Path]:
    """Draw the pictures into a folder and return them."""
    folder.mkdir(parents=True, exist_ok=True)
    pictures = []
    with tempfile.TemporaryDirectory() as scratch:
        before, after = Path(scratch, "模板"), Path(scratch, "结果")
        before.mkdir()
        after.mkdir()
        files = [template_of(case, before) for case in CASES]
        made = [
            compile_template(file).render(case.values).save(after / file.name)
            for file, case in zip(files, CASES, strict=True)
        ]
        drawn = [_drawn(list(to_pdf(paths, out)), out) for paths, out in ((files, before), (made, after))]
        for case, left, right in zip(CASES, *drawn, strict=True):
            picture = folder / f"{case.name}.png"
            _side_by_side(left, right).quantize(48).save(picture, optimize=True)
            assert picture.stat().st_size < LARGEST, picture
            show(f"{picture.name} {picture.stat().st_size}")
            pictures.append(picture)
    return pictures


def _drawn(pdfs: list[Path], scratch: Path) -> list[Image.Image]:
    """The first page of each PDF without the empty paper round the text."""
    pages = []
    for pdf in pdfs:
        page = Image.open(page_images(pdf, scratch / pdf.stem, dpi=DPI)[0]).convert("RGB")
        paper = Image.new("RGB", page.size, "white")
        left, top, right, bottom = ImageChops.difference(page, paper).getbbox() or (0, 0, 10, 10)
        pages.append(page.crop((max(0, left - 8), max(0, top - 8), right + 8, bottom + 8)))
    return pages


def _side_by_side(left: Image.Image, right: Image.Image) -> Image.Image:
    """Template and result in two frames with an arrow between them."""
    width = round(WIDTH_MM / 25.4 * DPI)
    widths = [max(width // 2, image.width) for image in (left, right)]
    height = max(left.height, right.height) + 4
    gap = 44
    sheet = Image.new("RGB", (sum(widths) + gap + 8, height + 4), "white")
    pen = ImageDraw.Draw(sheet)
    at = 0
    for image, wide in zip((left, right), widths, strict=True):
        sheet.paste(image, (at + 3, 2))
        pen.rectangle([at, 0, at + wide + 3, height + 2], outline="#9aa5b1")
        at += wide + gap
    middle, centre = height // 2, widths[0] + 4 + (gap - 4) // 2
    pen.line([centre - 12, middle, centre + 12, middle], fill="#c0392b", width=3)
    pen.polygon([(centre + 8, middle - 6), (centre + 16, middle), (centre + 8, middle + 6)], fill="#c0392b")
    return sheet


if __name__ == "__main__":
    main()
