"""``qijin verify PACKAGE``."""

from __future__ import annotations

from pathlib import Path

import click

from qijin_docs.cli.chinese import ChineseCommand
from qijin_docs.cli.show import show_json, show_problems


@click.command(cls=ChineseCommand)
@click.argument("package", metavar="包", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="用 JSON 报告结果")
def command(package: Path, as_json: bool) -> int:
    """核对收到的包（zip 或文件夹）：有没有损坏、缺少、多出的文件。不解包，不改动。"""
    from qijin_docs.handover import verify

    result = verify(package)
    if as_json:
        show_json(
            {
                "ok": not result.problems,
                "files": result.files,
                "problems": [p.as_dict() for p in result.problems],
            }
        )
    elif result.problems:
        show_problems(result.problems)
        click.echo(f"不完好：{len(result.problems)}处")
    else:
        click.echo(f"完好：{result.files}个文件")
    return 1 if result.problems else 0
