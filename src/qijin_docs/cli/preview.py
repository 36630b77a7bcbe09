"""``qijin preview TEMPLATE|FILE [DATA] [--serve]``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from qijin_docs.cli.chinese import ChineseCommand
from qijin_docs.cli.show import show_json, show_problems

if TYPE_CHECKING:
    from qijin_docs.kinds import Kinds
    from qijin_docs.preview.made import RecordPages


@click.command(cls=ChineseCommand)
@click.argument("template", metavar="模板", type=click.Path(path_type=Path))
@click.argument("data", metavar="[数据]", required=False, type=click.Path(path_type=Path))
@click.option("--serve", is_flag=True, help="打开一个网页，边改边看：模板、数据、图片一存盘，页面就变")
@click.option("--kind", metavar="种类", help="按哪种文书的示例看，如 实施方案；不写时按模板的位置认")
@click.option(
    "--project", metavar="文件夹", type=click.Path(path_type=Path), help="项目文件夹，用它自己的种类和模板"
)
@click.option(
    "-o",
    "--out",
    metavar="去处",
    type=click.Path(path_type=Path),
    help="不开网页时写到哪里：.pdf、.png，或文件夹（每份一个 PDF）",
)
@click.option("--png", is_flag=True, help="写到文件夹时，每页写一张 PNG，不写 PDF")
@click.option(
    "--dpi",
    metavar="个数",
    type=click.IntRange(24, 600),
    default=96,
    show_default=True,
    help="图片每英寸多少点",
)
@click.option("--record", metavar="名称", help="只要这一份，如 最长；第几条写数字")
@click.option(
    "--port", metavar="端口", type=click.IntRange(0, 65535), default=0, help="网页用的端口，不写时自动选"
)
@click.option("--no-browser", is_flag=True, help="不自动打开浏览器，只显示网址")
@click.option("--json", "as_json", is_flag=True, help="用 JSON 报告结果")
def command(
    template: Path,
    data: Path | None,
    serve: bool,
    kind: str | None,
    project: Path | None,
    out: Path | None,
    png: bool,
    dpi: int,
    record: str | None,
    port: int,
    no_browser: bool,
    as_json: bool,
) -> int:
    """看模板印出来的样子：填上示例或数据，由 LibreOffice 排成页面。

    不写数据时，用这种文书的三份示例：典型、最长、最少。没有标签的文件照原样看。
    """
    kinds = None
    if project is not None:
        from qijin_docs.kinds import load_kinds

        kinds = load_kinds(project / "templates")
    if serve:
        if out is not None or as_json or record is not None:
            raise click.UsageError("--serve 不能和 -o、--record、--json 一起用")
        return _serve(template, data, kind, kinds, port, browser=not no_browser)
    if out is None:
        raise click.UsageError("请写 -o 去处，或加 --serve 在网页上看")
    return _write(template, data, kind, kinds, record, out, png, dpi, as_json)


def _serve(
    template: Path, data: Path | None, kind: str | None, kinds: Kinds | None, port: int, *, browser: bool
) -> int:
    from qijin_docs.preview.serve import serve

    def ready(address: str) -> None:
        click.echo(address)
        click.echo("在浏览器里打开上面的网址；存盘后页面自动更新，按 Ctrl+C 结束", err=True)
        if browser:
            import webbrowser

            webbrowser.open(address)

    serve(template, data, kind=kind, kinds=kinds, port=port, ready=ready)
    click.echo("预览已结束", err=True)
    return 0


def _write(
    template: Path,
    data: Path | None,
    kind: str | None,
    kinds: Kinds | None,
    record: str | None,
    out: Path,
    png: bool,
    dpi: int,
    as_json: bool,
) -> int:
    from qijin_docs.preview.made import preview_pages, what_is_shown

    single = out.suffix.lower() in (".pdf", ".png")
    if single and record is None:
        records = what_is_shown(template, data, kind, kinds)[1].records
        if len(records) > 1:
            names = "、".join(shown.name for shown in records[:10])
            raise click.UsageError(f"有{len(records)}份（{names}），-o 请写文件夹，或加 --record 只要一份")
    made = preview_pages(template, data, kind=kind, kinds=kinds, record=record)
    files = [file for pages in made for file in _files(template, pages, out, single, png, dpi)]
    ok = all(pages.ok for pages in made)
    if as_json:
        show_json(
            {
                "ok": ok,
                "records": [
                    {
                        "id": pages.id,
                        "name": pages.name,
                        "ok": pages.ok,
                        "files": [str(file) for owner, file in files if owner == pages.id],
                        "problems": [problem.as_dict() for problem in pages.problems],
                    }
                    for pages in made
                ],
            }
        )
    else:
        show_problems(dict.fromkeys(problem for pages in made for problem in pages.problems))
        for _, file in files:
            click.echo(str(file))
    return 0 if ok else 1


def _files(
    template: Path, pages: RecordPages, out: Path, single: bool, png: bool, dpi: int
) -> list[tuple[str, Path]]:
    from qijin_docs.cli.save import write
    from qijin_docs.preview.made import PLAIN

    if not pages.ok:
        return []
    stem = template.stem if pages.id == PLAIN else f"{template.stem}-{pages.name}"
    base = out.with_suffix("") if single else out / stem
    if out.suffix.lower() == ".pdf" or not (single or png):
        contents = {base.with_name(f"{base.name}.pdf"): pages.pdf}
    else:
        pictures = pages.pictures(dpi=dpi)
        width = max(2, len(str(len(pictures))))
        contents = {
            base.with_name(f"{base.name}-{number:0{width}}.png"): picture
            for number, picture in enumerate(pictures, 1)
        }
        if single and len(pictures) == 1:
            contents = {out: pictures[0]}
    for file, content in contents.items():
        write(file, content, besides=template)
    return [(pages.id, file) for file in contents]
