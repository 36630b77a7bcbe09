"""要求覆盖表 (R19): what is demanded, whether it is ours, and by what it was done."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from qijin_docs.models.base import Model
from qijin_docs.models.fields import Exact, Line, Names, YesNo

CoverageState = Literal["已完成", "进行中", "未开展", "不承担"]


class Coverage(Model):
    """一条要求的覆盖情况."""

    requirement: Exact = Field(alias="要求编号")
    """Number in the catalogue of requirements: QY03."""
    sphere: Line | None = Field(None, alias="领域")
    """``None`` for demands on all spheres."""
    text: Line = Field(alias="要求")
    ours: YesNo | None = Field(None, alias="是否承担")
    clause: Line | None = Field(None, alias="方案条款")
    """Where the plan promises it: 三（一）2."""
    activities: Names = Field((), alias="活动编号")
    evidence: Names = Field((), alias="见证编号")
    state: CoverageState | None = Field(None, alias="状态")
    note: Line | None = Field(None, alias="备注")
