"""What goes with a press conference that others hold: material, attendance list, questions and answers."""

from __future__ import annotations

from passages import body, ending, grid_table, title
from wordml import each, element, paragraph, when

#: Between a line of text and the table below it.
_BELOW = element("w:spacing", after=160)
_WHEN = "时间：{{ 日期|日期 }}{% if 时间 %}{{ 时间 }}{% endif %}"


def material() -> str:
    """新闻发布会配合材料, signed."""
    return title() + body() + ending()


def attendance() -> str:
    """出席人员名单: who speaks, answers, attends."""
    people = grid_table(
        (
            ("序号", "{{ loop.index }}", 0.8),
            ("姓名", "{{ 人.姓名 }}", 1.2),
            ("单位", "{{ 人.单位 }}", 2.5),
            ("职务", "{{ 人.职务 }}", 2.1),
            ("分工", "{{ 人.分工 }}", 0.9),
            ("联系电话", '{{ 人.电话 or "" }}', 2.7),
            ("备注", '{{ 人.备注 or "" }}', 1.1),
        ),
        "人 in 出席名单",
        first="TableFigure",
    )
    return title("名单标题行") + "".join(
        (
            when("日期", paragraph("Body", _WHEN)),
            when("地点", paragraph("Body", "地点：{{ 地点 }}", properties=_BELOW)),
            people,
            ending(),
        )
    )


def answers() -> str:
    """问答口径: question, answer, what the answer rests on and who vouches for it."""
    ground = "依据：{{ 题.依据 }}；提供处室：{{ 题.提供处室 }}{% if 题.答问人 %}；答问人：{{ 题.答问人 }}{% endif %}。"
    return title("问答标题行") + each(
        "题",
        "问答段",
        paragraph("Level1", "{{ 题.编号 }}{{ 题.问 }}"),
        each("段", "题.段", paragraph("Body", "{{ 段.文字 }}")),
        paragraph("Body", ground),
    )
