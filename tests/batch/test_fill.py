"""One template and a table of data: what is right is made, what is wrong is named, nothing in between."""

from __future__ import annotations

import json
import multiprocessing
import subprocess
import sys
import threading
import time
import zipfile
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest
from docx.enum.text import WD_BREAK
from PIL import Image

from qijin_docs.batch import records
from qijin_docs.batch.filling import fill
from qijin_docs.errors import DataError, OutputError, Problem, TemplateError

Snapshot = Callable[[Path], dict[str, str]]


@pytest.fixture
def threads() -> Any:
    """Workers without the price of processes."""
    with ThreadPoolExecutor(2) as executor:
        yield executor


def problems_of(error: Any) -> list[tuple[str, str, str]]:
    return [(p.code, str(p.place), p.message) for p in error.value.problems]


def test_every_row_gives_a_document_under_its_name(desk: Any, threads: Any) -> None:
    desk.write_table(desk.rows(3))
    filled = fill(desk.template, desk.table, "出", name="{{ 镇 }}/{{ 序号 }} {{ 村名 }}", executor=threads)
    assert (filled.records, filled.made, filled.bad_records) == (3, 3, 0)
    made = sorted(p.as_posix() for p in Path("出").rglob("*.*"))
    assert made == [
        "出/清单.jsonl",
        "出/第0镇/1 清水0村.docx",
        "出/第1镇/2 清水1村.docx",
        "出/第2镇/3 清水2村.docx",
    ]
    text = [p.text for p in docx.Document("出/第1镇/2 清水1村.docx").paragraphs]
    assert text == ["清水1村：", "请报送101户的台账。联系人×××"]
    line = json.loads(Path("出/清单.jsonl").read_text(encoding="utf-8").splitlines()[2])
    assert line["文件"] == "第1镇/2 清水1村.docx"
    assert line["来源"] == "各村.xlsx（村!第4行）"


def test_all_bad_rows_are_told_at_once_and_nothing_is_written(desk: Any, threads: Any) -> None:
    rows = desk.rows(6)
    rows[1][4] = None
    rows[2][2] = None
    rows[3][3] = "#REF!"
    rows[5][2] = "清水0村"
    desk.write_table(rows)
    with pytest.raises(DataError) as error:
        fill(desk.template, desk.table, "出", name="{{ 村名 }}", executor=threads)
    assert problems_of(error) == [
        ("render.none", "各村.xlsx（村!E4）", "“联系人”没有填，模板正文第2段要用"),
        ("render.none", "各村.xlsx（村!C5）", "“村名”没有填，文件名要用"),
        ("data.cell_error", "各村.xlsx（村!D6）", "单元格里是错误值#REF!"),
        ("batch.same_name", "各村.xlsx（村!第8行）", "文件名“清水0村.docx”与各村.xlsx（村!第3行）的相同"),
    ]
    assert [p.name for p in Path("出").iterdir()] == [".未完成"]


def test_bad_rows_left_out_come_back_in_a_table_and_are_done_from_it(desk: Any, threads: Any) -> None:
    rows = desk.rows(4)
    rows[1][4] = None
    rows[2][2] = "=1+1 村"
    rows[2][4] = None
    desk.write_table(rows)
    options = {"name": "{{ 村名 }}", "executor": threads}
    filled = fill(desk.template, desk.table, "出", keep_going=True, **options)
    assert (filled.made, filled.bad_records) == (2, 2)
    assert filled.returned == Path("出/有问题的行.xlsx")
    book = openpyxl.load_workbook(filled.returned)
    sheet: Any = book.active
    assert [c.value for c in sheet[1]] == ["序号", "镇", "村名", "户数", "联系人", "没有生成的原因", "原记录"]
    assert [c.value for c in sheet[2]][:5] == [2, "第1镇", "清水1村", 101, None]
    assert "联系人" in sheet["F2"].value
    assert sheet["F2"].fill.fgColor.rgb == sheet["E2"].fill.fgColor.rgb == "00FFF2CC"
    sheet["E2"], sheet["E3"] = "×××", "×××"
    sheet["C3"] = "清水2村"
    book.save("改好.xlsx")

    again = fill(desk.template, "改好.xlsx", "出", resume=True, **options)

    assert (again.made, again.bad_records, again.left_over) == (2, 0, 2)
    assert sorted(p.stem for p in Path("出").glob("*.docx")) == [f"清水{i}村" for i in range(4)]
    contents = Path("出/清单.jsonl").read_text(encoding="utf-8").splitlines()
    assert [json.loads(c)["文件"] for c in contents[1:]] == [f"清水{i}村.docx" for i in (0, 3, 1, 2)]


