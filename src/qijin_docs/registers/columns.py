"""What a model's field is when it is a column of a form: kind, unit, choices, whether it must be filled.

Nothing of it is written a second time in the table of forms.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import Enum, StrEnum
from typing import Any

from qijin_docs.models import Deadline, Model
from qijin_docs.models.activity import FORMS
from qijin_docs.models.fields import Counted
from qijin_docs.sources.shapes import Entry, Kind, Shape, entries_of

#: A choice that is the campaign's: its spheres, its phases.
SPHERES = "领域"
PHASES = "阶段"

# Fields that mean the same in every model.
_OFFERED: Mapping[str, tuple[str, ...] | str] = {"sphere": SPHERES, "form": FORMS, "phase": PHASES}
#: Of these any other word is taken as well: the catalogue of forms can be extended (A.10).
_OPEN = frozenset({"form"})


class ColumnKind(StrEnum):
    """What stands in a column's cells."""

    TEXT = "文字"
    WHOLE = "整数"
    DECIMAL = "小数"
    MONEY = "金额"
    DATE = "日期"
    DEADLINE = "时限"
    YES_NO = "是否"
    CHOICE = "选择"
    NAMES = "名单"


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a form.

    Args:
        label: head as it is printed, without unit: 受教育.
        alias: Chinese alias of the model's field.
        kind: what stands in its cells.
        unit: 人次; empty if it has none.
        other_units: words that mean the same unit: 幅 for 条.
        group: upper head that it shares with its neighbours, or ``None``.
        choices: values that may be chosen; those of the campaign are in :attr:`choice_of` instead.
        choice_of: :data:`SPHERES`, :data:`PHASES` or empty.
        open: whether other values than the choices are taken.
        required: whether every row must have it.
        note: one sentence on what is meant, shown when the cell is chosen.
        example: of a value, as it is typed.
        width: in digits of the body type, wide enough for the head.
        names: other spellings of the head that offices write.
    """

    label: str
    alias: str
    kind: ColumnKind
    unit: str = ""
    other_units: tuple[str, ...] = ()
    group: str | None = None
    choices: tuple[str, ...] = ()
    choice_of: str = ""
    open: bool = False
    required: bool = False
    note: str = ""
    example: str = ""
    width: float = 10
    names: tuple[str, ...] = ()

    @property
    def head(self) -> str:
        """Label and unit: 受教育（人次）."""
        return f"{self.label}（{self.unit}）" if self.unit else self.label


def column_of(model: type[Model], entry: Mapping[str, Any], group: str | None) -> Column:
    """The column that an entry of the table of forms describes.

    Args:
        model: the model of a row.
        entry: ``字段`` and, where they are not the model's, ``行首 单位 宽 说明 例 别名``.
        group: upper head.

    Raises:
        KeyError: the model has no such field.
    """
    fields = {field.key: field for field in entries_of(model)}
    field = fields[entry["字段"]]
    units = next((mark.units for mark in field.shape.repairs if isinstance(mark, Counted)), ())
    kind, choices = _kind(field)
    offered = _OFFERED.get(field.name, ())
    return Column(
        label=entry.get("行首", field.key),
        alias=field.key,
        kind=kind,
        unit=units[0] if units else entry.get("单位", ""),
        other_units=units[1:],
        group=group,
        choices=offered if isinstance(offered, tuple) and offered else choices,
        choice_of=offered if isinstance(offered, str) else "",
        open=field.name in _OPEN,
        required=field.required,
        note=entry.get("说明", ""),
        example=str(entry.get("例", "")),
        width=_head_width(
            "*" * field.required + entry.get("行首", field.key),
            units[0] if units else entry.get("单位", ""),
            float(entry.get("宽", 10)),
        ),
        names=tuple(entry.get("别名", ())),
    )


def _head_width(label: str, unit: str, width: float) -> float:
    """The least width, from ``width`` up, at which the unit is on one line and no sign of the label on one alone."""

    def lonely(width: float, edges: float) -> bool:
        # 五号 type on a screen: 7 pixels a digit, 14 a sign; Excel and LibreOffice lose differently at the edges.
        signs = max(1, int((width * 7 - edges) // 14))
        return (bool(unit) and signs < len(unit) + 2) or (len(label) > signs and len(label) % signs == 1)

    while lonely(width, 3) or lonely(width, -2):
        width = round(width + 0.1, 1)
    return width


def _kind(field: Entry) -> tuple[ColumnKind, tuple[str, ...]]:
    shape: Shape = field.shape
    if shape.literals:
        return ColumnKind.CHOICE, tuple(str(value) for value in shape.literals if value is not None)
    if isinstance(shape.type, type) and issubclass(shape.type, Enum):
        return ColumnKind.CHOICE, tuple(str(member.value) for member in shape.type)
    if field.name in _OFFERED:
        return ColumnKind.CHOICE, ()
    if shape.kind is Kind.LIST:
        return ColumnKind.NAMES, ()
    if shape.type is Deadline:
        return ColumnKind.DEADLINE, ()
    if shape.type is Decimal:
        money = any(isinstance(m, Counted) and "万元" in m.units for m in shape.repairs)
        return (ColumnKind.MONEY if money else ColumnKind.DECIMAL), ()
    plain = {bool: ColumnKind.YES_NO, int: ColumnKind.WHOLE, date: ColumnKind.DATE}
    return plain.get(shape.type, ColumnKind.TEXT), ()
