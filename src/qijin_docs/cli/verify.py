"""``qijin verify PACKAGE…``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from qijin_docs.cli.chinese import ChineseCommand
from qijin_docs.cli.show import show_json, show_problems
from qijin_docs.errors import errors_among

if TYPE_CHECKING:
    from qijin_docs.handover import Verified


@click.command(cls=ChineseCommand)
@click.argument("packages", metavar="包…", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="用 JSON 报告结果")
def command(packages: tuple[Path, ...], as_json: bool) -> int:
    """核对收到的包（zip 或文件夹）：有没有损坏、缺少、多出的文件。不解包，不改动。

    分卷的包把各卷都写上，或只写放各卷的文件夹；也可以一卷一卷核对。归档文件夹同样可以核对。
    """
    from qijin_docs.handover import verify

    result = verify(*packages)
    if as_json:
        show_json(
            {
                "ok": result.ok,
                "files": result.files,
                "volumes": list(result.volumes),
                "of": result.of,
                "problems": [p.as_dict() for p in result.problems],
            }
        )
    else:
        show_problems(result.problems)
        click.echo(_summary(result))
    return 0 if result.ok else 1


def _summary(result: Verified) -> str:
    if not result.ok:
        return f"不完好：{len(errors_among(result.problems))}处"
    if result.of > 1:
        looked = "、".join(map(str, result.volumes))
        whole = "各卷齐全" if result.complete else f"只看了第{looked}卷"
        return f"完好：{result.files}个文件，共{result.of}卷，{whole}"
    return f"完好：{result.files}个文件"
