"""``qijin new DIR``."""

from __future__ import annotations

from pathlib import Path

import click

from qijin_docs.cli.chinese import ChineseCommand


@click.command(cls=ChineseCommand)
@click.argument("folder", metavar="文件夹", type=click.Path(path_type=Path))
@click.option(
    "--year", metavar="年度", type=click.IntRange(1949, 2999), required=True, help="活动年度，如 2018"
)
@click.option("--organ", metavar="全称", required=True, help="本单位全称，如 云岭省自然资源厅")
def command(folder: Path, year: int, organ: str) -> int:
    """新建一个项目文件夹：各种数据文件的样子，还不知道的内容留作“【待填…】”。"""
    from qijin_docs.project.scaffold import new_project

    made = new_project(folder, year=year, organ=organ)
    for path in made:
        click.echo(str(path))
    click.echo(f"已建好。逐个打开填写，再运行：qijin build {folder} -o {folder}-成稿")
    return 0
