"""Punctuation beside 汉字."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qijin_docs.text.typography import repair_typography


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("加强领导,落实责任", "加强领导，落实责任"),
        ("结合:实际;好?是!", "结合：实际；好？是！"),
        ("共3000人,其中企业20家", "共3000人，其中企业20家"),
        ("甲, 乙", "甲，乙"),
        ("(一)进企业。", "（一）进企业。"),
        ("（一)进企业。", "（一）进企业。"),
        ("(1)统筹", "（1）统筹"),
        ("（一）、总体", "（一）总体"),
        ("1、统筹\n2、启动", "1.统筹\n2.启动"),
        ('开展“七进"活动', '开展“七进"活动'),
        ('开展"七进"活动', "开展“七进”活动"),
        ('"甲"和"乙"', "“甲”和“乙”"),
        ("他说'好'", "他说‘好’"),
        ("依据安委办[2017]35号文", "依据安委办〔2017〕35号文"),
        ("依据（安委办(2017)第35号）", "依据（安委办〔2017〕第35号）"),
        ("共１２．５％的人", "共12.5%的人"),
        ("企业(A类)", "企业（A类）"),
        ("执行GB/T 9704(2012)标准", "执行GB/T 9704（2012）标准"),
        ("全年{{ 统计.合计 }}场,其中{{ a, b }}场", "全年{{ 统计.合计 }}场，其中{{ a, b }}场"),
        ("{% if 甲, 乙 %}是,否{% endif %}", "{% if 甲, 乙 %}是，否{% endif %}"),
        ("见http://a.cn/x?y=1,z,谢谢", "见http://a.cn/x?y=1,z，谢谢"),
        ("邮箱:a.b@c.cn,电话:123", "邮箱：a.b@c.cn，电话：123"),
    ],
)
def test_signs_beside_chinese_become_full_width(raw: str, text: str) -> None:
    assert repair_typography(raw).value == text


@pytest.mark.parametrize(
    "text",
    [
        "",
        "9:30开会",
        "比例3:1",
        "12,345人",
        "3.5万元",
        'Hello, world (ok); see "this"!',
        "{{ a }},{{ b }}",
        "{{ 甲:乙 }}",
        "{# 注释,不管 #}",
        "`x, 甲`代码",
        "don't说",
        "1.统筹",
        "2018-06-16 09:30:00",
        "http://example.cn/a,b(c);d",
        "加强领导，落实责任。“七进”（一）",
        "]]> & < >",
        "\ufdd0,\ufdd0",
    ],
)
def test_what_has_its_meaning_in_half_width_stays(text: str) -> None:
    assert repair_typography(text).value == text


@pytest.mark.parametrize(
    ("raw", "notes"),
    [
        ("甲,乙", ["半角标点已改为全角1处：“甲,乙” [text.half_width]"]),
        ("(甲)", ["半角圆括号已改为全角2处：“(甲)”、“(甲)” [text.half_width]"]),
        ('"甲"', ['直引号已改为弯引号：“"甲"” [text.half_width]']),
        ("甲[2017]3号", ["发文字号的年份已改用六角括号：“[2017]” [text.document_number_repaired]"]),
        ("1、甲", ["标题序号“1、”已改为“1.”：“1、” [text.heading_number]"]),
        ("（一）、甲", ["标题序号“（一）”后的顿号已去掉：“（一）、” [text.heading_number]"]),
        ("１２人", ["全角数字已改为半角：“１２” [text.full_width_digits]"]),
        ("甲(乙", ["圆括号不成对：“甲(乙”；补上或删去一半 [text.unpaired]"]),
        ("甲）乙", ["圆括号不成对：“甲）乙”；补上或删去一半 [text.unpaired]"]),
        ('甲"乙', ['引号不成对：“甲"乙”；补上或删去一半 [text.unpaired]']),
        ("甲“乙", ["引号不成对：“甲“乙”；补上或删去一半 [text.unpaired]"]),
        ("1)甲", []),
        ("好。", []),
    ],
)
def test_each_kind_of_repair_is_one_note(raw: str, notes: list[str]) -> None:
    assert [str(n) for n in repair_typography(raw).notes] == notes


def test_a_long_text_names_three_places_and_the_number() -> None:
    (note,) = repair_typography("甲,乙" * 10).notes
    assert note.message.startswith("半角标点已改为全角10处：")
    assert note.message.endswith("等")
    assert len(note.message) < 80


def test_ten_thousand_characters_are_no_hardship() -> None:
    assert repair_typography("(甲," * 10_000).value == "(甲，" * 10_000


SIGNS = "甲乙一号，。、,:;?!()（）“”1１Ab.[]`\n\ufdd0\"' "
PIECES = st.sampled_from([*SIGNS, "企业", "2017", "{{ x, y }}", "{{", "}}", "http://a.cn/x,", "a@b.cn"])
TEXTS = st.one_of(st.text(max_size=40), st.lists(PIECES, max_size=20).map("".join))


@given(TEXTS)
@settings(derandomize=True, max_examples=1000)
def test_repairing_twice_changes_nothing_more(text: str) -> None:
    once = repair_typography(text).value
    assert repair_typography(once).value == once


@given(TEXTS)
@settings(derandomize=True, max_examples=1000)
def test_a_changed_text_always_has_a_note_and_keeps_its_words(text: str) -> None:
    reading = repair_typography(text)
    assert reading.value == text or reading.notes
    words = re.compile(r"[^\u4e00-\u9fffA-Za-z]")
    assert words.sub("", reading.value) == words.sub("", text)


@given(st.lists(st.sampled_from(["甲,", "(乙)", '"丙"', "{{ 丁, 'x' }}", "{% if a, b %}"]), max_size=8))
@settings(derandomize=True)
def test_expressions_come_through_letter_by_letter(parts: list[str]) -> None:
    expressions = re.compile(r"\{[{%].*?[}%]\}")
    text = "".join(parts)
    assert expressions.findall(repair_typography(text).value) == expressions.findall(text)
