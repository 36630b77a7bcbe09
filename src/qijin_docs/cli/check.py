"""``qijin check FILE…``."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from qijin_docs.cli.chinese import ChineseCommand
from qijin_docs.cli.show import show_json

if TYPE_CHECKING:
    from qijin_docs import Report


@click.command(cls=ChineseCommand)
@click.argument("files", metavar="文件…", nargs=-1, type=click.Path(path_type=Path))
@click.option("--layout", is_flag=True, help="用 LibreOffice 排出页面，量页边、行数、红线和版记的位置")
@click.option(
    "--pdf", metavar="文件", type=click.Path(path_type=Path), help="同一文件打印用的 PDF，按它量页面"
)
@click.option("--notes", is_flag=True, help="把办文习惯一类的说明也列出来")
@click.option("--rules", is_flag=True, help="列出校对哪些内容、依据哪一条、允许误差多少，不校对文件")
@click.option("--json", "as_json", is_flag=True, help="用 JSON 报告结果")
@click.option("--sarif", metavar="文件", type=click.Path(path_type=Path), help="另写一份 SARIF 2.1.0 报告")
@click.option(
    "--annotate", "folder", metavar="文件夹", type=click.Path(path_type=Path), help="把意见作为批注写进副本"
)
def command(
    files: tuple[Path, ...],
    layout: bool,
    pdf: Path | None,
    notes: bool,
    rules: bool,
    as_json: bool,
    sarif: Path | None,
    folder: Path | None,
) -> int:
    """按 GB/T 9704-2012 和标点、数字用法标准校对任何 .docx 或 .pdf。

    有违反国家标准明文规定的错误时，退出码是 1。
    """
    if rules:
        return _list_rules(as_json=as_json)
    from qijin_docs.check.document import check_document, check_documents

    if not files:
        raise click.UsageError("要校对哪个文件？写出 .docx 或 .pdf 的名字；--rules 列出校对的内容")
    if pdf is not None and len(files) > 1:
        raise click.UsageError("--pdf 只能和一个文件一起用")
    reports = check_documents(files, layout=layout) if pdf is None else (check_document(files[0], pdf=pdf),)
    if folder is not None:
        _annotate(files, reports, folder)
    if sarif is not None:
        from qijin_docs import __version__
        from qijin_docs.check.sarif import sarif as sarif_of

        _write(
            sarif, json.dumps(sarif_of(reports, version=__version__), ensure_ascii=False, indent=2).encode()
        )
    ok = all(report.ok for report in reports)
    if as_json:
        show_json({"ok": ok, "reports": [report.as_dict() for report in reports]})
    else:
        for report in reports:
            click.echo(report.text(notes=notes))
    return 0 if ok else 1


def _list_rules(*, as_json: bool) -> int:
    from qijin_docs.check.catalogue.listing import as_dict, listing

    if as_json:
        show_json(as_dict())
    else:
        click.echo(listing())
    return 0


def _annotate(files: tuple[Path, ...], reports: tuple[Report, ...], folder: Path) -> None:
    from qijin_docs.check.annotate import annotate

    taken: set[str] = set()
    for file, report in zip(files, reports, strict=True):
        if file.suffix.lower() != ".docx":
            click.echo(f"提醒 {file.name} 不是 .docx，不能加批注", err=True)
            continue
        name, number = f"{file.stem}（批注）.docx", 1
        while name in taken or (folder / name).resolve() == file.resolve():
            number += 1
            name = f"{file.stem}（批注{number}）.docx"
        taken.add(name)
        _write(folder / name, annotate(file, report))
        click.echo(f"已写出 {folder / name}", err=True)


def _write(path: Path, data: bytes) -> None:
    from qijin_docs.errors import OutputError, Place, Problem, os_reason

    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    except OSError as cause:
        raise OutputError(
            Problem(
                "output.write_failed",
                f"写不进去：{os_reason(cause)}",
                Place(str(path)),
                "换一个文件夹",
            )
        ) from cause
