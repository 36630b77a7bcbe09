"""Values and their places."""

from __future__ import annotations

import pytest

from qijin_docs.errors import Place
from qijin_docs.sources.located import Located, Path, where_of
from qijin_docs.sources.yaml_source import read_yaml

PLACES = {
    (): Place("a.yaml", None, 1, 1),
    ("章节",): Place("a.yaml", None, 2, 5),
    ("章节", 0): Place("a.yaml", None, 3, 7),
}
TREE = Located({"章节": [{"标题": "甲"}]}, PLACES, {("章节",): Place("a.yaml", None, 2, 1)})


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ((), None),
        (("标题",), "标题"),
        (("章节", 1, "小节", 0, "领域"), "章节[1].小节[0].领域"),
        ((0, "标题"), "[0].标题"),
        ((0, 1), "[0][1]"),
    ],
)
def test_a_path_is_written_as_an_expression(path: Path, text: str | None) -> None:
    assert where_of(path) == text


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ((), "a.yaml:1:1"),
        (("章节",), "a.yaml:2:5（章节）"),
        (("章节", 0), "a.yaml:3:7（章节[0]）"),
        (("章节", 0, "标题"), "a.yaml:3:7（章节[0].标题）"),
        (("没有", 3), "a.yaml:1:1（没有[3]）"),
    ],
)
def test_a_value_without_a_place_of_its_own_stands_where_its_parent_stands(path: Path, text: str) -> None:
    assert str(TREE.place_of(path)) == text


def test_a_key_has_its_own_place() -> None:
    assert str(TREE.place_of_key(("章节",))) == "a.yaml:2:1（章节）"
    assert str(TREE.place_of_key(("章节", 0))) == "a.yaml:3:7（章节[0]）"


def test_a_part_names_its_problems_from_the_root() -> None:
    part = TREE.at("章节", 0)
    assert part.value == {"标题": "甲"}
    assert str(part.place_of(())) == "a.yaml:3:7（章节[0]）"
    assert str(part.place_of(("标题",))) == "a.yaml:3:7（章节[0].标题）"


def test_a_part_that_is_not_there_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        TREE.at("没有")


def test_the_elements_of_a_list_keep_their_places() -> None:
    text = "- 甲: 1\n- 甲:\n    - 乙\n- 丙\n"
    first, second, third = read_yaml(text, "a.yaml").elements()
    assert (first.value, second.value, third.value) == ({"甲": 1}, {"甲": ["乙"]}, "丙")
    assert str(second.place_of(("甲", 0))) == "a.yaml:3:7（[1].甲[0]）"
    assert str(second.place_of_key(("甲",))) == "a.yaml:2:3（[1].甲）"
    assert str(third.place_of(())) == "a.yaml:4:3（[2]）"


def test_a_document_that_is_no_list_is_its_own_only_element() -> None:
    assert TREE.elements() == [TREE]


def test_plain_values_know_their_path_only() -> None:
    assert str(Located.plain({"标题": 1}).place_of(("标题",))) == "标题"
    assert str(Located.plain({}, "请求").place_of(("标题",))) == "请求（标题）"
    assert Located.plain({}, "请求").file == "请求"
    assert str(Located(None).place_of(("甲",))) == "甲"


def test_the_rows_of_a_table_can_be_put_under_a_key() -> None:
    rows = Located(
        [{"甲": 1}], {(): Place("a.csv"), (0, "甲"): Place("a.csv", "第2行第1列", 2)}, columns={"甲": Place()}
    )
    document = rows.under("行")
    assert document.value == {"行": [{"甲": 1}]}
    assert str(document.place_of(("行", 0, "甲"))) == "a.csv:2（第2行第1列）"
    assert document.file == "a.csv"
