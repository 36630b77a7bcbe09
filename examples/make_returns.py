"""What fourteen city bureaus send back: registers and 情况统计表, filled in as people fill them in.

    python examples/make_returns.py [FOLDER] [--clean]

The rows are those of the province's own register (examples/yunling-2018/活动台账.xlsx), so that the figures agree; every
workbook then gets some of the habits and mistakes that returned forms have. ``--clean`` leaves those out. The same
arguments give the same bytes. ``planted`` tells a test what stands where.
"""

from __future__ import annotations

import io
import sys
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.utils import column_index_from_string, get_column_letter
from openpyxl.utils.cell import coordinate_from_string
from openpyxl.worksheet.worksheet import Worksheet

from qijin_docs import load_project
from qijin_docs.models import Activity, Campaign, Statistics
from qijin_docs.models.activity import ActivityRegister
from qijin_docs.registers.form import Form, find_form
from qijin_docs.registers.form_info import SHEET, FormInfo, read_form_info
from qijin_docs.registers.form_layout import row_height
from qijin_docs.registers.made_out import made_out
from qijin_docs.registers.write import write_form
from qijin_docs.text.dates import format_chinese_date

HERE = Path(__file__).parent
START, END = date(2018, 5, 1), date(2018, 6, 30)

Written = Callable[[Any], Any]
Planted = list[tuple[str, str]]
"""Cells, or 第7行, and what collecting says of them."""
Change = Callable[[Worksheet, FormInfo, int], Planted]
"""What is done to a table whose last record stands in a row."""


@dataclass(frozen=True)
class Habit:
    """How a cell is written.

    Args:
        alias: the column; the first activity that has a value there gets it.
        code: what collecting says.
        write: the value → what stands in the cell.
        blank: whether it goes into a cell that has no value.
    """

    alias: str
    code: str
    write: Written
    blank: bool = False


def _wide(value: Any) -> str:
    return "".join(chr(ord(c) + 0xFEE0) for c in str(value))


HABITS: dict[str, tuple[Habit, ...]] = {
    "岭安市": (
        Habit("参加人数", "text.full_width_digits", _wide),
        Habit("领域", "collect.choice_read", lambda v: f"进{v}"),
        Habit("经费", "collect.blank_mark", lambda _: "—", blank=True),
        Habit("资料", "text.not_exact", lambda v: f"{v}余"),
    ),
    "岚州市": (
        Habit("受教育", "text.unit_dropped", lambda v: f"{v}人次"),
        Habit("开始日期", "text.date_repaired", lambda d: f"{d.year}.{d.month}.{d.day}"),
        Habit("参加人数", "text.not_exact", lambda _: "约3万"),
    ),
    "澄川市": (
        Habit("开始日期", "text.year_added", lambda d: f"{d.month}月{d.day}日"),
        Habit("重要活动", "collect.yes_no_read", lambda v: "√" if v else "×"),
        Habit("受教育", "text.other_unit", lambda v: f"{v}人"),
        Habit("咨询", "text.no_number", lambda _: "无", blank=True),
    ),
    "霁山市": (
        Habit("开始日期", "text.date_repaired", format_chinese_date),
        Habit("领域", "collect.tidied", " ".join),
        Habit("开始日期", "text.ambiguous_date", lambda d: f"{d.year % 100}年{d.month}月{d.day}日"),
    ),
    "栖河市": (
        Habit("活动名称", "collect.tidied", lambda v: f"{v[:4]}\n{v[4:]}"),
        Habit("展板", "collect.blank_mark", lambda _: "/", blank=True),
        Habit("领域", "collect.several_choices", lambda _: "企业、机关"),
    ),
    "砚溪市": (
        Habit("开始日期", "text.date_repaired", lambda d: f"{d.year}/{d.month}/{d.day}"),
        Habit("咨询", "text.not_a_quantity", lambda _: "若干", blank=True),
        Habit("参加人数", "text.not_a_count", lambda v: -v),
    ),
    "苍屏市": (
        Habit("参加人数", "text.unit_dropped", lambda v: f"{v}人"),
        Habit("领域", "collect.not_a_choice", lambda _: "企事业"),
        Habit("重要活动", "collect.yes_no", lambda _: "待定"),
        Habit("地点", "collect.ditto", lambda _: "同上"),
    ),
    "雁川市": (
        Habit("开始日期", "text.year_added", lambda d: f"{d.month}.{d.day}"),
        Habit("活动名称", "data.missing", lambda _: None),
        Habit("横幅标语", "text.not_exact", lambda _: "近百", blank=True),
    ),
    "柳渡市": (
        Habit("受教育", "text.full_width_digits", _wide),
        Habit("参加人数", "collect.date_for_number", lambda _: date(2018, 6, 1)),
        Habit("经费", "text.other_unit", lambda _: "3000元", blank=True),
    ),
    "桐岭市": (
        Habit("重要活动", "collect.yes_no_read", lambda v: "☑是 □否" if v else "□是 ☑否"),
        Habit("受教育", "data.not_calculated", lambda _: "=O6*2"),
        Habit("参加人数", "text.not_a_count", lambda v: v + 0.5),
    ),
    "铜屏市": (
        Habit("开始日期", "text.date_repaired", lambda d: f"{d:%Y%m%d}"),
        Habit("开始日期", "text.impossible_date", lambda _: "2018年6月31日"),
        Habit("经费", "collect.decimals", lambda _: 0.123456, blank=True),
    ),
    "望岚市": (
        Habit("参加人数", "text.unit_dropped", lambda v: f"{v} 名"),
        Habit("开始日期", "text.not_a_date", lambda d: f"{d.month}月中旬"),
        Habit("手册图书", "text.several_quantities", lambda _: "20余种1000多册", blank=True),
    ),
    "临澄市": (
        Habit("主办单位", "data.missing", lambda _: "—"),
        Habit("出席领导", "collect.unsure_names", lambda _: "张三 李四", blank=True),
        Habit("受教育", "text.not_exact", lambda v: f"不少于{v}"),
    ),
    "石渡市": (
        Habit("领域", "collect.choice_read", lambda v: f"“{v}”"),
        Habit("兼及领域", "collect.not_a_choice", lambda _: "厂房", blank=True),
        Habit("参加人数", "collect.not_a_number", lambda _: True),
    ),
}  # fmt: skip
"""City → how its register is filled in; one habit an activity, in order."""


