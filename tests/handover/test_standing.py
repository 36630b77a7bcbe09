"""An error of content, form or signature keeps everything in the house."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
from docx.shared import Mm

from qijin_docs.errors import Problem
from qijin_docs.handover import archive, pack

Refused = Callable[[Callable[[], object]], list[Problem]]


def told(small: Any, refused: Refused) -> list[tuple[str, str]]:
    problems = refused(lambda: pack(small.load(), "包", phase=4))
    assert not Path("包").exists()
    assert [p.code for p in refused(lambda: archive(small.load(), "归档"))] == [p.code for p in problems]
    return [(p.code, str(p.place)) for p in problems]


def test_a_placeholder_may_not_go_out(ready: Any, refused: Refused) -> None:
    ready.change("公文/报送总结.yaml", {"正文": "现将【待填：材料】报送你办（见附件）。"})
    assert told(ready, refused) == [("pack.placeholder", "项目/公文/报送总结.yaml:12:8（正文）")]


def test_a_letter_without_number_or_date_is_not_signed(ready: Any, refused: Refused) -> None:
    ready.change("公文/报送总结.yaml", {"版头": {"签发人": "×××"}, "成文日期": ...})
    assert {code for code, _ in told(ready, refused)} >= {"pack.unsigned"}


def test_an_error_of_content_keeps_it_back(ready: Any, refused: Refused) -> None:
    ready.change("总结.yaml", {"问题": ...})
    assert [code for code, _ in told(ready, refused)] == ["review.SU06"]


def test_what_may_be_printed_for_signature_may_still_not_be_sent(ready: Any, refused: Refused) -> None:
    from qijin_docs.pipeline import build

    ready.change("总结.yaml", {"成文日期": ...})
    build(ready.load(), "成稿", phase=4)
    assert told(ready, refused)


def test_an_error_of_the_register_keeps_back_every_phase(
    ready: Any, refused: Refused, letter: Callable[..., dict[str, Any]]
) -> None:
    items = {"名称": "典型", "承载": "先进典型经验材料"}, {"名称": "汇总表", "承载": "典型推荐汇总表"}
    ready.write("公文/报送典型.yaml", letter(3, *items))
    assert pack(ready.load(), "三.zip", phase=3).files
    ready.change("活动.yaml", {"主题": "【待填：主题】"})
    codes = [p.code for p in refused(lambda: pack(ready.load(), "又三.zip", phase=3))]
    assert codes == ["pack.placeholder"]


def test_a_template_of_one_s_own_that_breaks_the_standard_is_told_of_the_document(
    ready: Any, refused: Refused, templates_folder: Path
) -> None:
    name = "word/报送用报告.docx"
    own = ready.folder / "templates" / name
    own.parent.mkdir(parents=True)
    document = docx.Document(str(templates_folder / name))
    document.sections[0].left_margin = Mm(15)
    document.save(str(own))
    problems = refused(lambda: pack(ready.load(), "包.zip", phase=4))
    assert {p.code.partition(".")[0] for p in problems} == {"check"}
    assert {p.place.file for p in problems} == {"云岭省自然资源厅关于报送活动有关材料的报告.docx"}


def test_other_phases_may_still_be_unfinished(ready: Any) -> None:
    ready.change("典型/01.yaml", {"审核": ...})
    ready.write("领导小组.yaml", {**ready.data("领导小组.yaml"), "职责": ["【待填：职责】"]})
    assert pack(ready.load(), "包.zip", phase=4).files
