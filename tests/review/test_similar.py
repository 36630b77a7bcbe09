"""TC12: how much of one paper stands in another."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import docx
import pytest

from qijin_docs.errors import DataError
from qijin_docs.review.judge import review_project
from qijin_docs.review.similar import likeness, papers_in
from qijin_docs.review.subject import OtherPaper

LONG = (
    "宣讲队先到采场跟班半天，记下工人怎样操作、哪些位置容易出险，回来以后再对照规程写讲稿，讲完课当场查看。"
)
NEARLY = LONG.replace("采场", "井下").replace("写讲稿", "备课")
OWN = "每堂课只讲三件事，时间控制在四十分钟以内，留出一半时间回答提问，听不懂的再请同乡用家乡话复述一遍。"


def test_a_paragraph_that_is_nearly_the_same_counts_whole() -> None:
    same = likeness([LONG, OWN, "短句。"], OtherPaper("别处", (NEARLY, "别的")), alike=85)
    assert 45 <= same.share <= 55
    assert (same.paragraph, same.other) == (0, "别处")
    assert 85 <= same.score < 100
    assert likeness([OWN], OtherPaper("别处", (LONG,)), alike=85).share == 0
    assert likeness([], OtherPaper("别处", (LONG,)), alike=85).share == 0


def messages(small: Any, **options: Any) -> list[str]:
    return [f.problem.message for f in review_project(small.load(), **options).findings if f.rule == "TC12"]


def test_a_case_copied_from_another_is_told_at_the_later_one(small: Any) -> None:
    small.change("典型/01.yaml", {"做法.0.正文": LONG})
    small.write("典型/02.yaml", small.data("典型/01.yaml") | {"编号": "DX-2", "标题": "别的经验材料"})
    (message,) = messages(small)
    assert message.startswith("全文100%的文字与“DX-1《送课到矿山的经验材料》”雷同，最像的一段相似度100%")


@pytest.mark.parametrize("name", ["甲市.docx", "甲市.txt", "甲市/典型.yaml"])
def test_papers_of_others_are_compared(small: Any, tmp_path: Path, name: str) -> None:
    path = tmp_path / "往年" / name
    path.parent.mkdir(parents=True)
    if name.endswith("docx"):
        paper = docx.Document()
        paper.add_paragraph(NEARLY)
        paper.save(str(path))
    else:
        path.write_text(f"做法:\n  - {NEARLY}\n" if name.endswith("yaml") else NEARLY, encoding="utf-8")
    small.change("典型/01.yaml", {"做法.0.正文": LONG})
    (message,) = messages(small, compare=tmp_path / "往年")
    assert f"与“{name}”雷同" in message
    assert [
        u for u in review_project(small.load(), compare=tmp_path / "往年").unjudged if u.rule == "TC12"
    ] == []


def test_what_cannot_be_read_is_refused_and_not_passed_over(tmp_path: Path) -> None:
    (tmp_path / "坏.docx").write_bytes(b"x")
    (tmp_path / "坏.txt").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(DataError) as caught:
        papers_in(tmp_path)
    assert [(p.code, Path(p.place.file or "").name) for p in caught.value.problems] == [
        ("review.unreadable", "坏.docx"),
        ("review.unreadable", "坏.txt"),
    ]
    with pytest.raises(DataError) as caught:
        papers_in(tmp_path / "没有")
    assert caught.value.problems[0].code == "review.no_folder"


def test_without_rapidfuzz_nothing_is_said_to_be_passed(small: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "rapidfuzz", None)
    review = review_project(small.load())
    assert "TC12" not in review.passed
    why = [u.why for u in review.unjudged if u.rule == "TC12"]
    assert why == ["没有安装 rapidfuzz；pip install qijin-docs[review]"]
