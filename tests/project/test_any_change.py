"""Any one value of any file changed to anything: a right project, or problems with their place; nothing else.

QIJIN_FUZZ=long     thousands of changes instead of some dozens
"""

from __future__ import annotations

import copy
import os
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from qijin_docs import build
from qijin_docs.errors import Problem, QijinError

ROUNDS = 40 if os.environ.get("QIJIN_FUZZ") == "long" else 2
CHANGES = 40

VALUES: tuple[Any, ...] = (
    None, "", "  ", 0, -1, 1.5, True, [], {}, [None], [[]], [{}], {"x": 1}, "{{ x }}", "{{ 统计 }}", "a\x00", "字" * 3000,
    "2018-02-30", "9999-12-31", "0001-01-01", "１２", "=1", 10**30, "4月30日前", "2月29日", "不承担", "企业",
    ["企业", "企业"], "HD-1", "../x", "/", "\\", "a/b", "\u2028", "\n", "甲\n乙", "NaN", "1e999",
)  # fmt: skip


def paths(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Every path into a value."""
    if path:
        yield path
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for step, item in items:
        yield from paths(item, (*path, step))


def changed(value: Any, path: tuple[Any, ...], chance: random.Random) -> Any:
    """The value with what stands at the path taken out, doubled, or become something else."""
    value = copy.deepcopy(value)
    holder = value
    for step in path[:-1]:
        holder = holder[step]
    way = chance.random()
    if way < 0.15:
        del holder[path[-1]]
    elif way < 0.25 and isinstance(holder, list):
        holder.append(copy.deepcopy(holder[path[-1]]))
    else:
        holder[path[-1]] = chance.choice(VALUES)
    return value


@pytest.mark.parametrize("seed", range(ROUNDS))
def test_any_change_is_taken_or_refused_with_its_place(small: Any, seed: int) -> None:
    chance = random.Random(seed)
    files = sorted(f.relative_to(small.folder).as_posix() for f in small.folder.rglob("*.yaml"))
    taken = 0
    refused: list[tuple[Problem, ...]] = []
    for _ in range(CHANGES):
        file = chance.choice(files)
        before = (small.folder / file).read_text(encoding="utf-8")
        data = small.data(file)
        small.write(file, changed(data, chance.choice(list(paths(data))), chance))
        try:
            result = build(small.load(), "成稿")
            taken += 1
            assert all((Path("成稿") / made.path).is_file() for made in result.made)
        except QijinError as error:
            refused.append(error.problems)
        small.write(file, before)
    assert taken
    assert refused
    for problems in refused:
        assert problems
        assert [str(p) for p in problems if not (p.place.file and p.message and p.code)] == []
