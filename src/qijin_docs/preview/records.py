"""What a template is filled with to be looked at: records of a data file, samples of its kind, or invented values."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from qijin_docs.authoring.lint import kind_by_place, own_templates
from qijin_docs.authoring.samples import sample_records, sample_values
from qijin_docs.errors import DataError, Place, Problem, Severity
from qijin_docs.kinds import Kind, Kinds, load_kinds
from qijin_docs.loading import values_for
from qijin_docs.project.parts import PARTS
from qijin_docs.sources import Located, read_source
from qijin_docs.templating import CompiledTemplate

#: So many records of a data file can be looked at; who wants all of them uses ``qijin fill``.
MOST = 200
#: Items of a list that is invented.
_ITEMS = 3

Values = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class ShownRecord:
    """One record that a template is shown with.

    Args:
        id: stable and ASCII: ``typical``, ``longest``, ``empty``, ``1``, ``invented``.
        name: in Chinese: 典型, 最长, 最少, 第1条, 编的值.
        read: gives the values; raises :class:`~qijin_docs.errors.DataError` if they are wrong.
    """

    id: str
    name: str
    read: Callable[[], Values]


@dataclass(frozen=True, slots=True)
class Shown:
    """The records, and what is worth knowing about them."""

    records: tuple[ShownRecord, ...]
    notes: tuple[Problem, ...] = ()


def kind_of_template(template: Path, kind: str | None, kinds: Kinds | None) -> tuple[Kind | None, Kinds]:
    """The kind a template is for, by name or by its place, and the kinds there are.

    Raises:
        DataError: ``kinds.unknown``.
    """
    kinds = kinds or load_kinds(own_templates(template))
    return (kinds[kind] if kind else kind_by_place(template, kinds)), kinds


def shown_records(template: CompiledTemplate, data: Path | None, kind: Kind | None, kinds: Kinds) -> Shown:
    """What the template is shown with.

    Args:
        template: the template.
        data: a data file, or none.
        kind: the kind the template is for, if that is known.
        kinds: where it was looked up.

    Raises:
        DataError: the data file cannot be read, or holds nothing.
    """
    if data is not None:
        return _of_file(data, kind, kinds)
    if kind is not None:
        samples = sample_records(kind)
        return Shown(tuple(ShownRecord(s.id, s.name, partial(sample_values, kind, s)) for s in samples))
    note = Problem(
        "preview.invented",
        "不知道这个模板用哪种数据，页面上的值是程序按标签的名称编的",
        Place(template.path.name),
        "要看真的数据，在命令里写上数据文件；要按某种文书看，加 --kind 种类",
        Severity.NOTE,
    )
    return Shown((ShownRecord("invented", "编的值", partial(invented_values, template.names)),), (note,))


def invented_values(names: Sequence[str]) -> dict[str, Any]:
    """Values for the paths a template asks for: every text is the name itself after 示例, every list has three items.

    Args:
        names: ``标题``, ``单位.全称``, ``明细[].品名``.
    """
    values: dict[str, Any] = {}
    for name in names:
        steps = name.replace("[]", ".[]").split(".")
        _put(values, steps, steps[-1] if steps[-1] != "[]" else steps[-2] if len(steps) > 1 else "")
    return {key: _filled(value, "") for key, value in values.items()}


def _put(tree: dict[str, Any], steps: list[str], name: str) -> None:
    for step in steps[:-1]:
        below = tree.setdefault(step, {})
        if not isinstance(below, dict):
            below = tree[step] = {}
        tree = below
    if not isinstance(tree.get(steps[-1]), dict):
        tree[steps[-1]] = f"示例{name}"


def _filled(value: Any, number: str) -> Any:
    if isinstance(value, str):
        return value + number
    if "[]" in value:
        return [_filled(value["[]"], str(i)) for i in range(1, _ITEMS + 1)]
    return {key: _filled(below, number) for key, below in value.items()}


def _of_file(data: Path, kind: Kind | None, kinds: Kinds) -> Shown:
    located = read_source(data, defer=kind is not None)
    elements = located.elements()
    if kind is not None and not _many(located, kind):
        return Shown((ShownRecord("1", "数据", partial(values_for, kind.name, data, kinds=kinds)),))
    if not elements:
        raise DataError(Problem("preview.no_records", "数据文件里一条也没有", Place(str(data)), "至少写一条"))
    single = not isinstance(located.value, list)
    records = tuple(
        ShownRecord(
            str(i),
            "数据" if single else f"第{i}条",
            partial(_plain, element)
            if kind is None
            else partial(values_for, kind.name, element, kinds=kinds),
        )
        for i, element in enumerate(elements[:MOST], 1)
    )
    notes = located.notes
    if len(elements) > MOST:
        note = Problem(
            "preview.too_many",
            f"数据有{len(elements)}条，只看前{MOST}条",
            Place(str(data)),
            "要全部生成，用 qijin fill",
            Severity.NOTE,
        )
        notes = (*notes, note)
    return Shown(records, notes)


def _many(located: Located, kind: Kind) -> bool:
    """Whether the file holds several documents of the kind, and not one that is a list of rows."""
    if not isinstance(located.value, list):
        return False
    rows = next((part.rows for part in PARTS if part.model is kind.model_class()), None)
    # Of a register a list may be its rows, or several registers, each with its rows below their name.
    return rows is None or all(isinstance(item, Mapping) and rows[0] in item for item in located.value)


def _plain(element: Located) -> Values:
    value = element.value
    if not isinstance(value, Mapping):
        message = f"这里应是“名称: 值”，实际是“{str(value)[:20]}”"
        raise DataError(Problem("preview.not_named", message, element.place_of(()), "每一条写成 名称: 值"))
    return value
