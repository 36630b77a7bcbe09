"""The first page shows text, however long head, title and addressees are: reckoned, and held to the page drawn."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from qijin_docs.contents.first_page import first_page
from qijin_docs.templating import Rendered

ADDRESSEE = "云岭省交通运输厅"
ISSUERS = ("云岭省应急管理厅", "云岭省教育厅", "云岭省农业农村厅", ADDRESSEE)
TEMPLATES = {
    "报告": "word/报送用报告.docx",
    "通知": "word/印发用通知.docx",
    "函": "word/函.docx",
    "纪要": "word/纪要.docx",
}
#: Genre, name of a sample, further issuers, signatories, lines of the title.
HEADS = {
    "report": ("报告", "rich report", 0, 3, 2),
    "notice": ("通知", "rich notice", 0, 0, 4),
    "joint notice": ("通知", "notice", 4, 0, 3),
    "joint report": ("报告", "report", 4, 5, 5),
    "letter": ("函", "rich letter", 0, 0, 3),
    "letter with a long mark": ("函", "letter", 0, 0, 2),
    "minutes": ("纪要", "minutes", 0, 0, 3),
}


def _values(samples: Any, head: str, addressees: int) -> dict[str, Any]:
    genre, sample, joint, signatories, title = HEADS[head]
    values: dict[str, Any] = samples[sample][1]
    names = ["×××"] * signatories
    mark = "云岭省人民政府安全生产委员会办公室" if "mark" in head else values["标志"]
    return values | {
        "文种": genre,
        "标志": mark,
        "版头": values["版头"] | {"签发人": names, "联合发文机关": list(ISSUERS[:joint])},
        "标题行": ["云岭省自然资源厅等部门关于开展"] * title,
        "主送句": "、".join([ADDRESSEE] * addressees) + "：" if addressees else "",
        "正文块": [{"样式": "正文", "级别": 0, "编号": "", "标题": "", "文字": "正文" * 60}],
        "附件名": [],
        "附件正文": [],
    }


def _with_room(samples: Any, head: str) -> int:
    """The greatest number of addressees that stay above the body; 0 if none do."""
    return max(n for n in range(60) if n == 0 or first_page(_values(samples, head, n))["主送句"])


@pytest.fixture(scope="module")
def drawn(
    fill: Callable[[str, Mapping[str, Any]], Rendered],
    read_samples: Callable[[], Any],
    libreoffice: Callable[..., tuple[Path, ...]],
    measure: Callable[[Path], list[Any]],
    tmp_path_factory: pytest.TempPathFactory,
) -> dict[tuple[str, str], list[Any]]:
    """Each head with as many addressees as have room, with one more, and with one more all the same."""
    folder = tmp_path_factory.mktemp("first")
    samples = read_samples()
    files: list[Path] = []
    names: list[tuple[str, str]] = []
    for head in HEADS:
        most = _with_room(samples, head)
        more = _values(samples, head, most + 1)
        # The name that wraps may be the one that needs no further line: a line more is surely too much.
        beyond = _values(samples, head, most + 4)
        unmoved = beyond | first_page(beyond) | {"主送句": beyond["主送句"], "版记主送句": ""}
        for what, values in (
            ("room", _values(samples, head, most)),
            ("moved", more),
            ("no room", unmoved),
        ):
            names.append((head, what))
            rendered = fill(TEMPLATES[HEADS[head][0]], values)
            files.append(rendered.save(folder / f"{len(files)}.docx"))
    return dict(zip(names, map(measure, libreoffice(*files)), strict=True))


@pytest.mark.parametrize("what", ["room", "moved"])
@pytest.mark.parametrize("head", HEADS)
def test_the_first_page_shows_text(head: str, what: str, drawn: dict[tuple[str, str], list[Any]]) -> None:
    assert drawn[head, what][0].find("正文正文正文")


@pytest.mark.parametrize("head", HEADS)
def test_addressees_move_only_where_there_is_no_room(
    head: str, drawn: dict[tuple[str, str], list[Any]]
) -> None:
    assert not any("正文正文" in line for line in drawn[head, "no room"][0].lines)


@pytest.mark.parametrize("head", HEADS)
def test_moved_addressees_stand_at_the_foot_of_the_last_page(
    head: str, drawn: dict[tuple[str, str], list[Any]]
) -> None:
    pages = drawn[head, "moved"]
    label = pages[-1].find("主送：" + ADDRESSEE)
    assert max(glyph.y for glyph in pages[-1].glyphs if glyph.y < 262) > 255
    assert {glyph.size for glyph in label} == {14.0}
    assert not any(ADDRESSEE in line and line.endswith("：") for line in pages[0].lines)


def test_smaller_marks_of_joint_issuers_begin_as_high(drawn: dict[tuple[str, str], list[Any]]) -> None:
    page = drawn["joint report", "room"][0]
    assert {glyph.size for glyph in page.find("云岭省教育厅")} == {22.0}
    _, top, _, _ = page.ink((28, 60, 130, 115), red=True)
    assert top == pytest.approx(72, abs=0.5)
