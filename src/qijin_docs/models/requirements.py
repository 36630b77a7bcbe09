"""要求 and 限度: what every sphere has to see done (facts B), and the limits that the review measures with.

Both are data (``data/requirements.yaml``); a project's own ``要求.yaml`` changes single entries.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from importlib.resources import files
from typing import Annotated, Literal

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from qijin_docs.errors import Flaw
from qijin_docs.models.base import Model
from qijin_docs.models.campaign import Campaign
from qijin_docs.models.fields import Count, Exact, Line, Names, YesNo
from qijin_docs.models.roles import Role
from qijin_docs.models.statistics import indicators
from qijin_docs.text.nearest import suggestion


def _rising(pair: tuple[int, int]) -> tuple[int, int]:
    if pair[0] > pair[1]:
        raise PydanticCustomError(
            "data.not_allowed",
            "下限{low}大于上限{high}",
            {"low": pair[0], "high": pair[1], "hint": "写成 [少, 多]"},
        )
    return pair


Range = Annotated[tuple[Count, Count], AfterValidator(_rising)]
Percent = Annotated[int, Field(ge=0, le=100)]


class Limits(Model):
    """限度: what the review measures with. A field that a project leaves out keeps its usual value."""

    case_length: Range | None = Field(None, alias="典型字数")
    summary_length: Range | None = Field(None, alias="总结字数")
    plan_length: Range | None = Field(None, alias="方案字数")
    practices: Count | None = Field(None, alias="典型做法")
    figures: Count | None = Field(None, alias="典型数字")
    hollow: Percent | None = Field(None, alias="空话段落占比")
    """Per cent of paragraphs without a figure or a name from which a case is called empty."""
    similarity: Percent | None = Field(None, alias="雷同相似度")
    copied: Percent | None = Field(None, alias="雷同占比")
    photo_side: Count | None = Field(None, alias="照片短边像素")
    near_photos: Count | None = Field(None, alias="近似照片")
    """Bits in which the fingerprints of two photographs may differ and still be called alike."""
    length_error: Percent | None = Field(None, alias="时长误差")
    accident_veto: YesNo | None = Field(None, alias="事故一票否决")


class Requirement(Model):
    """要求: one thing a sphere has to see done; without a sphere it is asked of the plan as a whole."""

    number: Exact = Field(alias="编号")
    sphere: Exact | None = Field(None, alias="领域")
    text: Line = Field(alias="要求")
    roles: tuple[Role, ...] = Field((), alias="角色")
    """Roles it is asked of; all if none is named."""
    words: Names = Field((), alias="字样")
    forms: Names = Field((), alias="形式")
    indicator: Exact | None = Field(None, alias="指标")
    least: Count | None = Field(None, alias="下限")
    counted: Literal["场", "家"] = Field("场", alias="计")
    frequency: Literal["每月", "每季", "每年"] | None = Field(None, alias="频次")
    whole: YesNo = Field(False, alias="全覆盖")
    proof: Line | None = Field(None, alias="证明")
    written_is_enough: YesNo = Field(False, alias="写明即可")
    """No activity is asked for: to have it laid down is to have it done."""
    done_by: Names = Field((), alias="活动")
    """Ids of activities that fulfil it, where words and forms do not tell."""

    def flaws(self) -> Iterator[Flaw]:
        """The indicator exists, and there is something by which it can be recognised."""
        known = [indicator.name for indicator in indicators()]
        if self.indicator is not None and self.indicator not in known:
            yield Flaw(
                ("指标",),
                "requirement.unknown_indicator",
                f"没有“{self.indicator}”这个指标",
                suggestion(self.indicator, known, "指标有：" + "、".join(known)),
            )
        if not (self.words or self.forms or self.indicator or self.done_by):
            yield Flaw(
                ("字样",),
                "requirement.unrecognisable",
                f"{self.number}没有写凭什么认出它",
                "至少写“字样”“形式”“指标”“活动”中的一项",
            )

    def flaws_in(self, campaign: Campaign) -> Iterator[Flaw]:
        """The sphere is the campaign's."""
        if self.sphere is not None and campaign.sphere(self.sphere) is None:
            yield campaign.unknown_sphere(("领域",), self.sphere)

    @property
    def quantity(self) -> str:
        """What is asked in numbers: ``全年不少于6场``, ``每季``, ``全覆盖``; empty if nothing is."""
        parts = [f"全年不少于{self.least}{self.counted}" if self.least else "", self.frequency or ""]
        return "，".join(part for part in (*parts, "全覆盖" if self.whole else "") if part)


class ReviewStandard(Model):
    """要求.yaml, or the one that ships."""

    limits: Limits = Field(default_factory=Limits, alias="限度")
    requirements: tuple[Requirement, ...] = Field((), alias="要求")
    left_out: Names = Field((), alias="不适用")

    def flaws(self) -> Iterator[Flaw]:
        """Numbers are unique."""
        seen: set[str] = set()
        for index, requirement in enumerate(self.requirements):
            if requirement.number in seen:
                yield Flaw(
                    ("要求", index, "编号"),
                    "requirement.duplicate",
                    f"要求编号{requirement.number}重复",
                    "每条要求用不同的编号",
                )
            seen.add(requirement.number)
        known = seen | ({r.number for r in _shipped().requirements} if self.left_out else set())
        for number in self.left_out:
            if number not in known:
                yield Flaw(
                    ("不适用",),
                    "requirement.unknown",
                    f"没有编号为{number}的要求",
                    suggestion(number, sorted(known), "请核对编号"),
                )

    def over(self, base: ReviewStandard) -> ReviewStandard:
        """The base with this one's entries in place of its own."""
        own = {requirement.number: requirement for requirement in self.requirements}
        usual = {requirement.number: requirement for requirement in base.requirements}
        merged = {**usual, **own}
        set_here = {n: v for n in Limits.model_fields if (v := getattr(self.limits, n)) is not None}
        return ReviewStandard.model_construct(
            limits=base.limits.model_copy(update=set_here),
            requirements=tuple(r for r in merged.values() if r.number not in self.left_out),
            left_out=(),
        )


@lru_cache(maxsize=1)
def _shipped() -> ReviewStandard:
    import yaml

    text = (files("qijin_docs.models") / "data" / "requirements.yaml").read_text(encoding="utf-8")
    return ReviewStandard.model_validate(yaml.safe_load(text))


def shipped_standard() -> ReviewStandard:
    """The requirements and limits that ship with the library; every limit has a value."""
    return _shipped()
