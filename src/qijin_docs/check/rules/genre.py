"""文种 and organ: title, closing formula, whom it is for and from whom it comes say the same (8.3, 条例 8, 9, 15)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from qijin_docs.check.elements import Elements, Form, Kind
from qijin_docs.check.facts import Facts, Paragraph
from qijin_docs.check.report import Finding, finding
from qijin_docs.check.signs import GENRES, compact, is_post
from qijin_docs.errors import Place
from qijin_docs.text.reading import shown

_CLOSING = re.compile(r"(?:特此|此致|专此)(通知|报告|请示|通报|公告|通告|函告|函复|函达|批复)")
_CLOSED_BY = {"函告": "函", "函复": "函", "函达": "函"}
_SECTION = re.compile(r"(?:[厅局委部院会署]|政府|公司|集团)[\u4e00-\u9fff]{2,12}(?:处|科|股)$")
_NEEDS_ADDRESSEE = frozenset({"通知", "报告", "请示", "批复", "函"})
_CIRCULARS = frozenset({"公告", "通告"})


def title_parts(_facts: Facts, elements: Elements) -> Iterator[Finding]:
    """条例 9: a title has organ, subject and 文种: one 关于, and 的 in front of the 文种."""
    first = elements.first(Kind.TITLE)
    if first is None or elements.form in (Form.PLAIN, Form.MINUTES, Form.ORDER):
        return
    title, genre = elements.title, elements.genre
    outside = re.sub("《[^》]*》", "", title)
    if genre not in GENRES:
        yield _title(
            "check.no_genre", f"标题末尾没有文种：“{shown(title)}”", first, "标题末尾写明文种，如“通知”“报告”"
        )
        return
    if "关于" in outside and not re.search(f"的(?:紧急|补充|联合|更正)?{genre}$", outside):
        yield _title(
            "check.title_de", f"文种“{genre}”前面缺“的”：“{shown(title)}”", first, f"写成“…的{genre}”"
        )
    passed_on = re.search("转发|批转|印发", outside)
    if outside.replace("关于关于", "关于").count("关于") > 1 and not passed_on:
        yield _title("check.title_about", f"标题里有两个“关于”：“{shown(title)}”", first, "只留一个“关于”")
    if "关于" not in outside and len(title) > len(genre) + 2 and not outside.startswith(("转发", "批转")):
        yield _title(
            "check.title_about", f"标题里没有“关于”：“{shown(title)}”", first, "写成“机关名称＋关于…的＋文种”"
        )


def closing(_facts: Facts, elements: Elements) -> Iterator[Finding]:
    """The formula at the end names the same 文种 as the title."""
    if elements.genre not in GENRES:
        return
    for index in range(elements.main_end):
        if elements.kinds[index] is not Kind.BODY:
            continue
        paragraph = elements.facts.paragraphs[index]
        found = _CLOSING.search(paragraph.text)
        if found and _CLOSED_BY.get(found[1], found[1]) != elements.genre:
            yield finding(
                "check.closing",
                f"结尾写“{found[0]}”，标题的文种是“{elements.genre}”",
                paragraph,
                hint="让结尾用语和标题的文种一致",
                quote=found[0],
            )


def addressees(facts: Facts, elements: Elements) -> Iterator[Finding]:
    """7.3.2: documents to somebody name him; 公告 and 通告, which are for all, do not."""
    if elements.form not in (Form.FILE, Form.LETTER):
        return
    named = elements.first(Kind.ADDRESSEES)
    if elements.genre in _NEEDS_ADDRESSEE and named is None and not elements.at(Kind.MAIN_TO):
        yield finding(
            "check.no_addressee",
            f"“{elements.genre}”没有主送机关",
            elements.first(Kind.TITLE) or Place(facts.file),
            hint="在标题下空一行顶格写主送机关，后加“：”",
        )
    if elements.genre in _CIRCULARS and named is not None:
        yield finding(
            "check.circular_addressed",
            f"“{elements.genre}”写了主送机关",
            named,
            hint="面向社会的公告、通告一般不写主送机关",
        )


def issuer(_facts: Facts, elements: Elements) -> Iterator[Finding]:
    """条例 17: sections of an organ issue nothing in their own name but for its 办公厅（室）."""
    for mark in elements.of(Kind.MASTHEAD):
        name = compact(mark.text).removesuffix("文件")
        if _SECTION.search(name):
            yield finding(
                "check.issuing_section",
                f"发文机关“{shown(name)}”是内设机构，一般不对外正式行文",
                mark,
                hint="以本机关或办公厅（室）名义行文",
            )


def organ_names(_facts: Facts, elements: Elements) -> Iterator[Finding]:
    """The organ is the same in masthead, title and signature; a short form of the full name is the same organ."""
    mast = elements.of(Kind.MASTHEAD)
    signatures = elements.of(Kind.SIGNATURE)
    if len(mast) != 1 or elements.form not in (Form.FILE, Form.LETTER):
        return  # several names: a joint document
    name = compact(mast[0].text).removesuffix("文件")
    # Names side by side are those of a joint document.
    signatures = tuple(p for p in signatures if not is_post(p) and "\t" not in p.text.strip())
    if len(signatures) == 1 and not _same_organ(name, signed := compact(signatures[0].text)):
        yield _organ(f"署名“{shown(signed)}”与发文机关标志“{shown(name)}”不是同一机关", signatures[0])
    titled = elements.title.split("关于")[0]
    first = elements.first(Kind.TITLE)
    if first and titled and "关于" in elements.title and not _same_organ(name, titled):
        yield _organ(f"标题里的“{shown(titled)}”与发文机关标志“{shown(name)}”不是同一机关", first)


def _same_organ(one: str, other: str) -> bool:
    """Whether the signs of the shorter name all occur in the longer one, in order: 云岭省安委会办公室."""
    short, long = sorted((one, other), key=len)
    rest = iter(long)
    return all(sign in rest for sign in short)


def _organ(message: str, paragraph: Paragraph) -> Finding:
    return finding(
        "check.organ_names",
        message,
        paragraph,
        hint="发文机关标志、标题和署名用同一机关的全称或规范化简称",
        quote=paragraph.text.strip(),
    )


def _title(code: str, message: str, paragraph: Paragraph, hint: str) -> Finding:
    return finding(code, message, paragraph, hint=hint)


RULES = (title_parts, closing, addressees, issuer, organ_names)
