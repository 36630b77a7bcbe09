"""``qijin preview``: parse, one call, show."""

from __future__ import annotations

import json
import shutil
import signal
import sys
from pathlib import Path

import docx
import pytest

from qijin_docs.cli import main

Capture = pytest.CaptureFixture[str]


@pytest.fixture
def template(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small template in a working folder of its own."""
    monkeypatch.chdir(tmp_path)
    document = docx.Document()
    document.add_paragraph("{{ 村名 }}的方案")
    document.save("我的.docx")
    Path("一.json").write_text('{"村名": "甲村"}', encoding="utf-8")
    Path("两.json").write_text('[{"村名": "甲村"}, {"村名": "乙村"}]', encoding="utf-8")
    Path("坏.json").write_text('[{"村名": "甲村"}, {"村": "乙村"}]', encoding="utf-8")
    return Path("我的.docx")


def test_one_record_to_a_pdf_and_to_a_picture(template: Path, capsys: Capture) -> None:
    assert main(["preview", str(template), "一.json", "-o", "出/a.pdf"]) == 0
    assert capsys.readouterr().out == "出/a.pdf\n"
    assert Path("出/a.pdf").read_bytes().startswith(b"%PDF")
    assert main(["preview", "出/a.pdf", "-o", "出/a.png", "--dpi", "48"]) == 0
    assert capsys.readouterr().out == "出/a.png\n"
    assert Path("出/a.png").read_bytes().startswith(b"\x89PNG")


def test_many_records_to_a_folder_and_one_of_them(template: Path, capsys: Capture) -> None:
    assert main(["preview", str(template), "两.json", "-o", "出", "--png"]) == 0
    assert capsys.readouterr().out.splitlines() == ["出/我的-第1条-01.png", "出/我的-第2条-01.png"]
    assert main(["preview", str(template), "两.json", "-o", "b.pdf"]) == 2
    assert "有2份（第1条、第2条），-o 请写文件夹，或加 --record 只要一份" in capsys.readouterr().err


def test_a_record_that_is_wrong_ends_with_1_and_the_others_are_written(
    template: Path, capsys: Capture
) -> None:
    assert main(["preview", str(template), "坏.json", "-o", "出", "--json"]) == 1
    answer = json.loads(capsys.readouterr().out)
    assert answer["ok"] is False
    assert [(r["id"], r["ok"], r["files"]) for r in answer["records"]] == [
        ("1", True, ["出/我的-第1条.pdf"]),
        ("2", False, []),
    ]
    assert answer["records"][1]["problems"][0]["code"] == "render.missing"


def test_values_that_were_invented_are_told(template: Path, capsys: Capture) -> None:
    assert main(["preview", str(template), "-o", "出"]) == 0
    out, err = capsys.readouterr()
    assert out == "出/我的-编的值.pdf\n"
    assert "说明 我的.docx：不知道这个模板用哪种数据，页面上的值是程序按标签的名称编的" in err


def test_what_is_missing_is_told(template: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
    assert main(["preview", str(template)]) == 2
    assert "请写 -o 去处，或加 --serve 在网页上看" in capsys.readouterr().err
    assert main(["preview", str(template), "--serve", "--json"]) == 2
    assert main(["preview", "没有.docx", "-o", "出"]) == 1
    assert main(["preview", str(template), "--kind", "实施方按", "-o", "出"]) == 1
    assert "是否想写“实施方案”" in capsys.readouterr().err
    assert main(["preview", str(template), "没有.json", "--serve", "--no-browser"]) == 1
    assert "没有这个数据文件" in capsys.readouterr().err
    monkeypatch.setattr(shutil, "which", lambda name, **_: None)
    monkeypatch.setattr("qijin_docs.office.program.USUAL_PLACES", ())
    assert main(["preview", str(template), "-o", "出"]) == 4
    assert "没有找到 LibreOffice" in capsys.readouterr().err
    assert main(["preview", str(template), "--serve", "--no-browser"]) == 4
    assert not Path("出").exists()


def test_the_template_is_never_written_over(template: Path, capsys: Capture, pdf: bytes) -> None:
    Path("a.pdf").write_bytes(pdf)
    assert main(["preview", "a.pdf", "-o", "a.pdf"]) == 3
    assert "这是原来的文件，没有覆盖它" in capsys.readouterr().err
    assert Path("a.pdf").read_bytes() == pdf


@pytest.fixture
def pdf() -> bytes:
    """One empty page."""
    return (
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
        b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>endobj\ntrailer<</Root 1 0 R/Size 4>>\n%%EOF\n"
    )


@pytest.mark.parametrize("package", ["starlette", "uvicorn", "watchfiles", "pypdfium2"])
def test_without_the_extra_it_is_said_what_to_install(
    template: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch, package: str
) -> None:
    monkeypatch.delitem(sys.modules, "qijin_docs.preview.server", raising=False)
    for name in [name for name in sys.modules if name.partition(".")[0] == package]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, package, None)
    assert main(["preview", str(template), "--serve", "--no-browser"]) == 4
    err = capsys.readouterr().err
    assert package in err
    assert 'pip install "qijin-docs[preview]"' in err
    assert ("preview.not_installed" in err) is (package != "pypdfium2")


def test_a_port_that_is_taken_ends_with_3(template: Path, capsys: Capture) -> None:
    from qijin_docs.preview.server import listening

    before = signal.getsignal(signal.SIGTERM)
    with listening(0) as listener:
        port = listener.getsockname()[1]
        assert main(["preview", str(template), "--serve", "--no-browser", "--port", str(port)]) == 3
    assert "[preview.port_taken]" in capsys.readouterr().err
    assert signal.getsignal(signal.SIGTERM) is before
