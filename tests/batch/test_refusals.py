"""What else a batch refuses, each with its place and what to do."""

from __future__ import annotations

import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, Self

import docx
import fsspec
import pytest
from docx.opc.packuri import PackURI
from docx.opc.part import Part

from qijin_docs.batch.cluster import cluster_executor
from qijin_docs.batch.filling import fill
from qijin_docs.batch.merged import merge_documents
from qijin_docs.batch.remote import fill_remote
from qijin_docs.errors import DataError, OutputError, Problem, QijinError


@pytest.fixture
def threads() -> Any:
    with ThreadPoolExecutor(1) as executor:
        yield executor


def one(error: pytest.ExceptionInfo[QijinError]) -> Problem:
    (problem,) = error.value.problems
    assert problem.hint
    return problem


@pytest.mark.parametrize(
    ("module", "code", "extra"),
    [
        ("distributed", "batch.no_dask", "cluster"),
        ("fsspec", "batch.no_fsspec", "fsspec"),
        ("docxcompose.composer", "batch.no_docxcompose", "merge"),
    ],
)
def test_what_is_not_installed_is_named_with_its_extra(
    desk: Any, monkeypatch: pytest.MonkeyPatch, threads: Any, module: str, code: str, extra: str
) -> None:
    monkeypatch.setitem(sys.modules, module, None)
    data = desk.write_table(desk.rows(2))
    calls: dict[str, Any] = {
        "cluster": lambda: cluster_executor("tcp://127.0.0.1:9").__enter__(),
        "fsspec": lambda: fill_remote(desk.template, data, "memory://x", executor=threads),
        "merge": lambda: fill(desk.template, data, "合.docx", merge=True, executor=threads),
    }
    with pytest.raises(OutputError) as error:
        calls[extra]()
    assert one(error).code == code
    assert f"qijin-docs[{extra}]" in one(error).hint


def test_a_scheduler_without_workers_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    class Client:
        def __init__(self, *_: Any, **__: Any) -> None: ...

        def __enter__(self) -> Self:
            return self

        def __exit__(self, *_: object) -> None: ...

        def nthreads(self) -> dict[str, int]:
            return {}

    monkeypatch.setattr("distributed.Client", Client)
    with pytest.raises(OutputError) as error, cluster_executor("tcp://127.0.0.1:9"):
        pass
    assert (one(error).code, str(one(error).place)) == ("batch.no_workers", "tcp://127.0.0.1:9")


def test_a_store_that_fails_is_told_and_gone_on_with(
    desk: Any, threads: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = desk.write_table(desk.rows(3))
    memory = type(fsspec.filesystem("memory"))
    real = memory.pipe_file

    def refuse(self: Any, path: str, value: bytes, **more: Any) -> None:
        if "0002" in path:
            raise ConnectionError("断了")
        real(self, path, value, **more)

    with monkeypatch.context() as patch:
        patch.setattr(memory, "pipe_file", refuse)
        with pytest.raises(OutputError) as error:
            fill_remote(desk.template, data, "memory://断", executor=threads)
    assert (one(error).code, str(one(error).place)) == ("batch.not_sent", "memory://断")
    filled = fill_remote(desk.template, data, "memory://断", resume=True, executor=threads)
    assert filled.reused == 3
    assert len(fsspec.filesystem("memory").find("/断")) == 4


def test_only_word_documents_of_one_section_are_merged(desk: Any, threads: Any) -> None:
    with pytest.raises(DataError) as error:
        merge_documents(Path("合.part"), [Path("甲.xlsx"), Path("乙.xlsx")], "合.xlsx")
    assert (one(error).code, str(one(error).place)) == ("batch.merge_kind", "合.xlsx")
    document = docx.Document(str(desk.template))
    document.add_section()
    document.save("两节.docx")
    with pytest.raises(DataError) as error:
        fill("两节.docx", desk.write_table(desk.rows(2)), "合.docx", merge=True, executor=threads)
    assert (one(error).code, str(one(error).place)) == ("batch.merge_sections", "合.docx")


def test_a_header_with_more_than_text_and_pictures_is_not_merged(desk: Any) -> None:
    files = []
    for name in ("甲", "乙"):
        document = docx.Document(str(desk.template))
        header = document.sections[0].header
        header.paragraphs[0].text = name
        part: Any = Part(PackURI("/word/thing.xml"), "application/xml", b"<a/>", document.part.package)
        header.part.relate_to(part, "urn:thing")
        files.append(Path(f"{name}.docx"))
        document.save(str(files[-1]))
    with pytest.raises(DataError) as error:
        merge_documents(Path("合.part"), files, "合.docx")
    assert (one(error).code, str(one(error).place)) == ("batch.merge_heads", "合.docx")


def test_of_very_many_bad_rows_the_rest_is_counted(
    desk: Any, threads: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("qijin_docs.batch.filling.MOST_BAD", 2)
    rows = [[*row[:4], None] for row in desk.rows(5)]
    with pytest.raises(DataError) as error:
        fill(desk.template, desk.write_table(rows), "出", executor=threads)
    last = error.value.problems[-1]
    assert (len(error.value.problems), last.code, str(last.place)) == (3, "batch.more", "各村.xlsx")
    assert last.message == "另有3条有错，没有一一列出"


def test_what_nobody_thought_of_costs_one_record(
    desk: Any, threads: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from qijin_docs.batch import worker

    monkeypatch.setattr(worker, "_name", lambda f, v, n: 1 / (n - 2) and f"{n}.docx")
    filled = fill(desk.template, desk.write_table(desk.rows(3)), "出", keep_going=True, executor=threads)
    assert [(o.number, p.code, str(p.place)) for o in filled.bad for p in o.problems] == [
        (2, "batch.failed", "各村.xlsx（村!第4行）")
    ]
    assert filled.made == 2
