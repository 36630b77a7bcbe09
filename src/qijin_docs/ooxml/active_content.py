"""What in a package could run, fetch or link: found by content type, relationship and field.

Nothing of it is needed in an official document, so all of it is refused unless its switch is given.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from qijin_docs.errors import Problem

if TYPE_CHECKING:
    from qijin_docs.ooxml.package import Package

#: Names for ``allow=``.
SWITCHES: tuple[str, ...] = ("macros",)


@dataclass(frozen=True, slots=True)
class ActiveContent:
    """One finding: the switch that would allow it, and the problem to report."""

    switch: str
    problem: Problem


def find_active_content(package: Package) -> Iterator[ActiveContent]:
    """All active content."""
    yield from ()
