"""Files to PDF: with a stand-in that misbehaves, and with LibreOffice itself."""

from __future__ import annotations

import http.server
import json
import re
import threading
import zipfile
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, Protocol

import docx
import openpyxl
import PIL.Image
import pytest

from qijin_docs.errors import OfficeError, OutputError, Problem
from qijin_docs.office import convert, to_pdf
from qijin_docs.office.convert import is_whole_pdf


class FakeOffice(Protocol):
    """What the fixture gives."""

    program: Path
    log: Path


def texts(folder: Path, *names: str) -> list[Path]:
    """Small files with these names, each holding its name."""
    folder.mkdir(exist_ok=True)
    files = [folder / name for name in names]
    for file in files:
        file.write_text(file.name, encoding="utf-8")
    return files


def calls(office: FakeOffice) -> list[dict[str, Any]]:
    return [json.loads(line) for line in office.log.read_text(encoding="utf-8").splitlines()]


def problems_of(error: OfficeError) -> list[tuple[str, str]]:
    return [(problem.code, Path(problem.place.file or "").name) for problem in error.problems]


# With the stand-in ---------------------------------------------------------------------------------------


def test_one_file_is_as_good_as_many(tmp_path: Path, fake_office: FakeOffice) -> None:
    (file,) = texts(tmp_path / "in", "方案.txt")
    assert to_pdf(file, tmp_path / "out", soffice=fake_office.program) == (tmp_path / "out/方案.pdf",)
    assert to_pdf(str(file), str(tmp_path / "out2"), soffice=str(fake_office.program)) == (
        tmp_path / "out2/方案.pdf",
    )


def test_nothing_to_convert_starts_nothing(tmp_path: Path, fake_office: FakeOffice) -> None:
    assert to_pdf([], tmp_path / "out", soffice=fake_office.program) == ()
    assert not fake_office.log.exists()
    assert not (tmp_path / "out").exists()


def test_many_files_go_to_one_call_and_come_back_in_their_order(
    tmp_path: Path, fake_office: FakeOffice
) -> None:
    files = texts(tmp_path / "in", "三.txt", "一.txt", "二.txt")

    made = to_pdf(files, tmp_path / "out", soffice=fake_office.program)

    assert [pdf.name for pdf in made] == ["三.pdf", "一.pdf", "二.pdf"]
    assert [call["files"] for call in calls(fake_office)] == [["三.txt", "一.txt", "二.txt"]]


def test_every_call_has_a_profile_of_its_own_in_the_scratch_folder(
    tmp_path: Path, fake_office: FakeOffice, scratch: Path
) -> None:
    files = texts(tmp_path / "in", "方案.txt", "方案.csv")
    to_pdf(files, tmp_path / "out", soffice=fake_office.program)

    profiles = [call["profile"] for call in calls(fake_office)]
    assert len(set(profiles)) == 2
    assert all(profile.startswith(f"-env:UserInstallation={scratch.as_uri()}/") for profile in profiles)
    assert all(call["fonts"].startswith(str(scratch)) for call in calls(fake_office))


def test_nothing_is_left_behind(tmp_path: Path, fake_office: FakeOffice, scratch: Path) -> None:
    files = texts(tmp_path / "in", "方案.txt", "无.txt")
    with pytest.raises(OfficeError):
        to_pdf(files, tmp_path / "out", soffice=fake_office.program)

    assert list(scratch.iterdir()) == []
    assert sorted(file.name for file in (tmp_path / "in").iterdir()) == ["方案.txt", "无.txt"]
    assert [file.name for file in (tmp_path / "out").iterdir()] == ["方案.pdf"]


