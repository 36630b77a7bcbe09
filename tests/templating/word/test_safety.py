"""Many at once, hostile values everywhere, the same bytes always."""

from __future__ import annotations

import io
import pickle
import re
import subprocess
import sys
import zipfile
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from pathlib import Path
from typing import Any

import docx
import pytest
from lxml import etree

from qijin_docs.errors import OutputError, TemplateError
from qijin_docs.templating import CompiledTemplate, Rendered, compile_template

HOSTILE = [
    "& < > \" '",
    "{{ x }} {% if %} {# c #} {_{ }_}",
    "]]>",
    "<!-- --> <?x?> <w:p/>",
    "&amp; &#10; &lt;",
    "\U000f5a000\U000f5a01",
    "“”‘’—…　\u00a0\u200b",
    "字" * 10_000,
    "x" * 10_000,
    " 前后空格 ",
    "=1+1",
    "\\g<0> \\1",
    "😀𠮷",
    "",
]


def document(data: Rendered | bytes) -> Any:
    return docx.Document(io.BytesIO(bytes(data)))


@pytest.fixture
def everywhere(make_template: Any) -> CompiledTemplate:
    """The same value in text, cells, header, field code, attribute, property."""

    def edit(made: Any) -> None:
        made.core_properties.title = "{{ v }}"

    drawing = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
    return compile_template(
        make_template(
            "{{ v }}",
            "{%p for x in [v] %}",
            "{{ x }}{{r x }}",
            "{%p endfor %}",
            "{{p v }}",
            [["{{ v }}", "{% set y %}{{ v }}{% endset %}{{ y }}"]],
            header="{{ v }}",
            footer="{% macro m(x) %}{{ x }}{% endmacro %}{{ m(v) }}",
            edit=edit,
            body=f'<w:p><w:r><w:drawing><wp:inline xmlns:wp="{drawing}"><wp:docPr id="1" name="x" descr="{{{{ v }}}}"/>'
            "</wp:inline></w:drawing></w:r></w:p>",
        )
    )


@pytest.mark.parametrize("value", HOSTILE, ids=range(len(HOSTILE)))
def test_a_hostile_value_is_text_in_every_position(everywhere: CompiledTemplate, value: str) -> None:
    made = document(everywhere.render({"v": value}))
    cells = [cell.text for cell in made.tables[0].rows[0].cells]
    found = [paragraph.text for paragraph in made.paragraphs]
    assert found[:3] == [value, value * 2, value]
    assert cells == [value, value]
    assert made.sections[0].header.paragraphs[0].text == value
    assert made.sections[0].footer.paragraphs[0].text == value
    assert made.core_properties.title == value
    assert made.element.xpath("//wp:docPr/@descr") == [value]


def field(code: str) -> str:
    """A paragraph with one field."""
    return (
        '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve">'
        f'{code}</w:instrText></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'
    )


def test_a_value_cannot_leave_the_argument_of_a_field(template: Any) -> None:
    made = document(template("甲", body=field(' QUOTE "{{ v }}" ')).render({"v": 'x" \\* MERGEFORMAT "'}))
    assert made.element.xpath("string(//w:instrText)").split('"', 1)[1] == 'x\\" \\\\* MERGEFORMAT \\"" '
    assert made.element.xpath("string(//w:instrText)").startswith(' QUOTE "')


def test_a_field_whose_name_would_come_from_the_data_is_refused(template: Any) -> None:
    with pytest.raises(TemplateError) as failure:
        template("甲", body=field(" {{ v }} x"))
    assert [(p.code, p.place.where, p.message) for p in failure.value.problems] == [
        ("template.field_from_data", "正文第2段", "域代码以“{{ v }}”开头，数据就能决定是什么域")
    ]


