"""Every rule of the text is proved: no code of theirs is without a case, every rule says what it asks."""

from __future__ import annotations

import inspect
import re
from pathlib import Path

import pytest

from qijin_docs.check.rules import RULES, Rule
from qijin_docs.check.rules.text import TEXT_RULES

RULE_FILES = {Path(inspect.getfile(rule)) for rule in TEXT_RULES}
CODES = {
    code
    for path in RULE_FILES
    for code in re.findall(r'"(check\.[a-z_]+)"', path.read_text(encoding="utf-8"))
}
CASES = "".join(
    path.read_text(encoding="utf-8")
    for path in Path(__file__).parent.glob("test_*.py")
    if path.name != "test_codes.py"
)


@pytest.mark.parametrize("code", sorted(CODES))
def test_every_code_has_a_case(code: str) -> None:
    assert f'"{code}"' in CASES


def test_there_are_as_many_codes_as_we_think() -> None:
    assert len(CODES) >= 80


@pytest.mark.parametrize(
    "rule", RULES, ids=lambda rule: f"{rule.__module__.rpartition('.')[2]}.{rule.__name__}"
)
def test_every_rule_says_what_it_asks(rule: Rule) -> None:
    assert rule.__doc__


def test_no_rule_is_asked_twice() -> None:
    assert len(RULES) == len(set(RULES))
    assert set(TEXT_RULES) < set(RULES)