@pytest.mark.parametrize(
    ("name", "code", "message"),
    [
        (
            "无.txt",
            "office.no_output",
            "LibreOffice 没有生成完整的 PDF（Error: source file could not be loaded）",
        ),
        ("半.txt", "office.no_output", "LibreOffice 没有生成完整的 PDF（没有说明）"),
        ("假.txt", "office.no_output", "LibreOffice 没有生成完整的 PDF（没有说明）"),
        ("崩.txt", "office.failed", "LibreOffice 异常结束，返回码 77（Unspecified Application Error）"),
        ("停.txt", "office.timeout", "LibreOffice 在 5 秒内没有完成，已停止"),
    ],
)
def test_a_bad_file_costs_nothing_but_itself(
    tmp_path: Path, fake_office: FakeOffice, name: str, code: str, message: str
) -> None:
    files = texts(tmp_path / "in", "甲.txt", name, "乙.txt", "丙.txt")

    with pytest.raises(OfficeError) as caught:
        to_pdf(files, tmp_path / "out", soffice=fake_office.program, timeout=5 if name == "停.txt" else 60)

    (problem,) = caught.value.problems
    assert (problem.code, problem.place.file) == (code, str(tmp_path / "in" / name))
    assert problem.message == message
    assert problem.hint
    assert sorted(pdf.name for pdf in (tmp_path / "out").iterdir()) == ["丙.pdf", "乙.pdf", "甲.pdf"]


def test_all_bad_files_are_reported_at_once_in_their_order(tmp_path: Path, fake_office: FakeOffice) -> None:
    files = texts(tmp_path / "in", "无.txt", "甲.txt", "崩.txt", "半.txt")
    with pytest.raises(OfficeError) as caught:
        to_pdf(files, tmp_path / "out", soffice=fake_office.program)
    assert problems_of(caught.value) == [
        ("office.no_output", "无.txt"),
        ("office.failed", "崩.txt"),
        ("office.no_output", "半.txt"),
    ]


def test_after_a_crash_the_file_it_happened_at_is_set_apart_and_the_others_go_on_together(
    tmp_path: Path, fake_office: FakeOffice
) -> None:
    files = texts(tmp_path / "in", "甲.txt", "崩.txt", "乙.txt", "丙.txt", "丁.txt")
    with pytest.raises(OfficeError):
        to_pdf(files, tmp_path / "out", soffice=fake_office.program)
    assert [call["files"] for call in calls(fake_office)] == [
        ["甲.txt", "崩.txt", "乙.txt", "丙.txt", "丁.txt"],
        ["崩.txt"],
        ["乙.txt", "丙.txt", "丁.txt"],
    ]


