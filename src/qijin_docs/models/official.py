"""公文的格式要素: the frame a plan, case or summary travels in (GB/T 9704-2012; 条例 art. 8, 9, 15)."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from typing import ClassVar, Literal

from pydantic import Field, computed_field

from qijin_docs.errors import Flaw, Severity
from qijin_docs.models.base import Model
from qijin_docs.models.document import DatedDocument
from qijin_docs.models.fields import Count, DocumentNumber, Exact, FormalDate, Line, Names
from qijin_docs.models.organ import Contact
from qijin_docs.models.sections import Block, Body, Section, blocks_of, paragraphs, walk_sections
from qijin_docs.text.dates import format_date
from qijin_docs.text.nearest import suggestion
from qijin_docs.text.titles import break_title

Genre = Literal["通知", "报告", "请示", "函", "通报", "纪要", "意见", "决定", "公告", "通告", "批复"]
UPWARD: frozenset[str] = frozenset({"报告", "请示"})
CARRIED = (
    "实施方案", "先进典型经验材料", "典型经验材料", "活动总结", "进展情况报告", "领导小组名单", "任务分工表", "活动台账",
    "情况统计表", "见证材料目录", "典型推荐汇总表",
)  # fmt: skip

_MENTIONED = re.compile(r"附件\s?(\d{1,2})(?!\d)")


class Letterhead(Model):
    """版头: everything above the red rule."""

    mark: Line | None = Field(None, alias="发文机关标志")
    """Red mark; the organ's name with 文件 if not written."""
    joint: Names = Field((), alias="联合发文机关")
    """Other issuers, after the host."""
    copy_number: Exact | None = Field(None, alias="份号", pattern=r"^\d{6}$")
    secrecy: Exact | None = Field(None, alias="密级", pattern=r"^(绝密|机密|秘密)(★(\d+年|长期))?$")
    urgency: Literal["特急", "加急"] | None = Field(None, alias="紧急程度")
    number: DocumentNumber | None = Field(None, alias="发文字号")
    signatories: Names = Field((), alias="签发人")

    def flaws(self) -> Iterator[Flaw]:
        """Classified documents carry a copy number (条例 art. 9)."""
        if self.secrecy and not self.copy_number:
            yield Flaw(
                ("份号",),
                "official.no_copy_number",
                f"标了密级（{self.secrecy}）却没有份号",
                "涉密公文应标六位份号",
            )


class Imprint(Model):
    """版记: copies, printer and date at the foot of the last page."""

    copies_to: Names = Field((), alias="抄送")
    printed_by: Line | None = Field(None, alias="印发机关")
    printed_on: FormalDate | None = Field(None, alias="印发日期")
    copies: Count | None = Field(None, alias="份数")


class Attachment(Model):
    """附件: a name, and the kind of document or table of this project that it is."""

    name: Line = Field(alias="名称")
    """Without 《》, number and closing punctuation (GB/T 9704 7.3.4)."""
    carries: Exact | None = Field(None, alias="承载")
    """Kind of the document that follows as the attachment's text: 实施方案."""
    item: Exact | None = Field(None, alias="编号")
    """Which one of that kind (a case's id, a report's phase)."""

    def flaws(self) -> Iterator[Flaw]:
        """The name ends without punctuation; what it carries is a kind of document there is."""
        if self.carries is not None and self.carries not in CARRIED:
            hint = suggestion(self.carries, CARRIED, f"可以承载：{'、'.join(CARRIED)}")
            yield Flaw(("承载",), "official.unknown_carried", f"附件不能承载“{self.carries}”", hint)
        if self.name[-1] in "。；，、：.;,":
            yield Flaw(
                ("名称",),
                "official.attachment_punctuation",
                f"附件名称“{self.name}”末尾有标点",
                "附件名称后不加标点",
            )


