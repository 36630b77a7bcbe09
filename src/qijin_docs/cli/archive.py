"""``qijin archive PROJECT -o DIR``."""

from __future__ import annotations

from pathlib import Path

import click

from qijin_docs.cli.chinese import ChineseCommand
from qijin_docs.cli.show import show_json, show_problems
from qijin_docs.errors import Severity


@click.command(cls=ChineseCommand)
@click.argument("project", metavar="项目文件夹", type=click.Path(path_type=Path))
@click.option(
    "-o",
    "--out",
    metavar="文件夹",
    required=True,
    type=click.Path(path_type=Path),
    help="写到哪个新的文件夹（也可写成 .zip）",
)
@click.option("--pages", is_flag=True, help="用 LibreOffice 数页数，写进目录；不加时留空手填")
@click.option("--json", "as_json", is_flag=True, help="用 JSON 报告结果")
def command(project: Path, out: Path, pages: bool, as_json: bool) -> int:
    """年底把全年文书和见证材料整理成归档文件夹，附归档文件目录（R16）和校验值。

    一件公文和它的附件为一件，按保管期限和日期编件号；照片、音视频等另放、另列目录，互相注明。
    保管期限写在项目的“归档.yaml”里；没有写的不猜，放在“期限未定”，件号空着。
    """
    from qijin_docs.handover import archive
    from qijin_docs.project import load_project

    found = archive(load_project(project), out, pages=pages)
    if as_json:
        show_json(
            {
                "ok": True,
                "path": str(found.path),
                "items": [
                    {
                        "number": i.place,
                        "period": i.period,
                        "title": i.title,
                        "document_number": i.number,
                        "date": i.day.isoformat() if i.day else None,
                        "folder": i.folder,
                    }
                    for i in found.items
                ],
                "files": dict(found.files),
                "problems": [p.as_dict() for p in found.problems],
            }
        )
        return 0
    show_problems(p for p in found.problems if p.severity is not Severity.NOTE)
    for item in found.items:
        click.echo(f"{item.label or '未编号'}  {item.title}")
    click.echo(f"共{len(found.items)}件、{len(found.files)}个文件，写在 {found.path}")
    return 0