@pytest.mark.parametrize("suffix", [".csv", ".jsonl"])
def test_bad_rows_of_other_tables_come_back_in_their_own_form(desk: Any, threads: Any, suffix: str) -> None:
    data = Path(f"表{suffix}")
    if suffix == ".csv":
        data.write_text("村名,户数,联系人\n甲村,1,×××\n乙村,2,\n", encoding="utf-8")
    else:
        data.write_text(
            '{"村名":"甲村","户数":1,"联系人":"×××"}\n{"村名":"乙村","户数":2}\n{"村名":\n', encoding="utf-8"
        )
    filled = fill(desk.template, data, "出", keep_going=True, executor=threads)
    assert filled.returned == Path(f"出/有问题的行{suffix}")
    text = filled.returned.read_text(encoding="utf-8-sig")
    assert "乙村" in text
    assert "没有生成的原因" in text
    assert "甲村" not in text


def test_places_in_json_lines_have_line_and_column(desk: Any, threads: Any) -> None:
    Path("表.jsonl").write_text(
        '{"村名":"甲","户数":1,"联系人":"×"}\n\n{"村名" "乙"}\n[1]\n', encoding="utf-8"
    )
    with pytest.raises(DataError) as error:
        fill(desk.template, "表.jsonl", "出", executor=threads)
    assert [(p.code, p.place.line, p.place.column) for p in error.value.problems] == [
        ("data.syntax", 3, 7),
        ("data.wrong_type", 4, None),
    ]


def test_files_of_a_folder_are_documents_under_their_own_names(desk: Any, threads: Any) -> None:
    Path("数据/东").mkdir(parents=True)
    Path("数据/东/甲村.yaml").write_text("村名: 甲村\n户数: 3\n联系人: ×××\n", encoding="utf-8")
    Path("数据/乙村.json").write_text('{"村名":"乙村","户数":4,"联系人":"×××"}', encoding="utf-8")
    fill(desk.template, "数据", "出", executor=threads)
    assert sorted(p.as_posix() for p in Path("出").rglob("*.docx")) == ["出/东/甲村.docx", "出/乙村.docx"]


def test_a_single_record_goes_to_a_file(desk: Any, threads: Any) -> None:
    Path("一.yaml").write_text("村名: 甲村\n户数: 3\n联系人: ×××\n", encoding="utf-8")
    fill(desk.template, "一.yaml", "通知甲.docx", executor=threads)
    assert docx.Document("通知甲.docx").paragraphs[0].text == "甲村："
    assert sorted(p.name for p in Path().iterdir()) == ["一.yaml", "通知.docx", "通知甲.docx"]


def test_same_names_are_numbered_when_asked_for(desk: Any, threads: Any) -> None:
    rows = desk.rows(4)
    for row in rows[1:]:
        row[2] = "清水0村"
    desk.write_table(rows)
    fill(desk.template, desk.table, "出", name="{{ 村名 }}", duplicates="number", executor=threads)
    assert sorted(p.name for p in Path("出").glob("*.docx")) == [
        "清水0村.docx", "清水0村（2）.docx", "清水0村（3）.docx", "清水0村（4）.docx",
    ]  # fmt: skip


def test_two_equal_records_are_two_documents(desk: Any, threads: Any) -> None:
    row = [1, "第1镇", "清水村", 5, "×××"]
    desk.write_table([row, row])
    fill(desk.template, desk.table, "出", name="{{ 村名 }}", duplicates="number", executor=threads)
    assert len(list(Path("出").glob("*.docx"))) == 2


