"""One blank form for many units: laid out once, then each unit's own words are put into it.

Laying a form out takes a quarter of a second, and of three thousand units only name, contact and telephone differ.
"""

from __future__ import annotations

import re
from dataclasses import replace
from html import escape

from qijin_docs.ooxml.package import read_package
from qijin_docs.ooxml.writer import PackageWriter
from qijin_docs.registers.form import Form
from qijin_docs.registers.made_out import MadeOut
from qijin_docs.registers.write import write_form
from qijin_docs.templating.rendered import Rendered

# Plain ASCII: openpyxl 3.1.5 writes other signs as numbers. Words are put in in one pass, so that they may be anything.
_STAND_IN = re.compile(rb"qijin-stand-in-(\d+)-")


class FormCopies:
    """A form for one unit after another.

    Args:
        form: which.
        rows: rows to fill in; a full page if ``None``.
    """

    def __init__(self, form: Form, rows: int | None = None) -> None:
        self._form, self._rows = form, rows
        self._laid_out: dict[MadeOut, tuple[PackageWriter, dict[str, bytes]]] = {}

    def copy(self, for_whom: MadeOut) -> Rendered:
        """What :func:`~.write.write_form` gives for this unit, byte for byte."""
        words = [for_whom.unit, *(value for _, value in for_whom.boxes)]
        if any(word.startswith("=") for word in words):
            return write_form(self._form, for_whom, rows=self._rows)  # a formula to openpyxl
        # Units whose campaign, spheres, period and kinds of words are the same have the same form.
        anybody = replace(
            for_whom,
            unit=_stand_in(0) if for_whom.unit else "",
            boxes=tuple((key, _stand_in(n)) for n, (key, _) in enumerate(for_whom.boxes, 1)),
        )
        if anybody not in self._laid_out:
            self._laid_out[anybody] = self._lay_out(anybody)
        writer, parts = self._laid_out[anybody]
        texts = [escape(word, quote=False).encode("ascii", "xmlcharrefreplace") for word in words]
        filled = {
            name: _STAND_IN.sub(lambda found: texts[int(found[1])], part) for name, part in parts.items()
        }
        return Rendered(writer.write(filled))

    def _lay_out(self, anybody: MadeOut) -> tuple[PackageWriter, dict[str, bytes]]:
        package = read_package(write_form(self._form, anybody, rows=self._rows).content)
        parts = {name: package.part(name) for name in package.names}
        parts = {name: part for name, part in parts.items() if _STAND_IN.search(part)}
        return PackageWriter(package, parts), parts


def _stand_in(number: int) -> str:
    return f"qijin-stand-in-{number}-"
