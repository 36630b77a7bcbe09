"""What is worth knowing about a template's file besides its tags: fonts, ids, links, comments, hidden things."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections import Counter
from collections.abc import Iterator
from functools import cache

from lxml import etree

from qijin_docs.errors import Place, Problem, Severity
from qijin_docs.ooxml.package import Package
from qijin_docs.ooxml.wordml import RPR, RUN, T, paragraphs, w
from qijin_docs.ooxml.xml import parse_xml
from qijin_docs.templating.places import paragraph_places
from qijin_docs.templating.tags import Tag, find_spans
from qijin_docs.templating.word.parts import text_parts

_CHINESE = re.compile("[\u3400-\u9fff｛{]")
_LATIN, _EAST = (w("ascii"), w("hAnsi")), (w("eastAsia"), w("eastAsiaTheme"))
_DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"
_SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_FONT_PARTS = ("styles+xml", "document.main+xml", "header+xml", "footer+xml", "numbering+xml")


def remarks_on(package: Package) -> tuple[Problem, ...]:
    """Notes and warnings about a Word or Excel file as a template.

    Codes: ``template.fonts_not_here``, ``external_links``, ``comments_dropped``, ``hidden_text``, ``no_east_asian_font``,
    ``duplicate_ids``, ``hidden_sheet``, all after ``template.``.
    """
    if any(name.startswith("xl/") for name in package.names):
        found = [*_hidden_sheets(package), *_external_books(package), *_fonts(package, _excel_fonts(package))]
    else:
        found = [
            *_word_text(package),
            *_links(package),
            *_comments(package),
            *_fonts(package, _word_fonts(package)),
        ]
    return tuple(found)


def repaired_signs(tags: list[Tag]) -> Iterator[Problem]:
    """A note for each tag whose signs were not those of the grammar and were understood all the same."""
    for tag in tags:
        if any(span.repaired for span in find_spans(tag.source)):
            yield Problem(
                "template.repaired_signs",
                f"标签“{tag.source}”里的全角、弯引号或不可见字符已按“{tag.expression}”理解",
                tag.place,
                "最好在模板里改用英文半角符号；qijin lint --fix 可以代改",
                Severity.NOTE,
            )


# ------------------------------------------------------------------------------------------------- Word


def _word_text(package: Package) -> Iterator[Problem]:
    for part in text_parts(package):
        if part.kind in ("properties", "chart", "diagram"):
            continue
        root = parse_xml(package.part(part.name), package.place(part.name))
        places = paragraph_places(root, part.kind, part.number)
        for paragraph in paragraphs(root):
            place = Place(package.file, places.get(paragraph, part.label))
            yield from _runs(paragraph, place)
        yield from _ids(root, Place(package.file, part.label))


def _runs(paragraph: etree._Element, place: Place) -> Iterator[Problem]:
    hidden = latin_only = ""
    for run in paragraph.iter(RUN):
        if next(run.iterancestors(w("p")), None) is not paragraph:
            continue
        text = "".join(piece.text or "" for piece in run.iter(T))
        settings = run.find(RPR)
        if settings is None or not text.strip():
            continue
        if settings.find(w("vanish")) is not None:
            hidden += text
        fonts = settings.find(w("rFonts"))
        if (
            fonts is not None
            and any(fonts.get(name) for name in _LATIN)
            and not any(fonts.get(name) for name in _EAST)
            and _CHINESE.search(text)
            # A Latin font for Latin letters is as it should be: 仿宋 with Times New Roman.
            and _CHINESE.search(fonts.get(_LATIN[0]) or fonts.get(_LATIN[1]) or "")
        ):
            latin_only += text
    if hidden:
        yield Problem(
            "template.hidden_text",
            f"有隐藏的文字“{hidden[:20]}”，会跟着每一份文书发出去",
            place,
            "不要的删去；要的在“字体”里取消“隐藏”",
            Severity.WARNING,
        )
    if latin_only:
        yield Problem(
            "template.no_east_asian_font",
            f"“{latin_only[:20]}”只设了西文字体，中文会用别的字体",
            place,
            "选中这些字，在“字体”里把“中文字体”也设上",
            Severity.WARNING,
        )


def _ids(root: etree._Element, place: Place) -> Iterator[Problem]:
    pictures = Counter(element.get("id") for element in root.iter(_DRAWING))
    bookmarks = Counter(element.get(w("name")) for element in root.iter(w("bookmarkStart")))
    twice = [f"图片编号{name}" for name, n in pictures.items() if n > 1]
    twice += [f"书签“{name}”" for name, n in bookmarks.items() if n > 1]
    if twice:
        yield Problem(
            "template.duplicate_ids",
            f"有重复的编号：{'、'.join(twice[:5])}",
            place,
            "生成时图片会重新编号；重复的书签请删去一个",
            Severity.NOTE,
        )


def _links(package: Package) -> Iterator[Problem]:
    targets = [
        link.target
        for name in package.names
        if not name.endswith(".rels")
        for link in package.relationships(name)
        if link.external
    ]
    if targets:
        yield Problem(
            "template.external_links",
            f"有{len(targets)}个指向文件以外的链接：{'、'.join(dict.fromkeys(targets))[:80]}",
            Place(package.file),
            "确认这些链接可以跟着文书发出去",
            Severity.NOTE,
        )


def _comments(package: Package) -> Iterator[Problem]:
    part = next((p for p in text_parts(package) if p.kind == "comments"), None)
    count = len(parse_xml(package.part(part.name), package.place(part.name))) if part else 0
    if count:
        yield Problem(
            "template.comments_dropped",
            f"有{count}条批注，生成的文书里不带批注",
            Place(package.file),
            "不用处理；批注只给改模板的人看",
            Severity.NOTE,
        )


def _word_fonts(package: Package) -> set[str]:
    found: set[str] = set()
    for name in package.names:
        if package.content_type(name).endswith(_FONT_PARTS):
            root = parse_xml(package.part(name), package.place(name))
            for fonts in root.iter(w("rFonts")):
                found |= {str(fonts.get(kind)) for kind in (*_LATIN, _EAST[0], w("cs")) if fonts.get(kind)}
    return found


# ------------------------------------------------------------------------------------------------- Excel


def _hidden_sheets(package: Package) -> Iterator[Problem]:
    root = parse_xml(package.part("xl/workbook.xml"), package.place("xl/workbook.xml"))
    for sheet in root.iter(f"{_SHEET}sheet"):
        if sheet.get("state") in ("hidden", "veryHidden"):
            yield Problem(
                "template.hidden_sheet",
                f"工作表“{sheet.get('name')}”是隐藏的，会跟着每一份表格发出去",
                Place(package.file),
                "不要的删去；要的取消隐藏",
                Severity.WARNING,
            )


def _external_books(package: Package) -> Iterator[Problem]:
    books = [name for name in package.names if re.fullmatch(r"xl/externalLinks/[^/]+\.xml", name)]
    if books:
        yield Problem(
            "template.external_links",
            f"公式引用了{len(books)}个别的工作簿，换一台电脑就找不到",
            Place(package.file),
            "在“数据”的“编辑链接”里断开链接",
            Severity.WARNING,
        )


def _excel_fonts(package: Package) -> set[str]:
    if "xl/styles.xml" not in package:
        return set()
    root = parse_xml(package.part("xl/styles.xml"), package.place("xl/styles.xml"))
    return {
        str(name.get("val")) for fonts in root.iter(f"{_SHEET}fonts") for name in fonts.iter(f"{_SHEET}name")
    }


# ------------------------------------------------------------------------------------------------- fonts


def _fonts(package: Package, names: set[str]) -> Iterator[Problem]:
    here = installed_fonts()
    missing = sorted(
        name for name in names if here and name.casefold() not in here and not name.startswith("{")
    )
    if missing:
        yield Problem(
            "template.fonts_not_here",
            f"这台电脑没有这些字体：{'、'.join(missing)}",
            Place(package.file),
            "文书在装了它们的电脑上不受影响；在这台电脑上转 PDF 会用相近的字体代替，见 qijin doctor",
            Severity.NOTE,
        )


@cache
def installed_fonts() -> frozenset[str]:
    """Names of all font families fontconfig knows, in lower case; empty where there is no fontconfig (Windows)."""
    program = shutil.which("fc-list")
    if program is None:
        return frozenset()
    answer = subprocess.run(  # noqa: S603 # fc-list from PATH, fixed arguments
        [program, "--format=%{family}\\n"], capture_output=True, text=True, timeout=30, check=False
    )
    return frozenset(
        name.strip().casefold() for line in answer.stdout.splitlines() for name in line.split(",")
    )
