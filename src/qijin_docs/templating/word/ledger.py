"""What one rendering gathers: the ledger of printed pieces, problems, counters, new relations."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from qijin_docs.errors import Place, Problem
from qijin_docs.ooxml.package import Package
from qijin_docs.templating.context import BoundedContext
from qijin_docs.templating.picture_files import PreparedPicture
from qijin_docs.templating.word.added import Added


@dataclass(slots=True)
class RenderState:
    """What one rendering gathers; lives in Jinja's context, never shared.

    Args:
        values: the values given, for paths in messages.
        missing: policy for ``None``: ``error``, ``blank`` or ``keep``.
        file: template name for messages.
        ledger: the pieces printed in the stretch at hand, in their order.
        unordered: pieces printed by a recursive loop, which stand somewhere in the part.
        proved: how many pieces were found again.
        problems: what was wrong so far.
        counters: series of numbers by name.
        above: value of the row above, for merging.
        package: the template, for what must be compared with it.
        styles: name of its part with the styles.
        numbering: name of its part with the lists.
        added: what subdocuments have brought along.
        first_list: the first free number of a list.
        lists: lists begun anew: (number, turn) → new number.
        part: name of the part at hand.
        relations: new relations: (part, type, target, external) → id.
        media: name of a new media part → picture.
        marking: printed pieces are put between signs, see :mod:`.shading`.
    """

    values: Mapping[str, Any]
    missing: str
    file: str | None
    ledger: list[bytes] = field(default_factory=list)
    unordered: list[bytes] = field(default_factory=list)
    proved: int = 0
    problems: list[Problem] = field(default_factory=list)
    counters: dict[str, int] = field(default_factory=dict)
    above: dict[int, Any] = field(default_factory=dict)
    package: Package | None = None
    styles: str | None = None
    numbering: str | None = None
    added: Added = field(default_factory=Added)
    first_list: int = 1
    lists: dict[tuple[str, int], int] = field(default_factory=dict)
    part: str = ""
    relations: dict[tuple[str, str, str, bool], str] = field(default_factory=dict)
    media: dict[str, PreparedPicture] = field(default_factory=dict)
    marking: bool = False

    def fault(self, code: str, message: str, place: Place, hint: str = "") -> str:
        """Note an error; gives the empty text to print in its place."""
        self.problems.append(Problem(code, message, place, hint))
        return ""

    def relation(self, kind: str, target: str, *, external: bool = False) -> str:
        """Id of a relation of the part at hand to a target; the same target has the same."""
        return self.relations.setdefault(
            (self.part, kind, target, external), f"rIdQijin{len(self.relations) + 1}"
        )

    def picture(self, kind: str, picture: PreparedPicture) -> str:
        """Id of the relation of the part at hand to a picture, which is stored once in the document."""
        name = f"word/media/{picture.digest[:20]}.{picture.extension}"
        self.media[name] = picture
        return self.relation(kind, name)

    def record(self, piece: str) -> str:
        """Write an escaped piece into the ledger and give it back."""
        self.ledger.append(piece.encode())
        return piece


class WordContext(BoundedContext):
    """Jinja's context with the state of the rendering; its ledger at hand, for it is used for each value."""

    state: RenderState
    ledger: list[bytes]
