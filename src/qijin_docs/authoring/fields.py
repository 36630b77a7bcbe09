"""Everything a template of a kind may use, as a tree: meaning, type, example, and the tag to copy."""

from __future__ import annotations

import datetime as dt
import types
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel

from qijin_docs.authoring.meanings import meaning_of
from qijin_docs.authoring.readable import computed_names, readable
from qijin_docs.kinds import Kind, Kinds, load_kinds
from qijin_docs.models import Document
from qijin_docs.templating.picture import Picture

_LOOP_NAMES = ("项", "子项", "细项")
#: A tree deeper than this helps nobody.
_DEEPEST = 3
TEXT, NUMBER, DATE, YES_NO, GROUP, LIST, NAMED, PICTURE, MIXED = (
    "文字", "数", "日期", "是否", "一组", "列表", "按名取", "图片", "原文",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class FieldInfo:
    """One name a template may use.

    Args:
        path: from the root: ``单位.全称``; items of a list: ``活动记录[].领域``.
        name: its Chinese name.
        english: its name in Python, also understood.
        kind: 文字, 数, 日期, 是否, 一组 (names inside), 列表, 按名取 (a table asked by name), 图片, or 原文
            (paragraphs as typed; printed by way of 正文块).
        optional: there may be no value.
        computed: worked out by the program, not typed.
        meaning: one Chinese sentence.
        example: what a value looks like; may be empty.
        tag: ready to be copied; of a list the lines of a loop; empty for what is not printed itself.
        children: names inside a group or an item.
    """

    path: str
    name: str
    english: str
    kind: str
    optional: bool
    computed: bool
    meaning: str
    example: str
    tag: str
    children: tuple[FieldInfo, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        """The shape of ``qijin fields --json``."""
        return {
            "path": self.path, "name": self.name, "english": self.english, "type": self.kind,
            "optional": self.optional, "computed": self.computed, "meaning": self.meaning,
            "example": self.example, "tag": self.tag, "children": [child.as_dict() for child in self.children],
        }  # fmt: skip


def fields_of(kind: str | Kind, *, kinds: Kinds | None = None) -> tuple[FieldInfo, ...]:
    """Every name a template of this kind may use, in the order of the model, campaign and organ last.

    Args:
        kind: English or Chinese name, or the kind.
        kinds: where names are looked up; the kinds that ship if not given.

    Raises:
        DataError: there is no such kind, or its model cannot be found.
    """
    found = (kinds or load_kinds())[kind] if isinstance(kind, str) else kind
    model = found.model_class()
    reader = _Reader(found.suffix, computed_names(model), model)
    found_fields = reader.fields(readable(model), "", "", 0, (model,))
    # What every document has comes last: an author looks for what is special to this one.
    return tuple(sorted(found_fields, key=lambda field: field.english in ("campaign", "organ")))


def walk_fields(fields: tuple[FieldInfo, ...]) -> Iterator[FieldInfo]:
    """The fields and all inside them, each before its own."""
    for field in fields:
        yield field
        yield from walk_fields(field.children)


def json_schema_of(kind: str | Kind, *, kinds: Kinds | None = None) -> dict[str, Any]:
    """JSON Schema of a kind's data file, with Chinese names and meanings.

    Raises:
        DataError: there is no such kind, or its model cannot be found.
    """
    found = (kinds or load_kinds())[kind] if isinstance(kind, str) else kind
    model = found.model_class()
    schema = model.model_json_schema(by_alias=True)
    schema["title"] = found.name
    for name, field in model.model_fields.items():
        alias = field.alias or name
        meaning = meaning_of(model, alias)
        if meaning is not None and alias in schema.get("properties", {}):
            schema["properties"][alias]["description"] = meaning.text
    return schema


@dataclass(frozen=True, slots=True)
class _Reader:
    suffix: str
    computed: frozenset[str]
    root: type[BaseModel]

    def fields(
        self,
        model: type[BaseModel],
        path: str,
        code: str,
        depth: int,
        within: tuple[type, ...],
        guard: str = "",
    ) -> Iterator[FieldInfo]:
        """The fields of a class that stands at ``path`` and that a tag calls ``code``.

        ``guard`` is the group around them that may be missing.
        """
        owner = self.root if depth == 0 and not path else model
        entries = [(n, f.alias or n, f.annotation, f.description) for n, f in model.model_fields.items()]
        entries += [
            (n, c.alias or n, c.return_type, c.description) for n, c in model.model_computed_fields.items()
        ]
        for english, name, annotation, description in entries:
            if path and issubclass(model, Document) and english in ("campaign", "organ"):
                continue  # the same again as at the root
            text, example = meaning_of(owner, name) or ("", "")
            if not self.root.__module__.startswith("qijin_docs.") and description:
                text, example = description, ""  # a model of one's own speaks for itself
            inner, optional = _without_none(annotation)
            kind, below = kind_of(inner)
            here = f"{path}.{name}" if path else name
            asked = f"{code}.{name}" if code else name
            children: tuple[FieldInfo, ...] = ()
            if below is not None and below not in within and depth < _DEEPEST:
                inside_path, inside_code = self._inside(kind, here, asked, depth)
                children = tuple(
                    self.fields(
                        below, inside_path, inside_code, depth + (kind == LIST), (*within, below),
                        asked if kind == GROUP and optional else "" if kind == LIST else guard,
                    )
                )  # fmt: skip
            tag = self._tag(kind, asked, optional, depth, below is not None)
            if guard and tag:
                tag = f"{{% if {guard} %}}{tag}{{% endif %}}" if kind != LIST or below is None else tag
            typed = name not in self.computed if not path else english not in model.model_computed_fields
            yield FieldInfo(
                here, name, english, kind, optional or bool(guard), not typed, text, example, tag, children
            )

    def _inside(self, kind: str, path: str, code: str, depth: int) -> tuple[str, str]:
        if kind == LIST:
            return f"{path}[]", _LOOP_NAMES[min(depth, 2)]
        return (f"{path}.名称", f'{code}["名称"]') if kind == NAMED else (path, code)

    def _tag(self, kind: str, code: str, optional: bool, depth: int, of_groups: bool) -> str:
        if kind == LIST and of_groups:
            level = "tr" if self.suffix == ".xlsx" else "p"
            return f"{{%{level} for {_LOOP_NAMES[min(depth, 2)]} in {code} %}} … {{%{level} endfor %}}"
        if kind == LIST:
            absent = f' if {code} else ""' if optional else ""
            return f'{{{{ {code}|join("、"){absent} }}}}'
        if kind == DATE:
            # A cell of its own keeps the date and its format.
            shown = code if self.suffix == ".xlsx" else f"{code}|日期"
            absent = "" if self.suffix == ".xlsx" or not optional else f' if {code} else ""'
            return f"{{{{ {shown}{absent} }}}}"
        if kind == YES_NO:
            return f"{{{{ {code}|是否 }}}}"
        if kind in (GROUP, NAMED, MIXED):
            return ""
        if not optional or self.suffix == ".xlsx" or kind == PICTURE:
            return f"{{{{ {code} }}}}"
        if kind == NUMBER:
            # “or” would print nothing for a zero that was counted.
            return f'{{{{ {code} if {code} is not none else "" }}}}'
        return f'{{{{ {code} or "" }}}}'


def _without_none(annotation: Any) -> tuple[Any, bool]:
    """The type without ``Annotated`` and ``None``, and whether there was a ``None``."""
    optional = False
    while True:
        if hasattr(annotation, "__value__"):
            annotation = annotation.__value__
        elif get_origin(annotation) is Annotated:
            annotation = get_args(annotation)[0]
        elif get_origin(annotation) in (Union, types.UnionType) and type(None) in get_args(annotation):
            optional = True
            annotation = Union[tuple(a for a in get_args(annotation) if a is not type(None))]  # noqa: UP007
        else:
            return annotation, optional


def kind_of(annotation: Any) -> tuple[str, type[BaseModel] | None]:
    """What an author calls a type, and the class whose fields stand inside it, if there is one."""
    annotation = _without_none(annotation)[0]
    origin = get_origin(annotation)
    if origin in (Union, types.UnionType):
        kinds = {kind_of(_without_none(choice)[0])[0] for choice in get_args(annotation)}
        return (kinds.pop() if len(kinds) == 1 else MIXED), None
    if origin is Literal:
        return TEXT, None
    if isinstance(origin, type) and issubclass(origin, Mapping):
        inner = _without_none(get_args(annotation)[1])[0]
        return NAMED, inner if isinstance(inner, type) and issubclass(inner, BaseModel) else None
    if origin in (tuple, list):
        inner = _without_none(get_args(annotation)[0])[0]
        kind, below = kind_of(inner)
        return (MIXED, None) if kind in (MIXED, NAMED) else (LIST, below)
    if isinstance(annotation, type):
        if issubclass(annotation, BaseModel):
            return GROUP, annotation
        for types_, kind in _PLAIN:
            if issubclass(annotation, types_):
                return kind, None
    return MIXED, None


_PLAIN: tuple[tuple[type | tuple[type, ...], str], ...] = (
    (bool, YES_NO),
    ((str, Enum), TEXT),
    ((int, float, Decimal), NUMBER),
    (dt.date, DATE),
    (Picture, PICTURE),
)
