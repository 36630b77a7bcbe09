"""公文的格式要素: the frame a plan, case or summary travels in (GB/T 9704-2012; 条例 art. 8, 9, 15)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Any, ClassVar, Literal, get_args

from pydantic import Field, ValidationError, ValidationInfo, computed_field, model_validator
from pydantic_core import PydanticCustomError

from qijin_docs.errors import Flaw, Severity
from qijin_docs.models.document import DatedDocument
from qijin_docs.models.fields import Exact, Line, Names
from qijin_docs.models.letterhead import (
    Attachment,
    Imprint,
    Letterhead,
    Mailing,
    Waybill,
    unmatched_attachments,
)
from qijin_docs.models.organ import Contact
from qijin_docs.models.routing import chosen_route
from qijin_docs.models.sections import Block, Body, Section, blocks_of, paragraphs, walk_sections
from qijin_docs.models.signatures import lines_of_names, tabs_before
from qijin_docs.text.dates import format_date
from qijin_docs.text.titles import break_title

Genre = Literal["通知", "报告", "请示", "函", "通报", "纪要", "意见", "决定", "公告", "通告", "批复"]
Ending = Literal["加盖印章", "不加盖印章", "签名章"]
UPWARD: frozenset[str] = frozenset({"报告", "请示"})


class OfficialDocument(DatedDocument):
    """公文: letterhead, title, addressees, body, attachments, signature, imprint.

    Plans, cases and summaries are no 文种; they travel as attachments of a 报告 upward or a 通知
    downward.
    """

    kind_name: ClassVar[str] = "公文"

    id: Exact = Field(alias="编号")
    """Short name of the document inside the project."""
    genre: Genre = Field(alias="文种")
    """Inside a project it need not be written where the table of routes knows it from 承载 and 主送."""
    phase: int | None = Field(None, alias="阶段", ge=1)
    """Phase in which it is due."""
    letterhead: Letterhead = Field(default_factory=Letterhead, alias="版头")
    subject: Line | None = Field(None, alias="事由")
    """What comes between 关于 and 的文种; the title is built from it."""
    addressees: Names = Field((), alias="主送")
    mailing: Mailing | None = Field(None, alias="分发")
    body: Body = Field((), alias="正文")
    sections: tuple[Section, ...] = Field((), alias="章节")
    closing: Line | None = Field(None, alias="结尾语")
    attachments: tuple[Attachment, ...] = Field((), alias="附件")
    note: Line | None = Field(None, alias="附注")
    publicity: Literal["主动公开", "依申请公开", "不予公开"] | None = Field(None, alias="公开属性")
    contact: Contact | None = Field(None, alias="联系人")
    ending: Ending = Field("加盖印章", alias="落款")
    """Sealed, without a seal, or with a signature stamp (GB/T 9704 7.3.5.1 to 7.3.5.3)."""
    posts: Names = Field((), alias="签名人职务")
    """With a signature stamp: the posts of those who sign, the host's first (市长)."""
    present: Names = Field((), alias="出席")
    """Who took part in the meeting; like the next two only in a 纪要 (10.3)."""
    excused: Names = Field((), alias="请假")
    in_attendance: Names = Field((), alias="列席")
    imprint: Imprint = Field(default_factory=Imprint, alias="版记")

    @model_validator(mode="before")
    @classmethod
    def _genre_by_route(cls, data: Any, info: ValidationInfo) -> Any:
        # Only a project has the register that tells who stands above and who below.
        organs = ((info.context or {}).get("given") or {}).get("organ_book")
        if organs is None or not isinstance(data, Mapping) or data.get("文种") or data.get("genre"):
            return data
        try:
            letter = Waybill.model_validate(data)
        except ValidationError:
            return data  # what is wrong with them is said by the fields themselves
        found = chosen_route(letter.carried, letter.addressees, organs)
        if isinstance(found, str):
            flaw = Flaw(
                ("文种",),
                "official.no_genre",
                f"没有写文种，也选不出来：{found}",
                f"请写“文种”：{'、'.join(get_args(Genre))}",
            )
            raise PydanticCustomError(
                "data.flaws", "{sentence}", {"sentence": flaw.message, "flaws": (flaw,)}
            )
        return {**data, "文种": found.genre}

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
        if not (self.addressees or self.mailing or self.genre in ("公告", "通告", "纪要")):
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
        yield from self._form_flaws()
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
        yield from unmatched_attachments(text, self.attachments)

    def _form_flaws(self) -> Iterator[Flaw]:
        """What belongs to one format or ending only."""
        asked = {"函": "", "纪要": "纪要"}.get(self.genre)
        mark = self.letterhead.mark
        if mark and asked is not None and (mark.endswith("文件") or not mark.endswith(asked)):
            wanted = "不带“文件”" if not asked else "以“纪要”结尾"
            yield Flaw(
                ("版头", "发文机关标志"),
                "official.mark",
                f"{self.genre}的发文机关标志“{mark}”写得不对",
                f"{self.genre}的标志{wanted}",
            )
        signers = 1 + len(self.letterhead.joint)
        if self.ending == "签名章" and len(self.posts) != signers:
            yield Flaw(
                ("签名人职务",),
                "official.posts",
                f"落款用签名章，有{signers}个机关签署，写了{len(self.posts)}个签名人职务",
                "每个签署机关写一个职务，主办机关的在前",
            )
        if self.ending != "签名章" and self.posts:
            yield Flaw(
                ("签名人职务",),
                "official.posts",
                f"落款是{self.ending}，却写了签名人职务",
                "用签名章时才写签名人职务；请改“落款”或删去职务",
            )
        for name, people in (("出席", self.present), ("请假", self.excused), ("列席", self.in_attendance)):
            if people and self.genre != "纪要":
                yield Flaw(
                    (name,), "official.attendance", f"{self.genre}里写了{name}人员", "只有纪要列会议人员名单"
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
        """The red mark: as written, or from the organ's name and the genre."""
        behind = {"函": "", "纪要": "会议纪要"}.get(self.genre, "文件")
        return self.letterhead.mark or self.organ.name + behind

    @property
    def issuers(self) -> tuple[str, ...]:
        """Who issues it, the host first."""
        return (self.organ.name, *self.letterhead.joint)

    @computed_field(alias="署名行")
    @property
    def signature_lines(self) -> tuple[dict[str, Any], ...]:
        """The names above the date, sealed; see :func:`~.signatures.lines_of_names`."""
        return lines_of_names(self.issuers)

    @computed_field(alias="署名前空")
    @property
    def before_signature(self) -> str:
        """Tabs of half a character before an unsealed signature; before the date stand four more."""
        return tabs_before(self.issuers, self.date_text, dated=self.date is not None)

    @computed_field(alias="会议人员")
    @property
    def attendance(self) -> tuple[dict[str, str], ...]:
        """Label and names of each list of people there is: ``{"称谓": "出席", "名单": "甲、乙"}``."""
        lists = (("出席", self.present), ("请假", self.excused), ("列席", self.in_attendance))
        return tuple({"称谓": label, "名单": "、".join(people)} for label, people in lists if people)

    @computed_field(alias="标题行")
    @property
    def title_lines(self) -> tuple[str, ...]:
        """Organ + 关于 + subject + 的 + genre, in lines."""
        title = self.title or f"{self.organ.name}关于{self.subject}的{self.genre}"
        return break_title(title, keep=self.issuers)

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
