"""The documents of the example give no finding of form: on paper they are as the standard asks."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from qijin_docs import build, load_project
from qijin_docs.check.facts import Facts
from qijin_docs.check.read import read_many


@pytest.fixture(scope="module")
def built(examples: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Facts, ...]:
    folder = tmp_path_factory.mktemp("example")
    build(load_project(examples / "yunling-2018"), folder)
    return read_many(sorted(folder.rglob("*.docx")), layout=True)


def test_no_document_of_the_example_breaks_a_rule_of_form(built: tuple[Facts, ...], codes: Any) -> None:
    assert len(built) >= 10
    # A last page with nothing but the imprint is allowed (7.5) and told as a hint.
    found = {facts.file: [code for code in codes(facts) if code != "check.imprint_alone"] for facts in built}
    assert found == {facts.file: [] for facts in built}


def test_every_page_of_the_example_was_looked_at(built: tuple[Facts, ...]) -> None:
    assert all(facts.pages for facts in built)
    assert all(facts.not_drawn == "" for facts in built)
