"""Which lines of the text stay with the ending: no page holds nothing but signature, date or 版记 (7.3.5.5).

A template can tell Word and LibreOffice to keep a paragraph with what follows it. That is all a short last
paragraph needs. A long one LibreOffice 7.4 would move as a whole, and the only paragraph must not leave the first
page (7.3.3): of these the last two lines go to the next page, where the page as reckoned has no room for the
ending. The heights are those of the official templates; the tests hold them to the pages as drawn.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from qijin_docs.contents.first_page import LINE, PAGE, lines_of
from qijin_docs.text.lines import lines_in

Block = Mapping[str, Any]
_LINES = PAGE // LINE
#: Lines of text that stand with the ending where there are as many.
_TWO = 2
#: A last paragraph of so many lines moves as a whole.
_SHORT = 10
#: One of so few is kept whole rather than broken.
_FEW = 3
#: So many pages are reckoned to the line.
_SURE = 4
HIGHEST = _LINES - _TWO
"""The highest ending, in lines, that two lines of text still stand above on a page."""
#: Width in 汉字 of the names of attachments, and of the copies in 四号.
_ONLY, _NUMBERED, _COPIES = 23, 21.5, 26.6
#: The rules of the imprint, in lines.
_RULES = 0.2
#: Lines from one row of seals to the next: 46 mm, seals being 42 mm wide.
SEAL_ROW = 4.5


@dataclass(frozen=True, slots=True)
class Ended:
    """What the ending asks of the text above it.

    Args:
        blocks: the paragraphs, the last of them marked.
        fault: why the ending cannot stand with text; empty if it does.
    """

    blocks: tuple[dict[str, Any], ...]
    fault: str = ""


def with_ending(blocks: Sequence[Block], top: int, ending: float) -> Ended:
    """Mark the last paragraphs of a text: ``随落款``, or ``前页文字`` and ``次页文字``.

    Args:
        blocks: as a template reads them.
        top: height of what stands above the text on its first page, in twips.
        ending: lines of what follows and must not stand alone; 0 for nothing.
    """
    marked = [_UNMARKED | dict(block) for block in blocks]
    if not marked or not ending:
        return Ended(tuple(marked))
    texts = [_lines(block) for block in blocks]
    end = _End(*_reckoned(blocks, texts, len(blocks), top), len(texts[-1]), 0, ending)
    if end.surely_together:
        return Ended(tuple(marked))
    at, kept = len(blocks), 0
    if at > 1 and blocks[-1]["文字"] and end.count <= _SHORT and end.count + ending <= _LINES:
        at, kept = at - 1, end.count
        marked[at]["随落款"] = True
    if kept >= _TWO or not blocks[at - 1]["文字"]:
        return Ended(tuple(marked))
    end = _End(*_reckoned(blocks, texts, at, top), len(texts[at - 1]), kept, ending)
    if not end.apart:
        return Ended(tuple(marked))
    if at > 1 and end.count <= _FEW and end.count + kept + ending <= _LINES:
        marked[at - 1]["随落款"] = True
        return Ended(tuple(marked))
    return _broken(marked, at - 1, texts[at - 1], end)


_UNMARKED = {"随落款": False, "前页文字": "", "次页文字": ""}


@dataclass(frozen=True, slots=True)
class _End:
    """Where the last line of a paragraph stands, and what follows it.

    Args:
        row: its line on the page, from 1; the first page counts from above the head.
        page: from 1.
        count: lines of the paragraph.
        kept: lines of text after it.
        ending: lines of the ending.
    """

    row: float
    page: int
    count: int
    kept: int
    ending: float

    @property
    def doubt(self) -> int:
        """By how many lines the reckoning may be wrong: every few pages may add one."""
        return min((self.page - 1) // 4, 3)

    @property
    def wrapped(self) -> float:
        """Lines of the paragraph on its last page, if it began on an earlier one; else 0."""
        return self.row if self.row < self.count else 0.0

    @property
    def needed(self) -> float:
        """Lines of the page that are taken when the ending stands on it as well."""
        return self.row + self.kept + self.ending + self.doubt

    @property
    def apart(self) -> bool:
        """Whether the ending has no room on the page, or may have too little text there."""
        few = self.wrapped > 0 and self.wrapped + self.kept < _TWO + self.doubt
        return self.needed > _LINES or few

    @property
    def surely_together(self) -> bool:
        """Whether enough lines stand above the ending by themselves, even if the reckoning is a line wrong."""
        return self.page <= _SURE and self.wrapped > _TWO and self.needed < _LINES


def _broken(marked: list[dict[str, Any]], at: int, lines: Sequence[str], end: _End) -> Ended:
    """The paragraph with its last lines on the next page."""
    # Of a paragraph that just reaches the next page the last lines may in truth stay on this one.
    bottom = end.row if end.needed > _LINES else _LINES + end.row
    # The line before the break must stand on the page even if the reckoning is wrong.
    beyond = int(bottom - (_LINES - 1 - end.doubt)) + 1
    room = max(1, int(_LINES - end.kept - end.ending))
    moved = min(max(_TWO - end.kept, 1, beyond), room, end.count - 1)
    if moved < 1:
        fault = "" if end.kept else "正文只有一行，首页排不下落款，落款会单独排在下一页"
        return Ended(tuple(marked), fault)
    text = marked[at]["文字"]
    cut = len("".join(lines[:-moved])) - len(_INDENT + marked[at]["编号"] + marked[at]["标题"])
    if cut > 0:
        marked[at] |= {"前页文字": text[:cut], "次页文字": text[cut:]}
    return Ended(tuple(marked))


_INDENT = "　　"


def end_of_text(blocks: Sequence[Block], top: int) -> tuple[float, int]:
    """The line on its page where a text ends, and the page, both from 1.

    Args:
        blocks: the paragraphs.
        top: height of what stands above them, in twips.
    """
    return _reckoned(blocks, [_lines(block) for block in blocks], len(blocks), top)


def lines_of_text(block: Block) -> int:
    """Lines of a paragraph of the text."""
    return len(_lines(block))


def _lines(block: Block) -> tuple[str, ...]:
    return lines_in(_INDENT + block["编号"] + block["标题"] + block["文字"])


def _reckoned(
    blocks: Sequence[Block], texts: Sequence[Sequence[str]], count: int, top: int
) -> tuple[float, int]:
    """Row and page of the last line of the first ``count`` paragraphs."""
    start = top / LINE
    row, page = start, 1
    for index in range(count):
        lines = len(texts[index])
        # A heading stays with the first line of the text below it.
        needed = lines + 1 if not blocks[index]["文字"] else 1
        if row + needed > _LINES + 0.05:
            row, page = 0.0, page + 1
        while lines:
            room = int(_LINES - row + 0.05)
            taken = min(room, lines)
            row, lines = row + taken, lines - taken
            if lines:
                row, page = 0.0, page + 1
    return row, page


# What the ending is made of --------------------------------------------------------------------------------


def lines_of_ending(values: Mapping[str, Any], *, imprint: bool = True) -> float:
    """Lines of all that follows the text of an official document and has to stand with it.

    Args:
        values: of the document.
        imprint: whether the imprint counts.
    """
    if values["文种"] == "纪要":
        lines: float = sum(lines_of(f"{p['称谓']}：{p['名单']}", 22.8) for p in values["会议人员"])
        lines += 1 if values["会议人员"] else 0
    else:
        lines = lines_of_signature(values)
    lines += lines_of_note([item["名称"] for item in values["附件名"]])
    lines += sum(lines_of(_INDENT + note) for note in _notes(values))
    return lines + (lines_of_imprint(values) if imprint and not values["附件正文"] else 0)


def standing_lines(values: Mapping[str, Any]) -> float:
    """Lines of the ending that are as high however close the others stand: between rows of seals."""
    sealed = values["文种"] != "纪要" and values["落款"] not in ("不加盖印章", "签名章")
    return sum(SEAL_ROW for line in values["署名行"] if line["排"] == "次") if sealed else 0


def lines_of_note(names: Sequence[str]) -> int:
    """附件说明, with the blank line above it."""
    width = _ONLY if len(names) == 1 else _NUMBERED
    return sum(lines_of(name, width) for name in names) + (1 if names else 0)


def lines_of_signature(values: Mapping[str, Any]) -> float:
    """署名 and 成文日期, with the blank lines above them."""
    joint = len(values["版头"]["联合发文机关"])
    if values["落款"] == "不加盖印章":
        return 1 + 1 + joint + 1
    if values["落款"] == "签名章":
        return 3 + 2 * joint + 2
    height = {"首": 3.0, "独": 3.0, "次": SEAL_ROW, "续": 1.0}
    return sum(height[line["排"]] for line in values["署名行"]) + 1


def lines_of_imprint(values: Mapping[str, Any]) -> float:
    """版记: addressees that moved there and copies, and who printed it when."""
    lines = sum(lines_of(text, _COPIES) for text in (values["版记主送句"], values["抄送句"]) if text)
    printed = values["文种"] != "函" and (values["版记"]["印发机关"] or values["印发日期文字"])
    lines += 1 if printed else 0
    return lines + _RULES if lines else 0


def _notes(values: Mapping[str, Any]) -> list[str]:
    contact = values["联系人"]
    told = "" if not contact else "（联系人：" + "，".join(str(v) for v in contact.values() if v) + "）"
    return [text for text in (values["附注"], values["公开属性"], told) if text]