def _rename(alias: str, head: str) -> Change:
    """A head is written otherwise."""

    def change(sheet: Worksheet, info: FormInfo, last: int) -> Planted:
        del last
        spot = info.spot(alias)
        assert spot is not None
        cell = f"{spot.column}{spot.row}"
        area = next((a for a in sheet.merged_cells.ranges if cell in a), None)
        sheet[area.start_cell.coordinate if area else cell] = head
        return [(cell, "collect.renamed_column")]

    return change


def _total(sheet: Worksheet, info: FormInfo, last: int) -> Planted:
    """Sums below the table."""
    spot = info.spot("参加人数")
    assert spot is not None
    sheet[f"A{last + 1}"] = "合 计"
    sheet[f"{spot.column}{last + 1}"] = 1
    return [(f"第{last + 1}行", "collect.skipped_row"), (f"{spot.column}{last + 1}", "collect.total_differs")]


def _words_below(sheet: Worksheet, info: FormInfo, last: int) -> Planted:
    del info
    sheet[f"A{last + 2}"] = "另有2场由县区组织，没有列入"
    return [(f"A{last + 2}", "collect.loose_text")]


def _merge_hosts(sheet: Worksheet, info: FormInfo, last: int) -> Planted:
    """One cell for the host of all rows."""
    spot = info.spot("主办单位")
    assert spot is not None
    sheet.merge_cells(f"{spot.column}{info.first_row}:{spot.column}{last}")
    return [(f"{spot.column}{info.first_row}", "collect.merged_text")]


def _hide_row(sheet: Worksheet, info: FormInfo, last: int) -> Planted:
    del info
    sheet.row_dimensions[last].hidden = True
    return [(f"第{last}行", "collect.hidden_row")]


def _head_again(sheet: Worksheet, info: FormInfo, last: int) -> Planted:
    """The head is copied down, as for a second page."""
    for column in find_form("R05").columns:
        spot = info.spot(column.alias)
        assert spot is not None
        sheet[f"{spot.column}{last + 1}"] = column.head
    return [(f"第{last + 1}行", "collect.skipped_row")]


def _old_title(sheet: Worksheet, info: FormInfo, last: int) -> Planted:
    del info, last
    sheet["A1"] = str(sheet["A1"].value).replace("2018", "2017")
    return [("A1", "collect.other_year")]


