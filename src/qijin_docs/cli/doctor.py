"""``qijin doctor``."""

from __future__ import annotations

import platform
from dataclasses import asdict
from importlib.metadata import PackageNotFoundError, version

import click

from qijin_docs.cli.chinese import ChineseCommand
from qijin_docs.cli.show import show_json, show_problems

_PACKAGES = ("docxtpl", "python-docx", "openpyxl", "pydantic", "jinja2", "lxml", "isal")
_KINDS = {"real": "已安装", "stand-in": "代替", "other": "不像，请安装字体"}


@click.command(cls=ChineseCommand)
@click.option("--json", "as_json", is_flag=True, help="用 JSON 报告结果")
def command(as_json: bool) -> int:
    """检查这台电脑：LibreOffice、官样字体及其替代、各部件的版本。"""
    from qijin_docs import __version__
    from qijin_docs.errors import OfficeError
    from qijin_docs.office import fonts_found, office_version

    found = {name: _version(name) for name in _PACKAGES}
    fonts = fonts_found()
    try:
        office: str | None = office_version()
    except OfficeError as exc:
        show_problems(exc.problems)
        office = None
    if as_json:
        show_json({
            "qijin_docs": __version__, "python": platform.python_version(), "libreoffice": office,
            "packages": found, "fonts": [asdict(f) for f in fonts],
        })  # fmt: skip
    else:
        click.echo(f"qijin_docs {__version__}，Python {platform.python_version()}")
        for name, number in found.items():
            click.echo(f"  {name} {number or '没有安装'}")
        click.echo(f"LibreOffice：{office or '没有找到；生成文书不需要它，转 PDF 和看版面时才需要'}")
        click.echo("转 PDF 时公文字体实际用的是：")
        for font in fonts:
            click.echo(f"  {font.role}：{font.wanted} → {font.found}（{_KINDS[font.kind]}）")
    return 0 if office else 4


def _version(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None
