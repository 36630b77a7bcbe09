"""A stand-in for LibreOffice that can misbehave, and documents to convert."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

import docx
import pytest

FAKE = '''#!{python}
"""Behaves like soffice --convert-to pdf; a file name that begins with a certain sign makes it misbehave."""
import json, os, pathlib, subprocess, sys, time

if "--version" in sys.argv:
    print("LibreOffice 24.2.7.2 420(Build:2)")
    sys.exit()
outbox = pathlib.Path(sys.argv[sys.argv.index("--outdir") + 1])
files = [pathlib.Path(name) for name in sys.argv[sys.argv.index("--outdir") + 2:]]
profile = next(argument for argument in sys.argv if argument.startswith("-env:UserInstallation="))
with open({log!r}, "a", encoding="utf-8") as log:
    names = [file.name for file in files]
    call = {{"files": names, "profile": profile, "fonts": os.environ["FONTCONFIG_FILE"]}}
    print(json.dumps(call), file=log)
for file in files:
    pdf = outbox / (file.stem + ".pdf")
    whole = b"%PDF-1.7\\n" + file.read_bytes()[:9] + b"\\n%%EOF\\n"
    match file.name[0]:
        case "停":
            pdf.write_bytes(b"%PDF-1.7 half")
            helper = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
            pathlib.Path({log!r} + ".helper").write_text(str(helper.pid))
            time.sleep(600)
        case "崩":
            print("Unspecified Application Error")
            sys.exit(77)
        case "无":
            print("Error: source file could not be loaded")
        case "半":
            pdf.write_bytes(whole[:-6])
        case "假":
            pdf.write_bytes(b"GIF89a" + whole)
        case _:
            pdf.write_bytes(whole)
'''


class FakeOffice(NamedTuple):
    """The program, and the file it writes a line to for every call."""

    program: Path
    log: Path


@pytest.fixture
def fake_office(tmp_path: Path) -> FakeOffice:
    program, log = tmp_path / "fake-soffice", tmp_path / "calls.jsonl"
    program.write_text(FAKE.format(python=sys.executable, log=str(log)), encoding="utf-8")
    program.chmod(0o755)
    return FakeOffice(program, log)


@pytest.fixture
def scratch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where scratch folders are made during the test."""
    folder = tmp_path / "scratch"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


@pytest.fixture
def letter(tmp_path: Path) -> Path:
    """A real document of one line."""
    document = docx.Document()
    document.add_paragraph("安全生产“七进”活动实施方案")
    path = tmp_path / "方案.docx"
    document.save(str(path))
    return path
