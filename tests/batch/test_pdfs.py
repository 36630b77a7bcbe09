"""PDFs beside documents: made once, never of an older document, never over somebody's own."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from qijin_docs.batch.filling import fill

OPTIONS: dict[str, Any] = {"name": "{{ 村名 }}", "resume": True}


def pdfs() -> list[str]:
    return sorted(p.name for p in Path("出").glob("*.pdf"))


def listed() -> int:
    lines = Path("出/清单.jsonl").read_text(encoding="utf-8").splitlines()[1:]
    return sum("pdf" in json.loads(line) for line in lines)


def test_a_pdf_is_made_once_and_again_only_when_its_document_or_it_has_changed(
    desk: Any, converted: list[str]
) -> None:
    rows = desk.rows(3)
    with ThreadPoolExecutor(1) as threads:
        options = {**OPTIONS, "executor": threads, "pdf": True}
        fill(desk.template, desk.write_table(rows), "出", **options)
        assert (len(converted), listed()) == (3, 3)
        fill(desk.template, desk.table, "出", **options)
        assert (len(converted), listed()) == (3, 3)
        rows[1][3] = 999
        fill(desk.template, desk.write_table(rows), "出", **options)
        assert (len(converted), listed()) == (4, 3)
        Path("出/清水2村.pdf").unlink()
        fill(desk.template, desk.table, "出", **options)
        assert (len(converted), listed()) == (5, 3)
    assert pdfs() == ["清水0村.pdf", "清水1村.pdf", "清水2村.pdf"]


def test_no_pdf_of_an_older_document_stays_beside_a_new_one(desk: Any, converted: list[str]) -> None:
    rows = desk.rows(3)
    with ThreadPoolExecutor(1) as threads:
        options = {**OPTIONS, "executor": threads}
        fill(desk.template, desk.write_table(rows), "出", pdf=True, **options)
        Path("出/清水2村.pdf").write_bytes(b"by hand")
        rows[1][3] = rows[2][3] = 999
        filled = fill(desk.template, desk.write_table(rows), "出", **options)
    assert pdfs() == ["清水0村.pdf", "清水2村（手工改过1）.pdf"]
    assert filled.kept == {"清水2村.pdf": "清水2村（手工改过1）.pdf"}
    assert listed() == 1
