"""The documents of the example project, built once, and copies of them with one paragraph changed."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import docx
import pytest

from qijin_docs import build, load_project

Changed = Callable[[str, str, str], bytes]


@pytest.fixture(scope="session")
def built(examples: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """File name without its suffix → every Word document of the example."""
    folder = tmp_path_factory.mktemp("built")
    build(load_project(examples / "yunling-2018"), folder)
    return {path.stem: path for path in sorted(folder.rglob("*.docx"))}


@pytest.fixture(scope="session")
def changed(built: dict[str, Path]) -> Changed:
    """``changed(words of the file name, old, new)``: the document with one text replaced, its format kept."""

    def change(name: str, old: str, new: str) -> bytes:
        (path,) = (path for stem, path in built.items() if name in stem)
        document = docx.Document(str(path))
        cells = [c for table in document.tables for row in table.rows for c in row.cells]
        paragraphs = [*document.paragraphs, *(p for cell in cells for p in cell.paragraphs)]
        spots = [p for p in paragraphs if old in p.text]
        assert spots, f"{name} does not hold {old}"
        runs = spots[0].runs
        whole = "".join(run.text for run in runs).replace(old, new, 1)
        # Text before the change keeps its run, so that a heading in front of it keeps its font.
        for run in runs[:-1]:
            if whole.startswith(run.text):
                whole = whole[len(run.text) :]
            else:
                run.text = ""
        runs[-1].text = whole
        stream = io.BytesIO()
        document.save(stream)
        return stream.getvalue()

    return change
