"""``qijin fill``."""

from __future__ import annotations

import json
import os
import pty
import signal
import subprocess
import sys
from pathlib import Path

import docx
import pytest

from qijin_docs.cli import main


@pytest.fixture(autouse=True)
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A template and a table with two good rows."""
    monkeypatch.chdir(tmp_path)
    document = docx.Document()
    document.add_paragraph("{{ 村名 }}：请报送{{ 户数 }}户的台账")
    document.save("通知.docx")
    Path("村.csv").write_text("村名,户数\n甲村,10\n乙村,20\n", encoding="utf-8")


FILL = ["fill", "通知.docx", "村.csv", "-o", "出", "--jobs", "1"]


def test_it_says_what_was_made_and_where(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*FILL, "--name", "{{ 村名 }}"]) == 0
    out, err = capsys.readouterr()
    assert out == "生成2份，写在 出\n"
    assert err == ""
    assert main([*FILL, "--name", "{{ 村名 }}", "--resume"]) == 0
    assert capsys.readouterr().out == "生成0份，另有2份上次已做好，写在 出\n"


def test_bad_rows_end_with_1_all_of_them_named_and_nothing_written(
    capsys: pytest.CaptureFixture[str],
) -> None:
    Path("村.csv").write_text("村名,户数\n甲村,\n乙村,20\n丙村,\n", encoding="utf-8")
    assert main(FILL) == 1
    out, err = capsys.readouterr()
    assert out == ""
    lines = err.splitlines()
    assert lines[0].startswith("错误 村.csv:2（第2行第2列）：“户数”没有填，模板正文第1段要用")
    assert lines[1].startswith("错误 村.csv:4（第4行第2列）")
    assert lines[2:] == ["共2处错误，没有写出任何文件"]
    assert not list(Path("出").glob("*.docx"))


def test_with_continue_the_good_rows_are_made_and_the_bad_ones_listed(
    capsys: pytest.CaptureFixture[str],
) -> None:
    Path("村.csv").write_text("村名,户数\n甲村,\n乙村,20\n", encoding="utf-8")
    assert main([*FILL, "--continue"]) == 1
    out, err = capsys.readouterr()
    assert out.splitlines() == [
        "生成1份，写在 出",
        "有错的1条没有生成，已列在 出/有问题的行.csv；改好后只用这个表，加 --resume 补做",
    ]
    assert "村.csv:2（第2行第2列）" in err


def test_a_dry_run_writes_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*FILL, "--dry-run"]) == 0
    assert capsys.readouterr().out == "检查了2条数据，可以生成2份，什么也没有写\n"
    assert not Path("出").exists()


def test_the_report_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    Path("村.csv").write_text("村名,户数\n甲村,\n乙村,20\n", encoding="utf-8")
    assert main([*FILL, "--continue", "--json"]) == 1
    report = json.loads(capsys.readouterr().out)
    assert (report["ok"], report["records"], report["made"], report["bad"]) == (False, 2, 1, 1)
    (problem,) = report["problems"]
    assert problem["code"] == "render.none"
    assert problem["place"] == {"file": "村.csv", "where": "第2行第2列", "line": 2, "column": None}


@pytest.mark.parametrize(
    ("words", "code", "message"),
    [
        (["--jobs", "0"], 2, "应不小于1"),
        (["--same-name", "随便"], 2, "--same-name"),
        (["--scheduler", "tcp://127.0.0.1:9"], 3, "连不上 Dask 调度器"),
        (["--name", "{{ 村名"], 1, "--name"),
        (["--name", "{{ 乡名 }}"], 1, "没有“乡名”这个值"),
    ],
)
def test_what_is_wrong_has_its_exit_code(
    words: list[str],
    code: int,
    message: str,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("qijin_docs.batch.cluster._SECONDS", 1)
    assert main([*FILL, *words]) == code
    assert message in capsys.readouterr().err


def test_without_a_terminal_there_is_no_bar_and_with_one_there_is() -> None:
    command = [sys.executable, "-m", "qijin_docs", *FILL]
    done = subprocess.run(command, capture_output=True, check=True)
    assert done.stderr == b""
    master, slave = pty.openpty()
    with subprocess.Popen([*command, "--resume"], stderr=slave, stdout=subprocess.DEVNULL) as process:
        os.close(slave)
        shown = b""
        while True:
            try:
                piece = os.read(master, 4096)
            except OSError:
                break
            if not piece:
                break
            shown += piece
        assert process.wait() == 0
    os.close(master)
    assert "生成" in shown.decode()
    assert "2/2" in shown.decode()


@pytest.mark.skipif(os.name != "posix", reason="signals are sent otherwise on Windows")
def test_stopped_by_ctrl_c_it_says_how_to_go_on() -> None:
    # A pipe that nobody writes to: the command waits for data until it is told to stop.
    os.mkfifo("村.jsonl")
    command = [sys.executable, "-m", "qijin_docs", "fill", "通知.docx", "村.jsonl", "-o", "出", "--jobs", "1"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        pipe = Path("村.jsonl").open("wb")  # noqa: SIM115 # returns as soon as the command has opened it
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=120)
        pipe.close()
    assert process.returncode == 130
    assert out == b""
    assert err.decode().splitlines() == ["已停下；做好的都留着，同一条命令加 --resume 接着做", "", "已中断"]
