"""Records of a kind of document in a template that began as a copy of the official one."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import docx
import pytest
import yaml

from qijin_docs.authoring.samples import sample_records, write_samples
from qijin_docs.authoring.start import new_template
from qijin_docs.batch.filling import fill
from qijin_docs.errors import DataError
from qijin_docs.kinds import load_kinds


@pytest.fixture
def plans(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """A template of one's own for plans, and the three sample records."""
    monkeypatch.chdir(tmp_path)
    new_template("实施方案", "我的方案.docx")
    write_samples(load_kinds()["实施方案"], Path("样例.yaml"))
    with ThreadPoolExecutor(1) as executor:
        yield executor


def test_every_sample_becomes_a_document_with_what_the_model_works_out(plans: Any) -> None:
    name = "{{ 序号 }} {{ 单位.全称 }}"
    filled = fill("我的方案.docx", "样例.yaml", "出", kind="实施方案", name=name, executor=plans)
    assert filled.made == len(sample_records("实施方案"))
    first = docx.Document(str(min(Path("出").glob("*.docx"))))
    assert "实施方案" in "".join(p.text for p in first.paragraphs[:3])


def test_what_the_model_refuses_is_told_with_its_path(plans: Any) -> None:
    records = yaml.safe_load(Path("样例.yaml").read_text(encoding="utf-8"))
    records[1]["活动"]["年度"] = "二〇一八左右"
    Path("坏.yaml").write_text(yaml.safe_dump(records, allow_unicode=True), encoding="utf-8")
    with pytest.raises(DataError) as error:
        fill("我的方案.docx", "坏.yaml", "出", kind="plan", executor=plans)
    (problem,) = error.value.problems
    assert problem.message.startswith("活动.年度：")
    assert problem.place.where == "[1]"


def test_a_kind_that_is_not_there_is_told_first(plans: Any) -> None:
    with pytest.raises(DataError) as error:
        fill("我的方案.docx", "样例.yaml", "出", kind="没有", executor=plans)
    assert error.value.problems[0].code == "kinds.unknown"
    assert not Path("出").exists()


def test_an_ending_that_would_stand_alone_is_told_of_its_record(
    tmp_path: Path, monkeypatch: Any, checkout: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    campaign = yaml.safe_load((checkout / "tests/small-project/活动.yaml").read_text(encoding="utf-8"))
    letter = {
        "活动": campaign,
        "单位": {"全称": "云岭省自然资源厅", "代字": "云自然资"},
        "编号": "一",
        "文种": "通知",
        "版头": {"发文字号": "云自然资发〔2018〕15号"},
        "事由": "印发安全生产宣传教育“七进”活动实施方案并做好有关组织工作",
        "主送": [f"各市自然资源局{n}" for n in "甲乙丙丁戊己"],
        "正文": "请认真贯彻执行。",
        "成文日期": "2018-04-25",
        "落款": "签名章",
        "签名人职务": ["厅长"],
        "附件": [
            {"名称": f"云岭省自然资源系统安全生产宣传教育“七进”活动登记表之{n}"} for n in "甲乙丙丁戊己庚辛"
        ],
    }
    longer = {**letter, "编号": "二", "附件": letter["附件"][:1]}
    Path("数据.json").write_text(
        json.dumps([letter, longer], ensure_ascii=False, default=str), encoding="utf-8"
    )
    with ThreadPoolExecutor(1) as executor:
        template = checkout / "templates/word/印发用通知.docx"
        filled = fill(template, "数据.json", "出", kind="通知", name="{{ 编号 }}", executor=executor)
    alone = [problem for problem in filled.problems if problem.code == "official.ending_alone"]
    assert [problem.place.file for problem in alone] == ["一.docx"]
