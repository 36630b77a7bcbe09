"""The tables of supervision and assessment: 督查记录与整改销号表, 考核评分表, 考核名次表."""

from __future__ import annotations

from openpyxl import Workbook
from sheets import CODES, DATE, WHOLE, Column, codes
from workbooks import one_table

_POINTS = "0.##"
_FOOT = ("单位负责人：", "审核人：", "填表人：", "填表日期：　　　　年　　月　　日")


def inspections() -> Workbook:
    """督查记录与整改销号表 (R12)."""
    columns = (
        Column("序号", "{{ loop.index }}", 5, form=WHOLE),
        Column("编号", "{{ 项.编号 }}", 8),
        Column("日期", "{{ 项.日期 }}", 14.5, form=DATE),
        Column("被查单位", "{{ 项.被查单位 }}", 13, "left"),
        Column("督查组", '{{ 项.督查组|join("、") }}', 10),
        Column("方式", '{{ 项.方式|join("、") }}', 11),
        Column("查看内容", '{{ 项.查看内容|join("、") }}', 16, "left"),
        Column("发现问题", "{{ 项.发现问题 }}", 28, "left"),
        Column("问题类型", "{{ 项.问题类型 }}", 11),
        Column("依据", "{{ 项.依据 }}", 18, "left"),
        Column("整改要求", "{{ 项.整改要求 }}", 22, "left"),
        Column("整改时限", "{{ 项.整改时限 }}", 14.5, form=DATE),
        Column("整改情况", "{{ 项.整改情况 }}", 22, "left"),
        Column("销号日期", "{{ 项.销号日期 }}", 14.5, form=DATE),
        Column("备注", "{{ 项.备注 }}", 9, "left"),
    )
    title = "{{ 活动.年度 }}年{{ 活动.名称 }}督查记录与整改销号表"
    count = "被查单位{{ 被查单位数 }}个，发现问题{{ 问题数 }}个，已销号{{ 销号数 }}个"
    lines = ("督查单位：{{ 单位.全称 }}", count)
    return one_table(
        "督查记录与整改销号表", title, columns, "项 in 督查记录", lines=lines, foot=_FOOT, paper="A3", fixed=4
    )


def score_sheet() -> Workbook:
    """考核评分表 (R13) of one unit."""
    columns = (
        Column("考核项目", "{{ 项.考核项目 }}{% vm %}", 12),
        Column("编号", "{{ 项.编号 }}", 6),
        Column("考核标准", "{{ 项.考核标准 }}", 42, "left"),
        Column("分值", "{{ 项.分值 }}", 7, form=_POINTS),
        Column("评分方式", "{{ 项.评分方式 }}", 10),
        Column("落实情况\n（提供数据）", "{{ 项.落实情况 }}", 22, "left"),
        Column("自评分", "{{ 项.自评分 }}", 7, form=_POINTS),
        Column("考核得分", "{{ 项.考核得分 }}", 7, form=_POINTS),
        Column("扣分原因", "{{ 项.扣分原因 }}", 20, "left"),
        Column("佐证编号", codes("项.佐证编号"), CODES, "left"),
    )
    title = "{{ 活动.年度 }}年{{ 活动.名称 }}考核评分表"
    total = (
        "满分{{ 评分标准.满分 }}分，得分："
        "{% if 得分 is none %}未评完{% else %}{{ 得分 }}分，等级：{{ 评定等级 }}{% endif %}"
    )
    lines = ("被考核单位：{{ 被考核单位 }}", total)
    foot = ("考核组组长：", "考核组成员：", "被考核单位负责人：", "日期：　　　　年　　月　　日")
    return one_table("考核评分表", title, columns, "项 in 行", lines=lines, foot=foot, fixed=3)


def ranking() -> Workbook:
    """考核名次表."""
    columns = (
        Column("名次", "{{ 项.名次 }}", 9, form=WHOLE),
        Column("单位", "{{ 项.单位 }}", 38),
        Column("得分", "{{ 项.得分 }}", 14, form=_POINTS),
        Column("等级", "{{ 项.等级 }}", 14),
        Column("备注", "{{ 项.备注 }}", 38, "left"),
    )
    title = "{{ 活动.年度 }}年{{ 活动.名称 }}考核名次表"
    foot = ("考核组组长：", "复核人：", "日期：　　　　年　　月　　日")
    return one_table(
        "考核名次表", title, columns, "项 in 名次表", lines=("考核单位：{{ 单位.全称 }}",), foot=foot, fixed=2
    )
