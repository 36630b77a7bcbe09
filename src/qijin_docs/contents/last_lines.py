"""The texts of a document with the lines marked that stay with its ending: the main text, and the last attachment's."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from qijin_docs.contents.ending import (
    HIGHEST,
    Ended,
    lines_of_ending,
    lines_of_imprint,
    lines_of_note,
    with_ending,
)
from qijin_docs.contents.first_page import LINE, first_page, lines_of, top_of_text
from qijin_docs.errors import Place, Problem, Severity

_TOGETHER = 4
"""Lines of an ending too high for a page that stay with the text: of the list of attachments, or of the names."""
_SEALED = 4
"""Lines of the ending of a document without a red head: two blank ones, name, date."""


def last_lines(values: Mapping[str, Any]) -> dict[str, Any]:
    """What the template of a document is told so that its ending never stands alone on a page.

    Args:
        values: as the template reads them.

    Returns:
        ``正文块`` with marks, see :func:`~.ending.with_ending`; of an official document also what
        :func:`~.first_page.first_page` tells, ``附件名`` and ``附件正文``, ``落款独页`` (why the ending stands alone
        all the same, empty if it does not) and ``版记独页``.
    """
    if "正文块" not in values or "推荐单位" in values:
        return {}
    if "标志" in values:
        return _official(values)
    if values.get("统计表") or values.get("数字表"):
        return {}  # the table stands between
    ending = _SEALED + lines_of_note(values.get("附件") or ())
    people = values.get("联系人")
    ending += sum(_lines_of_contact(person) for person in people) if isinstance(people, (list, tuple)) else 0
    ending += 2 if values.get("填报人") or values.get("审核人") else 0
    top = (len(values["标题行"]) + 3) * LINE
    return {"正文块": list(with_ending(values["正文块"], top, ending).blocks)}


def ending_problems(values: Mapping[str, Any], file: str = "") -> tuple[Problem, ...]:
    """The warnings ``official.ending_alone`` and ``official.imprint_alone``: no lay-out keeps them with text.

    Args:
        values: from :func:`~.values.values_of`.
        file: name of the document.
    """
    place = Place(file, "正文")
    if values.get("落款独页"):
        hint = "请把正文写长一些，或缩短标题、附件说明；生成后看末页，必要时在 Word 里调整行距、字距"
        return (Problem("official.ending_alone", values["落款独页"], place, hint, Severity.WARNING),)
    if values.get("版记独页"):
        message = "正文只有一行，首页排不下版记，版记会单独排在下一页"
        hint = "请把正文写长一些，或缩短标题、主送机关；生成后看末页，必要时在 Word 里调整行距"
        return (Problem("official.imprint_alone", message, place, hint, Severity.WARNING),)
    return ()


def _official(values: Mapping[str, Any]) -> dict[str, Any]:
    whole = dict(values) | first_page(values)
    ending = lines_of_ending(whole)
    blocks = values["正文块"]
    if len(blocks) == 1 and lines_of("　　" + blocks[0]["编号"] + blocks[0]["标题"] + blocks[0]["文字"]) == 1:
        whole |= first_page(values, ending=ending)
        ending = lines_of_ending(whole)
    ended, names = _kept(whole, blocks, ending)
    imprint = lines_of_imprint(whole)
    alone = bool(ended.fault and imprint and not values["附件正文"])
    if alone:  # rather the imprint than the signature
        without = _kept(whole, blocks, ending - imprint)
        alone = not without[0].fault
        ended, names = without if alone else (ended, names)
    told = {name: whole[name] for name in ("标志行", "联合标志行", "联合标志字号", "主送句", "版记主送句")}
    pages = list(values["附件正文"])
    if pages:
        pages[-1] = pages[-1] | {"块": _last_attachment(pages[-1], whole)}
    return told | {
        "正文块": list(ended.blocks),
        "附件名": names,
        "附件正文": pages,
        "落款独页": ended.fault,
        "版记独页": alone,
    }


def _kept(
    whole: Mapping[str, Any], blocks: Sequence[Mapping[str, Any]], ending: float
) -> tuple[Ended, list[dict[str, Any]]]:
    """The text and the list of attachments, marked."""
    names = [dict(item) | {"随落款": True} for item in whole["附件名"]]
    top = top_of_text(whole)
    if ending <= HIGHEST:
        return with_ending(blocks, top, ending), names
    # The list of attachments may be broken across pages; its last two names go along with the ending.
    names = [item | {"随落款": index >= len(names) - 2} for index, item in enumerate(names)]
    fault = f"落款连同附件说明、版记要占{ending:.0f}行，和正文排不进同一页"
    return replace(with_ending(blocks, top, _TOGETHER), fault=fault), names


def _last_attachment(page: Mapping[str, Any], values: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The text of the last attachment, if the imprint follows it."""
    ending = lines_of_imprint(values) + (_SEALED if page["署名"] else 0)
    if page["名单"] or page["统计表"]:
        ending = 0
    top = (len(page["标题行"]) + 3 + (1 if page["副标题"] else 0)) * LINE
    return list(with_ending(page["块"], top, ending).blocks)


def _lines_of_contact(person: Mapping[str, Any]) -> int:
    told = "　　联系人：" + "，联系电话：".join(str(value) for value in person.values() if value)
    return lines_of(told)
