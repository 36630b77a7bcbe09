"""The example project, loaded once, and its prose as a reader gets it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from qijin_docs.project import Project, load_project


@pytest.fixture(scope="session")
def yunling(examples: Path) -> Path:
    """The folder of the example project."""
    return examples / "yunling-2018"


@pytest.fixture(scope="session")
def project(yunling: Path) -> Project:
    """The example project."""
    return load_project(yunling)


@pytest.fixture(scope="session")
def prose(project: Project) -> dict[str, str]:
    """File name → everything its document says in sentences, with the figures put in."""
    return {
        Path(entry.located.file or "").relative_to(project.folder).as_posix(): "\n".join(_texts(entry.model))
        for part in ("方案", "任务分工", "领导小组", "典型", "进展", "总结", "公文", "活动台账", "见证材料")
        for entry in project.entries[part]
    }


def _texts(model: Any) -> Iterator[str]:
    yield from getattr(model, "title_lines", ())
    for block in getattr(model, "blocks", ()):
        yield block.line
    for name in ("rows", "duties", "attachments", "innovations", "members", "activities", "items"):
        for item in getattr(model, name, ()):
            yield from _strings(item)
    for name in ("subtitle", "transferable", "note", "opinion", "working_body"):
        yield from _strings(getattr(model, name, None))


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for item in value:
            yield from _strings(item)
    elif hasattr(value, "model_fields_set"):
        for name in sorted(value.model_fields_set):
            yield from _strings(getattr(value, name))


@pytest.fixture(scope="session")
def sources(yunling: Path) -> Callable[[str], str]:
    """``sources("进展/*.yaml")``: the data files as they are typed, one after the other."""

    def read(pattern: str) -> str:
        return "\n".join(path.read_text(encoding="utf-8") for path in sorted(yunling.glob(pattern)))

    return read