def test_a_dry_run_checks_everything_and_writes_nothing(desk: Any, threads: Any) -> None:
    rows = desk.rows(3)
    desk.write_table(rows)
    assert fill(desk.template, desk.table, "出", dry_run=True, executor=threads).made == 3
    assert not Path("出").exists()
    rows[1][4] = None
    desk.write_table(rows)
    with pytest.raises(DataError):
        fill(desk.template, desk.table, "出", dry_run=True, executor=threads)
    assert not Path("出").exists()


def test_the_same_again_makes_nothing_and_changes_nothing(
    desk: Any, threads: Any, snapshot: Snapshot
) -> None:
    desk.write_table(desk.rows(5))
    fill(desk.template, desk.table, "出", executor=threads)
    before = snapshot(Path("出"))
    filled = fill(desk.template, desk.table, "出", resume=True, executor=threads)
    assert (filled.made, filled.reused) == (0, 5)
    assert snapshot(Path("出")) == before


def test_a_changed_row_a_changed_file_and_a_lost_file(desk: Any, threads: Any) -> None:
    rows = desk.rows(4)
    desk.write_table(rows)
    fill(desk.template, desk.table, "出", name="{{ 村名 }}", executor=threads)
    rows[0][3] = 999
    rows[1][3] = 888
    desk.write_table(rows)
    Path("出/清水1村.docx").write_bytes(b"by hand")
    Path("出/清水2村.docx").unlink()
    filled = fill(desk.template, desk.table, "出", name="{{ 村名 }}", resume=True, executor=threads)
    assert (filled.made, filled.reused) == (3, 1)
    assert filled.kept == {"清水1村.docx": "清水1村（手工改过1）.docx"}
    assert Path("出/清水1村（手工改过1）.docx").read_bytes() == b"by hand"
    assert "999" in docx.Document("出/清水0村.docx").paragraphs[1].text


def test_a_changed_template_makes_everything_anew(desk: Any, threads: Any) -> None:
    desk.write_table(desk.rows(3))
    fill(desk.template, desk.table, "出", executor=threads)
    document = docx.Document(str(desk.template))
    document.add_paragraph("特此通知")
    document.save(str(desk.template))
    assert fill(desk.template, desk.table, "出", resume=True, executor=threads).made == 3


def test_a_zip_is_the_same_each_time(desk: Any, threads: Any) -> None:
    desk.write_table(desk.rows(3))
    fill(desk.template, desk.table, "一.zip", executor=threads)
    time.sleep(0.01)
    fill(desk.template, desk.table, "二.zip", executor=threads)
    assert Path("一.zip").read_bytes() == Path("二.zip").read_bytes()
    with zipfile.ZipFile("一.zip") as package:
        assert package.namelist() == [f"{i:04d} 第{i - 1}镇.docx" for i in (1, 2, 3)]
        assert package.testzip() is None


def test_very_many_files_are_spread_over_folders(
    desk: Any, threads: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("qijin_docs.batch.staging.LARGE_FOLDER", 5)
    monkeypatch.setattr("qijin_docs.batch.staging.FILES_A_FOLDER", 4)
    desk.write_lines(7)
    fill(desk.template, desk.lines, "出", name="{{ 村名 }}", executor=threads)
    folders = {p.name: len(list(p.iterdir())) for p in Path("出").iterdir() if p.is_dir()}
    assert folders == {"0000001-0000004": 4, "0000005-0000008": 3}
    assert fill(desk.template, desk.lines, "出", name="{{ 村名 }}", resume=True, executor=threads).reused == 7


@pytest.mark.parametrize("suffix", [".xlsx", ".csv"])
def test_large_tables_are_read_in_blocks_with_the_same_result(
    desk: Any, threads: Any, monkeypatch: pytest.MonkeyPatch, snapshot: Snapshot, suffix: str
) -> None:
    desk.write_table(desk.rows(25))
    data = desk.table
    if suffix == ".csv":
        data = Path("各村.csv")
        rows = ["序号,镇,村名,户数,联系人", *(",".join(map(str, row)) for row in desk.rows(25)), "合计,,,9,"]
        data.write_text("\n".join(rows), encoding="gb18030")
    fill(desk.template, data, "甲", executor=threads)
    monkeypatch.setitem(records.LARGE, suffix, 10)
    monkeypatch.setattr("qijin_docs.batch.blocks._BLOCK", 7)
    fill(desk.template, data, "乙", executor=threads)
    assert snapshot(Path("乙")) == snapshot(Path("甲"))


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda sheet: sheet.merge_cells("B10:B12"), "data.merged_large"),
        (lambda sheet: sheet.__setitem__("D9", "=1+1"), "data.formulas_large"),
    ],
)
def test_what_blocks_cannot_show_is_refused(
    desk: Any, threads: Any, monkeypatch: pytest.MonkeyPatch, change: Any, code: str
) -> None:
    desk.write_table(desk.rows(25))
    book = openpyxl.load_workbook(desk.table)
    change(book["村"])
    book.save(desk.table)
    monkeypatch.setitem(records.LARGE, ".xlsx", 10)
    with pytest.raises(DataError) as error:
        fill(desk.template, desk.table, "出", executor=threads)
    assert [p.code for p in error.value.problems] == [code]


