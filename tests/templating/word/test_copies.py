"""What a loop repeats stays a right document: numbers unique, lists begun anew, cells and tables whole."""

from __future__ import annotations

import re
from typing import Any

import pytest

from qijin_docs.templating import compile_template

BOOKMARK = (
    "<w:p><w:r><w:t>{%p for x in l %}</w:t></w:r></w:p>"
    '<w:p><w:bookmarkStart w:id="5" w:name="节"/><w:r><w:t>{{ x }}</w:t></w:r><w:bookmarkEnd w:id="5"/>'
    '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> REF 节 \\h </w:instrText></w:r>'
    '<w:r><w:fldChar w:fldCharType="end"/></w:r><w:hyperlink w:anchor="节"><w:r><w:t>见</w:t></w:r></w:hyperlink></w:p>'
    "<w:p><w:r><w:t>{%p endfor %}</w:t></w:r></w:p>"
    '<w:p><w:hyperlink w:anchor="节"><w:r><w:t>外</w:t></w:r></w:hyperlink></w:p>'
)


def test_bookmarks_of_a_loop_are_unique_and_their_references_follow(template: Any, part_text: Any) -> None:
    xml = part_text(template("甲", body=BOOKMARK).render({"l": [1, 2, 3]}), "word/document.xml")
    assert re.findall(r'bookmarkStart w:id="(\d+)" w:name="(\w+)"', xml) == [
        ("5", "节"),
        ("6", "节_2"),
        ("7", "节_3"),
    ]
    assert re.findall(r'bookmarkEnd w:id="(\d+)"', xml) == ["5", "6", "7"]
    assert re.findall(r" REF (\w+) ", xml) == ["节", "节_2", "节_3"]
    assert re.findall(r'w:anchor="(\w+)"', xml) == ["节", "节_2", "节_3", "节"]


def test_drawings_and_shapes_of_a_loop_have_numbers_of_their_own(template: Any, part_text: Any) -> None:
    wp = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
    body = (
        f'<w:p><w:r><w:drawing><wp:inline xmlns:wp="{wp}"><wp:docPr id="7" name="a"/></wp:inline></w:drawing></w:r></w:p>'
        "<w:p><w:r><w:t>{%p for x in l %}</w:t></w:r></w:p>"
        '<w:p w14:paraId="0000000A" xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"><w:r><w:drawing>'
        f'<wp:inline xmlns:wp="{wp}"><wp:docPr id="8" name="b"/></wp:inline></w:drawing></w:r>'
        '<w:r><w:pict><v:shape xmlns:v="urn:schemas-microsoft-com:vml" id="_x0000_s1026"/></w:pict></w:r></w:p>'
        "<w:p><w:r><w:t>{%p endfor %}</w:t></w:r></w:p>"
    )
    xml = part_text(template("甲", body=body).render({"l": [1, 2]}), "word/document.xml")
    assert re.findall(r'docPr id="(\d+)"', xml) == ["7", "1001", "1002"]
    assert re.findall(r'shape .*?id="(\w+)"', xml) == ["_x0000_s1026_1", "_x0000_s1026_2"]
    assert "paraId" not in xml


def numbers(xml: str) -> list[str]:
    """The list each numbered paragraph belongs to."""
    return re.findall(r'<w:numId w:val="(\d+)"', xml)


def test_a_list_that_begins_inside_a_loop_starts_again_at_each_turn(
    make_template: Any, part_text: Any
) -> None:
    def edit(document: Any) -> None:
        for text, style in (
            ("{%p for x in l %}", None),
            ("节{{ x }}", None),
            ("一", "List Number"),
            ("二", "List Number"),
            ("{%p endfor %}", None),
        ):
            document.add_paragraph(text, style=style)

    compiled = compile_template(make_template("甲", edit=edit))
    rendered = compiled.render({"l": [1, 2, 3]})
    first, second, third = (numbers(part_text(rendered, "word/document.xml"))[i] for i in (0, 2, 4))
    assert numbers(part_text(rendered, "word/document.xml")) == [first, first, second, second, third, third]
    assert len({first, second, third}) == 3
    numbering = part_text(rendered, "word/numbering.xml")
    for number in (second, third):
        form = re.search(rf'<w:num w:numId="{number}">(.*?)</w:num>', numbering)
        assert form is not None
        assert '<w:startOverride w:val="1"/>' in form.group(1)