def _column_at_the_end(sheet: Worksheet, info: FormInfo, last: int) -> Planted:
    del last
    spot = info.spot("备注")
    assert spot is not None
    column = get_column_letter(column_index_from_string(spot.column) + 1)
    sheet[f"{column}{spot.row}"] = "分管领导"
    sheet[f"{column}{info.first_row}"] = "×××"
    return [(f"{column}{spot.row}", "collect.extra_column")]


def _insert_column(sheet: Worksheet, info: FormInfo, last: int) -> Planted:
    """A column of their own in the middle; everything to the right of it moves."""
    spot = info.spot("地点")
    assert spot is not None
    at = column_index_from_string(spot.column)
    for area in sheet.merged_cells.ranges:
        if area.min_col >= at:
            area.shift(1, 0)
        elif area.max_col >= at:
            area.expand(right=1)
    sheet.move_range(f"{spot.column}{spot.row - 1}:{get_column_letter(sheet.max_column)}{last}", cols=1)
    widths = [sheet.column_dimensions[get_column_letter(n)].width for n in range(at, sheet.max_column)]
    for n, width in enumerate(widths, at + 1):
        sheet.column_dimensions[get_column_letter(n)].width = width
    sheet[f"{spot.column}{spot.row}"] = "分管科室"
    return [(f"{spot.column}{spot.row}", "collect.extra_column")]


CHANGES: dict[str, tuple[Change, ...]] = {
    "岭安市": (_insert_column,),
    "岚州市": (_rename("受教育", "受教育情况（人次）"), _words_below),
    "澄川市": (_total,),
    "霁山市": (_merge_hosts,),
    "栖河市": (_hide_row,),
    "砚溪市": (_head_again,),
    "苍屏市": (_old_title,),
    "雁川市": (_column_at_the_end,),
}
"""City → what is done to the table itself."""


def make_returns(folder: Path, *, clean: bool = False) -> list[tuple[str, str, str]]:
    """Write all workbooks.

    Returns:
        File, cell and code of everything planted.
    """
    project = load_project(HERE / "yunling-2018")
    register: ActivityRegister = project.of("活动台账")[0]
    cities = [o.name for o in project.year.organs.organs if o.level == "市" and o.name.endswith("自然资源局")]
    planted: list[tuple[str, str, str]] = []
    for city in cities:
        own = tuple(a for a in register.activities if a.host == city)
        name = city.removesuffix("自然资源局")
        file = folder / name / f"{city}_活动台账.xlsx"
        habits, changes = ((), ()) if clean else (HABITS[name], CHANGES.get(name, ()))
        told = _register(file, project.campaign, city, own, habits, changes)
        planted += [(f"{name}/{file.name}", *rest) for rest in told]
        table = folder / name / f"{city}_情况统计表.xlsx"
        planted += [
            (f"{name}/{table.name}", *rest)
            for rest in _statistics(table, register, city, own, spoil=not clean and name in _WRONG_TOTALS)
        ]
    return planted


#: Cities whose 合计 is one too many.
_WRONG_TOTALS = frozenset({"岚州市", "苍屏市"})


def _register(
    path: Path,
    campaign: Campaign,
    city: str,
    own: tuple[Activity, ...],
    habits: tuple[Habit, ...],
    changes: tuple[Change, ...],
) -> Planted:
    form = find_form("R05")
    book, sheet, info = _blank(form, campaign, city)
    rows = [_cells(activity) for activity in own]
    planted: list[tuple[str, str]] = []
    used: set[tuple[int, str]] = set()
    for n, habit in enumerate(habits):
        order = [(n + k) % len(rows) for k in range(len(rows))]
        row = next(
            (
                r
                for r in order
                if (r, habit.alias) not in used and (rows[r].get(habit.alias) is None) == habit.blank
            ),
            None,
        )
        if row is None:
            raise ValueError(f"{city}没有可以放“{habit.alias}”的活动")
        used.add((row, habit.alias))
        rows[row][habit.alias] = habit.write(rows[row].get(habit.alias))
        spot = info.spot(habit.alias)
        assert spot is not None
        planted.append((f"{spot.column}{info.first_row + row}", habit.code))
    for n, values in enumerate(rows):
        for spot in info.spots:
            if spot.use == "列" and values.get(spot.alias) is not None:
                sheet[f"{spot.column}{info.first_row + n}"] = values[spot.alias]
        # As Excel does while somebody types.
        sheet.row_dimensions[info.first_row + n].height = _height(sheet, info, values)
    for change in changes:
        told = change(sheet, info, info.first_row + len(rows) - 1)
        if change is _insert_column:
            planted = [(_moved(cell, told[0][0]), code) for cell, code in planted]
        planted += told
    _save(book, path)
    return [(f"{sheet.title}!{cell}", code) for cell, code in planted]


