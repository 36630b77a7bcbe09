"""``qijin new DIR``."""

from __future__ import annotations

from pathlib import Path

import click

from qijin_docs.cli.chinese import ChineseCommand


@click.command(cls=ChineseCommand)
@click.argument("folder", metavar="文件夹", type=click.Path(path_type=Path))
@click.option(
    "--year",
    metavar="年度",
    type=click.IntRange(1949, 2999),
    help="活动年度，如 2018；与 --from 同用时默认为下一年",
)
@click.option("--organ", metavar="全称", help="本单位全称，如 云岭省自然资源厅")
@click.option(
    "--from",
    "last_year",
    metavar="上年项目",
    type=click.Path(path_type=Path),
    help="由上年的项目带入单位、领域、阶段、分工；数字、日期、文字一律清空待填",
)
def command(folder: Path, year: int | None, organ: str | None, last_year: Path | None) -> int:
    """新建一个项目文件夹：各种数据文件的样子，还不知道的内容留作“【待填…】”。"""
    if last_year is not None:
        return _roll_over(folder, year, organ, last_year)
    from qijin_docs.project.scaffold import new_project

    context = click.get_current_context()
    for param in context.command.params:
        if param.name in ("year", "organ") and context.params[param.name] is None:
            raise click.MissingParameter(ctx=context, param=param)
    assert year is not None
    assert organ is not None
    made = new_project(folder, year=year, organ=organ)
    for path in made:
        click.echo(str(path))
    click.echo(f"已建好。逐个打开填写，再运行：qijin build {folder} -o {folder}-成稿")
    return 0


def _roll_over(folder: Path, year: int | None, organ: str | None, last_year: Path) -> int:
    from qijin_docs.project.rollover import REPORT, roll_over

    if organ is not None:
        raise click.UsageError("--from 已经带入本单位，不要再写 --organ")
    done = roll_over(last_year, folder, year=year)
    for path in done.made:
        click.echo(str(path))
    click.echo("\n带入、请逐项核对：")
    for item in done.carried:
        click.echo(f"  {item}")
    click.echo("\n没有带入、请重新填写：")
    for item in done.emptied:
        click.echo(f"  {item}")
    click.echo(f"\n以上也写在 {folder / REPORT}")
    return 0
