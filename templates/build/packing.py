"""What goes with a package and what is kept of a year: 报送清单, 归档文件目录 (R16)."""

from __future__ import annotations

from openpyxl import Workbook
from page import TABLE_ROW, WIDTH
from passages import grid_table, title
from sheets import DATE, HEAD, WHOLE, Column, heading, loop_rows, printing
from wordml import borders, cell, element, paragraph, row, table
from workbooks import one_table

_BY_HAND = "　　　　年　　月　　日"


def cover() -> str:
    """报送清单: what lies in the package; sender and receiver sign below."""
    rows = grid_table(
        (
            ("序号", "{{ loop.index }}", 0.8),
            ("名称", "{{ 项.名称 }}", 4.2),
            ("数量", "{{ 项.数量 }}{{ 项.计量单位 }}", 0.9),
            ("页数", "{% if 项.页数 is not none %}{{ 项.页数 }}{% endif %}", 0.8),
            ("格式", '{{ 项.格式|join("、\\n") }}', 1.1),
            ("位置", "{{ 项.位置 }}{% if 项.所在卷 %}\n{{ 项.所在卷 }}{% endif %}", 1.4),
            ("备注", '{{ 项.备注 or "" }}', 2.1),
        ),
        "项 in 清单",
        first="TableFigure",
    )
    volumes = "{% if 卷数 > 1 %}，分装{{ 卷数 }}卷，每卷都附本清单{% endif %}"
    total = f"共{{{{ 清单|length }}}}项{{{{ 文件数 }}}}件{volumes}。"
    how = "电子文件附有校验值，请核对。"
    below = element("w:spacing", after=160)
    return title() + "".join(
        (
            paragraph("Body", "收件单位：{{ 收件人 }}"),
            paragraph("Body", "报送事项：{{ 事项 }}", properties=below),
            rows,
            paragraph("BodyLast", total + how, properties=below),
            _signed(),
        )
    )


def _signed() -> str:
    """Who hands over and who takes over, to be filled in by hand."""
    lines = (
        ("报送单位（盖章）", "{{ 单位.全称 }}", "接收单位（盖章）", ""),
        ("报送人", "", "接收人", ""),
        ("联系电话", "", "核对情况", ""),
        ("报送日期", _BY_HAND, "接收日期", _BY_HAND),
    )
    narrow = WIDTH * 3 // 14
    widths = (narrow, WIDTH // 2 - narrow, narrow, WIDTH - WIDTH // 2 - narrow)
    middle = element("w:vAlign", val="center")
    height = element("w:trHeight", val=TABLE_ROW, hRule="atLeast")
    line = ("single", 4, "auto")
    last = len(lines) - 1

    def kept(number: int) -> str:
        return "" if number == last else "<w:keepNext/>"

    return table(
        widths,
        *(
            row(
                *(
                    cell(
                        width,
                        paragraph(
                            "TableHead" if i % 2 == 0 else "TableFigure", text, properties=kept(number)
                        ),
                        properties=middle,
                    )
                    for i, (width, text) in enumerate(zip(widths, texts, strict=True))
                ),
                properties=height,
            )
            for number, texts in enumerate(lines)
        ),
        properties=borders(
            "w:tblBorders", top=line, left=line, bottom=line, right=line, insideH=line, insideV=line
        ),
        margin=80,
    )


def archived() -> Workbook:
    """归档文件目录 (R16): the documents, and on a second sheet photographs and recordings."""
    columns = (
        Column("件号", "{{ 件.件号 }}", 6, form=WHOLE),
        Column("责任者", "{{ 件.责任者 }}", 18, "left"),
        Column("文号", "{{ 件.文号 }}", 22),
        Column("题名", "{{ 件.题名 }}", 42, "left"),
        Column("日期", "{{ 件.日期 }}", 16, form=DATE),
        Column("页数", "{{ 件.页数 }}", 6, form=WHOLE),
        Column("保管期限", "{{ 件.保管期限 }}", 9),
        Column("备注", "{{ 件.备注 }}", 42, "left"),
    )
    heading_of = "{{ 活动.年度 }}年{{ 活动.名称 }}"
    unit = ("立档单位：{{ 单位.全称 }}", "年度：{{ 活动.年度 }}年")
    foot = ("整理人：", "检查人：", "归档日期：　　　　年　　月　　日")
    book = one_table(
        "归档文件目录",
        f"{heading_of}归档文件目录",
        columns,
        "件 in 归档文件",
        lines=unit,
        foot=foot,
        fixed=1,
    )
    media = (
        Column("序号", "{{ loop.index }}", 6, form=WHOLE),
        Column("类别", "{{ 件.类别 }}", 10),
        Column("事由", "{{ 件.事由 }}", 30, "left"),
        Column("时间", "{{ 件.时间 }}", 16, form=DATE),
        Column("地点", "{{ 件.地点 }}", 16, "left"),
        Column("人物", "{{ 件.人物 }}", 12, "left"),
        Column("背景", "{{ 件.背景 }}", 26, "left"),
        Column("摄影者", "{{ 件.摄影者 }}", 10),
        Column("文件", "{{ 件.文件 }}", 32, "left"),
        Column("互见号", "{{ 件.互见 }}", 12),
    )
    sheet = book.create_sheet("照片、音视频等")
    heading(sheet, media, f"{heading_of}照片、音视频等归档目录", *unit, height=32)
    end = loop_rows(sheet, HEAD + 1, media, "件 in 声像材料")
    printing(sheet, len(media), end - 1, paper="A4", fixed=1)
    return book
