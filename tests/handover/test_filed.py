"""What is one item of an archive, how long it is kept, under which number."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from qijin_docs.contents import due_documents
from qijin_docs.errors import Problem
from qijin_docs.handover import archive
from qijin_docs.handover.filed import Filed, filed
from qijin_docs.kinds import load_kinds
from qijin_docs.manifest import Made

NOTICE, REPORT = "云岭省自然资源厅关于印发实施方案的通知", "云岭省自然资源厅关于报送实施方案的报告"


def items(small: Any) -> tuple[Filed, ...]:
    project = small.load()
    due = due_documents(project, load_kinds())[0]
    return filed(project, [(d, Made(d.name, d.kind.name, d.phase, "", "", "", 0)) for d in due])


def test_a_letter_and_what_it_carries_is_one_item(ready: Any) -> None:
    found = {i.title: i for i in items(ready)}
    assert [m.kind for m in found[NOTICE].made] == ["通知", "任务分工表"]
    assert found[NOTICE].carried == ("实施方案", "任务分工表")
    # Two letters carry the plan: it lies with the first.
    assert [m.kind for m in found[REPORT].made] == ["报告", "实施方案"]
    last = found["云岭省自然资源厅关于报送活动有关材料的报告"]
    assert [m.kind for m in last.made] == ["报告", "活动总结", "见证材料目录"]
    assert len([m for i in found.values() for m in i.made]) == len(
        {m.path for i in found.values() for m in i.made}
    )
    assert (found[NOTICE].author, found[NOTICE].number, str(found[NOTICE].day)) == (
        "云岭省自然资源厅", "云自然资〔2018〕31号", "2018-04-26"
    )  # fmt: skip


def test_without_a_table_no_period_and_no_number_is_made_up(ready: Any) -> None:
    assert {(i.period, i.place, i.label) for i in items(ready)} == {(None, None, None)}
    assert all(i.folder.startswith("文书/期限未定/") for i in items(ready))


def test_items_are_numbered_within_their_period_by_date(ready: Any) -> None:
    ready.write("归档.yaml", {"保管期限": {"报告": "30年", "通知": "永久", "进展情况报告": "30年"}})
    found = [(i.label, str(i.day)) for i in items(ready) if i.label]
    assert found == [
        ("永久1", "2018-04-26"),
        ("30年1", "2018-04-26"),
        ("30年2", "2018-05-02"),
        ("30年3", "2018-07-02"),
        ("30年4", "2018-12-28"),
    ]
    assert items(ready)[0].folder == f"文书/永久/001 {NOTICE}"
    assert items(ready)[-1].period is None, "what is open comes last"


def test_what_is_said_of_one_letter_comes_before_its_kind(ready: Any) -> None:
    ready.write("归档.yaml", {"保管期限": {"报告": "10年", "报送4": "永久"}})
    found = {i.number: i.period for i in items(ready) if i.kind == "报告"}
    assert found == {"云自然资〔2018〕94号": "永久", "云自然资〔2018〕30号": "10年"}


def test_letters_to_each_of_several_units_are_items_of_their_own(examples: Any) -> None:
    from qijin_docs.project import load_project

    project = load_project(examples / "yunling-2018")
    due = due_documents(project, load_kinds())[0]
    found = filed(project, [(d, Made(d.name, d.kind.name, d.phase, "", "", "", 0)) for d in due])
    sent = [(i.label, i.to, i.number) for i in found if i.to]
    assert sent == [
        ("10年3", "岚州市自然资源局", "云自然资〔2018〕77号"),
        ("10年4", "栖河市自然资源局", "云自然资〔2018〕78号"),
        ("10年5", "望岚市自然资源局", "云自然资〔2018〕79号"),
    ]
    assert len({i.folder for i in found}) == len(found)
    cases = next(i for i in found if "先进典型" in i.title)
    assert [m.kind for m in cases.made] == ["报告", *["先进典型经验材料"] * 3, "典型推荐汇总表"]


@pytest.mark.parametrize(
    ("name", "hint"),
    [("报搞", "是否想写“报告”？"), ("某某", "请写种类的名称（如 报告、活动台账），或公文的“编号”")],
)
def test_a_name_in_the_table_that_is_nothing_is_told(
    ready: Any, refused: Callable[..., list[Problem]], name: str, hint: str
) -> None:
    ready.write("归档.yaml", {"保管期限": {name: "永久"}})
    (problem,) = refused(lambda: archive(ready.load(), "归档"))
    assert (problem.code, problem.hint) == ("archive.unknown_kind", hint)
    assert problem.place.file == "项目/归档.yaml"
    assert problem.place.line


@pytest.mark.parametrize("period", ["长期", "20年", "", 30])
def test_a_period_that_there_is_none_of_is_refused(ready: Any, period: object) -> None:
    ready.write("归档.yaml", {"保管期限": {"报告": period}})
    assert ready.problems()[0].place.file == "项目/归档.yaml"
