"""公文 with a red head: 版头 above the red rule, 版记 on the bottom edge of the last page."""

from __future__ import annotations

from page import LEFT, LINE, WIDTH, mm
from passages import attachments_note, body, ending, members, statistics, title
from styles import FOUR, RED, chars
from wordml import borders, cell, choose, each, element, paragraph, row, row_tag, run, table, when

#: From the top of the type area to the line of the red mark; the ink begins 35 mm below the top (7.2.4).
_ABOVE_MARK = mm(35) - 120
_THICK, _THIN = 8, 6
"""0.35 mm and 0.25 mm in eighths of a point (7.4.1)."""


def upward() -> str:
    """报告: number on the left, signatories on the right."""
    left = chars(15)
    widths = (left, WIDTH - left)
    bottom = element("w:vAlign", val="bottom")
    several = each(
        "一行",
        "版头.签发人|batch(2)",
        paragraph(
            "Signatories",
            "{% if loop.first %}签发人：{% endif %}\t",
            run('{{ 一行|join("　") }}', "RunKai"),
        ),
    )
    one = paragraph("Signatory", "签发人：", run("{{ 签发人文字 }}", "RunKai"))
    number = paragraph("NumberUp", '{{ 版头.发文字号 or "" }}')
    last = row(
        cell(widths[0], number, properties=_red_rule() + _above_rule() + bottom),
        cell(widths[1], choose(("版头.签发人|length > 1", several), ("", one)), properties=_red_rule() + _above_rule() + bottom),
    )
    blank = row(cell(WIDTH, paragraph("Addressees"), properties=element("w:gridSpan", val=2)), properties=_height(2 * LINE))
    return _document(table(widths, *_mark_rows(2), blank, last))


def downward() -> str:
    """通知: the number in the middle."""
    number = paragraph("Number", '{{ 版头.发文字号 or "" }}')
    return _document(table((WIDTH,), *_mark_rows(1), row(cell(WIDTH, number, properties=_red_rule() + _above_rule()))))


def _mark_rows(columns: int) -> tuple[str, ...]:
    """Copy number, secrecy and urgency in the corner; below them the red mark, always at the same height."""
    span = element("w:gridSpan", val=columns) if columns > 1 else ""
    corner = (
        when("版头.份号", paragraph("CopyNumber", "{{ 版头.份号 }}"))
        + when("版头.密级", paragraph("Secrecy", "{{ 版头.密级 }}"))
        + when("版头.紧急程度", paragraph("Secrecy", "{{ 版头.紧急程度 }}"))
        + paragraph("Anchor")
    )
    mark = choose(
        ("标志|length <= 10", paragraph("Mark", "{{ 标志 }}")),
        ("", paragraph("MarkLong", "{{ 标志 }}")),
    )
    return (
        row(cell(WIDTH, corner, properties=span), properties=_height(_ABOVE_MARK)),
        row(cell(WIDTH, mark, properties=span)),
    )


def _height(twips: int) -> str:
    return element("w:trHeight", val=twips, hRule="exact")


def _red_rule() -> str:
    return borders("w:tcBorders", bottom=("single", 12, RED))


def _above_rule() -> str:
    """What is missing below the line to make 4 mm between number and rule (7.2.7)."""
    return element("w:tcMar", element("w:bottom", w=150, type="dxa"))


def _document(head: str) -> str:
    return "".join((
        head,
        title(),
        when("主送句", paragraph("Addressees", "{{ 主送句 }}")),
        body(),
        attachments_note("附件名", "{{ 件.名称 }}", "{{ 件.序号 }}"),
        ending(),
        _notes(),
        _attachments(),
        _imprint(),
    ))


def _notes() -> str:
    contact = (
        "（联系人：{{ 联系人.姓名 }}{% if 联系人.办公电话 %}，电话：{{ 联系人.办公电话 }}{% endif %}"
        "{% if 联系人.手机 %}，手机：{{ 联系人.手机 }}{% endif %}"
        "{% if 联系人.电子邮箱 %}，邮箱：{{ 联系人.电子邮箱 }}{% endif %}）"
    )
    return (
        when("附注", paragraph("Note", '{{ 附注 if 附注[0] == "（" else "（" ~ 附注 ~ "）" }}'))
        + when("公开属性", paragraph("Note", "（此件{{ 公开属性 }}）"))
        + when("联系人", paragraph("Note", contact))
    )


def _attachments() -> str:
    return each(
        "附",
        "附件正文",
        paragraph("AttachmentLabel", "{{ 附.标号 }}"),
        title("附.标题行", "AttachmentTitle"),
        when("附.副标题", paragraph("Subtitle", "——{{ 附.副标题 }}")),
        when("附.说明", paragraph("Body", "{{ 附.说明 }}")),
        body("附.块"),
        when("附.名单", members("附.名单")),
        when("附.统计表", statistics("附.统计表")),
        when("附.署名", ending("附.署名", "附.成文日期文字")),
    )


def _imprint() -> str:
    """版记: a table that floats on the bottom edge of the type area of the last page (7.4)."""
    thick, thin = ("single", _THICK, "auto"), ("single", _THIN, "auto")
    printed = paragraph("Printed", '{{ 版记.印发机关 or "" }}\t{{ 印发日期文字 }}')
    position = element(
        "w:tblpPr", leftFromText=0, rightFromText=0, vertAnchor="margin", horzAnchor="page", tblpX=LEFT, tblpYSpec="bottom"
    )
    rows = (
        row_tag("{%tr if 抄送句 %}", (WIDTH,)),
        row(cell(WIDTH, paragraph("CopiesTo", "{{ 抄送句 }}"), properties=borders("w:tcBorders", top=thick, bottom=thin))),
        row(cell(WIDTH, printed, properties=borders("w:tcBorders", top=thin, bottom=thick))),
        row_tag("{%tr else %}", (WIDTH,)),
        row(cell(WIDTH, printed, properties=borders("w:tcBorders", top=thick, bottom=thick))),
        row_tag("{%tr endif %}", (WIDTH,)),
    )
    return when("抄送句 or 版记.印发机关 or 印发日期文字", table((WIDTH,), *rows, properties=position)) + paragraph("Anchor")
