"""What every document of the project knows: its campaign, its organ, its dates."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar

from pydantic import Field, computed_field

from qijin_docs.errors import Flaw, Severity
from qijin_docs.models.base import Model
from qijin_docs.models.campaign import Campaign
from qijin_docs.models.fields import FormalDate, Line
from qijin_docs.models.organ import Organ
from qijin_docs.text.dates import format_date
from qijin_docs.text.titles import break_title

BLANK_DATE = "　　　　年　　月　　日"


class Document(Model):
    """A document or table of the campaign.

    In a project the campaign and the organ come from ``活动.yaml`` and ``单位.yaml``; a document that
    stands alone names them itself.
    """

    kind_name: ClassVar[str] = "材料"
    """What the document is called when its title is derived."""

    campaign: Campaign = Field(alias="活动")
    """The campaign it belongs to."""
    organ: Organ = Field(alias="单位")
    """The organ whose document it is."""

    def common_values(self) -> dict[str, Any]:
        """Names that any narrative or template of this document may use besides its own fields."""
        from qijin_docs.models.base import template_values

        basis = {b.short_name or b.title: template_values(b) for b in self.campaign.basis}
        return {
            "年度": self.campaign.year,
            "依据文件": basis,
            "我单位": self.organ.self_reference or self.organ.name,
        }


class DatedDocument(Document):
    """A document with a title and the three dates that are kept apart (seed fact 0.5)."""

    title: Line | None = Field(None, alias="标题")
    """Title; derived from organ and campaign where it is not written."""
    date: FormalDate | None = Field(None, alias="成文日期")
    """成文日期: the day it was signed; a draft has none yet, which is a gap."""
    issued_on: FormalDate | None = Field(None, alias="印发日期")
    """Day it was printed and sent."""
    published_on: FormalDate | None = Field(None, alias="网站发布日期")
    """Day it was put on the web."""

    def flaws(self) -> Iterator[Flaw]:
        """Signed, then sent, then published; all within the campaign's year or the January after it."""
        if self.issued_on and self.date and self.issued_on < self.date:
            yield Flaw(("印发日期",), "data.date_order", "印发日期早于成文日期", "先成文，后印发")
        before = self.issued_on or self.date
        if self.published_on and before and self.published_on < before:
            yield Flaw(
                ("网站发布日期",), "data.date_order", "网站发布日期早于印发或成文日期", "先印发，后发布"
            )
        year = self.campaign.year
        if self.date and self.date.year != year and not (self.date.year == year + 1 and self.date.month <= 2):
            yield Flaw(
                ("成文日期",),
                "data.other_year",
                f"成文日期在{self.date.year}年，活动年度是{year}年",
                "请核对是不是套用了别的年度的材料",
                Severity.WARNING,
            )

    @computed_field(alias="标题行")
    @property
    def title_lines(self) -> tuple[str, ...]:
        """The title as lines: organ on the first, subject on the second (seed fact 0.16)."""
        if self.title is not None:
            return self._written_title(self.title)
        return (self.organ.name, *break_title(f"{self.campaign.name}{self.kind_name}"))

    def _written_title(self, title: str) -> tuple[str, ...]:
        rest = title.removeprefix(self.organ.name)
        if rest != title and len(rest) > 2 and not rest.startswith("关于"):
            return (self.organ.name, *break_title(rest))
        return break_title(title, keep=(self.organ.name,))

    @computed_field(alias="全题")
    @property
    def full_title(self) -> str:
        """The title as one string."""
        return "".join(self.title_lines)

    @computed_field(alias="成文日期文字")
    @property
    def date_text(self) -> str:
        """``2018年4月25日``; room to write it by hand where there is none yet."""
        return format_date(self.date) if self.date else BLANK_DATE
