"""What is shown of one record: its pages, when they were made, and what is wrong with newer ones."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import Any

from qijin_docs.errors import Problem
from qijin_docs.preview.pages import Box, Page, differences, pages_of
from qijin_docs.preview.spots import PageText, text_on


@dataclass(slots=True)
class Sheets:
    """The last good pages of a record.

    Args:
        of: fingerprint of the filled file the pages are of.
        pdf: their PDF.
        pages: the pages.
        changed: for each page what differs from the version before.
        made: when they were made, in seconds of the clock.
        stale: a newer version could not be made.
        problems: why not.
        current: they have been looked at since the last change on disk.
    """

    of: str = ""
    pdf: bytes = b""
    pages: tuple[Page, ...] = ()
    changed: tuple[tuple[Box, ...], ...] = ()
    made: float = 0.0
    stale: bool = False
    problems: tuple[Problem, ...] = ()
    current: bool = False
    _text: PageText | None = field(default=None, repr=False)

    def renew(self, of: str, pdf: bytes) -> None:
        """Take in a new version.

        Raises:
            OfficeError: it cannot be read.
        """
        pages = pages_of(pdf)
        first = not self.pages
        self.changed = ((),) * len(pages) if first else differences(self.pages, pages)
        self.of, self.pdf, self.pages, self.made, self._text = of, pdf, pages, time.time(), None
        self.confirm()

    def confirm(self) -> None:
        """They are what is on disk."""
        self.stale, self.problems, self.current = False, (), True

    def keep(self, problems: tuple[Problem, ...]) -> None:
        """They stay, for there are no newer ones."""
        self.stale, self.problems, self.current = True, problems, True

    def text(self) -> PageText:
        """What is written on them."""
        if self._text is None:
            self._text = text_on(self.pdf) if self.pdf else PageText("", ())
        return self._text

    def as_dict(self) -> dict[str, Any]:
        """The shape the browser gets."""
        if not self.pages:
            state = "failed" if self.stale else "none"
        elif self.stale:
            state = "stale"
        else:
            state = "fresh" if self.current else "making"
        return {
            "state": state,
            "age": round(max(0.0, time.time() - self.made), 1) if self.made else None,
            "pages": [
                {"mark": page.mark, "width": page.width, "height": page.height, "changed": changed}
                for page, changed in zip(self.pages, self.changed, strict=True)
            ],
        }
