"""Pages: their marks, their pictures, and what differs between two versions."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable

import PIL.Image
import pytest

from qijin_docs.errors import OfficeError
from qijin_docs.preview.pages import differences, page_picture, page_pictures, pages_of

MakePdf = Callable[..., bytes]


def test_pages_that_look_the_same_have_the_same_mark(pdf_of: MakePdf) -> None:
    one, two, three = pages_of(pdf_of("plan", "plan", "plan!"))
    assert one.mark == two.mark != three.mark
    assert (one.width, one.height) == (595.0, 842.0)
    assert pages_of(pdf_of("plan"))[0].mark == one.mark
    assert pages_of(pdf_of("plan", size=(842.0, 595.0)))[0].mark != one.mark


def test_a_page_as_a_picture_has_the_resolution_asked_for(pdf_of: MakePdf) -> None:
    pdf = pdf_of("plan", "report")
    assert PIL.Image.open(io.BytesIO(page_picture(pdf, 1, dpi=144))).size == (1190, 1684)
    assert [PIL.Image.open(io.BytesIO(png)).size for png in page_pictures(pdf, dpi=72)] == [(595, 842)] * 2


def test_what_differs_is_a_box_around_the_line(pdf_of: MakePdf) -> None:
    changed = differences(pages_of(pdf_of("plan", "same")), pages_of(pdf_of("plan 2018", "same")))
    assert changed[1] == ()
    ((left, top, width, height),) = changed[0]
    assert 0.18 < left < 0.35, "only what was added, not the word before it"
    assert 0.1 < top < 0.18, "the line stands 142 points from the top of 842"
    assert 0.05 < width < 0.25
    assert height < 0.06


def test_pages_pushed_along_by_a_new_one_are_not_changed(pdf_of: MakePdf) -> None:
    old, new = pages_of(pdf_of("one", "two")), pages_of(pdf_of("zero", "one", "two"))
    assert differences(old, new) == (((0.0, 0.0, 1.0, 1.0),), (), ())
    assert differences(new, old) == ((), ())


def test_a_page_of_another_size_differs_as_a_whole(pdf_of: MakePdf) -> None:
    old, new = pages_of(pdf_of("one")), pages_of(pdf_of("one", size=(842.0, 595.0)))
    assert differences(old, new) == (((0.0, 0.0, 1.0, 1.0),),)


def test_what_is_no_pdf_is_told() -> None:
    with pytest.raises(OfficeError) as error:
        pages_of(b"%PDF-1.7 half")
    assert error.value.problems[0].code == "office.bad_pdf"


def test_without_the_extra_it_is_said_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pypdfium2", None)
    with pytest.raises(OfficeError) as error:
        pages_of(b"")
    assert error.value.problems[0].code == "office.no_preview"
    assert "qijin-docs[preview]" in error.value.problems[0].hint