def _height(sheet: Worksheet, info: FormInfo, values: dict[str, Any]) -> float:
    texts = [
        (str(values[s.alias] or ""), sheet.column_dimensions[s.column].width)
        for s in info.spots
        if s.use == "列"
    ]
    return row_height(texts, 20)


def _moved(cell: str, inserted: str) -> str:
    """Where a cell stands after a column was put in."""
    letters, row = coordinate_from_string(cell)
    column = column_index_from_string(letters)
    moves = column >= column_index_from_string(coordinate_from_string(inserted)[0])
    return f"{get_column_letter(column + moves)}{row}"


def _cells(activity: Activity) -> dict[str, Any]:
    """A row as it is typed."""
    values: dict[str, Any] = {}
    for name, info in Activity.model_fields.items():
        value = getattr(activity, name)
        if isinstance(value, tuple):
            value = "、".join(value) or None
        elif isinstance(value, bool):
            value = "是" if value else "否"
        values[info.alias or name] = value
    return values


def _statistics(
    path: Path, register: ActivityRegister, city: str, own: tuple[Activity, ...], *, spoil: bool
) -> list[tuple[str, str]]:
    form = find_form("R06")
    campaign = register.campaign
    book, sheet, info = _blank(form, campaign, city)
    mine = register.model_copy(update={"activities": own, "counted_hosts": None})
    by_period = {
        "本期": Statistics.of(mine, start=START, end=END),
        "累计": Statistics.of(mine, end=END),
    }
    planted: list[tuple[str, str]] = []
    for n, fixed in enumerate(form.fixed_rows(tuple(s.name for s in campaign.spheres))):
        statistics = by_period[fixed["期别"]]
        figures = next((f for f in statistics.by_sphere if f.label == fixed["领域"]), statistics.total)
        for spot in info.spots:
            if spot.use != "列" or spot.alias not in figures.values:
                continue
            value = figures.values[spot.alias]
            cell = f"{spot.column}{info.first_row + n}"
            if spoil and fixed == {"领域": "合计", "期别": "累计"} and spot.alias == "活动场次":
                planted.append((f"{sheet.title}!{cell}", "figures.total_differs"))
                value = int(value or 0) + 1
            sheet[cell] = value
    _save(book, path)
    return planted


def _blank(form: Form, campaign: Campaign, city: str) -> tuple[openpyxl.Workbook, Worksheet, FormInfo]:
    """The form as it was sent to a city."""
    whom = replace(made_out(campaign, unit=city, period="第二阶段"), start=START, end=END)
    book = openpyxl.load_workbook(io.BytesIO(bytes(write_form(form, whom))))
    info = read_form_info([[cell.value for cell in row] for row in book[SHEET].iter_rows()])
    assert info is not None
    return book, book[info.sheet], info


def _save(book: openpyxl.Workbook, path: Path) -> None:
    """Saved without the time of day, which openpyxl writes into the properties and the archive."""
    path.parent.mkdir(parents=True, exist_ok=True)
    book.properties.created = book.properties.modified = datetime.fromisoformat("2018-07-02T09:00:00")
    raw = io.BytesIO()
    book.save(raw)
    with zipfile.ZipFile(raw) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "docProps/core.xml":
                start, end = content.index(b"<dcterms:modified"), content.index(b"</dcterms:modified>")
                fixed = content[start:].split(b">", 1)[0] + b">2018-07-02T09:00:00Z"
                content = content[:start] + fixed + content[end:]
            info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(info, content)


if __name__ == "__main__":
    arguments = [word for word in sys.argv[1:] if word != "--clean"]
    target = Path(arguments[0]) if arguments else HERE / "yunling-2018-cities"
    made = make_returns(target, clean="--clean" in sys.argv)
    print(f"{target}: 28个文件，{len(made)}处毛病")  # noqa: T201