def test_a_list_in_a_loop_counts_on_if_the_author_wants_it(make_template: Any, part_text: Any) -> None:
    def edit(document: Any) -> None:
        for text, style in (
            ("{%p for x in l %}", None),
            ("节{{ x }}", None),
            ("一", "List Number"),
            ("二{{ x | 接着编号 }}", "List Number"),
            ("{%p endfor %}", None),
        ):
            document.add_paragraph(text, style=style)

    path = make_template("甲", edit=edit)
    rendered = compile_template(path).render({"l": [1, 2, 3]})
    assert "二3" in part_text(rendered, "word/document.xml")
    assert numbers(part_text(rendered, "word/document.xml")) == []  # still by their style alone
    assert part_text(rendered, "word/numbering.xml") == part_text(path, "word/numbering.xml")


def test_a_loop_that_is_the_list_counts_on(make_template: Any, part_text: Any) -> None:
    def edit(document: Any) -> None:
        for text, style in (("{%p for x in l %}", None), ("{{ x }}", "List Number"), ("{%p endfor %}", None)):
            document.add_paragraph(text, style=style)

    path = make_template("甲", edit=edit)
    rendered = compile_template(path).render({"l": [1, 2, 3]})
    assert numbers(part_text(rendered, "word/document.xml")) == []  # still by their style alone
    assert part_text(rendered, "word/numbering.xml") == part_text(path, "word/numbering.xml")


@pytest.mark.parametrize("given", [True, False])
def test_a_cell_always_ends_in_a_paragraph(template: Any, opened: Any, given: bool) -> None:
    def edit(document: Any) -> None:
        cell = document.add_table(rows=1, cols=1).cell(0, 0)
        cell.text = "{%p if a %}"
        cell.add_paragraph("有")
        cell.add_paragraph("{%p endif %}")

    cell = opened(template("甲", edit=edit).render({"a": given})).tables[0].cell(0, 0)
    assert [paragraph.text for paragraph in cell.paragraphs] == (["有"] if given else [""])


@pytest.mark.parametrize(
    ("rows", "expected"), [([], []), ([{"a": 1}], [["头"], ["1"]])], ids=["no rows", "a row"]
)
def test_a_table_without_rows_goes(template: Any, texts: Any, rows: list[Any], expected: list[Any]) -> None:
    compiled = template(
        [
            ["{%tr if l %}"],
            ["头"],
            ["{%tr endif %}"],
            ["{%tr for x in l %}"],
            ["{{ x.a }}"],
            ["{%tr endfor %}"],
        ]
    )
    assert texts(compiled.render({"l": rows})) == ([expected] if expected else [])


def test_equal_values_below_each_other_are_merged(template: Any, part_text: Any) -> None:
    rows = [
        {"地": "甲", "乡": "一", "n": 1},
        {"地": "甲", "乡": "一", "n": 2},
        {"地": "甲", "乡": "二", "n": 3},
        {"地": "乙", "乡": "二", "n": 4},
    ]
    compiled = template(
        [
            ["{%tr for x in l %}", "", ""],
            ["{% vm x.地 %}{{ x.地 }}", "{% vm [x.地, x.乡] %}{{ x.乡 }}", "{{ x.n }}"],
            ["{%tr endfor %}", "", ""],
        ]
    )
    xml = part_text(compiled.render({"l": rows}), "word/document.xml")
    merges = re.findall(r'<w:vMerge w:val="(\w+)"', xml)
    assert merges == [
        "restart",
        "restart",
        "continue",
        "continue",
        "continue",
        "restart",
        "restart",
        "restart",
    ]
    assert re.findall(r"<w:t[^>]*>([^<]+)</w:t>", xml) == ["甲", "一", "1", "2", "二", "3", "乙", "二", "4"]


def justify(document: Any) -> None:
    document.paragraphs[-1].alignment = 3


@pytest.mark.parametrize(
    ("tag", "edit", "expected"),
    [
        ("{{ a }}", None, ["头 一\n二"]),
        ("{{ a }}", justify, ["头 一", "二"]),
        ("{{ a|分段 }}", None, ["头 一", "二"]),
        ("{{ a|换行 }}", justify, ["头 一\n二"]),
    ],
)
def test_a_line_break_is_a_new_paragraph_in_justified_text(
    template: Any, texts: Any, tag: str, edit: Any, expected: list[str]
) -> None:
    assert texts(template(f"头 {tag}", edit=edit).render({"a": "一\n二"})) == expected


def test_new_paragraphs_keep_the_format_of_the_first(template: Any, opened: Any) -> None:
    def edit(document: Any) -> None:
        paragraph = document.paragraphs[-1]
        paragraph.style = "Heading 2"
        paragraph.runs[0].italic = True

    made = opened(template("{{ a|分段 }}", edit=edit).render({"a": "一\n二"})).paragraphs
    assert [(p.text, p.style.name, p.runs[0].italic) for p in made] == [
        ("一", "Heading 2", True),
        ("二", "Heading 2", True),
    ]


