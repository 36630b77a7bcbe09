"""Files that cannot be read, and the encodings that can."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from qijin_docs.sources import files
from qijin_docs.sources.reader import read_source

Write = Callable[[str, str | bytes], str]
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 512


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("空.yaml", "", "空.yaml：文件是空的；核对是否存盘、是否选错文件 [data.empty_file]"),
        ("空.json", " \n\t\n", "空.json：文件是空的；核对是否存盘、是否选错文件 [data.empty_file]"),
        ("空.csv", "\ufeff", "空.csv：文件是空的；核对是否存盘、是否选错文件 [data.empty_file]"),
        ("空.xlsx", "", "空.xlsx：文件是空的；核对是否存盘、是否选错文件 [data.empty_file]"),
        (
            "图.yaml",
            b"\x89PNG\0\0",
            "图.yaml：这不是文本文件；核对是否选错文件，或扩展名被改过 [data.not_text]",
        ),
        (
            "乱.csv",
            b"\xff\xff\x81",
            "乱.csv：认不出文件的文字编码；用记事本打开，另存为UTF-8编码 [data.encoding]",
        ),
        (
            "乱.yaml",
            b"\x80\x81\x9f",
            "乱.yaml：认不出文件的文字编码；用记事本打开，另存为UTF-8编码 [data.encoding]",
        ),
        (
            "旧.xls",
            OLE,
            "旧.xls：旧版Excel文件（.xls）不能读；在Excel或WPS里打开，另存为.xlsx [data.old_excel]",
        ),
        (
            "旧.xlsx",
            OLE,
            "旧.xlsx：这是旧版Excel（.xls）或加了密码的文件；在Excel或WPS里打开，去掉密码，另存为.xlsx [data.old_excel]",
        ),
        ("方案.et", "x", "方案.et：WPS表格文件（.et）不能读；在WPS里打开，另存为.xlsx [data.unknown_format]"),
        (
            "方案.docx",
            "x",
            "方案.docx：Word文件不是数据文件；数据写在.yaml、.xlsx或.csv里 [data.unknown_format]",
        ),
        (
            "方案.bin",
            "x",
            "方案.bin：不认识的文件类型（“.bin”）；可以是.yaml、.json、.xlsx、.csv [data.unknown_format]",
        ),
        (
            "方案",
            "x",
            "方案：不认识的文件类型（没有扩展名）；可以是.yaml、.json、.xlsx、.csv [data.unknown_format]",
        ),
        (
            "网页.xlsx",
            "<html></html>",
            "网页.xlsx：这不是完好的xlsx工作簿；在Excel或WPS里打开，另存为“Excel 工作簿（.xlsx）” [data.not_a_workbook]",
        ),
        (
            "断.xlsx",
            b"PK\x03\x04" + b"\0" * 60,
            "断.xlsx：这不是完好的xlsx工作簿；在Excel或WPS里打开，另存为“Excel 工作簿（.xlsx）” [data.not_a_workbook]",
        ),
    ],
)
def test_a_file_that_cannot_be_read_says_why(
    write: Write, problems_of: Callable[..., Any], name: str, content: str | bytes, message: str
) -> None:
    assert [str(p) for p in problems_of(write(name, content))] == [message]


def test_a_missing_file_is_named(problems_of: Callable[..., Any], tmp_path: Path) -> None:
    name = str(tmp_path / "没有.yaml")
    assert [str(p) for p in problems_of(name)] == [
        f"{name}：没有这个文件；核对文件名和所在文件夹 [data.no_file]"
    ]


def test_a_folder_is_no_file(problems_of: Callable[..., Any], tmp_path: Path) -> None:
    folder = tmp_path / "数据.yaml"
    folder.mkdir()
    (problem,) = problems_of(folder)
    assert (problem.code, problem.message) == ("data.not_a_file", "这是文件夹，不是文件")


def test_a_file_that_is_too_large_is_not_loaded(
    write: Write, problems_of: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    name = write("大.yaml", "")
    os.truncate(name, files.LARGEST + 1)
    (problem,) = problems_of(name)
    assert (problem.code, problem.message) == ("data.too_large", "文件有64MB，超过64MB")


def test_a_file_that_may_not_be_read_says_so(
    write: Write, problems_of: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_: Path) -> bytes:
        raise PermissionError(13, "Permission denied")

    name = write("锁.yaml", "甲: 1")
    monkeypatch.setattr(Path, "read_bytes", refuse)
    (problem,) = problems_of(name)
    assert problem.code == "data.unreadable"
    assert problem.message == "文件读不出来（没有权限）"


def test_a_name_with_a_nul_is_refused(problems_of: Callable[..., Any]) -> None:
    (problem,) = problems_of("甲\0.yaml")
    assert problem.code == "data.unreadable"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("甲.yaml", "标题: 七进活动\r\n"),
        ("甲.json", '{"标题": "七进活动"}'),
        ("甲.csv", "标题,数\r\n七进活动,\r\n"),
    ],
)
def test_each_usual_encoding_is_read(write: Write, name: str, text: str, encoding: str) -> None:
    located = read_source(write(name, text.encode(encoding)))
    value = located.value[0] if isinstance(located.value, list) else located.value
    assert value["标题"] == "七进活动"
    expected = [f"{name}：文件不是UTF-8编码，按国标编码（GB18030）读；最好另存为UTF-8 [data.gb18030]"]
    assert [str(n) for n in located.notes] == (expected if encoding == "gb18030" else [])
