"""Three records to try a template with: a typical one, the longest, and one with only what is required.

They are invented and say so: 示例 stands in every text of them. Those of the kinds that ship are written in
``data/samples.yaml``; for a model of one's own they are made from its types.
"""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import yaml
from pydantic import BaseModel

from qijin_docs.authoring.invented import invented
from qijin_docs.contents import values_of
from qijin_docs.errors import OutputError, Place, Problem, os_reason
from qijin_docs.kinds import Kind, Kinds, load_kinds
from qijin_docs.models import ActivityRegister, Campaign, Contact, Document, Organ, template_values
from qijin_docs.narrative import evaluate_narrative
from qijin_docs.sources import Located
from qijin_docs.sources.validate import validate

MARK = "示例"
#: Rows of a table, items of a list of words and further words of a text in the longest record.
ROWS, WORDS, WORDS_OF_CELL = 40, 6, 3
LONGER = (
    "（这是为了看版面而加长的示例文字，真实的内容再长一般也不会超过这么长，所以它能放得下，别的也就能放得下）"
)
LONGER_CELL = "（为看版面加长的示例，真实的一般不会更长）"
_TABLES = frozenset({"活动记录", "任务", "见证材料", "督查记录", "报送", "日程"})
_IDS = ("活动编号", "编号")
_NUMBER_AT_END = re.compile(r"\d+$")


@dataclass(frozen=True, slots=True)
class Sample:
    """One record of a kind.

    Args:
        id: ``typical``, ``longest`` or ``empty``.
        name: the same in Chinese: 典型, 最长, 最少.
        data: Chinese keys, as a data file has them; valid for the kind's model.
    """

    id: str
    name: str
    data: Mapping[str, Any]


def sample_records(kind: str | Kind, *, kinds: Kinds | None = None) -> tuple[Sample, Sample, Sample]:
    """A typical record, the longest, and one that has only what is required; valid for the kind's model.

    Args:
        kind: English or Chinese name, or the kind.
        kinds: where names are looked up; the kinds that ship if not given.

    Raises:
        DataError: there is no such kind, or its model cannot be found.
    """
    found = (kinds or load_kinds())[kind] if isinstance(kind, str) else kind
    model = found.model_class()
    written = _written().get(found.id) if model.__module__.startswith("qijin_docs.") else None
    if written is None:
        typical = invented(model, known=_shared("活动", "单位", "台账"))
        bare = invented(model, bare=True, known=_shared("少活动", "少单位", "少台账"))
    else:
        typical, bare = written["典型"], written["最少"]
    # A deep copy: anchors of the YAML file share what a caller may change.
    return (
        Sample("typical", "典型", copy.deepcopy(typical)),
        Sample("longest", "最长", lengthened(copy.deepcopy(typical))),
        Sample("empty", "最少", copy.deepcopy(bare)),
    )


def sample_values(kind: Kind, sample: Sample) -> dict[str, Any]:
    """What a template of the kind reads when it is filled with a sample.

    Raises:
        DataError: the sample is not valid for the model (a model of one's own with rules of its own).
    """
    model: BaseModel = validate(kind.model_class(), Located.plain(dict(sample.data))).value
    if not isinstance(model, Document):
        values: dict[str, Any] = template_values(model)
        return values
    return values_of(evaluate_narrative(model, values_of(model)))


def sample_texts(kind: Kind) -> dict[str, str]:
    """Name of each sample (典型, 最长, 最少) → a YAML file of it."""
    return {record.name: _head(kind) + _yaml(record.data) for record in sample_records(kind)}


def _head(kind: Kind) -> str:
    return f"# “{kind.name}”的示例数据：全是编的，不能当作真实的情况；用来试模板。\n"


