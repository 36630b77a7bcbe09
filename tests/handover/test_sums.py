"""校验.sha256."""

from __future__ import annotations

import io
import subprocess
from hashlib import sha256
from pathlib import Path

import pytest

from qijin_docs.handover.sums import SUMS, is_inside, read, sum_of, sums_file

ONE = sha256(b"1").hexdigest()


def test_what_is_written_is_read_again_whatever_the_order() -> None:
    sums = {"材料/乙.docx": ONE, "甲 的.docx": ONE}
    assert read(sums_file(sums)) == (sums, ())
    assert sums_file(sums) == sums_file(dict(reversed(sums.items())))
    assert sum_of(io.BytesIO(b"1")) == ONE


def test_the_usual_program_reads_it_too(package: Path) -> None:
    answer = subprocess.run(
        ["sha256sum", "-c", "--quiet", SUMS], cwd=package, capture_output=True, text=True, check=False
    )
    assert (answer.returncode, answer.stdout) == (0, "")


@pytest.mark.parametrize(
    "line",
    [
        "",
        "甲.docx",
        f"{ONE[:-1]}  甲.docx",
        f"{ONE} 甲.docx",
        f"{ONE}  ../甲.docx",
        f"{ONE}  /甲.docx",
        f"{ONE}  甲//乙.docx",
        f"{ONE}  C:\\甲.docx",
        f"{ONE}  第一.docx",  # named twice
    ],
)
def test_a_line_that_is_none_is_told_by_its_number(line: str) -> None:
    sums, bad = read(f"{ONE}  第一.docx\n{line}\n{ONE.upper()} *第三.docx\n".encode())
    assert sums == {"第一.docx": ONE, "第三.docx": ONE}
    assert bad == (2,)


def test_bytes_that_are_no_text_are_no_lines() -> None:
    assert read(b"\xff\xfe\x00") == ({}, (1,))
    assert read(b"") == ({}, ())


@pytest.mark.parametrize(
    ("path", "inside"),
    [
        ("甲.docx", True),
        ("材料/甲.docx", True),
        ("...", True),
        ("", False),
        (".", False),
        ("..", False),
        ("甲/../乙", False),
        ("/甲", False),
        ("甲/", False),
        ("a\\b", False),
        ("c:甲", False),
        ("甲\x00乙", False),
        ("甲\n乙", False),
    ],
)
def test_a_path_stays_inside_or_not(path: str, inside: bool) -> None:
    assert is_inside(path) is inside