@pytest.mark.parametrize(
    ("value", "expected"), [("", ["前", "后"]), ("x", ["前", "x", "后"]), (None, ["前", "后"])]
)
def test_a_paragraph_goes_if_it_is_empty_and_the_tag_says_so(
    template: Any, texts: Any, value: Any, expected: list[str]
) -> None:
    assert texts(template("前", "{{ a|空则删段 }}", "后").render({"a": value})) == expected


@pytest.mark.parametrize(
    ("paragraph", "values", "expected"),
    [
        ("备注：{{ a|空则删段 }}", {"a": ""}, []),
        ("备注：{{ a|空则删段 }}。", {"a": " "}, []),
        ("备注：{{ a|空则删段 }}", {"a": "　"}, []),
        ("备注：{{ a|空则删段 }}", {"a": None}, []),
        ("备注：{{ a|空则删段 }}", {"a": 0}, ["备注：0"]),
        ("备注：{{ a|空则删段 }}", {"a": "有 <&>"}, ["备注：有 <&>"]),
        ("备注：{{r a|空则删段 }}", {"a": ""}, []),
        ("备注：{{r a|空则删段 }}", {"a": "有"}, ["备注：有"]),
        # A paragraph in which another tag has printed something stays: no text is lost.
        ("{{ b }}备注：{{ a|空则删段 }}", {"a": "", "b": "甲"}, ["甲备注："]),
        ("备注：{{ a|空则删段 }}{{ b }}", {"a": "", "b": 7}, ["备注：7"]),
        ("备注：{{ a|空则删段 }}{{ b }}", {"a": "", "b": ""}, []),
        ("备注：{{ a|空则删段 }}{{ b|分段 }}尾", {"a": "", "b": "甲\n乙"}, ["备注：甲", "乙尾"]),
        ("{{ b|分段 }}备注：{{ a|空则删段 }}", {"a": "", "b": "甲\n乙"}, ["甲", "乙备注："]),
        ("名：{{ a|空则删段 }} 话：{{ b|空则删段 }}", {"a": "", "b": "0000"}, ["名： 话：0000"]),
        ("名：{{ a|空则删段 }} 话：{{ b|空则删段 }}", {"a": "", "b": ""}, []),
        ("{% if b %}注：{{ a|空则删段 }}{% endif %}", {"a": "", "b": False}, [""]),
        ("{% for x in b %}{{ x|空则删段 }}、{% endfor %}", {"b": ["", "甲"]}, ["、甲、"]),
        ("{% for x in b %}{{ x|空则删段 }}、{% endfor %}", {"b": ["", ""]}, []),
    ],
)
def test_an_empty_value_takes_the_label_beside_it_along(
    template: Any, texts: Any, paragraph: str, values: dict[str, Any], expected: list[str]
) -> None:
    assert texts(template("前", paragraph, "后").render(values)) == ["前", *expected, "后"]


def test_a_cell_whose_only_paragraph_is_dropped_keeps_an_empty_one(template: Any, opened: Any) -> None:
    table = opened(template([["备注：{{ a|空则删段 }}", "x"]]).render({"a": ""})).tables[0]
    assert [[paragraph.text for paragraph in cell.paragraphs] for cell in table.rows[0].cells] == [
        [""],
        ["x"],
    ]


def test_a_paragraph_goes_from_a_macro_too(template: Any, texts: Any) -> None:
    blocks = ("{%p macro 行(名, 注) %}", "名：{{ 名 }}", "注：{{ 注|空则删段 }}", "{%p endmacro %}")
    compiled = template(*blocks, "{{p 行('甲', '') }}", "{{p 行('乙', '有') }}")
    assert texts(compiled.render({})) == ["名：甲", "名：乙", "注：有"]


def test_text_of_both_kinds_is_hinted_east_asian(template: Any, part_text: Any) -> None:
    assert '<w:rFonts w:hint="eastAsia"/>' in part_text(
        template("{{ a }}").render({"a": "“…”"}), "word/document.xml"
    )


def test_columns_share_the_width_of_the_table(template: Any, opened: Any) -> None:
    compiled = template([["{%tc for x in l %}", "{{ x }}", "{%tc endfor %}"]])
    three, two = (opened(compiled.render({"l": list(range(n))})).tables[0] for n in (3, 2))
    widths = [[column.width for column in table.columns] for table in (three, two)]
    assert [len(found) for found in widths] == [3, 2]
    assert sum(widths[0]) == sum(widths[1])
