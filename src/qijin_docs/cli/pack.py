"""``qijin pack PROJECT --phase N -o OUT``."""

from __future__ import annotations

from pathlib import Path

import click

from qijin_docs.cli.chinese import ChineseCommand
from qijin_docs.cli.show import show_json, show_problems, size_text
from qijin_docs.errors import Severity


def _size(_context: click.Context, _parameter: click.Parameter, value: str | None) -> int | None:
    """Bytes of ``4.7GB``."""
    from qijin_docs.handover.volumes import read_size

    if value is None:
        return None
    size = read_size(value)
    if size is None:
        raise click.BadParameter(f"“{value}”不是大小；请写 4.7GB、650MB、20MB 这样的数")
    return size


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
@click.option(
    "--split",
    metavar="大小",
    callback=_size,
    help="分卷，每卷不超过这么大：刻光盘 4.7GB、650MB，发邮件 20MB；一个文件不拆开",
)
@click.option("--pages", is_flag=True, help="用 LibreOffice 数页数，写进报送清单；不加时留空手填")
@click.option("--json", "as_json", is_flag=True, help="用 JSON 报告结果")
def command(project: Path, phase: int, out: Path, split: int | None, pages: bool, as_json: bool) -> int:
    """把一个阶段要报送的报告、材料和见证材料打成一包，附报送清单、文件清单和校验值。

    缺成果、缺报告、没有编号、还有【待填】、内容审核或格式校对有错的不打包，一次列出全部原因；没有草稿包。
    见证材料按“领域_日期_单位_题名_序号”改名，目录里的文件名随之更改。
    """
    from qijin_docs.handover import pack
    from qijin_docs.project import load_project

    package = pack(load_project(project), out, phase=phase, split=split, pages=pages)
    if as_json:
        show_json(
            {
                "ok": True,
                "volumes": [str(path) for path in package.volumes],
                "recipient": package.recipient,
                "files": [
                    {
                        "path": f.path,
                        "kind": f.kind,
                        "title": f.title,
                        "source": f.source,
                        "volume": f.volume,
                        "sha256": f.sha256,
                        "bytes": f.bytes,
                    }
                    for f in package.files
                ],
                "problems": [p.as_dict() for p in package.problems],
            }
        )
        return 0
    show_problems(p for p in package.problems if p.severity is not Severity.NOTE)
    click.echo(f"报送{package.recipient}")
    for number, path in enumerate(package.volumes, 1):
        files = [f for f in package.files if f.volume == number]
        if len(package.volumes) > 1:
            click.echo(f"第{number}卷 {path}")
        for file in files:
            click.echo(f"  {file.path}  {size_text(file.bytes)}")
    total = len({file.path for file in package.files})
    where = f"分{len(package.volumes)}卷" if len(package.volumes) > 1 else f"写在 {package.volumes[0]}"
    click.echo(f"共{total}个文件，另有清单和校验值，{where}")
    return 0
