"""What documents are made of: title, numbered body, note of attachments, ending, list of members."""

from __future__ import annotations

from functools import partial

from page import TABLE_ROW, WIDTH
from styles import chars
from wordml import (
    PAGE_BREAK,
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
)

_NUMBERED = "{{ 块.编号 }}{{ 块.标题 }}"


def title(name: str = "标题行", style: str = "Title") -> str:
    """The title, its lines broken where the data breaks them."""
    return paragraph(style, f'{{{{ {name}|join("\\n") }}}}')


def body(blocks: str = "正文块", *, last: str = "") -> str:
    """Numbered paragraphs: for each kind of block the style that fits.

    What the data marks stays with the ending, so that no page holds nothing but signature, date or 版记 (7.3.5.5);
    of a long paragraph the last lines go to the next page together with it.

    Args:
        blocks: the list.
        last: the value that tells how far apart the lines of the marked paragraphs stand, if one does.
    """
    headings = [
        *(
            (f'块.样式 == "{name}标题"', paragraph(f"Level{n}", _NUMBERED))
            for n, name in enumerate(_LEVELS, 1)
        ),
        ('块.样式 == "无号标题"', paragraph("Level2", "{{ 块.标题 }}")),
    ]
    marked = partial(tightened, last) if last else "".join
    whole, broken = ("{{ 块.文字 }}",), ("{{ 块.前页文字 }}", PAGE_BREAK, "{{ 块.次页文字 }}")
    return each(
        "块",
        blocks,
        choose(
            *headings,
            ("块.次页文字", marked(choose(*_texts("Body", *broken)))),
            ("块.随落款", marked(choose(*_texts("BodyLast", *whole)))),
            *_texts("Body", *whole),
        ),
    )


def _texts(style: str, first: str, *more: str) -> tuple[tuple[str, str], ...]:
    """Paragraphs of text, with a heading that runs in or without."""
    return (
        ('块.样式 == "一级段首"', paragraph(style, run(_NUMBERED, "RunHei"), first, *more)),
        (
            '块.样式 in ["二级段首", "无号段首", "阶段"]',
            paragraph(style, run(_NUMBERED, "RunKai"), first, *more),
        ),
        ("", paragraph(style, _NUMBERED + first, *more)),
    )


#: A paragraph stays with the next one, or does not though its style says so.
KEPT, NOT_KEPT = "<w:keepNext/>", element("w:keepNext", val=0)
_LEVELS = ("一级", "二级", "三级", "四级")


def attachments_note(names: str, name: str, number: str, *, may_break: bool = False) -> str:
    """附件说明: one attachment without a number, several with one each (7.3.4).

    Args:
        names: the list.
        name: expression for the name of one, called ``件``.
        number: expression for its number with the point.
        may_break: a list too long for the page of the ending may be broken where the data says so.
    """
    first, following = (f"附件：{number}\t{name}",), (f"{number}\t{name}",)
    loose = (
        (
            ("loop.first and not 件.随落款", paragraph("AttachmentFirst", *first, properties=NOT_KEPT)),
            ("not 件.随落款", paragraph("AttachmentNext", *following, properties=NOT_KEPT)),
        )
        if may_break
        else ()
    )
    several = each(
        "件",
        names,
        choose(
            *loose,
            ("loop.first", paragraph("AttachmentFirst", *first)),
            ("", paragraph("AttachmentNext", *following)),
        ),
    )
    only = each("件", names, paragraph("AttachmentOnly", f"附件：{name}"))
    return choose((f"{names}|length == 1", only), (f"{names}|length > 1", several))


def ending(organ: str = "单位.全称", date: str = "成文日期文字") -> str:
    """署名 centred over 成文日期, which ends four characters from the right edge (7.3.5.1).

    Args:
        organ: name of the issuer.
        date: the date as text.
    """
    branches = [
        (condition, paragraph("Signature", "{{ " + organ + " }}", properties=_centred_over(width)))
        for condition, width in widths_of_date(date)
    ]
    return choose(*branches) + paragraph("Date", "{{ " + date + " }}")


def widths_of_date(date: str = "成文日期文字") -> tuple[tuple[str, float], ...]:
    """Conditions, and how many characters wide the date then is.

    With the gaps that Word and LibreOffice leave between digits and Han, 2018年4月5日 is seven characters wide,
    2018年12月25日 eight.
    """
    return (
        (f'{date}.startswith("　")', 11.0),  # not dated yet: room to write it by hand
        (f"{date}|length == 9", 7.0),
        (f"{date}|length == 10", 7.5),
        ("", 8.0),
    )


def _centred_over(width: float) -> str:
    """An indent that puts the middle of the line where the middle of the date is."""
    return element("w:ind", left=WIDTH - 2 * chars(4 + width / 2))