def one(error: Any) -> Problem:
    (problem,) = error.value.problems
    assert problem.hint
    return problem  # type: ignore[no-any-return]


def test_a_faulty_template_leaves_no_process_behind(desk: Any) -> None:
    faulty = docx.Document()
    faulty.add_paragraph("{{ 村名 | 没有的 }}")
    faulty.save("错.docx")
    before = set(threading.enumerate())
    with pytest.raises(TemplateError):
        fill("错.docx", desk.write_lines(3), "出")
    assert multiprocessing.active_children() == []
    assert set(threading.enumerate()) <= before
    assert not Path("出").exists()


def test_a_script_without_a_guard_is_told_so_once(desk: Any) -> None:
    desk.write_lines(10)
    call = f"from qijin_docs import fill\nfill('{desk.template}', '{desk.lines}', '出', jobs=1)\n"
    Path("脚本.py").write_text(call, encoding="utf-8")
    command = [sys.executable, "-X", "utf8", "脚本.py"]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 1
    assert done.stderr.count("[batch.no_worker]") == 1
    assert '放到 if __name__ == "__main__": 下面' in done.stderr
    assert "batch.worker_lost" not in done.stderr


def test_an_output_folder_with_something_in_it_is_refused(desk: Any, threads: Any) -> None:
    desk.write_table(desk.rows(1))
    Path("出").mkdir()
    Path("出/别的.txt").touch()
    with pytest.raises(OutputError) as error:
        fill(desk.template, desk.table, "出", executor=threads)
    assert (one(error).code, str(one(error).place)) == ("output.not_empty", "出")
    Path("文").touch()
    with pytest.raises(OutputError) as error:
        fill(desk.template, desk.table, "文", executor=threads)
    assert one(error).code == "output.not_a_folder"


def test_no_record_many_records_and_no_template_are_told(desk: Any, threads: Any) -> None:
    Path("空.yaml").write_text("[]", encoding="utf-8")
    with pytest.raises(DataError) as error:
        fill(desk.template, "空.yaml", "出", executor=threads)
    assert (one(error).code, str(one(error).place)) == ("batch.no_records", "空.yaml")
    desk.write_table(desk.rows(2))
    with pytest.raises(DataError) as error:
        fill(desk.template, desk.table, "一份.docx", executor=threads)
    assert one(error).code == "batch.many"
    assert one(error).message == "有2条数据，不能写成一个文件"
    with pytest.raises(TemplateError):
        fill("没有.docx", desk.table, "出", executor=threads)


@pytest.mark.parametrize(("pattern", "code"), [("甲//乙", "batch.no_name"), ("{{ 镇 ", "template")])
def test_a_wrong_pattern_of_names_is_told_first(desk: Any, threads: Any, pattern: str, code: str) -> None:
    desk.write_table(desk.rows(2))
    with pytest.raises((DataError, TemplateError)) as error:
        fill(desk.template, desk.table, "出", name=pattern, executor=threads)
    assert error.value.problems[0].code.startswith(code)
    assert not Path("出").exists()


def test_a_second_run_in_the_same_folder_waits_for_nobody(desk: Any, threads: Any) -> None:
    pytest.importorskip("fcntl")
    from qijin_docs.batch.journal import Journal

    desk.write_table(desk.rows(1))
    journal = Journal(Path("出/.未完成"))
    try:
        with pytest.raises(OutputError) as error:
            fill(desk.template, desk.table, "出", executor=threads)
    finally:
        journal.close()
    assert one(error).code == "batch.busy"


