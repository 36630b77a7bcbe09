"""All faults of a template come in the order of the document, whichever stage has found them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from qijin_docs.authoring.lint import lint_template
from qijin_docs.errors import Place, Problem, TemplateError
from qijin_docs.templating import compile_template
from qijin_docs.templating.order import in_document_order


def test_a_place_comes_before_a_tag_in_it_and_what_has_no_place_comes_last() -> None:
    texts = [("正文第1段", "{{ a }}{{ b }}"), ("正文第2段", "{{ a }}{% x")]
    problems = [
        Problem("template.no_document", "整个文件"),
        Problem("template.unclosed_tag", "“{%”开始的标签没有写完", Place(None, "正文第2段")),
        Problem("template.syntax", "“{{ a }}”：写错", Place(None, "正文第2段")),
        Problem("template.syntax", "不认识“{{ b }}”里的“b”", Place(None, "正文第1段")),
        Problem("template.syntax", "“{{ a }}”与“{{ b }}”不成对", Place(None, "正文第1段")),
    ]
    ordered = in_document_order(problems, texts)
    assert [problem.message for problem in ordered] == [problem.message for problem in problems[::-1]]
    assert [problem.around for problem in ordered] == [
        "{{ a }}{{ b }}", "{{ a }}{{ b }}", "{{ a }}{% x", "{{ a }}{% x", ""
    ]  # fmt: skip


def test_the_text_around_a_tag_is_told_twenty_characters_each_way(make_template: Any) -> None:
    before, behind = "一二三四五六七八九十" * 3, "甲乙丙丁戊己庚辛壬癸" * 3
    with pytest.raises(TemplateError) as caught:
        compile_template(make_template(f"{before}{{{{ a|nix }}}}{behind}", "短{{ b|nix }}"))
    long, short = caught.value.problems
    assert long.around == f"…{before[-20:]}{{{{ a|nix }}}}{behind[:20]}…"
    assert short.around == "短{{ b|nix }}"
    assert long.as_dict()["around"] == long.around
    assert "around" not in Problem("template.syntax", "无").as_dict()


def test_the_faults_of_a_document_come_in_its_order(make_template: Any) -> None:
    path = make_template(
        "{{ a|nix }}甲{{ b.__x__ }}乙{% if %}",
        "{%p for x in l %}",
        [["甲{%tr if y %}", "{{ c() }}"], ["{% vm %}", "{{ d d }}"]],
        "{{ e|attr('f') }}{{ g",
        "{% endfor2 %}",
        header="{{ h.save() }}",
        footer="{{ i|nix }}{% else %}",
    )
    with pytest.raises(TemplateError) as caught:
        compile_template(path)
    places = [problem.place.where for problem in caught.value.problems]
    body = "正文第1段 正文第2段 表1第1行第1列 表1第1行第2列 表1第2行第1列 表1第2行第2列 正文第3段 正文第4段"
    wanted = [*body.split(), "页眉1第1段", "页脚1第1段"]
    assert list(dict.fromkeys(places)) == [place for place in wanted if place in places]
    assert places == sorted(places, key=lambda place: wanted.index(place or ""))
    assert len(set(places)) > 6
    assert all("{" in problem.around for problem in caught.value.problems)
    first = [problem.message for problem in caught.value.problems if problem.place.where == "正文第1段"]
    assert list(dict.fromkeys(message[:8] for message in first)) == ["“{{ a|ni", "“{{ b.__", "“{% if %"]
    told = [problem for problem in lint_template(path).problems if problem in caught.value.problems]
    assert told == list(caught.value.problems)


def test_the_faults_of_a_workbook_come_in_its_order(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    rows = [
        ["{{ a|nix }}", "{{ b"],
        ["{%tr for x in l %}", "甲"],
        ["{{ c() }}", "{{ d d }}"],
        ["{{ e|attr('f') }}", "{%tr x %}"],
    ]
    for row in rows:
        sheet.append(row)
    book.create_sheet("后").append(["{{ g.__x__ }}", "{% if h %}"])
    path = tmp_path / "表.xlsx"
    book.save(path)
    with pytest.raises(TemplateError) as caught:
        compile_template(path)
    places = [problem.place.where for problem in caught.value.problems]
    wanted = [f"工作表“Sheet”!{cell}" for cell in ("A1", "B1", "A2", "B2", "A3", "B3", "A4", "B4")]
    wanted += [f"工作表“后”!{cell}" for cell in ("A1", "B1")]
    assert places == sorted(places, key=lambda place: wanted.index(place or ""))
    assert len(set(places)) > 6
    assert all(problem.around for problem in caught.value.problems)