def test_very_many_files_go_to_several_calls(
    tmp_path: Path, fake_office: FakeOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(convert, "FILES_A_CALL", 3)
    files = texts(tmp_path / "in", *(f"{number}.txt" for number in range(7)))

    made = to_pdf(files, tmp_path / "out", soffice=fake_office.program)

    assert [pdf.name for pdf in made] == [f"{number}.pdf" for number in range(7)]
    assert [len(call["files"]) for call in calls(fake_office)] == [3, 3, 1]


def test_two_files_with_one_stem_get_two_pdfs(tmp_path: Path, fake_office: FakeOffice) -> None:
    files = texts(tmp_path / "in", "方案.txt", "方案.csv", "总结.txt")

    made = to_pdf(files, tmp_path / "out", soffice=fake_office.program)

    assert [pdf.name for pdf in made] == ["方案.txt.pdf", "方案.csv.pdf", "总结.pdf"]
    assert [call["files"] for call in calls(fake_office)] == [["方案.txt", "总结.txt"], ["方案.csv"]]
    assert "方案.csv".encode()[:9] in made[1].read_bytes()


@pytest.mark.parametrize(
    "name",
    ["-o.txt", "a b & 'c' \"d\" <e>.txt", "{{ 标题 }}.txt", "100%.txt", "#1;$HOME.txt", "长" * 80 + ".txt"],
)
def test_a_file_may_have_any_name(tmp_path: Path, fake_office: FakeOffice, name: str) -> None:
    files = texts(tmp_path / "in", name)
    (pdf,) = to_pdf(files, tmp_path / "out", soffice=fake_office.program)
    assert pdf.name == name.removesuffix(".txt") + ".pdf"


def test_files_that_would_overwrite_each_other_are_refused(tmp_path: Path, fake_office: FakeOffice) -> None:
    (tmp_path / "in").mkdir()
    files = texts(tmp_path / "in/甲", "方案.txt") + texts(tmp_path / "in/乙", "方案.txt", "总结.txt")

    with pytest.raises(OfficeError) as caught:
        to_pdf(files, tmp_path / "out", soffice=fake_office.program)

    assert [(problem.code, problem.place.file) for problem in caught.value.problems] == [
        ("office.same_name", str(files[0])),
        ("office.same_name", str(files[1])),
    ]
    assert caught.value.problems[0].message == "不止一个文件会转换成“方案.txt.pdf”，PDF 会互相覆盖"
    assert not fake_office.log.exists()


def test_what_cannot_be_converted_is_said_before_anything_is_started(
    tmp_path: Path, fake_office: FakeOffice
) -> None:
    files = texts(tmp_path / "in", "方案.docx", "方案.XLSX", "好.txt")
    files += [tmp_path / "in/没有.docx", tmp_path / "in"]

    with pytest.raises(OfficeError) as caught:
        to_pdf(files, tmp_path / "out", soffice=fake_office.program)

    assert problems_of(caught.value) == [
        ("office.not_a_document", "方案.docx"),
        ("office.not_a_document", "方案.XLSX"),
        ("office.no_input", "没有.docx"),
        ("office.no_input", "in"),
    ]
    assert caught.value.problems[0].message == "文件内容不是 .docx 文档"
    assert caught.value.problems[2].message == "没有这个文件"
    assert not fake_office.log.exists()


def test_a_folder_that_cannot_be_written_is_the_output_s_fault(
    tmp_path: Path, fake_office: FakeOffice
) -> None:
    (tmp_path / "out").write_text("a file", encoding="utf-8")
    with pytest.raises(OutputError) as caught:
        to_pdf(texts(tmp_path / "in", "方案.txt"), tmp_path / "out", soffice=fake_office.program)

    (problem,) = caught.value.problems
    assert problem.code == "output.cannot_write"
    assert problem.place.file == str(tmp_path / "out/方案.pdf")
    assert problem.message.startswith("写不进去：")


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"%PDF-1.7\n...\n%%EOF\n", True),
        (b"%PDF-1.7\n" + b"x" * 5000 + b"%%EOF", True),
        (b"%PDF-1.7\n%%EOF" + b"x" * 2000, False),
        (b"%PDF-1.7\n", False),
        (b"%%EOF", False),
        (b"", False),
    ],
)
def test_a_pdf_is_whole_when_it_begins_and_ends_as_one(
    tmp_path: Path, content: bytes, expected: bool
) -> None:
    (tmp_path / "x.pdf").write_bytes(content)
    assert is_whole_pdf(tmp_path / "x.pdf") is expected


# With LibreOffice ----------------------------------------------------------------------------------------


def test_libreoffice_converts_word_and_excel_in_one_call_and_leaves_the_input_alone(
    tmp_path: Path, letter: Path, pdf_text: Callable[[Path], list[str]]
) -> None:
    book = openpyxl.Workbook()
    book.active["A1"] = "活动台账"  # type: ignore[index]
    (tmp_path / "in").mkdir()
    book.save(tmp_path / "in/台账.xlsx")
    plan = letter.rename(tmp_path / "in/方案.docx")

    made = to_pdf([plan, tmp_path / "in/台账.xlsx"], tmp_path / "out")

    assert [pdf.name for pdf in made] == ["方案.pdf", "台账.pdf"]
    assert pdf_text(made[0]) == ["安全生产“七进”活动实施方案"]
    assert pdf_text(made[1]) == ["活动台账"]
    assert sorted(file.name for file in (tmp_path / "in").iterdir()) == ["台账.xlsx", "方案.docx"]


