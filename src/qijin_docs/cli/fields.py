"""``qijin fields KIND``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from qijin_docs.cli.chinese import ChineseCommand
from qijin_docs.cli.show import show_json

if TYPE_CHECKING:
    from qijin_docs.authoring.fields import FieldInfo


@click.command(cls=ChineseCommand)
@click.argument("kind", metavar="种类", required=False)
@click.option(
    "--project", metavar="文件夹", type=click.Path(path_type=Path), help="项目文件夹，用它自己的种类"
)
@click.option("--filters", "filters_too", is_flag=True, help="列出过滤器；不写种类时只列过滤器")
@click.option(
    "--xlsx", metavar="文件", type=click.Path(path_type=Path), help="写成 Excel 表，标签可以直接复制"
)
@click.option("--json-schema", is_flag=True, help="数据文件的 JSON Schema，给编辑器和程序用")
@click.option("--json", "as_json", is_flag=True, help="用 JSON 报告结果")
def command(
    kind: str | None,
    project: Path | None,
    filters_too: bool,
    xlsx: Path | None,
    json_schema: bool,
    as_json: bool,
) -> int:
    """列出一种文书的模板可以用的全部名称：意思、类型、例子和可复制的标签。"""
    from qijin_docs.templating.filters import list_filters

    filters = list_filters()
    if kind is None:
        if not filters_too:
            raise click.UsageError("请写种类，如 qijin fields 实施方案；只看过滤器用 qijin fields --filters")
        if as_json:
            show_json(filters)
        else:
            _show_filters(filters)
        return 0
    from qijin_docs.authoring.fields import fields_of, json_schema_of
    from qijin_docs.cli.save import save
    from qijin_docs.kinds import load_kinds

    kinds = load_kinds(project / "templates" if project else None)
    if json_schema:
        show_json(json_schema_of(kind, kinds=kinds))
        return 0
    fields = fields_of(kind, kinds=kinds)
    name = kinds[kind].name
    if xlsx is not None:
        from qijin_docs.authoring.sheet import fields_workbook

        save(xlsx, fields_workbook(name, fields, filters))
    elif as_json:
        given = {"filters": filters} if filters_too else {}
        show_json({"kind": name, "fields": [field.as_dict() for field in fields], **given})
    else:
        click.echo(f"“{name}”的模板可以用的名称（*可以没有值；＋由程序算出，数据里不用写）：")
        _show(fields, 1)
        if filters_too:
            _show_filters(filters)
    return 0


def _show(fields: tuple[FieldInfo, ...], depth: int) -> None:
    for field in fields:
        marks = ("*" if field.optional else "") + ("＋" if field.computed else "")
        example = f"，如 {field.example}" if field.example else ""
        tag = f"  {field.tag}" if field.tag else ""
        click.echo(f"{'  ' * depth}{field.name}{marks}（{field.kind}）{field.meaning}{example}{tag}")
        _show(field.children, depth + 1)


def _show_filters(filters: dict[str, str]) -> None:
    click.echo("过滤器（写在竖线后面，如 {{ 成文日期|日期 }}）：")
    for name, line in filters.items():
        click.echo(f"  {name}  {line}")
