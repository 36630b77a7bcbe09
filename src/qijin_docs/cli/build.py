"""``qijin build PROJECT -o OUT``."""

from __future__ import annotations

from itertools import groupby
from pathlib import Path

import click

from qijin_docs.cli.chinese import ChineseCommand
from qijin_docs.cli.show import show_json, show_problems, size_text
from qijin_docs.errors import DataError, Severity


@click.command(cls=ChineseCommand)
@click.argument("project", metavar="项目文件夹", type=click.Path(path_type=Path))
@click.option(
    "-o", "--out", metavar="文件夹", required=True, type=click.Path(path_type=Path), help="写到哪个文件夹"
)
@click.option("--phase", metavar="序号", type=click.IntRange(min=1), help="只生成第几阶段的文书")
@click.option("--only", metavar="种类", multiple=True, help="只生成某种文书，如 实施方案；可写多次")
@click.option(
    "--jobs", metavar="个数", type=click.IntRange(min=1), default=1, show_default="1", help="同时用几个进程"
)
@click.option("--json", "as_json", is_flag=True, help="用 JSON 报告结果")
@click.option("--notes", is_flag=True, help="把读入时自动更正之处也列出来")
@click.option("--draft", is_flag=True, help="内容有错也生成，每页、文件名都标明草稿，另列问题清单")
def command(
    project: Path,
    out: Path,
    phase: int | None,
    only: tuple[str, ...],
    jobs: int,
    as_json: bool,
    notes: bool,
    draft: bool,
) -> int:
    """由项目文件夹生成一年应出的全部文书，按阶段放好，并写一份清单。

    先审内容（同 qijin review）。数据或内容有错时什么也不写，一次列出全部错误；
    内容有错又要先看样子的，加 --draft。
    """
    from concurrent.futures import BrokenExecutor, ProcessPoolExecutor
    from contextlib import nullcontext

    from qijin_docs.pipeline import build, gap_problems
    from qijin_docs.project import load_project

    loaded = load_project(project)
    try:
        with ProcessPoolExecutor(jobs) if jobs > 1 else nullcontext() as executor:
            try:
                result = build(loaded, out, only=only or None, phase=phase, executor=executor, draft=draft)
            except BrokenExecutor:
                # A process was killed, most likely for want of memory: one after the other takes the least.
                result = build(loaded, out, only=only or None, phase=phase, draft=draft)
    except DataError as exc:
        if not as_json and any(p.code.startswith("review.") for p in exc.problems):
            click.echo("内容审核没有通过；要先看样子，加 --draft 生成草稿", err=True)
        raise
    gaps = gap_problems(loaded, result)
    if as_json:
        show_json(
            {
                "ok": True,
                "folder": str(result.folder),
                "made": [
                    {"path": m.path, "kind": m.kind, "phase": m.phase, "sha256": m.sha256}
                    for m in result.made
                ],
                "gaps": [g.as_dict() for g in gaps],
                "problems": [p.as_dict() for p in result.problems],
                "review": result.review.as_dict(),
                "kept": dict(result.kept),
            }
        )
        return 0
    told = tuple(dict.fromkeys([*result.problems, *(f.problem for f in result.review.findings)]))
    show_problems(p for p in told if notes or p.severity is not Severity.NOTE)
    repaired = sum(p.severity is Severity.NOTE for p in result.problems)
    if repaired and not notes:
        click.echo(f"读入时另有{repaired}处自动更正或说明，加 --notes 逐条列出", err=True)
    for old, new in result.kept.items():
        click.echo(f"提醒 {old} 有人手工改过，已改名留存为 {new}", err=True)
    for folder, group in groupby(result.made, key=lambda m: m.path.rpartition("/")[0]):
        click.echo(folder or "另有")
        for made in group:
            click.echo(f"  {made.path.rpartition('/')[2]}  {size_text(made.bytes)}")
    click.echo(f"共生成{len(result.made)}个文件，写在 {result.folder}")
    if gaps:
        click.echo(f"还有{len(gaps)}处缺项：")
        for gap in gaps:
            click.echo(f"  {gap}")
    elif not only:  # of some kinds alone nobody has asked what the year still owes
        click.echo("没有缺项")
    return 0
