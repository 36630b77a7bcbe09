"""The texts of a document with the lines marked that stay with its ending: the main text, and the last attachment's."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from qijin_docs.contents.closer import (
    STILL_EASY,
    TIGHTEST,
    beside_text,
    lines_when_closer,
    on_one_page,
)
from qijin_docs.contents.ending import (
    HIGHEST,
    Ended,
    lines_of_ending,
    lines_of_imprint,
    lines_of_note,
    lines_of_text,
    with_ending,
)
from qijin_docs.contents.first_page import LINE, first_page, lines_of, top_of_text
from qijin_docs.contents.table_parts import parts_of_table
from qijin_docs.errors import Place, Problem, Severity

_TOGETHER = 4
"""Lines of an ending too high for a page that stay with the text: of the list of attachments, or of the names."""
_TWO = 2
"""Names of attachments that go along with an ending where the list is broken."""
_SEALED = 4
"""Lines of the ending of a document without a red head: two blank ones, name, date."""


def last_lines(values: Mapping[str, Any]) -> dict[str, Any]:
    """What the template of a document is told so that its ending never stands alone on a page.

    Args:
        values: as the template reads them.

    Returns:
        ``正文块`` with marks, see :func:`~.ending.with_ending`; of an official document also what
        :func:`~.first_page.first_page` tells, ``附件名`` and ``附件正文``, ``正文行距`` and ``落款行距`` (points from
        line to line where they are closer than usual), ``落款独页`` (why the ending stands alone all the same, empty
        if it does not) and ``版记独页``; of a progress report ``数字表段``.
    """
    if "正文块" not in values or "推荐单位" in values:
        return {}
    if "标志" in values:
        return _official(values)
    ending = _SEALED + lines_of_note(values.get("附件") or ())
    people = values.get("联系人")
    ending += sum(_lines_of_contact(person) for person in people) if isinstance(people, (list, tuple)) else 0
    ending += 2 if values.get("填报人") or values.get("审核人") or values.get("签发人") else 0
    top = (len(values["标题行"]) + 3) * LINE
    parts: dict[str, Any] = {}
    if "数字表" in values:
        found = parts_of_table(values["数字表"], values["正文块"], top, ending)
        parts["数字表段"] = [{"行": part} for part in found]
    if values.get("统计表") or values.get("数字表"):
        return parts  # the table stands between
    return parts | {"正文块": list(with_ending(values["正文块"], top, ending).blocks)}


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
    blocks = values["正文块"]
    if len(blocks) == 1 and lines_of_text(blocks[0]) == 1:
        whole |= first_page(values, ending=round(lines_of_ending(whole) * LINE))
    laid = _laid(whole, blocks)
    broken = any(block["次页文字"] for block in laid.ended.blocks)
    if laid.ended.fault or broken:
        least = TIGHTEST if laid.ended.fault else STILL_EASY
        laid = _closer(values, blocks, least) or laid
    if laid.ended.fault and lines_of_imprint(whole) and not values["附件正文"]:
        laid = _without_imprint(values, whole, blocks) or laid  # rather the imprint alone than the signature
    told = {name: laid.values[name] for name in _TOLD}
    pages = list(values["附件正文"])
    if pages:
        pages[-1] = pages[-1] | {"块": _last_attachment(pages[-1], whole)}
    return told | {
        "正文块": list(laid.ended.blocks),
        "附件名": laid.names,
        "附件正文": pages,
        "正文行距": laid.text,
        "落款行距": laid.ending,
        "落款独页": laid.ended.fault,
        "版记独页": laid.imprint_alone,
    }


_TOLD = ("标志行", "联合标志行", "联合标志字号", "主送句", "版记主送句")


@dataclass(frozen=True, slots=True)
class _Laid:
    """A way to lay a document out.

    Args:
        values: with what :func:`~.first_page.first_page` tells.
        ended: the text, marked.
        names: the list of attachments, marked.
        text: points from line to line of title and text, if closer than usual.
        ending: the same of what stands with the ending.
        imprint_alone: the imprint has a page of its own.
    """

    values: Mapping[str, Any]
    ended: Ended
    names: list[dict[str, Any]]
    text: float | None = None
    ending: float | None = None
    imprint_alone: bool = False


def _closer(
    values: Mapping[str, Any], blocks: Sequence[Mapping[str, Any]], least: int, *, imprint: bool = True
) -> _Laid | None:
    """All on the first page, the lines closer together; or the last lines, beside a high ending."""
    found = on_one_page(values, blocks, least, imprint=imprint)
    if found is None:
        return None
    ended = with_ending(blocks, 0, 0)
    names = _names(found.values, len(found.values["附件名"]))
    return _Laid(found.values, ended, names, found.points, found.points, not imprint)


def _without_imprint(
    values: Mapping[str, Any], whole: Mapping[str, Any], blocks: Sequence[Mapping[str, Any]]
) -> _Laid | None:
    laid = _laid(whole, blocks, imprint=False)
    if not laid.ended.fault:
        return replace(laid, imprint_alone=True)
    return _closer(values, blocks, TIGHTEST, imprint=False)


def _laid(whole: Mapping[str, Any], blocks: Sequence[Mapping[str, Any]], *, imprint: bool = True) -> _Laid:
    """The text and the list of attachments, marked."""
    count = len(whole["附件名"])
    top = top_of_text(whole)
    ending = lines_of_ending(whole, imprint=imprint)
    if ending <= HIGHEST:
        ended = with_ending(blocks, top, ending)
        # Rather some names without text beside them than all.
        return _Laid(whole, ended, _names(whole, _TWO if ended.fault else count))
    line = beside_text(whole, imprint=imprint)
    if line:
        ended = with_ending(blocks, top, lines_when_closer(whole, line, imprint=imprint))
        if not ended.fault:
            return _Laid(whole, ended, _names(whole, count), ending=line / 20)
    # The list of attachments may be broken across pages; its last two names go along with the ending.
    fault = f"落款连同附件说明、版记要占{ending:.0f}行，和正文排不进同一页"
    return _Laid(whole, replace(with_ending(blocks, top, _TOGETHER), fault=fault), _names(whole, _TWO))


def _names(values: Mapping[str, Any], last: int) -> list[dict[str, Any]]:
    """The list of attachments, so many at its end marked to stay with the ending."""
    names = values["附件名"]
    return [dict(item) | {"随落款": index >= len(names) - last} for index, item in enumerate(names)]


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
