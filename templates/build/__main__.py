"""``python templates/build [FOLDER]`` lays out all templates, beside this folder if none is named."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import material
import official
from package import docx
from page import section

WORD: dict[str, Callable[[], str]] = {
    "实施方案": material.plan,
    "先进典型经验材料": material.typical_case,
    "活动总结": material.summary,
    "进展情况报告": material.progress_report,
    "领导小组名单": material.leading_group,
    "报送用报告": official.upward,
    "印发用通知": official.downward,
}


def build(folder: Path) -> None:
    """Write every template below the folder: ``word/*.docx`` and ``excel/*.xlsx``."""
    (folder / "word").mkdir(parents=True, exist_ok=True)
    for name, lay_out in WORD.items():
        (folder / "word" / f"{name}.docx").write_bytes(docx(lay_out() + section()))


if __name__ == "__main__":
    build(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parents[1])
