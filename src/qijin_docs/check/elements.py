"""Which paragraph is what: 发文机关标志, 发文字号, 标题, 主送机关, … 印发.

Told from what stands there and how it is set, never from the names of styles alone, because a document may
come from anyone. What cannot be told is ``不能确定`` and named in :attr:`Elements.uncertain`; no rule may treat
a guess as a fact.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from qijin_docs.check.facts import Facts, Paragraph
from qijin_docs.check.report import Finding, Unverified


class Kind(StrEnum):
    """What a paragraph is."""

    COPY_NUMBER = "份号"
    SECRECY = "密级和保密期限"
    URGENCY = "紧急程度"
    MASTHEAD = "发文机关标志"
    DOCUMENT_NUMBER = "发文字号"
    SIGNATORY = "签发人"
    TITLE = "标题"
    SUBTITLE = "题下说明"
    ADDRESSEES = "主送机关"
    BODY = "正文"
    HEADING_1 = "一级标题"
    HEADING_2 = "二级标题"
    HEADING_3 = "三级标题"
    HEADING_4 = "四级标题"
    ATTENDANCE = "出席请假列席"
    ATTACHMENT_NOTE = "附件说明"
    SIGNATURE = "署名"
    DATE = "成文日期"
    REMARK = "附注"
    ATTACHMENT_LABEL = "附件标号"
    ATTACHMENT_TITLE = "附件标题"
    MAIN_TO = "主送（版记）"
    COPIES = "抄送"
    ISSUE = "印发机关和印发日期"
    CAPTION = "表题"
    TABLE = "表内文字"
    CONTENTS = "目录"
    BLANK = "空行"
    UNKNOWN = "不能确定"


HEADINGS = (Kind.HEADING_1, Kind.HEADING_2, Kind.HEADING_3, Kind.HEADING_4)
HEAD = (
    Kind.COPY_NUMBER,
    Kind.SECRECY,
    Kind.URGENCY,
    Kind.MASTHEAD,
    Kind.DOCUMENT_NUMBER,
    Kind.SIGNATORY,
)
IMPRINT = (Kind.MAIN_TO, Kind.COPIES, Kind.ISSUE)


class Form(StrEnum):
    """Which format of GB/T 9704-2012 a document follows."""

    FILE = "文件格式"
    LETTER = "信函格式"
    ORDER = "命令格式"
    MINUTES = "纪要格式"
    PLAIN = "无版头材料"


@dataclass(frozen=True, slots=True)
class HeadingAt:
    """A heading number at the start of a paragraph.

    Args:
        index: the paragraph in :attr:`Facts.paragraphs`.
        level: 1 to 4.
        number: 1, 2, 3 …
        title: what follows the number; where body text follows in the same paragraph, up to the first 。
        alone: the paragraph holds nothing else.
    """

    index: int
    level: int
    number: int
    title: str
    alone: bool


@dataclass(frozen=True, slots=True)
class Attached:
    """An attachment that is bound with the document.

    Args:
        label: index of its 附件标号.
        number: the number behind 附件; ``None`` if there is none.
        title: its title with the lines joined; empty if none was found.
        first, last: its paragraphs, the label included.
    """

    label: int
    number: int | None
    title: str
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Elements:
    """What every paragraph of the body is.

    Args:
        facts: of the document.
        form: the format it was taken for.
        kinds: one for each of :attr:`Facts.paragraphs`.
        headings: every heading number, in order, those of attachments too.
        attachments: in order.
        title: lines joined; empty if none was found.
        genre: the 文种 at the end of the title: 通知, 报告 …; empty if it ends with none.
        upward: an 上行文: it has a 签发人, or its 文种 only goes up.
        uncertain: what could not be told.
    """

    facts: Facts
    form: Form
    kinds: tuple[Kind, ...]
    headings: tuple[HeadingAt, ...] = ()
    attachments: tuple[Attached, ...] = ()
    title: str = ""
    genre: str = ""
    upward: bool = False
    uncertain: tuple[Unverified, ...] = ()

    def of(self, *kinds: Kind) -> tuple[Paragraph, ...]:
        """The paragraphs of these kinds, in order."""
        return tuple(self.facts.paragraphs[i] for i in self.at(*kinds))

    def at(self, *kinds: Kind) -> tuple[int, ...]:
        """The indices of the paragraphs of these kinds."""
        return tuple(i for i, kind in enumerate(self.kinds) if kind in kinds)

    def first(self, *kinds: Kind) -> Paragraph | None:
        """The first paragraph of these kinds."""
        return next(iter(self.of(*kinds)), None)

    @property
    def main_end(self) -> int:
        """Index behind the last paragraph of the main text: where attachments, or else the imprint, begin."""
        if self.attachments:
            return self.attachments[0].first
        return next(iter(self.at(*IMPRINT)), len(self.kinds))

    def running(self) -> Iterator[tuple[int, Paragraph]]:
        """Index and paragraph of all that is text in sentences: body and headings, also of attachments."""
        for i, kind in enumerate(self.kinds):
            if kind is Kind.BODY or kind in HEADINGS:
                yield i, self.facts.paragraphs[i]


Said = Finding | Unverified
