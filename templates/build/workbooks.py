"""The tables of the campaign: 任务分工表, 活动台账, 情况统计表, 见证材料目录, 典型推荐汇总表."""

from __future__ import annotations

from typing import Literal

from openpyxl import Workbook
from sheets import (
    AMOUNT,
    CODE,
    CODES,
    DATE,
    HEAD,
    WHOLE,
    Column,
    boxed,
    codes,
    heading,
    loop_rows,
    merged,
    printing,
    spread,
    type_of,
    workbook,
)

_REPORTER = "填报单位（盖章）：{{ 单位.全称 }}"


def assignments() -> Workbook:
    """任务分工表 (R01)."""
    columns = (
        Column("序号", "{{ loop.index }}", 5, form=WHOLE),
        Column("领域", "{{ 项.领域 }}", 9),
        Column("工作任务", "{{ 项.工作任务 }}", 24, "left"),
        Column("具体措施", "{{ 项.具体措施 }}", 28, "left"),
        Column("牵头单位", '{{ 项.牵头单位|join("、") }}', 14),
        Column("配合单位", '{{ 项.配合单位|join("、") }}', 14),
        Column("实施主体", '{{ 项.实施主体|join("、") }}', 14),
        Column("量化标准", "{{ 项.量化标准 }}", 18, "left"),
        Column("完成时限", "{{ 项.完成时限文字 }}", 11),
        Column("成果形式", "{{ 项.成果形式 }}", 14),
        Column("备注", "{{ 项.备注 }}", 10, "left"),
    )
    title = "{{ 活动.年度 }}年{{ 活动.名称 }}任务分工表"
    return one_table("任务分工表", title, columns, "项 in 任务", lines=("单位：{{ 单位.全称 }}",), fixed=3)


def register() -> Workbook:
    """活动台账 (R05), reports of press, broadcasting, web and phone apart."""
    count = 6.5
    columns = (
        Column("序号", "{{ loop.index }}", 5, form=WHOLE),
        Column("活动编号", "{{ 项.活动编号 }}", CODE),
        Column("领域", "{{ 项.领域 }}", 9),
        Column("兼及领域", '{{ 项.兼及领域|join("、") }}', 9),
        Column("活动名称", "{{ 项.活动名称 }}", 24, "left"),
        Column("形式", "{{ 项.形式 }}", 9),
        Column("母活动", "{{ 项.母活动 }}", CODE),
        Column("开始日期", "{{ 项.开始日期 }}", 14.5, form=DATE),
        Column("结束日期", "{{ 项.结束日期 }}", 14.5, form=DATE),
        Column("地点", "{{ 项.地点 }}", 14, "left"),
        Column("主办单位", "{{ 项.主办单位 }}", 14, "left"),
        Column("协办单位", '{{ 项.协办单位|join("、") }}', 14, "left"),
        Column("进入单位", '{{ 项.进入单位|join("、") }}', 18, "left"),
        Column("进入单位数", "{{ 项.进入单位数 }}", count, form=WHOLE),
        Column("参加人数（人）", "{{ 项.参加人数 }}", 7.5, form=WHOLE),
        Column("受教育（人次）", "{{ 项.受教育 }}", 8.5, form=WHOLE),
        Column("培训讲座（场）", "{{ 项.培训讲座 }}", count, form=WHOLE),
        Column("应急演练（场）", "{{ 项.应急演练 }}", count, form=WHOLE),
        Column("咨询（人次）", "{{ 项.咨询 }}", 7.5, form=WHOLE),
        Column("资料（份）", "{{ 项.资料 }}", 7.5, form=WHOLE),
        Column("手册图书（册）", "{{ 项.手册图书 }}", 7.5, form=WHOLE),
        Column("宣传品（件）", "{{ 项.宣传品 }}", 7.5, form=WHOLE),
        Column("横幅标语（条）", "{{ 项.横幅标语 }}", count, form=WHOLE),
        Column("展板（块）", "{{ 项.展板 }}", count, form=WHOLE),
        Column("电子屏（条次）", "{{ 项.电子屏 }}", 8, form=WHOLE),
        Column("出席领导", '{{ 项.出席领导|join("、") }}', 15),
        Column("重要活动", "{{ 项.重要活动|是否 }}", 5.5),
        Column("报刊报道（篇）", "{{ 项.报刊报道 }}", count, form=WHOLE),
        Column("广播电视报道（条）", "{{ 项.广播电视报道 }}", count, form=WHOLE),
        Column("网站报道（条）", "{{ 项.网站报道 }}", count, form=WHOLE),
        Column("手机新媒体报道（条）", "{{ 项.手机新媒体报道 }}", 7.5, form=WHOLE),
        Column("经费（万元）", "{{ 项.经费 }}", 8, form=AMOUNT),
        Column("见证材料编号", '{{ 项.见证材料编号|join("、\\n") }}', 10, "left"),
        Column("填报人", "{{ 项.填报人 }}", 8),
        Column("填报日期", "{{ 项.填报日期 }}", 14.5, form=DATE),
        Column("审核人", "{{ 项.审核人 }}", 8),
        Column("备注", "{{ 项.备注 }}", 10, "left"),
    )
    title = "{{ 活动.年度 }}年{{ 活动.名称 }}台账"
    foot = ("单位负责人：", "审核人：", "填报人：", "填报日期：　　　　年　　月　　日")
    return one_table(
        "活动台账",
        title,
        columns,
        "项 in 活动记录",
        lines=(_REPORTER,),
        foot=foot,
        paper="A3",
        fixed=5,
        height=48,
        split=18,
    )


