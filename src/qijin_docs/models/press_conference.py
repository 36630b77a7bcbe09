"""新闻发布会配合材料: what a department brings to a conference that others hold (fact 0.3, second phase)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar, Literal

from pydantic import Field, computed_field

from qijin_docs.errors import Flaw, Severity
from qijin_docs.models.base import Model
from qijin_docs.models.document import DatedDocument
from qijin_docs.models.fields import Exact, FormalDate, Line
from qijin_docs.models.sections import Block, Body, Section, blocks_of, paragraphs, walk_sections
from qijin_docs.text.numerals import heading_number
from qijin_docs.text.titles import break_title

Part = Literal["发布人", "答问", "出席", "联络", "工作人员"]


class Attendee(Model):
    """出席人员."""

    name: Line = Field(alias="姓名")
    organ: Line = Field(alias="单位")
    post: Line = Field(alias="职务")
    part: Part = Field("出席", alias="分工")
    phone: Exact | None = Field(None, alias="电话")
    note: Line | None = Field(None, alias="备注")


class Question(Model):
    """问答口径: a question that may be asked, and what will be answered, on what ground."""

    question: Line = Field(alias="问")
    answer: Body = Field(alias="答", min_length=1)
    source: Line = Field(alias="依据")
    """Where the answer comes from: a document, the register, the section that vouches for it."""
    prepared_by: Line = Field(alias="提供处室")
    answered_by: Line | None = Field(None, alias="答问人")


class PressConference(DatedDocument):
    """新闻发布会配合材料: material for the release, who attends, questions and answers."""

    kind_name: ClassVar[str] = "新闻发布会配合材料"

    conference: Line = Field(alias="发布会名称")
    held_by: Line = Field(alias="主办单位")
    day: FormalDate | None = Field(None, alias="日期")
    time: Line | None = Field(None, alias="时间")
    place: Line | None = Field(None, alias="地点")
    introduction: Body = Field((), alias="导语")
    sections: tuple[Section, ...] = Field((), alias="素材")
    """The department's material, in sections."""
    attendees: tuple[Attendee, ...] = Field((), alias="出席名单")
    questions: tuple[Question, ...] = Field((), alias="问答")

    def flaws(self) -> Iterator[Flaw]:
        """Spheres exist; answers are vouched for; those who answer are on the list; material before the day."""
        yield from super().flaws()
        for path, section in walk_sections(self.sections, ("素材",)):
            if section.sphere is not None and self.campaign.sphere(section.sphere) is None:
                yield self.campaign.unknown_sphere((*path, "领域"), section.sphere)
            elif section.sphere is not None and section.title is None:
                yield Flaw(
                    (*path, "标题"),
                    "press.no_title",
                    f"“{section.sphere}”领域这一节没有标题",
                    "请写“标题”",
                )
        names = {a.name for a in self.attendees}
        for index, question in enumerate(self.questions):
            if question.answered_by and question.answered_by not in names:
                yield Flaw(
                    ("问答", index, "答问人"),
                    "press.unknown_speaker",
                    f"答问人“{question.answered_by}”不在出席名单里",
                    "请加进出席名单，或改答问人",
                )
        if self.day and self.date and self.date > self.day:
            yield Flaw(
                ("成文日期",),
                "press.late",
                "配合材料的成文日期晚于发布会日期",
                "材料应在发布会之前送主办单位，请核对日期",
                Severity.WARNING,
            )
        for part, value in (("素材", self.sections), ("出席名单", self.attendees), ("问答", self.questions)):
            if not value:
                yield Flaw(
                    (part,),
                    "press.part_missing",
                    f"配合材料里没有{part}",
                    "发布会配合材料包括素材、出席名单、问答口径三样",
                    Severity.WARNING,
                )

    @computed_field(alias="正文块")
    @property
    def blocks(self) -> tuple[Block, ...]:
        """Introduction and material as numbered paragraphs."""
        return (*paragraphs(self.introduction), *blocks_of(self.sections, self.campaign.headings()))

    @computed_field(alias="问答段")
    @property
    def answers(self) -> tuple[dict[str, object], ...]:
        """Questions with their numbers and the paragraphs of their answers: 编号 问 段 依据 提供处室 答问人."""
        return tuple(
            {
                "编号": heading_number(1, index),
                "问": q.question,
                "段": paragraphs(q.answer),
                "依据": q.source,
                "提供处室": q.prepared_by,
                "答问人": q.answered_by,
            }
            for index, q in enumerate(self.questions, start=1)
        )

    @computed_field(alias="名单标题行")
    @property
    def list_title(self) -> tuple[str, ...]:
        """Title of the attendance list."""
        return break_title(f"{self.organ.name}出席{self.conference}人员名单", keep=(self.organ.name,))

    @computed_field(alias="问答标题行")
    @property
    def answers_title(self) -> tuple[str, ...]:
        """Title of the questions and answers."""
        return break_title(f"{self.conference}问答口径（{self.organ.name}）", keep=(self.organ.name,))
