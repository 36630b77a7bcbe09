"""“四件规定动作、四有、三明确”自查表 (R20): what a unit says of itself at the end of the year (0.12, 0.14)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from pydantic import Field

from qijin_docs.errors import Flaw
from qijin_docs.models.base import Model
from qijin_docs.models.fields import Line, Names


class SelfCheck(Model):
    """自查的一项."""

    group: Line = Field(alias="类别")
    """四件规定动作, 四有 or 三明确."""
    item: Line = Field(alias="项目")
    standard: Line | None = Field(None, alias="标准")
    state: Literal["完成", "部分完成", "未完成"] | None = Field(None, alias="完成情况")
    proof: Names = Field((), alias="文件编号")
    """Documents, register ids or file names that show it."""
    note: Line | None = Field(None, alias="备注")

    def flaws(self) -> Iterator[Flaw]:
        """What is said to be done is shown by something."""
        if self.state == "完成" and not self.proof:
            yield Flaw(
                ("文件编号",),
                "self_check.no_proof",
                f"“{self.item}”写了完成，却没有文件或编号",
                "请写能证明的文件、活动编号或见证材料编号",
            )
