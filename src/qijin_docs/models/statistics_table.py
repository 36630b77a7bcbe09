"""情况统计表 (R06): one sheet of figures for a period and for the year so far."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar

from pydantic import Field, computed_field

from qijin_docs.errors import Flaw
from qijin_docs.models.activity import ActivityRegister
from qijin_docs.models.document import Document
from qijin_docs.models.fields import FormalDate, Line
from qijin_docs.models.statistics import Statistics, indicators


class StatisticsTable(Document):
    """情况统计表. Only the heads and signatures are data; every figure is counted from the register."""

    kind_name: ClassVar[str] = "情况统计表"

    activity_register: ActivityRegister = Field(alias="台账")
    start: FormalDate = Field(alias="统计起")
    end: FormalDate = Field(alias="统计止")
    head: Line | None = Field(None, alias="单位负责人")
    reviewed_by: Line | None = Field(None, alias="审核人")
    filled_by: Line | None = Field(None, alias="填报人")
    phone: Line | None = Field(None, alias="电话")
    filled_on: FormalDate | None = Field(None, alias="填报日期")

    def flaws(self) -> Iterator[Flaw]:
        """The period runs forward."""
        if self.start > self.end:
            yield Flaw(("统计止",), "data.date_order", "统计止早于统计起", "请核对统计起止")

    @computed_field(alias="行")
    @property
    def rows(self) -> list[dict[str, Any]]:
        """One entry a sphere and a last one 合计: 名称, 计量单位, 本期, 累计 (indicator → figure)."""
        period = Statistics.of(self.activity_register, start=self.start, end=self.end)
        to_date = Statistics.of(self.activity_register, end=self.end)
        return [
            {
                "名称": now.label,
                "计量单位": so_far.unit_of_places,
                "本期": now.as_values(),
                "累计": so_far.as_values(),
            }
            for now, so_far in zip(
                (*period.by_sphere, period.total), (*to_date.by_sphere, to_date.total), strict=True
            )
        ]

    @computed_field(alias="指标")
    @property
    def columns(self) -> list[dict[str, str]]:
        """Name and unit of every indicator, in order of columns."""
        return [{"名称": i.name, "单位": i.unit} for i in indicators()]