def test_conversions_at_the_same_time_do_not_disturb_each_other(tmp_path: Path, letter: Path) -> None:
    with ThreadPoolExecutor(4) as pool:
        made = list(pool.map(lambda number: to_pdf(letter, tmp_path / str(number)), range(4)))
    assert [is_whole_pdf(pdf) for (pdf,) in made] == [True, True, True, True]


def rewritten(source: Path, target: Path, change: Callable[[str, bytes], bytes]) -> Path:
    """A copy of a package with its parts changed."""
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            new.writestr(name, change(name, old.read(name)))
    return target


def test_a_damaged_document_is_a_problem_and_not_an_empty_page(tmp_path: Path, letter: Path) -> None:
    damaged = rewritten(
        letter,
        tmp_path / "坏.docx",
        lambda name, data: data[: len(data) // 2] if name == "word/document.xml" else data,
    )
    with pytest.raises(OfficeError) as caught:
        to_pdf([damaged, letter], tmp_path / "out")
    assert problems_of(caught.value) == [("office.no_output", "坏.docx")]
    assert is_whole_pdf(tmp_path / "out/方案.pdf")


def test_formulas_are_calculated_anew_whatever_result_the_workbook_carries(
    tmp_path: Path, pdf_text: Callable[[Path], list[str]]
) -> None:
    book = openpyxl.Workbook()
    book.active["A1"], book.active["A2"] = 41, "=A1+1"  # type: ignore[index]
    book.save(tmp_path / "new.xlsx")
    stale = rewritten(
        tmp_path / "new.xlsx",
        tmp_path / "统计.xlsx",
        lambda name, data: re.sub(rb"<f>A1\+1</f>(<v ?/>|<v></v>)", b"<f>A1+1</f><v>7</v>", data),
    )
    assert b"<v>7</v>" in zipfile.ZipFile(stale).read("xl/worksheets/sheet1.xml")

    (pdf,) = to_pdf(stale, tmp_path / "out")

    assert pdf_text(pdf)[0].split() == ["41", "42"]


@pytest.fixture
def web_server() -> Iterator[tuple[int, list[str]]]:
    """A server on this machine: its port, and what it was asked for."""
    asked: list[str] = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def answer(self) -> None:
            asked.append(self.path)
            self.send_response(404)
            self.end_headers()

        do_GET = do_HEAD = do_OPTIONS = do_PROPFIND = answer  # noqa: N815 - named by http.server

        def log_message(self, *arguments: object) -> None:
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server.server_port, asked
        server.shutdown()


def test_a_linked_picture_is_not_fetched(tmp_path: Path, web_server: tuple[int, list[str]]) -> None:
    port, asked = web_server
    PIL.Image.new("RGB", (10, 10)).save(tmp_path / "p.png")
    document = docx.Document()
    document.add_picture(str(tmp_path / "p.png"))
    document.save(str(tmp_path / "embedded.docx"))

    def link(name: str, data: bytes) -> bytes:
        target = f'Target="http://127.0.0.1:{port}/p.png" TargetMode="External"'.encode()
        return data.replace(b"r:embed=", b"r:link=").replace(b'Target="media/image1.png"', target)

    linked = rewritten(tmp_path / "embedded.docx", tmp_path / "linked.docx", link)
    assert str(port).encode() in zipfile.ZipFile(linked).read("word/_rels/document.xml.rels")

    to_pdf(linked, tmp_path / "out")

    assert asked == []


def test_problems_survive_a_process_boundary() -> None:
    import pickle

    error = OfficeError(Problem("office.timeout", "LibreOffice 在 5 秒内没有完成，已停止"))
    assert pickle.loads(pickle.dumps(error)).problems == error.problems
