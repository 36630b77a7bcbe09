"""``qijin status PROJECT [--on DATE]``."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from qijin_docs.cli.chinese import ChineseCommand
from qijin_docs.cli.columns import table
from qijin_docs.cli.show import show_json, show_problems

if TYPE_CHECKING:
    from qijin_docs.project import Project
    from qijin_docs.submission import Status, StatusRow

_FILE = click.Path(dir_okay=False, path_type=Path)


@click.command(cls=ChineseCommand)
@click.argument("project", metavar="项目文件夹", type=click.Path(path_type=Path))
@click.option("--on", "on", metavar="日期", help="看哪一天的情况，如 2018-07-05、7月5日；默认今天")
@click.option("--all", "everything", is_flag=True, help="逐项列出全部应报事项")
@click.option("--xlsx", metavar="文件", type=_FILE, help="另存报送登记表（R11）")
@click.option(
    "--reminders",
    metavar="文件夹",
    type=click.Path(file_okay=False, path_type=Path),
    help="另存催报短信和催报公文",
)
@click.option(
    "--ahead", metavar="天数", type=click.IntRange(0, 366), default=10, help="催报时提前提醒的天数，默认10"
)
@click.option("--calendar", metavar="文件", type=_FILE, help="另存年度日程表（.xlsx）")
@click.option("--ics", metavar="文件", type=_FILE, help="另存日历文件，可导入手机和电脑日历")
@click.option(
    "--progress",
    metavar="期次 文件",
    type=(click.IntRange(1), _FILE),
    help="另存本单位某一期进展情况的草稿（.yaml）",
)
@click.option(
    "--reports",
    metavar="文件夹",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="与 --progress 同用：各单位的项目文件夹放在这里，它们写的亮点、问题作为注释放进草稿",
)
@click.option("--explain", metavar="指标", help="列出某个指标的数由哪些活动得来，如 活动场次")
@click.option("--json", "as_json", is_flag=True, help="用 JSON 报告结果")
def command(
    project: Path,
    on: str | None,
    everything: bool,
    xlsx: Path | None,
    reminders: Path | None,
    ahead: int,
    calendar: Path | None,
    ics: Path | None,
    progress: tuple[int, Path] | None,
    reports: Path | None,
    explain: str | None,
    as_json: bool,
) -> int:
    """某一天的报送情况：应报、已报、未报、逾期几天、退回、零报告、免报，以及逾期未改的督查问题。"""
    from qijin_docs.cli.status_files import write_files
    from qijin_docs.project import load_project
    from qijin_docs.submission import status_of

    if reports and not progress:
        raise click.UsageError("--reports 要与 --progress 同用")
    loaded = load_project(project)
    if explain is not None:
        return _explain(loaded, explain, as_json=as_json)
    status = status_of(loaded, on=_day(on, loaded.campaign.year))
    written = [
        str(path)
        for path in write_files(loaded, status, xlsx, reminders, ahead, calendar, ics, progress, reports)
    ]
    if as_json:
        show_json({**_as_dict(status), "written": written})
        return 0
    show_problems(status.problems)
    for line in _lines(status, loaded.year.organs.own_organ().name, everything=everything):
        click.echo(line)
    for path in written:
        click.echo(f"已写出 {path}")
    return 0


def _day(text: str | None, year: int) -> date:
    """The day asked for; of a day without a year, the one in the campaign's year."""
    from qijin_docs.errors import DataError
    from qijin_docs.text.dates import read_date

    if text is None:
        return date.today()  # noqa: DTZ011 # the clerk's own day, not that of another zone
    try:
        return read_date(text, year=year).value
    except DataError as exc:
        problem = exc.problems[0]
        raise click.BadParameter(f"{problem.message}；{problem.hint}", param_hint="'--on'") from None


def _lines(status: Status, to: str, *, everything: bool) -> Iterator[str]:
    from qijin_docs.text.dates import format_date

    counts = "，".join(f"{state}{number}" for state, number in status.counts().items())
    yield f"截至{format_date(status.on)}：应报{len(status.rows)}项，{counts}" if counts else "没有应报的事项"
    own = [row for row in status.rows if row.obligation.own]
    if own:
        yield "\n本单位应报"
        yield from table(_HEAD, [_cells(row) for row in own])
    others = [row for row in status.rows if not row.obligation.own]
    if others and everything:
        yield "\n各单位应报"
        yield from table(("单位", *_HEAD), [(row.obligation.unit, *_cells(row)) for row in others])
    elif others:
        yield "\n各单位应报"
        head = ("事项", "期次", "报给", "应报日期", "最迟办公日", "应报", "已报", "情况")
        yield from table(head, _grouped(others, to))
        listed = [
            (unit, "；".join(_late([r for r in rows if r.obligation.recipient == to])))
            for unit, rows in status.open_by_unit().items()
        ]
        if listed := [(unit, told) for unit, told in listed if told]:
            yield "\n需要催报"
            yield from table(("单位", "未报、退回"), listed)
    if status.remedies:
        yield "\n逾期未改的督查问题"
        rows = [
            (r.id, r.unit, _shortened(r.finding), str(r.due), f"{r.late_days}天") for r in status.remedies
        ]
        yield from table(("编号", "单位", "问题", "整改时限", "逾期"), rows)


