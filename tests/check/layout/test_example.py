"""The documents of the example give no finding of form: on paper they are as the standard asks."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from qijin_docs.check.document import report_on
from qijin_docs.check.facts import Facts
from qijin_docs.check.read import read_many


@pytest.fixture(scope="module")
def drawn(built: dict[str, Path]) -> tuple[Facts, ...]:
    return read_many(list(built.values()), layout=True)


def test_no_document_of_the_example_breaks_a_rule_of_form(drawn: tuple[Facts, ...], codes: Any) -> None:
    assert len(drawn) >= 10
    # A last page that is odd or has nothing but the imprint is allowed (7.5) and told as a hint; a second heading that
    # is a sentence is the way of the plan that the example follows.
    hints = {"check.imprint_alone", "check.imprint_even_page", "check.heading_sentence"}
    found = {facts.file: [code for code in codes(facts) if code not in hints] for facts in drawn}
    assert found == {facts.file: [] for facts in drawn}


def test_every_page_of_the_example_was_looked_at(drawn: tuple[Facts, ...]) -> None:
    assert all(facts.pages for facts in drawn)
    assert all(facts.not_drawn == "" for facts in drawn)


def test_the_reports_have_no_error_and_know_how_the_page_was_set(drawn: tuple[Facts, ...]) -> None:
    reports = [report_on(facts) for facts in drawn]
    assert [str(found) for report in reports for found in report.errors] == []
    assert all(report.looked_at_pages for report in reports)
    assert all(report.coordinate_system == "版心法" for report in reports)
