"""YAML, with the line and column of every value, and without YAML's surprises.

Only ``true`` and ``false`` are booleans, a number is one only if nothing is lost by it (see
:mod:`.scalars`), and dates and ``2018〔35〕`` keep their letters for the field to decide. A key given
twice is an error. The values are built from the parser's events without recursion: the composer of
PyYAML 6.0.3 with libyaml crashes the interpreter on deeply nested brackets.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Never

import yaml

from qijin_docs.errors import DataError, Place, Problem
from qijin_docs.sources.located import Located, Path
from qijin_docs.sources.scalars import number_or_text

#: Deepest nesting that is read.
DEEPEST = 60
#: Most values of a document, each alias counted with all that it stands for.
MOST_VALUES = 300_000

_CONSTANTS: dict[str, bool | None] = {
    "": None, "~": None, "null": None, "Null": None, "NULL": None,
    "true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False,
}  # fmt: skip
_TAG = "tag:yaml.org,2002:"
_TAB = re.compile(r" *\t")
_SURROGATE = re.compile("[\ud800-\udfff]")
_WIDE_COLON = re.compile(r"[-\s]*[\u4e00-\u9fff]+：")
_FORBIDDEN = re.compile("[^\t\n\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
# What stands in the parser's own words, and what a clerk should look for.
_HINTS = (
    ("found character '\\t'", "行首的缩进用空格，不用Tab"),
    ("cannot start any token", "行首的缩进用空格，不用Tab；以 @ ` % 开头的文字加引号"),
    ("mapping values are not allowed", "文字里有“: ”就给整段文字加引号；或检查上一行的缩进"),
    ("could not find expected ':'", "“名称: 值”的冒号用半角，后面空一格"),
    ("did not find expected key", "检查这一行的缩进是否与上下一致，引号是否成对"),
    ("did not find expected '-' indicator", "列表各项的“-”要对齐"),
    ("block mapping", "检查这一行的缩进是否与上下一致"),
    ("block collection", "检查这一行的缩进是否与上下一致"),
    ("while parsing a flow", "方括号、花括号要成对；文字以括号开头就加引号"),
    ("quoted scalar", "引号没有成对"),
    ("found undefined alias", "以 * 开头的文字加引号"),
    ("ing a tag", "以 ! 开头的文字加引号"),
    ("special characters", "文件里有看不见的控制字符，删去后再试"),
)


def read_yaml(text: str, file: str, notes: tuple[Problem, ...] = ()) -> Located:
    """The document of a YAML text.

    Raises:
        DataError: ``data.syntax``, ``data.empty_file``, ``data.several_documents``, ``data.duplicate_key``,
            ``data.not_a_key``, ``data.unknown_tag``, ``data.too_deep``, ``data.too_many``.
    """
    builder = _Builder(file)
    try:
        for event in _events(text):
            builder.take(event)
    except yaml.YAMLError as error:
        raise DataError([*builder.problems, _syntax(error, file, text)]) from None
    if builder.problems:
        raise DataError(builder.problems)
    if not builder.documents:
        raise DataError(
            Problem("data.empty_file", "文件里没有内容", Place(file), "核对是否存盘、是否选错文件")
        )
    return Located(builder.root, builder.places, builder.key_places, notes)


def _events(text: str) -> Iterator[yaml.Event]:
    return iter(yaml.parse(text, Loader=_LOADER))


@dataclass(slots=True)
class _Open:
    """A list or mapping that is not finished yet."""

    value: Any
    path: Path
    anchor: str | None
    size: int = 1
    key: Any = None
    key_known: bool = False


@dataclass(slots=True)
class _Builder:
    file: str
    root: Any = None
    documents: int = 0
    places: dict[Path, Place] = field(default_factory=dict)
    key_places: dict[Path, Place] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    open: list[_Open] = field(default_factory=list)
    anchors: dict[str, tuple[Any, int]] = field(default_factory=dict)
    size: int = 0

    def take(self, event: yaml.Event) -> None:
        """Goes one event further."""
        match event:
            case yaml.DocumentStartEvent():
                self.documents += 1
                if self.documents > 1:
                    self._stop("data.several_documents", "一个文件里有几份文档", event, "去掉单独成行的“---”")
            case yaml.ScalarEvent():
                value = self._scalar(event)
                if event.anchor:
                    self.anchors[event.anchor] = (value, 1)
                self._put(value, event, 1)
            case yaml.AliasEvent():
                value, size = self._alias(event)
                self._put(value, event, size)
            case yaml.MappingStartEvent() | yaml.SequenceStartEvent():
                mapping = isinstance(event, yaml.MappingStartEvent)
                self._known_tag(event, ("map",) if mapping else ("seq",))
                if len(self.open) >= DEEPEST:
                    self._stop("data.too_deep", f"层次超过{DEEPEST}层", event, "检查括号和缩进")
                value = {} if mapping else []
                path = self._put(value, event, 1)
                if event.anchor:
                    self.anchors.pop(event.anchor, None)
                self.open.append(_Open(value, path, event.anchor))
            case yaml.MappingEndEvent() | yaml.SequenceEndEvent():
                done = self.open.pop()
                if self.open:
                    self.open[-1].size += done.size
                if done.anchor:
                    self.anchors[done.anchor] = (done.value, done.size)

    def _put(self, value: Any, event: yaml.Event, size: int) -> Path:
        """Puts a value where it belongs and gives its path."""
        self.size += size
        if self.size > MOST_VALUES:
            self._stop("data.too_many", f"内容超过{MOST_VALUES}项", event, "分成几个文件；检查 & 和 * 的引用")
        place = self._place(event)
        if not self.open:
            self.root = value
            self.places[()] = place
            return ()
        parent = self.open[-1]
        parent.size += size if not isinstance(value, dict | list) or isinstance(event, yaml.AliasEvent) else 0
        if isinstance(parent.value, list):
            parent.value.append(value)
            path = (*parent.path, len(parent.value) - 1)
        elif not parent.key_known:
            parent.key = self._key(event)
            parent.key_known = True
            path = (*parent.path, parent.key)
            if parent.key in parent.value:
                first = self.key_places[path].line
                message = f"“{parent.key}”写了两次，第一次在第{first}行"
                self._problem("data.duplicate_key", message, event, "留下一处", path)
            else:
                self.key_places[path] = place
            return path
        else:
            parent.key_known = False
            path = (*parent.path, parent.key)
            parent.value[parent.key] = value
        self.places[path] = place
        return path

    def _key(self, event: yaml.Event) -> str:
        if not isinstance(event, yaml.ScalarEvent):
            # A list or mapping as key: written [a]: b, or a value such as {{ x }} without quotes.
            self._stop("data.not_a_key", "括号里的内容不能作名称", event, "以 { 或 [ 开头的文字要加引号")
        if event.value == "<<" and not event.style:
            self._stop("data.not_a_key", "不支持“<<”合并", event, "把内容写全")
        return str(event.value)

    def _scalar(self, event: yaml.ScalarEvent) -> Any:
        self._known_tag(event, ("str", "int", "float", "bool", "null"))
        # A plain scalar has the style None in the parser of PyYAML and "" in that of libyaml.
        if _SURROGATE.search(event.value):
            self._problem(
                "data.half_character", "文字里有半个字符（\\ud800至\\udfff）", event, "重新输入这段文字"
            )
            return ""
        if event.style or event.tag == _TAG + "str":
            return event.value
        if event.value in _CONSTANTS:
            return _CONSTANTS[event.value]
        return number_or_text(event.value)

    def _alias(self, event: yaml.AliasEvent) -> tuple[Any, int]:
        if event.anchor not in self.anchors:
            message = f"“*{event.anchor}”引用的内容在它前面找不到"
            self._problem("data.syntax", message, event, "以 * 开头的文字加引号")
            return None, 1
        return self.anchors[event.anchor]

    def _known_tag(self, event: Any, known: tuple[str, ...]) -> None:
        tag = event.tag
        if tag is not None and tag != "!" and tag.removeprefix(_TAG) not in known:
            message = f"不认识的标签“{tag.replace(_TAG, '!!')}”"
            self._problem("data.unknown_tag", message, event, "以 ! 开头的文字加引号")

    def _place(self, event: yaml.Event) -> Place:
        mark = event.start_mark
        return Place(self.file) if mark is None else Place(self.file, None, mark.line + 1, mark.column + 1)

    def _problem(self, code: str, message: str, event: yaml.Event, hint: str, path: Path = ()) -> None:
        located = Located(None, {path: self._place(event)})
        self.problems.append(Problem(code, message, located.place_of(path), hint))

    def _stop(self, code: str, message: str, event: yaml.Event, hint: str) -> Never:
        self._problem(code, message, event, hint)
        raise DataError(self.problems)


def _syntax(error: yaml.YAMLError, file: str, text: str) -> Problem:
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    if mark is None:
        # A character that YAML does not allow comes with its offset only.
        found = _FORBIDDEN.search(text)
        number = text.count("\n", 0, found.start()) + 1 if found else None
        return Problem(
            "data.syntax", "文件里有不能用的字符", Place(file, line=number), "删去看不见的控制字符"
        )
    lines = text.split("\n")
    around = lines[max(mark.line - 1, 0) : mark.line + 1]
    line = around[-1].strip() if around else ""
    message = f"这里不合YAML的写法“{line[:30]}”" if line else "这里不合YAML的写法"
    words = " ".join(str(error).split())
    # PyYAML 6.0.4 stops at a thousand brackets, which it meets before us when it looks ahead for a key.
    if "nesting depth" in words:
        place = Place(file, None, mark.line + 1, mark.column + 1)
        return Problem("data.too_deep", f"层次超过{DEEPEST}层", place, "检查括号和缩进")
    hint = next((hint for part, hint in _HINTS if part in words), "检查这一行和上一行的冒号、缩进、引号")
    if any(_TAB.match(written) for written in around):
        hint = "行首的缩进用空格，不用Tab"
    elif any(_WIDE_COLON.match(written) for written in around):
        hint = "名称后面的冒号用半角“:”，并空一格"
    return Problem("data.syntax", message, Place(file, None, mark.line + 1, mark.column + 1), hint)
