"""Signs that belong to an element of the document: headings, ordinals, lists of organs (P07 to P10, P16, P17)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from qijin_docs.check.catalogue import Force
from qijin_docs.check.elements import HEADINGS, Elements, Kind
from qijin_docs.check.facts import Facts, Paragraph
from qijin_docs.check.report import Finding, finding
from qijin_docs.check.wordings import matching
from qijin_docs.text.numerals import read_heading
from qijin_docs.text.reading import shown

_YEAR_BRACKETS = re.compile(
    r"(?<=[\u4e00-\u9fff])\s?[\[［(（【﹝](?:19|20)\d\d年?[\]］)）】﹞]\s?第?(?=\d{1,6}\s?号)"
)
# Only where a clause begins: “安全第一、预防为主” and “第一、二季度” are no ordinals of this kind.
_ORDINALS = re.compile(
    r"(?:^|(?<=[。；：]))(?:第[一二三四五六七八九十]、(?=[\u4e00-\u9fff])(?![一二三四五六七八九十第])"
    r"|(?:首先|其次|再次|最后)、|[一二三四五六七八九十]是、)"
)
_TITLE_SIGNS = re.compile(r"[，。；：！？,;!?]")


def year_brackets(facts: Facts, elements: Elements) -> Iterator[Finding]:
    """P07: the year of a document number stands in 〔 〕 (U+3014, U+3015)."""
    yield from matching(
        facts,
        _YEAR_BRACKETS,
        "check.year_brackets",
        "发文字号的年份没有用六角括号",
        "改成六角括号〔 〕（可复制这里的，或用“插入—符号”）",
        without=elements.of(Kind.DOCUMENT_NUMBER),
    )


def title_end(facts: Facts, elements: Elements) -> Iterator[Finding]:
    """P08: titles, captions and first headings end without 。，；：; lower headings that are a sentence may keep 。."""
    for index, kind in enumerate(elements.kinds):
        plain = kind in (Kind.TITLE, Kind.ATTACHMENT_TITLE, Kind.CAPTION)
        if not plain and kind not in HEADINGS:
            continue
        paragraph = facts.paragraphs[index]
        last = paragraph.text.rstrip()[-1:]
        if kind in HEADINGS and last in "。；" and _is_item(facts, elements, index):
            continue
        if last not in "。，；：" or not last:
            continue
        usual = last == "。" and kind in HEADINGS[1:]
        force = Force.PRACTICE if usual else Force.REQUIRED if last == "。" else Force.NORMALLY
        yield finding(
            "check.heading_sentence" if usual else "check.title_end",
            f"{kind}末尾用了“{last}”：“{shown(paragraph.shown)}”",
            paragraph,
            force=force,
            hint="独占一行的标题通常不用句号" if usual else f"删去末尾的“{last}”",
            quote=paragraph.text.strip(),
        )


def _is_item(facts: Facts, elements: Elements, index: int) -> bool:
    """Whether what looks like a heading is one of several sentences that are numbered: no text stands between them."""
    shown_at = [i for i, kind in enumerate(elements.kinds) if kind is not Kind.BLANK]
    at = shown_at.index(index)
    beside = [shown_at[i] for i in (at - 1, at + 1) if 0 <= i < len(shown_at)]
    return any(
        elements.kinds[i] is elements.kinds[index]
        and facts.paragraphs[i].text.rstrip().endswith(("。", "；"))
        for i in beside
    )


def title_signs(facts: Facts, elements: Elements) -> Iterator[Finding]:
    """P09: the title of an official document normally has no signs but 《》, “” and brackets."""
    if not elements.genre or not (first := elements.first(Kind.TITLE)):
        return
    if found := _TITLE_SIGNS.search(elements.title[:-1]):
        yield finding(
            "check.title_signs",
            f"标题里用了“{found[0]}”：“{shown(elements.title)}”",
            first,
            hint="公文标题除书名号、引号、括号外一般不用标点",
        )


def heading_marks(facts: Facts, elements: Elements) -> Iterator[Finding]:
    """P10: 一、 （一） 1. （1）: nothing behind a bracket, a full stop and no 、 behind an Arabic figure."""
    for heading in elements.headings:
        paragraph = facts.paragraphs[heading.index]
        read = read_heading(paragraph.shown)
        for note in read.notes if read else ():
            yield finding(
                "check.heading_mark",
                note.message,
                paragraph,
                hint="层次序数依次写成一、（一）1.（1）",
                quote=paragraph.text.strip()[:4],
            )


def ordinals(facts: Facts, _elements: Elements) -> Iterator[Finding]:
    """P10: behind 第一 and 首先 stands a comma."""
    yield from matching(
        facts,
        _ORDINALS,
        "check.ordinal",
        "序数词后用了顿号",
        "“第一”“首先”后用逗号，“一是”后不用标点",
    )


def addressee_marks(_facts: Facts, elements: Elements) -> Iterator[Finding]:
    """P16, 7.3.2: the last of the 主送机关 is followed by a full-width colon."""
    for paragraph in elements.of(Kind.ADDRESSEES):
        text = paragraph.text.rstrip()
        if not text.endswith("："):
            yield _mark(
                "check.addressee_colon",
                f"主送机关末尾不是全角冒号：“{shown(text)}”",
                paragraph,
                "在最后一个主送机关后加“：”",
            )
        names = [name for name in re.split("[，、]", text.rstrip("：")) if name]
        tails = {name[-2:] for name in names}
        if len(names) > 1 and "、" not in text and len(tails) == 1:
            yield finding(
                "check.addressee_separator",
                f"同类的主送机关之间用了逗号：“{shown(text)}”",
                paragraph,
                hint="同类机关之间用顿号，不同类的机关之间用逗号",
            )


def attachment_note_marks(_facts: Facts, elements: Elements) -> Iterator[Finding]:
    """P16, 7.3.4: no sign behind the name of an attachment; a full-width colon behind 附件, 1. and not 1、."""
    for paragraph in elements.of(Kind.ATTACHMENT_NOTE):
        text = paragraph.shown.strip()
        if text[-1] in "。；，、;,.":
            yield _mark(
                "check.attachment_note_end",
                f"附件名称后用了“{text[-1]}”：“{shown(text)}”",
                paragraph,
                "附件名称后不加标点",
            )
        if re.match(r"附\s*件\s*[0-9]*\s*:|附\s+件|附件\s*[0-9一二三四五六七八九十]", text):
            yield _mark(
                "check.attachment_note_form",
                f"附件说明的写法不合规范：“{shown(text)}”",
                paragraph,
                "写成“附件：名称”，有几个附件时写成“附件：1.名称”",
            )
        if re.fullmatch(r"(?:附件[：:])?\s*(?:[0-9]{1,2}\.)?\s*《[^》]*》", text):
            yield finding(
                "check.attachment_note_quoted",
                f"附件名称加了书名号：“{shown(text)}”",
                paragraph,
                hint="附件名称一般不加书名号，直接写名称",
                quote=text,
            )
        if found := re.match(r"(?:附件[：:])?\s*([0-9０-９]+\s*[、．])", text):
            yield _mark(
                "check.attachment_note_number",
                f"附件顺序号写成了“{found[1]}”",
                paragraph,
                "附件顺序号用阿拉伯数字加下圆点“1.”",
            )


def copies_marks(_facts: Facts, elements: Elements) -> Iterator[Finding]:
    """P16, 7.4.2: 抄送： …。, organs parted by ， or 、, a full stop at the end."""
    for paragraph in elements.of(Kind.COPIES, Kind.MAIN_TO):
        text = paragraph.text.strip()
        word = text[:2]
        if not text.endswith("。"):
            yield _mark("check.copies_end", f"{word}末尾没有句号：“{shown(text)}”", paragraph, "在末尾加“。”")
        if re.match(r"\S\s*\S\s*:|\S\s+\S", text):
            yield _mark(
                "check.copies_form",
                f"“{word}”的写法不合规范：“{shown(text)}”",
                paragraph,
                f"写成“{word}：”，用全角冒号",
            )
        if re.search(r"[；;]", text):
            yield finding(
                "check.copies_separator",
                f"{word}机关之间用了分号：“{shown(text)}”",
                paragraph,
                hint="机关之间用“，”或“、”隔开",
            )


def _mark(code: str, message: str, paragraph: Paragraph, hint: str) -> Finding:
    return finding(
        code,
        message,
        paragraph,
        hint=hint,
        quote=paragraph.text.strip(),
    )


RULES = (
    year_brackets,
    title_end,
    title_signs,
    heading_marks,
    ordinals,
    addressee_marks,
    attachment_note_marks,
    copies_marks,
)
