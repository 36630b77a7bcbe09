"""报送清单: what lies in a package, one line a document or kind of evidence; it goes on top and both sides sign it."""

from __future__ import annotations

from typing import ClassVar

from pydantic import Field, computed_field

from qijin_docs.models.base import Model
from qijin_docs.models.document import Document
from qijin_docs.models.fields import Count, Line, Names
from qijin_docs.text.titles import break_title


class CoverRow(Model):
    """One line of the list."""

    name: Line = Field(alias="名称")
    quantity: Count = Field(alias="数量")
    unit: Line = Field("份", alias="计量单位")
    pages: Count | None = Field(None, alias="页数")
    """Printed pages; blank where nobody counted them: there is room to write them by hand."""
    formats: Names = Field(alias="格式")
    """Endings of the files: DOCX; AVI and WAV."""
    folder: Line = Field(alias="位置")
    """Folder in the package: 公文, 材料, 见证材料."""
    volumes: Line | None = Field(None, alias="所在卷")
    """第1卷, 第1、2卷; blank if there is only one."""
    note: Line | None = Field(None, alias="备注")


class CoverList(Document):
    """报送清单."""

    kind_name: ClassVar[str] = "报送清单"

    recipient: Line = Field(alias="收件人")
    subject: Line = Field(alias="事项")
    """第四阶段（总结报送）材料."""
    rows: tuple[CoverRow, ...] = Field(alias="清单", min_length=1)
    volume_count: Count = Field(1, alias="卷数")

    @computed_field(alias="标题行")
    @property
    def title_lines(self) -> tuple[str, ...]:
        """The title; who sends it stands below, where it is sealed."""
        return break_title(f"{self.campaign.year}年{self.campaign.name}{self.kind_name}")

    @computed_field(alias="文件数")
    @property
    def file_count(self) -> int:
        """Number of files of all lines."""
        return sum(row.quantity for row in self.rows)
