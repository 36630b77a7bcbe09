from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal
from pathlib import Path
from typing import Any

import docx
import pytest
from jinja2.filters import FILTERS

from qijin_docs.errors import RenderError, TemplateError
from qijin_docs.templating import compile_template
from qijin_docs.templating.environment import make_environment
from qijin_docs.templating.filters import ENTRIES, WORD_DESCRIPTIONS, list_filters
from qijin_docs.templating.screening import REFUSED_FILTERS
from qijin_docs.templating.word.environment import word_environment


def render(source: str, **values: Any) -> str:
    return make_environment(autoescape=False).from_string(source).render(values)


def word_template(folder: Path, *paragraphs: str) -> Path:
    document = docx.Document()
    for text in paragraphs:
        document.add_paragraph(text)
    document.save(str(folder / "模板.docx"))
    return folder / "模板.docx"


@pytest.mark.parametrize(
    ("source", "value", "result"),
    [
        ("{{ v|余 }}", 1234, "1200余"),
        ("{{ v|多 }}", 1234, "1200多"),
        ("{{ v|约 }}", 1278, "约1200"),
        ("{{ v|近 }}", 1980, "近2000"),
        ("{{ v|万(1) }}", 123456, "12.3万"),
        ("{{ v|亿(2) }}", 1234567890, "12.34亿"),
        ("{{ v|大写 }}", Decimal("1234.5"), "壹仟贰佰叁拾肆元伍角整"),
        ("{{ v|大写 }}", 1234.5, "壹仟贰佰叁拾肆元伍角整"),
        ("{{ v|汉字 }}", 21, "二十一"),
        ("{{ v|汉字年 }}", 2026, "二〇二六"),
        ("{{ v|日期 }}", dt.date(2026, 3, 1), "2026年3月1日"),
        ("{{ v|日期 }}", dt.datetime(2026, 3, 1, 8, 0), "2026年3月1日"),  # noqa: DTZ001
        ("{{ v|日期 }}", "2026-03-01", "2026年3月1日"),
        ("{{ v|汉字日期 }}", dt.date(2026, 3, 1), "二〇二六年三月一日"),
        ("{{ v|文号 }}", "云应急[2026]3号", "云应急〔2026〕3号"),
        ("{{ v|千分位 }}", 1234567, "1,234,567"),
        ("{{ v|千分位(2) }}", 1234567.5, "1,234,567.50"),
        ("{{ v|是否 }}", True, "是"),
        ("{{ v|是否('已完成', '未完成') }}", [], "未完成"),
    ],
)
def test_our_filters_print_official_text(source: str, value: Any, result: str) -> None:
    assert render(source, v=value) == result


@pytest.mark.parametrize(
    ("source", "value", "sentence"),
    [
        ("{{ v|大写 }}", "许多", "过滤器“大写”不能用于“许多”："),
        ("{{ v|日期 }}", None, "过滤器“日期”不能用于“空值”："),
        ("{{ v|日期 }}", "某日", "过滤器“日期”不能用于“某日”："),
        ("{{ v|千分位 }}", "12", "过滤器“千分位”不能用于“12”：值或参数不合适"),
        ("{{ v|千分位 }}", True, "过滤器“千分位”不能用于“bool”：值或参数不合适"),
        ("{{ v|余 }}", [1], "过滤器“余”不能用于“list”："),
        ("{{ v|万 }}", 12, "过滤器“万”不能用于“12”：值或参数不合适"),
        ("{{ v|汉字(1, 2) }}", 12, "过滤器“汉字”不能用于“12”：值或参数不合适"),
    ],
)
def test_a_filter_that_does_not_fit_names_itself_the_value_and_its_use(
    source: str, value: Any, sentence: str
) -> None:
    with pytest.raises(RenderError) as caught:
        render(source, v=value)
    (problem,) = caught.value.problems
    assert problem.code == "render.filter"
    assert problem.message.startswith(sentence)
    assert "用法：" in problem.hint


def test_the_callers_own_filters_win_and_are_trusted() -> None:
    environment = make_environment(
        filters={"余": lambda value: f"{value}！", "自家": lambda value: f"<{value}>"}
    )
    assert environment.from_string("{{ 1|余 }}{{ 2|自家 }}").render() == "1！&lt;2&gt;"


def test_every_entry_has_a_description_and_an_example_that_compiles() -> None:
    names = [entry.name for entry in ENTRIES]
    assert len(set(names)) == len(names)
    for entry in ENTRIES:
        assert entry.description
        tag, _, promised = entry.example.partition(" → ")
        template = make_environment().from_string(tag)
        if promised:
            values = {"日": dt.date(2026, 3, 1), "字号": "云应急[2026]3号", "完成": True}
            assert template.render(values) == promised, entry.name


def test_the_authors_list_names_every_filter_there_is_and_no_other() -> None:
    there = {name for name in make_environment().filters if " " not in name}
    assert set(list_filters()) - set(WORD_DESCRIPTIONS) == there
    assert all(list_filters().values())


def test_the_authors_list_names_every_filter_that_word_accepts_and_no_other(tmp_path: Path) -> None:
    inside = {name for name in word_environment("error", None).filters if not name.startswith("qijin_")}
    names = sorted(name for name in inside | set(list_filters()) | set(FILTERS) if " " not in name)
    with pytest.raises(TemplateError) as caught:
        compile_template(word_template(tmp_path, *(f"{{{{ 值|{name} }}}}" for name in names)))
    refused = {
        names[int(re.sub(r"\D", "", problem.place.where or "")) - 1] for problem in caught.value.problems
    }
    assert set(names) - refused == set(list_filters())


@pytest.mark.parametrize("name", sorted(WORD_DESCRIPTIONS))
def test_a_filter_of_word_alone_says_so_elsewhere(name: str) -> None:
    with pytest.raises(TemplateError) as caught:
        make_environment().from_string(f"{{{{ 值|{name} }}}}")
    (problem,) = caught.value.problems
    assert (problem.code, problem.hint) == ("template.unknown_filter", "这个过滤器只能在 Word 模板里用")


def test_names_of_generated_code_cannot_be_written_nor_are_they_offered(tmp_path: Path) -> None:
    path = word_template(tmp_path, "{{ 1|qijin_count('a') }}", "{{ 1|qijincount }}")
    with pytest.raises(TemplateError) as caught:
        compile_template(path)
    first, second = caught.value.problems
    assert (first.code, first.place.where) == ("template.private_name", "正文第1段")
    assert "不能用以 qijin_ 开头的名称“qijin_count”" in first.message
    assert second.code == "template.unknown_filter"
    assert "qijin_" not in second.hint


def test_filters_of_jinja_are_there_unless_refused() -> None:
    assert set(FILTERS) - set(make_environment().filters) == set(REFUSED_FILTERS)