class OfficialDocument(DatedDocument):
    """公文: letterhead, title, addressees, body, attachments, signature, imprint.

    Plans, cases and summaries are no 文种; they travel as attachments of a 报告 upward or a 通知
    downward.
    """

    kind_name: ClassVar[str] = "公文"

    id: Exact = Field(alias="编号")
    """Short name of the document inside the project."""
    genre: Genre = Field(alias="文种")
    phase: int | None = Field(None, alias="阶段", ge=1)
    """Phase in which it is due."""
    letterhead: Letterhead = Field(default_factory=Letterhead, alias="版头")
    subject: Line | None = Field(None, alias="事由")
    """What comes between 关于 and 的文种; the title is built from it."""
    addressees: Names = Field((), alias="主送")
    body: Body = Field((), alias="正文")
    sections: tuple[Section, ...] = Field((), alias="章节")
    closing: Line | None = Field(None, alias="结尾语")
    attachments: tuple[Attachment, ...] = Field((), alias="附件")
    note: Line | None = Field(None, alias="附注")
    publicity: Literal["主动公开", "依申请公开", "不予公开"] | None = Field(None, alias="公开属性")
    contact: Contact | None = Field(None, alias="联系人")
    imprint: Imprint = Field(default_factory=Imprint, alias="版记")

    def flaws(self) -> Iterator[Flaw]:
        """Up-going documents have a signatory, others none; number, title and addressees fit the genre."""
        yield from super().flaws()
        if self.upward and not self.letterhead.signatories:
            yield Flaw(
                ("版头", "签发人"),
                "official.no_signatory",
                f"{self.genre}是上行文，没有签发人",
                "请在“版头”里写“签发人”",
            )
        if not self.upward and self.letterhead.signatories:
            yield Flaw(
                ("版头", "签发人"),
                "official.signatory",
                f"{self.genre}不是上行文，不标签发人",
                "请删去“签发人”",
            )
        if self.title is None and self.subject is None:
            yield Flaw(
                ("事由",), "data.missing", "没有标题，也没有事由", "请写“事由”，由程序拟标题；或直接写“标题”"
            )
        if self.subject is not None and (
            self.subject.startswith("关于") or self.subject.endswith(f"的{self.genre}")
        ):
            yield Flaw(
                ("事由",),
                "official.subject",
                f"事由“{self.subject}”自己带了“关于”或“的{self.genre}”，标题里会重复",
                "事由只写“关于”与文种之间的话，如“印发实施方案”",
            )
        if self.title is not None and not self.title.endswith(self.genre):
            yield Flaw(
                ("标题",),
                "official.genre_in_title",
                f"标题“{self.title}”不以文种“{self.genre}”结尾",
                "标题末尾应是文种",
            )
        if not self.addressees and self.genre not in ("公告", "通告", "纪要"):
            yield Flaw(("主送",), "data.missing", f"{self.genre}没有主送机关", "请写“主送”")
        if self.genre == "请示" and len(self.addressees) > 1:
            yield Flaw(
                ("主送",), "official.several_addressees", "请示有不止一个主送机关", "请示只写一个主送机关"
            )
        if not self.body and not self.sections:
            yield Flaw(("正文",), "data.missing", "公文没有正文", "请写“正文”")
        number = self.letterhead.number
        if number is not None and self.date and f"〔{self.date.year}〕" not in number:
            yield Flaw(
                ("版头", "发文字号"),
                "official.number_year",
                f"发文字号{number}的年份与成文日期不同",
                "请核对发文字号",
            )
        yield from self._section_flaws()
        text = "".join(b.line for b in self.blocks)
        if self.genre == "报告" and any(word in text for word in ("请批示", "请批准", "请审批")):
            yield Flaw(
                ("正文",),
                "official.request_in_report",
                "报告里夹带了请示事项",
                "请示事项另用请示行文",
                Severity.WARNING,
            )
        for mentioned in sorted({int(n) for n in _MENTIONED.findall(text)}):
            if mentioned > len(self.attachments):
                yield Flaw(
                    ("附件",),
                    "official.no_such_attachment",
                    f"正文提到附件{mentioned}，附件却只有{len(self.attachments)}个",
                    "请补上附件，或更正正文",
                )
        if self.attachments and "附件" not in text and not any(a.name in text for a in self.attachments):
            yield Flaw(
                ("附件",),
                "official.attachment_unmentioned",
                "有附件，正文里却没有提到",
                "请在正文里提到附件",
                Severity.WARNING,
            )

    def _section_flaws(self) -> Iterator[Flaw]:
        if self.phase is not None and self.phase > len(self.campaign.phases):
            yield self.campaign.unknown_phase(("阶段",), self.phase)
        for path, section in walk_sections(self.sections, ("章节",)):
            if section.sphere is not None and self.campaign.sphere(section.sphere) is None:
                yield self.campaign.unknown_sphere((*path, "领域"), section.sphere)
            elif section.sphere is not None and section.title is None:
                yield Flaw(
                    (*path, "标题"),
                    "official.no_role",
                    f"公文不知道本单位在“{section.sphere}”领域的角色，拟不出这一节的标题",
                    "请写“标题”",
                )
            if section.phase is not None and section.phase > len(self.campaign.phases):
                yield self.campaign.unknown_phase((*path, "阶段"), section.phase)

    @property
    def upward(self) -> bool:
        """Whether the document goes to a superior."""
        return self.genre in UPWARD

    @computed_field(alias="标志")
    @property
    def mark(self) -> str:
        """The red mark: as written, or organ name + 文件."""
        return self.letterhead.mark or f"{self.organ.name}文件"

    @computed_field(alias="标题行")
    @property
    def title_lines(self) -> tuple[str, ...]:
        """Organ + 关于 + subject + 的 + genre, in lines."""
        title = self.title or f"{self.organ.name}关于{self.subject}的{self.genre}"
        return break_title(title, keep=(self.organ.name, *self.letterhead.joint))

    @computed_field(alias="主送句")
    @property
    def addressee_line(self) -> str:
        """``省安委会办公室：``."""
        return "、".join(self.addressees) + "：" if self.addressees else ""

    @computed_field(alias="附件名")
    @property
    def attachment_lines(self) -> tuple[dict[str, str], ...]:
        """Number (empty for a single attachment) and name of each line of the 附件说明."""
        several = len(self.attachments) > 1
        return tuple(
            {"序号": f"{i}." if several else "", "名称": a.name}
            for i, a in enumerate(self.attachments, start=1)
        )

    @computed_field(alias="签发人文字")
    @property
    def signatory_text(self) -> str:
        """Signatories with spaces between them, no 、 (GB/T 9704 7.2.6)."""
        return "　".join(self.letterhead.signatories)

    @computed_field(alias="抄送句")
    @property
    def copies_line(self) -> str:
        """``抄送：甲，乙。`` or empty."""
        return f"抄送：{'，'.join(self.imprint.copies_to)}。" if self.imprint.copies_to else ""

    @computed_field(alias="印发日期文字")
    @property
    def printed_text(self) -> str:
        """``2018年4月26日印发`` or empty."""
        day: dt.date | None = self.imprint.printed_on or self.issued_on
        return f"{format_date(day)}印发" if day else ""

    @computed_field(alias="正文块")
    @property
    def blocks(self) -> tuple[Block, ...]:
        """Body, sections, closing, as numbered paragraphs."""
        closing = (Block(style="正文", level=0, text=self.closing),) if self.closing else ()
        return (*paragraphs(self.body), *blocks_of(self.sections, self.campaign.headings()), *closing)
