"""The parts of an official document that are not its text: 版头, 版记, 附件, and what decides its 文种."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from qijin_docs.errors import Flaw, Severity
from qijin_docs.models.base import Model
from qijin_docs.models.fields import Count, DocumentNumber, Exact, FormalDate, Line, Names
from qijin_docs.text.nearest import suggestion

CARRIED = (
    "实施方案", "先进典型经验材料", "典型经验材料", "活动总结", "进展情况报告", "领导小组名单", "任务分工表", "活动台账",
    "情况统计表", "见证材料目录", "典型推荐汇总表", "督查记录与整改销号表", "考核名次表",
    "新闻发布会配合材料", "新闻发布会出席名单", "新闻发布会问答口径",
)  # fmt: skip

_MENTIONED = re.compile(r"附件\s?(\d{1,2})(?!\d)")


class Letterhead(Model):
    """版头: everything above the red rule."""

    mark: Line | None = Field(None, alias="发文机关标志")
    """Red mark; if not written the organ's name with 文件, alone (函) or with 会议纪要 (纪要)."""
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


class Mailing(Model):
    """分发: the same letter to several units, a letter of its own to each."""

    to_each: Literal["有问题的被查单位"] = Field(alias="逐个")
    """Which units get one."""
    numbers: dict[str, DocumentNumber] = Field(default_factory=dict, alias="发文字号")
    """Full or short name of a unit → number of its letter; without one the letter is a draft."""


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


class Waybill(BaseModel):
    """As much of a letter as decides its 文种, read before the letter is whole."""

    model_config = ConfigDict(extra="ignore", populate_by_name=True)

    addressees: Names = Field((), alias="主送")
    attachments: tuple[Mapping[str, Any], ...] = Field((), alias="附件")

    @property
    def carried(self) -> tuple[str | None, ...]:
        """What the attachments carry."""
        return tuple(item.get("承载", item.get("carries")) for item in self.attachments)


def unmatched_attachments(text: str, attachments: Sequence[Attachment]) -> Iterator[Flaw]:
    """An attachment that the text of a letter mentions and that is not there, and attachments it does not mention."""
    for mentioned in sorted({int(n) for n in _MENTIONED.findall(text)}):
        if mentioned > len(attachments):
            yield Flaw(
                ("附件",),
                "official.no_such_attachment",
                f"正文提到附件{mentioned}，附件却只有{len(attachments)}个",
                "请补上附件，或更正正文",
            )
    if attachments and "附件" not in text and not any(a.name in text for a in attachments):
        yield Flaw(
            ("附件",),
            "official.attachment_unmentioned",
            "有附件，正文里却没有提到",
            "请在正文里提到附件",
            Severity.WARNING,
        )
