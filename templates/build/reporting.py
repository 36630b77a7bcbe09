"""What is owed and what has come: 报送登记表 (R11), 年度日程表."""

from __future__ import annotations

from openpyxl import Workbook
from sheets import DATE, WHOLE, Column
from workbooks import one_table


def submissions() -> Workbook:
    """报送登记（催报）表 (R11)."""
    columns = (
        Column("序号", "{{ 项.序号 }}", 5, form=WHOLE),
        Column("单位", "{{ 项.单位 }}", 17, "left"),
        Column("事项", "{{ 项.事项 }}", 14),
        Column("期次", "{{ 项.期次 }}", 9),
        Column("收件人", "{{ 项.收件人 }}", 17, "left"),
        Column("应报日期", "{{ 项.应报日期 }}", 14.5, form=DATE),
        Column("最迟办公日", "{{ 项.最迟办公日 }}", 14.5, form=DATE),
        Column("实报时间", "{{ 项.实报时间 }}", 14.5, form=DATE),
        Column("是否按时", "{% if 项.是否按时 is not none %}{{ 项.是否按时|是否 }}{% endif %}", 5.5),
        Column("逾期天数", "{{ 项.逾期天数 }}", 5.5, form=WHOLE),
        Column("版本", "{{ 项.版本 if 项.实报时间 else none }}", 5, form=WHOLE),
        Column("载体", "{{ 项.载体 }}", 12),
        Column("状态", "{{ 项.状态 }}", 7.5),
        Column("退回原因", "{{ 项.退回原因 }}", 13, "left"),
        Column("经办人", "{{ 项.经办人 }}", 8),
        Column("备注", "{{ 项.备注 }}", 14, "left"),
    )
    title = "{{ 活动.年度 }}年{{ 活动.名称 }}报送登记表"
    day = "{% if 截至 %}截至{{ 截至|日期 }}{% endif %}"
    return one_table(
        "报送登记", title, columns, "项 in 报送", lines=("登记单位：{{ 单位.全称 }}", day), fixed=4
    )


def calendar() -> Workbook:
    """年度日程表, on one page."""
    columns = (
        Column("序号", "{{ loop.index }}", 5, form=WHOLE),
        Column("应报日期", "{{ 项.应报日期 }}", 15, form=DATE),
        Column("星期", "{{ 项.星期 }}", 5),
        Column("最迟办公日", "{{ 项.最迟办公日 }}", 15, form=DATE),
        Column("内部截止", "{{ 项.内部截止 }}", 15, form=DATE),
        Column("事项", "{{ 项.事项 }}", 22, "left"),
        Column("期次", "{{ 项.期次 }}", 10),
        Column("义务人", "{{ 项.义务人 }}", 24, "left"),
        Column("收件人", "{{ 项.收件人 }}", 30, "left"),
        Column("备注", "{{ 项.备注 }}", 12, "left"),
    )
    title = "{{ 活动.年度 }}年{{ 活动.名称 }}年度日程表"
    book = one_table("年度日程", title, columns, "项 in 日程", lines=("{{ 单位.全称 }}",), fixed=1)
    book.worksheets[0].page_setup.fitToHeight = 1
    return book
