"""Names above the date: rows with room for the seals."""

from __future__ import annotations

import pytest

from qijin_docs.models.signatures import lines_of_names

HOST, LONG = "云岭省自然资源厅", "云岭省人民政府国有资产监督管理委员会"


@pytest.mark.parametrize(
    ("names", "columns", "lines"),
    [
        ((HOST,), 1, [("独", HOST)]),
        ((HOST, "云岭省教育厅"), 2, [("首", f"\t{HOST}\t云岭省教育厅")]),
        # The last of all stands above the date.
        (
            (HOST, "云岭省教育厅", "云岭省公安厅"),
            2,
            [("首", f"\t{HOST}\t云岭省教育厅"), ("次", "\t\t云岭省公安厅")],
        ),
        (("省教育厅", "省公安厅", "省民政厅"), 3, [("首", "\t省教育厅\t省公安厅\t省民政厅")]),
        (
            ("省教育厅", "省公安厅", "省民政厅", "省司法厅"),
            3,
            [("首", "\t省教育厅\t省公安厅\t省民政厅"), ("次", "\t\t\t省司法厅")],
        ),
        # The lines of a long name stand over each other, and a short name beside the last of them.
        ((LONG, HOST), 2, [("首", "\t云岭省人民政府国有资产"), ("续", f"\t监督管理委员会\t{HOST}")]),
    ],
)
def test_names_stand_in_rows(names: tuple[str, ...], columns: int, lines: list[tuple[str, str]]) -> None:
    found = lines_of_names(names)
    assert [(line["排"], line["名"]) for line in found] == lines
    assert {line["列"] for line in found} == {columns}


@pytest.mark.parametrize("count", range(1, 12))
def test_no_name_is_lost(count: int) -> None:
    names = [f"省第{number}厅" for number in range(count)]
    assert [n for line in lines_of_names(names) for n in line["名"].split("\t") if n] == names
