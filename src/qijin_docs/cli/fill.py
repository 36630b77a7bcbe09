"""``qijin fill TEMPLATE DATA -o OUT``."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from qijin_docs.cli.chinese import ChineseCommand
from qijin_docs.cli.show import show_json, show_problems

if TYPE_CHECKING:
    from concurrent.futures import Executor

    from qijin_docs.batch.filled import Filled

_MOST_SHOWN = 200
_MISSING = {"报错": "error", "留空": "blank"}
_SAME_NAME = {"报错": "error", "编号": "number"}


@click.command(cls=ChineseCommand)
@click.argument("template", metavar="模板", type=click.Path(path_type=Path))
@click.argument("data", metavar="数据", type=click.Path(path_type=Path))
@click.option(
    "-o",
    "--out",
    metavar="去处",
    required=True,
    help="写到哪里：文件夹、.zip，或一个文件；也可以是 s3:// 之类的地址",
)
@click.option(
    "--name", metavar="写法", help="文件名的写法，如 '{{ 市 }}/{{ 序号 }} {{ 村名 }}'；斜杠分出文件夹"
)
@click.option("--jobs", metavar="个数", type=click.IntRange(min=1), help="同时用几个进程；不写就用全部处理器")
@click.option("--resume", is_flag=True, help="接着上次的做；已做好且数据、模板没有变的不重做")
@click.option("--continue", "keep_going", is_flag=True, help="跳过有错的行，另存成一个表，写明问题")
@click.option("--dry-run", is_flag=True, help="只检查全部数据和模板，什么也不写")
@click.option("--pdf", is_flag=True, help="每份另出一个 PDF")
@click.option("--merge", is_flag=True, help="各份合成一个 Word 文件，一份一节")
@click.option(
    "--same-name",
    type=click.Choice(tuple(_SAME_NAME)),
    default="报错",
    show_default="报错",
    help="文件名相同时",
)
@click.option(
    "--missing",
    type=click.Choice(tuple(_MISSING)),
    default="报错",
    show_default="报错",
    help="模板要的值没有时",
)
@click.option("--kind", metavar="种类", help="数据是哪种文书，如 实施方案：先按这种文书的规则核对")
@click.option("--sheet", metavar="名称", help="读工作簿的哪一张表")
@click.option(
    "--seconds", metavar="秒", type=click.FloatRange(min=0.1), default=60.0, help="一份最多用多久，默认60秒"
)
@click.option("--scheduler", metavar="地址", help="交给 Dask 集群做，如 tcp://10.0.0.1:8786")
@click.option("--json", "as_json", is_flag=True, help="用 JSON 报告结果")
def command(
    template: Path,
    data: Path,
    out: str,
    name: str | None,
    jobs: int | None,
    resume: bool,
    keep_going: bool,
    dry_run: bool,
    pdf: bool,
    merge: bool,
    same_name: str,
    missing: str,
    kind: str | None,
    sheet: str | None,
    seconds: float,
    scheduler: str | None,
    as_json: bool,
) -> int:
    """用一个模板填很多份：表里一行、JSON Lines 一行、文件夹里一个 YAML 文件，各出一份。

    全部数据都对才写出文件；有错就一次列出，一份也不写。中断了加 --resume 接着做。
    """
    from qijin_docs.batch.filling import fill
    from qijin_docs.batch.remote import fill_remote, is_remote

    options: dict[str, Any] = {
        "name": name,
        "missing": _MISSING[missing],
        "duplicates": _SAME_NAME[same_name],
        "keep_going": keep_going,
        "resume": resume,
        "dry_run": dry_run,
        "jobs": jobs,
        "seconds": seconds,
        "pdf": pdf,
        "merge": merge,
        "sheet": sheet,
        "kind": kind,
    }
    work = fill_remote if is_remote(out) else fill
    try:
        with _executor(scheduler) as executor, _progress() as progress:
            filled = work(template, data, out, executor=executor, progress=progress, **options)
    except KeyboardInterrupt:
        click.echo("已停下；做好的都留着，同一条命令加 --resume 接着做", err=True)
        raise
    if as_json:
        show_json(_as_dict(filled, dry_run=dry_run))
    else:
        from qijin_docs.batch.returned import is_table

        _show(filled, dry_run=dry_run, rerun=is_table(data))
    return 1 if filled.bad_records else 0


@contextmanager
def _executor(scheduler: str | None) -> Iterator[Executor | None]:
    if scheduler is None:
        yield None
        return
    from qijin_docs.batch.cluster import cluster_executor

    with cluster_executor(scheduler) as executor:
        yield executor


@contextmanager
def _progress() -> Iterator[Callable[[str, int, int | None, int], None] | None]:
    """A bar on a terminal; nothing in a pipe or a log."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[rate]}"),
        TextColumn("剩"),
        TimeRemainingColumn(),
        TextColumn("{task.fields[bad]}", style="red"),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        tasks: dict[str, Any] = {}

        def advance(what: str, done: int, total: int | None, bad: int) -> None:
            if what not in tasks:
                tasks[what] = bar.add_task(what, total=total, rate="", bad="")
            speed = next((t.speed for t in bar.tasks if t.id == tasks[what]), None)
            bar.update(
                tasks[what],
                completed=done,
                total=None if total is None else max(total, done),
                rate=f"{speed:.0f}份/秒" if speed else "",
                bad=f"{bad}条有错" if bad else "",
            )

        yield advance


def _show(filled: Filled, *, dry_run: bool, rerun: bool) -> None:
    show_problems(filled.problems[:_MOST_SHOWN])
    if filled.warnings > _MOST_SHOWN:
        click.echo(f"提醒共{filled.warnings}处，只列出前面的", err=True)
    shown = [p for outcome in filled.bad for p in outcome.problems]
    show_problems(shown[:_MOST_SHOWN])
    if len(shown) > _MOST_SHOWN:
        click.echo(f"还有{len(shown) - _MOST_SHOWN}处，见 {filled.returned}", err=True)
    for old, new in filled.kept.items():
        click.echo(f"提醒 {old} 有人手工改过，已改名留存为 {new}", err=True)
    if filled.left_over and not filled.mended:
        click.echo(f"提醒 上次做的有{filled.left_over}份这次的数据里没有，仍留在文件夹里", err=True)
    if dry_run:
        click.echo(f"检查了{filled.records}条数据，可以生成{filled.made}份，什么也没有写")
        return
    reused = f"，另有{filled.reused}份上次已做好" if filled.reused else ""
    replaced = f"，其中{filled.replaced}份换掉了上次的同名文书" if filled.replaced else ""
    click.echo(f"生成{filled.made}份{replaced}{reused}，写在 {filled.out}")
    if filled.bad_records:
        then = "改好后只用这个表，加 --resume 补做" if rerun else "改好原来的数据后，加 --resume 再做一遍"
        click.echo(f"有错的{filled.bad_records}条没有生成，已列在 {filled.returned}；{then}")


def _as_dict(filled: Filled, *, dry_run: bool) -> dict[str, Any]:
    return {
        "ok": not filled.bad_records,
        "dry_run": dry_run,
        "out": str(filled.out),
        "records": filled.records,
        "made": filled.made,
        "reused": filled.reused,
        "bad": filled.bad_records,
        "returned": None if filled.returned is None else str(filled.returned),
        "left_over": filled.left_over,
        "replaced": filled.replaced,
        "warnings": filled.warnings,
        "kept": filled.kept,
        "problems": [p.as_dict() for p in (*filled.problems, *(p for o in filled.bad for p in o.problems))],
    }
