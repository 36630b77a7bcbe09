"""``qijin collect FOLDER -o FILE``."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from qijin_docs.cli.chinese import ChineseCommand
from qijin_docs.cli.show import show_json, show_problems
from qijin_docs.errors import DataError, Problem, Severity, errors_among

if TYPE_CHECKING:
    from qijin_docs.models import Campaign
    from qijin_docs.registers.collect import Collected, Progress
    from qijin_docs.registers.explain import Source
    from qijin_docs.registers.returned import Returned
    from qijin_docs.registers.unit_list import UnitList


@click.command(cls=ChineseCommand)
@click.argument("folder", metavar="文件夹", type=click.Path(path_type=Path))
@click.option(
    "-o", "--out", metavar="文件", type=click.Path(path_type=Path), help="合成的总表：.xlsx 或 .csv"
)
@click.option("--kind", metavar="表格", help="收哪种表，如 R05 或 活动台账；不写时各文件自己说明")
@click.option(
    "--units",
    metavar="单位名单",
    type=click.Path(path_type=Path),
    help="名单.xlsx、.csv 或 单位.yaml：谁没交、谁写错了名称",
)
@click.option(
    "--project",
    metavar="项目文件夹",
    type=click.Path(path_type=Path),
    help="年度、领域、单位名单取自这个项目",
)
@click.option("--year", metavar="年度", type=click.IntRange(1949, 2999), help="没写年份的日期算哪一年")
@click.option(
    "--marked",
    metavar="文件夹",
    type=click.Path(path_type=Path),
    help="把有错的表各复制一份，错处着色并加批注，退回重填",
)
@click.option(
    "--summary",
    metavar="文件",
    type=click.Path(path_type=Path),
    help="各市汇总表（R07）：去重以后各单位和全省的数",
)
@click.option("--explain", "indicator", metavar="指标", help="合计从哪些单元格来，如 活动场次")
@click.option("--sphere", metavar="领域", help="只看一个领域，与 --explain 同用")
@click.option(
    "--jobs", metavar="个数", type=click.IntRange(min=1), default=1, show_default="1", help="同时用几个进程"
)
@click.option("--json", "as_json", is_flag=True, help="用 JSON 报告结果")
@click.option("--notes", is_flag=True, help="把自动更正之处也列出来")
def command(
    folder: Path, out: Path | None, kind: str | None, units: Path | None, project: Path | None, year: int | None,
    marked: Path | None, summary: Path | None, indicator: str | None, sphere: str | None, jobs: int,
    as_json: bool, notes: bool,
) -> int:  # fmt: skip
    """收回各单位填好的表格，合成一张总表，逐格指出错处，并核对重复、漏交和前后不一致。

    看得准的写法（２０００、2000份、6.16）收下并说明；看不准的（2000余、约3万）一律不猜，在总表里写成【待核：…】。
    """
    from qijin_docs.registers.collect import collect_forms

    campaign, unit_list = _known(project, units, year)
    with ExitStack() as stack:
        executor = stack.enter_context(ProcessPoolExecutor(jobs)) if jobs > 1 else None
        progress = stack.enter_context(_progress(quiet=as_json))
        collected = collect_forms(
            folder, kind, campaign=campaign, year=year, units=unit_list, executor=executor, progress=progress
        )
    problems = [*collected.problems]
    checked, sources, rows = _compare(collected, campaign, summary, indicator, sphere, year)
    problems += checked
    made = _write(rows, out, year or (campaign.year if campaign else None)) if out is not None else ()
    copies: dict[str, Path] = {}
    if marked is not None:
        copies, told = _mark(folder, problems, marked)
        problems += told
    if as_json:
        show_json(_as_dict(collected, problems, sources, made, copies))
    else:
        show_problems(p for p in problems if notes or p.severity is not Severity.NOTE)
        _report(collected, problems, sources, made, copies, notes=notes)
    return 1 if errors_among(problems) or collected.missing else 0


def _known(
    project: Path | None, units: Path | None, year: int | None
) -> tuple[Campaign | None, UnitList | None]:
    """Campaign and list of units, from a project where there is one."""
    from qijin_docs.registers.unit_list import UnitList

    listed = UnitList.read(units) if units else None
    if project is None:
        return None, listed
    from qijin_docs.project import load_project

    loaded = load_project(project)
    if listed is None:
        listed = UnitList.of_book(loaded.year.organs)
    del year
    return loaded.campaign, listed


@contextmanager
def _progress(*, quiet: bool) -> Iterator[Progress | None]:
    """A bar on a terminal, and nothing anywhere else."""
    if quiet or not sys.stderr.isatty():
        yield None
        return
    with click.progressbar(length=0, label="读表", file=sys.stderr) as bar:

        def show(done: int, total: int) -> None:
            bar.length = total
            bar.update(done - bar.pos)

        yield show


def _compare(
    collected: Collected, campaign: Campaign | None, summary: Path | None, indicator: str | None, sphere: str | None,
    year: int | None,
) -> tuple[list[Problem], list[Source] | None, tuple[Returned, ...]]:  # fmt: skip
    """What the files say against each other, where a total comes from, and the rows with each activity once."""
    from qijin_docs.registers.explain import explain
    from qijin_docs.registers.merged import write_merged
    from qijin_docs.registers.reported import compare_reports, reports
    from qijin_docs.registers.rollup import REGISTER, each_once, roll_up, sums_of_units
    from qijin_docs.registers.summary import SUMMARY, summary_of_registers, summary_of_reports

    found = reports(collected)
    registers = any(one.form == REGISTER and one.count for one in collected.returned)
    problems: list[Problem] = []
    rolled, rows = None, collected.returned
    if registers and campaign is not None:
        rolled = roll_up(collected, campaign)
        problems += [*rolled.problems, *sums_of_units(rolled)]
        rows = each_once(collected, rolled)
    problems += compare_reports(found, rolled)
    if summary is not None:
        if rolled is None and not found:
            hint = (
                "收活动台账时用 --project 给出项目文件夹"
                if registers
                else "要有活动台账（R05）或情况统计表（R06）"
            )
            raise DataError(Problem("collect.no_figures", "没有可以汇总的数", hint=hint))
        table = summary_of_registers(rolled) if rolled else summary_of_reports(found)
        write_merged([table], SUMMARY, summary, year=year or (campaign.year if campaign else None))
    if indicator is None:
        return problems, None, rows
    if rolled is None:
        hint = "用 --project 给出项目文件夹" if registers else "--explain 看活动台账（R05）"
        raise DataError(Problem("collect.no_register", "没有可以追溯的活动台账", hint=hint))
    return problems, explain(rolled, indicator, sphere=sphere), rows


def _write(rows: tuple[Returned, ...], out: Path, year: int | None) -> tuple[Path, ...]:
    """One table for each form that came back; several have the form's number behind the name."""
    from qijin_docs.registers.merged import write_merged

    forms = sorted({one.form for one in rows if one.form})
    paths = {form: out if len(forms) == 1 else out.with_stem(f"{out.stem}_{form}") for form in forms}
    for form, path in paths.items():
        write_merged(rows, form, path, year=year)
    return tuple(paths.values())


