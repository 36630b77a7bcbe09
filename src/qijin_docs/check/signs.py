"""How each element of an official document reads: forms, tolerant of the usual slips, and small tests.

Tolerant, because a document number with the wrong brackets is a faulty document number and not body text.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from qijin_docs.check.elements import Kind
from qijin_docs.check.facts import Paragraph
from qijin_docs.text.numerals import read_heading

GENRES = (
    "决议", "决定", "命令", "令", "公报", "公告", "通告", "意见", "通知", "通报", "报告", "请示", "批复", "议案",
    "函", "纪要",
)  # fmt: skip
"""The 15 文种 of the working rules of 2012, 命令 and its short form 令 apart."""
PLAIN_GENRES = ("方案", "计划", "总结", "经验材料", "材料", "名单", "要点", "规划", "细则", "办法", "规定")
UPWARD = frozenset({"报告", "请示"})

DEEP = 28 + 3 * 5.6  # millimetres: lines that begin further in than three characters
LARGE = 40  # half-points: only marks and titles are larger
HEAD_REACH = 16  # paragraphs with text in which a head is looked for
NUMBER = re.compile(
    r"[\u4e00-\u9fff]{1,20}\s*[〔\[［(（【﹝〖]\s*[0-9０-９]{2,4}年?\s*[〕\]］)）】﹞〗]\s*第?\s*[0-9０-９]{1,6}\s*号"
)
ORDER_NUMBER = re.compile(r"第?\s*[0-9０-９一二三四五六七八九十百]{1,6}\s*号")
ISSUE_OF_MINUTES = re.compile(
    r"[（(〔]?\s*(?:[0-9]{4}年)?第?\s*[0-9一二三四五六七八九十]{1,4}\s*[期号次]\s*[）)〕]?(?:\s*[（(]总?第?[0-9]{1,5}期[）)])?"
)
BULLETIN = re.compile(r"(?:简报|快报|专报|信息|动态|通讯|参考|情况|专刊|摘要)$")
CONTENTS_LINE = re.compile(r"(?:\t|\.{4,}|…{2,})\s*\d{1,3}$")
TABLE_NOTE = re.compile(r"(?:备?注|说明|资料来源|数据来源)\s*[0-9]*[：:]")
PERSON_END = re.compile(r"(?:代表|委员|同志|先生|女士|老师|教授|书记|主任|[省市县区厅局院校]长)$")
LETTER_NUMBER = re.compile(r"函\s*[〔\[［(（【﹝〖]")
COPY_NUMBER = re.compile(r"(?:№|NO\.?|No\.?)?\s*[0-9０-９]{6,7}")
SECRECY = re.compile(r"(?:绝密|机密|秘密)(?:\s*[★*☆]?\s*(?:\S{1,6}[年月]|长期))?")
URGENCY = re.compile(r"(?:特\s*提|特\s*急|加\s*急|平\s*急|急\s*件)")
LABEL = re.compile(r"(?:附\s*件|附\s*表)\s*([0-9０-９]{1,2}|[一二三四五六七八九十]{1,2})?\s*[：:]?")
FOREIGN_LABEL = re.compile(rf"{NUMBER.pattern}\s*附件\s*([0-9]{{1,2}})?")
NOTE = re.compile(r"附\s*件\s*[0-9一二三四五六七八九十]?\s*[：:]\s*\S")
NOTE_MORE = re.compile(r"[0-9０-９]{1,2}\s*[.．、]\s*\S")
YEAR = r"(?:[0-9０-９]{2,4}|[〇○零O０一二三四五六七八九]{2,4})"
DAY = r"(?:[0-9０-９]{1,2}|[一二三四五六七八九十]{1,3})"
DATE = re.compile(rf"{YEAR}\s*年\s*{DAY}\s*月\s*{DAY}\s*[日号]?|{YEAR}([-./、]){DAY}\1{DAY}")
REMARK = re.compile(r"[（(].{2,80}[）)]")
IMPRINT = (
    (Kind.MAIN_TO, re.compile(r"主送\s*[：:]")),
    (Kind.COPIES, re.compile(r"(?:抄\s*送|抄\s*报|分\s*送|报(?=：)|送(?=：))\s*[：:]")),
    (Kind.ISSUE, re.compile(r".{2,60}?(?:印\s*发|印)$", re.DOTALL)),
)
ATTENDANCE = re.compile(r"(?:出席|请假|列席|缺席|参加人员|出席人员|列席人员)\s*[：:]")
ADDRESSED = re.compile(r"[：:]\s*$")
ORGAN_END = re.compile(
    r"(?:局|厅|委|委员会|办公室|政府|单位|处室|公司|中心|部门|集团|企业|学校|院|所|站|部|办"
    r"|办事处|[大中小]学|协会|学会|[居村]委会|[支大总]队)$"
)
POST_END = re.compile(r"(?:长|主任|书记|主席|经理|代表|专员|委员)$")
SIGNED = "签发人"


def is_red(colour: str) -> bool:
    """Whether a colour is what an office calls red."""
    if not re.fullmatch(r"[0-9A-Fa-f]{6}", colour):
        return False
    red, green, blue = (int(colour[i : i + 2], 16) for i in (0, 2, 4))
    return red >= 0xB0 and green <= 0x60 and blue <= 0x60


def places(paragraphs: Sequence[Paragraph], most: int = 6) -> str:
    """Where paragraphs stand, in words: ``正文第3段、正文第5段等8处``."""
    wheres = [paragraph.place.where or "" for paragraph in paragraphs]
    return "、".join(wheres[:most]) + (f"等{len(wheres)}处" if len(wheres) > most else "")


def compact(text: str) -> str:
    """A text without any white space."""
    return "".join(text.split())


def genre_of(title: str) -> str:
    """The 文种 a title ends with; empty if it ends with none. 令 only as 第N号令 or 命令."""
    bare = re.sub(r"（[^（）]*）$", "", title)
    for genre in sorted((*GENRES, *PLAIN_GENRES), key=len, reverse=True):
        if bare.endswith(genre):
            return genre
    return ""


def imprint_kind(text: str) -> Kind | None:
    """What a line of the imprint is; ``None`` if it has no such form."""
    kind = next((kind for kind, form in IMPRINT if form.match(text)), None)
    return None if kind is Kind.ISSUE and not (DATE.search(text) and len(text) < 80) else kind


def is_title(paragraph: Paragraph) -> bool:
    """Whether a paragraph behind the head is a title although it is not centred: by its size, or by its words."""
    text = compact(paragraph.text)
    if (
        not 4 <= len(text) <= 60
        or re.search("[。；]", text)
        or text.endswith(("：", ":"))
        or paragraph.in_table
    ):
        return False
    if (paragraph.size or 0) >= LARGE:
        return True
    return "关于" in text and genre_of(text) in GENRES


def is_masthead(paragraph: Paragraph) -> bool:
    """Whether a paragraph looks like the mark of the issuing organ: large and red, or large and …文件."""
    text = compact(paragraph.text)
    if not 2 <= len(text) <= 60 or NUMBER.search(text) or text.startswith(SIGNED):
        return False
    # The names of many joint issuers are smaller than a single mark: 小二 and more.
    if (paragraph.size or 0) >= 36 and is_red(paragraph.colour):
        return True
    large = (paragraph.size or 0) >= 44
    # A black masthead is a fault, not another document: 「…文件」 alone in large type is nothing else.
    return large and paragraph.alignment in ("center", "distribute") and text.endswith("文件")


def head_kind(text: str) -> Kind | None:
    """What a line of the head is besides the masthead; ``None`` if it has no such form."""
    if NUMBER.match(text):
        rest = NUMBER.sub("", text, count=1).strip()
        return Kind.DOCUMENT_NUMBER if not rest or rest.startswith(SIGNED) else None
    if text.startswith(SIGNED):
        return Kind.SIGNATORY
    if COPY_NUMBER.fullmatch(text):
        return Kind.COPY_NUMBER
    if SECRECY.fullmatch(text):
        return Kind.SECRECY
    return Kind.URGENCY if URGENCY.fullmatch(text) else None


def is_signature(paragraph: Paragraph) -> bool:
    """Whether a paragraph above the date can be the name of an organ or a person."""
    text = paragraph.text.strip()
    if len(text) > 40 or re.search(r"[。；：:，,！？0-9]", text) or read_heading(paragraph.shown):
        return False
    if re.match("\t|\u3000{6}|[ \u00a0]{10}", paragraph.text):
        return True  # pushed to the right with tabs or blanks
    return paragraph.alignment in ("center", "right", "distribute") or paragraph.indents.left > 2000


def is_post(paragraph: Paragraph) -> bool:
    """Whether a paragraph above the date is the post of somebody, with his stamp beside it (7.3.5.3)."""
    return paragraph.alignment == "right" and POST_END.search(compact(paragraph.text)) is not None


def stands_alone(title: str) -> bool:
    """Whether the words behind a heading number are a heading and nothing more."""
    inner = title.rstrip("。")
    if title.endswith("。") and inner.count("，") > 1:
        return False  # a sentence of several clauses
    return len(inner) <= 50 and not re.search(r"[。；]", inner) and not title.endswith(("；", "，", "："))


def indented(paragraph: Paragraph) -> bool:
    """Whether the first line begins about two characters in."""
    return paragraph.indents.in_chars("first", paragraph.size or 32) >= 1.5


def whole(number: str | None) -> int | None:
    """A number in Arabic or Chinese figures."""
    if not number:
        return None
    if number.isdecimal():
        return int(number)
    heading = read_heading(f"{number}、x")
    return heading.number if heading else None
