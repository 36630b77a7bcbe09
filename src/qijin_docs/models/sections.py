"""章节 and 正文块: a tree of sections becomes the numbered paragraphs of a document.

Numbers are never typed: 一、 （一） 1. （1） follow from the tree (GB/T 9704 7.3.3). A section's
heading may stand alone, stand alone with a full stop, or run into its first paragraph; phases carry
their own heading and no number; enumerations (一是…二是…) become one paragraph.

A heading of the first level that stands alone never ends with a full stop (GB/T 15834): the stop of
独立成段带句号 is printed from the second level down, where offices use it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from qijin_docs.errors import Flaw
from qijin_docs.models.base import Model
from qijin_docs.models.fields import Exact, Line, Narrative, Prose
from qijin_docs.models.roles import Role
from qijin_docs.text.numerals import heading_number, read_heading, to_chinese

DEEPEST_LEVEL = 4


class Layout(StrEnum):
    """排版: how a heading stands to the text under it."""

    ALONE = "独立成段"
    ALONE_WITH_STOP = "独立成段带句号"
    """The stop is printed below the first level only."""
    RUN_IN = "段首标题"


class Points(Model):
    """要点: an enumeration inside one paragraph, ``…：一是…；二是…。``."""

    lead_in: Prose | None = Field(None, alias="引语")
    """Words before the first point, without the colon."""
    series: Literal["一是", "一要", "首先", "第一"] = Field("一是", alias="序词")
    """Which series of ordinals: 一是/二是, 一要/二要, 首先/其次/再次/最后, 第一/第二."""
    points: tuple[Prose, ...] = Field(alias="要点", min_length=1)
    """The points, without ordinals and without closing punctuation."""
    as_sentences: bool = Field(False, alias="各成一句")
    """Close each point with a full stop instead of a semicolon."""

    def flaws(self) -> Iterator[Flaw]:
        """首先/其次/再次/最后 has four members; a single point needs no ordinal."""
        if self.series == "首先" and len(self.points) > len(_FIRSTLY):
            yield Flaw(
                ("要点",),
                "data.too_many_points",
                f"“首先、其次”的列举最多四点，这里有{len(self.points)}点",
                "请改用“一是”",
            )

    def sentence(self) -> str:
        """The whole enumeration as one paragraph."""
        end = "。" if self.as_sentences else "；"
        parts = []
        for index, point in enumerate(self.points):
            last = index == len(self.points) - 1
            parts.append(self._ordinal(index) + point.rstrip("。；") + ("。" if last else end))
        lead_in = self.lead_in.rstrip("：。") + ("。" if self.as_sentences else "：") if self.lead_in else ""
        return lead_in + "".join(parts)

    def _ordinal(self, index: int) -> str:
        if self.series == "首先":
            return _FIRSTLY[index] + "，"
        if self.series == "第一":
            return f"第{to_chinese(index + 1)}，"
        return to_chinese(index + 1) + self.series[-1]


_FIRSTLY = ("首先", "其次", "再次", "最后")


def _one_or_many(value: object) -> object:
    return (value,) if isinstance(value, (str, dict, Points)) else value


Body = Annotated[tuple[Points | Prose, ...], BeforeValidator(_one_or_many)]
"""Paragraphs: each a string or an enumeration (:class:`Points`)."""


DrawnFrom = Literal["督查做法", "督查问题", "整改事项", "考核等次"]
"""What a section may be taken from: merits, findings by kind, findings one by one, units by grade."""


class Section(Model):
    """章节: a heading with paragraphs and sub-sections.

    The heading is either written (``标题``) or follows from a sphere (``领域``: by the unit's role)
    or from a phase (``阶段``: by its number, deadline and name).
    """

    title: Line | None = Field(None, alias="标题")
    """The heading without its number and without closing punctuation."""
    sphere: Exact | None = Field(None, alias="领域")
    """Name of the sphere this section is about."""
    phase: int | None = Field(None, alias="阶段", ge=1)
    """Number of the phase this section is about; its heading has no number of the tree."""
    layout: Layout = Field(Layout.ALONE, alias="排版")
    """How the heading stands to the text."""
    numbered: bool = Field(True, alias="编号")
    """Whether the tree numbers this section."""
    body: Body = Field((), alias="正文")
    """Paragraphs between the heading and the sub-sections."""
    subsections: tuple[Section, ...] = Field((), alias="小节")
    """Sections one level down."""
    drawn_from: DrawnFrom | None = Field(None, alias="取自")
    """Records of the project that the content is taken from; it follows what ``正文`` says."""

    def flaws(self) -> Iterator[Flaw]:
        """A section has a heading, and something under it."""
        if self.title is None and self.sphere is None and self.phase is None:
            yield Flaw(
                ("标题",), "data.missing", "这一节没有标题", "请写“标题”，或写“领域”“阶段”由程序拟标题"
            )
        if not self.body and not self.subsections and not self.drawn_from:
            yield Flaw(
                ("正文",),
                "data.empty_section",
                f"“{self.name}”这一节下面什么也没有",
                "请写“正文”或“小节”，或删去这一节",
            )
        if self.drawn_from and (self.subsections or self.layout is Layout.RUN_IN):
            yield Flaw(
                ("取自",),
                "data.drawn_section",
                f"“{self.name}”的内容取自{self.drawn_from}，不能再写小节，也不能排成段首标题",
                "小节由程序按记录编排；请删去“小节”，“排版”用独立成段",
            )
        if self.layout is Layout.RUN_IN and not self.body and not self.drawn_from:
            yield Flaw(
                ("正文",),
                "data.run_in_without_text",
                f"“{self.name}”排成段首标题，却没有接在后面的正文",
                "请写“正文”，或把“排版”改为“独立成段”",
            )
        if self.sphere is not None and self.phase is not None:
            yield Flaw(
                ("阶段",),
                "data.sphere_and_phase",
                f"这一节既写了领域“{self.sphere}”，又写了第{self.phase}阶段",
                "一节只写其中一种",
            )
        if self.numbered:
            yield from typed_number("标题", self.title)
        if self.height > DEEPEST_LEVEL:
            yield Flaw(
                ("小节",),
                "data.too_deep",
                f"“{self.name}”下面分了{self.height}级，公文标题只有{DEEPEST_LEVEL}级",
                "请把最里面一级并入正文",
            )

    @property
    def height(self) -> int:
        """Levels of headings from this one down."""
        return 1 + max((section.height for section in self.subsections), default=0)

    @property
    def name(self) -> str:
        """What to call this section in a message."""
        return self.title or self.sphere or (f"第{to_chinese(self.phase)}阶段" if self.phase else "无题")


def typed_number(field: str, title: str | None) -> Iterator[Flaw]:
    """The flaw of a heading that brings its own number, which the tree would put a second one before."""
    typed = read_heading(title or "")
    if typed is not None:
        yield Flaw(
            (field,),
            "data.typed_number",
            f"标题“{title}”自己写了序号",
            f"序号由程序编排，只写“{typed.title}”",
        )


class Headings(Model):
    """What the headings that are not written out are derived from; see :meth:`of`."""

    subject: str = Field("安全生产宣传教育", alias="活动名")
    """Words before “进企业” in a sphere's heading."""
    roles: dict[str, Role] = Field(default_factory=dict, alias="角色")
    """Sphere name → the unit's role in it."""
    names: dict[str, str] = Field(default_factory=dict, alias="领域名")
    """Any way to write a sphere (``进企业``, ``厂矿``) → its name."""
    phases: dict[int, str] = Field(default_factory=dict, alias="阶段")
    """Phase number → heading such as ``第一阶段（4月30日前）统筹规划``."""

    def of(self, section: Section) -> str:
        """The heading of a section, derived where it is not written."""
        if section.title is not None:
            return section.title
        if section.sphere is not None:
            name = self.names.get(section.sphere, section.sphere)
            role = self.roles.get(name, Role.OWN)
            return f"{role.phrase}{self.subject}“进{name}”"
        return self.phases.get(section.phase or 0, section.name)


class Block(Model):
    """正文块: one paragraph as a template prints it.

    ``style`` names the paragraph: 一级标题…四级标题 (heading alone), 一级段首…四级段首 (heading that
    runs into the text), 无号标题, 无号段首, 阶段, 正文.
    """

    style: str = Field(alias="样式")
    level: int = Field(alias="级别")
    """1–4 for headings, 0 for text."""
    number: str = Field("", alias="编号")
    """``一、`` ``（一）`` ``1.`` ``（1）`` or empty."""
    heading: str = Field("", alias="标题")
    """Heading with its closing punctuation, without its number."""
    text: str = Field("", alias="文字")
    """Text after a run-in heading, or the paragraph."""
    with_ending: bool = Field(False, alias="随落款")
    """Whether it must stay on one page with what follows it."""
    before_break: str = Field("", alias="前页文字")
    """The text up to where the last lines go to the next page together with the ending; empty if none do."""
    after_break: str = Field("", alias="次页文字")
    """The rest of the text."""

    @property
    def line(self) -> str:
        """The whole paragraph as one string."""
        return self.number + self.heading + self.text


_LEVELS = ("", "一级", "二级", "三级", "四级")
_CLOSED = ("。", "？", "！")


def blocks_of(sections: Iterable[Section], headings: Headings | None = None) -> tuple[Block, ...]:
    """Turn a tree of sections into numbered paragraphs, in reading order."""
    return tuple(_walk(sections, headings or Headings(), level=1))


def walk_sections(
    sections: Iterable[Section], path: tuple[str | int, ...]
) -> Iterator[tuple[tuple[str | int, ...], Section]]:
    """Yield every section of a tree with its path, in reading order."""
    for index, section in enumerate(sections):
        yield (*path, index), section
        yield from walk_sections(section.subsections, (*path, index, "小节"))


def paragraphs(body: Iterable[Points | Narrative]) -> tuple[Block, ...]:
    """Turn plain paragraphs into blocks without headings; each line of a text is a paragraph."""
    return tuple(Block(style="正文", level=0, text=text) for text in _texts(body))


def _texts(body: Iterable[Points | Narrative]) -> Iterator[str]:
    for item in body:
        text = item.sentence() if isinstance(item, Points) else str(item)
        yield from (line.strip() for line in text.split("\n") if line.strip())


def _walk(sections: Iterable[Section], headings: Headings, *, level: int) -> Iterator[Block]:
    count = 0
    for section in sections:
        number = ""
        if section.numbered and section.phase is None:
            count += 1
            number = heading_number(level, count)
        yield from _section(section, headings, level=level, number=number)


def _section(section: Section, headings: Headings, *, level: int, number: str) -> Iterator[Block]:
    heading = headings.of(section)
    body = list(_texts(section.body))
    prefix = _LEVELS[level] if number else "无号"
    if section.phase is not None:
        first = body.pop(0) if body else ""
        yield Block(style="阶段", level=level, heading=heading + "：", text=first)
    elif section.layout is Layout.RUN_IN:
        first = body.pop(0)
        end = "" if heading.endswith(_CLOSED) else "。"
        yield Block(style=prefix + "段首", level=level, number=number, heading=heading + end, text=first)
    else:
        yield Block(
            style=prefix + "标题", level=level, number=number, heading=_alone(section.layout, heading, level)
        )
    yield from (Block(style="正文", level=0, text=text) for text in body)
    if section.drawn_from:  # outside a project there are no records to take it from
        yield Block(style="正文", level=0, text=f"【待填：{section.drawn_from}】")
    yield from _walk(section.subsections, headings, level=level + 1)


def _alone(layout: Layout, heading: str, level: int) -> str:
    """A heading that is a paragraph of its own, with the stop it may have at its level."""
    if level == 1:
        return heading.removesuffix("。")
    return heading + "。" if layout is Layout.ALONE_WITH_STOP and not heading.endswith(_CLOSED) else heading
