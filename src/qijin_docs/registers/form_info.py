"""The hidden sheet of a form: which form it is, for whom, and which field stands in which column.

Excel does not offer a very hidden sheet to be shown, so nobody rearranges it; whoever takes the form in again
knows what was sent out, and still looks where the columns are now.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

SHEET = "_表格信息"
VERSION = "1"

_MARK = "表"
_TABLE = ("字段", "列", "行", "用途")
Use = Literal["列", "表头", "表尾"]


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a field stood when the form was sent out.

    Args:
        alias: of the column's field, or key of the box.
        column: letter: ``F``.
        row: 1-based row: of a column its head's lowest, of a box its own.
        use: 列, or 表头, 表尾 for a box.
    """

    alias: str
    column: str
    row: int
    use: Use = "列"


@dataclass(frozen=True, slots=True)
class FormInfo:
    """What the hidden sheet says.

    Args:
        number, name: of the form: R05, 活动台账.
        version: of the layout of this sheet.
        sheet: name of the sheet that is filled in.
        facts: further facts as they are written: 单位, 年度, 期次, 活动, 领域 (joined by 、).
        spots: of all columns and boxes.
        example_row: 1-based row of the example, 0 if there is none.
        first_row: 1-based first row to be filled in.
    """

    number: str
    name: str
    version: str = VERSION
    sheet: str = ""
    facts: Mapping[str, str] = field(default_factory=dict)
    spots: tuple[Spot, ...] = ()
    example_row: int = 0
    first_row: int = 0

    @property
    def unit(self) -> str:
        """The unit it was made out for; empty if for anybody."""
        return self.facts.get("单位", "")

    @property
    def year(self) -> int | None:
        """Year of the campaign."""
        text = self.facts.get("年度", "")
        return int(text) if text.isdigit() else None

    @property
    def spheres(self) -> tuple[str, ...]:
        """Names of the campaign's spheres."""
        return tuple(filter(None, self.facts.get("领域", "").split("、")))

    def spot(self, alias: str) -> Spot | None:
        """Where a field stood, or ``None``."""
        return next((spot for spot in self.spots if spot.alias == alias), None)


def form_info_rows(info: FormInfo) -> list[list[str | int]]:
    """The rows of the hidden sheet; :func:`read_form_info` reads them back."""
    head: dict[str, str | int] = {
        _MARK: info.number,
        "名称": info.name,
        "版本": info.version,
        "工作表": info.sheet,
        "示例行": info.example_row,
        "首行": info.first_row,
        **info.facts,
    }
    rows: list[list[str | int]] = [[key, value] for key, value in head.items()]
    rows.append(list(_TABLE))
    rows += [[spot.alias, spot.column, spot.row, spot.use] for spot in info.spots]
    return rows


def read_form_info(grid: Sequence[Sequence[Any]]) -> FormInfo | None:
    """What the values of a hidden sheet say; ``None`` if they are not those of a form.

    Args:
        grid: values by row and column, whoever read them; numbers may be floats, blanks ``None`` or empty.
    """
    facts: dict[str, str] = {}
    spots: list[Spot] = []
    in_table = False
    for row in grid:
        cells = [_text(value) for value in row[:4]] + [""] * (4 - len(row[:4]))
        if tuple(cells) == _TABLE:
            in_table = True
        elif in_table and cells[0] and cells[2].isdigit():
            use: Use = "表头" if cells[3] == "表头" else "表尾" if cells[3] == "表尾" else "列"
            spots.append(Spot(cells[0], cells[1], int(cells[2]), use))
        elif not in_table and cells[0]:
            facts[cells[0]] = cells[1]
    if _MARK not in facts or not spots:
        return None
    return FormInfo(
        number=facts.pop(_MARK),
        name=facts.pop("名称", ""),
        version=facts.pop("版本", ""),
        sheet=facts.pop("工作表", ""),
        example_row=int(facts.pop("示例行", "0") or 0),
        first_row=int(facts.pop("首行", "0") or 0),
        facts=facts,
        spots=tuple(spots),
    )


def _text(value: Any) -> str:
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return "" if value is None else str(value).strip()
