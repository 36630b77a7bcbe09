"""Finding LibreOffice and running it."""

from __future__ import annotations

import socket
import sys
from pathlib import Path

import pytest

from qijin_docs.errors import OfficeError, Place
from qijin_docs.office import program
from qijin_docs.office.program import Finished, failure, find_soffice, office_version, run_program


def executable(path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("#!/bin/sh\n", encoding="utf-8")
    path.chmod(0o755)
    return path


def test_the_program_asked_for_is_taken_before_any_other(tmp_path: Path) -> None:
    assert find_soffice(executable(tmp_path / "mine")) == tmp_path / "mine"


def test_no_other_is_taken_when_the_one_asked_for_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(OfficeError) as caught:
        find_soffice(tmp_path / "mine")

    (problem,) = caught.value.problems
    assert problem.code == "office.missing"
    assert problem.place == Place(str(tmp_path / "mine"))
    assert problem.message == f"没有这个 LibreOffice 程序，或不能运行：{tmp_path / 'mine'}"
    assert caught.value.exit_code == 4


def test_a_file_that_may_not_be_run_is_not_a_program(tmp_path: Path) -> None:
    executable(tmp_path / "mine").chmod(0o644)
    with pytest.raises(OfficeError, match=r"office\.missing"):
        find_soffice(tmp_path / "mine")


@pytest.mark.parametrize("name", program.NAMES)
def test_path_is_searched(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    expected = executable(tmp_path / "bin" / name)
    assert find_soffice(root=tmp_path) == expected


@pytest.mark.parametrize(
    "place",
    [
        "usr/lib/libreoffice/program/soffice",
        "opt/libreoffice24.8/program/soffice",
        "Applications/LibreOffice.app/Contents/MacOS/soffice",
        "Program Files/LibreOffice/program/soffice.com",
    ],
)
def test_the_usual_places_are_searched_after_path(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    monkeypatch.setenv("PATH", "")
    expected = executable(tmp_path / place)
    assert find_soffice(root=tmp_path) == expected


def test_the_newest_of_several_in_opt_is_taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    for version in ("7.6", "24.2", "24.8"):
        executable(tmp_path / f"opt/libreoffice{version}/program/soffice")
    assert find_soffice(root=tmp_path) == tmp_path / "opt/libreoffice24.8/program/soffice"


def test_a_machine_without_libreoffice_is_told_how_to_get_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(OfficeError) as caught:
        find_soffice(root=tmp_path)

    (problem,) = caught.value.problems
    assert (problem.code, problem.message) == ("office.missing", "没有找到 LibreOffice")
    assert "sudo apt install libreoffice-writer-nogui libreoffice-calc-nogui" in problem.hint
    assert "brew install --cask libreoffice" in problem.hint
    assert "winget install TheDocumentFoundation.LibreOffice" in problem.hint


def test_the_version_is_read_from_what_the_program_says(tmp_path: Path) -> None:
    fake = executable(tmp_path / "soffice")
    fake.write_text("#!/bin/sh\necho 'LibreOffice 24.2.7.2 420(Build:2)'\n", encoding="utf-8")
    assert office_version(fake) == "24.2.7.2"


def test_the_installed_libreoffice_tells_its_version() -> None:
    major = int(office_version().split(".")[0])
    assert major >= 7


def test_a_program_that_says_no_version_is_a_problem(tmp_path: Path) -> None:
    fake = executable(tmp_path / "soffice")
    fake.write_text("#!/bin/sh\necho none; exit 3\n", encoding="utf-8")
    with pytest.raises(OfficeError, match=r"返回码 3（none）.*\[office\.failed\]"):
        office_version(fake)


def test_a_program_gets_its_folder_its_variables_and_no_input(tmp_path: Path) -> None:
    script = "import os, sys; print(os.getcwd(), os.environ['颜色'], len(sys.stdin.read())); sys.exit(5)"
    command = [sys.executable, "-X", "utf8", "-c", script]

    finished = run_program(command, folder=tmp_path, timeout=60, environment={"颜色": "红"})

    assert finished == Finished(5, f"{tmp_path} 红 0\n")


@pytest.mark.parametrize("ending", ["time.sleep(600)", "sys.exit()"], ids=["hangs", "ends"])
def test_everything_the_program_started_is_stopped_with_it(tmp_path: Path, ending: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        # The child holds a connection for as long as it lives, and says when it has it.
        child = (
            "import socket, time; "
            f"held = socket.create_connection(('127.0.0.1', {server.getsockname()[1]})); "
            "print('x', flush=True); time.sleep(600)"
        )
        script = (
            "import subprocess, sys, time; "
            f"child = subprocess.Popen([sys.executable, '-c', {child!r}], stdout=subprocess.PIPE); "
            f"child.stdout.read(1); {ending}"
        )
        seconds = 5 if "sleep" in ending else 60

        finished = run_program([sys.executable, "-c", script], folder=tmp_path, timeout=seconds)

        assert finished.returncode == (None if "sleep" in ending else 0)
        server.settimeout(60)
        connection, _ = server.accept()
        with connection:
            connection.settimeout(60)
            assert connection.recv(1) == b""


@pytest.mark.parametrize(
    ("finished", "code", "message"),
    [
        (Finished(None, "…"), "office.timeout", "LibreOffice 在 90 秒内没有完成，已停止"),
        (Finished(-6, "a\nb\n\nc\n"), "office.failed", "LibreOffice 异常结束，返回码 -6（b；c）"),
        (Finished(1, ""), "office.failed", "LibreOffice 异常结束，返回码 1（没有说明）"),
        (
            Finished(0, "Warning: failed to launch javaldx - …\nError: source file could not be loaded\n"),
            "office.no_output",
            "LibreOffice 没有生成完整的 PDF（Error: source file could not be loaded）",
        ),
    ],
)
def test_a_failure_is_put_into_words(finished: Finished, code: str, message: str) -> None:
    problem = failure(finished, Place("方案.docx"), 90)
    assert (problem.code, problem.message, problem.place.file) == (code, message, "方案.docx")
    assert problem.hint
