"""Feature by feature of docxtpl's documentation and of Jinja's: the document is the one docxtpl makes.

The cases go through docxtpl's manual (tags, tables, RichText, pictures, subdocuments, escaping, filters of one's own,
properties, headers, notes) and Jinja's (statements, filters, tests, functions, methods of values). What is meant to be
different stands in test_docxtpl_differences.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import io
import zipfile
from collections import OrderedDict
from collections.abc import Callable
from decimal import Decimal
from enum import StrEnum
from pathlib import Path
from typing import Any, NamedTuple

import docx
import openpyxl
import pytest
from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement
from docx.shared import Mm
from docxtpl import DocxTemplate, InlineImage, Listing, RichText, RichTextParagraph
from jinja2 import Environment
from jinja2.filters import FILTERS
from jinja2.tests import TESTS
from lxml import etree
from markupsafe import Markup, escape
from PIL import Image

from qijin_docs.templating import compile_template
from qijin_docs.templating.filters import list_filters
from qijin_docs.templating.screening import REFUSED_FILTERS

Values = Callable[[DocxTemplate], dict[str, Any]]
ROWS = [{"a": "灯", "b": 3, "t": True}, {"a": "管", "b": 7, "t": False}, {"a": "泵", "b": 3, "t": True}]
DATA: dict[str, Any] = {
    "a": "ab",
    "b": 3,
    "f": 1.5,
    "l": ["x", "y", "z"],
    "d": {"k": 1, "j": "v"},
    "rows": ROWS,
    "day": dt.date(2026, 3, 1),
    "moment": dt.datetime(2026, 3, 1, 8, 5, 6),  # noqa: DTZ001
    "hour": dt.time(8, 5),
    "span": dt.timedelta(days=2, hours=3),
    "n": None,
    "yes": True,
    "e": "",
    "s": "<a & b>",
    "words": "the quick brown fox",
    "tree": [{"n": 1, "c": [{"n": 2, "c": []}]}],
}

# ruff: noqa: E501  (a case is one line)
#: Everything Jinja's manual names, several of a kind in one paragraph.
SENTENCES = """
{{ a.upper() }}{{ a.lower() }}{{ a.title() }}{{ a.capitalize() }}{{ a.swapcase() }}{{ a.casefold() }}
{{ a.strip('a') }}{{ a.lstrip('a') }}{{ a.rstrip('b') }}{{ a.zfill(5) }}{{ a.ljust(5) }}{{ a.rjust(5) }}{{ a.center(9, '*') }}
{{ a.startswith('a') and 1 }}{{ a.endswith('b') and 1 }}{{ a.find('b') }}{{ a.rfind('b') }}{{ a.index('b') }}{{ a.rindex('b') }}{{ a.count('a') }}
{{ a.isdigit() or 0 }}{{ a.isalpha() and 1 }}{{ a.isalnum() and 1 }}{{ a.isupper() or 0 }}{{ a.islower() and 1 }}{{ a.isspace() or 0 }}{{ a.isnumeric() or 0 }}
{{ a.partition('b')[0] }}{{ words.split()|join('-') }}{{ words.rsplit(' ', 1)[0] }}{{ a.removeprefix('a') }}{{ a.replace('a', 'c') }}{{ ', '.join(l) }}
{{ '{}-{}'.format(a, b) }}{{ '{0:.2f}'.format(f) }}{{ '{:,}'.format(1234567) }}{{ '{x} {y}'.format(x=1, y=2) }}{{ '{:>9}|{:^7}'.format(a, b) }}{{ '{:%Y-%m}'.format(day) }}
{{ '%s %d' % (a, b) }}{{ '%.2f' % f }}{{ '%05d' % b }}{{ '%(k)s%%' % d }}{{ '%s'|format(a) }}{{ '%.2f'|format(f) }}{{ '%(x)s'|format(x=a) }}
{{ l.index('y') }}{{ l.count('x') }}{{ l[0] }}{{ l[-1] }}{{ l[1:]|join }}{{ l|length }}{{ l.copy()|join }}{{ a[0] }}{{ a[::-1] }}{{ words[4:9] }}
{{ d.items()|list|length }}{{ d.keys()|join }}{{ d.values()|join }}{{ d.get('k') }}{{ d.get('zz', 'no') }}{{ d.k }}{{ d['k'] }}{% for k, v in d.items() %}{{ k }}={{ v }};{% endfor %}{% for k in d %}{{ k }};{% endfor %}
{{ day }} {{ moment }} {{ hour }} {{ span }}
{{ day.strftime('%Y年%m月%d日') }}{{ moment.strftime('%H:%M') }}{{ day.strftime('%-m/%-d/%Y %x %F %e %j') }}{{ day.year }}{{ day.month }}{{ day.day }}{{ day.weekday() }}{{ day.isoweekday() }}{{ day.isoformat() }}
{{ day.isocalendar()[1] }}{{ day.replace(day=5) }}{{ day.toordinal() }}{{ day.ctime() }}{{ moment.date() }}{{ moment.time() }}{{ moment.hour }}{{ moment.replace(hour=3) }}{{ (day - day).days }}{{ span.total_seconds() }}{{ day + span }}
{{ f|round }}{{ f|round(1) }}{{ f|round(0, 'floor') }}{{ b|abs }}{{ '12'|int }}{{ 'x'|int(5) }}{{ '1.5'|float }}{{ 'ff'|int(0, 16) }}{{ f.is_integer() or 0 }}
{% for r in l|batch(2, '-') %}{{ r|join }};{% endfor %}{% for r in l|slice(2) %}{{ r|join }};{% endfor %}{{ a|capitalize }}{{ a|center(8) }}
{{ a|default('x') }}{{ nope|default('x') }}{{ nope|d('x') }}{{ n|default('x', true) }}{{ e|default('x', boolean=true) }}
{% for k, v in d|dictsort %}{{ k }}{% endfor %}{% for k, v in d|dictsort(by='key', reverse=true) %}{{ k }}{% endfor %}{% for k, v in d|items %}{{ k }}{% endfor %}
{{ s|e }}{{ s|escape }}{{ s|forceescape }}{{ a|safe }}{{ s }}{{ 12345678|filesizeformat }}{{ 1024|filesizeformat(true) }}
{{ l|first }}{{ l|last }}{% for g, it in rows|groupby('b') %}{{ g }}:{{ it|map(attribute='a')|join }};{% endfor %}{% for g in rows|groupby('c', default='无') %}{{ g.grouper }}{{ g.list|length }}{% endfor %}
{{ words|indent }}{{ words|indent(2, first=true) }}{{ l|join(',') }}{{ rows|join(',', attribute='a') }}{{ l|count }}{{ a|list|join('.') }}{{ 'AB'|lower }}
{{ l|map('upper')|join }}{{ rows|map(attribute='a')|join }}{{ rows|map(attribute='zz', default='-')|join }}{{ [3, 1]|max }}{{ [3, 1]|min }}{{ ['b', 'A']|min(case_sensitive=true) }}
{{ [1, 2, 3]|reject('odd')|join }}{{ [1, 2, 3]|select('odd')|join }}{{ rows|rejectattr('t')|map(attribute='a')|join }}{{ rows|selectattr('b', '>', 3)|map(attribute='a')|join }}
{{ 'aaa'|replace('a', 'b', 2) }}{{ l|reverse|join }}{{ a|reverse }}{{ [3, 1, 2]|sort|join }}{{ ['b', 'A']|sort|join }}{{ rows|sort(attribute='b,a')|map(attribute='a')|join }}{{ [3, 1]|sort(reverse=true)|join }}
{{ b|string }}{{ '<b>x</b> y'|striptags }}{{ [1, 2]|sum }}{{ rows|sum(attribute='b') }}{{ [1, 2]|sum(start=5) }}{{ words|title }}{{ 'xax'|trim('x') }}{{ words|truncate(9) }}{{ words|truncate(9, true, '..') }}
{{ ['a', 'A', 'b']|unique|join }}{{ a|upper }}{{ 'a b中'|urlencode }}{{ {'a': 1, 'b': '中'}|urlencode }}{{ words|wordcount }}{{ words|wordwrap(9) }}
{{ d|tojson }}{{ rows|tojson }}{{ s|tojson }}{{ d|tojson(indent=2) }}
{% if a is boolean %}1{% endif %}{% if yes is boolean %}2{% endif %}{% if a is callable %}3{% endif %}{% if a is defined %}4{% endif %}{% if b is divisibleby(3) %}5{% endif %}{% if b is divisibleby 3 %}6{% endif %}
{% if b is eq(3) %}1{% endif %}{% if b is equalto 3 %}2{% endif %}{% if a is escaped %}3{% endif %}{% if b is even %}4{% endif %}{% if yes is false %}5{% endif %}{% if 'upper' is filter %}6{% endif %}{% if f is float %}7{% endif %}
{% if b is ge 3 %}1{% endif %}{% if b is gt 2 %}2{% endif %}{% if b is greaterthan 2 %}3{% endif %}{% if 'x' is in l %}4{% endif %}{% if b is integer %}5{% endif %}{% if l is iterable %}6{% endif %}{% if b is le 3 %}7{% endif %}{% if b is lessthan 5 %}8{% endif %}{% if a is lower %}9{% endif %}{% if b is lt 4 %}0{% endif %}
{% if d is mapping %}1{% endif %}{% if b is ne 4 %}2{% endif %}{% if n is none %}3{% endif %}{% if b is number %}4{% endif %}{% if b is odd %}5{% endif %}{% if n is sameas(none) %}6{% endif %}{% if l is sequence %}7{% endif %}{% if a is string %}8{% endif %}{% if 'odd' is test %}9{% endif %}{% if yes is true %}0{% endif %}{% if nope is undefined %}a{% endif %}{% if a is upper %}b{% endif %}
{% if a is not defined %}x{% endif %}{% if not (a and b) %}y{% endif %}{{ 'p' if a in ['ab'] else 'q' }}{{ 'p' if a not in l }}{{ a if not b }}{{ b == 3 and 'x' or 'y' }}
{{ range(3)|join }}{{ range(1, 6, 2)|join }}{{ dict(x=1).x }}{{ dict(d, z=3).z }}{{ {'x': {'y': 1}}.x.y }}{{ [1, [2, 3]][1][0] }}{{ (1, 2)|join }}{{ 'x' 'y' }}{{ 1_000 }}{{ 0x1f }}
{% set ns = namespace(found=false) %}{% for x in l %}{% if x == 'y' %}{% set ns.found = true %}{% endif %}{% endfor %}{{ 'Y' if ns.found }}
{% set c = cycler('o', 'e') %}{% for x in l %}{{ c.next() }}{{ c.current }}{% endfor %}{{ c.reset() or '' }}{{ c.next() }}{% set j = joiner() %}{% for x in l %}{{ j() }}{{ x }}{% endfor %}
{% for x in l %}{{ loop.index }}{{ loop.index0 }}{{ loop.revindex }}{{ loop.revindex0 }}{{ loop.first and 'f' or '' }}{{ loop.last and 'l' or '' }}{{ loop.length }}{{ loop.cycle('a', 'b') }}{{ loop.depth }}{{ loop.depth0 }}{{ loop.previtem or '' }}{{ loop.nextitem or '' }}{% if loop.changed(x) %}c{% endif %}{% endfor %}
{% for x in l %}{% set outer = loop %}{% for y in l %}{{ outer.index }}{{ loop.index }} {% endfor %}{% endfor %}{% for x in tree recursive %}{{ x.n }}{% if x.c %}({{ loop(x.c) }}){% endif %}{% endfor %}
{% for x in l if x != 'y' %}{{ x }}{% else %}none{% endfor %}{% for x in [] %}{{ x }}{% else %}none{% endfor %}{% for i in range(3) %}{{ i }}{% endfor %}{% for p, q in [(1, 2)] %}{{ p }}{{ q }}{% endfor %}
{% for x in l %}{% if loop.first %}{% continue %}{% endif %}{{ x }}{% break %}{% endfor %}
{% macro m(x, y='d') %}{{ x }}{{ y }}{% for z in varargs %}{{ z }}{% endfor %}{% for k, v in kwargs.items() %}{{ k }}{{ v }}{% endfor %}{% endmacro %}{{ m(1) }}{{ m(1, 2, 3) }}{{ m(1, y=2, z=4) }}{{ m.name }}{{ m.arguments|join }}
{% macro q(xs) %}{% for x in xs %}{{ caller(x) }}{% endfor %}{% endmacro %}{% call(u) q(l) %}({{ u }}){% endcall %}
{% block one %}甲{{ a }}{% endblock %}{% block two %}乙{% endblock two %}{% set v = 5 %}{% block three %}{{ v }}{% endblock %}{% for x in l %}{% block four scoped %}{{ x }}{% endblock %}{% endfor %}
{% autoescape true %}{{ s }}{% endautoescape %}{% with %}{% set w = 1 %}{{ w }}{% endwith %}{% with x=1, y=2 %}{{ x + y }}{% endwith %}
{% set x, y = 1, 2 %}{{ x }}{{ y }}{% set t %}txt {{ a }}{% endset %}{{ t }}{{ t|upper }}{{ t|length }}{% set u|upper %}ab{% endset %}{{ u }}
{% filter upper %}x{{ a }}{% endfilter %}{% filter replace('a', 'b')|upper %}a{% endfilter %}{% filter e %}x{{ s }}{% endfilter %}{% raw %}{{ x }}{% endraw %}
{{ a ~ b ~ f }}{{ a + 'c' }}{{ 1 + 1 }}{{ 3 - 2 }}{{ 7 / 2 }}{{ 7 // 2 }}{{ 7 % 2 }}{{ 2 ** 3 }}{{ -b }}{{ a * 2 }}{{ ([1] + [2])|join }}{{ (a|upper).lower() }}{{ (-1)|abs }}
{{a}}{{ a}}{{a }}{%if a%}x{%endif%}{#comment#}{% if a %}1{% elif b %}2{% else %}3{% endif %}{% if a and (b or n) and not e %}1{% endif %}{% if b < 5 and b > 1 and b <= 3 and b != 4 %}2{% endif %}
{{ rows[0].a }}{{ rows[0]['a'] }}{{ rows[-1].a }}{{ rows.0.a }}{{ (rows|groupby('b'))[0][0] }}{{ rows|groupby('b')|map('first')|join(',') }}
""".strip().splitlines()


@pytest.fixture
def both(make_template: Any, plain: Any) -> Callable[..., tuple[list[str], list[str]]]:
    """The same template and values as docxtpl's document and as ours."""

    def render(
        blocks: tuple[Any, ...], values: Values, part: str = "word/document.xml", **options: Any
    ) -> tuple[list[str], list[str]]:
        path = make_template(*blocks, **options)
        theirs = DocxTemplate(path)
        environment = Environment(extensions=["jinja2.ext.loopcontrols", "jinja2.ext.do"])
        theirs.render(values(theirs), environment, autoescape=True)
        stream = io.BytesIO()
        theirs.save(stream)
        ours = compile_template(path).render(values(DocxTemplate(path)))
        return plain(stream.getvalue(), part), plain(bytes(ours), part)

    return render


@pytest.mark.parametrize("sentence", SENTENCES)
def test_what_jinja_knows_is_known(both: Any, sentence: str) -> None:
    theirs, ours = both((sentence,), lambda _: DATA)
    assert ours == theirs
    assert any(line.startswith("r") for line in theirs)


@pytest.mark.parametrize("sentence", SENTENCES)
def test_what_jinja_knows_is_known_in_workbooks(make_template: Any, tmp_path: Path, sentence: str) -> None:
    book = openpyxl.Workbook()
    assert book.active is not None
    book.active["A1"] = f"甲{sentence}"
    book.save(tmp_path / "表.xlsx")
    filled = bytes(compile_template(tmp_path / "表.xlsx").render(DATA))
    text = openpyxl.load_workbook(io.BytesIO(filled))["Sheet"]["A1"].value
    document = docx.Document(io.BytesIO(bytes(compile_template(make_template(f"甲{sentence}")).render(DATA))))
    assert text == document.paragraphs[0].text


def test_the_sentences_name_every_filter_and_test_of_jinja_that_is_given() -> None:
    text = " ".join(SENTENCES)
    offered = set(FILTERS) - set(REFUSED_FILTERS)
    assert offered <= set(list_filters())
    used = {word for word in offered if f"|{word}" in text or f"{{% filter {word}" in text}
    assert used == offered
    named = {word for word in TESTS if word.isalpha()}
    assert {word for word in named if f"is {word}" in text} == named


def picture(colour: str = "red") -> io.BytesIO:
    stream = io.BytesIO()
    Image.new("RGB", (40, 20), colour).save(stream, "PNG", dpi=(96, 96))
    stream.seek(0)
    return stream


def rich(*pieces: tuple[Any, dict[str, Any]]) -> RichText:
    made = RichText()
    for text, form in pieces:
        made.add(text, **form)
    return made


def rich_paragraphs(*pieces: tuple[Any, dict[str, Any]]) -> RichTextParagraph:
    made = RichTextParagraph()
    for text, form in pieces:
        made.add(text, **form)
    return made


def built(template: DocxTemplate) -> Any:
    part = template.new_subdoc()
    part.add_heading("题", 1)
    part.add_paragraph("一 ").add_run("粗").bold = True
    cells = part.add_table(rows=1, cols=2).rows[0].cells
    cells[0].text, cells[1].text = "甲", "乙"
    return part


def merged(template: DocxTemplate) -> Any:
    document = docx.Document()
    document.add_paragraph("别的文件")
    document.add_paragraph("项", style="List Bullet")
    stream = io.BytesIO()
    document.save(stream)
    stream.seek(0)
    return template.new_subdoc(stream)


@dataclasses.dataclass
class Unit:
    name: str = "甲"
    parts: tuple[int, ...] = (1, 2)


class Point(NamedTuple):
    x: int
    y: Any
    z: Any


class Colour(StrEnum):
    RED = "红"


LOOP, END = "{%tr for x in l %}", "{%tr endfor %}"
#: Name → blocks and values, through docxtpl's manual.
CASES: dict[str, tuple[tuple[Any, ...], Values]] = {
    "paragraph tags": (("{%p if a %}", "一", "二", "{%p elif b %}", "三", "{%p else %}", "四", "{%p endif %}"), lambda _: {"a": 0, "b": 1}),
    "row tags": (([["头"], ["{%tr if a %}"], ["一"], ["{%tr else %}"], ["二"], ["{%tr endif %}"]],), lambda _: {"a": 0}),
    "column tags, fewer cells": (([["a", "{%tc for x in l %}", "{{ x }}", "{%tc endfor %}", "z"]],), lambda _: {"l": []}),
    "column tags, more cells": (([["a", "{%tc for x in l %}", "{{ x }}", "{%tc endfor %}", "z"]],), lambda _: {"l": [1, 2, 3, 4]}),
    "column tags, a choice": (([["a", "{%tc if c %}", "b", "{%tc endif %}"], ["c", "{%tc if c %}", "d", "{%tc endif %}"]],), lambda _: {"c": 0}),
    "run tags": ((("甲", "{%r if a %}", "乙", "{%r endif %}", "丙"),), lambda _: {"a": 1}),
    "comments of paragraphs, rows, cells": (("{#p 注 #}", "甲{# 注 #}", [["一", "{#tc 注 #}"], ["{#tr 注 #}", ""], ["二", "三"]]), lambda _: {}),
    "text split and joined": (("屋在", "{%- if a -%}", "城里", "{%- else -%}", "乡下", "{%- endif -%}", "。"), lambda _: {"a": 0}),
    "delimiters escaped": (("{_{ a }_} {_% b %_} {{ x }}",), lambda _: {"x": 1}),
    "colspan": (([["{% colspan n %}宽", "{%tc if 0 %}", "x", "{%tc endif %}"], ["一", "二", "三", "四"]],), lambda _: {"n": 4}),
    "colspan as text": (([["{% colspan n %}宽"], ["一"]],), lambda _: {"n": "1"}),
    "horizontal merge": (([["{%tc for x in l %}", "{% hm %}总", "{%tc endfor %}"], ["{%tc for x in l %}", "{{ x }}", "{%tc endfor %}"]],), lambda _: {"l": [1, 2, 3]}),
    "vertical merge": (([[LOOP, ""], ["{% vm %}组", "{{ x }}"], [END, ""]],), lambda _: {"l": [1, 2, 3]}),
    "vertical merge in nested loops": (([["{%tr for g in l %}", ""], ["{%tr for x in g.s %}", ""], ["{% vm %}{{ g.a }}", "{{ x }}"], [END, ""], [END, ""]],), lambda _: {"l": [{"a": 1, "s": [1, 2]}, {"a": 2, "s": [3]}]}),
    "cell colour": (([["{% cellbg c %}甲", "乙"]],), lambda _: {"c": "00FF00"}),
    "cell colour by a choice": (([["{% cellbg 'FF0000' if c else '00FF00' %}甲"]],), lambda _: {"c": 1}),
    "a rich text": (("甲{{r a }}乙",), lambda _: {"a": RichText("粗", bold=True, italic=True, underline="double", strike=True, size=20, color="#ff0000", font="Arial")}),
    "a rich text of many": (("甲{{r a }}乙",), lambda _: {"a": rich(("一", {}), ("二", {"bold": True}), (RichText("三", italic=True), {}), (5, {"subscript": True}), (b"six", {"superscript": True}))}),
    "a rich text in Chinese type": (("{{r a }}",), lambda _: {"a": RichText("测试TEST", font="eastAsia:微软雅黑")}),
    "a rich text with a style": (("{{r a }}",), lambda _: {"a": RichText("甲", style="Strong")}),
    "a rich text with breaks": (("甲{{r a }}乙",), lambda _: {"a": RichText("一\n二\t三\a四\f五")}),
    "a page break": (("前", "{{r a }}", "后"), lambda _: {"a": RichText("\f")}),
    "a rich text of blanks and of tabs": (("{{r a }}甲{{r b }}乙",), lambda _: {"a": RichText("     "), "b": RichText("\t\t\t")}),
    "a rich text under a condition": (("{% if b %}{{r a }}{% endif %}尾",), lambda _: {"a": RichText("粗", bold=True), "b": 1}),
    "a rich text in a cell": (([["{{r a }}", "{{ b }}"]],), lambda _: {"a": RichText("粗", bold=True), "b": 1}),
    "a rich text with signs": (("{{r a }}",), lambda _: {"a": RichText("<a & b> \"c\" 'd'")}),
    "an empty rich text": (("甲{{r a }}乙",), lambda _: {"a": RichText("")}),
    "rich paragraphs": (("前", "{{p a }}", "后"), lambda _: {"a": rich_paragraphs(("纯字", {}), (RichText("粗", bold=True), {"parastyle": "Heading 1"}))}),
    "a listing": (("{{ a }}",), lambda _: {"a": Listing("一\n二\a三\f四\t五 <&>")}),
    "a listing in a cell": (([["{{ a }}"]],), lambda _: {"a": Listing("一\n二\a三")}),
    "a listing of a number": (("{{ a }}",), lambda _: {"a": Listing(5)}),
    "breaks in a text": ((("粗", "甲{{ a }}乙"),), lambda _: {"a": "一\n二\a三\f四\t五"}),
    "an inline picture": (("前{{ a }}后",), lambda t: {"a": InlineImage(t, picture(), width=Mm(20))}),
    "a picture in its own size": (("{{ a }}",), lambda t: {"a": InlineImage(t, picture())}),
    "pictures in rows": (([[LOOP], ["{{ x }}"], [END]],), lambda t: {"l": [InlineImage(t, picture(), height=Mm(9)), InlineImage(t, picture("blue"), width=Mm(9))]}),
    "a picture printed twice": (("{{ a }}", "{{ a }}"), lambda t: {"a": InlineImage(t, picture(), width=Mm(9))}),
    "a picture with a link": (("{{ a }}",), lambda t: {"a": InlineImage(t, picture(), width=Mm(9), anchor="https://x.example/")}),
    "a subdocument that was built": (("前", "{{p a }}", "后"), lambda t: {"a": built(t)}),
    "a subdocument from a file": (("前", "{{p a }}", "后"), lambda t: {"a": merged(t)}),
    "a subdocument under a condition": (("{%p if b %}", "{{p a }}", "{%p endif %}", "尾"), lambda t: {"a": built(t), "b": 1}),
    "text that was escaped": (("{{ a }}{{ b|e }}",), lambda _: {"a": escape("<a & b>"), "b": "<c>"}),
    "text that is safe": (("{{ a }}{{ a|safe }}",), lambda _: {"a": Markup("x &amp; y")}),
    "spaces": (("  {{ a }}  b   c ",), lambda _: {"a": "  x  "}),
    "a tab in the template": (("a\t{{ a }}\tb",), lambda _: {"a": 1}),
    "quotes of all kinds": (("{{ d[“k”] }}{{ d[‘k’] }}{{ d[\"k\"] }}{{ d['k'] }}",), lambda _: {"d": {"k": 1}}),
    "a tag over many runs": ((("{", "{ ", "d", ".", "k", " }", "} ", "", "{", "% if d", " %", "", "}有{% ", "endif %", "}"),), lambda _: {"d": {"k": 1}}),
    "data classes, mappings, enumerations, decimals": (("{{ u.name }}{{ u.parts|sum }}{% for k, v in o.items() %}{{ k }}{{ v }}{% endfor %}{{ c }}{{ m }}{{ m * 2 }}{{ i[1] }}",), lambda _: {"u": Unit(), "o": OrderedDict(a=1), "c": Colour.RED, "m": Decimal("1.50"), "i": {1: "x"}}),
    "named tuples": (("{{ p.x }}{{ p[1] }}{{ p.z or '无' }}{% for x, y, z in l %}{{ x }}{{ y }}{% endfor %}{{ l|map(attribute='y')|join }}{{ l|sum(attribute='x') }}{{ p|tojson }}",), lambda _: {"p": Point(1, "二", None), "l": [Point(3, 4, 5), Point(6, 7, 8)]}),
    "views of mappings and ranges": (("{% for x in v %}{{ x }}{% endfor %}{% for x in r %}{{ x }}{% endfor %}",), lambda _: {"v": {"a": 1}.keys(), "r": range(3)}),
    "Chinese names": (("{{ 单位.全称 }}{% for 项 in 表 %}{{ 项 }}{% endfor %}{{ 单位['甲-乙'] }}",), lambda _: {"单位": {"全称": "x", "甲-乙": 2}, "表": [1]}),
    "blocks of paragraphs": (("{%p block 甲 %}", "一{{ a }}", "{%p endblock %}", "{%p autoescape true %}", "{{ b }}", "{%p endautoescape %}"), lambda _: {"a": 1, "b": "<&>"}),
    "a block of rows": (([["{%tr block 甲 %}"], ["{{ a }}"], ["{%tr endblock %}"]],), lambda _: {"a": 1}),
    "a table inside a loop of paragraphs": (("{%p for x in l %}", [[LOOP.replace("x in l", "y in x")], ["{{ y }}"], [END]], "{%p endfor %}"), lambda _: {"l": [[1, 2], [3]]}),
}  # fmt: skip


@pytest.mark.parametrize(("blocks", "values"), CASES.values(), ids=CASES)
def test_what_docxtpl_knows_is_known(both: Any, blocks: tuple[Any, ...], values: Values) -> None:
    theirs, ours = both(blocks, values)
    assert ours == theirs


def filled_table(table: Any, *rows: list[str]) -> None:
    for row, texts in zip(table.rows, rows, strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text


def merge_over_two_columns(document: Any) -> None:
    table = document.add_table(2, 4)
    wide = table.cell(0, 1).merge(table.cell(0, 2))
    table.cell(0, 0).text, table.cell(0, 3).text = "{%tc for x in l %}", "{%tc endfor %}"
    wide.text = "{% hm %}总"
    for cell, text in zip(
        table.rows[1].cells, ["{%tc for x in l %}", "{{ x }}", "{{ x }}", "{%tc endfor %}"], strict=True
    ):
        cell.text = text


def link_with_a_tag(document: Any) -> None:
    paragraph = document.add_paragraph("前")
    link = OxmlElement("w:hyperlink")
    link.set(qn("w:anchor"), "处")
    link.append(paragraph.add_run("{{ a }}链")._r)
    paragraph._p.append(link)
    paragraph.add_run("后{{ a }}")


def colour_over_a_colour(document: Any) -> None:
    cell = document.add_table(1, 1).cell(0, 0)
    cell.text = "{% cellbg a %}甲"
    ground = OxmlElement("w:shd")
    ground.set(qn("w:val"), "clear")
    ground.set(qn("w:fill"), "ABCDEF")
    cell._tc.get_or_add_tcPr().append(ground)


def table_in_a_cell(document: Any) -> None:
    cell = document.add_table(1, 1).cell(0, 0)
    cell.paragraphs[0].text = "外{{ a }}"
    filled_table(cell.add_table(3, 1), [LOOP], ["{{ x }}"], [END])
    cell.add_paragraph("")


def merge_with_a_choice(document: Any) -> None:
    choice = "{% vm %}{% if x > 1 %}大{% else %}小{% endif %}"
    filled_table(document.add_table(3, 2), [LOOP, ""], [choice, "{{ x }}"], [END, ""])


def sections_and_pages(document: Any) -> None:
    document.add_paragraph("{%p if a %}")
    document.add_paragraph("甲")
    document.add_page_break()
    document.add_paragraph("{%p endif %}")
    document.add_section()
    document.add_paragraph("{{ a }}")


def blanks_in_runs_of_their_own(document: Any) -> None:
    paragraph = document.add_paragraph()
    for text in ("{{ a }}", " ", "{{ a }}", "\t{{ a }}"):
        paragraph.add_run(text)


EDITS = [
    merge_over_two_columns, link_with_a_tag, colour_over_a_colour, table_in_a_cell, merge_with_a_choice,
    sections_and_pages, blanks_in_runs_of_their_own,
]  # fmt: skip


@pytest.mark.parametrize("edit", EDITS, ids=lambda edit: edit.__name__)
def test_what_stands_in_a_document_otherwise(both: Any, edit: Any) -> None:
    theirs, ours = both((), lambda _: {"a": "112233", "l": [1, 2, 3]}, edit=edit)
    assert ours == theirs


@pytest.mark.parametrize("part", ["header", "footer"])
def test_headers_and_footers(both: Any, part: str) -> None:
    text = "甲{{ a }}{% if b %}乙{% endif %}{{r c }}{{ d }}"
    values: Values = lambda _: {"a": "<&>", "b": 1, "c": RichText("粗", bold=True), "d": "一\n二"}  # noqa: E731
    theirs, ours = both(("正文",), values, f"word/{part}1.xml", **{part: text})
    assert ours == theirs
    assert any("粗" in line for line in theirs)


def test_a_picture_in_a_header(both: Any) -> None:
    theirs, ours = both(
        ("正文",),
        lambda t: {"a": InlineImage(t, picture(), width=Mm(9))},
        "word/header1.xml",
        header="{{ a }}",
    )
    assert ours == theirs


def test_core_properties(make_template: Any) -> None:
    def titled(document: Any) -> None:
        document.core_properties.title = "{{ a }}的{% if b %}总结{% endif %}"
        document.core_properties.subject = "{{ a|upper }}"

    path = make_template("正文", edit=titled)
    values = {"a": "x & y", "b": 1}
    theirs = DocxTemplate(path)
    theirs.render(values)
    ours = docx.Document(io.BytesIO(bytes(compile_template(path).render(values))))
    for name in ("title", "subject"):
        assert getattr(ours.core_properties, name) == getattr(theirs.docx.core_properties, name)


def test_footnotes(make_template: Any, plain: Any) -> None:
    w = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
    relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"
    note = f'<w:footnotes {w}><w:footnote w:id="1"><w:p><w:r><w:t>注{{{{ a }}}}{{% if b %}}有{{% endif %}}</w:t></w:r></w:p></w:footnote></w:footnotes>'
    body = '<w:p><w:r><w:footnoteReference w:id="1"/></w:r></w:p>'
    plain_path = make_template("正文", body=body)
    with zipfile.ZipFile(plain_path) as archive:
        types = archive.read("[Content_Types].xml").decode()
        relations = archive.read("word/_rels/document.xml.rels").decode()
    path = make_template(
        "正文",
        body=body,
        parts={
            "word/footnotes.xml": note,
            "[Content_Types].xml": types.replace("</Types>", f'<Override PartName="/word/footnotes.xml" ContentType="{kind}"/></Types>'),
            "word/_rels/document.xml.rels": relations.replace("</Relationships>", f'<Relationship Id="rId99" Type="{relation}" Target="footnotes.xml"/></Relationships>'),
        },
    )  # fmt: skip
    values = {"a": "一二", "b": 1}
    theirs = DocxTemplate(path)
    theirs.render(values)
    stream = io.BytesIO()
    theirs.save(stream)
    ours = bytes(compile_template(path).render(values))
    assert plain(ours, "word/footnotes.xml") == plain(stream.getvalue(), "word/footnotes.xml")
    assert "r: 注一二有" in plain(ours, "word/footnotes.xml")


def test_filters_of_ones_own(make_template: Any, plain: Any) -> None:
    path = make_template(
        "{{ a|times(0.5) }}{{ l|map('times', 2)|join('、') }}{% filter shout %}x{{ b }}{% endfilter %}"
    )
    filters: dict[str, Callable[..., Any]] = {
        "times": lambda value, by: value * by,
        "shout": lambda value: value + "！",
    }
    values = {"a": 5.0, "b": "y", "l": [1, 2]}
    environment = Environment()
    environment.filters.update(filters)
    theirs = DocxTemplate(path)
    theirs.render(values, environment)
    stream = io.BytesIO()
    theirs.save(stream)
    assert plain(bytes(compile_template(path, filters=filters).render(values))) == plain(stream.getvalue())


def test_a_picture_in_place_of_another_keeps_its_box(make_template: Any) -> None:
    def with_dummy(document: Any) -> None:
        shape = document.add_picture(picture(), width=Mm(30))
        shape._inline.docPr.set("descr", "{{ a }}")
        shape._inline.graphic.graphicData.pic.nvPicPr.cNvPr.set("name", "dummy.png")

    path = make_template("正文", edit=with_dummy)
    theirs = DocxTemplate(path)
    theirs.replace_pic("dummy.png", picture("blue"))
    theirs.render({})
    stream = io.BytesIO()
    theirs.save(stream)
    from qijin_docs.templating.picture import Picture

    ours = bytes(compile_template(path).render({"a": Picture(picture("blue").getvalue())}))
    assert boxes(ours) == boxes(stream.getvalue())


def boxes(data: bytes) -> list[tuple[Any, Any]]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        root = etree.fromstring(archive.read("word/document.xml"))
    return [(element.get("cx"), element.get("cy")) for element in root.iter("{*}extent")]


def test_the_names_a_template_asks_for(make_template: Any) -> None:
    path: Path = make_template("{{ a }}{% for x in l %}{{ x.b }}{% endfor %}", header="{{ c }}")
    theirs = DocxTemplate(path).get_undeclared_template_variables()
    assert {name.partition("[")[0] for name in compile_template(path).names} == theirs
