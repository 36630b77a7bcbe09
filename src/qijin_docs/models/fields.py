"""The kinds of field that data files have: lines, prose, dates, counts, document numbers.

Tolerance lives here and only here: what a clerk writes nearly right (half-width punctuation,
``6.16``, ``2018[35]号``) is repaired before validation and noted with its place (``Repair``).
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, Field, GetCoreSchemaHandler, StringConstraints
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from qijin_docs.sources.repair import Repair
from qijin_docs.text.dates import read_date
from qijin_docs.text.document_number import read_document_number
from qijin_docs.text.quantities import read_count, read_exact, read_quantity
from qijin_docs.text.reading import Reading
from qijin_docs.text.typography import repair_typography


class Narrative(str):
    """Prose that may hold expressions such as ``{{ 统计.合计.活动场次 }}``.

    Braces in any other field are text. The type itself is the mark: after loading, every
    ``Narrative`` inside a model is evaluated once against the project's values.
    """

    __slots__ = ()

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_after_validator_function(
            cls, core_schema.str_schema(strip_whitespace=True, min_length=1)
        )


def _text_only(reader: Callable[[str], Reading[str]]) -> Callable[[Any], Reading[Any]]:
    return lambda value: reader(value) if isinstance(value, str) else Reading(value)


def _printable(text: str) -> str:
    for index, char in enumerate(text):
        # Control, invisible (zero width, turned direction), half a pair, private use that prints as a box on
        # another machine, and the noncharacters that XML forbids: none belongs in a document.
        noncharacter = ord(char) & 0xFFFE == 0xFFFE or "\ufdd0" <= char <= "\ufdef"
        if noncharacter or (unicodedata.category(char) in ("Cc", "Cf", "Cs", "Co") and char not in "\n\t"):
            raise PydanticCustomError(
                "data.unprintable",
                "第{position}个字（U+{number}）看不见，或换一台电脑就显示不出",
                {"position": index + 1, "number": f"{ord(char):04X}", "hint": "请删去这个字，或另换一个写法"},
            )
    return text


def _single_line(text: str) -> str:
    if any(mark in text for mark in "\n\u2028\u2029"):
        raise PydanticCustomError("data.line_break", "这里只能写一行，却有换行", {"hint": "请合成一行"})
    return text


PUNCTUATED = Repair(_text_only(repair_typography))
"""The reader of every text with Chinese signs."""

Text = Annotated[
    str,
    # First, so that pydantic puts it on the text itself; after a reader it would not see blanks as nothing.
    StringConstraints(strip_whitespace=True, min_length=1),
    PUNCTUATED,
    AfterValidator(_printable),
]
"""Text of one or more paragraphs; Chinese punctuation is made full-width."""

Line = Annotated[Text, AfterValidator(_single_line)]
"""One line of text: a name, a title, a caption."""

Exact = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1),
    AfterValidator(_printable),
    AfterValidator(_single_line),
]
"""One line taken letter for letter: an id, a file name, a web address, a telephone number."""

Prose = Annotated[Narrative, PUNCTUATED, AfterValidator(lambda text: Narrative(_printable(text)))]
"""A paragraph of narrative; may hold expressions."""

FormalDate = Annotated[date, Repair(read_date, context=("year",))]
"""A calendar date; written ``2018年4月25日`` in documents."""


def _whole_number(value: object) -> object:
    # bool is an int to Python, and an Excel cell gives 12.0 for 12; the first is a slip, the second is not.
    if isinstance(value, bool):
        raise PydanticCustomError("data.not_a_count", "应为数字，写的是“是/否”值", {"hint": "请写阿拉伯数字"})
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value


def _number(reader: Callable[[object], Reading[Any]]) -> Callable[[Any], Reading[Any]]:
    # A slash or a dash says that the column does not apply: nothing reported, which is not zero.
    def read(value: Any) -> Reading[Any]:
        if not isinstance(value, str):
            return Reading(value)
        return Reading(None) if value.strip() in ("/", "／", "—", "-", "") else reader(value)

    return read


@dataclass(frozen=True, slots=True)
class Counted(Repair):
    """The mark of a number that is counted in a unit.

    Args:
        units: the unit, then other words for the same thing; empty if the number has none of its own.
    """

    units: tuple[str, ...] = ()


def counted_in(*units: str) -> Counted:
    """The reader of a count in one unit: ``80人`` is read with a note, ``80人次`` refused.

    Args:
        units: the unit, then other words for the same thing: ``counted_in("条", "幅")``. Units are never
            converted and never added to each other (facts A.0.2). Without units any is accepted.
    """

    def read(value: object) -> Reading[Any]:
        reading = read_count(value)
        if units and read_quantity(value).value.unit not in ("", *units):
            return read_count(value, unit=units[0])  # raises, naming the unit
        return reading

    return Counted(_number(read), units=units)


def _ten_thousands(value: object) -> Reading[Any]:
    # 3000元 must not become 3000万元. “1.2万元” is the unit itself, not a figure rounded to 万.
    text = value.strip().removesuffix("万元") if isinstance(value, str) else value
    return read_exact(text, unit="万元")


_WHOLE = (BeforeValidator(_whole_number), Field(ge=0, le=10**12))

Count = Annotated[int, counted_in(), *_WHOLE]
"""A whole number of something, zero or more. Blank (``None``) means "not reported" and is not zero."""

# Counts in one unit each (the catalogue of facts A.11).
People = Annotated[int, counted_in("人", "名"), *_WHOLE]
PersonTimes = Annotated[int, counted_in("人次"), *_WHOLE]
Events = Annotated[int, counted_in("场", "场次", "次"), *_WHOLE]
Copies = Annotated[int, counted_in("份", "张"), *_WHOLE]
Volumes = Annotated[int, counted_in("册", "本"), *_WHOLE]
Pieces = Annotated[int, counted_in("件", "个"), *_WHOLE]
Banners = Annotated[int, counted_in("条", "幅"), *_WHOLE]
Boards = Annotated[int, counted_in("块", "个"), *_WHOLE]
Showings = Annotated[int, counted_in("条次", "次"), *_WHOLE]
Articles = Annotated[int, counted_in("篇"), *_WHOLE]
Items = Annotated[int, counted_in("条", "篇"), *_WHOLE]

Amount = Annotated[Decimal, Repair(_number(read_exact)), BeforeValidator(_whole_number), Field(ge=0)]
"""An exact number that may have a fraction; its unit stands beside it."""

Money = Annotated[
    Decimal,
    Counted(_number(_ten_thousands), units=("万元",)),
    BeforeValidator(_whole_number),
    Field(ge=0, max_digits=14, decimal_places=4),
]
"""An amount in 万元."""


def _formal_number(value: Any) -> Reading[Any]:
    reading = read_document_number(value)
    return Reading(str(reading.value), reading.notes)


DocumentNumber = Annotated[Exact, Repair(_formal_number)]
"""发文字号 in its formal shape ``机关代字〔年份〕顺序号号`` (GB/T 9704 7.2.5)."""


def _split_list(value: object) -> object:
    # Cells and one-line YAML write several names in one string.
    if isinstance(value, str):
        for mark in ("；", ";", "，", ",", "\n"):
            value = value.replace(mark, "、")
        return tuple(part.strip() for part in value.split("、") if part.strip())
    return value


Names = Annotated[tuple[Exact, ...], BeforeValidator(_split_list)]
"""Several names; ``甲、乙`` in one string is taken apart."""


def _split_lines(value: object) -> object:
    return tuple(line for line in value.splitlines() if line.strip()) if isinstance(value, str) else value


Lines = Annotated[tuple[Line, ...], BeforeValidator(_split_lines)]
"""Several sentences, one a line; the signs inside a sentence do not part it."""


def _yes_no(value: object) -> object:
    known = {"是": True, "否": False, "√": True, "有": True, "无": False}
    return known.get(value.strip(), value) if isinstance(value, str) else value


YesNo = Annotated[bool, BeforeValidator(_yes_no)]
"""是 or 否."""
