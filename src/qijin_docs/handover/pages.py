"""How many pages documents have when they are printed; LibreOffice draws them."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from qijin_docs.handover.item import Item
from qijin_docs.office import page_count, to_pdf

_DRAWN = (".docx", ".xlsx")


def pages_of(items: Sequence[Item]) -> Mapping[str, int]:
    """Path → pages of the documents and tables; evidence is not printed.

    Raises:
        OfficeError: LibreOffice is missing or failed, or ``office.no_preview``.
    """
    drawn = [item for item in items if item.path.endswith(_DRAWN)]
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        files = []
        for number, item in enumerate(drawn):
            file = folder / f"{number}{Path(item.path).suffix}"
            file.write_bytes(b"".join(item.chunks()))
            files.append(file)
        pdfs = to_pdf(files, folder / "pdf") if files else ()
        return {item.path: page_count(pdf) for item, pdf in zip(drawn, pdfs, strict=True)}
