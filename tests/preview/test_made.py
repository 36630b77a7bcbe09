"""A template as pages, once, with LibreOffice."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from qijin_docs import RecordPages, preview_pages
from qijin_docs.errors import DataError, OfficeError, TemplateError
from qijin_docs.kinds import shipped_templates

Template = Callable[..., Path]


def test_a_template_of_a_kind_as_three_documents(
    opened: Callable[[bytes], int], pdf_text: Callable[[Path], list[str]], tmp_path: Path
) -> None:
    made = preview_pages(shipped_templates() / "word" / "实施方案.docx")
    assert [(pages.id, pages.name, pages.ok, pages.problems) for pages in made] == [
        ("typical", "典型", True, ()),
        ("longest", "最长", True, ()),
        ("empty", "最少", True, ()),
    ]
    assert [opened(pages.pdf) for pages in made] == [2, 6, 1]
    (tmp_path / "a.pdf").write_bytes(made[2].pdf)
    assert "云岭省示例厅" in pdf_text(tmp_path / "a.pdf")[0]
    pictures = made[0].pictures(dpi=72)
    assert [picture[:4] for picture in pictures] == [b"\x89PNG", b"\x89PNG"]


def test_one_record_of_a_workbook(opened: Callable[[bytes], int]) -> None:
    (made,) = preview_pages(shipped_templates() / "excel" / "活动台账.xlsx", record="最少")
    assert (made.id, opened(made.pdf)) == ("empty", 2), "A3, two pages wide"


def test_a_record_that_cannot_be_filled_in_says_why_beside_the_others(
    template: Template, tmp_path: Path
) -> None:
    data = tmp_path / "数据.json"
    data.write_text(json.dumps([{"村名": "甲村"}, {"村": "乙村"}], ensure_ascii=False), encoding="utf-8")
    good, bad = preview_pages(template("{{ 村名 }}"), data)
    assert (good.ok, good.problems) == (True, ())
    assert (bad.ok, bad.pdf, bad.pictures()) == (False, b"", ())
    assert [problem.code for problem in bad.problems] == ["render.missing"]


def test_a_file_without_tags_and_a_pdf_are_shown_as_they_are(
    template: Template, tmp_path: Path, pdf_of: Callable[..., bytes]
) -> None:
    (made,) = preview_pages(template("没有标签"))
    assert (made.id, made.ok) == ("file", True)
    (tmp_path / "a.pdf").write_bytes(pdf_of("one", "two"))
    (made,) = preview_pages(tmp_path / "a.pdf")
    assert (made.pdf, len(made.pictures())) == (pdf_of("one", "two"), 2)


def test_what_is_wrong_is_raised(template: Template, tmp_path: Path) -> None:
    with pytest.raises(TemplateError) as faulty:
        preview_pages(template("{{ 甲"))
    assert faulty.value.problems[0].code == "template.unclosed_tag"
    with pytest.raises(DataError) as none:
        preview_pages(template("{{ 甲 }}"), record="最长")
    assert (none.value.problems[0].code, none.value.problems[0].hint) == (
        "preview.no_such_record",
        "可以写：编的值",
    )
    with pytest.raises(OfficeError) as missing:
        preview_pages(template("{{ 甲 }}"), soffice=tmp_path / "none")
    assert missing.value.problems[0].code == "office.missing"
    with pytest.raises(TemplateError) as no_file:
        preview_pages(tmp_path / "没有.odt")
    assert no_file.value.problems[0].code == "office.no_input"


def test_a_document_libreoffice_cannot_open_is_told_with_its_own_name(template: Template) -> None:
    path = template("无")
    path.write_bytes(path.read_bytes()[:-40] + b"PK\x05\x06" + bytes(18))
    with pytest.raises((TemplateError, OfficeError)) as error:
        preview_pages(path)
    assert error.value.problems[0].place.file == path.name


def test_pages_of_a_filled_document_are_those_of_the_project(examples: Path) -> None:
    made = preview_pages(
        shipped_templates() / "word" / "活动总结.docx",
        examples / "yunling-2018" / "总结.yaml",
        kind="活动总结",
    )
    assert [type(pages) for pages in made] == [RecordPages]
    assert made[0].ok