_HEAD = ("事项", "期次", "报给", "应报日期", "最迟办公日", "状态", "实报", "逾期")


def _cells(row: StatusRow) -> tuple[str, ...]:
    from qijin_docs.text.moments import format_moment

    owed = row.obligation
    return (
        owed.duty.item,
        owed.period.label or "—",
        owed.recipient,
        str(owed.period.due or "—"),
        str(owed.last_office_day or "—"),
        str(row.state) + (f"（{row.received}/{owed.period.at_least}）" if owed.period.at_least > 1 else ""),
        format_moment(row.sent) if row.sent else "—",
        f"{row.late_days}天" if row.late_days else "—" if row.on_time is not False else "超过时刻",
    )


def _grouped(rows: list[StatusRow], to: str) -> list[tuple[str, ...]]:
    """A line for each item and period: what is owed to us, and what units owe their own committee offices."""
    from qijin_docs.submission.status import DONE

    groups: dict[tuple[str, ...], list[StatusRow]] = {}
    for row in rows:
        owed = row.obligation
        recipient = "本单位" if owed.recipient == to else "别的上级"
        due = str(owed.period.due or "—"), str(owed.last_office_day or "—")
        groups.setdefault((owed.duty.item, owed.period.label or "—", recipient, *due), []).append(row)
    lines = []
    for key, group in groups.items():
        states = [row.state for row in group]
        told = "，".join(f"{s}{states.count(s)}" for s in dict.fromkeys(states))
        lines.append((*key, str(len(group)), str(sum(s in DONE for s in states)), told))
    return lines


def _late(rows: list[StatusRow]) -> Iterator[str]:
    """What is late or was returned, the periods of one item together."""
    late: dict[tuple[str, bool], list[StatusRow]] = {}
    for row in rows:
        if row.late_days or row.reason:
            late.setdefault((row.obligation.duty.item, bool(row.reason)), []).append(row)
    for (item, returned), group in late.items():
        labels = "、".join(label for r in group if (label := r.obligation.period.label))
        days = max(r.late_days for r in group)
        since = f"{'最长' if len(group) > 1 else ''}逾期{days}天" if days else ""
        yield f"{item}{f'（{labels}）' if labels else ''}{'退回' if returned else ''}{since}"


def _shortened(text: str) -> str:
    return text if len(text) <= 24 else text[:23] + "…"


def _as_dict(status: Status) -> dict[str, Any]:
    return {
        "ok": True,
        "on": status.on.isoformat(),
        "counts": {str(state): number for state, number in status.counts().items()},
        "rows": [
            {
                "item": row.obligation.duty.item,
                "unit": row.obligation.unit,
                "own": row.obligation.own,
                "recipient": row.obligation.recipient,
                "period": row.obligation.period.label,
                "due": _iso(row.obligation.period.due),
                "last_office_day": _iso(row.obligation.last_office_day),
                "internal": _iso(row.obligation.internal),
                "state": str(row.state),
                "late_days": row.late_days,
                "on_time": row.on_time,
                "sent": _iso(row.sent),
                "version": row.version,
                "reason": row.reason,
                "source": str(row.source) if row.source else None,
            }
            for row in status.rows
        ],
        "remedies": [
            {
                "id": r.id,
                "unit": r.unit,
                "due": r.due.isoformat(),
                "late_days": r.late_days,
                "place": str(r.place),
            }
            for r in status.remedies
        ],
        "derived": status.derived,
        "problems": [p.as_dict() for p in status.problems],
    }


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _explain(project: Project, indicator: str, *, as_json: bool) -> int:
    from qijin_docs.registers.explain import explain, total_of

    sources = explain(project, indicator)
    total = total_of(sources)
    if as_json:
        rows = [
            {
                "activity": s.activity,
                "unit": s.unit,
                "value": str(s.value),
                "file": s.file,
                "where": s.where,
                "note": s.note,
            }
            for s in sources
        ]
        show_json(
            {"ok": True, "indicator": indicator, "total": None if total is None else str(total), "rows": rows}
        )
        return 0
    cells = [(s.activity, s.unit, str(s.value), s.where or "", s.note) for s in sources]
    for line in table(("编号", "主办单位", indicator, "出处", "说明"), cells):
        click.echo(line)
    shown = "没有统计" if total is None else str(total)
    click.echo(f"合计：{shown}，来自{len({s.activity for s in sources})}条活动记录的{len(sources)}处")
    return 0
