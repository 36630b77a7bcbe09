"""Numbers of documents."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qijin_docs.errors import DataError
from qijin_docs.text.document_number import DocumentNumber, read_document_number


@pytest.mark.parametrize(
    "text",
    [
        "安委办〔2017〕35号",
        "安监总宣教〔2016〕42号",
        "国土资厅函〔2017〕1124号",
        "泰山燃气发〔2018〕14号",
        "安委明电〔2017〕3号",
    ],
)
def test_a_number_in_official_form_is_read_and_written_alike(text: str) -> None:
    reading = read_document_number(text)
    assert str(reading.value) == text
    assert reading.notes == ()


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("豫安委办[2017]74号", "豫安委办〔2017〕74号"),
        ("安委办(2017)35号", "安委办〔2017〕35号"),
        ("安委办（2017）35号", "安委办〔2017〕35号"),
        ("安委办【2017】35号", "安委办〔2017〕35号"),
        ("安委办﹝2017﹞35号", "安委办〔2017〕35号"),
        ("安委办［2017］35号", "安委办〔2017〕35号"),
        ("安办函2015〔33〕号", "安办函〔2015〕33号"),
        ("安办函2018〔35〕", "安办函〔2018〕35号"),
        ("开安委办〔2020〕20 号", "开安委办〔2020〕20号"),
        ("泰公用办发 [2018] 31号", "泰公用办发〔2018〕31号"),
        ("安委办〔2017〕第35号", "安委办〔2017〕35号"),
        ("安委办〔2017〕035号", "安委办〔2017〕35号"),
        ("安委办〔２０１７〕３５号", "安委办〔2017〕35号"),
        ("安委办〔2017年〕35号", "安委办〔2017〕35号"),
    ],
)
def test_other_spellings_are_read_and_noted(raw: str, text: str) -> None:
    reading = read_document_number(raw)
    assert str(reading.value) == text
    expected = f"发文字号“{raw}”应写成“{text}” [text.document_number_repaired]"
    assert [str(n) for n in reading.notes] == [expected]


@pytest.mark.parametrize(
    "raw",
    [
        "赣市发〔201737",
        "安委办〔2017〕35",
        "安委办〔2017 35号",
        "安委办2017〕35号",
        "安委办〔17〕35号",
        "安委办〔2017〕号",
        "安委办〔2017〕0号",
        "银安办发〔**〕53号",
        "2018〔35〕",
        "〔2017〕35号",
        "安委办〔2017〕35号、36号",
        "根据安委办〔2017〕35号文件精神",
        "{{ 文号 }}",
        "",
        None,
        35,
        "安" * 10_000,
    ],
    ids=lambda raw: repr(raw)[:30],
)
def test_a_number_that_is_not_whole_is_refused_and_never_completed(raw: Any) -> None:
    with pytest.raises(DataError) as caught:
        read_document_number(raw)
    problem = caught.value.problems[0]
    assert problem.code == "text.not_a_document_number"
    assert problem.message.endswith("”不是完整的发文字号")
    assert problem.hint == "发文字号写成“安委办〔2017〕35号”的样子；残缺的查清原文再填"


@given(st.text("安委办函发明电", min_size=1, max_size=8), st.integers(1950, 2099), st.integers(1, 99_999))
@settings(derandomize=True)
def test_every_number_comes_back_from_its_text(agency: str, year: int, number: int) -> None:
    reading = read_document_number(str(DocumentNumber(agency, year, number)))
    assert (reading.value, reading.notes) == (DocumentNumber(agency, year, number), ())
