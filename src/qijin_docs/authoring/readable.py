"""What a template of a kind may read, as one pydantic class: the model's fields, computed ones, and what is added.

A model's computed fields may be plain dicts, and :func:`qijin_docs.contents.values_of` adds names that no model
has. Here all of it has a type, so that one class serves the list of fields, the check of templates and the JSON
Schema. These classes are read, never filled.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, create_model

from qijin_docs.models import (
    BasisDocument,
    Block,
    Document,
    Evidence,
    EvidenceCatalogue,
    GroupMember,
    LeadingGroup,
    OfficialDocument,
    ProgressReport,
    StatisticsTable,
    Summary,
    TypicalCase,
    indicators,
)
from qijin_docs.models.inspection import InspectionRecord, InspectionRegister
from qijin_docs.models.press_conference import PressConference
from qijin_docs.models.score_ranking import ScoreRanking
from qijin_docs.models.score_sheet import ScoreSheet
from qijin_docs.models.statistics_charts import StatisticsCharts
from qijin_docs.templating.picture import Picture


def _row(_name: str, _names: Mapping[str, Any]) -> Any:
    settings = ConfigDict(arbitrary_types_allowed=True)
    return create_model(_name, __config__=settings, **{name: (kind, ...) for name, kind in _names.items()})  # type: ignore[call-overload]


_Figures: Any = _row(
    "Figures",
    {
        **{i.name: (Decimal if i.unit == "万元" else int) | None for i in indicators()},
        "名称": str, "计量单位": str, "进入户数": int | None, "手机网络报道": int | None, "媒体报道": int | None,
        "活动编号": tuple[str, ...],
    },
)  # fmt: skip
_Statistics: Any = _row(
    "Statistics",
    {
        "起": dt.date, "止": dt.date, "合计": _Figures, "领域": dict[str, _Figures], "分领域": tuple[_Figures, ...],
        "阶段": dict[str, _Figures], "月份": tuple[_Figures, ...], "母活动": dict[str, _Figures], "参与场次": int,
        "有活动的领域": tuple[str, ...],
    },
)  # fmt: skip
_Rank: Any = _row("Rank", {"小组职务": str, "人员": tuple[GroupMember, ...]})
_Attendance: Any = _row("Attendance", {"称谓": str, "名单": str})
_AttachmentLine: Any = _row("AttachmentLine", {"序号": str, "名称": str, "随落款": bool})
_SignatureLine: Any = _row("SignatureLine", {"名": str, "排": str, "列": int})
_AttachmentPage: Any = _row(
    "AttachmentPage",
    {
        "标号": str, "标题行": tuple[str, ...], "副标题": str, "块": tuple[Block, ...], "名单": tuple[_Rank, ...],
        "统计表": tuple[_Figures, ...], "说明": str, "署名": str, "成文日期文字": str,
    },
)  # fmt: skip
_IndicatorRow: Any = _row(
    "IndicatorRow", {"指标": str, "单位": str, "本期": Decimal | int | None, "累计": Decimal | int}
)
_StatisticsRow: Any = _row(
    "StatisticsRow", {"名称": str, "计量单位": str, "本期": _Figures, "累计": _Figures}
)
_Column: Any = _row("Column", {"名称": str, "单位": str})
_KindCount: Any = _row("KindCount", {"类别": str, "条目": int, "数量": int, "单位": str})
_Answer: Any = _row(
    "Answer",
    {"编号": str, "问": str, "段": tuple[Block, ...], "依据": str, "提供处室": str, "答问人": str | None},
)
_TroubleCount: Any = _row(
    "TroubleCount", {"问题类型": str, "条数": int, "记录": tuple[InspectionRecord, ...]}
)
_ScoreRow: Any = _row(
    "ScoreRow",
    {
        "考核项目": str, "编号": str, "考核标准": str, "分值": Decimal, "评分方式": str, "落实情况": str,
        "自评分": Decimal | None, "考核得分": Decimal | None, "扣分原因": str | None, "佐证编号": tuple[str, ...],
    },
)  # fmt: skip
_RankRow: Any = _row(
    "RankRow",
    {"名次": int | None, "单位": str, "得分": Decimal | None, "等级": str | None, "备注": str | None},
)
_GradeRow: Any = _row("GradeRow", {"等级": str, "个数": int, "单位": tuple[str, ...]})
_TablePart: Any = _row("TablePart", {"行": tuple[_IndicatorRow, ...]})
_Photo: Any = _row("Photo", {"图": Picture, "说明": str})


class _EvidenceRow(Evidence):
    activity_name: str | None = Field(None, alias="活动名称")
    size_kb: int | None = Field(None, alias="大小")


#: Fields whose own type says less than what a template finds there.
_TOLD_BETTER: dict[type, dict[str, Any]] = {
    EvidenceCatalogue: {"items": tuple[_EvidenceRow, ...], "by_kind": tuple[_KindCount, ...]},
    LeadingGroup: {"ranks": tuple[_Rank, ...]},
    OfficialDocument: {
        "attendance": tuple[_Attendance, ...],
        "attachment_lines": tuple[_AttachmentLine, ...],
        "signature_lines": tuple[_SignatureLine, ...],
    },
    InspectionRegister: {"by_trouble": tuple[_TroubleCount, ...]},
    PressConference: {"answers": tuple[_Answer, ...]},
    ScoreRanking: {"rows": tuple[_RankRow, ...], "by_grade": tuple[_GradeRow, ...]},
    ScoreSheet: {"rows": tuple[_ScoreRow, ...]},
    ProgressReport: {"table": tuple[_IndicatorRow, ...]},
    StatisticsTable: {"rows": tuple[_StatisticsRow, ...], "columns": tuple[_Column, ...]},
    StatisticsCharts: {
        "first": dt.date, "last": dt.date, "by_sphere": tuple[_Figures, ...], "by_month": tuple[_Figures, ...],
        "by_unit": tuple[_Figures, ...], "total": _Figures,
    },
    Summary: {"table": tuple[_Figures, ...]},
}  # fmt: skip
#: Names beside the fields, see ``values_of`` and ``common_values``.
_ADDED: dict[type, dict[str, Any]] = {
    Document: {"年度": int, "依据文件": dict[str, BasisDocument], "我单位": str, "附件标识": str | None},
    OfficialDocument: {
        "附件正文": tuple[_AttachmentPage, ...],
        "标志行": tuple[str, ...],
        "联合标志行": tuple[str, ...],
        "联合标志字号": str,
        "版记主送句": str,
        "正文行距": float | None,
        "落款行距": float | None,
        "落款独页": str,
        "版记独页": bool,
    },
    ProgressReport: {
        "统计": _Statistics,
        "本期": _Statistics,
        "累计": _Statistics,
        "数字表段": tuple[_TablePart, ...],
    },
    Summary: {"统计": _Statistics},
    TypicalCase: {"照片图": tuple[_Photo, ...]},
}


@cache
def readable(model: type[BaseModel]) -> type[BaseModel]:
    """A class with a field for every name that the template of a document of this model may use."""
    told: dict[str, Any] = {}
    added: dict[str, Any] = {}
    for base in model.__mro__:
        told = {**_TOLD_BETTER.get(base, {}), **told}
        added = {**_ADDED.get(base, {}), **added}
    fields: dict[str, Any] = {
        name: (
            told.get(name, field.rebuild_annotation()),
            Field(... if field.is_required() else None, alias=field.alias, description=field.description),
        )
        for name, field in model.model_fields.items()
    }
    fields |= {
        name: (told.get(name, found.return_type), Field(alias=found.alias, description=found.description))
        for name, found in model.model_computed_fields.items()
    }
    fields |= {name: (kind, ...) for name, kind in added.items()}
    settings = ConfigDict(arbitrary_types_allowed=True)
    return create_model(model.__name__, __config__=settings, **fields)


def computed_names(model: type[BaseModel]) -> frozenset[str]:
    """Chinese names of what the program works out: nobody types it."""
    added = {name for base in model.__mro__ for name in _ADDED.get(base, {})}
    return frozenset({c.alias or n for n, c in model.model_computed_fields.items()} | added)
