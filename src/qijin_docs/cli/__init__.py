"""The ``qijin`` command: parse, one library call, show.

Exit codes: 0 done; 1 data, template or findings; 2 usage; 3 output; 4 LibreOffice. Results go to
stdout, progress and problems to stderr. Commands are loaded when they are called.
"""

from __future__ import annotations

import sys
import traceback
from collections.abc import Sequence

import click

from qijin_docs import __version__
from qijin_docs.cli.chinese import ChineseGroup, usage_message
from qijin_docs.errors import QijinError

COMMANDS = {
    "new": ("qijin_docs.cli.new", "新建一个项目文件夹"),
    "build": ("qijin_docs.cli.build", "由项目文件夹生成应出的全部文书"),
    "review": ("qijin_docs.cli.review", "审内容：方案、典型、进展、总结、台账、见证材料"),
    "fill": ("qijin_docs.cli.fill", "用一个模板和一个数据表生成很多份"),
    "check": ("qijin_docs.cli.check", "校对任何 .docx 或 .pdf 的格式和文字"),
    "form": ("qijin_docs.cli.form", "写出下发填报用的空白 Excel 表格"),
    "collect": ("qijin_docs.cli.collect", "收回填好的表格，合成总表，逐格指出错处"),
    "status": ("qijin_docs.cli.status", "某一天谁该报什么、报了没有、逾期几天"),
    "pack": ("qijin_docs.cli.pack", "把一个阶段的报送材料打成一包"),
    "archive": ("qijin_docs.cli.archive", "年底把全年文书和见证材料整理归档"),
    "verify": ("qijin_docs.cli.verify", "核对收到的包是否完好"),
    "lint": ("qijin_docs.cli.lint", "检查模板的标签和名称，并用示例数据试填"),
    "fields": ("qijin_docs.cli.fields", "列出模板可以用的全部名称和过滤器"),
    "sample": ("qijin_docs.cli.sample", "试模板用的三份示例数据"),
    "preview": ("qijin_docs.cli.preview", "看模板填好以后的页面，可以边改边看"),
    "new-template": ("qijin_docs.cli.new_template", "复制一份官方模板，改成自己的"),
    "doctor": ("qijin_docs.cli.doctor", "检查 LibreOffice、字体和版本"),
}

_VERBOSE = frozenset({"-v", "--verbose"})


@click.command(cls=ChineseGroup, commands_by_name=COMMANDS)
@click.version_option(__version__, "--version", message="qijin_docs %(version)s", help="显示版本号")
@click.option("-v", "--verbose", is_flag=True, help="出错时显示程序内部的调用过程")
def qijin(verbose: bool) -> None:
    """安全生产宣传教育“七进”活动文书：由一个文件夹里的数据，生成方案、典型、总结和各种表格。"""


def main(args: Sequence[str] | None = None) -> int:
    """Run the command line and return (or, as a script, exit with) its code.

    Args:
        args: words after ``qijin``; those of the process if ``None``.
    """
    words = list(sys.argv[1:] if args is None else args)
    # Wherever it stands: qijin -v build …, qijin build … -v.
    verbose = bool(_VERBOSE & set(words))
    code = _run([word for word in words if word not in _VERBOSE], verbose=verbose)
    if args is None:
        sys.exit(code)
    return code


def _run(words: list[str], *, verbose: bool) -> int:
    try:
        result = qijin.main(args=words, prog_name="qijin", standalone_mode=False)
    except click.UsageError as exc:
        click.echo(usage_message(exc), err=True)
        return 2
    except click.exceptions.Abort:
        click.echo("已中断", err=True)
        return 130
    except click.ClickException as exc:
        click.echo(exc.format_message(), err=True)
        return exc.exit_code
    except QijinError as exc:
        if verbose:
            traceback.print_exc()
        from qijin_docs.cli.show import show_error

        show_error(exc, as_json="--json" in words)
        return exc.exit_code
    except Exception as exc:  # noqa: BLE001 # the last door: a clerk is told what to do, whatever went wrong
        if verbose:
            traceback.print_exc()
        click.echo(
            f"程序内部出错（{type(exc).__name__}：{exc}）；请用 qijin -v 再运行一次，把显示的内容发给维护人员",
            err=True,
        )
        return 1
    return result if isinstance(result, int) else 0
