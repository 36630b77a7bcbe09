"""年度日程表: what falls due in a year, one line a day and item."""

from __future__ import annotations

from typing import ClassVar

from pydantic import Field, computed_field

from qijin_docs.models.base import Model
from qijin_docs.models.document import Document
from qijin_docs.models.fields import FormalDate, Line

_WEEKDAYS = "一二三四五六日"


class CalendarEntry(Model):
    """One day on which something is due."""

    due: FormalDate = Field(alias="应报日期")
    office_day: FormalDate = Field(alias="最迟办公日")
    internal: FormalDate | None = Field(None, alias="内部截止")
    item: Line = Field(alias="事项")
    period: Line | None = Field(None, alias="期次")
    units: Line = Field(alias="义务人")
    recipient: Line = Field(alias="收件人")
    note: Line | None = Field(None, alias="备注")

    @computed_field(alias="星期")
    @property
    def weekday(self) -> str:
        """``一`` for Monday, of the due day."""
        return _WEEKDAYS[self.due.weekday()]


class YearCalendar(Document):
    """年度日程表."""

    kind_name: ClassVar[str] = "年度日程表"

    entries: tuple[CalendarEntry, ...] = Field(alias="日程")
