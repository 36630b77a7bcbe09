"""``qijin sample KIND -o FILE|DIR``."""

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
    type=click.Path(path_type=Path),
    help=".yaml、.json 是一个文件、三条记录；别的名称是文件夹，一条一个文件",
)
@click.option(
    "--project", metavar="文件夹", type=click.Path(path_type=Path), help="项目文件夹，用它自己的种类"
)
@click.option("--json", "as_json", is_flag=True, help="用 JSON 报告结果")
def command(kind: str, out: Path | None, project: Path | None, as_json: bool) -> int:
    """试模板用的三份示例数据：典型的、最长的、只有必填内容的。

    全是编的，写着“示例”，不能当作真实的情况。
    """
    from qijin_docs.authoring.samples import sample_texts, write_samples
    from qijin_docs.kinds import load_kinds

    found = load_kinds(project / "templates" if project else None)[kind]
    if out is None:
        for text in sample_texts(found).values():
            click.echo(text)
        return 0
    made = write_samples(found, out)
    if as_json:
        show_json({"ok": True, "files": [str(path) for path in made]})
    else:
        for path in made:
            click.echo(str(path))
    return 0
