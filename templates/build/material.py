"""Documents without a red head: plan, typical case, summary, progress report, leading group."""

from __future__ import annotations

from page import WIDTH
from passages import attachments_note, body, ending, grid_table, members, statistics, title
from wordml import cell, choose, each, element, paragraph, row, row_tag, table, when


def plan() -> str:
    """实施方案, as posted on the web."""
    contact = (
        "联系人：{{ 人.单位 }}{{ 人.姓名 }}{% if 人.办公电话 %}，联系电话：{{ 人.办公电话 }}{% endif %}"
        "{% if 人.传真 %}，传真：{{ 人.传真 }}{% endif %}"
        "{% if 人.电子邮箱 %}，电子邮箱：{{ 人.电子邮箱 }}{% endif %}。"
    )
    return "".join(
        (
            title(),
            body(),
            each("人", "联系人", paragraph("BodyLast", contact)),
            _attachment_names(),
            ending(),
        )
    )


def typical_case() -> str:
    """先进典型经验材料: text, figures with their sources, photographs, opinion of the recommender."""
    figures = grid_table(
        (
            ("数字口径", "{{ 数.口径 }}", 2.4),
            ("数量", "{{ 数.量 }}", 1),
            ("单位", "{{ 数.单位 }}", 0.9),
            ("来源活动", '{{ 数.来源活动行|join("\\n") }}', 4.9),
        ),
        "数 in 数字",
        followed="false",
    )
    return "".join(
        (
            choose(
                ("副标题", title(style="TitleAboveSubtitle") + paragraph("Subtitle", "——{{ 副标题 }}")),
                ("", title()),
            ),
            body(),
            when("创新点", paragraph("Level1", "创新点"), paragraph("Body", '{{ 创新点|join("；") }}。')),
            when("可推广性", paragraph("Level1", "可推广性"), paragraph("Body", "{{ 可推广性 }}")),
            when("荣誉", paragraph("Level1", "获得荣誉"), paragraph("Body", '{{ 荣誉|join("；") }}。')),
            when("数字", paragraph("TableTitle", "主要数字及来源"), figures),
            when("照片图", paragraph("TableTitle", "活动照片"), _photos()),
            _recommendation(),
            ending(),
        )
    )


def _recommendation() -> str:
    opinion = "推荐单位意见：{{ 审核.意见 }}{% if 审核.日期 %}（{{ 审核.日期|日期 }}）{% endif %}"
    contact = (
        "联系人：{{ 联系人.姓名 }}{% if 联系人.办公电话 %}，联系电话：{{ 联系人.办公电话 }}{% endif %}"
        "{% if 联系人.电子邮箱 %}，电子邮箱：{{ 联系人.电子邮箱 }}{% endif %}"
    )
    return (
        paragraph("Responsible", "推荐单位：{{ 推荐单位 }}")
        + when("审核", paragraph("BodyLast", opinion))
        + when("联系人", paragraph("BodyLast", contact))
    )


def _photos() -> str:
    """Photographs with captions, two a row; one that is left over stands in the middle."""
    half = (WIDTH // 2, WIDTH - WIDTH // 2)

    def beside(style: str, content: str) -> str:
        cells = (cell(width, paragraph(style, content.format(n))) for n, width in enumerate(half))
        return row(*cells)

    def alone(style: str, content: str) -> str:
        span = element("w:gridSpan", val=2)
        return row(cell(WIDTH, paragraph(style, content.format(0)), properties=span))

    picture, caption = ("Picture", "{{{{ 排[{}].图 }}}}"), ("Caption", "{{{{ 排[{}].说明 }}}}")
    return table(
        half,
        row_tag("{%tr for 排 in 照片图|batch(2) %}", half),
        row_tag("{%tr if 排|length > 1 %}", half),
        beside(*picture),
        beside(*caption),
        row_tag("{%tr else %}", half),
        alone(*picture),
        alone(*caption),
        row_tag("{%tr endif %}", half),
        row_tag("{%tr endfor %}", half),
        margin=80,
    )


def summary() -> str:
    """活动总结 with the year's statistics."""
    return "".join(
        (
            title(),
            body(),
            when("统计表", statistics()),
            _attachment_names(),
            ending(),
        )
    )


def progress_report() -> str:
    """进展情况报告 of one phase."""
    figures = grid_table(
        (
            ("指标", "{{ 数.指标 }}", 3),
            ("计量单位", "{{ 数.单位 }}", 1.5),
            ("本期", "{% if 数.本期 is none %}—{% else %}{{ 数.本期 }}{% endif %}", 2),
            ("累计", "{% if 数.累计 is none %}—{% else %}{{ 数.累计 }}{% endif %}", 2),
        ),
        "数 in 段.行",
        last="段 == 数字表段|last",
    )
    new_page = when("not loop.first", paragraph("Anchor", properties="<w:pageBreakBefore/>"))
    people = (
        "{% if 填报人 %}填报人：{{ 填报人 }}　　{% endif %}{% if 审核人 %}审核人：{{ 审核人 }}　　{% endif %}"
        "{% if 签发人 %}签发人：{{ 签发人 }}{% endif %}"
    )
    return "".join(
        (
            title(),
            body(),
            when(
                "数字表", paragraph("TableTitle", "活动情况数字表"), each("段", "数字表段", new_page, figures)
            ),
            when("填报人 or 审核人 or 签发人", paragraph("Responsible", people)),
            _attachment_names(),
            ending(),
        )
    )


def leading_group() -> str:
    """领导小组名单, the attachment of a document."""
    office = (
        "领导小组办公室设在{{ 工作机构.设在 }}{% if 工作机构.主任 %}，办公室主任由{{ 工作机构.主任 }}担任{% endif %}。"
        '{% if 工作机构.职责 %}主要职责：{{ 工作机构.职责|join("；") }}。{% endif %}'
        "{% if 工作机构.联络员 %}联络员：{{ 工作机构.联络员.姓名 }}。{% endif %}"
    )
    return "".join(
        (
            choose(
                (
                    "附件标识",
                    paragraph("Label", "{{ 附件标识 }}") + title(style="AttachmentTitle"),
                ),
                ("", title()),
            ),
            members(),
            when("职责", paragraph("Level1", "领导小组职责"), paragraph("Body", '{{ 职责|join("；") }}。')),
            paragraph("Level1", "工作机构"),
            paragraph("Body", office),
        )
    )


def _attachment_names() -> str:
    return attachments_note("附件", "{{ 件 }}", "{{ loop.index }}.")
