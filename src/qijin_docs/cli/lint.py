"""``qijin lint TEMPLATE``."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from qijin_docs.cli.chinese import ChineseCommand
from qijin_docs.cli.show import show_json

if TYPE_CHECKING:
    from qijin_docs import TemplateReport

_UNREADABLE = ("template.unreadable", "template.unknown_kind", "package.")


@click.command(cls=ChineseCommand)
@click.argument("template", metavar="模板", type=click.Path(path_type=Path))
@click.option("--kind", metavar="种类", help="按哪种文书的数据核对，如 实施方案；不写时按模板的位置认")
@click.option(
    "--project", metavar="文件夹", type=click.Path(path_type=Path), help="项目文件夹，用它自己的种类和模板"
)
@click.option("--form", is_flag=True, help="填上示例数据，再按 GB/T 9704-2012 校对格式")
@click.option("--notes", is_flag=True, help="把说明也列出来")
@click.option("--json", "as_json", is_flag=True, help="用 JSON 报告结果")
@click.option("--sarif", metavar="文件", type=click.Path(path_type=Path), help="另写一份 SARIF 2.1.0 报告")
@click.option(
    "--annotate",
    metavar="文件",
    type=click.Path(path_type=Path),
    help="另存一份，问题写成批注（Excel 是单元格批注）",
)
@click.option(
    "--fix",
    metavar="文件",
    type=click.Path(path_type=Path),
    help="另存一份，改好标签里的全角符号、弯引号和断开的标签",
)
def command(
    template: Path,
    kind: str | None,
    project: Path | None,
    form: bool,
    notes: bool,
    as_json: bool,
    sarif: Path | None,
    annotate: Path | None,
    fix: Path | None,
) -> int:
    """检查模板：标签的写法、名称、循环、过滤器，并用示例数据试填。

    有错误时，退出码是 1。
    """
    from qijin_docs.authoring.lint import lint_template
    from qijin_docs.cli.save import save
    from qijin_docs.kinds import load_kinds

    kinds = load_kinds(project / "templates") if project else None
    report = lint_template(template, kind=kind, kinds=kinds, form=form)
    if form and not report.kind:
        raise click.UsageError("--form 要知道是哪种文书，请加 --kind 种类")
    readable = not any(p.code.startswith(_UNREADABLE) for p in report.problems)
    if not readable and (annotate or fix):
        click.echo("文件读不了，没有写副本", err=True)
    if annotate is not None and readable:
        from qijin_docs.authoring.comments import annotated

        save(annotate, annotated(template, report), besides=template)
    if fix is not None and readable:
        from qijin_docs.authoring.mending import mended

        done = mended(template)
        save(fix, done.data, besides=template)
        click.echo(f"改了{done.signs}个标签里的符号，接好了{done.joined}个断开的标签", err=True)
    if sarif is not None:
        save(sarif, json.dumps(_sarif(template, report), ensure_ascii=False, indent=2).encode())
    if as_json:
        show_json(report.as_dict())
    else:
        _show(report, notes=notes)
    return 0 if report.ok else 1


def _show(report: TemplateReport, *, notes: bool) -> None:
    from qijin_docs.errors import Severity

    against = f"（按“{report.kind}”核对）" if report.kind else "（没有对照数据，要对照请加 --kind 种类）"
    counts = "，".join(f"{s.word}{report.count(s)}处" for s in Severity)
    click.echo(f"{report.file}{against}：{counts}")
    for problem in report.problems:
        if notes or problem.severity is not Severity.NOTE:
            click.echo(f"  {problem.severity.word} {problem}")
            if problem.around and problem.around not in problem.message:
                click.echo(f"       原文：{problem.around}")
    if report.tried:
        click.echo(f"  已用示例数据试填：{'、'.join(report.tried)}")


def _sarif(template: Path, report: TemplateReport) -> dict[str, object]:
    from qijin_docs import __version__
    from qijin_docs.authoring.comments import as_check_report
    from qijin_docs.check.sarif import sarif

    log = sarif([as_check_report(template, report)], version=__version__)
    log["runs"][0]["tool"]["driver"]["name"] = "qijin lint"
    return log
