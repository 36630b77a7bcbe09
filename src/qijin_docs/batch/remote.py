"""A folder that is not on a disk: any address fsspec knows (extra ``fsspec``), such as ``s3://桶/目录``.

Documents are made in a staging folder on the disk and sent one by one. Stores of objects take a file whole or
not at all; the list of contents goes last, and a later run with ``resume`` sends only what it does not name.
"""

from __future__ import annotations

import hashlib
import json
import re
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from qijin_docs.batch.filled import Filled
from qijin_docs.batch.filling import fill
from qijin_docs.batch.journal import CONTENTS, UNFINISHED, read_contents
from qijin_docs.errors import OutputError, Place, Problem

_ADDRESS = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]+(?:::[a-zA-Z0-9+.-]+)*://")
#: Files on their way at once.
_AT_ONCE = 16


def is_remote(out: str) -> bool:
    """Whether this is an address and not a path."""
    return _ADDRESS.match(out) is not None


def fill_remote(template: str | Path, data: str | Path, out: str, **options: Any) -> Filled:
    """As :func:`~.filling.fill`, to an address.

    Args:
        out: an address fsspec knows.
        options: of ``fill``; the local copy stays in the working folder until everything has been sent.

    Raises:
        OutputError: ``batch.no_fsspec``, ``batch.no_address``, ``batch.not_sent``.
    """
    try:
        import fsspec
    except ImportError as error:
        hint = "安装：pip install 'qijin-docs[fsspec]'"
        raise OutputError(Problem("batch.no_fsspec", "没有安装 fsspec", hint=hint)) from error
    place = Place(out)
    try:
        files, root = fsspec.core.url_to_fs(out)
    except (ImportError, ValueError, OSError) as error:
        hint = "核对地址；对象存储还要装它自己的包，如 s3fs"
        raise OutputError(Problem("batch.no_address", f"用不了这个地址：{error}", place, hint)) from error
    root = root.rstrip("/")
    local = Path(f".{hashlib.sha256(out.encode()).hexdigest()[:12]}{UNFINISHED}")
    sent: dict[str, dict[str, Any]] = {}
    try:
        if files.exists(f"{root}/{CONTENTS}"):
            if not options.get("resume"):
                hint = "换一个地址；要在里面接着做就加 --resume"
                raise OutputError(Problem("output.not_empty", "这个地址里已有做好的一批", place, hint))
            # Only here a line ends: a name may hold other signs that Python takes for line breaks.
            for line in filter(None, files.cat_file(f"{root}/{CONTENTS}").decode().split("\n")[1:]):
                entry = json.loads(line)
                sent[entry["文件"]] = entry
        filled = fill(template, data, local, **options)
        if options.get("dry_run"):
            return _renamed(filled, out)
        _send(files, root, local, sent)
    except OSError as error:
        if isinstance(error, OutputError):
            raise
        hint = f"本机的一份在 {local}；接着送就加 --resume"
        raise OutputError(Problem("batch.not_sent", f"没有送完：{error}", place, hint)) from error
    import shutil

    returned = filled.returned
    if returned is not None:
        kept = Path(returned.name)
        returned.replace(kept)
        filled.returned = kept
    shutil.rmtree(local)
    return _renamed(filled, out)


def _send(files: Any, root: str, local: Path, sent: dict[str, dict[str, Any]]) -> None:
    lines = list(read_contents(local / CONTENTS))
    wanted = []
    for line in lines:
        before = sent.get(line["文件"], {})
        if before.get("sha256") != line["sha256"]:
            _take_away_pdf(files, root, before)
            wanted.append(line["文件"])
        elif "pdf" in before:
            line.setdefault("pdf", before["pdf"])  # it still stands beside its document
    wanted += [pdf for line in lines if (local / (pdf := _pdf_of(line))).is_file()]

    def put(name: str) -> None:
        target = f"{root}/{name}"
        files.makedirs(target.rpartition("/")[0], exist_ok=True)
        files.pipe_file(target, (local / name).read_bytes())

    with ThreadPoolExecutor(_AT_ONCE) as pool:
        for _ in pool.map(put, wanted):
            pass
    new = {line["文件"] for line in lines}
    with (local / CONTENTS).open(encoding="utf-8") as contents:
        head = contents.readline()
    rest = [*(line for name, line in sent.items() if name not in new), *lines]
    files.makedirs(root, exist_ok=True)
    text = head + "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in rest)
    files.pipe_file(f"{root}/{CONTENTS}", text.encode())


def _take_away_pdf(files: Any, root: str, before: dict[str, Any]) -> None:
    """No PDF of the old document beside the new one, unless somebody has put another there."""
    if "pdf" not in before:
        return
    pdf = f"{root}/{_pdf_of(before)}"
    if files.exists(pdf) and hashlib.sha256(files.cat_file(pdf)).hexdigest() == before["pdf"]:
        files.rm_file(pdf)


def _pdf_of(line: dict[str, Any]) -> str:
    return str(line["文件"].rpartition(".")[0] + ".pdf")


def _renamed(filled: Filled, out: str) -> Filled:
    filled.out = out
    return filled