def test_a_thread_that_no_signal_can_stop_looks_at_the_clock(desk: Any, threads: Any) -> None:
    document = docx.Document()
    document.add_paragraph("{{ 村名 }}{% for a in 圈 %}{{ a }}{% endfor %}")
    document.save("慢.docx")
    lines = [{"村名": "慢", "圈": list(range(99))}, {"村名": "快", "圈": []}]
    desk.lines.write_text("\n".join(json.dumps(line) for line in lines), encoding="utf-8")
    with pytest.raises(DataError) as error:
        fill("慢.docx", desk.lines, "出", executor=threads, seconds=1e-9)
    assert error.value.problems[0].code == "batch.too_slow"
    assert fill("慢.docx", desk.lines, "出", executor=threads, seconds=600).made == 2


def test_one_document_of_all_has_a_section_for_each(
    desk: Any, threads: Any, valid_ooxml: Callable[[Path], None], libreoffice: Any, pdf_text: Any
) -> None:
    desk.write_table(desk.rows(3))
    fill(desk.template, desk.table, "合.docx", merge=True, executor=threads)
    merged = docx.Document("合.docx")
    assert len(merged.sections) == 3
    assert [p.text for p in merged.paragraphs if p.text.endswith("：")] == [f"清水{i}村：" for i in range(3)]
    valid_ooxml(Path("合.docx"))
    (pdf,) = libreoffice(Path("合.docx"))
    assert [page.split("：")[0] for page in pdf_text(pdf)] == [f"清水 {i} 村" for i in range(3)]


def test_what_cannot_be_merged_is_refused(desk: Any, threads: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.write_table(desk.rows(3))
    monkeypatch.setattr("qijin_docs.batch.merged.MOST", 2)
    with pytest.raises(DataError) as error:
        fill(desk.template, desk.table, "合.docx", merge=True, executor=threads)
    assert (one(error).code, str(one(error).place)) == ("batch.merge_many", "合.docx")


def test_each_section_of_a_merged_document_has_its_own_header(
    desk: Any, threads: Any, valid_ooxml: Callable[[Path], None], libreoffice: Any, pdf_text: Any
) -> None:
    desk.write_table(desk.rows(4))
    picture = Path("徽.png")
    Image.new("RGB", (40, 40), "red").save(picture)
    document = docx.Document(str(desk.template))
    section = document.sections[0]
    section.different_first_page_header_footer = True
    section.first_page_header.paragraphs[0].text = "{{ 镇 }}首页"
    section.first_page_header.paragraphs[0].add_run().add_picture(str(picture))
    section.header.paragraphs[0].text = "{{ 镇 }}续页"
    document.add_paragraph().add_run().add_break(WD_BREAK.PAGE)
    document.add_paragraph("附件")
    document.save("页眉.docx")
    fill("页眉.docx", desk.table, "合.docx", merge=True, executor=threads)
    valid_ooxml(Path("合.docx"))
    merged = docx.Document("合.docx")
    assert [s.first_page_header.paragraphs[0].text for s in merged.sections] == [
        "第0镇首页", "第1镇首页", "第2镇首页", "第0镇首页",
    ]  # fmt: skip
    assert all(len(s.first_page_header.part.rels) == 1 for s in merged.sections)
    (pdf,) = libreoffice(Path("合.docx"))
    pages = [page.replace(" ", "") for page in pdf_text(pdf)]
    assert [page[:5] for page in pages] == [
        f"第{i % 3}镇{page}" for i in range(4) for page in ("首页", "续页")
    ]  # fmt: skip


def test_each_document_has_its_pdf(desk: Any, threads: Any, pdf_text: Any) -> None:
    desk.write_table(desk.rows(2))
    fill(desk.template, desk.table, "出", name="{{ 村名 }}", pdf=True, executor=threads)
    assert sorted(p.name for p in Path("出").iterdir()) == [
        "清单.jsonl", "清水0村.docx", "清水0村.pdf", "清水1村.docx", "清水1村.pdf",
    ]  # fmt: skip
    assert pdf_text(Path("出/清水1村.pdf"))[0].startswith("清水 1 村：")
