"""What is meant to be different from docxtpl: the table in templates/README.md and the programs say the same.

Each row is rendered by both. A row with a code ends in that error here and in a document there (or the other way
round); a row without one gives another document.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from enum import Enum
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Mm
from docxtpl import DocxTemplate, InlineImage, RichText
from jinja2 import DictLoader, Environment
from PIL import Image

from qijin_docs.errors import QijinError
from qijin_docs.templating import compile_template

README = (Path(__file__).parents[3] / "templates" / "README.md").read_text(encoding="utf-8")
Values = Callable[[DocxTemplate], dict[str, Any]]


class Season(Enum):
    SPRING = "春"


class Foreign:
    """An object of the caller's, of no known kind."""

    名 = "甲"

    def 方法(self) -> str:
        return "乙"


def picture() -> io.BytesIO:
    stream = io.BytesIO()
    Image.new("RGB", (40, 20)).save(stream, "PNG")
    stream.seek(0)
    return stream


def subdocument(template: DocxTemplate) -> Any:
    part = template.new_subdoc()
    part.add_paragraph("子")
    return part


def linked(template: DocxTemplate) -> RichText:
    made = RichText("见 ")
    made.add("网站", url_id=template.build_url_id("https://x.example/"))
    return made


def numbered(document: Any) -> None:
    for paragraph in document.paragraphs:
        if "事" in paragraph.text and "%" not in paragraph.text:
            paragraph.style = "List Number"


def justified(document: Any) -> None:
    document.paragraphs[-1].alignment = WD_ALIGN_PARAGRAPH.JUSTIFY


#: What stands in the first column → the values, what the template needs besides, code (empty: another document).
CASES: dict[str, tuple[Values, dict[str, Any], str]] = {
    "{{ 缺 }}": (lambda _: {}, {}, "render.missing"),
    "{{ 空 }}": (lambda _: {"空": None}, {}, "render.none"),
    "{{ 真 }}": (lambda _: {"真": True}, {}, "render.bool"),
    "{{ 列 }}": (lambda _: {"列": [1]}, {}, "render.container"),
    "总计 {%p if 甲 %} ／ 乙 ／ {%p endif %}": (lambda _: {"甲": 1}, {}, "template.text_beside_tag"),
    "前{{ 子文档 }}后": (lambda t: {"子文档": subdocument(t)}, {}, "value.captured_here"),
    "{{ 控制符 }}": (lambda _: {"控制符": "a\x01b"}, {}, "value.control_character"),
    "{{ 甲.__class__ }}": (lambda _: {"甲": "a"}, {}, "template.private_name"),
    '{{ 甲|attr("upper") }}': (lambda _: {"甲": "a"}, {}, "template.filter_refused"),
    "{{ 函数(1) }}": (lambda _: {"函数": str}, {}, "template.call"),
    "{{ 对象.方法() }}": (lambda _: {"对象": Foreign()}, {}, "template.method"),
    "{{ 对象.名 }}": (lambda _: {"对象": Foreign()}, {}, "value.unknown_type"),
    "{% for x in 迭代器 %}{{ x }}{% endfor %}": (lambda _: {"迭代器": iter([1])}, {}, "value.unknown_type"),
    '{{ "{0.year}".format(甲) }}': (lambda _: {"甲": __import__("datetime").date.min}, {}, "template.method"),
    "{{ 式.format(1) }}": (lambda _: {"式": "{}"}, {}, "template.method"),
    "{% do 列.append(1) %}": (lambda _: {"列": []}, {}, "template.refused_tag"),
    "{% set x = 列.append(1) %}": (lambda _: {"列": []}, {}, "template.method"),
    '{% include "甲" %}': (lambda _: {}, {}, "template.refused_tag"),
    "{% block 甲 %}乙{% endblock %}{{ self.甲() }}": (lambda _: {}, {}, "template.private_name"),
    "{% autoescape false %}{{ 甲 }}{% endautoescape %}": (lambda _: {"甲": "a"}, {}, "template.statement"),
    "{{ 标记|safe }}": (lambda _: {"标记": "<w:br/>"}, {}, "render.markup"),
    "{{r 链接 }}": (lambda t: {"链接": linked(t)}, {}, "value.rich_text_refused"),
    "{{ 转义过的 }}": (lambda _: {"转义过的": "a &amp; b"}, {}, ""),
    '{% if 甲 == "x&y" %}是{% endif %}': (lambda _: {"甲": "x&y"}, {}, ""),
    "{{ 下划线 }}": (lambda _: {"下划线": "{_{ a }_}"}, {}, ""),
    "{{ 回车换行 }}": (lambda _: {"回车换行": "一\r\n二"}, {}, ""),
    "前{{ 富文本 }}后": (lambda _: {"富文本": RichText("粗", bold=True)}, {}, ""),
    "{% for x in 列 %}{% block 丁 %}{{ x }}{% endblock %}{% endfor %}": (lambda _: {"列": [1]}, {}, ""),
    "{{ 图 }}": (lambda t: {"图": InlineImage(t, picture(), width=Mm(20), height=Mm(20))}, {}, ""),
    "{%p for x in 列 %} ／ 一 ／ {%p for y in x %} ／ 事{{ y }} ／ {%p endfor %} ／ {%p endfor %}": (
        lambda _: {"列": [[1], [2]]},
        {"edit": numbered},
        "",
    ),
    "两端对齐 ／ {{ 两行 }}": (lambda _: {"两行": "一\n二"}, {"edit": justified}, ""),
}


