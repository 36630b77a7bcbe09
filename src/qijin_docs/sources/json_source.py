"""JSON, with the line and column of every value.

The reader of the standard library knows no places, so this one walks the text itself and leaves only
strings to it. A key given twice, NaN and Infinity are errors; a number with decimals is a ``Decimal``.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from decimal import Decimal
from json import JSONDecodeError
from json.decoder import scanstring  # type: ignore[attr-defined]
from typing import Any, Never

from qijin_docs.errors import DataError, Place, Problem
from qijin_docs.sources.located import Located, Path

#: Deepest nesting that is read.
DEEPEST = 60

_SPACE = re.compile(r"[ \t\n\r]*")
_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(\.[0-9]+)?([eE][-+]?[0-9]+)?")
_WORDS = {"true": True, "false": False, "null": None}
_SURROGATE = re.compile("[\ud800-\udfff]")


def read_json(text: str, file: str, notes: tuple[Problem, ...] = ()) -> Located:
    """The value of a JSON text.

    Raises:
        DataError: ``data.syntax``, ``data.duplicate_key``, ``data.too_deep``, ``data.bad_number``,
            ``data.half_character``.
    """
    reader = _Reader(text, file)
    value = reader.document()
    if reader.problems:
        raise DataError(reader.problems)
    return Located(value, reader.places, reader.key_places, notes)


class _Reader:
    """One pass over the text; ``at`` is where it has got to."""

    def __init__(self, text: str, file: str) -> None:
        self.text = text
        self.file = file
        self.at = 0
        self.places: dict[Path, Place] = {}
        self.key_places: dict[Path, Place] = {}
        self.problems: list[Problem] = []
        self._starts = [0, *(found.end() for found in re.finditer("\n", text))]

    def document(self) -> Any:
        value = self._value((), 0)
        self._skip()
        if self.at < len(self.text):
            self._fail("后面还有多余的内容", "一个文件只写一个值")
        return value

    def _value(self, path: Path, depth: int) -> Any:
        self._skip()
        self.places[path] = self._place(self.at)
        if depth > DEEPEST:
            self._fail(f"层次超过{DEEPEST}层", "检查括号", code="data.too_deep")
        sign = self.text[self.at : self.at + 1]
        if sign == "{":
            return self._object(path, depth)
        if sign == "[":
            return self._array(path, depth)
        if sign == '"':
            return self._string()
        for word, value in _WORDS.items():
            if self.text.startswith(word, self.at):
                self.at += len(word)
                return value
        return self._number()

    def _object(self, path: Path, depth: int) -> dict[str, Any]:
        value: dict[str, Any] = {}
        self.at += 1
        if self._next("}"):
            return value
        while True:
            self._skip()
            place = self._place(self.at)
            if self.text[self.at : self.at + 1] != '"':
                self._fail("这里应是双引号括起的名称", "名称用半角双引号；最后一项后面不加逗号")
            key = self._string()
            inner = (*path, key)
            if key in value:
                message = f"“{key}”写了两次，第一次在第{self.key_places[inner].line}行"
                where = Located(None, {inner: place}).place_of(inner)
                self.problems.append(Problem("data.duplicate_key", message, where, "留下一处"))
            else:
                self.key_places[inner] = place
            if not self._next(":"):
                self._fail("名称后面缺冒号", "写成 \"名称\": 值")  # fmt: skip
            value[key] = self._value(inner, depth + 1)
            if self._next("}"):
                return value
            if not self._next(","):
                self._fail("两项之间缺逗号，或括号没有配对", "检查上一行末尾的逗号和引号")

    def _array(self, path: Path, depth: int) -> list[Any]:
        value: list[Any] = []
        self.at += 1
        if self._next("]"):
            return value
        while True:
            value.append(self._value((*path, len(value)), depth + 1))
            if self._next("]"):
                return value
            if not self._next(","):
                self._fail("两项之间缺逗号，或括号没有配对", "检查上一行末尾的逗号和引号")

    def _string(self) -> str:
        start = self.at
        value: str
        try:
            value, self.at = scanstring(self.text, start + 1, True)
        except JSONDecodeError as error:
            self.at = min(error.pos, len(self.text))
            self._fail("引号没有配对，或引号里有不能直接写的字符", "换行写成 \\n，反斜线写成 \\\\")
        if _SURROGATE.search(value):
            self.at = start
            self._fail("文字里有半个字符（\\ud800至\\udfff）", "重新导出这个文件", code="data.half_character")
        return value

    def _number(self) -> int | Decimal:
        found = _NUMBER.match(self.text, self.at)
        if found is None:
            self._fail("看不懂这里写的内容", "文字要用半角双引号括起；NaN、Infinity 不是数")
        if len(found.group()) > 60 or (found[2] and abs(int(found[2][1:])) > 30):
            self._fail("数字太长", "核对；不用来计算的号码加引号", code="data.bad_number")
        self.at = found.end()
        if not found[1] and not found[2]:
            return int(found.group())
        number = Decimal(found.group())
        # 1E+3 would print so in a document.
        return Decimal(format(number, "f")) if found[2] else number

    def _next(self, sign: str) -> bool:
        self._skip()
        if self.text.startswith(sign, self.at):
            self.at += 1
            return True
        return False

    def _skip(self) -> None:
        found = _SPACE.match(self.text, self.at)
        if found:
            self.at = found.end()

    def _place(self, at: int) -> Place:
        line = bisect_right(self._starts, at)
        return Place(self.file, None, line, at - self._starts[line - 1] + 1)

    def _fail(self, message: str, hint: str, *, code: str = "data.syntax") -> Never:
        raise DataError([*self.problems, Problem(code, message, self._place(self.at), hint)])
