"""The fast reader of lines gives what the exact one gives, and leaves to it what it does not like."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qijin_docs.batch.json_lines import read_line
from qijin_docs.errors import DataError
from qijin_docs.sources.json_source import read_json

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


# How fast a busy machine draws examples says nothing about the readers.
@settings(derandomize=True, deadline=None, max_examples=200, suppress_health_check=[HealthCheck.too_slow])
@given(value=st.dictionaries(st.text(), VALUES, max_size=4), ascii_only=st.booleans())
def test_both_readers_agree(value: dict[str, Any], ascii_only: bool) -> None:
    text = json.dumps(value, ensure_ascii=ascii_only)
    try:
        expected = read_json(text, "").value
    except DataError:
        with pytest.raises(DataError):
            read_line(text.encode(errors="surrogatepass"))
        return
    found = read_line(text.encode())
    assert found == expected
    assert repr(found) == repr(expected)


@pytest.mark.parametrize(
    ("line", "code", "column"),
    [
        ('{"甲":1,"甲":2}', "data.duplicate_key", 8),
        ('{"甲":NaN}', "data.syntax", 6),
        ('{"甲":"\\ud800"}', "data.half_character", 6),
        ('{"甲":' + "1" * 61 + "}", "data.bad_number", 6),
        ("[1]", "data.wrong_type", None),
        ('{"甲":1', "data.syntax", 7),
    ],
)
def test_what_is_wrong_has_its_column(line: str, code: str, column: int | None) -> None:
    with pytest.raises(DataError) as error:
        read_line(line.encode())
    (problem,) = error.value.problems
    assert (problem.code, problem.place.column) == (code, column)


def test_decimals_keep_their_places_and_characters_in_two_halves_become_one() -> None:
    assert read_line(b'{"a":1.50,"b":1E+3,"c":"\\ud83d\\ude00"}') == {
        "a": Decimal("1.50"),
        "b": 1000,
        "c": "😀",
    }
    with pytest.raises(DataError):
        read_line(b'{"a":"\xff\xff\xff"}')
