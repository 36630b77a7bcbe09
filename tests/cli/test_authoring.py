"""``qijin lint``, ``fields``, ``sample``, ``new-template``: parse, one call, show."""

from __future__ import annotations

import json
from pathlib import Path

import docx
import pytest

from qijin_docs.cli import main

Capture = pytest.CaptureFixture[str]


@pytest.fixture
def faulty(tmp_path: Path) -> Path:
    """A template with an unknown name and full-width signs."""
    document = docx.Document()
    document.add_paragraph("｛｛ 全提 ｝｝")
    path = tmp_path / "错.docx"
    document.save(str(path))
    return path


def test_lint_tells_place_fault_and_remedy_and_ends_with_1(faulty: Path, capsys: Capture) -> None:
    assert main(["lint", str(faulty), "--kind", "实施方案"]) == 1
    out = capsys.readouterr().out.splitlines()
    assert out[0].startswith("错.docx（按“实施方案”核对）：错误1处，提醒0处，说明")
    assert out[1] == (
        "  错误 错.docx（正文第1段）：“｛｛ 全提 ｝｝”用到的“全提”，数据里没有；是否想写“全题”？ [template.unknown_name]"
    )
    assert len(out) == 2


def test_lint_lists_notes_when_asked_and_says_what_it_was_not_held_against(
    faulty: Path, capsys: Capture
) -> None:
    assert main(["lint", str(faulty), "--notes"]) == 0
    out = capsys.readouterr().out
    assert "没有对照数据，要对照请加 --kind 种类" in out
    assert "说明 错.docx（正文第1段）：标签“｛｛ 全提 ｝｝”里的全角、弯引号或不可见字符已按“全提”理解" in out


def test_lint_shows_the_text_in_which_a_faulty_tag_stands(tmp_path: Path, capsys: Capture) -> None:
    document = docx.Document()
    document.add_paragraph("本月{% if 已办 %}开展活动")
    document.add_paragraph("{{ 户数 | 没有的 }}")
    document.save(str(tmp_path / "错.docx"))
    assert main(["lint", str(tmp_path / "错.docx")]) == 1
    _, unclosed, text, unknown = capsys.readouterr().out.splitlines()
    assert "template.unclosed_block" in unclosed
    assert text == "       原文：本月{% if 已办 %}开展活动"
    assert unknown.endswith(
        "没有叫“没有的”的过滤器；全部过滤器见 qijin fields --filters [template.unknown_filter]"
    )


def test_lint_as_json(faulty: Path, capsys: Capture) -> None:
    assert main(["lint", str(faulty), "--kind", "plan", "--json"]) == 1
    answer = json.loads(capsys.readouterr().out)
    assert (answer["ok"], answer["kind"]) == (False, "实施方案")
    assert answer["problems"][0]["place"] == {
        "file": "错.docx",
        "where": "正文第1段",
        "line": None,
        "column": None,
    }


def test_lint_writes_sarif_a_mended_and_an_annotated_copy(
    faulty: Path, tmp_path: Path, capsys: Capture
) -> None:
    words = ["--sarif", "a.sarif", "--fix", "改.docx", "--annotate", "批.docx"]
    files = [str(tmp_path / "出" / word) if not word.startswith("-") else word for word in words]
    assert main(["lint", str(faulty), "--kind", "plan", *files]) == 1
    log = json.loads((tmp_path / "出" / "a.sarif").read_text(encoding="utf-8"))
    assert log["runs"][0]["tool"]["driver"]["name"] == "qijin lint"
    assert "template.unknown_name" in [result["ruleId"] for result in log["runs"][0]["results"]]
    assert docx.Document(str(tmp_path / "出" / "改.docx")).paragraphs[0].text == "{{ 全提 }}"
    assert len(list(docx.Document(str(tmp_path / "出" / "批.docx")).comments)) >= 2
    assert "改了1个标签里的符号，接好了0个断开的标签" in capsys.readouterr().err


