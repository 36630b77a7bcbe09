"""``qijin form [KIND] [-o FILE]``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from qijin_docs.cli.chinese import ChineseCommand
from qijin_docs.cli.show import show_json, size_text

if TYPE_CHECKING:
    from qijin_docs.errors import Problem
    from qijin_docs.registers.made_out import MadeOut


@click.command(cls=ChineseCommand)
@click.argument("kind", metavar="表格", required=False)
@click.option(
    "-o",
    "--out",
    metavar="文件或文件夹",
    type=click.Path(path_type=Path),
    help="写成哪个文件，或写到哪个文件夹",
)
@click.option(
    "--for",
    "units",
    metavar="单位名单",
    type=click.Path(path_type=Path),
    help="每个单位一份，填好单位、联系人、电话：名单.xlsx、.csv，或项目的 单位.yaml",
)
@click.option(
    "--project",
    metavar="项目文件夹",
    type=click.Path(path_type=Path),
    help="活动名称、年度、领域取自这个项目",
)
@click.option("--year", metavar="年度", type=click.IntRange(1949, 2999), help="活动年度，如 2018")
@click.option("--unit", metavar="全称", default="", help="填报单位")
@click.option(
    "--period", metavar="期次", default="", help="如 第二阶段；项目有这个阶段时，统计起止也一并填好"
)
@click.option("--rows", metavar="行数", type=click.IntRange(1, 5000), help="空多少行；不写时正好一页")
@click.option("--json", "as_json", is_flag=True, help="用 JSON 报告结果")
def command(
    kind: str | None,
    out: Path | None,
    units: Path | None,
    project: Path | None,
    year: int | None,
    unit: str,
    period: str,
    rows: int | None,
    as_json: bool,
) -> int:
    """下发用的空白 Excel 表格：列好表头、下拉、校验和说明，打印出来就能用。

    表格写编号（R05）、名称（活动台账）或 all（全部）；不写时列出有哪些表格。
    """
    from qijin_docs.registers.form import find_form, forms

    if kind is None:
        if as_json:
            show_json([{"number": f.number, "name": f.name, "id": f.id} for f in forms()])
            return 0
        for form in forms():
            click.echo(f"{form.number}  {form.name}  {form.id}")
        click.echo("写一份空表：qijin form R05 -o 活动台账.xlsx；全部：qijin form all -o 文件夹", err=True)
        return 0
    if out is None:
        raise click.UsageError("请用 -o 写明写成哪个文件，或写到哪个文件夹")

    from qijin_docs.registers.files import write_forms
    from qijin_docs.registers.made_out import read_recipients

    chosen = forms() if kind == "all" else (find_form(kind),)
    recipients = read_recipients(units) if units else ()
    made = write_forms(chosen, out, _made_out(project, year, unit, period), recipients=recipients, rows=rows)
    if as_json:
        listed: list[dict[str, Any]] = [
            {"path": str(m.path), "form": m.form, "unit": m.unit, "bytes": m.bytes} for m in made
        ]
        show_json({"ok": True, "made": listed})
        return 0
    for m in made:
        click.echo(f"{m.path}  {size_text(m.bytes)}")
    click.echo(f"共写出{len(made)}份表格", err=True)
    return 0


def _made_out(project: Path | None, year: int | None, unit: str, period: str) -> MadeOut:
    from qijin_docs.registers.made_out import made_out

    if project is None:
        return made_out(year=year, unit=unit, period=period)
    if year is not None:
        raise click.UsageError("年度取自项目，--project 和 --year 只写一个")
    from qijin_docs.errors import DataError
    from qijin_docs.models import Campaign, OrganBook
    from qijin_docs.project.read import read_single

    # Only these two files: a form can be sent out while the register still has faults.
    problems: list[Problem] = []
    campaign = read_single(project, "活动", Campaign, {}, problems) if project.is_dir() else None
    organs = read_single(project, "单位", OrganBook, {}, problems) if project.is_dir() else None
    if campaign is None or organs is None:
        raise DataError(problems or [_no_folder(project)])
    own = organs.model.own_organ().name
    return made_out(campaign.model, unit=unit or own, period=period)


def _no_folder(project: Path) -> Problem:
    from qijin_docs.errors import Place, Problem

    return Problem(
        "project.no_folder",
        "没有这个项目文件夹",
        Place(str(project)),
        "请核对路径；用 qijin new 可以新建一个",
    )
