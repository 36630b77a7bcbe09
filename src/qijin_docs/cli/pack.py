"""``qijin pack PROJECT --phase N -o OUT``."""

from __future__ import annotations

from pathlib import Path

import click

from qijin_docs.cli.chinese import ChineseCommand
from qijin_docs.cli.show import show_json, show_problems, size_text
from qijin_docs.errors import Severity


@click.command(cls=ChineseCommand)
@click.argument("project", metavar="项目文件夹", type=click.Path(path_type=Path))
@click.option("--phase", metavar="序号", required=True, type=click.IntRange(min=1), help="报送第几阶段的成果")
@click.option(
    "-o",
    "--out",
    metavar="文件或文件夹",
    required=True,
    type=click.Path(path_type=Path),
    help="写成 .zip 或新的文件夹",
)
@click.option("--json", "as_json", is_flag=True, help="用 JSON 报告结果")
def command(project: Path, phase: int, out: Path, as_json: bool) -> int:
    """把一个阶段要报送的报告、材料和见证材料打成一包，附清单和校验值。

    缺成果、缺报告、没有编号、还有【待填】的不打包，一次列出全部原因。
    见证材料按“领域_日期_单位_题名_序号”改名，目录里的文件名随之更改。
    """
    from qijin_docs.handover import pack
    from qijin_docs.project import load_project

    package = pack(load_project(project), out, phase=phase)
    if as_json:
        show_json(
            {
                "ok": True,
                "path": str(package.path),
                "recipient": package.recipient,
                "files": [
                    {"path": f.path, "what": f.what, "source": f.source, "sha256": f.sha256, "bytes": f.bytes}
                    for f in package.files
                ],
                "problems": [p.as_dict() for p in package.problems],
            }
        )
        return 0
    show_problems(p for p in package.problems if p.severity is not Severity.NOTE)
    click.echo(f"报送{package.recipient}")
    for file in package.files:
        click.echo(f"  {file.path}  {size_text(file.bytes)}")
    click.echo(f"共{len(package.files)}个文件，另有清单和校验值，写在 {package.path}")
    return 0
