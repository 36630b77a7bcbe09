"""Rows given back, mended and made: nothing is lost, nobody's document is taken, a project's own names stay."""

from __future__ import annotations

import csv
import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest

from qijin_docs.batch.filling import fill
from qijin_docs.errors import DataError


@pytest.fixture
def threads() -> Any:
    with ThreadPoolExecutor(2) as executor:
        yield executor


def texts(folder: str) -> dict[str, str]:
    return {p.name: docx.Document(str(p)).paragraphs[0].text for p in sorted(Path(folder).rglob("*.docx"))}


def mend(path: Path, target: str, changes: dict[str, str]) -> str:
    book = openpyxl.load_workbook(path)
    for cell, value in changes.items():
        book.worksheets[0][cell] = value
    book.save(target)
    return target


def test_mended_rows_get_the_names_they_would_have_had(desk: Any, threads: Any) -> None:
    rows = desk.rows(9)
    for i in (4, 7):  # of the same towns as rows 2 and 1, which the default name is made of
        rows[i][4] = None
    desk.write_table(rows)
    first = fill(desk.template, desk.table, "出", keep_going=True, executor=threads)
    assert first.returned is not None
    mended = mend(first.returned, "改好.xlsx", {"E2": "×××", "E3": "×××"})
    again = fill(desk.template, mended, "出", resume=True, executor=threads)
    assert (again.made, again.left_over, again.replaced) == (2, 7, 0)
    rows[4][4] = rows[7][4] = "×××"
    fill(desk.template, desk.write_table(rows), "全", executor=threads)
    assert texts("出") == texts("全")
    assert len(texts("出")) == 9


def test_a_mended_row_never_takes_the_place_of_another_record(desk: Any, threads: Any) -> None:
    rows = desk.rows(3)
    rows[2][2] = None
    desk.write_table(rows)
    options: dict[str, Any] = {"name": "{{ 村名 }}", "executor": threads}
    first = fill(desk.template, desk.table, "出", keep_going=True, **options)
    assert first.returned is not None
    mended = mend(first.returned, "改好.xlsx", {"C2": "清水0村"})
    for dry_run in (True, False):
        with pytest.raises(DataError) as error:
            fill(desk.template, mended, "出", resume=True, dry_run=dry_run, **options)
        (problem,) = error.value.problems
        assert problem.code == "batch.same_name"
        assert problem.message == "文件名“清水0村.docx”与上次做的各村.xlsx（村!第3行）的相同"
    again = fill(desk.template, mended, "出", resume=True, duplicates="number", **options)
    assert again.made == 1
    assert sorted(texts("出")) == ["清水0村.docx", "清水0村（2）.docx", "清水1村.docx"]
    twice = fill(desk.template, mended, "出", resume=True, duplicates="number", **options)
    assert (twice.made, twice.reused) == (0, 1)


def test_another_document_under_an_old_name_is_counted(desk: Any, threads: Any) -> None:
    rows = desk.rows(3)
    fill(desk.template, desk.write_table(rows), "出", name="{{ 村名 }}", executor=threads)
    rows[1][3] = 999
    filled = fill(
        desk.template, desk.write_table(rows), "出", name="{{ 村名 }}", resume=True, executor=threads
    )
    assert (filled.made, filled.reused, filled.replaced) == (1, 2, 1)


def test_a_number_that_has_been_typed_over_is_told(desk: Any, threads: Any) -> None:
    rows = desk.rows(3)
    rows[2][4] = None
    first = fill(desk.template, desk.write_table(rows), "出", keep_going=True, executor=threads)
    assert first.returned is not None
    mended = mend(first.returned, "改好.xlsx", {"E2": "×××", "G2": "三"})
    with pytest.raises(DataError) as error:
        fill(desk.template, mended, "出", resume=True, executor=threads)
    (problem,) = error.value.problems
    assert (problem.code, str(problem.place)) == ("batch.no_number", "改好.xlsx（村!G2）")


def test_a_column_of_the_data_may_have_any_name(desk: Any, threads: Any) -> None:
    document = docx.Document()
    document.add_paragraph("存在问题：{{ 问题 }}")
    document.save("通知.docx")
    desk.write_table([["甲厂", "通道堵塞"]], ("单位", "问题"))
    filled = fill(desk.template, desk.table, "出", executor=threads)
    assert filled.records == 1
    assert list(texts("出").values()) == ["存在问题：通道堵塞"]


