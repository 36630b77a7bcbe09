"""Write what a command was asked to write, or say why not."""

from __future__ import annotations

from pathlib import Path

import click

from qijin_docs.errors import OutputError, Place, Problem, os_reason


def save(path: Path, data: bytes, *, besides: Path | None = None) -> None:
    """Write a file as :func:`write` does, and say so on stderr.

    Raises:
        OutputError: as :func:`write`.
    """
    write(path, data, besides=besides)
    click.echo(f"已写出 {path}", err=True)


def write(path: Path, data: bytes, *, besides: Path | None = None) -> None:
    """Write a file, making its folder.

    Args:
        path: the file.
        data: its bytes.
        besides: the source it must not take the place of.

    Raises:
        OutputError: ``output.same_file``, ``output.write_failed``.
    """
    if besides is not None and path.resolve() == besides.resolve():
        raise OutputError(
            Problem("output.same_file", "这是原来的文件，没有覆盖它", Place(str(path)), "副本另起一个文件名")
        )
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    except OSError as exc:
        raise OutputError(
            Problem("output.write_failed", f"写不进去：{os_reason(exc)}", Place(str(path)), "换一个文件夹")
        ) from exc
