"""统计图表: the statistics of a year by sphere, by month and by unit, as tables with charts beside them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar

from pydantic import Field, computed_field

from qijin_docs.errors import Flaw
from qijin_docs.models.activity import ActivityRegister
from qijin_docs.models.document import Document
from qijin_docs.models.fields import FormalDate
from qijin_docs.models.statistics import Figures, Statistics


class StatisticsCharts(Document):
    """统计图表. Only the stretch of time is data; every figure is counted from the register."""

    kind_name: ClassVar[str] = "统计图表"

    activity_register: ActivityRegister = Field(alias="台账")
    start: FormalDate | None = Field(None, alias="统计起")
    """The campaign's first day if blank."""
    end: FormalDate | None = Field(None, alias="统计止")
    """The campaign's last day if blank."""

    def flaws(self) -> Iterator[Flaw]:
        """The stretch runs forward."""
        if self.first > self.last:
            yield Flaw(("统计止",), "data.date_order", "统计止早于统计起", "请核对统计起止")

    @computed_field(alias="起")
    @property
    def first(self) -> Any:
        """First day counted."""
        return self.start or self.campaign.start

    @computed_field(alias="止")
    @property
    def last(self) -> Any:
        """Last day counted."""
        return self.end or self.campaign.end

    @computed_field(alias="分领域")
    @property
    def by_sphere(self) -> list[dict[str, Any]]:
        """One row a sphere: 名称 and the indicators."""
        return _rows(self._statistics.by_sphere)

    @computed_field(alias="分月")
    @property
    def by_month(self) -> list[dict[str, Any]]:
        """One row a month in which something was held."""
        return _rows(self._statistics.by_month)

    @computed_field(alias="分单位")
    @property
    def by_unit(self) -> list[dict[str, Any]]:
        """One row a unit that held something; full names are as the register has them."""
        return _rows(self._statistics.by_host)

    @computed_field(alias="合计")
    @property
    def total(self) -> dict[str, Any]:
        """All together."""
        return self._statistics.total.as_values()

    @property
    def _statistics(self) -> Statistics:
        return Statistics.of(self.activity_register, start=self.first, end=self.last)


def _rows(figures: tuple[Figures, ...]) -> list[dict[str, Any]]:
    return [f.as_values() for f in figures]
