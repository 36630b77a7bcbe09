"""The options of ``compile_template`` reach the engines and go along to another process."""

from __future__ import annotations

import io
import pickle
import socket
import zipfile
from collections.abc import Callable, Collection
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from qijin_docs.errors import TemplateError
from qijin_docs.ooxml.active_content import SWITCHES
from qijin_docs.ooxml.archive import PackageLimits
from qijin_docs.templating import CompiledTemplate, compile_template, compiled

DDE_FIELD = (
    '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>DDEAUTO excel 表 格</w:instrText></w:r>'
    '<w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'
)
INSERTED = '<w:p><w:ins w:id="1" w:author="×××"><w:r><w:t>后来加的</w:t></w:r></w:ins></w:p>'
MakeTemplate = Callable[..., Path]


def again(template: CompiledTemplate) -> CompiledTemplate:
    """The template as another process gets it."""
    loaded = pickle.loads(pickle.dumps(template))
    assert isinstance(loaded, CompiledTemplate)
    return loaded


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    book = openpyxl.Workbook()
    assert book.active is not None
    book.active["A1"] = "{{ 名 }}"
    book.active["A2"] = "=WEBSERVICE(B1)"
    path = tmp_path / "表.xlsx"
    book.save(path)
    return path


def part(rendered: Any, name: str) -> str:
    with zipfile.ZipFile(io.BytesIO(bytes(rendered))) as archive:
        return archive.read(name).decode()


def test_active_content_is_refused_unless_allowed_in_word(make_template: MakeTemplate) -> None:
    path = make_template("{{ 名 }}", body=DDE_FIELD)
    with pytest.raises(TemplateError) as caught:
        compile_template(path)
    assert [problem.code for problem in caught.value.problems] == ["active.dde"]
    allowed = compile_template(path, allow={"dde"})
    for one in (allowed, again(allowed)):
        assert "DDEAUTO" in part(one.render({"名": "甲"}), "word/document.xml")


def test_active_content_is_refused_unless_allowed_in_excel(workbook: Path) -> None:
    with pytest.raises(TemplateError) as caught:
        compile_template(workbook)
    assert [problem.code for problem in caught.value.problems] == ["active.external_link"]
    allowed = compile_template(workbook, allow=["external_links"])
    for one in (allowed, again(allowed)):
        assert "WEBSERVICE(B1)" in part(one.render({"名": "甲"}), "xl/worksheets/sheet1.xml")


@pytest.mark.parametrize(("keep", "there"), [((), False), (["authors"], True)])
def test_traces_of_the_author_stay_if_asked(
    make_template: MakeTemplate, keep: Collection[str], there: bool
) -> None:
    template = compile_template(make_template("{{ 名 }}"), keep=keep)
    for one in (template, again(template)):
        assert (">python-docx<" in part(one.render({"名": "甲"}), "docProps/core.xml")) is there


def test_tracked_changes_are_accepted_if_asked(make_template: MakeTemplate) -> None:
    path = make_template("{{ 名 }}", body=INSERTED)
    with pytest.raises(TemplateError) as caught:
        compile_template(path)
    assert caught.value.problems[0].code == "template.tracked_changes"
    accepted = compile_template(path, accept_changes=True)
    for one in (accepted, again(accepted)):
        text = part(one.render({"名": "甲"}), "word/document.xml")
        assert "后来加的" in text
        assert "<w:ins" not in text


@pytest.mark.parametrize("option", ["allow", "keep"])
def test_a_switch_there_is_not_is_a_mistake_in_the_program(make_template: MakeTemplate, option: str) -> None:
    options: dict[str, Any] = {option: {"macro"}}
    with pytest.raises(ValueError, match=f"{option} may name .*, not \\['macro'\\]"):
        compile_template(make_template("{{ 名 }}"), **options)


@pytest.mark.parametrize("name", ["大.docx", "大.xlsx"])
def test_no_more_of_a_file_is_read_than_its_bound_and_one_byte(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    path = tmp_path / name
    path.write_bytes(b"PK\x03\x04" + bytes(1000))
    monkeypatch.setattr(compiled, "PackageLimits", lambda: PackageLimits(archive_bytes=100))
    read: list[int] = []
    monkeypatch.setattr(
        "qijin_docs.templating.compiled._compiled_source", lambda source, *_: read.append(len(source))
    )
    compile_template(path)
    assert read == [101]


def test_a_finished_document_is_shown_in_a_line(make_template: MakeTemplate) -> None:
    rendered = compile_template(make_template("{{ 甲 }}")).render({"甲": "乙"})
    assert repr(rendered) == "Rendered(problems=(), proved=1)"


@pytest.mark.parametrize("kind", [".docx", ".xlsx"])
def test_nothing_is_asked_of_the_network(
    make_template: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    """A template full of addresses, all of them allowed, filled where no connection can be made."""

    def refused(*_: Any, **__: Any) -> Any:
        raise AssertionError("the network was asked")

    for name in ("socket", "create_connection", "getaddrinfo", "gethostbyname"):
        monkeypatch.setattr(socket, name, refused)
    address = "https://x.example/{{ a }}"
    if kind == ".docx":

        def with_addresses(document: Any) -> None:
            for relation in ("image", "hyperlink", "attachedTemplate", "subDocument"):
                document.part.relate_to(
                    "https://x.example/y",
                    f"http://schemas.openxmlformats.org/officeDocument/2006/relationships/{relation}",
                    is_external=True,
                )

        field = "<w:p><w:r><w:instrText>INCLUDEPICTURE https://x.example/a.png</w:instrText></w:r></w:p>"
        path = make_template("{{ a }}", body=field, edit=with_addresses)
    else:
        book = openpyxl.Workbook()
        assert book.active is not None
        book.active["A1"] = f'=HYPERLINK("{address}","看")'
        book.active["A2"] = '=WEBSERVICE("https://x.example/")'
        path = tmp_path / "表.xlsx"
        book.save(path)
    with pytest.raises(TemplateError):
        compile_template(path)
    assert bytes(compile_template(path, allow=SWITCHES).render({"a": "1"}))
