"""The samples are valid, say that they are samples, and fill the templates."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from decimal import Decimal
from enum import StrEnum
from pathlib import Path
from typing import Any, Literal

import pytest
import yaml
from pydantic import BaseModel, Field

from qijin_docs import OutputError, compile_template, render, sample_records
from qijin_docs.authoring.invented import invented
from qijin_docs.authoring.samples import _written, lengthened, sample_values, write_samples
from qijin_docs.kinds import Kind, load_kinds
from qijin_docs.sources import Located
from qijin_docs.sources.validate import validate

KINDS = load_kinds()
SHOWN = [kind for kind in KINDS.table if kind.id in _written()]


def test_every_kind_that_ships_has_its_samples() -> None:
    # A new kind: write a typical and a bare record into authoring/data/samples.yaml.
    assert {kind.id for kind in KINDS.table} - set(_written()) == set()


@pytest.mark.parametrize("kind", SHOWN, ids=lambda kind: kind.id)
def test_each_sample_is_valid_and_fills_the_template_of_its_kind(kind: Kind) -> None:
    template = compile_template(KINDS.template_path(kind))
    samples = sample_records(kind)
    assert [(s.id, s.name) for s in samples] == [("typical", "典型"), ("longest", "最长"), ("empty", "最少")]
    sizes = [len(bytes(template.render(sample_values(kind, sample)))) for sample in samples]
    assert sizes[1] > sizes[2]


def texts(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for item in value.values():
            yield from texts(item)
    elif isinstance(value, list):
        for item in value:
            yield from texts(item)
    elif isinstance(value, str):
        yield value


@pytest.mark.parametrize("kind", SHOWN, ids=lambda kind: kind.id)
def test_nobody_can_take_a_sample_for_facts(kind: Kind) -> None:
    for sample in sample_records(kind):
        said = list(texts(sample.data))
        assert sum("示例" in text for text in said) >= len(said) * 0.15
        # Whole sentences are never without the mark.
        assert [
            t
            for t in said
            if len(t) > 12 and "示例" not in t and not t.startswith(("云岭省安全", "安全生产宣传"))
        ] == [t for t in said if t in ("https://www.example.cn/01.html", "shili@example.cn")]


@pytest.mark.parametrize("kind", SHOWN, ids=lambda kind: kind.id)
def test_the_shortest_has_nothing_that_could_be_left_out(kind: Kind) -> None:
    data = dict(sample_records(kind)[2].data)
    model = kind.model_class()
    required = {f.alias for f in model.model_fields.values() if f.is_required()}
    for name in set(data) - required:
        # Required by a rule, or the sample would hold it for nothing.
        rest = {key: value for key, value in data.items() if key != name}
        try:
            validate(model, Located.plain(rest))
        except Exception:  # noqa: BLE001 # whatever is refused was needed
            continue
        assert name in ("台账", "素材", "报送"), name


def test_a_sample_may_be_changed_without_changing_the_next() -> None:
    first = sample_records("plan")[0]
    first.data["单位"]["全称"] = "改过"
    assert sample_records("plan")[0].data["单位"]["全称"] == "云岭省示例厅"


def test_the_longest_has_long_texts_many_rows_and_ids_of_their_own() -> None:
    rows = sample_records("register")[1].data["活动记录"]
    assert len(rows) == 40
    assert len({row["活动编号"] for row in rows}) == 40
    assert max(len(row["活动名称"]) for row in rows) > 24


def test_only_texts_that_say_so_are_lengthened() -> None:
    data = {"甲": "示例话。", "乙": "不动", "丙": "{{ 示例 }}", "丁": ["示例一"], "数": 3}
    made = lengthened(data)
    assert made["甲"].startswith("示例话（这是为了看版面")
    assert made["甲"].endswith("。")
    assert (made["乙"], made["丙"], made["数"]) == ("不动", "{{ 示例 }}", 3)
    assert len(made["丁"]) == 6


def test_a_folder_gets_a_file_a_record_which_renders(tmp_path: Path) -> None:
    made = write_samples(KINDS["实施方案"], tmp_path / "示例")
    assert [path.name for path in made] == ["实施方案-典型.yaml", "实施方案-最长.yaml", "实施方案-最少.yaml"]
    for path in made:
        assert bytes(render("实施方案", path))
        assert "全是编的" in path.read_text(encoding="utf-8").splitlines()[0]


@pytest.mark.parametrize("name", ["示例.yaml", "示例.json"])
def test_a_file_gets_the_three_records(tmp_path: Path, name: str) -> None:
    (path,) = write_samples(KINDS["活动台账"], tmp_path / name)
    text = path.read_text(encoding="utf-8")
    records = json.loads(text) if name.endswith("json") else yaml.safe_load(text)
    assert len(records) == 3
    assert bytes(render("活动台账", {**records[0]}))


def test_what_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "文件").write_text("", encoding="utf-8")
    with pytest.raises(OutputError) as error:
        write_samples(KINDS["plan"], tmp_path / "文件" / "里面.yaml")
    assert error.value.problems[0].code == "output.write_failed"


class Grade(StrEnum):
    GOOD = "好"


class Line(BaseModel):
    word: str = Field(alias="字")


class Own(BaseModel):
    name: str = Field(alias="名称")
    day: dt.date = Field(alias="日期")
    count: int = Field(alias="数")
    price: Decimal | None = Field(None, alias="价")
    good: bool = Field(True, alias="好坏")
    grade: Grade = Field(alias="等级")
    word: Literal["甲", "乙"] = Field(alias="选")
    lines: tuple[Line, ...] = Field(alias="行")
    table: dict[str, int] = Field(default_factory=dict, alias="表")


def test_a_model_of_ones_own_gets_records_made_from_its_types() -> None:
    full, bare = invented(Own), invented(Own, bare=True)
    assert Own.model_validate(full).name == "示例名称"
    assert Own.model_validate(bare).lines[0].word == "示例字"
    assert set(full) - set(bare) == {"价", "好坏", "表"}
    assert (full["等级"], full["选"], full["日期"]) == ("好", "甲", dt.date(2018, 6, 16))
