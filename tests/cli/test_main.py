"""The command as a whole: help, versions, usage errors, exit codes; never a traceback for a user's mistake."""

from __future__ import annotations

import subprocess
import sys

import pytest

from qijin_docs import __version__
from qijin_docs.cli import COMMANDS, main

COMMAND = (sys.executable, "-m", "qijin_docs")


def run(*words: str) -> subprocess.CompletedProcess[str]:
    """The command in a process of its own."""
    return subprocess.run([*COMMAND, *words], capture_output=True, encoding="utf-8", check=False)


def test_help_is_in_chinese(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--help"]) == 0
    out, err = capsys.readouterr()
    assert err == ""
    assert out.startswith("用法：qijin [选项] 命令 [参数]…\n")
    for word in ("选项：", "命令：", "显示版本号", "显示这段说明", *COMMANDS):
        assert word in out
    for english in ("Usage", "Options", "Commands", "Show", "exit"):
        assert english not in out


@pytest.mark.parametrize("name", COMMANDS)
def test_each_command_has_a_help_page_in_chinese(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([name, "--help"]) == 0
    out, err = capsys.readouterr()
    assert err == ""
    assert out.startswith(f"用法：qijin {name} [选项]")
    for english in ("Usage", "Options", "required", "default", "Show", "x>="):
        assert english not in out


@pytest.mark.parametrize(("name", "line"), [(name, line) for name, (_, line) in COMMANDS.items()])
def test_the_list_of_commands_says_what_each_does(
    name: str, line: str, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["--help"])
    (found,) = [row for row in capsys.readouterr().out.splitlines() if row.split()[:1] == [name]]
    assert found.split(maxsplit=1)[1] == line


def test_remarks_on_options_are_in_chinese(capsys: pytest.CaptureFixture[str]) -> None:
    main(["build", "--help"])
    out = capsys.readouterr().out
    assert "写到哪个文件夹（必填）" in out
    assert "同时用几个进程（默认1，不小于1）" in out


def test_the_version_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--version"]) == 0
    assert capsys.readouterr().out == f"qijin_docs {__version__}\n"


@pytest.mark.parametrize(
    ("words", "message", "help_of"),
    [
        (["bild"], "没有“bild”这个命令；是否想写“build”？", "qijin"),
        (["数据"], "没有“数据”这个命令；可用的命令：" + "、".join(COMMANDS), "qijin"),
        (["--verson"], "没有“--verson”这个选项；是否想写“--version”？", "qijin"),
        (["build"], "缺少参数“项目文件夹”", "qijin build"),
        (["build", "项目"], "缺少选项“--out”", "qijin build"),
        (["build", "项目", "-o"], "选项“-o”用法不对，它后面应有一个值", "qijin build"),
        (["build", "项目", "-o", "x", "--phase", "二"], "选项“--phase”不对：“二”不是整数", "qijin build"),
        (["build", "项目", "-o", "x", "--phase", "0"], "选项“--phase”不对：0应不小于1", "qijin build"),
        (["build", "项目", "-o", "x", "--jobs", "0"], "选项“--jobs”不对：0应不小于1", "qijin build"),
        (["build", "项目", "-o", "x", "--jsno"], "没有“--jsno”这个选项；是否想写“--json”？", "qijin build"),
        (["new", "x", "--organ", "甲"], "缺少选项“--year”", "qijin new"),
        (
            ["new", "x", "--organ", "甲", "--year", "18"],
            "选项“--year”不对：18应在1949到2999之间",
            "qijin new",
        ),
    ],
)
def test_a_usage_error_says_what_is_wrong_and_where_help_is(
    words: list[str], message: str, help_of: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(words) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err == f"{message}\n查看用法：{help_of} --help\n"


def test_too_many_words_are_a_usage_error(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["build", "甲", "乙", "-o", "丙"]) == 2
    assert "乙" in capsys.readouterr().err


def test_without_a_command_help_is_shown_as_a_usage_error(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert "命令：" in err


def test_a_fault_of_the_program_asks_for_a_report(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError("零")

    monkeypatch.setattr("qijin_docs.project.load_project", broken)
    assert main(["build", "甲", "-o", "乙"]) == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert err == (
        "程序内部出错（ZeroDivisionError：零）；请用 qijin -v 再运行一次，把显示的内容发给维护人员\n"
    )
    assert main(["-v", "build", "甲", "-o", "乙"]) == 1
    assert "Traceback" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("words", "code"), [(["--help"], 0), (["bild"], 2), (["build", "没有", "-o", "x"], 1)]
)
def test_the_process_ends_with_the_same_code(words: list[str], code: int) -> None:
    done = run(*words)
    assert done.returncode == code
    assert "Traceback" not in done.stderr


def test_the_script_that_is_installed_is_the_same_command() -> None:
    from importlib.metadata import entry_points

    (script,) = entry_points(group="console_scripts", name="qijin")
    assert script.load() is main


def test_help_loads_nothing_heavy() -> None:
    heavy = "{'docxtpl', 'docx', 'openpyxl', 'lxml', 'pydantic', 'jinja2', 'PIL'}"
    code = (
        "import sys; from qijin_docs.cli import main; main(['--help']); "
        f"sys.exit(' '.join({heavy} & set(sys.modules)) or 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=False)
    assert done.stderr == ""
    assert done.returncode == 0