def members(ranks: str = "名单") -> str:
    """The leading group: position, name, office; one person a line."""
    position = (
        "{% if loop.first %}{{ 级.小组职务 if 级.小组职务|length > 2 "
        'else 级.小组职务|first ~ "　" ~ 级.小组职务|last }}：{% endif %}'
    )
    person = (f"{position}\t{{{{ 人.姓名 }}}}\t{{{{ 人.单位 }}}}{{{{ 人.职务 }}}}",)
    return each(
        "级",
        ranks,
        each(
            "人",
            "级.人员",
            choose(
                # The last two stay with the 版记 that may follow.
                (
                    f"级 == {ranks}|last and loop.revindex <= 2",
                    paragraph("Members", *person, properties=KEPT),
                ),
                ("", paragraph("Members", *person)),
            ),
        ),
    )


def grid_table(
    columns: tuple[tuple[str, str, float], ...],
    loop: str,
    *,
    head: str = "TableHead",
    first: str = "TableCell",
    margin: int = 80,
    followed: str = "true",
    last: str = "true",
    whole: int = 18,
) -> str:
    """A table with a repeated head and one row for each of the values.

    A table that fits a page with the signature stays whole, and together with it. Of a longer one the last two
    rows stay with the signature, so that it never stands alone on a page.

    Args:
        columns: head, content of a cell, share of the width.
        loop: name of one value and the list: ``行 in 统计表``.
        head: style of the head.
        first: style of the first column; the others are centred.
        margin: between the side of a cell and its text, in twips.
        followed: condition that the signature or the imprint follows.
        last: condition that it is no table that goes on in another.
        whole: rows of a table that is not broken across pages.
    """
    total = sum(share for _, _, share in columns)
    widths = [int(WIDTH * share / total) for _, _, share in columns]
    widths[-1] += WIDTH - sum(widths)
    middle = element("w:vAlign", val="center")
    heads = [
        cell(width, paragraph(head, name), properties=middle)
        for width, (name, _, _) in zip(widths, columns, strict=True)
    ]
    height = element("w:trHeight", val=TABLE_ROW, hRule="atLeast")

    def figures(keep: str) -> str:
        cells = [
            cell(
                width,
                paragraph("TableFigure" if index else first, content, properties=keep),
                properties=middle,
            )
            for index, (width, (_, content, _)) in enumerate(zip(widths, columns, strict=True))
        ]
        return row(*cells, properties=height)

    line = ("single", 4, "auto")
    # LibreOffice 7.4 moves a table that stays with what begins a new page to that page.
    condition = f"loop.length <= {whole} and not loop.last or ({followed}) and loop.revindex <= 2"
    condition = condition if last == "true" else f"{last} and ({condition})"
    rows = (
        row_tag(f"{{%tr if {condition} %}}", tuple(widths)),
        figures(KEPT),
        row_tag("{%tr else %}", tuple(widths)),
        figures(""),
        row_tag("{%tr endif %}", tuple(widths)),
    )
    return table(
        tuple(widths),
        row(*heads, properties=height + "<w:tblHeader/>"),
        row_tag(f"{{%tr for {loop} %}}", tuple(widths)),
        *rows,
        row_tag("{%tr endfor %}", tuple(widths)),
        properties=borders(
            "w:tblBorders", top=line, left=line, bottom=line, right=line, insideH=line, insideV=line
        ),
        margin=margin,
    )


def statistics(rows: str = "统计表", followed: str = "true") -> str:
    """情况统计: a sphere a row, the figures most asked for. Households are counted apart from all other places."""
    figures = (
        ("活动场次\n（场）", "活动场次"),
        ("参加人数\n（人）", "参加人数"),
        ("受教育\n（人次）", "受教育"),
        ("资料\n（份）", "资料"),
        ("手册图书\n（册）", "手册图书"),
        ("横幅标语\n（条）", "横幅标语"),
        ("展板\n（块）", "展板"),
        ("媒体报道\n（篇条）", "媒体报道"),
    )
    households = '{% if 行.进入户数 and 行.计量单位 != "户" %}、{{ 行.进入户数 }}户{% endif %}'
    columns = (
        ("领域", "{{ 行.名称 }}", 1.25),
        ("进入单位", _figure("行.进入单位数", "{{ 行.计量单位 }}") + households, 1.6),
        *((head, _figure(f"行.{name}"), 1.0) for head, name in figures),
    )
    return paragraph("TableTitle", "活动情况统计表") + grid_table(
        columns, f"行 in {rows}", head="TableHeadSmall", margin=30, followed=followed
    )


def _figure(name: str, unit: str = "") -> str:
    return f"{{% if {name} is none %}}—{{% else %}}{{{{ {name} }}}}{unit}{{% endif %}}"
