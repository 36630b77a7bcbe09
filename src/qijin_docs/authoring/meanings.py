"""What each name means to a template author: one Chinese sentence and an example, from ``data/meanings.yaml``."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import NamedTuple

import yaml


class Meaning(NamedTuple):
    """What a name stands for, and what a value looks like; both Chinese, the example may be empty."""

    text: str
    example: str


def meaning_of(owner: type, alias: str) -> Meaning | None:
    """The meaning of a field; a class's own comes first, then those of its bases, then what is common.

    Args:
        owner: the model that has the field.
        alias: the field's Chinese name.
    """
    table = _table()
    for group in (*(base.__name__ for base in owner.__mro__), "通用"):
        found = table.get(group, {}).get(alias)
        if found is not None:
            return found
    return None


@cache
def _table() -> dict[str, dict[str, Meaning]]:
    text = files("qijin_docs.authoring").joinpath("data/meanings.yaml").read_text(encoding="utf-8")
    groups = yaml.safe_load(text)
    return {group: {name: Meaning(*pair) for name, pair in names.items()} for group, names in groups.items()}
