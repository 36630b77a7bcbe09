"""先进典型经验材料: one typical case, with practices, results and figures that name their source."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar, Literal

from pydantic import Field, computed_field

from qijin_docs.errors import Flaw, Severity
from qijin_docs.models.base import Model
from qijin_docs.models.document import DatedDocument
from qijin_docs.models.fields import Amount, Exact, FormalDate, Line, Lines, Names, YesNo
from qijin_docs.models.organ import Contact
from qijin_docs.models.sections import Block, Body, Section, blocks_of, paragraphs, typed_number
from qijin_docs.text.lines import whole_in_lines


class Practice(Model):
    """做法: a heading and what was done."""

    heading: Line = Field(alias="小标题")
    body: Body = Field(alias="正文", min_length=1)

    def flaws(self) -> Iterator[Flaw]:
        """The heading has no number of its own."""
        yield from typed_number("小标题", self.heading)


_SOURCES = 18
"""汉字 of 五号 that the column of sources holds, with room for wide figures."""


class CaseFigure(Model):
    """数字: a figure with its unit, what it counts, and the activities it comes from."""

    value: Amount = Field(alias="量")
    unit: Line = Field(alias="单位")
    meaning: Line = Field(alias="口径")
    sources: Names = Field(alias="来源活动", min_length=1)
    """Ids of the activities it was counted from."""

    @computed_field(alias="来源活动行")
    @property
    def source_lines(self) -> tuple[str, ...]:
        """The ids in lines of a column of 83 mm in 五号: none is broken at its hyphen."""
        return whole_in_lines(self.sources, _SOURCES)


class Opinion(Model):
    """审核: the recommending unit's opinion."""

    text: Line = Field(alias="意见")
    sealed: YesNo = Field(False, alias="盖章")
    given_on: FormalDate | None = Field(None, alias="日期")


class TypicalCase(DatedDocument):
    """先进典型经验材料 of a collective, a person, or a practice.

    Titles come in two forms: the official one (关于……的经验材料) and the news one (headline with a
    subtitle 记××).
    """

    kind_name: ClassVar[str] = "先进典型经验材料"

    id: Exact = Field(alias="编号")
    subtitle: Line | None = Field(None, alias="副标题")
    """Subtitle without dash: 记云溪市……."""
    category: Literal["集体", "个人", "做法"] = Field(alias="类型")
    sphere: Exact = Field(alias="主领域")
    subject: Line = Field(alias="典型单位")
    """Full name of the unit or person the case is about."""
    region: Line | None = Field(None, alias="所属地区")
    nature: Line | None = Field(None, alias="性质")
    recommender: Line = Field(alias="推荐单位")
    start: FormalDate = Field(alias="时段起")
    end: FormalDate = Field(alias="时段止")
    background: Body = Field((), alias="背景")
    practices: tuple[Practice, ...] = Field(alias="做法", min_length=1)
    results: Body = Field((), alias="成效")
    figures: tuple[CaseFigure, ...] = Field((), alias="数字")
    innovations: Lines = Field((), alias="创新点")
    transferable: Line | None = Field(None, alias="可推广性")
    honours: Lines = Field((), alias="荣誉")
    coverage: Names = Field((), alias="报道")
    """Ids of press, web and phone evidence."""
    photos: Names = Field((), alias="照片")
    """Ids of photographs."""
    contact: Contact | None = Field(None, alias="联系人")
    opinion: Opinion | None = Field(None, alias="审核")
    accident_free: YesNo | None = Field(None, alias="期内无生产安全事故")
    """The declaration that vetoes a case when it is missing or 否."""

    def flaws(self) -> Iterator[Flaw]:
        """Sphere known, period within the campaign, practices headed differently."""
        yield from super().flaws()
        campaign = self.campaign
        if campaign.sphere(self.sphere) is None:
            yield campaign.unknown_sphere(("主领域",), self.sphere)
        if self.start > self.end:
            yield Flaw(("时段止",), "data.date_order", "时段止早于时段起", "请核对两个日期")
        elif not (campaign.start <= self.start and self.end <= campaign.end):
            yield Flaw(("时段起",), "case.outside_campaign", "典型的时段超出活动起止", "时段应在活动期内")
        headings = [practice.heading for practice in self.practices]
        for index, heading in enumerate(headings):
            if heading in headings[:index]:
                yield Flaw(
                    ("做法", index, "小标题"),
                    "case.same_heading",
                    f"小标题“{heading}”用了两次",
                    "请换一个小标题",
                )
        if self.accident_free is False:
            yield Flaw(
                ("期内无生产安全事故",),
                "case.accident",
                "期内发生过生产安全事故，按规定不得推荐",
                "请另选典型",
                Severity.WARNING,
            )

    @computed_field(alias="正文块")
    @property
    def blocks(self) -> tuple[Block, ...]:
        """Background, practices under numbered headings, results."""
        # Everything is validated already, and an expression may have come out as nothing since.
        sections = [Section.model_construct(title=p.heading, body=p.body) for p in self.practices]
        if self.results:
            sections.append(Section.model_construct(title="工作成效", body=self.results))
        return (*paragraphs(self.background), *blocks_of(sections))

    @computed_field(alias="字数")
    @property
    def length(self) -> int:
        """Characters of title and body, as an office counts them (without spaces)."""
        text = self.full_title + (self.subtitle or "") + "".join(b.heading + b.text for b in self.blocks)
        return sum(not char.isspace() for char in text)

    @computed_field(alias="主要做法")
    @property
    def gist(self) -> str:
        """The practice headings in one cell, at most 100 characters."""
        text = "；".join(practice.heading for practice in self.practices)
        return text if len(text) <= 100 else text[:99] + "…"

    @computed_field(alias="主要数字")
    @property
    def figures_text(self) -> str:
        """The figures in one cell."""
        return "；".join(f"{f.meaning}{f.value:f}{f.unit}" for f in self.figures)
