"""What the review looks at: the year, what its files hold, the standard, and papers of others to compare with."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path as FilePath
from typing import Any, Protocol

from qijin_docs.errors import Flaw, Place, Problem, Severity
from qijin_docs.models import Document, Statistics
from qijin_docs.models.requirements import Limits, ReviewStandard, shipped_standard
from qijin_docs.review.media import MediaFacts
from qijin_docs.review.texts import Text, texts_of
from qijin_docs.review.year import Finding, Year


class ReadDocument(Protocol):
    """A document that knows where each of its values was read."""

    @property
    def model(self) -> Any:
        """The document."""
        ...

    def place_of(self, path: tuple[str | int, ...]) -> Place:
        """Where the value at a path of Chinese names stands."""
        ...


class Loaded(Protocol):
    """What the review needs of a project that was read from a folder."""

    @property
    def folder(self) -> FilePath:
        """The project folder."""
        ...

    @property
    def year(self) -> Year:
        """All documents side by side."""
        ...

    @property
    def entries(self) -> Mapping[str, Sequence[ReadDocument]]:
        """Part name → its documents."""
        ...

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What was noticed on reading."""
        ...

    @property
    def gaps(self) -> tuple[Problem, ...]:
        """Placeholders that stand in the data."""
        ...


@dataclass(frozen=True, slots=True)
class OtherPaper:
    """A text of another unit or year, to compare with.

    Args:
        name: how it is called in a message.
        paragraphs: its paragraphs.
    """

    name: str
    paragraphs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Unjudged:
    """What a rule could not look at, and why; never counted as passed."""

    why: str


Said = Iterator[Finding | Unjudged]


@dataclass(frozen=True)
class Subject:
    """Everything a rule may read.

    Args:
        year: the documents, their narrative evaluated.
        standard: limits and requirements; every limit has a value.
        media: file of the evidence folder → what it holds.
        others: papers of others; ``None`` if nobody gave any.
    """

    year: Year
    standard: ReviewStandard = field(default_factory=shipped_standard)
    media: Mapping[str, MediaFacts] = field(default_factory=dict)
    others: tuple[OtherPaper, ...] | None = None

    @property
    def limits(self) -> Limits:
        """The limits."""
        return self.standard.limits

    @cached_property
    def statistics(self) -> Statistics | None:
        """Figures of the whole campaign."""
        return Statistics.of(self.year.register) if self.year.register else None

    @cached_property
    def plan_texts(self) -> tuple[Text, ...]:
        """The prose of the plan; empty if there is none."""
        return texts_of(self.year.plan) if self.year.plan else ()

    def texts(self, document: Document) -> tuple[Text, ...]:
        """The prose of a document."""
        return self.plan_texts if document is self.year.plan else texts_of(document)


def found(
    part: str,
    path: tuple[str | int, ...],
    code: str,
    message: str,
    hint: str,
    severity: Severity = Severity.ERROR,
    *,
    index: int = 0,
) -> Finding:
    """A finding, in one line: which part, where in it, what, what to do."""
    return Finding(part, index, Flaw(path, code, message, hint, severity))