def statistics() -> Workbook:
    """情况统计表 (R06): two rows a sphere, this period and the year so far; the last two are the total."""
    indicators = (
        ("活动场次\n（场）", "活动场次", 9),
        ("参加人数\n（人）", "参加人数", 9),
        ("受教育\n（人次）", "受教育", 10),
        ("培训讲座\n（场）", "培训讲座", 9),
        ("应急演练\n（场）", "应急演练", 9),
        ("咨询\n（人次）", "咨询", 8),
        ("资料\n（份）", "资料", 9),
        ("手册图书\n（册）", "手册图书", 9),
        ("宣传品\n（件）", "宣传品", 9),
        ("横幅标语\n（条）", "横幅标语", 9),
        ("展板\n（块）", "展板", 8),
        ("电子屏\n（条次）", "电子屏", 8),
        ("报刊报道\n（篇）", "报刊报道", 9),
        ("广播电视\n报道（条）", "广播电视报道", 9.5),
        ("网站报道\n（条）", "网站报道", 9),
        ("手机新媒体\n报道（条）", "手机新媒体报道", 10.5),
        ("经费\n（万元）", "经费", 9),
    )

    def columns(period: str) -> tuple[Column, ...]:
        return (
            Column("领域", "{{ 行.名称 }}", 10),
            Column("期别", period, 6),
            Column("进入\n单位数", f"{{{{ 行.{period}.进入单位数 }}}}", 8, form=WHOLE),
            Column("计量\n单位", "{{ 行.计量单位 }}", 6),
            *(
                Column(head, f"{{{{ 行.{period}.{name} }}}}", width, form=AMOUNT if name == "经费" else WHOLE)
                for head, name, width in indicators
            ),
        )

    head = columns("本期")
    count = len(head)
    book = workbook()
    sheet = book.create_sheet("情况统计表")
    period_of = "统计起止：{{ 统计起|日期 }}至{{ 统计止|日期 }}"
    heading(sheet, head, "{{ 活动.年度 }}年{{ 活动.名称 }}情况统计表", _REPORTER, period_of, height=50)
    first = HEAD + 2
    sheet.cell(first - 1, 1, "{%tr for 行 in 行 %}")
    for row, period in ((first, "本期"), (first + 1, "累计")):
        for index, column in enumerate(columns(period), 1):
            boxed(sheet, row, index, column.content, type_of("宋体", 10.5), column.align, column.form)
        sheet.row_dimensions[row].height = 20
    for letter in ("A", "D"):
        sheet.merge_cells(f"{letter}{first}:{letter}{first + 1}")
    sheet.cell(first + 2, 1, "{%tr endfor %}")
    note, signatures = first + 3, first + 4
    merged(sheet, note, 1, count, _NOTE, type_of("宋体", 9), "left")
    sheet.row_dimensions[note].height = 20
    spread(sheet, signatures, count, _SIGNATURES)
    sheet.row_dimensions[signatures].height = 28
    printing(sheet, count, signatures, paper="A4", fixed=2)
    return book


_NOTE = (
    "注：1. 进入单位数按单位名称去重，同一单位全年只计一次。2. 联合开展的活动由主办单位统计一次。3. 空白表示没有统计。"
    "{% if 行[-1].累计.进入户数 %}4. 合计的进入单位数不含家庭，进入家庭本期{{ 行[-1].本期.进入户数 or 0 }}户、"
    "累计{{ 行[-1].累计.进入户数 }}户。{% endif %}"
)
_SIGNATURES = (
    "单位负责人：{{ 单位负责人 or '' }}",
    "审核人：{{ 审核人 or '' }}",
    "填报人：{{ 填报人 or '' }}",
    "联系电话：{{ 电话 or '' }}",
    "填报日期：{% if 填报日期 %}{{ 填报日期|日期 }}{% else %}　　　　年　　月　　日{% endif %}",
)


