"""``qijin check``."""

from __future__ import annotations

import io
import json
from pathlib import Path

import docx
import pytest

from qijin_docs.cli import main


@pytest.fixture
def faulty(tmp_path: Path) -> Path:
    """A paper with a half-width comma, a title not centred and a page of the wrong size."""
    document = docx.Document()
    document.add_paragraph("各市要加强领导,落实责任。")
    stream = io.BytesIO()
    document.save(stream)
    path = tmp_path / "稿.docx"
    path.write_bytes(stream.getvalue())
    return path


def test_errors_are_listed_with_their_clause_and_end_with_1(
    faulty: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["check", str(faulty)]) == 1

    out, err = capsys.readouterr()
    assert out.startswith("稿.docx（按无版头材料校对）：错误")
    assert (
        "错误 稿.docx（正文第1段）：中文里用了半角标点：“要加强领导,落实责任。”；"
        "切换到中文输入法，改成全角标点 [check.half_width]（GB/T 15834-2011，规定）\n"
    ) in out
    assert "没有核对的" in out
    assert err == ""


def test_json_has_a_report_for_each_file(faulty: Path, capsys: pytest.CaptureFixture[str]) -> None:
    other = faulty.with_name("另.docx")
    other.write_bytes(faulty.read_bytes())

    assert main(["check", str(faulty), str(other), "--json"]) == 1

    answer = json.loads(capsys.readouterr().out)
    assert answer["ok"] is False
    assert [report["file"] for report in answer["reports"]] == ["稿.docx", "另.docx"]
    assert "check.half_width" in [found["code"] for found in answer["reports"][0]["findings"]]


def test_sarif_goes_to_a_file(faulty: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    target = tmp_path / "报告" / "check.sarif"

    assert main(["check", str(faulty), "--sarif", str(target)]) == 1

    log = json.loads(target.read_text(encoding="utf-8"))
    assert "check.half_width" in [result["ruleId"] for result in log["runs"][0]["results"]]


def test_copies_with_comments_go_to_a_folder_and_files_of_one_name_do_not_meet(
    faulty: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "二").mkdir()
    twin = tmp_path / "二" / "稿.docx"
    twin.write_bytes(faulty.read_bytes())
    before = faulty.read_bytes()

    assert main(["check", str(faulty), str(twin), "--annotate", str(tmp_path / "批注")]) == 1

    names = sorted(path.name for path in (tmp_path / "批注").iterdir())
    assert names == ["稿（批注2）.docx", "稿（批注）.docx"]
    assert len(list(docx.Document(str(tmp_path / "批注" / "稿（批注）.docx")).comments)) >= 1
    assert faulty.read_bytes() == before


def test_a_file_that_is_no_document_ends_with_1_and_its_name(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "旧.doc"
    path.write_bytes(b"\xd0\xcf\x11\xe0 old")

    assert main(["check", str(path)]) == 1

    assert "旧.doc：这是旧格式的 .doc 文件；请先用 Word 或 WPS 另存为 .docx" in capsys.readouterr().err


def test_one_pdf_cannot_be_that_of_two_files(faulty: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", str(faulty), str(faulty), "--pdf", "a.pdf"]) == 2

    assert "--pdf 只能和一个文件一起用" in capsys.readouterr().err


def test_a_report_that_cannot_be_written_ends_with_3(
    faulty: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "档").write_text("", encoding="utf-8")

    assert main(["check", str(faulty), "--sarif", str(tmp_path / "档" / "a.sarif")]) == 3

    assert "[output.write_failed]" in capsys.readouterr().err


def test_the_rules_are_listed_with_clause_force_and_tolerance_and_what_is_left_to_a_person(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["check", "--rules"]) == 0

    out, err = capsys.readouterr()
    assert (
        "\nGB/T 9704-2012 5.1\n  错误（规） 纸张的宽和高：210×297毫米，文件±0.2毫米，页面±0.5毫米 [check.paper]\n"
        in out
    )
    assert (
        out.index("GB/T 9704-2012 7.4.3\n")
        < out.index("GB/T 9704-2012 10.1\n")
        < out.index("GB/T 15834-2011\n")
    )
    assert "要人工看的" in out
    assert err == ""


def test_the_rules_are_listed_as_data(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "--rules", "--json"]) == 0

    listed = json.loads(capsys.readouterr().out)
    assert {"clause": "6.3", "what": "左侧装订、订位、成品裁切尺寸"} in listed["by_hand"]
    assert {
        "code": "check.paper",
        "clause": "GB/T 9704-2012 5.1",
        "force": "规",
        "severity": "error",
        "measures": "纸张的宽和高",
        "tolerance": "210×297毫米，文件±0.2毫米，页面±0.5毫米",
    } in listed["rules"]


def test_without_a_file_the_usage_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check"]) == 2

    assert "要校对哪个文件？" in capsys.readouterr().err