def _mark(folder: Path, problems: list[Problem], marked: Path) -> tuple[dict[str, Path], tuple[Problem, ...]]:
    from qijin_docs.registers.marked import write_marked
    from qijin_docs.registers.returned_files import returned_files

    return write_marked(returned_files(folder)[0], problems, marked)


def _as_dict(
    collected: Collected,
    problems: list[Problem],
    sources: list[Source] | None,
    made: tuple[Path, ...],
    copies: dict[str, Path],
) -> dict[str, Any]:
    shown: dict[str, Any] = {
        "ok": not errors_among(problems) and not collected.missing,
        "form": collected.form,
        "rows": collected.count,
        "files": [
            {
                "file": one.file,
                "form": one.form,
                "unit": one.unit,
                "rows": one.count,
                "errors": len(one.errors),
            }
            for one in collected.returned
        ],
        "missing": list(collected.missing),
        "same_files": dict(collected.same_files or {}),
        "out": [str(path) for path in made],
        "marked": {name: str(path) for name, path in copies.items()},
        "problems": [problem.as_dict() for problem in problems],
    }
    if sources is not None:
        from qijin_docs.registers.explain import total_of

        shown["explain"] = {
            "total": _plain(total_of(sources)),
            "sources": [
                {"file": s.file, "where": s.where, "value": _plain(s.value), "activity": s.activity, "unit": s.unit,
                 "note": s.note}
                for s in sources
            ],
        }  # fmt: skip
    return shown


def _plain(value: Any) -> Any:
    return value if value is None or isinstance(value, int) else float(value)


def _report(
    collected: Collected, problems: list[Problem], sources: list[Source] | None,
    made: tuple[Path, ...], copies: dict[str, Path], *, notes: bool,
) -> None:  # fmt: skip
    repaired = sum(p.severity is Severity.NOTE for p in problems)
    if repaired and not notes:
        click.echo(f"另有{repaired}处自动更正或说明，加 --notes 逐条列出", err=True)
    if sources is not None:
        from qijin_docs.registers.explain import total_of

        for s in sources:
            click.echo(
                f"{s.value}\t{s.file}（{s.where}）\t{s.activity}\t{s.unit}{f'；{s.note}' if s.note else ''}"
            )
        click.echo(f"合计{total_of(sources) if sources else '：没有单位报过'}")
        return
    for unit, files in collected.by_unit.items():
        click.echo(f"{unit or '（没有写单位）'}  {'、'.join(files)}")
    for name in collected.missing:
        click.echo(f"{name}  没有交")
    errors = len(errors_among(problems))
    end = f"，写在 {'、'.join(map(str, made))}" if made else ""
    click.echo(f"共收{len(collected.returned)}个文件、{collected.count}行{end}")
    if collected.missing:
        click.echo(f"还有{len(collected.missing)}个单位没有交", err=True)
    if copies:
        click.echo(f"标出错处的副本{len(copies)}份", err=True)
    if errors:
        click.echo(f"共{errors}处错误，改正后重新收", err=True)
