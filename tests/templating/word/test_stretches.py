"""Large parts are made in stretches: where they are cut shows nowhere, and each stretch is proved by itself."""

from __future__ import annotations

import io
import tracemalloc
import zipfile
from dataclasses import replace
from typing import Any

import pytest
from docx.document import Document
from docx.shared import Pt
from docxtpl import Listing, RichText
from PIL import Image

from qijin_docs.errors import RenderError
from qijin_docs.templating import compile_template
from qijin_docs.templating.picture import Picture
from qijin_docs.templating.word import stretches

_TEMPLATES: dict[str, tuple[Any, ...]] = {
    "paragraphs": ("前", "{%p for 项 in 表 %}", "{{ 项.名 }}，{{ 项.说明 }}。", "{%p endfor %}", "后"),
    "rows": ([["名", "说明"], ["{%tr for 项 in 表 %}", ""], ["{{ 项.名 }}", "{{ 项.说明 }}"], ["{%tr endfor %}", ""]],),
    "runs": ("{% for 项 in 表 %}{{ 项.名 }}、{% endfor %}",),
    "pictures": ("{%p for 项 in 表 %}", "{{ 项.名 }}", "{{ 项.图 }}", "{{r 项.格式 }}", "{%p endfor %}"),
    "pictures alone": ("{%p for 项 in 表 %}", "{{p 项.图 }}", "{%p endfor %}"),
    "captured": (
        "{%p macro 行(名) %}", "一{{ 名 }}", "二{{ 名 }}", "{%p endmacro %}",
        "{%p for 项 in 表 %}", "{{p 行(项.名) }}", "{%p endfor %}",
    ),
    "listing": ("{%p for 项 in 表 %}", "{{ 项.列表 }}", "{{ 项.说明|分段 }}", "{%p endfor %}"),
    "dropped": ("{%p for 项 in 表 %}", "注：{{ 项.空|空则删段 }}", "{{ 项.名 }}", "{%p endfor %}"),
}  # fmt: skip


def _exact_lines(document: Document) -> None:
    for paragraph in document.paragraphs:
        paragraph.paragraph_format.line_spacing = Pt(28)


@pytest.fixture(scope="module")
def values() -> dict[str, Any]:
    stream = io.BytesIO()
    Image.new("RGB", (8, 8), "red").save(stream, "PNG")
    rows = [
        {
            "名": f"第{number}号 <&>",
            "说明": f"甲{number}\n乙",
            "图": Picture(stream.getvalue(), width=5) if number % 3 else "无图",
            "格式": RichText(f"粗{number}", bold=True),
            "列表": Listing(f"a{number}\nb\tc\ad"),
            "空": "" if number % 2 else "有",
        }
        for number in range(40)
    ]
    return {"表": rows}


@pytest.mark.parametrize("blocks", _TEMPLATES.values(), ids=_TEMPLATES)
@pytest.mark.parametrize("pieces", [1, 2, 3, 7, 64])
def test_where_a_part_is_cut_shows_nowhere(
    make_template: Any, values: dict[str, Any], blocks: Any, pieces: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    compiled = compile_template(make_template(*blocks, edit=_exact_lines))
    monkeypatch.setattr(stretches, "_PIECES", 10**6)
    whole = compiled.render(values)
    monkeypatch.setattr(stretches, "_PIECES", pieces)
    cut = compiled.render(values)
    assert _parts(cut.content) == _parts(whole.content)
    assert cut.proved == whole.proved > 0


def test_a_part_is_cut_only_where_a_paragraph_of_the_template_begins(
    make_template: Any, values: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[bytes] = []
    proving = stretches._prove

    def watched(part: Any, data: bytes, state: Any) -> None:
        seen.append(data)
        proving(part, data, state)

    monkeypatch.setattr(stretches, "_prove", watched)
    monkeypatch.setattr(stretches, "_PIECES", 5)
    compile_template(make_template(*_TEMPLATES["rows"])).render(values)
    assert len(seen) > 10
    assert all(data.startswith((b"<w:p>", b"<w:p ")) for data in seen[1:])


def test_what_is_lost_in_one_stretch_is_missed_though_another_has_the_same(
    make_template: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stretches, "_PIECES", 4)
    joining = stretches._joined
    made = 0

    def losing(pieces: list[Any]) -> bytes:
        nonlocal made
        made += 1
        data = joining(pieces)
        return data.replace("相同".encode(), b"") if made == 2 else data

    monkeypatch.setattr(stretches, "_joined", losing)
    compiled = compile_template(make_template(*_TEMPLATES["paragraphs"]))
    with pytest.raises(RenderError) as failure:
        compiled.render({"表": [{"名": "相同", "说明": "相同"}] * 9})
    assert {problem.code for problem in failure.value.problems} == {"render.lost_text"}


def test_problems_of_all_stretches_come_at_once(make_template: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stretches, "_PIECES", 4)
    compiled = compile_template(make_template(*_TEMPLATES["paragraphs"]))
    with pytest.raises(RenderError) as failure:
        compiled.render(
            {"表": [{"名": "甲", "说明": "乙"} if i % 10 else {"名": None, "说明": "乙"} for i in range(40)]}
        )
    assert [problem.code for problem in failure.value.problems] == ["render.none"] * 4


def test_the_output_is_bounded_over_all_stretches(
    make_template: Any, values: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    compiled = compile_template(make_template(*_TEMPLATES["paragraphs"]))
    program: Any = compiled.program
    environment = program.parts[0].template.environment
    size = len(_parts(compiled.render(values).content)["word/document.xml"])
    monkeypatch.setattr(stretches, "_PIECES", 4)
    monkeypatch.setattr(environment, "limits", replace(environment.limits, output=size))
    compiled.render(values)
    monkeypatch.setattr(environment, "limits", replace(environment.limits, output=size - 1))
    with pytest.raises(RenderError) as failure:
        compiled.render(values)
    assert failure.value.problems[0].code == "limit.output"


def _parts(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_memory_of_a_large_table_does_not_grow_with_its_rows(make_template: Any) -> None:
    compiled = compile_template(make_template(*_TEMPLATES["rows"]))
    rows = [{"名": "甲", "说明": "乙"}] * 1000
    compiled.render({"表": rows})
    peaks = []
    for times in (4, 16):
        given = {"表": rows * times}
        tracemalloc.start()
        compiled.render(given)
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] < peaks[0] * 1.5
