"""发文字号 such as 安委办〔2017〕35号.

The year is full and stands in 〔〕, the number has no 第 and no zero before it (GB/T 9704-2012, 7.2.5).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from qijin_docs.errors import Problem
from qijin_docs.text.reading import Reading, halved, note, refusal, shown

_OPEN = "〔[［(（【﹝〖"
_CLOSE = "〕]］)）】﹞〗"
_AGENCY = r"(?P<agency>[\u4e00-\u9fff]{1,20})"
_FORMAL = re.compile(rf"{_AGENCY}〔(?P<year>(?:19|20)\d\d)〕(?P<number>[1-9]\d{{0,5}})号")
_INSIDE = re.compile(
    rf"{_AGENCY}[{re.escape(_OPEN)}](?P<year>(?:19|20)\d\d)年?[{re.escape(_CLOSE)}]第?(?P<number>\d{{1,6}})号"
)
# Seen as 安办函2015〔33〕号: the year before the brackets, the number inside.
_OUTSIDE = re.compile(
    rf"{_AGENCY}(?P<year>(?:19|20)\d\d)年?[{re.escape(_OPEN)}]第?(?P<number>\d{{1,6}})号?[{re.escape(_CLOSE)}]号?"
)


@dataclass(frozen=True, slots=True)
class DocumentNumber:
    """The number of a document; ``str()`` gives the official form.

    Args:
        agency: 机关代字: 安委办.
        year: four digits.
        number: 1, 2, 3 …
    """

    agency: str
    year: int
    number: int

    def __str__(self) -> str:
        return f"{self.agency}〔{self.year}〕{self.number}号"


def read_document_number(raw: object) -> Reading[DocumentNumber]:
    """The document number of a text that holds nothing else.

    Other brackets, the year outside of them, blanks, 第, zeros before the number and full-width digits are
    put right and noted, for there the meaning is certain. A number cut short is refused: what the missing
    part was cannot be known.

    Raises:
        DataError: ``text.not_a_document_number``.
    """
    if not isinstance(raw, str) or len(raw) > 100:
        raise _refused(raw)
    if formal := _FORMAL.fullmatch(raw):
        return Reading(_number(formal))
    text = "".join(halved(raw).split())
    found = _INSIDE.fullmatch(text) or _OUTSIDE.fullmatch(text)
    if found is None or int(found["number"]) == 0 or found["agency"].endswith(("第", "号")):
        raise _refused(raw)
    value = _number(found)
    return Reading(value, (_repaired(raw, value),))


def _number(found: re.Match[str]) -> DocumentNumber:
    return DocumentNumber(found["agency"], int(found["year"]), int(found["number"]))


def _repaired(raw: str, value: DocumentNumber) -> Problem:
    return note("text.document_number_repaired", f"发文字号“{shown(raw)}”应写成“{value}”")


def _refused(raw: object) -> Exception:
    hint = "发文字号写成“安委办〔2017〕35号”的样子；残缺的查清原文再填"
    return refusal("text.not_a_document_number", f"“{shown(raw)}”不是完整的发文字号", hint)