@pytest.mark.parametrize("value", ["\x00", "a\x1fb", "\x0e", "\x0f\x10", "\x13", "\ufffe", "\udc80"])
def test_a_value_that_xml_cannot_hold_is_refused(everywhere: CompiledTemplate, value: str) -> None:
    with pytest.raises(ValueError, match=re.escape("value.control_character")):
        everywhere.render({"v": value})


def test_eight_threads_of_a_thousand_renderings_give_each_its_own_data(template: Any) -> None:
    compiled = template(
        "{{ 名 }}",
        "{%p for x in 单 %}",
        "{{ loop.index }}{{ x }}",
        "{%p endfor %}",
        [["{{ 名 }}"]],
        header="{{ 名 }}",
    )

    def work(thread: int) -> int:
        wrong = 0
        for number in range(1000):
            name = f"线程{thread}第{number}份"
            data = bytes(compiled.render({"名": name, "单": [name, name]}))
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                body = archive.read("word/document.xml").decode()
                head = archive.read("word/header1.xml").decode()
            found = re.findall(r"线程\d+第\d+份", body + head)
            wrong += found != [name] * 5
        return wrong

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(work, range(8))) == 0


def _in_process(job: tuple[CompiledTemplate, int]) -> bytes:
    compiled, number = job
    return bytes(compiled.render({"a": number}))


def test_a_template_goes_to_other_processes(template: Any) -> None:
    compiled = template("{{ a }}")
    assert pickle.loads(pickle.dumps(compiled)).names == ("a",)
    here = [bytes(compiled.render({"a": number})) for number in range(6)]
    with ProcessPoolExecutor(2) as pool:
        assert list(pool.map(_in_process, [(compiled, number) for number in range(6)])) == here


def test_the_bytes_do_not_depend_on_the_process_or_its_hash_seed(make_template: Any, tmp_path: Path) -> None:
    path = make_template(
        "{{ a }}{{ b }}", "{%p for x in l %}", "{{ x.k }}", "{%p endfor %}", header="{{ a }}"
    )
    code = (
        "import sys,hashlib;from qijin_docs.templating import compile_template;"
        "t=compile_template(sys.argv[1]);print(hashlib.sha256(bytes(t.render({'a':1,'b':2,'l':[{'k':3}]}))).hexdigest(),t.names)"
    )
    outputs = {
        subprocess.run(
            [sys.executable, "-c", code, str(path)],
            env={"PYTHONHASHSEED": seed},
            check=True,
            capture_output=True,
        ).stdout
        for seed in ("0", "1", "77")
    }
    assert len(outputs) == 1


def test_what_is_rendered_is_a_right_document(everywhere: CompiledTemplate) -> None:
    data = bytes(everywhere.render({"v": "值"}))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        assert len(set(archive.namelist())) == len(archive.namelist())
        for name in archive.namelist():
            if name.endswith((".xml", ".rels")):
                etree.fromstring(archive.read(name))


def test_saving_replaces_the_file_in_one_step_and_returns_its_path(template: Any, tmp_path: Path) -> None:
    rendered = template("{{ a }}").render({"a": 1})
    target = tmp_path / "成文.docx"
    target.write_bytes(b"old")
    assert rendered.save(str(target)) == target
    assert target.read_bytes() == bytes(rendered)
    assert [path.name for path in tmp_path.glob("*.part")] == []


def test_a_document_that_cannot_be_written_is_an_output_error(template: Any, tmp_path: Path) -> None:
    with pytest.raises(OutputError) as failure:
        template("甲").render({}).save(tmp_path / "无此文件夹" / "a.docx")
    assert failure.value.problems[0].code == "output.write_failed"
    assert failure.value.exit_code == 3


def test_the_caller_keeps_his_values(template: Any) -> None:
    values = {"l": [{"a": 1}], "d": {"x": [1]}}
    template("{% for x in l %}{{ x.a }}{% endfor %}{{ d.x[0] }}").render(values)
    assert values == {"l": [{"a": 1}], "d": {"x": [1]}}
