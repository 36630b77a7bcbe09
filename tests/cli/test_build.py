"""``qijin build``."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from qijin_docs.cli import main
from qijin_docs.cli.show import size_text

BUILD = ["build", "项目", "-o", "成稿"]


def test_a_table_tells_what_was_made_and_what_is_missing(
    small: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(BUILD) == 0
    out, err = capsys.readouterr()
    lines = out.splitlines()
    assert lines[0] == "第一阶段 统筹规划"
    assert lines[1].startswith("  云岭省自然资源厅安全生产宣传教育“七进”活动实施方案.docx  ")
    assert lines[1].endswith(" KB")
    assert lines[-3:] == [
        "共生成13个文件，写在 成稿",
        "还有1处缺项：",
        "  项目：没有新闻发布会配合材料的数据；请写“发布会” [gap.no_document]",
    ]
    assert err == ""


def test_without_gaps_it_says_so(small: Any, capsys: pytest.CaptureFixture[str]) -> None:
    small.change("活动.yaml", {"阶段.1.成果": ...})
    assert main(BUILD) == 0
    assert capsys.readouterr().out.splitlines()[-1] == "没有缺项"


def test_warnings_go_to_stderr_and_do_not_stop_the_work(
    small: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    small.change("活动台账.yaml", {"0.见证材料编号": ...})
    assert main(BUILD) == 0
    out, err = capsys.readouterr()
    assert "提醒 项目/活动台账.yaml:2:2（活动记录[0].见证材料编号）：HD-1没有见证材料" in err
    assert "HD-1没有见证材料" not in out


def test_notes_are_shown_when_asked_for(small: Any, capsys: pytest.CaptureFixture[str]) -> None:
    small.change("活动台账.yaml", {"0.参加人数": "80人"})
    assert main(BUILD) == 0
    err = capsys.readouterr().err
    assert "单位“人”不用写" not in err
    assert "读入时另有1处自动更正或说明，加 --notes 逐条列出" in err
    assert main([*BUILD, "--notes"]) == 0
    assert "说明 项目/活动台账.yaml:10:11（活动记录[0].参加人数）：“80人”按80读" in capsys.readouterr().err


def test_wrong_data_ends_with_1_and_writes_nothing(small: Any, capsys: pytest.CaptureFixture[str]) -> None:
    small.change("活动台账.yaml", {"0.参加人数": "80余人"})
    small.change("方案.yaml", {"承担.0.角色": "协助"})
    assert main(BUILD) == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert err.splitlines() == [
        "错误 项目/活动台账.yaml:10:11（活动记录[0].参加人数）：“80余人”是约数，不能相加；"
        "填写实数，约数由成文时自动取 [text.not_exact]",
        "错误 项目/方案.yaml:6:10（承担[0].角色）：“角色”不能是“协助”；"
        "可以是：牵头、主动开展、配合、参与、具体实施、指导督促、不承担 [data.not_allowed]",
        "共2处错误，没有写出任何文件",
    ]
    assert not Path("成稿").exists()


@pytest.mark.parametrize("where", ["front", "end"])
def test_the_traceback_is_there_for_who_asks(
    small: Any, where: str, capsys: pytest.CaptureFixture[str]
) -> None:
    small.change("方案.yaml", {"承担.0.角色": "协助"})
    assert main(["-v", *BUILD] if where == "front" else [*BUILD, "--verbose"]) == 1
    err = capsys.readouterr().err
    assert "Traceback" in err
    assert "共1处错误，没有写出任何文件" in err


def test_a_folder_that_cannot_be_written_ends_with_3(small: Any, capsys: pytest.CaptureFixture[str]) -> None:
    Path("成稿").write_text("x", encoding="utf-8")
    assert main(BUILD) == 3
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("错误 成稿：写不进输出文件夹：")
    assert Path("成稿").read_text(encoding="utf-8") == "x"


@pytest.mark.parametrize(
    ("words", "code", "message"),
    [
        (["--phase", "9"], 1, "活动没有第9阶段；活动共有4个阶段"),
        (["--only", "实施方按"], 1, "没有“实施方按”这个种类；是否想写“实施方案”？"),
    ],
)
def test_a_part_that_is_not_there_is_refused(
    small: Any, words: list[str], code: int, message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*BUILD, *words]) == code
    out, err = capsys.readouterr()
    assert out == ""
    assert message in err
    assert not Path("成稿").exists()


def test_a_phase_alone_is_built(small: Any, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*BUILD, "--phase", "2"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "第二阶段 活动启动"
    assert "共生成1个文件，写在 成稿" in lines


def test_some_kinds_alone_are_built(small: Any, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*BUILD, "--only", "plan", "--only", "活动总结"]) == 0
    out = capsys.readouterr().out
    assert "共生成2个文件，写在 成稿" in out
    assert "缺项" not in out, "what the year still owes was not asked"


def test_what_was_changed_by_hand_is_told(small: Any, capsys: pytest.CaptureFixture[str]) -> None:
    main(BUILD)
    (plan,) = Path("成稿").glob("*/*实施方案.docx")
    plan.write_bytes(b"by hand")
    capsys.readouterr()
    assert main(BUILD) == 0
    name = plan.relative_to("成稿").as_posix()
    aside = name.replace(".docx", "（手工改过1）.docx")
    assert f"提醒 {name} 有人手工改过，已改名留存为 {aside}" in capsys.readouterr().err


def test_several_processes_make_the_same(small: Any, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(BUILD) == 0
    first = capsys.readouterr().out
    assert main(["build", "项目", "-o", "别处", "--jobs", "2"]) == 0
    assert capsys.readouterr().out == first.replace("成稿", "别处")
    assert Path("成稿/清单.json").read_bytes() == Path("别处/清单.json").read_bytes()


def test_json_tells_what_was_made(small: Any, capsys: pytest.CaptureFixture[str]) -> None:
    small.change("活动台账.yaml", {"0.见证材料编号": ...})
    assert main([*BUILD, "--json"]) == 0
    out, err = capsys.readouterr()
    answer = json.loads(out)
    assert err == ""
    assert set(answer) == {"ok", "folder", "made", "gaps", "problems", "review", "kept"}
    assert (answer["ok"], answer["folder"], answer["kept"]) == (True, "成稿", {})
    assert len(answer["made"]) == 13
    assert set(answer["made"][0]) == {"path", "kind", "phase", "sha256"}
    assert answer["gaps"][0]["code"] == "gap.no_document"
    assert [p["code"] for p in answer["problems"]] == ["evidence.one_way", "activity.no_evidence"]
    assert answer["problems"][1] == {
        "code": "activity.no_evidence",
        "severity": "warning",
        "message": "HD-1没有见证材料",
        "hint": "请填见证材料编号",
        "place": {
            "file": "项目/活动台账.yaml",
            "where": "活动记录[0].见证材料编号",
            "line": 2,
            "column": 2,
        },
    }


def test_json_tells_what_is_wrong_on_stdout(small: Any, capsys: pytest.CaptureFixture[str]) -> None:
    small.change("方案.yaml", {"承担.0.角色": "协助"})
    assert main([*BUILD, "--json"]) == 1
    out, err = capsys.readouterr()
    answer = json.loads(out)
    assert err == ""
    assert answer["ok"] is False
    assert [p["code"] for p in answer["problems"]] == ["data.not_allowed"]
    assert answer["problems"][0]["place"]["line"] == 6


#: What a user can get wrong, and the exit code.
MISTAKES: list[tuple[str, str | bytes | None, int]] = [
    ("活动.yaml", None, 1),
    ("活动.yaml", "", 1),
    ("活动.yaml", "- 甲\n", 1),
    ("活动.yaml", "年度: [2018\n", 1),
    ("活动.yaml", b"\xff\xfe\x00", 1),
    ("活动.yaml", b"\x00\x01\x02", 1),
    ("单位.yaml", "单位: 5\n", 1),
    ("方案.yaml", "5\n", 1),
    ("方案.yaml", "甲: &a [*a]\n", 1),
    ("活动台账.yaml", "甲: 乙\n", 1),
    ("活动台账.yaml", "- 甲\n", 1),
    ("活动台账.xlsx", b"PK\x03\x04", 1),
    ("见证材料.csv", "甲,乙\n1,2\n", 1),
    ("典型/02.json", "{", 1),
    ("templates/kinds.yaml", "种类: 5\n", 1),
    ("templates/word/活动总结.docx", b"PK\x03\x04", 1),
    ("templates/excel/活动台账.xlsx", "x", 1),
]


@pytest.mark.parametrize(("name", "content", "code"), MISTAKES, ids=range(len(MISTAKES)))
def test_no_mistake_of_a_user_ends_in_a_traceback(
    small: Any, name: str, content: str | bytes | None, code: int
) -> None:
    if content is None:
        small.remove(name)
    else:
        file = small.folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content if isinstance(content, bytes) else content.encode())
    done = subprocess.run(
        [sys.executable, "-m", "qijin_docs", *BUILD], capture_output=True, encoding="utf-8", check=False
    )
    assert done.returncode == code, done.stderr
    assert done.stdout == ""
    assert "Traceback" not in done.stderr
    assert "程序内部出错" not in done.stderr
    assert "没有写出任何文件" in done.stderr
    assert not Path("成稿").exists()


@pytest.mark.parametrize(
    ("size", "text"), [(0, "1 KB"), (1, "1 KB"), (1024, "1 KB"), (38_900, "38 KB"), (3_000_000, "2930 KB")]
)
def test_a_size_is_never_nothing(size: int, text: str) -> None:
    assert size_text(size) == text


def test_a_build_that_loses_a_process_goes_on_in_one(
    small: Any, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from concurrent.futures import Future, ThreadPoolExecutor
    from concurrent.futures.process import BrokenProcessPool

    class Broken(ThreadPoolExecutor):
        def submit(self, *_: Any, **__: Any) -> Future[Any]:
            future: Future[Any] = Future()
            future.set_exception(BrokenProcessPool("killed"))
            return future

    monkeypatch.setattr("concurrent.futures.ProcessPoolExecutor", Broken)
    assert main([*BUILD, "--jobs", "2"]) == 0
    assert "共生成13个文件" in capsys.readouterr().out
