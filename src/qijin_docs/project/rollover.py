"""Last year's project → a project of the new year: structure is carried, everything that was of its year is emptied.

Carried: organs, spheres, roles, phases with their deadlines, who owes what, the tasks and seats of the plan's tables.
Emptied to ``【待填…】`` or left out: figures, dates and numbers of documents, narrative, names of persons, everything
that was done. What became of each part is told, so that nothing of last year goes out unseen.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from qijin_docs.errors import DataError, Flaw, OutputError, Place, Problem, os_reason
from qijin_docs.project.carried import (
    Told,
    assignment_values,
    campaign_values,
    carry_plan,
    duty_values,
    group_values,
    organ_values,
    retention_values,
)
from qijin_docs.project.load import load_project
from qijin_docs.project.parts import PARTS, Project
from qijin_docs.project.scaffold import new_project

REPORT = "带入说明.txt"


@dataclass(frozen=True, slots=True)
class RollOver:
    """What :func:`roll_over` did.

    Args:
        made: the files written.
        carried: what was taken over, to be checked.
        emptied: what was not, to be filled in.
    """

    made: tuple[Path, ...]
    carried: tuple[str, ...]
    emptied: tuple[str, ...]


def roll_over(last_year: str | Path, folder: str | Path, *, year: int | None = None) -> RollOver:
    """Make the project of a new year from last year's.

    Args:
        last_year: project folder; only read.
        folder: made if missing; must be empty, and outside of last year's.
        year: the new year; the one after last year's if ``None``.

    Raises:
        DataError: last year's project is wrong, ``project.same_year``, ``project.not_yearly``.
        OutputError: ``output.not_empty``, ``output.inside``, ``output.write_failed``.
    """
    project = load_project(last_year)
    campaign = project.campaign
    year = year or campaign.year + 1
    entry = project.entries["活动"][0]
    if year <= campaign.year:
        message = f"新的年度{year}不晚于上年的{campaign.year}"
        raise DataError(Problem("project.same_year", message, entry.place_of(("年度",)), "请核对年度"))
    if not campaign.yearly:
        flaw = Flaw(
            ("年年延续",), "project.not_yearly", "这项活动写明不是年年延续的", "请新建项目，或改“年年延续”"
        )
        raise DataError(flaw.at(entry.place_of(flaw.path)))
    root = Path(folder)
    if project.folder.resolve() in (root.resolve(), *root.resolve().parents):
        raise OutputError(
            Problem("output.inside", "新项目不能放在上年的项目里面", Place(str(folder)), "换一个文件夹")
        )
    new_project(root, year=year, organ=project.year.organs.own_organ().name)
    told = Told([], [])
    try:
        _write(root, project, year, told)
        made = (*(path for path in sorted(root.rglob("*")) if path.is_file()), root / REPORT)
        (root / REPORT).write_text(_report(campaign.year, year, told), encoding="utf-8")
    except OSError as exc:
        hint = "请确认可以写入"
        raise OutputError(
            Problem("output.write_failed", f"写不进去：{os_reason(exc)}", Place(str(folder)), hint)
        ) from exc
    return RollOver(tuple(dict.fromkeys(made)), tuple(told.carried), tuple(told.emptied))


def _write(root: Path, project: Project, year: int, told: Told) -> None:
    before = project.campaign.year
    _dump(root / "活动.yaml", campaign_values(project.campaign, year, told), before)
    _dump(root / "单位.yaml", organ_values(project.year.organs, year, told), before)
    if project.year.plan is not None:
        carry_plan(root / "方案.yaml", project.year.plan, told)
    if project.year.assignments is not None:
        _dump(root / "任务分工.yaml", assignment_values(project.year.assignments, year, told), before)
    if project.year.group is not None:
        _dump(root / "领导小组.yaml", group_values(project.year.group, told), before)
    for table in project.of("报送事项"):
        _dump(root / "报送事项.yaml", duty_values(table, year, told), before)
    for table in project.of("归档"):
        _dump(root / "归档.yaml", retention_values(table, told), before)
    if (own := project.folder / "templates").is_dir():
        shutil.copytree(own, root / "templates", dirs_exist_ok=True)
        told.carried.append("自用模板 templates：原样带入，模板里写死的年份请核对")
    _left_out(project, told)


def _dump(path: Path, value: Any, before: int) -> None:
    import yaml

    text = yaml.safe_dump(value, allow_unicode=True, sort_keys=False, width=110)
    path.write_text(f"# 由{before}年的项目带入，请逐项核对；【待填…】处请填写。\n{text}", encoding="utf-8")


_CARRIED = frozenset({"方案", "任务分工", "领导小组", "报送事项", "归档"})


def _left_out(project: Project, told: Told) -> None:
    for part in PARTS:
        entries = project.entries.get(part.name, ())
        if part.name in _CARRIED or not entries:
            continue
        if part.rows:
            field = next(n for n, f in part.model.model_fields.items() if f.alias == part.rows[0])
            count = f"{len(getattr(entries[0].model, field))}条"
        else:
            count = f"{len(entries)}份"
        told.emptied.append(f"{part.name}：上年{count}，一条也没有带入")


def _report(before: int, year: int, told: Told) -> str:
    def listed(items: list[str]) -> Iterator[str]:
        yield from (f"  {number}. {item}" for number, item in enumerate(items, start=1))

    lines = [
        f"由{before}年的项目新建{year}年的项目",
        "",
        "带入、请逐项核对：",
        *listed(told.carried),
        "",
        "没有带入、请重新填写：",
        *listed(told.emptied),
    ]
    return "\n".join(lines) + "\n"
