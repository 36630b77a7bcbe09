"""A template of one's own to start from: a copy of the official one."""

from __future__ import annotations

from pathlib import Path

from qijin_docs.errors import OutputError, Place, Problem, os_reason
from qijin_docs.kinds import Kinds, load_kinds


def new_template(kind: str, target: str | Path, *, kinds: Kinds | None = None) -> Path:
    """Copy the template of a kind and return the new file.

    Args:
        kind: English or Chinese name.
        target: the new file, or a folder: a project's ``templates`` folder gets ``word/…`` or ``excel/…`` as
            :func:`~qijin_docs.kinds.load_kinds` looks for it.
        kinds: where names are looked up; the kinds that ship if not given.

    Raises:
        DataError: there is no such kind.
        OutputError: ``output.exists``, ``output.wrong_suffix``, ``output.write_failed``.
    """
    kinds = kinds or load_kinds()
    meant = kinds[kind]
    source = kinds.template_path(meant)
    path = Path(target)
    if path.suffix.lower() not in (".docx", ".xlsx"):
        path = path / meant.template if path.name == "templates" else path / Path(meant.template).name
    if path.suffix.lower() != source.suffix:
        raise OutputError(
            Problem(
                "output.wrong_suffix",
                f"“{meant.name}”的模板是{source.suffix}，不能存成“{path.name}”",
                Place(str(path)),
                f"文件名用{source.suffix}结尾",
            )
        )
    if path.exists():
        raise OutputError(
            Problem(
                "output.exists",
                "已经有这个文件，没有覆盖它",
                Place(str(path)),
                "换一个文件名，或先移开原来的",
            )
        )
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(source.read_bytes())
    except OSError as exc:
        raise OutputError(
            Problem("output.write_failed", f"写不进去：{os_reason(exc)}", Place(str(path)), "换一个文件夹")
        ) from exc
    return path
