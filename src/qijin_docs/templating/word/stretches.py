"""A part as it comes out of Jinja, in stretches: each is repaired, proved and passed on before the next is made.

A part of many thousand rows is never held as a whole. It would be megabytes in one block, which C's allocator
hands back to the system after each document and gets anew, page by page, for the next: a quarter of the time.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Any

from qijin_docs.errors import Place, Problem
from qijin_docs.templating.failures import explain_failure
from qijin_docs.templating.limits import RenderLimits, exceeded
from qijin_docs.templating.proof import first_lost
from qijin_docs.templating.word.columns import fit_grids
from qijin_docs.templating.word.ledger import RenderState, WordContext
from qijin_docs.templating.word.part import CompiledPart
from qijin_docs.templating.word.repair import repair
from qijin_docs.templating.word.shading import between_signs

#: Pieces of text that make a stretch, about a quarter of a megabyte of a table.
_PIECES = 4096


def finished_stretches(part: CompiledPart, state: RenderState) -> Iterator[bytes]:
    """The finished part, in stretches; each holds all that is in the ledger by then, and is proved.

    Nothing comes any more once a problem is noted in the state, but the part is gone through to its end, so
    that all problems are found.
    """
    for data in _rendered(part, state):
        if not state.problems:
            if part.guarded or state.media:
                data = repair(data)
            if part.columns:
                data = fit_grids(data)
            _prove(part, data, state)
            state.proved += len(state.ledger) + len(state.unordered)
            yield data
        state.ledger.clear()


def _rendered(part: CompiledPart, state: RenderState) -> Iterator[bytes]:
    state.part = part.name
    state.ledger, state.unordered = [], []
    context = part.template.new_context(state.values)  # type: ignore[arg-type]
    assert isinstance(context, WordContext)
    context.state, context.ledger = state, state.ledger
    limits: RenderLimits = part.template.environment.limits  # type: ignore[attr-defined]
    made = 0
    try:
        pieces = iter(part.template.root_render_func(context))
        if state.marking:
            pieces = between_signs(pieces, state.ledger)
        for stretch in [list(pieces)] if part.whole else _cut(pieces, state.ledger):
            data = _joined(stretch)
            made += len(data)
            if made > limits.output:
                raise exceeded("limit.output", f"生成的内容超过上限 {limits.output} 字节")
            yield data
    except Exception as exc:  # noqa: BLE001  (whatever an expression does wrong has a place and a sentence)
        state.problems.extend(
            explain_failure(exc, part.template, part.source.lines, state.values, state.file)
        )


def _cut(pieces: Iterator[Any], ledger: list[bytes]) -> Iterator[list[Any]]:
    """The pieces in stretches, each ending where a paragraph of the template begins.

    The cut is made in fixed text, so a printed value is never cut, and what is repaired in a paragraph finds
    its beginning in the same stretch.
    """
    behind = b""
    while True:
        stretch = [behind, *islice(pieces, _PIECES)]
        full = len(stretch) > _PIECES
        behind = b""
        while full and not behind:
            printed = len(ledger)
            piece = next(pieces, None)
            if piece is None:
                full = False
                break
            start = -1 if len(ledger) > printed else max(piece.rfind(b"<w:p>"), piece.rfind(b"<w:p "))
            if start >= 0:
                piece, behind = piece[:start], piece[start:]
            stretch.append(piece)
        yield stretch
        if not full:
            return


def _joined(pieces: list[Any]) -> bytes:
    try:
        return b"".join(pieces)
    except TypeError:
        # A recursive loop gives its text whole.
        return b"".join(piece if isinstance(piece, bytes) else str(piece).encode() for piece in pieces)


def _prove(part: CompiledPart, data: bytes, state: RenderState) -> None:
    lost = first_lost(data, state.ledger)
    missing = [piece for piece in state.unordered if piece not in data]
    if lost is not None:
        missing.append(state.ledger[lost])
    for piece in missing:
        state.problems.append(
            Problem(
                "render.lost_text",
                f"印出的“{piece.decode()[:40]}”在成文里找不到",
                Place(state.file, part.label),
                "请把模板和数据交给维护的人：这是程序的错误",
            )
        )