def write_samples(kind: Kind, target: str | Path) -> tuple[Path, ...]:
    """Write the samples: into one file as a list of three, or into a folder as three files.

    Args:
        kind: whose samples.
        target: a ``.yaml``, ``.yml`` or ``.json`` file; anything else is a folder, made if missing.

    Raises:
        OutputError: ``output.write_failed``.
    """
    path = Path(target)
    if path.suffix.lower() == ".json":
        records = [_plain(record.data) for record in sample_records(kind)]
        texts = {path: json.dumps(records, ensure_ascii=False, indent=2) + "\n"}
    elif path.suffix.lower() in (".yaml", ".yml"):
        texts = {path: _head(kind) + _yaml([record.data for record in sample_records(kind)])}
    else:
        texts = {path / f"{kind.name}-{name}.yaml": text for name, text in sample_texts(kind).items()}
    try:
        for file, text in texts.items():
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8")
    except OSError as exc:
        raise OutputError(
            Problem(
                "output.write_failed",
                f"写不进去：{os_reason(exc)}",
                Place(str(target)),
                "换一个文件名或文件夹",
            )
        ) from exc
    return tuple(texts)


def lengthened(value: Any, key: str = "", *, cell: bool = False) -> Any:
    """The same data with long texts and many rows; only texts that say 示例 grow, so that references still hold.

    Args:
        value: data as a data file has it.
        key: the name it stands under.
        cell: it stands in a row of a table, whose cells hold less.
    """
    if isinstance(value, dict):
        return {name: lengthened(item, name, cell=cell) for name, item in value.items()}
    if isinstance(value, list):
        items = [lengthened(item, cell=cell or key in _TABLES) for item in value]
        if key in _TABLES and items and isinstance(items[-1], dict):
            return [*items, *(_renumbered(items[i % len(items)], i + 1) for i in range(len(items), ROWS))]
        if items and all(isinstance(item, str) and MARK in item for item in value) and key not in _SINGLE:
            return [
                *items,
                *(f"{MARK}{key}{i + 1}" for i in range(len(items), WORDS_OF_CELL if cell else WORDS)),
            ]
        return items
    if isinstance(value, str) and MARK in value and "{{" not in value and key not in _SHORT:
        stop = value[-1] if value[-1] in "。；" else ""
        return value.removesuffix(stop) + (LONGER_CELL if cell else LONGER) + stop
    return value


#: What stays short in any document: names of organs, titles that a rule ties to a 文种, file names and ids.
_SHORT = frozenset(
    {
        "全称", "简称", "代字", "文号", "标题", "发文字号", "编号", "主办单位", "印发机关", "事由", "小标题", "电子邮箱",
        "名称", "副标题", "联络员", "小组职务", "牵头单位", "部门", "单位", "推荐单位", "典型单位", "设在",
    }
)  # fmt: skip
#: Lists that have one item.
_SINGLE = frozenset({"牵头单位"})


def _renumbered(row: dict[str, Any], number: int) -> dict[str, Any]:
    """A further row: the same with an id of its own."""
    made = copy.deepcopy(row)
    for name in _IDS:
        if isinstance(made.get(name), str):
            made[name] = _NUMBER_AT_END.sub(f"{number:03}", made[name])
    if "序号" in made:
        made["序号"] = number
    if isinstance(made.get("事项"), str):
        made["事项"] += str(number)
    if isinstance(made.get("文件名"), str):
        stem, dot, suffix = made["文件名"].rpartition(".")
        made["文件名"] = f"{stem}-{number}{dot}{suffix}"
    return made


@cache
def _written() -> dict[str, dict[str, Any]]:
    text = files("qijin_docs.authoring").joinpath("data/samples.yaml").read_text(encoding="utf-8")
    table: dict[str, dict[str, Any]] = yaml.safe_load(text)
    return table


def _shared(campaign: str, organ: str, register: str) -> dict[type, Any]:
    """What is written of the classes that have rules of their own."""
    common = _written()["共用"]
    return {
        Campaign: common[campaign],
        Organ: common[organ],
        ActivityRegister: common[register],
        Contact: common["联系人"],
    }


class _Dumper(yaml.SafeDumper):
    """Without anchors: each record can be read by itself."""

    def ignore_aliases(self, data: Any) -> bool:  # noqa: ARG002 # the name and arguments are PyYAML's
        return True


def _yaml(value: Any) -> str:
    text: str = yaml.dump(value, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=1000)
    return text


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_plain(item) for item in value]
    return value if isinstance(value, (str, int, float, bool, type(None))) else str(value)
