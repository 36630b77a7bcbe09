"""Tables of figures on the page: a short one is whole, no row is broken, the head is repeated, no code is broken."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from qijin_docs.models.case import CaseFigure
from qijin_docs.templating import Rendered

#: Rows of the table, lines of text above it.
REPORTS = [
    (rows, lines)
    for rows in (1, 3, 12, 18, 19, 22, 25, 28, 31, 34, 40, 55, 62)
    for lines in (2, 9, 13, 15, 16, 17, 18, 19, 30)
]
#: The same with names of one to three lines.
WRAPPED = [(rows, lines) for rows in (24, 33, 47, 62) for lines in (4, 13, 20, 53)]
CODES = ["HD2018-009", "HD2018-026", "HD2018-034", "HD2018-052", "HD2018-059"]


@pytest.fixture(scope="module")
def drawn(
    fill: Callable[[str, Mapping[str, Any]], Rendered],
    read_samples: Callable[[], dict[str, tuple[str, dict[str, Any]]]],
    libreoffice: Callable[..., tuple[Path, ...]],
    lines_of_pages: Callable[[Path], list[list[str]]],
    tmp_path_factory: pytest.TempPathFactory,
) -> dict[Any, list[list[str]]]:
    """Progress reports by rows and lines, and a case with figures from many activities."""
    folder = tmp_path_factory.mktemp("tables")
    samples = read_samples()
    template, values = samples["progress"]
    documents: dict[Any, tuple[str, dict[str, Any]]] = {}
    keys: list[tuple[Any, ...]] = [*REPORTS, *(("wrapped", *report) for report in WRAPPED)]
    for key in keys:
        *wrapped, rows, lines = key
        text = {"样式": "正文", "级别": 0, "编号": "", "标题": "", "文字": "国" * (28 * lines - 2)}
        names = [f"指标{n}" + "开展宣传教育活动" * (n * n % 4 if wrapped else 0) for n in range(1, rows + 1)]
        figures = [{"指标": name, "单位": "场", "本期": n, "累计": n} for n, name in enumerate(names, 1)]
        documents[key] = (template, {**values, "正文块": [text], "数字表": figures})
    case, one = samples["rich case"]
    figure = CaseFigure.model_validate({"量": 5, "单位": "场", "口径": "开展活动", "来源活动": CODES})
    found = {"口径": "开展活动", "量": 5, "单位": "场", "来源活动行": figure.source_lines}
    documents["case"] = (case, {**one, "数字": [found] * 6})
    files = [fill(*document).save(folder / f"{n}.docx") for n, document in enumerate(documents.values())]
    return dict(zip(documents, map(lines_of_pages, libreoffice(*files)), strict=True))


def rows_of(page: list[str]) -> int:
    return sum(line.startswith("指标") and line != "指标计量单位本期累计" for line in page)


@pytest.mark.parametrize(("rows", "lines"), [report for report in REPORTS if report[0] <= 18])
def test_a_short_table_stands_on_one_page_with_its_title_and_the_signature(
    rows: int, lines: int, drawn: dict[Any, list[list[str]]]
) -> None:
    (page,) = [page for page in drawn[rows, lines] if rows_of(page)]
    assert rows_of(page) == rows
    assert "活动情况数字表" in page
    assert "云岭省自然资源厅" in page[-2]


@pytest.mark.parametrize(
    "key",
    [*(report for report in REPORTS if report[0] > 18), *(("wrapped", *report) for report in WRAPPED)],
)
def test_a_long_table_repeats_its_head_and_its_last_rows_stand_with_the_signature(
    key: Any, drawn: dict[Any, list[list[str]]]
) -> None:
    pages = [page for page in drawn[key] if rows_of(page)]
    assert sum(map(rows_of, pages)) == key[-2]
    assert all("指标计量单位本期累计" in page for page in pages)
    assert "活动情况数字表" in pages[0]
    assert "云岭省自然资源厅" in pages[-1][-2]
    assert rows_of(pages[-1]) >= 2
    # No page but the last is left with a few rows.
    assert all(rows_of(page) >= 10 for page in pages[1:-1])


def test_no_code_is_broken_at_its_hyphen(drawn: dict[Any, list[list[str]]]) -> None:
    text = ["".join(line) for page in drawn["case"] for line in page]
    assert sum(line.count("HD2018-009、HD2018-026、HD2018-034、") for line in text) == 6
    assert not any(line.endswith("-") for line in text)
