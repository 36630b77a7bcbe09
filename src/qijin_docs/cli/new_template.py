"""``qijin new-template KIND -o FILE``."""

from __future__ import annotations

from pathlib import Path

import click

from qijin_docs.cli.chinese import ChineseCommand
from qijin_docs.cli.show import show_json


@click.command(cls=ChineseCommand)
@click.argument("kind", metavar="种类")
@click.option(
    "-o",
    "--out",
    metavar="文件或文件夹",
    required=True,
    type=click.Path(path_type=Path),
    help="新模板；写项目的 templates 文件夹时放到该放的位置",
)
@click.option(
    "--project", metavar="文件夹", type=click.Path(path_type=Path), help="项目文件夹，用它自己的种类"
)
@click.option("--json", "as_json", is_flag=True, help="用 JSON 报告结果")
def command(kind: str, out: Path, project: Path | None, as_json: bool) -> int:
    """复制一份官方模板，改成自己的。

    放进项目的 templates/word 或 templates/excel，文件名不变，生成时就先用它。
    """
    from qijin_docs.authoring.start import new_template
    from qijin_docs.kinds import load_kinds

    kinds = load_kinds(project / "templates" if project else None)
    path = new_template(kind, out, kinds=kinds)
    name = kinds[kind].name
    if as_json:
        show_json({"ok": True, "file": str(path), "kind": name})
    else:
        click.echo(str(path))
        click.echo(f"可用的名称：qijin fields {name}；改完检查：qijin lint {path} --kind {name}", err=True)
    return 0
