"""How values are quoted in messages."""

from __future__ import annotations

import pickle

import pytest

from qijin_docs.errors import DataError, Severity
from qijin_docs.text.reading import halved, note, refusal, shown, warning


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("甲", "甲"),
        ("甲\n 乙", "甲 乙"),
        ("\x00\u200b\ud800", "���"),
        ("长" * 31, "长" * 29 + "…"),
        (None, "None"),
        (12, "12"),
    ],
    ids=ascii,
)
def test_a_value_is_quoted_in_one_short_line(value: object, text: str) -> None:
    assert shown(value) == text


def test_notes_warnings_and_refusals_differ_in_weight_only() -> None:
    assert note("text.x", "甲").severity is Severity.NOTE
    assert warning("text.x", "甲").severity is Severity.WARNING
    assert refusal("text.x", "甲", "乙").problems[0].severity is Severity.ERROR


def test_a_refusal_survives_pickling() -> None:
    error = pickle.loads(pickle.dumps(refusal("text.x", "甲", "乙")))
    assert isinstance(error, DataError)
    assert str(error) == "甲；乙 [text.x]"


def test_full_width_signs_are_halved() -> None:
    assert halved("Ａ１（，．）　甲") == "A1(,.) 甲"