def evidence() -> Workbook:
    """见证材料目录 (R08), and how much there is of each kind."""
    columns = (
        Column("序号", "{{ loop.index }}", 5, form=WHOLE),
        Column("编号", "{{ 件.编号 }}", 10),
        Column("类别", "{{ 件.类别 }}", 9),
        Column("题名", "{{ 件.题名 }}", 24, "left"),
        Column("媒介名称", "{{ 件.媒介名称 }}", 13),
        Column("级别", "{{ 件.级别 }}", 6.5),
        Column("版次、栏目\n或账号", "{{ 件.版次 }}", 11),
        Column("日期", "{{ 件.日期 }}", 15, form=DATE),
        Column("地点", "{{ 件.地点 }}", 12, "left"),
        Column("作者", "{{ 件.作者 }}", 8),
        Column("对应活动\n编号", codes("件.对应活动编号"), CODES),
        Column("活动名称", "{{ 件.活动名称 }}", 20, "left"),
        Column("领域", "{{ 件.领域 }}", 9),
        Column("数量", "{{ 件.数量 }}", 6, form=WHOLE),
        Column("单位", "{{ 件.计件单位 }}", 6),
        Column("时长", "{{ 件.时长文字 }}", 9),
        Column("文件名", "{{ 件.文件名 }}", 26, "left"),
        Column("格式", "{{ 件.格式 }}", 6.5),
        Column("大小（KB）", "{{ 件.大小 }}", 8, form=WHOLE),
        Column("网址", "{{ 件.网址 }}", 23, "left"),
        Column("提供单位", "{{ 件.提供单位 }}", 13, "left"),
        Column("公开限制", "{{ 件.公开限制 }}", 9),
        Column("备注", "{{ 件.备注 }}", 8, "left"),
    )
    title = "{{ 活动.年度 }}年{{ 活动.名称 }}见证材料目录"
    foot = ("单位负责人：", "审核人：", "填报人：", "填报日期：　　　　年　　月　　日")
    unit = ("提供单位（盖章）：{{ 单位.全称 }}",)
    book = one_table(
        "见证材料目录", title, columns, "件 in 见证材料", lines=unit, foot=foot, paper="A3", fixed=4
    )
    kinds = (
        Column("序号", "{{ loop.index }}", 8, form=WHOLE),
        Column("类别", "{{ 类.类别 }}", 24),
        Column("目录条目", "{{ 类.条目 }}", 16, form=WHOLE),
        Column("数量", "{{ 类.数量 }}", 16, form=WHOLE),
        Column("计量单位", "{{ 类.单位 }}", 16),
        Column("有无", '{{ 类.条目|是否("有", "缺") }}', 12),
    )
    sheet = book.create_sheet("分类统计")
    title = "{{ 活动.年度 }}年{{ 活动.名称 }}见证材料分类统计"
    heading(sheet, kinds, title, "提供单位：{{ 单位.全称 }}", height=28)
    end = loop_rows(sheet, HEAD + 1, kinds, "类 in 分类统计")
    printing(sheet, len(kinds), end - 1, paper="A4", fixed=2)
    return book


def recommendations() -> Workbook:
    """典型推荐汇总表 (R10)."""
    columns = (
        Column("序号", "{{ loop.index }}", 5, form=WHOLE),
        Column("推荐单位", "{{ 例.推荐单位 }}", 14),
        Column("题目", "{{ 例.全题 }}{% if 例.副标题 %}——{{ 例.副标题 }}{% endif %}", 26, "left"),
        Column("类型", "{{ 例.类型 }}", 6),
        Column("领域", "{{ 例.主领域 }}", 8),
        Column("典型单位", "{{ 例.典型单位 }}", 14),
        Column(
            "时段",
            "{{ 例.时段起|日期 }}至{{ 例.时段止|日期 }}",
            15,
        ),
        Column("主要做法", "{{ 例.主要做法 }}", 32, "left"),
        Column("主要数字", "{{ 例.主要数字 }}", 26, "left"),
        Column("字数", "{{ 例.字数 }}", 7, form=WHOLE),
        Column("照片数", "{{ 例.照片|length }}", 6, form=WHOLE),
        Column("联系人", "{{ 例.联系人.姓名 if 例.联系人 else none }}", 8),
        Column("电话", "{{ (例.联系人.办公电话 or 例.联系人.手机) if 例.联系人 else none }}", 14),
        Column("单位意见", "{{ 例.审核.意见 if 例.审核 else none }}", 14, "left"),
    )
    title = "{{ 活动.年度 }}年{{ 活动.名称 }}先进典型推荐汇总表"
    foot = ("单位负责人：", "审核人：", "填报人：", "填报日期：　　　　年　　月　　日")
    return one_table("典型推荐汇总表", title, columns, "例 in 典型", lines=(_REPORTER,), foot=foot, fixed=3)


def one_table(
    name: str,
    title: str,
    columns: tuple[Column, ...],
    loop: str,
    *,
    lines: tuple[str, ...],
    foot: tuple[str, ...] = (),
    paper: Literal["A4", "A3"] = "A4",
    fixed: int,
    height: float = 32,
    split: int | None = None,
) -> Workbook:
    """A workbook with one table."""
    book = workbook()
    sheet = book.create_sheet(name)
    heading(sheet, columns, title, *lines, height=height, split=split)
    end = loop_rows(sheet, HEAD + 1, columns, loop)
    if foot:
        spread(sheet, end, split or len(columns), foot)
        sheet.row_dimensions[end].height = 28
    printing(sheet, len(columns), end if foot else end - 1, paper=paper, fixed=fixed, split=split)
    return book
