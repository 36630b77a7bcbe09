"""``qijin pack``, ``qijin verify`` and ``qijin archive``."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from qijin_docs.cli import main

PACK = ["pack", "项目", "--phase", "4", "-o"]


@pytest.fixture
def ready(small: Any) -> Any:
    """The small project with the letter that carries summary and evidence."""
    small.write(
        "公文/报送总结.yaml",
        {
            "编号": "报送总结",
            "文种": "报告",
            "阶段": 4,
            "版头": {"发文字号": "云自然资〔2018〕90号", "签发人": "×××"},
            "事由": "报送活动总结和见证材料",
            "主送": "省安委会办公室",
            "成文日期": "2018-12-28",
            "正文": "现将活动总结和见证材料（见附件）报送你办。",
            "附件": [{"名称": n, "承载": n} for n in ("活动总结", "见证材料目录")],
            "版记": {"印发机关": "云岭省自然资源厅办公室", "印发日期": "2018-12-28"},
        },
    )
    return small


def test_a_package_is_told_file_by_file_and_verified(ready: Any, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*PACK, "包.zip"]) == 0
    out, err = capsys.readouterr()
    lines = out.splitlines()
    assert lines[0] == "报送云岭省安全生产委员会办公室"
    assert lines[1].startswith("  报送清单.docx  ")
    assert lines[-1] == "共12个文件，另有清单和校验值，写在 包.zip"
    assert err == ""
    assert main(["verify", "包.zip"]) == 0
    assert capsys.readouterr().out == "完好：13个文件\n"


def test_a_package_in_volumes(ready: Any, capsys: pytest.CaptureFixture[str]) -> None:
    with (ready.folder / "见证材料/录音/1.mp3").open("ab") as stream:
        stream.write(b"\0" * 90_000)
    assert main([*PACK, "包.zip", "--split", "180KB"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert "第2卷 包（第2卷，共2卷）.zip" in lines
    assert lines[-1] == "共12个文件，另有清单和校验值，分2卷"
    assert main(["verify", "."]) == 0
    assert capsys.readouterr().out.endswith("个文件，共2卷，各卷齐全\n")
    assert main(["verify", "包（第2卷，共2卷）.zip"]) == 0
    out, err = capsys.readouterr()
    assert out.endswith("共2卷，只看了第2卷\n")
    assert "没有看到第1卷；请把各卷一并核对" in err
    assert main(["verify", "包（第2卷，共2卷）.zip", "包（第2卷，共2卷）.zip"]) == 1


@pytest.mark.parametrize("size", ["大", "0", "-1MB", "4,7GB"])
def test_what_is_no_size_is_told(ready: Any, capsys: pytest.CaptureFixture[str], size: str) -> None:
    assert main([*PACK, "包.zip", f"--split={size}"]) == 2
    assert "请写 4.7GB、650MB、20MB 这样的数" in capsys.readouterr().err


def test_there_is_no_package_of_drafts(ready: Any, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*PACK, "包.zip", "--draft"]) == 2
    assert "--draft" in capsys.readouterr().err


def test_an_incomplete_phase_is_refused_with_all_reasons(
    small: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["pack", "项目", "--phase", "2", "-o", "包.zip"]) == 1
    err = capsys.readouterr().err
    assert "没有生成“新闻发布会配合材料”，报送不全" in err
    assert "没有随附它的报告" in err
    assert "共2处错误，没有写出任何文件" in err
    assert not Path("包.zip").exists()


def test_as_json(ready: Any, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*PACK, "包", "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert (said["ok"], said["volumes"], len(said["files"])) == (True, ["包"], 12)
    assert set(said["files"][0]) == {"path", "kind", "title", "source", "volume", "sha256", "bytes"}
    Path("包/报送清单.docx").unlink()
    assert main(["verify", "包", "--json"]) == 1
    said = json.loads(capsys.readouterr().out)
    assert (said["ok"], said["of"], said["problems"][0]["code"]) == (False, 1, "verify.missing")
    assert main(["archive", "项目", "-o", "归档", "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert (said["path"], said["items"][0]["period"]) == ("归档", None)


def test_damage_is_told_with_its_place(ready: Any, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*PACK, "包"]) == 0
    Path("包/多.txt").touch()
    capsys.readouterr()
    assert main(["verify", "包"]) == 1
    out, err = capsys.readouterr()
    assert out == "不完好：1处\n"
    assert err == "错误 包（多.txt）：多出来的文件，打包时没有；请核对来历，不要当作报送材料 [verify.extra]\n"


def test_a_year_is_archived(ready: Any, capsys: pytest.CaptureFixture[str]) -> None:
    ready.write("归档.yaml", {"保管期限": {"报告": "永久"}})
    assert main(["archive", "项目", "-o", "归档"]) == 0
    out, err = capsys.readouterr()
    lines = out.splitlines()
    assert lines[0] == "永久1  云岭省自然资源厅关于报送实施方案的报告"
    assert lines[-2].startswith("未编号  ")
    assert lines[-1] == "共10件、23个文件，写在 归档"
    assert "提醒 项目/归档.yaml:" in err
    assert main(["archive", "项目", "-o", "归档"]) == 3
    assert main(["verify", "归档"]) == 0
