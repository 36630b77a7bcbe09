"""The example year is packed phase by phase, and archived."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from qijin_docs.check.document import check_document
from qijin_docs.handover import archive, pack, verify
from qijin_docs.project import Project

OFFICE = "云岭省安全生产委员会办公室"


@pytest.mark.parametrize(
    ("phase", "kinds"),
    [
        (1, ["报送清单", "报告", "实施方案"]),
        (2, ["报送清单", "报告", "新闻发布会出席名单", "新闻发布会配合材料", "新闻发布会问答口径"]),
        (3, ["报送清单", "报告", "典型推荐汇总表", *["先进典型经验材料"] * 3]),
        (4, ["报送清单", "报告", "活动台账", "活动总结", "情况统计表", "见证材料目录"]),
    ],
)
def test_each_phase_is_packed_for_the_committee_office(
    project: Project, tmp_path: Path, phase: int, kinds: list[str]
) -> None:
    package = pack(project, tmp_path / "包.zip", phase=phase)
    assert package.recipient == OFFICE
    assert {str(p.severity) for p in package.problems} <= {"note"}
    documents = [f for f in package.files if not f.path.startswith("见证材料/")]
    assert [f.kind for f in documents] == kinds
    assert len(package.files) - len(documents) == (40 if phase == 4 else 0)
    assert verify(tmp_path / "包.zip").ok
    with zipfile.ZipFile(tmp_path / "包.zip") as files:
        files.extractall(tmp_path / "包")
    for document in (tmp_path / "包").rglob("*.docx"):
        assert check_document(document).ok, document.name


def test_the_year_is_archived_with_a_period_and_a_number_for_every_item(
    project: Project, tmp_path: Path
) -> None:
    found = archive(project, tmp_path / "归档")
    assert all(item.label for item in found.items)
    assert [p.code for p in found.problems if str(p.severity) != "note"] == [
        "archive.no_date",
        "archive.no_people",
    ]
    assert verify(tmp_path / "归档").ok
