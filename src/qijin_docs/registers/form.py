"""The forms there are: which columns, which lines above and below the table, on which paper.

They are data, ``data/forms.yaml``; what the model of a row knows is derived from it (:mod:`.columns`).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from importlib import import_module
from importlib.resources import files
from typing import Any, Literal

from qijin_docs.errors import DataError, Problem
from qijin_docs.models import Model
from qijin_docs.models.reported_figures import TOTAL
from qijin_docs.registers.columns import Column, ColumnKind, column_of
from qijin_docs.text.nearest import did_you_mean

PERIODS = ("本期", "累计")

BoxKind = Literal["文字", "日期", "选择"]


@dataclass(frozen=True, slots=True)
class Box:
    """A cell above or below the table that is filled in: 填报单位, 期次, 审核人.

    Args:
        label: as it is printed, without colon: 填报单位（盖章）.
        key: what its value is called: 填报单位.
        kind: 文字, 日期 or 选择.
        choices: of a choice.
        required: whether a returned form must have it.
    """

    label: str
    key: str
    kind: BoxKind = "文字"
    choices: tuple[str, ...] = ()
    required: bool = False


@dataclass(frozen=True, slots=True)
class Form:
    """One form.

    Args:
        number: R05.
        name: 活动台账.
        id: English name.
        title: pattern of the title; ``{年度}`` and ``{活动}`` are put in.
        model: of a row.
        columns: of the table, without 序号.
        above: boxes between title and table.
        below: boxes below the table.
        remarks: notes printed below the table.
        fixed: rows that are there already: column alias → value, in order; ``领域`` of the campaign are put
            in where :attr:`by_sphere` is set.
        by_sphere: one row, or one a period, for each sphere of the campaign and for all together.
        total: whether the last row adds up the rows above it.
        paper: A4 or A3, landscape.
        frozen: number of columns, 序号 included, that stay on the screen.
        first_page: how many columns stand on the first of two pages; 0 where one page is wide enough.
    """

    number: str
    name: str
    id: str
    title: str
    model: type[Model]
    columns: tuple[Column, ...]
    above: tuple[Box, ...] = ()
    below: tuple[Box, ...] = ()
    remarks: tuple[str, ...] = ()
    fixed: tuple[tuple[tuple[str, str], ...], ...] = ()
    by_sphere: bool = False
    total: bool = False
    paper: Literal["A4", "A3"] = "A4"
    frozen: int = 2
    first_page: int = 0

    def column(self, alias: str) -> Column | None:
        """The column of a field, or ``None``."""
        return next((column for column in self.columns if column.alias == alias), None)

    @property
    def wanted(self) -> dict[str, tuple[str, ...]]:
        """Field alias → the heads it may stand under: what looks for columns in a returned workbook."""
        return {c.alias: tuple(dict.fromkeys((c.label, c.head, *c.names))) for c in self.columns}

    def fixed_rows(self, spheres: tuple[str, ...]) -> tuple[dict[str, str], ...]:
        """What is printed in the rows that are there already; empty if all rows are free.

        Args:
            spheres: names of the campaign's spheres.
        """
        if not self.by_sphere:
            return tuple(dict(row) for row in self.fixed)
        return tuple({"领域": name, "期别": period} for name in (*spheres, TOTAL) for period in PERIODS)


@lru_cache(maxsize=1)
def forms() -> tuple[Form, ...]:
    """All forms, by number."""
    import yaml

    text = (files("qijin_docs.registers") / "data" / "forms.yaml").read_text(encoding="utf-8")
    return tuple(_form(entry) for entry in yaml.safe_load(text)["表格"])


def find_form(name: str) -> Form:
    """The form with this number, Chinese or English name.

    Raises:
        DataError: ``form.unknown``, with the nearest name.
    """
    wanted = name.strip()
    for form in forms():
        if wanted.upper() == form.number or wanted in (form.name, form.id):
            return form
    known = [n for form in forms() for n in (form.name, form.id, form.number)]
    listed = "可用的表格：" + "、".join(f"{form.number} {form.name}" for form in forms())
    raise DataError(
        Problem("form.unknown", f"没有“{name}”这种表格", hint=did_you_mean(name, known) or listed)
    )


def _form(entry: dict[str, Any]) -> Form:
    module, _, name = entry["模型"].rpartition(":")
    model = getattr(import_module(module or "qijin_docs.models"), name)
    columns: list[Column] = []
    for item in _flat(entry["列"]):
        group = item.get("组")
        columns += [column_of(model, column, group) for column in (item["列"] if group else [item])]
    last = entry.get("分页", "")
    return Form(
        number=entry["编号"],
        name=entry["名称"],
        id=entry["英文名"],
        title=entry["标题"],
        model=model,
        columns=tuple(columns),
        above=tuple(map(_box, entry.get("表头", ()))),
        below=tuple(map(_box, entry.get("表尾", ()))),
        remarks=tuple(entry.get("注", ())),
        fixed=tuple(tuple(row.items()) for row in entry.get("固定行", ())),
        by_sphere=entry.get("按领域", False),
        total=entry.get("合计", False),
        paper=entry.get("纸张", "A4"),
        frozen=entry.get("固定列", 2),
        first_page=[column.alias for column in columns].index(last) + 1 if last else 0,
    )


def _flat(items: list[Any]) -> list[dict[str, Any]]:
    """The columns in a row; a list among them is a set of columns that several forms share."""
    return [part for item in items for part in (item if isinstance(item, list) else [item])]


def _box(entry: dict[str, Any]) -> Box:
    return Box(
        label=entry.get("行首", entry["名称"]),
        key=entry["名称"],
        kind=entry.get("类型", "文字"),
        choices=tuple(entry.get("选项", ())),
        required=entry.get("必填", False),
    )


__all__ = ["PERIODS", "Box", "BoxKind", "Column", "ColumnKind", "Form", "find_form", "forms"]
