"""click in Chinese: help pages, usage errors, and a group that loads its commands late."""

from __future__ import annotations

import re
from collections.abc import Mapping
from importlib import import_module
from typing import Any

import click

from qijin_docs.text.nearest import did_you_mean


class ChineseFormatter(click.HelpFormatter):
    """A help page whose headings end with a full-width colon."""

    def write_heading(self, heading: str) -> None:
        """Write ``选项：``."""
        self.write(f"{'':>{self.current_indent}}{heading}：\n")


class ChineseContext(click.Context):
    """A context that formats its help in Chinese."""

    formatter_class = ChineseFormatter


class ChineseCommand(click.Command):
    """A command whose help page is in Chinese."""

    context_class = ChineseContext

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Parse; every usage error knows which command it is about (click 8.5 leaves it out of some)."""
        try:
            return super().parse_args(ctx, args)
        except click.UsageError as exc:
            exc.ctx = exc.ctx or ctx
            raise

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write ``用法：qijin build …``."""
        formatter.write_usage(ctx.command_path, " ".join(self.collect_usage_pieces(ctx)), prefix="用法：")

    def collect_usage_pieces(self, ctx: click.Context) -> list[str]:
        """Name the options 选项."""
        return [
            "[选项]" if piece == self.options_metavar else piece
            for piece in super().collect_usage_pieces(ctx)
        ]

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the options under 选项."""
        options = (p for p in self.get_params(ctx) if isinstance(p, click.Option))
        records = [r for p in options if (r := p.get_help_record(ctx)) is not None]
        if records:
            with formatter.section("选项"):
                formatter.write_dl([(name, _remarks(text)) for name, text in records])

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """The ``--help`` option, described in Chinese."""
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = "显示这段说明"
        return option


class ChineseGroup(ChineseCommand, click.Group):
    """A group whose commands are named in a table and imported when called.

    Args:
        commands_by_name: command → (module, one-line help). The module holds ``command``.
    """

    def __init__(self, *args: Any, commands_by_name: Mapping[str, tuple[str, str]], **kwargs: Any) -> None:
        kwargs.setdefault("subcommand_metavar", "命令 [参数]…")
        super().__init__(*args, **kwargs)
        self._by_name = commands_by_name

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Names in the order of the table."""
        return list(self._by_name)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import and return one command."""
        if cmd_name not in self._by_name:
            return None
        command: click.Command = import_module(self._by_name[cmd_name][0]).command
        return command

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write options, then commands with their one-line help, without importing them."""
        ChineseCommand.format_options(self, ctx, formatter)
        self.format_commands(ctx, formatter)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the commands under 命令."""
        with formatter.section("命令"):
            formatter.write_dl([(name, text) for name, (_, text) in self._by_name.items()])

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command, or say which one was meant."""
        if args and args[0] not in self._by_name and not args[0].startswith("-"):
            hint = did_you_mean(args[0], self._by_name) or "可用的命令：" + "、".join(self._by_name)
            raise click.UsageError(f"没有“{args[0]}”这个命令；{hint}", ctx)
        return super().resolve_command(ctx, args)


def usage_message(error: click.UsageError) -> str:
    """A usage error as Chinese lines: what is wrong, and how to get help."""
    lines = [_sentence(error)]
    if error.ctx is not None:
        lines.append(f"查看用法：{error.ctx.command_path} --help")
    return "\n".join(lines)


def _sentence(error: click.UsageError) -> str:
    name = _parameter(error)
    if isinstance(error, click.exceptions.NoSuchOption):
        known = (
            [] if error.ctx is None else [o for p in error.ctx.command.get_params(error.ctx) for o in p.opts]
        )
        hint = did_you_mean(error.option_name, [option for option in known if option.startswith("--")])
        return f"没有“{error.option_name}”这个选项" + (f"；{hint}" if hint else "")
    if isinstance(error, click.exceptions.MissingParameter):
        return f"缺少{name}"
    if isinstance(error, click.exceptions.BadOptionUsage):
        return f"选项“{error.option_name}”用法不对，它后面应有一个值"
    if isinstance(error, click.exceptions.BadParameter):
        return f"{name}不对：{_translate(error.message)}"
    if type(error) is click.UsageError and error.message.isascii():
        return "命令写法不对：" + error.message
    return error.message


def _parameter(error: click.UsageError) -> str:
    parameter = getattr(error, "param", None)
    if isinstance(parameter, click.Option):
        return f"选项“{parameter.opts[-1]}”"
    return f"参数“{parameter.human_readable_name}”" if parameter is not None else "参数"


def _remarks(text: str) -> str:
    """``[required]``, ``[default: (1); x>=1]`` at the end of an option's help, in Chinese."""
    found = _REMARK.search(text)
    if found is None:
        return text
    remarks = []
    for remark in found[1].split("; "):
        remark = (
            remark.replace("required", "必填").replace("default: ", "默认").replace("(", "").replace(")", "")
        )
        remarks.append(_range(remark))
    return f"{text[: found.start()].rstrip()}（{'，'.join(remarks)}）"


_REMARK = re.compile(r"\[([^\[\]]+)\]$")


def _range(text: str) -> str:
    text = re.sub(r"(\d+)<=x<=(\d+)", r"在\1到\2之间", text)
    return re.sub(r"x>=(\d+)", r"不小于\1", text)


def _translate(message: str) -> str:
    # click words these itself; the values in them are the user's.
    message = re.sub(r"'([^']*)'", r"“\1”", message)
    for english, chinese in (
        (" does not exist.", " 不存在"),
        (" is a file.", " 是文件，应是文件夹"),
        (" is a directory.", " 是文件夹，应是文件"),
        (" is not a valid integer range.", "不是整数"),
        (" is not a valid integer.", "不是整数"),
        (" is not in the range ", "应"),
        ("Directory ", "文件夹 "),
        ("File ", "文件 "),
        ("Path ", "路径 "),
    ):
        message = message.replace(english, chinese)
    return _range(message.rstrip("."))