def rows() -> list[tuple[str, str]]:
    """What is written, and the code, of each row of the README's table."""
    table = README.partition("## 从 docxtpl 过来")[2].partition("\n## ")[0]
    found: list[tuple[str, str]] = []
    for line in table.splitlines():
        cells = [cell.strip().replace("\\|", "|") for cell in re.split(r"(?<!\\)\|", line)[1:-1]]
        if len(cells) == 4 and cells[0].startswith("`"):
            found.append(
                (" ／ ".join(part.strip("`") for part in cells[0].split(" ／ ")), cells[3].strip("`"))
            )
    return found


def test_the_readme_names_every_difference_with_its_code() -> None:
    assert rows() == [(written, code or "—") for written, (_, _, code) in CASES.items()]


@pytest.mark.parametrize(("written", "case"), CASES.items(), ids=CASES)
def test_the_difference_is_there(
    make_template: Any, plain: Any, written: str, case: tuple[Values, dict[str, Any], str]
) -> None:
    values, options, code = case
    path = make_template(*written.split(" ／ "), **options)
    assert (
        ours(path, values, plain) == code
        if code
        else ours(path, values, plain) != theirs(path, values, plain)
    )
    if code:
        assert isinstance(theirs(path, values, plain), list)


@pytest.mark.parametrize(
    ("block", "values", "wanted"),
    [
        ([["{%tr if a %}"], ["x"], ["{%tr endif %}"]], {"a": 0}, []),
        (("{% if a %", "}有{% endif %}"), {"a": 1}, ["p", "r['b[]']: 有"]),
        (
            [["{% cellbg c %}甲"]],
            {"c": "#00FF00"},
            ["tc[\"shd[('color', 'auto'), ('fill', '00FF00'), ('val', 'clear')]\"]"],
        ),
        ("{{ e }}", {"e": Season.SPRING}, ["p", "r: 春"]),
    ],
    ids=[
        "a table without rows",
        "text behind a tag over many runs",
        "a colour with its sign",
        "an enumeration",
    ],
)
def test_the_smaller_differences_are_there(
    make_template: Any, plain: Any, block: Any, values: dict[str, Any], wanted: list[str]
) -> None:
    path = make_template(block)
    made = ours(path, lambda _: values, plain)
    assert made != theirs(path, lambda _: values, plain)
    assert set(wanted) <= set(made) if wanted else made == []


def theirs(path: Path, values: Values, plain: Any) -> list[str]:
    template = DocxTemplate(path)
    loader = DictLoader({"甲": "别的模板"})
    template.render(values(template), Environment(extensions=["jinja2.ext.do"], loader=loader))
    stream = io.BytesIO()
    template.save(stream)
    return told(stream.getvalue(), plain)


def ours(path: Path, values: Values, plain: Any) -> list[str] | str:
    try:
        return told(bytes(compile_template(path).render(values(DocxTemplate(path)))), plain)
    except QijinError as error:
        return error.problems[0].code


def told(data: bytes, plain: Any) -> list[str]:
    """The document as it is compared, with the numbers of its lists."""
    document = docx.Document(io.BytesIO(data))
    return [
        *plain(data),
        *(element.get(f"{{{element.nsmap['w']}}}val") for element in document.element.iter("{*}numId")),
    ]
