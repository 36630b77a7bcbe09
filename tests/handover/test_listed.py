"""清单.json of a package."""

from __future__ import annotations

import json
from typing import Any

import pytest

from qijin_docs.handover.item import Item
from qijin_docs.handover.listed import read, set_id_of, written

A, B = (Item.of(name, "照片", name, "", name.encode()) for name in ("甲", "乙"))


def test_each_volume_says_which_it_is_and_lists_them_all() -> None:
    first, second = (read(written({"年度": 2018}, ((A,), (B,)), n)) for n in (1, 2))
    assert first is not None
    assert second is not None
    assert (first.volume, first.volumes, dict(first.sums)) == (1, 2, {"甲": A.sha256})
    assert (second.volume, dict(second.sums)) == (2, {"乙": B.sha256})
    assert first.set_id == second.set_id == set_id_of([B, A])
    said = json.loads(written({"年度": 2018}, ((A,), (B,)), 2))
    assert said["年度"] == 2018
    assert [(f["路径"], f["卷"], f["字节"]) for f in said["文件"]] == [("甲", 1, 3), ("乙", 2, 3)]


def test_another_file_makes_another_set() -> None:
    assert set_id_of([A]) != set_id_of([B]) != set_id_of([A, B])


GOOD: dict[str, Any] = {"全套": "x", "本卷": 1, "卷数": 1, "文件": []}


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff",
        b"[]",
        b"null",
        b"[" * 100_000,
        *(
            json.dumps(GOOD | changed).encode()
            for changed in (
                {"本卷": 0},
                {"本卷": 2},
                {"本卷": "1"},
                {"本卷": True},
                {"卷数": 10**9},
                {"卷数": None},
                {"全套": None},
                {"文件": None},
                {"文件": [1]},
                {"文件": [{"路径": "../甲", "卷": 1, "SHA-256": "0"}]},
                {"文件": [{"路径": 3, "卷": 1, "SHA-256": "0"}]},
                {"文件": [{"路径": "甲", "卷": 1, "SHA-256": None}]},
            )
        ),
    ],
)
def test_what_is_no_list_is_none(content: bytes) -> None:
    assert read(content) is None


def test_a_list_of_nothing_is_a_list() -> None:
    assert read(json.dumps(GOOD).encode()) is not None
