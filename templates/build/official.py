"""公文 with a red head: 版头 above the red rule, 版记 on the bottom edge of the last page."""

from __future__ import annotations

from endings import chosen_ending
from page import LEFT, LINE, WIDTH, mm
from passages import KEPT, attachments_note, body, ending, members, statistics, title
from styles import RED, chars
from wordml import (
    borders,
    cell,
    choose,
    each,
    element,
    paragraph,
    row,
    row_tag,
    run,
    table,
    tightened,
    when,
)

#: From the top of the type area to the line of the red mark; the ink begins 35 mm below the top (7.2.4).
_ABOVE_MARK = mm(35) - 120
_THICK, _THIN = 8, 6
"""0.35 mm and 0.25 mm in eighths of a point (7.4.1)."""


#: Columns of the head: 15, 5 and 8 characters. The number ends after the first, joint issuers after the second.
COLUMNS = (chars(15), chars(5), WIDTH - chars(20))


def upward() -> str:
    """报告: number on the left, signatories on the right, two a line (7.2.5, 7.2.6)."""
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
    signatories = choose(("版头.签发人|length > 1", several), ("", one))
    below_mark = row(cell(WIDTH, paragraph("Anchor"), properties=_span(3)), properties=_height(2 * LINE))
    last = row(
        cell(COLUMNS[0], paragraph("NumberUp", NUMBER), properties=_above_red_rule() + bottom),
        cell(WIDTH - COLUMNS[0], signatories, properties=_span(2) + _above_red_rule() + bottom),
    )
    return _document(table(COLUMNS, *mark_rows(), below_mark, last))


def downward() -> str:
    """通知: the number in the middle."""
    return _document(table(COLUMNS, *mark_rows(), last_line(paragraph("Number", NUMBER))))


def last_line(content: str) -> str:
    """The row above the red rule, with the number in it."""
    return row(cell(WIDTH, content, properties=_span(3) + _above_red_rule()))


NUMBER = '{{ 版头.发文字号 or "" }}'
#: The mark, a long one in lines.
MARK = '{{ 标志行|join("\\n") }}'


def corner() -> str:
    """Copy number, secrecy and urgency, one below the other; nothing for what is not there."""
    return (
        when("版头.份号", paragraph("CopyNumber", "{{ 版头.份号 }}"))
        + when("版头.密级", paragraph("Secrecy", "{{ 版头.密级 }}"))
        + when("版头.紧急程度", paragraph("Secrecy", "{{ 版头.紧急程度 }}"))
        + paragraph("Anchor")
    )


def mark_rows(*, several: bool = True) -> tuple[str, ...]:
    """The corner; below it the red mark, always at the same height.

    Args:
        several: joint issuers stand below each other, with 文件 beside them.
    """
    mark = choose(
        ("标志|length <= 10", paragraph("Mark", MARK)),
        ("标志|length <= 12", paragraph("MarkLong", MARK)),
        ("", paragraph("MarkLongest", MARK)),
    )
    issuers = choose(
        ('联合标志字号 == "一号"', _issuers("MarkJoint", "MarkJoint")),
        ('联合标志字号 == "二号"', _issuers("MarkJointSmall", "MarkJointSmallNext")),
        ("", _issuers("MarkJointSmallest", "MarkJointSmallestNext")),
    )
    above = row(cell(WIDTH, corner(), properties=_span(3)), properties=_height(_ABOVE_MARK))
    alone = row(cell(WIDTH, mark, properties=_span(3)))
    if not several:
        return above, alone
    return (
        above,
        row_tag("{%tr if 版头.联合发文机关 %}", COLUMNS),
        row(
            cell(COLUMNS[0] + COLUMNS[1], issuers, properties=_span(2)),
            cell(COLUMNS[2], paragraph("MarkLong", "文件"), properties=element("w:vAlign", val="center")),
        ),
        row_tag("{%tr else %}", COLUMNS),
        alone,
        row_tag("{%tr endif %}", COLUMNS),
    )


def _issuers(first: str, further: str) -> str:
    """The names of joint issuers, a line each; the ink of the first begins where that of a single mark does."""
    return each(
        "名",
        "联合标志行",
        choose(("loop.first", paragraph(first, "{{ 名 }}")), ("", paragraph(further, "{{ 名 }}"))),
    )


def _span(columns: int) -> str:
    return element("w:gridSpan", val=columns)


def _height(twips: int) -> str:
    """At least: in the template itself the lines with tags need more room."""
    return element("w:trHeight", val=twips, hRule="atLeast")


def _above_red_rule() -> str:
    """The red rule, and what is missing below the line to make 4 mm between number and rule (7.2.7)."""
    rule = borders("w:tcBorders", bottom=("single", 12, RED))
    return rule + element("w:tcMar", element("w:bottom", w=150, type="dxa"))


def _document(head: str) -> str:
    return "".join(
        (
            head,
            text(chosen_ending("版头.联合发文机关")),
            attachments(),
            imprint(),
        )
    )


