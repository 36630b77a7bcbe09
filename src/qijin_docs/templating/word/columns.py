"""Tables whose number of columns came from the data: the grid is brought into line, the whole width kept.

Runs only for templates with ``{%tc %}``, ``{% hm %}`` or ``{% colspan %}``; this is the one step after rendering
that parses the part.
"""

from __future__ import annotations

from lxml import etree

from qijin_docs.ooxml.wordml import TBL, TC, TCPR, TR, parse, serialise, w


def fit_grids(part: bytes) -> bytes:
    """The part with every table's ``w:tblGrid`` as wide in columns as its widest row."""
    root = parse(part)
    for table in root.iter(TBL):
        _fit(table)
    return serialise(root).encode()


def _fit(table: etree._Element) -> None:
    grid = table.find(w("tblGrid"))
    if grid is None:
        return
    columns = grid.findall(w("gridCol"))
    rows = [row for row in table.iter(TR) if next(row.iterancestors(TBL)) is table]
    wanted = max((_columns_of(row) for row in rows), default=0)
    if not columns or wanted in (0, len(columns)):
        return
    widths = [_number(column.get(w("w"), "")) for column in columns]
    new = _shared(widths, wanted)
    for column in columns:
        grid.remove(column)
    for position, width in enumerate(new):
        column = etree.Element(w("gridCol"))
        column.set(w("w"), str(width))
        grid.insert(position, column)
    for row in rows:
        at = 0
        for cell in row.findall(TC):
            span = _span(cell)
            _set_width(cell, sum(new[at : at + span]))
            at += span


def _shared(widths: list[int], wanted: int) -> list[int]:
    """So many widths with the same sum: added columns get an average share, removed ones leave theirs to the rest."""
    total = sum(widths)
    kept = widths[:wanted]
    if wanted > len(widths):
        shares = [width * len(widths) / wanted for width in widths] + [total / wanted] * (
            wanted - len(widths)
        )
    else:
        shares = [width + (total - sum(kept)) / wanted for width in kept]
    edges = [round(sum(shares[: position + 1])) for position in range(wanted)]
    return [edge - before for edge, before in zip(edges, [0, *edges[:-1]], strict=True)]


def _columns_of(row: etree._Element) -> int:
    skipped = sum(
        _number(found.get(w("val"), ""))
        for name in ("gridBefore", "gridAfter")
        if (found := row.find(f"{w('trPr')}/{w(name)}")) is not None
    )
    return skipped + sum(_span(cell) for cell in row.findall(TC))


def _span(cell: etree._Element) -> int:
    found = cell.find(f"{TCPR}/{w('gridSpan')}")
    value = "1" if found is None else found.get(w("val"), "1")
    return _number(value) or 1


def _number(text: str) -> int:
    try:
        return min(int(float(text)), 1_000_000)
    except (ValueError, OverflowError):
        return 0


def _set_width(cell: etree._Element, width: int) -> None:
    found = cell.find(f"{TCPR}/{w('tcW')}")
    if found is not None and found.get(w("type"), "dxa") == "dxa":
        found.set(w("w"), str(width))
