"""``lint_template``: each finding at its place, with its sentence."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import docx
import openpyxl
import pytest
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from qijin_docs import Severity, lint_template
from qijin_docs.authoring.agreement import doubts
from qijin_docs.authoring.readable import readable
from qijin_docs.authoring.samples import _written
from qijin_docs.kinds import load_kinds
from qijin_docs.models import Plan

KINDS = load_kinds()
Make = Callable[..., Path]


@pytest.mark.parametrize("kind", [k for k in KINDS.table if k.id in _written()], ids=lambda kind: kind.id)
def test_official_templates_have_no_error_and_no_warning(kind: object) -> None:
    path = KINDS.template_path(kind)  # type: ignore[arg-type]
    report = lint_template(path, kind=kind.id, form=True)  # type: ignore[attr-defined]
    assert [str(p) for p in report.problems if p.severity is not Severity.NOTE] == []
    assert report.tried == ("典型", "最长", "最少")
    assert report.ok


@pytest.mark.parametrize(
    ("lines", "code", "where", "message", "hint"),
    [
        (
            ("甲", "{{ 全提 }}"),
            "template.unknown_name",
            "正文第2段",
            "“{{ 全提 }}”用到的“全提”，数据里没有",
            "是否想写“全题”？",
        ),
        (
            ("{% for 块 in 正文块 %}{{ 块.文字 }}{% endfor %}", "{{ 块.标题 }}"),
            "template.unknown_name",
            "正文第2段",
            "“{{ 块.标题 }}”用到的“块”，只在“{% for 块 in 正文块 %}”的循环里才有",
            "把它移到循环里面，或检查循环是不是结束得太早",
        ),
        (
            ("{%p for 字 in 单位 %}", "{{ 字 }}", "{%p endfor %}"),
            "template.not_a_list",
            "正文第1段",
            "“{%p for 字 in 单位 %}”把“单位”当成列表，数据里它不是列表",
            "不用 {% for %}，直接写名称",
        ),
        (
            ("{{ 全题|join('、') }}",),
            "template.filter_type",
            "正文第1段",
            "“{{ 全题|join('、') }}”里的过滤器“join”要用在列表上，“全题”是文字",
            "删去这个过滤器，或换一个；每个过滤器能做什么见 qijin fields --filters",
        ),
        (
            ("{%p for 块 in 正文块 %}", "{{ 块.文字|日期 }}", "{%p endfor %}"),
            "template.filter_type",
            "正文第2段",
            "“{{ 块.文字|日期 }}”里的过滤器“日期”要用在日期上，“正文块[].文字”是文字",
            "删去这个过滤器，或换一个；每个过滤器能做什么见 qijin fields --filters",
        ),
        (
            ("{{ 单位 }}",),
            "template.prints_group",
            "正文第1段",
            "“{{ 单位 }}”要印的“单位”是一组数据，不是一个值",
            "写出要印其中哪一项，如 {{ 单位.全称 }}",
        ),
        (
            ("{{ 标题行 }}",),
            "template.prints_group",
            "正文第1段",
            "“{{ 标题行 }}”要印的“标题行”是列表，不是一个值",
            '连成一句：{{ 标题行|join("、") }}',
        ),
        (
            ("{{ 联系人 }}",),
            "template.prints_group",
            "正文第1段",
            "“{{ 联系人 }}”要印的“联系人”是列表，不是一个值",
            "用循环逐项印：{% for 项 in 联系人 %}{{ 项.姓名 }}{% endfor %}",
        ),
    ],
)
def test_what_does_not_fit_the_data_is_told_at_its_tag(
    word: Make, lines: tuple[str, ...], code: str, where: str, message: str, hint: str
) -> None:
    report = lint_template(word(*lines), kind="实施方案")
    (problem,) = [p for p in report.problems if p.severity is Severity.ERROR]
    assert (problem.code, problem.place.where, problem.message, problem.hint) == (code, where, message, hint)
    assert problem.place.file == "模板.docx"
    assert not report.ok


@pytest.mark.parametrize("condition", ["单位", "单位.全称", "活动.开始", "章节"])
def test_a_condition_on_what_is_never_empty_is_a_warning(word: Make, condition: str) -> None:
    report = lint_template(word(f"{{% if {condition} %}}有{{% endif %}}"), kind="实施方案")
    (problem,) = [p for p in report.problems if p.severity is Severity.WARNING]
    assert problem.code == "template.always_true"
    assert problem.message == f"“{{% if {condition} %}}”总是成立：“{condition}”是必填的，不会空"
    assert report.ok


@pytest.mark.parametrize(
    "condition", ["标题", "附件", "成文日期", "单位.简称", "联系人", "正文块", "not 单位", "年度 > 2"]
)
def test_a_condition_on_what_may_be_empty_is_in_order(word: Make, condition: str) -> None:
    report = lint_template(word(f"{{% if {condition} %}}有{{% endif %}}"), kind="实施方案")
    assert [p for p in report.problems if p.severity is not Severity.NOTE] == []


def test_names_set_by_the_template_are_followed(word: Make) -> None:
    from qijin_docs import compile_template

    template = compile_template(
        word("{% set 甲 = 单位 %}{{ 甲 }}{% macro 乙(丙) %}{{ 丙|日期 }}{% endmacro %}")
    )
    assert [p.message for p in doubts(template.tags, readable(Plan))] == [
        "“{{ 甲 }}”要印的“甲”是一组数据，不是一个值"
    ]


def test_an_optional_value_printed_bare_is_found_by_filling_the_samples(word: Make) -> None:
    report = lint_template(word("{{ 活动.主题 }}"), kind="实施方案")
    (problem,) = [p for p in report.problems if p.severity is Severity.ERROR]
    assert problem.message.startswith("用“最少”的示例试填：")
    assert problem.code == "render.none"
    assert problem.place.where == "正文第1段"


def test_names_never_used_are_one_note(word: Make) -> None:
    report = lint_template(
        word("{{ 全题 }}", "{% for 人 in 联系人 %}{{ 人.姓名 }}{% endfor %}"), kind="实施方案"
    )
    notes = [p for p in report.problems if p.code == "template.unused_fields"]
    assert [p.severity for p in notes] == [Severity.NOTE] * 2
    assert "没有直接用到这些名称：" in notes[0].message + notes[1].message
    assert any("“联系人[]”里的这些名称：单位、部门" in p.message for p in notes)


def test_the_engines_faults_and_the_files_notes_come_together(word: Make) -> None:
    report = lint_template(word("{{ 标题 ", "{% if 甲 %}", "｛｛ 好 ｝｝"))
    assert [p.code for p in report.problems if p.severity is Severity.ERROR] == [
        "template.unclosed_tag",
        "template.unclosed_block",
    ]
    assert "template.repaired_signs" in [p.code for p in report.problems]
    assert report.kind == ""


@pytest.mark.parametrize("suffix", [".docx", ".xlsx"])
def test_names_are_told_also_where_another_tag_is_broken(word: Make, excel: Make, suffix: str) -> None:
    lines = ("{{ 全题 ", "{% for 人 in 联系人 %}{{ 人.姓明 }}{% endfor %}", "{{ 全提 }}", "{{ 单位 }}")
    if suffix == ".docx":
        path, kind = word(*lines), "实施方案"
    else:
        path, kind = excel({f"A{row}": text for row, text in enumerate(lines, 1)}), "实施方案"
    report = lint_template(path, kind=kind)
    found = {(p.code, p.place.where): p.message for p in report.problems if p.severity is Severity.ERROR}
    places = [f"正文第{n}段" if suffix == ".docx" else f"工作表“表”!A{n}" for n in (1, 2, 3, 4)]
    assert sorted(code for code, _ in found) == [
        "template.prints_group", "template.unclosed_tag", "template.unknown_name", "template.unknown_name",
    ]  # fmt: skip
    assert found["template.unknown_name", places[1]] == "“{{ 人.姓明 }}”用到的“姓明”，“联系人[]”里没有"
    assert found["template.unknown_name", places[2]] == "“{{ 全提 }}”用到的“全提”，数据里没有"


def test_a_loop_through_the_letters_of_a_text_is_an_error(word: Make) -> None:
    report = lint_template(word("{%p for 字 in 单位.全称 %}", "{{ 字 }}", "{%p endfor %}"), kind="实施方案")
    (problem,) = [p for p in report.problems if p.severity is Severity.ERROR]
    assert (problem.code, problem.place.where) == ("template.not_a_list", "正文第1段")
    assert problem.message == "“{%p for 字 in 单位.全称 %}”把“单位.全称”当成列表，数据里它是文字"


def test_excel_is_looked_at_the_same_way(excel: Make) -> None:
    report = lint_template(
        excel({"A1": "{{ 活动.名秤 }}", "A2": "｛｛ 单位.全称 ｝｝", "A3": "{{ 单位 }}"}), kind="活动台账"
    )
    assert [(p.code, p.place.where) for p in report.problems if p.code != "template.unused_fields"][:2] == [
        ("template.unknown_name", "工作表“表”!A1"),
        ("template.prints_group", "工作表“表”!A3"),
    ]
    (note,) = [p for p in report.problems if p.code == "template.repaired_signs"]
    assert note.place.where == "工作表“表”!A2"
    assert note.message == "标签“｛｛ 单位.全称 ｝｝”里的全角、弯引号或不可见字符已按“单位.全称”理解"


def test_a_file_that_is_no_template_is_a_finding_not_a_crash(tmp_path: Path) -> None:
    path = tmp_path / "坏.docx"
    path.write_bytes(b"PK\x03\x04 no")
    report = lint_template(path)
    assert not report.ok
    assert report.problems[0].place.file == "坏.docx"


def test_the_kind_is_known_by_the_place_of_the_template(word: Make, tmp_path: Path) -> None:
    (tmp_path / "templates" / "word").mkdir(parents=True)
    path = word("{{ 没有的 }}").rename(tmp_path / "templates" / "word" / "实施方案.docx")
    report = lint_template(path)
    assert report.kind == "实施方案"
    assert report.problems[0].code == "template.unknown_name"


def test_the_form_of_the_filled_sample_is_checked_when_asked(word: Make) -> None:
    path = word("{{ 全题 }}", "各市要加强领导,落实责任。")
    assert lint_template(path, kind="实施方案").ok
    codes = [p.code for p in lint_template(path, kind="实施方案", form=True).problems]
    assert "check.half_width" in codes


def test_a_model_whose_samples_cannot_be_invented_is_not_tried_and_says_so(
    word: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("qijin_docs.authoring.samples._written", lambda: {"共用": _written()["共用"]})
    report = lint_template(word("{{ 全题 }}"), kind="通知")
    (note,) = [p for p in report.problems if p.code == "template.no_sample"]
    assert note.severity is Severity.NOTE
    assert note.message.startswith("没有用“典型”的示例试填：编不出合规则的示例数据（")
    assert report.tried == ()


# ------------------------------------------------------------------------------------------------- the file itself


def codes(path: Path) -> list[str]:
    return [p.code for p in lint_template(path).problems if p.code != "template.fonts_not_here"]


def test_hidden_text_is_a_warning_with_its_place(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph("看得见")
    document.add_paragraph().add_run("看不见").font.hidden = True
    document.save(str(tmp_path / "a.docx"))
    (problem,) = [p for p in lint_template(tmp_path / "a.docx").problems if p.code == "template.hidden_text"]
    assert (problem.place.where, problem.severity) == ("正文第2段", Severity.WARNING)
    assert problem.message == "有隐藏的文字“看不见”，会跟着每一份文书发出去"


def test_a_chinese_font_set_for_latin_letters_only_is_a_warning(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph().add_run("{{ 标题 }}").font.name = "仿宋"
    document.add_paragraph().add_run("正文").font.name = "Times New Roman"
    document.save(str(tmp_path / "a.docx"))
    (problem,) = [
        p for p in lint_template(tmp_path / "a.docx").problems if p.code == "template.no_east_asian_font"
    ]
    assert problem.place.where == "正文第1段"
    assert problem.message == "“{{ 标题 }}”只设了西文字体，中文会用别的字体"


def test_bookmarks_of_one_name_are_a_note(tmp_path: Path) -> None:
    document = docx.Document()
    for number in ("1", "2"):
        mark = OxmlElement("w:bookmarkStart")
        mark.set(qn("w:id"), number)
        mark.set(qn("w:name"), "签")
        document.add_paragraph()._p.append(mark)  # python-docx has no bookmarks
    document.save(str(tmp_path / "a.docx"))
    (problem,) = [
        p for p in lint_template(tmp_path / "a.docx").problems if p.code == "template.duplicate_ids"
    ]
    assert problem.message == "有重复的编号：书签“签”"


def test_comments_and_links_are_notes(tmp_path: Path) -> None:
    document = docx.Document()
    paragraph = document.add_paragraph("甲")
    document.add_comment(paragraph.runs, "看这里", author="某人")
    document.part.relate_to(
        "https://www.example.cn/",
        "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink",
        is_external=True,
    )
    document.save(str(tmp_path / "a.docx"))
    found = {p.code: p for p in lint_template(tmp_path / "a.docx").problems}
    assert found["template.comments_dropped"].message == "有1条批注，生成的文书里不带批注"
    assert "https://www.example.cn/" in found["template.external_links"].message
    assert all(p.severity is Severity.NOTE for p in found.values())


def test_fonts_that_are_not_here_are_named_in_a_note(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from qijin_docs.authoring import remarks

    monkeypatch.setattr(remarks, "installed_fonts", lambda: frozenset({"calibri"}))
    document = docx.Document()
    document.add_paragraph().add_run("甲").font.name = "某种字体"
    document.save(str(tmp_path / "a.docx"))
    (problem,) = [
        p for p in lint_template(tmp_path / "a.docx").problems if p.code == "template.fonts_not_here"
    ]
    assert "某种字体" in problem.message
    assert problem.severity is Severity.NOTE


def test_a_hidden_sheet_is_a_warning(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.worksheets[0]["A1"] = "{{ 甲 }}"
    book.create_sheet("草稿").sheet_state = "hidden"
    book.save(tmp_path / "a.xlsx")
    (problem,) = [p for p in lint_template(tmp_path / "a.xlsx").problems if p.code == "template.hidden_sheet"]
    assert problem.message == "工作表“草稿”是隐藏的，会跟着每一份表格发出去"


def test_a_template_in_order_has_nothing_to_say(word: Make) -> None:
    assert codes(word("{{ 甲 }}")) == []


def test_findings_of_all_kinds_come_in_the_order_of_the_document(word: Make) -> None:
    path = word(
        "{{ 全提 }}", "{%p if 附件 %}", "{{ 全题|曰期 }}", "附：{%p if 附件 %}", "{{ 全踢 }}", "{%p endif %}"
    )
    report = lint_template(path, kind="实施方案")
    places = [p.place.where for p in report.problems if p.severity is Severity.ERROR]
    assert places == [f"正文第{number}段" for number in range(1, 6)]
