"""A new project folder to start from: data files with their gaps marked, and empty tables with the right heads.

Nothing is invented: what is not known stands as ``【待填：…】`` or is left blank.
"""

from __future__ import annotations

import re
from pathlib import Path

from qijin_docs.errors import DataError, OutputError, Place, Problem, os_reason
from qijin_docs.kinds import shipped_templates
from qijin_docs.models import Activity, indicators
from qijin_docs.project.parts import PARTS, Part

_FOLDERS = ("见证材料", "典型", "进展", "公文")
# Nothing that means something to YAML: the name goes into data files as it is.
_NAME = re.compile(r"[\w（）()·]{2,60}")
_TABLES = ("活动台账", "见证材料")


def new_project(folder: str | Path, *, year: int, organ: str) -> tuple[Path, ...]:
    """Make a project folder and return the files written.

    Args:
        folder: made if missing; must be empty.
        year: the campaign's year.
        organ: full name of the organ whose project it is.

    Raises:
        DataError: ``project.organ_name``.
        OutputError: ``output.not_empty``, ``output.write_failed``.
    """
    root = Path(folder)
    organ = organ.strip()
    if not _NAME.fullmatch(organ):
        hint = "只写汉字、字母、数字和括号，如 云岭省水利厅"
        raise DataError(Problem("project.organ_name", f"“{organ}”不像单位全称", hint=hint))
    if root.exists() and (not root.is_dir() or any(root.iterdir())):
        raise OutputError(
            Problem("output.not_empty", "这里已经有东西了", Place(str(folder)), "换一个新的文件夹名")
        )
    source = shipped_templates() / "project"
    made: list[Path] = []
    try:
        for name in _FOLDERS:
            (root / name).mkdir(parents=True, exist_ok=True)
        for file in sorted(path for path in source.rglob("*") if path.is_file()):
            target = root / file.relative_to(source)
            target.parent.mkdir(parents=True, exist_ok=True)
            text = file.read_text(encoding="utf-8").replace("«年度»", str(year)).replace("«单位»", organ)
            target.write_text(text, encoding="utf-8")
            made.append(target)
        made += [_empty_table(root / f"{part.name}.xlsx", part) for part in PARTS if part.name in _TABLES]
    except OSError as exc:
        raise OutputError(
            Problem(
                "output.write_failed",
                f"写不进去：{os_reason(exc)}",
                Place(str(folder)),
                "请确认上级文件夹可以写入",
            )
        ) from exc
    return tuple(made)


def _empty_table(path: Path, part: Part) -> Path:
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    assert part.rows is not None
    units = {i.attribute: i.unit for i in indicators() if i.attribute and i.method == "求和"}
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = part.name
    for column, (name, field) in enumerate(part.rows[1].model_fields.items(), start=1):
        unit = units.get(name) if part.rows[1] is Activity else {"seconds": "秒"}.get(name)
        title = f"{field.alias}（{unit}）" if unit else field.alias
        cell = sheet.cell(1, column, title)
        cell.font = Font(bold=field.is_required())
        cell.alignment = Alignment(wrap_text=True, vertical="center", horizontal="center")
        sheet.column_dimensions[get_column_letter(column)].width = 12
    sheet.freeze_panes = "A2"
    book.save(path)
    return path
