"""``qijin review PROJECT``."""

from __future__ import annotations

from pathlib import Path

import click

from qijin_docs.cli.chinese import ChineseCommand
from qijin_docs.cli.show import show_json


@click.command(cls=ChineseCommand)
@click.argument("project", metavar="项目文件夹", type=click.Path(path_type=Path))
@click.option("--only", metavar="编号", help="只看这些规则，如 PL,TC 或 TC06,SU04")
@click.option(
    "--compare",
    metavar="文件夹",
    type=click.Path(path_type=Path),
    help="同往年、别单位的材料比，查雷同（TC12）",
)
@click.option("--coverage", is_flag=True, help="另列要求覆盖表和四件规定动作、四有、三明确自查表")
@click.option("--notes", is_flag=True, help="把说明一类的意见也列出来")
@click.option("--json", "as_json", is_flag=True, help="用 JSON 报告结果")
def command(
    project: Path, only: str | None, compare: Path | None, coverage: bool, notes: bool, as_json: bool
) -> int:
    """按验收规则审一个项目的内容，逐份材料列出意见。

    编号：PL 方案，TC 典型，PR 进展，SU 总结，EV 见证材料，HD 台账，LX 联络员，ZZ 领导小组。
    有错误时退出码是 1；程序看不出的列为“未验证”，不算通过。
    """
    from qijin_docs.errors import DataError
    from qijin_docs.project import load_project
    from qijin_docs.review.acceptance import NUMBERS
    from qijin_docs.review.judge import review_of_problems, review_project

    wanted = [word.strip().upper() for word in (only or "").replace("，", ",").split(",") if word.strip()]
    for word in wanted:
        if not any(number.startswith(word) for number in NUMBERS):
            raise click.UsageError(f"没有编号以“{word}”开头的规则；可用：{'、'.join(NUMBERS)}")
    try:
        loaded = load_project(project)
    except DataError as exc:
        if any(p.code in ("project.no_folder", "project.no_file") for p in exc.problems):
            raise
        review = review_of_problems(exc.problems)
        if as_json:
            show_json(review.as_dict())
        else:
            click.echo(review.text(notes=notes, unjudged=False))
            click.echo("数据有错，其余规则没有审；改好后再审一遍")
        return 1
    review = review_project(loaded, compare=compare)
    if wanted:
        review = review.only(wanted)
    if as_json:
        show_json(review.as_dict())
        return 0 if review.ok else 1
    click.echo(review.text(notes=notes))
    if coverage:
        click.echo("要求覆盖：")
        others = sum(row.state == "不承担" for row in review.coverage)
        for row in (row for row in review.coverage if row.state != "不承担"):
            said = "；".join(filter(None, (row.note, row.clause, "、".join(row.activities[:5]))))
            click.echo(f"  {row.requirement} {row.text}：{row.state}{f'（{said}）' if said else ''}")
        if others:
            click.echo(f"  另有{others}条是不承担的领域或角色的")
        click.echo("自查：")
        for item in review.self_check:
            click.echo(f"  {item.group} {item.item}：{item.state}　{'、'.join(item.proof[:5])}".rstrip())
    return 0 if review.ok else 1