def test_a_file_that_cannot_be_read_gets_no_copies_and_no_traceback(tmp_path: Path, capsys: Capture) -> None:
    (tmp_path / "坏.docx").write_bytes(b"PK\x03\x04")
    for name in ("没有.xlsx", "没有.docx", "坏.docx", "坏.txt"):
        words = [
            "--annotate",
            str(tmp_path / "批"),
            "--fix",
            str(tmp_path / "改"),
            "--sarif",
            str(tmp_path / "s.sarif"),
        ]
        assert main(["lint", str(tmp_path / name), *words]) == 1
        out, err = capsys.readouterr()
        assert "错误1处" in out
        assert "文件读不了，没有写副本" in err
    assert not (tmp_path / "批").exists()
    assert not (tmp_path / "改").exists()


def test_lint_never_writes_over_the_template(faulty: Path, capsys: Capture) -> None:
    before = faulty.read_bytes()
    assert main(["lint", str(faulty), "--fix", str(faulty)]) == 3
    assert "这是原来的文件，没有覆盖它" in capsys.readouterr().err
    assert faulty.read_bytes() == before


def test_form_needs_a_kind(faulty: Path, capsys: Capture) -> None:
    assert main(["lint", str(faulty), "--form"]) == 2
    assert "--form 要知道是哪种文书，请加 --kind 种类" in capsys.readouterr().err


def test_lint_of_no_file_and_of_no_kind(tmp_path: Path, faulty: Path, capsys: Capture) -> None:
    assert main(["lint", str(tmp_path / "没有.docx")]) == 1
    assert "读不了模板" in capsys.readouterr().out
    assert main(["lint", str(faulty), "--kind", "实施方按"]) == 1
    assert "没有“实施方按”这个种类；是否想写“实施方案”？ [kinds.unknown]" in capsys.readouterr().err


def test_fields_as_a_tree(capsys: Capture) -> None:
    assert main(["fields", "实施方案"]) == 0
    out = capsys.readouterr().out
    assert (
        "  单位（一组）本文书是哪个单位的\n    全称（文字）单位全称，如 云岭省××厅  {{ 单位.全称 }}\n" in out
    )
    assert "  全题＋（文字）标题连成一句" in out


def test_fields_in_other_shapes(tmp_path: Path, capsys: Capture) -> None:
    assert main(["fields", "plan", "--json", "--filters"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer["kind"] == "实施方案"
    assert "日期" in answer["filters"]
    assert main(["fields", "plan", "--json-schema"]) == 0
    assert "承担" in json.loads(capsys.readouterr().out)["properties"]
    assert main(["fields", "plan", "--xlsx", str(tmp_path / "a.xlsx")]) == 0
    assert (tmp_path / "a.xlsx").is_file()


def test_filters_without_a_kind(capsys: Capture) -> None:
    assert main(["fields", "--filters"]) == 0
    assert "  日期  公文日期，月日不补零" in capsys.readouterr().out
    assert main(["fields", "--filters", "--json"]) == 0
    assert "余" in json.loads(capsys.readouterr().out)
    assert main(["fields"]) == 2
    assert "请写种类" in capsys.readouterr().err


def test_sample_to_a_folder_and_to_the_screen(tmp_path: Path, capsys: Capture) -> None:
    assert main(["sample", "活动台账", "-o", str(tmp_path / "示例")]) == 0
    assert capsys.readouterr().out.count("活动台账-") == 3
    assert main(["sample", "活动台账"]) == 0
    assert "示例宣讲活动" in capsys.readouterr().out
    assert main(["sample", "活动台账", "-o", str(tmp_path / "a.json"), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["files"] == [str(tmp_path / "a.json")]


def test_new_template_says_what_to_do_next(tmp_path: Path, capsys: Capture) -> None:
    target = tmp_path / "我的.docx"
    assert main(["new-template", "实施方案", "-o", str(target)]) == 0
    out, err = capsys.readouterr()
    assert out == f"{target}\n"
    assert err == f"可用的名称：qijin fields 实施方案；改完检查：qijin lint {target} --kind 实施方案\n"
    assert main(["new-template", "实施方案", "-o", str(target), "--json"]) == 3
    assert json.loads(capsys.readouterr().out)["problems"][0]["code"] == "output.exists"
