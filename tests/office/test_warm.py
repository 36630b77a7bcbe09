"""A LibreOffice that stays: with a stand-in that misbehaves, and with LibreOffice itself."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import docx
import openpyxl
import pytest

from qijin_docs.errors import OfficeError
from qijin_docs.office import WarmOffice, warm
from qijin_docs.office.convert import is_whole_pdf

STAND_IN = '''#!{python}
"""Stays until it is stopped, or converts what it is given; the first sign of the content makes it misbehave."""
import json, os, pathlib, signal, sys, time

log = pathlib.Path({log!r})
with log.open("a", encoding="utf-8") as lines:
    print(json.dumps({{"pid": os.getpid(), "stays": "--convert-to" not in sys.argv}}), file=lines)
if "--convert-to" not in sys.argv:
    if log.with_name("refuses").exists():
        print("Unspecified Application Error")
        sys.exit(77)
    kept = pathlib.Path(sys.argv[-1])
    kept.with_name(".~lock." + kept.name + "#").touch()
    time.sleep(600)
stays = [json.loads(line)["pid"] for line in log.read_text(encoding="utf-8").splitlines() if json.loads(line)["stays"]]
source = pathlib.Path(sys.argv[-1])
pdf = pathlib.Path(sys.argv[sys.argv.index("--outdir") + 1]) / (source.stem + ".pdf")
content = source.read_text(encoding="utf-8")
whole = b"%PDF-1.7\\n" + content.encode() + b"\\n%%EOF\\n"
match content[0]:
    case "停":
        time.sleep(600)
    case "崩":
        os.kill(stays[-1], signal.SIGKILL)
    case "末":
        pdf.write_bytes(whole)
        os.kill(stays[-1], signal.SIGKILL)
    case "半":
        pdf.write_bytes(whole[:-6])
    case "无":
        pass
    case _:
        pdf.write_bytes(whole)
'''


class StandIn:
    """The program, and what it was called for."""

    def __init__(self, folder: Path) -> None:
        self.program, self.log = folder / "stand-in", folder / "calls.jsonl"
        self.program.write_text(STAND_IN.format(python=sys.executable, log=str(self.log)), encoding="utf-8")
        self.program.chmod(0o755)
        self.folder = folder

    def stays(self) -> list[int]:
        """Process ids of those that were to stay."""
        calls = map(json.loads, self.log.read_text(encoding="utf-8").splitlines())
        return [call["pid"] for call in calls if call["stays"]]

    def file(self, content: str) -> Path:
        path = self.folder / f"{content}.txt"
        path.write_text(content, encoding="utf-8")
        return path


def runs(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


@pytest.fixture
def stand_in(tmp_path: Path) -> StandIn:
    return StandIn(tmp_path)


@pytest.fixture
def office(stand_in: StandIn, scratch: Path) -> Iterator[WarmOffice]:
    with WarmOffice(soffice=stand_in.program, timeout=20) as made:
        yield made
    assert list(scratch.iterdir()) == [], "everything it wrote is removed"
    assert not any(map(runs, stand_in.stays() if stand_in.log.exists() else [])), "nothing is left running"


def pipe_of(profile: Path) -> Path:
    """The socket by which LibreOffice with a profile is spoken to."""
    digest = hashlib.md5(profile.as_uri().encode("utf-16-le")).digest()
    return Path("/tmp", f"OSL_PIPE_{os.getuid()}_SingleOfficeIPC_{''.join(f'{byte:x}' for byte in digest)}")


def problem_of(office: WarmOffice, file: Path) -> tuple[str, str]:
    with pytest.raises(OfficeError) as error:
        office.convert(file)
    (problem,) = error.value.problems
    assert problem.place.file
    return problem.code, problem.message


@pytest.mark.skipif(sys.platform == "win32", reason="there is no kill -9 on Windows")
def test_it_ends_with_whoever_started_it_even_if_that_is_killed(stand_in: StandIn, scratch: Path) -> None:
    script = (
        "import sys, time; from qijin_docs.office import WarmOffice; "
        "WarmOffice(soffice=sys.argv[1]).start(); print('ready', flush=True); time.sleep(600)"
    )
    command = [sys.executable, "-c", script, str(stand_in.program)]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, env={**os.environ, "TMPDIR": str(scratch)}
    ) as user:
        assert user.stdout is not None
        assert user.stdout.readline() == b"ready\n"
        user.kill()
    (pid,) = stand_in.stays()
    end = time.monotonic() + 30
    while (runs(pid) or any(scratch.iterdir())) and time.monotonic() < end:
        time.sleep(0.05)
    assert not runs(pid)
    assert list(scratch.iterdir()) == []


def test_one_start_serves_many_files(office: WarmOffice, stand_in: StandIn) -> None:
    office.start()
    assert office.convert(stand_in.file("甲")) == "%PDF-1.7\n甲\n%%EOF\n".encode()
    assert office.convert(str(stand_in.file("乙"))) == "%PDF-1.7\n乙\n%%EOF\n".encode()
    assert len(stand_in.stays()) == 1


def test_one_that_hangs_is_ended_and_told_and_the_next_file_starts_another(
    stand_in: StandIn, scratch: Path
) -> None:
    with WarmOffice(soffice=stand_in.program, timeout=0.5) as office:
        begun = time.monotonic()
        code, message = problem_of(office, stand_in.file("停"))
        assert (code, message) == ("office.timeout", "LibreOffice 在 0 秒内没有完成，已停止")
        assert time.monotonic() - begun < 10
        assert not runs(stand_in.stays()[0])
    with WarmOffice(soffice=stand_in.program, timeout=20) as office:
        assert office.convert(stand_in.file("甲"))


def test_one_that_crashes_is_told_and_started_anew(office: WarmOffice, stand_in: StandIn) -> None:
    assert problem_of(office, stand_in.file("崩"))[0] == "office.failed"
    assert office.convert(stand_in.file("甲"))
    assert len(stand_in.stays()) == 2


def test_one_that_ends_after_its_work_has_done_it(office: WarmOffice, stand_in: StandIn) -> None:
    assert office.convert(stand_in.file("末"))
    assert office.convert(stand_in.file("甲"))
    assert len(stand_in.stays()) == 2


def test_half_a_pdf_and_none_are_no_result(office: WarmOffice, stand_in: StandIn) -> None:
    assert office.convert(stand_in.file("甲"))
    assert problem_of(office, stand_in.file("半"))[0] == "office.no_output"
    assert problem_of(office, stand_in.file("无"))[0] == "office.no_output"
    assert len(stand_in.stays()) == 1


def test_what_can_be_said_before_it_is_started(office: WarmOffice, stand_in: StandIn, tmp_path: Path) -> None:
    assert problem_of(office, tmp_path / "没有.docx")[0] == "office.no_input"
    (tmp_path / "坏.docx").write_bytes(b"not a zip")
    assert problem_of(office, tmp_path / "坏.docx")[0] == "office.not_a_document"
    assert not stand_in.log.exists()


def test_one_that_does_not_start_is_told(stand_in: StandIn, scratch: Path) -> None:
    (stand_in.folder / "refuses").touch()
    with WarmOffice(soffice=stand_in.program) as office, pytest.raises(OfficeError) as error:
        office.start()
    assert error.value.problems[0].code == "office.failed"
    assert "Unspecified Application Error" in error.value.problems[0].message


def test_one_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(OfficeError) as error:
        WarmOffice(soffice=tmp_path / "none")
    assert error.value.problems[0].code == "office.missing"


def test_it_is_started_anew_before_it_grows(
    office: WarmOffice, stand_in: StandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(warm, "FILES_A_LIFE", 2)
    for content in "甲乙丙":
        office.convert(stand_in.file(content))
    assert len(stand_in.stays()) == 2


def test_closing_breaks_off_what_is_being_done(stand_in: StandIn, scratch: Path) -> None:
    office = WarmOffice(soffice=stand_in.program, timeout=60)
    office.start()
    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(office.convert, stand_in.file("停"))
        time.sleep(0.5)
        begun = time.monotonic()
        office.close()
        assert time.monotonic() - begun < 10
        with pytest.raises(OfficeError):
            waiting.result(10)
    assert not any(map(runs, stand_in.stays()))
    assert problem_of(office, stand_in.file("甲"))[0] == "office.closed"
    office.close()


# LibreOffice itself --------------------------------------------------------------------------------------


def test_libreoffice_stays_and_leaves_nothing_behind(tmp_path: Path, scratch: Path) -> None:
    document = docx.Document()
    document.add_paragraph("安全生产")
    document.save(str(tmp_path / "方案.docx"))
    book = openpyxl.Workbook()
    book.active["A1"] = "安全生产"  # type: ignore[index]
    book.save(tmp_path / "台账.xlsx")
    (tmp_path / "坏.docx").write_bytes(
        (tmp_path / "方案.docx").read_bytes()[:-40] + b"PK\x05\x06" + bytes(18)
    )
    with WarmOffice() as office:
        for name in ("方案.docx", "台账.xlsx", "方案.docx"):
            (tmp_path / "a.pdf").write_bytes(office.convert(tmp_path / name))
            assert is_whole_pdf(tmp_path / "a.pdf")
        with ThreadPoolExecutor(3) as pool:
            made = list(pool.map(office.convert, [tmp_path / "方案.docx", tmp_path / "台账.xlsx"] * 2))
        assert all(pdf.startswith(b"%PDF") for pdf in made)
        with pytest.raises(OfficeError) as error:
            office.convert(tmp_path / "坏.docx")
        assert error.value.problems[0].code == "office.no_output"
        profile = next(scratch.glob("*/*/profile"))
        assert pipe_of(profile).exists(), "else the name of the socket is another with this version"
    listing = subprocess.run(["ps", "-eo", "args"], capture_output=True, text=True, check=True).stdout
    assert str(profile) not in listing
    assert list(scratch.iterdir()) == []
    assert not pipe_of(profile).exists()
