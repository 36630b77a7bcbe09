"""``qijin doctor``."""

from __future__ import annotations

import json
import platform

import pytest

from qijin_docs import __version__
from qijin_docs.cli import main
from qijin_docs.errors import OfficeError, Problem


def missing(*_: object) -> str:
    raise OfficeError(Problem("office.missing", "没有找到LibreOffice", hint="请安装"))


def test_what_is_installed_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["doctor"]) == 0
    out, err = capsys.readouterr()
    assert out.startswith(f"qijin_docs {__version__}，Python {platform.python_version()}\n")
    assert "LibreOffice：" in out
    assert "仿宋" in out
    assert err == ""


def test_without_libreoffice_it_ends_with_4(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("qijin_docs.office.office_version", missing)
    assert main(["doctor"]) == 4
    out, err = capsys.readouterr()
    assert "LibreOffice：没有找到" in out
    assert err == "错误 没有找到LibreOffice；请安装 [office.missing]\n"


def test_json_has_the_same(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["doctor", "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert set(answer) == {"qijin_docs", "python", "libreoffice", "packages", "fonts"}
    assert answer["qijin_docs"] == __version__
    assert answer["packages"]["docxtpl"]
