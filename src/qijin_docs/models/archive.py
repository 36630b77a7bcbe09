"""归档: how long each kind of document is kept, and the list of what is kept (R16, A.18).

The periods are an office's own table, approved by its archives; what it does not say stays open, never guessed.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar, Literal

from pydantic import Field

from qijin_docs.models.base import Model
from qijin_docs.models.document import Document
from qijin_docs.models.fields import Count, Exact, FormalDate, Line

RetentionPeriod = Literal["永久", "30年", "10年"]
RETENTION_PERIODS: tuple[RetentionPeriod, ...] = ("永久", "30年", "10年")


class RetentionTable(Document):
    """归档.yaml: kind of document, or 编号 of a letter → 保管期限."""

    kind_name: ClassVar[str] = "保管期限表"

    periods: Mapping[Exact, RetentionPeriod] = Field(alias="保管期限")
    basis: Line | None = Field(None, alias="依据")
    """The office's own 文件材料归档范围和保管期限表."""


class ArchivedItem(Model):
    """一件: a document with what it carries."""

    number: Count | None = Field(None, alias="件号")
    """Counted within a period; open while the period is."""
    author: Line = Field(alias="责任者")
    document_number: Line | None = Field(None, alias="文号")
    title: Line = Field(alias="题名")
    date: FormalDate | None = Field(None, alias="日期")
    pages: Count | None = Field(None, alias="页数")
    period: RetentionPeriod | None = Field(None, alias="保管期限")
    note: Line | None = Field(None, alias="备注")
    """What it carries, and where recordings belong to it."""


class ArchivedMedia(Model):
    """A photograph, recording or cutting, with the six elements a photograph is described by as far as they are known."""

    kind: Line = Field(alias="类别")
    title: Line = Field(alias="事由")
    date: FormalDate = Field(alias="时间")
    place: Line | None = Field(None, alias="地点")
    people: Line | None = Field(None, alias="人物")
    """Nobody has written who is in the picture: there is room to write it by hand."""
    background: Line | None = Field(None, alias="背景")
    """The activity it belongs to."""
    author: Line | None = Field(None, alias="摄影者")
    file: Line = Field(alias="文件")
    letter: Line | None = Field(None, alias="互见")
    """The item among the documents that it was handed in with."""


class ArchiveList(Document):
    """归档文件目录 (R16)."""

    kind_name: ClassVar[str] = "归档文件目录"

    items: tuple[ArchivedItem, ...] = Field(alias="归档文件", min_length=1)
    media: tuple[ArchivedMedia, ...] = Field((), alias="声像材料")
