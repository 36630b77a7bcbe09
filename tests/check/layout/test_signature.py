"""署名 below the text (7.3.5): right endings of all kinds drawn, and each with one defect."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from qijin_docs.check.facts import Facts
from qijin_docs.check.read import read_many

NAMES = ("云岭省自然资源厅", "云岭省应急管理厅", "云岭省教育厅")
#: Ending, blank lines above it, codes.
ENDINGS: dict[str, tuple[str, float, list[str]]] = {
    "unsealed": ("unsealed", 1, []),
    "unsealed, close to the text": ("unsealed", 0, ["check.signature_gap"]),
    "unsealed, far below the text": ("unsealed", 3, ["check.signature_gap"]),
    "unsealed, far from the edge": ("far", 1, ["check.signature_right"]),
    "stamped": ("stamped", 2, []),
    "stamped, close to the text": ("stamped", 0, ["check.signature_gap"]),
    "sealed, far below the text": ("sealed", 4, []),  # the seal tells, and is not there
    "joint": ("rows", 2, []),
    "joint, one below the other": ("stacked", 2, ["check.room_for_seals"]),
    "joint, rows too close": ("close rows", 2, ["check.room_for_seals"]),
}


def ending(kind: str, blank: float, para: Any) -> dict[str, Any]:
    """The paragraphs of an ending."""
    last = {"date": para("2018年4月25日", align="right", right=400)}
    if kind in ("unsealed", "far"):
        left = 1800 if kind == "unsealed" else 1500
        name = para(NAMES[0], align="left", left=left, before=blank)
        return {"signature": name, "date": para("2018年4月25日", align="left", left=left + 200)}
    if kind == "stamped":
        return {"signature": para("厅长", align="right", right=1100, before=blank)} | last
    names = [para(name, align="center", left=1230, before=0 if n else blank) for n, name in enumerate(NAMES)]
    if kind in ("rows", "close rows"):
        further = 3.5 if kind == "rows" else 2.5
        names = [
            para(name, align="center", left=1230, before=further if n else blank)
            for n, name in enumerate(NAMES[:2])
        ]
    if kind == "sealed":
        names = names[:1]
    return {f"signature{n}": name for n, name in enumerate(names)} | last


@pytest.fixture(scope="module")
def drawn(documents: Any, para: Any, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Facts]:
    folder = tmp_path_factory.mktemp("endings")
    files: dict[str, Path] = {}
    for what, (kind, blank, _) in ENDINGS.items():
        doc = documents["通知"]()
        rest = list(doc.paras.items())
        at = [name for name, _ in rest].index("signature")
        paras = dict(rest[:at]) | ending(kind, blank, para)
        doc.paras = paras | {name: value for name, value in rest[at:] if name not in ("signature", "date")}
        files[what] = doc.save(folder / f"{len(files)}.docx")
    return dict(zip(files, read_many(list(files.values()), layout=True), strict=True))


@pytest.mark.parametrize("what", ENDINGS)
def test_the_place_of_the_names_is_judged(what: str, drawn: dict[str, Facts], codes: Any) -> None:
    # How many pages there are is of no account here.
    assert [code for code in codes(drawn[what]) if code != "check.imprint_even_page"] == ENDINGS[what][2]
