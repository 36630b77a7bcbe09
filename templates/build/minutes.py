"""纪要 (GB/T 9704-2012, 10.3): the mark ×××纪要, and after the text who was present, excused, in attendance."""

from __future__ import annotations

from official import COLUMNS, NUMBER, attachments, imprint, last_line, mark_rows, text
from wordml import choose, each, paragraph, run, table


def minutes() -> str:
    """The whole document. Number and date stand above the red rule, for there is no signature below the text."""
    head = paragraph("NumberAndDate", NUMBER, "\t{{ 成文日期文字 }}")
    return "".join(
        (
            table(COLUMNS, *mark_rows(several=False), last_line(head)),
            text(_people()),
            attachments(),
            imprint(),
        )
    )


def _people() -> str:
    """One paragraph a list: the label in 黑体, the names wrapping after the colon."""
    names = (run("{{ 会.称谓 }}：", "RunHei"), "\t{{ 会.名单 }}")
    return each(
        "会",
        "会议人员",
        choose(
            ("loop.first", paragraph("PresentFirst", *names)),
            ("", paragraph("PresentNext", *names)),
        ),
    )