def test_no_bad_row_is_left_out_of_the_table(
    desk: Any, threads: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("qijin_docs.batch.filling.MOST_BAD", 2)
    rows = desk.rows(7)
    for row in rows[1:]:
        row[4] = None
    filled = fill(desk.template, desk.write_table(rows), "出", keep_going=True, executor=threads)
    assert (filled.bad_records, len(filled.bad)) == (6, 2)
    assert filled.returned is not None
    sheet: Any = openpyxl.load_workbook(filled.returned).active
    assert [row[-1].value for row in sheet.iter_rows()] == ["原记录", 2, 3, 4, 5, 6, 7]


def test_more_bad_rows_than_a_sheet_holds_go_into_a_csv(
    desk: Any, threads: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("qijin_docs.batch.returned._ROWS_OF_A_SHEET", 2)
    rows = desk.rows(4)
    for row in rows[1:]:
        row[4] = None
    filled = fill(desk.template, desk.write_table(rows), "出", keep_going=True, executor=threads)
    assert filled.returned == Path("出/有问题的行.csv")
    with filled.returned.open(encoding="utf-8-sig", newline="") as stream:
        found = list(csv.reader(stream))
    assert found[0] == ["序号", "镇", "村名", "户数", "联系人", "没有生成的原因", "原记录"]
    assert [row[-1] for row in found[1:]] == ["2", "3", "4"]


def test_a_returned_line_is_as_it_was_written_and_gets_its_old_number(desk: Any, threads: Any) -> None:
    document = docx.Document()
    document.add_paragraph("{{ 村名 }}{{ 亩 }}{{ 联系人 }}")
    document.save("通知.docx")
    lines = ['{"村名":"甲","亩":1.50,"联系人":"×"}', '{"村名":"乙","亩":2.50}', "{}"]
    desk.lines.write_text("\n".join(lines), encoding="utf-8")
    filled = fill(desk.template, desk.lines, "出", keep_going=True, executor=threads)
    assert filled.returned is not None
    first, second = filled.returned.read_text(encoding="utf-8").splitlines()
    assert first.startswith('{"村名":"乙","亩":2.50, "没有生成的原因": "')
    assert json.loads(second)["原记录"] == 3
    mended = first.replace('"亩"', '"联系人":"×","亩"')
    Path("改好.jsonl").write_text(mended, encoding="utf-8")
    fill(desk.template, "改好.jsonl", "出", resume=True, executor=threads)
    assert texts("出") == {"0001 甲.docx": "甲1.50×", "0002 乙.docx": "乙2.50×"}


def test_files_of_a_folder_are_listed_to_be_mended_where_they_are(desk: Any, threads: Any) -> None:
    Path("数据").mkdir()
    Path("数据/甲.yaml").write_text("村名: 甲村\n户数: 3\n联系人: ×××\n", encoding="utf-8")
    Path("数据/乙.yaml").write_text("村名: 乙村\n户数: [3\n", encoding="utf-8")
    filled = fill(desk.template, "数据", "出", keep_going=True, executor=threads)
    assert filled.returned == Path("出/有问题的行.csv")
    text = filled.returned.read_text(encoding="utf-8-sig")
    assert text.splitlines()[0] == "来源,没有生成的原因"
    assert "数据/乙.yaml" in text


def test_numbered_folders_stay_when_few_rows_are_done_later(
    desk: Any, threads: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("qijin_docs.batch.staging.LARGE_FOLDER", 5)
    monkeypatch.setattr("qijin_docs.batch.staging.FILES_A_FOLDER", 4)
    rows = desk.rows(9)
    rows[6][4] = None
    first = fill(desk.template, desk.write_table(rows), "出", keep_going=True, executor=threads)
    assert first.returned is not None
    mended = mend(first.returned, "改好.xlsx", {"E2": "×××"})
    fill(desk.template, mended, "出", resume=True, executor=threads)
    assert {p.name: len(list(p.iterdir())) for p in Path("出").iterdir() if p.is_dir()} == {
        "0000001-0000004": 4, "0000005-0000008": 4, "0000009-0000012": 1,
    }  # fmt: skip


def test_a_folder_keeps_the_form_it_began_with_when_there_are_more_rows(
    desk: Any, threads: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(desk.template, desk.write_table(desk.rows(3)), "出", executor=threads)
    monkeypatch.setattr("qijin_docs.batch.staging.LARGE_FOLDER", 5)
    filled = fill(desk.template, desk.write_table(desk.rows(8)), "出", resume=True, executor=threads)
    assert (filled.made, filled.reused, filled.left_over) == (5, 3, 0)
    assert len(list(Path("出").glob("*.docx"))) == len(list(Path("出").rglob("*.docx"))) == 8
