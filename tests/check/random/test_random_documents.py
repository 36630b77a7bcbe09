"""Whatever a document holds, the pages that come out have no error of form or wording.

A few dozen documents in the ordinary run, five hundred with ``QIJIN_FUZZ=long`` (``make fuzz``). The documents of
a test are drawn in one go. A failure names seed and data: ``make(seed)`` makes the document again.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

import pytest

from qijin_docs.check.document import check_documents
from qijin_docs.check.report import Finding, Report
from qijin_docs.text.titles import TITLE_WIDTH, break_title, width_of

LONG = os.environ.get("QIJIN_FUZZ") == "long"
BATCH = 25 if LONG else 22
BATCHES = 20 if LONG else 2
ENDS_WITH_A_TABLE = ("活动总结", "进展情况报告")


@pytest.mark.parametrize("batch", range(BATCHES))
def test_a_document_made_at_random_has_no_error_on_its_pages(
    batch: int, make: Callable[[int], Any], tmp_path: Path
) -> None:
    made = [make(seed) for seed in range(batch * BATCH, (batch + 1) * BATCH)]
    paths = []
    for document in made:
        paths.append(tmp_path / f"{document.seed}.docx")
        paths[-1].write_bytes(document.content)
    reports = check_documents(paths, layout=True)
    assert [report.file for report in reports if not report.looked_at_pages] == []
    faults = [
        "\n".join((*map(str, found), str(document)))
        for document, report in zip(made, reports, strict=True)
        if (found := _faults(document, report))
    ]
    if faults:
        pytest.fail(f"{len(faults)} of {len(made)} documents:\n\n" + "\n\n".join(faults), pytrace=False)


def _faults(document: Any, report: Report) -> tuple[Finding, ...]:
    """The errors; and, where a table stands above the signature, a page with nothing but the signature.

    That a draft has no date yet is an error of form, and the only one.
    """
    draft = "成文日期" not in document.data
    errors = [found for found in report.errors if not (draft and found.code == "check.no_date")]
    alone = [found for found in report.findings if found.code == "check.signature_page"]
    return (*errors, *(alone if document.kind in ENDS_WITH_A_TABLE else ()))


@pytest.mark.parametrize("seed", range(200))
def test_a_long_title_breaks_between_words_in_a_shape_the_rules_know(
    seed: int, title_of: Callable[[Random], tuple[str, str]]
) -> None:
    organ, title = title_of(Random(seed))
    lines = break_title(title, keep=(organ,))
    widths = [width_of(line) for line in lines]
    assert "".join(lines) == title
    assert max(widths) <= TITLE_WIDTH
    assert organ in lines[0]
    if len(lines) > 1:
        assert min(widths) >= 4
        assert widths[-1] >= max(widths) / 2
        assert not any(line[0] in "的之、，》”）〕" for line in lines[1:])
        assert not any(line[-1] in "《“（〔0123456789" for line in lines[:-1])
    for above, middle, below in zip(widths, widths[1:], widths[2:], strict=False):
        assert middle >= min(above, below), "a waist"
    assert len(lines) < 3 or max(widths) > min(widths), "a box"
