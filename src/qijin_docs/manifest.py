"""清单.json and the folder it speaks of: what was built from what, and which files are ours to replace.

Same input, same bytes: nothing in it depends on the time or the machine.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any

from qijin_docs.errors import OutputError, Place, Problem, os_reason
from qijin_docs.templating.rendered import Rendered

FILE_NAME = "清单.json"


@dataclass(frozen=True, slots=True)
class Made:
    """One document that was written.

    Args:
        path: below the output folder, with ``/``.
        kind: Chinese name of its kind.
        phase: number of its phase.
        source: file its data came from, as in the inputs.
        template: path of its template below the templates folder.
        sha256: of the written bytes.
        bytes: size.
    """

    path: str
    kind: str
    phase: int
    source: str
    template: str
    sha256: str
    bytes: int


def digest(content: bytes) -> str:
    """SHA-256 in hex."""
    return hashlib.sha256(content).hexdigest()


def compose(
    *, version: str, inputs: Mapping[str, str], templates: Mapping[str, str], made: Iterable[Made]
) -> bytes:
    """The manifest's bytes.

    Args:
        version: of this library.
        inputs: file below the project folder → SHA-256.
        templates: template → SHA-256.
        made: the documents, in order of path.
    """
    content = {
        "程序": f"qijin_docs {version}",
        "输入": dict(sorted(inputs.items())),
        "模板": dict(sorted(templates.items())),
        "文件": [asdict(m) for m in sorted(made, key=lambda m: m.path)],
    }
    return (json.dumps(content, ensure_ascii=False, indent=2) + "\n").encode()


@dataclass(frozen=True, slots=True)
class Manifest:
    """What an earlier build says of itself.

    Args:
        made: its documents; only such as lie below the folder.
        templates: template → SHA-256.
    """

    made: tuple[Made, ...] = ()
    templates: Mapping[str, str] = field(default_factory=dict)


def read_manifest(folder: Path) -> Manifest:
    """The manifest in an output folder; an empty one if there is none that can be read.

    Entries that somebody has bent to point out of the folder are passed over: files are renamed and
    removed by what stands here.
    """
    try:
        content: Any = json.loads((folder / FILE_NAME).read_text(encoding="utf-8"))
        made = tuple(Made(**entry) for entry in content["文件"])
        templates = {str(name): str(value) for name, value in content["模板"].items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return Manifest()
    return Manifest(tuple(m for m in made if _inside(m.path)), templates)


def _inside(path: object) -> bool:
    if not isinstance(path, str) or "\\" in path or ":" in path:
        return False
    parts = PurePosixPath(path).parts
    return bool(parts) and ".." not in parts and not path.startswith("/")


def write_documents(
    folder: Path, rendered: Mapping[str, Rendered], manifest: bytes, earlier: Mapping[str, str]
) -> dict[str, str]:
    """Write documents and manifest, and take away what an earlier build wrote and this one does not.

    A file that somebody changed by hand, or that was never ours, is neither overwritten nor deleted: it gets
    another name.

    Args:
        folder: made if missing.
        rendered: path below the folder → document.
        manifest: bytes of the new manifest.
        earlier: path → SHA-256 of what the former build wrote and this one replaces.

    Returns:
        Old path → new path of the files that were set aside.

    Raises:
        OutputError: ``output.write_failed``.
    """
    kept: dict[str, str] = {}
    try:
        for path in sorted({*earlier, *rendered}):
            file = folder / path
            if not file.is_file():
                continue
            content = file.read_bytes()
            ours = digest(content) == earlier.get(path)
            if not ours and (path not in rendered or content != bytes(rendered[path])):
                aside = _free_name(file)
                file.rename(aside)
                kept[path] = aside.relative_to(folder).as_posix()
            elif path not in rendered:
                file.unlink()
                _remove_if_empty(file.parent, folder)
        for path, document in rendered.items():
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            document.save(folder / path)
        folder.mkdir(parents=True, exist_ok=True)
        Rendered(manifest).save(folder / FILE_NAME)
    except OSError as exc:
        if isinstance(exc, OutputError):
            raise
        raise OutputError(
            Problem(
                "output.write_failed",
                f"写不进输出文件夹：{os_reason(exc)}",
                Place(str(folder)),
                "请确认可以写入，且其中的文件没有在 Word、WPS 或 Excel 中打开",
            )
        ) from exc
    return kept


def _remove_if_empty(folder: Path, top: Path) -> None:
    if folder != top and not any(folder.iterdir()):
        folder.rmdir()


def _free_name(file: Path) -> Path:
    number = 1
    while (aside := file.with_name(f"{file.stem}（手工改过{number}）{file.suffix}")).exists():
        number += 1
    return aside