def text(signed: str) -> str:
    """The 主体 from the title to the notes.

    Where an ending would stand alone on the next page, its lines, or all lines, come closer together (7.3.5.5).

    Args:
        signed: what stands between the list of attachments and the notes.
    """
    return tightened(
        "正文行距",
        title(),
        when("主送句", paragraph("Addressees", "{{ 主送句 }}")),
        body(last="落款行距"),
    ) + tightened(
        "落款行距",
        attachments_note("附件名", "{{ 件.名称 }}", "{{ 件.序号 }}", may_break=True),
        signed,
        notes(),
    )


def notes() -> str:
    """附注: a remark, publicity and a contact, each in brackets (7.3.6)."""
    contact = (
        "（联系人：{{ 联系人.姓名 }}{% if 联系人.办公电话 %}，电话：{{ 联系人.办公电话 }}{% endif %}"
        "{% if 联系人.手机 %}，手机：{{ 联系人.手机 }}{% endif %}"
        "{% if 联系人.电子邮箱 %}，邮箱：{{ 联系人.电子邮箱 }}{% endif %}）"
    )
    return (
        when("附注", paragraph("Note", '{{ 附注 if 附注.startswith("（") else "（" ~ 附注 ~ "）" }}'))
        + when("公开属性", paragraph("Note", "（此件{{ 公开属性 }}）"))
        + when("联系人", paragraph("Note", contact))
    )


#: The signature of an attachment follows, or the imprint.
_FOLLOWED = "附.署名 or 附 == 附件正文|last"


def attachments() -> str:
    """The attachments bound with the document, each on a page of its own (7.3.7)."""
    return each(
        "附",
        "附件正文",
        paragraph("AttachmentLabel", "{{ 附.标号 }}"),
        title("附.标题行", "AttachmentTitle"),
        when("附.副标题", paragraph("Subtitle", "——{{ 附.副标题 }}")),
        when("附.说明", paragraph("Body", "{{ 附.说明 }}")),
        body("附.块"),
        when("附.名单", members("附.名单")),
        when("附.统计表", statistics("附.统计表", _FOLLOWED), paragraph("Anchor", properties=KEPT)),
        when("附.署名", ending("附.署名", "附.成文日期文字")),
    )


def floating_imprint() -> str:
    """Lets a table float on the bottom edge of the type area of the last page.

    LibreOffice 7.4 lets a table as wide as the type area float only if its place is counted from the page.
    """
    return element(
        "w:tblpPr",
        leftFromText=0,
        rightFromText=0,
        vertAnchor="margin",
        horzAnchor="page",
        tblpX=LEFT,
        tblpYSpec="bottom",
    )


def imprint() -> str:
    """版记: copies and printing between rules on the bottom edge of the last page (7.4).

    Addressees for whom the first page has no room stand above the copies, without a rule between (7.3.2, 7.4.2).
    """
    thick, thin = ("single", _THICK, "auto"), ("single", _THIN, "auto")
    copies = recipients()
    printed = paragraph("Printed", '{{ 版记.印发机关 or "" }}\t{{ 印发日期文字 }}')
    rows = (
        row_tag("{%tr if (版记主送句 or 抄送句) and (版记.印发机关 or 印发日期文字) %}", (WIDTH,)),
        row(cell(WIDTH, copies, properties=borders("w:tcBorders", top=thick, bottom=thin))),
        row(cell(WIDTH, printed, properties=borders("w:tcBorders", top=thin, bottom=thick))),
        row_tag("{%tr elif 版记主送句 or 抄送句 %}", (WIDTH,)),
        row(cell(WIDTH, copies, properties=borders("w:tcBorders", top=thick, bottom=thick))),
        row_tag("{%tr else %}", (WIDTH,)),
        row(cell(WIDTH, printed, properties=borders("w:tcBorders", top=thick, bottom=thick))),
        row_tag("{%tr endif %}", (WIDTH,)),
    )
    floating = table((WIDTH,), *rows, properties=floating_imprint())
    # Without a 版记 nothing may follow the text: on a full page even a line of 1 pt would begin another.
    return when(
        "版记主送句 or 抄送句 or 版记.印发机关 or 印发日期文字",
        let_go(),
        tightened(IMPRINT_SPACING, floating, paragraph("Anchor")),
    )


#: What follows the attachments stands on a page of theirs.
IMPRINT_SPACING = "none if 附件正文 else 落款行距"


def let_go() -> str:
    """Where the first page has room for the ending but not for the imprint, that begins a page.

    Else the table would float up from the foot of the first page, and push all text from it (LibreOffice 7.4).
    """
    return when("版记独页", paragraph("Anchor", properties="<w:pageBreakBefore/>"))


def recipients() -> str:
    """Addressees and copies in the imprint."""
    return when("版记主送句", paragraph("CopiesTo", "{{ 版记主送句 }}")) + when(
        "抄送句", paragraph("CopiesTo", "{{ 抄送句 }}")
    )
