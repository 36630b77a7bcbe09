"""Other papers that a text cites: their titles and numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator

from qijin_docs.check.elements import Elements, Kind
from qijin_docs.check.facts import Facts
from qijin_docs.check.report import Finding, finding
from qijin_docs.check.signs import compact
from qijin_docs.check.wordings import matching
from qijin_docs.text.reading import shown

_CITED = re.compile(
    r"《([^《》]{4,80})》（([\u4e00-\u9fff]{1,20}[〔\[［(【]\d{4}[〕\]］)】]\s?第?\d{1,6}\s?号)"
)
_CUT_NUMBER = re.compile(
    r"(?<![\u4e00-\u9fff\d])（[\u4e00-\u9fff]{1,10}(?:发|办|函|字|委)〔?\d{4,8}〕?(?:号)?）|[\u4e00-\u9fff]{2,10}[发办函]〔(?:\d{5,8}|\d{4}〕\d+(?![\d号]|\s号))"
)
_CITED_FORM = re.compile(
    r"(?<=[\u4e00-\u9fff])(?:(?:19|20)\d{2}\s?[〔\[［（(【]\d{1,4}[〕\]］)）】]\s?号"
    r"|\s?〔\s?\d{4}\s?〕\s\d{1,5}\s?号|\s?〔\s?\d{4}\s?〕\d{1,5}\s号|\s〔\d{4}〕\d{1,5}号"
    r"|〔\d{4}年?〕第\s?\d{1,5}\s?号|〔\d{4}年〕\d{1,5}号|〔\d{4}〕0\d{0,4}号|〔\d{2}〕\d{1,5}号)"
)


def cited_numbers(facts: Facts, elements: Elements) -> Iterator[Finding]:
    """7.2.5: a number that is cited is written like one's own: 安委办〔2017〕35号, no blank, no 第, four figures."""
    yield from matching(
        facts,
        _CITED_FORM,
        "check.cited_number",
        "发文字号的写法不合规范",
        "写成“安委办〔2017〕35号”的样子：年份四位、放在括号里，没有空格，不加“第”，不补零",
        without=elements.of(Kind.DOCUMENT_NUMBER),
    )


def citations_agree(facts: Facts, _elements: Elements) -> Iterator[Finding]:
    """One document is cited with one number."""
    numbers: dict[str, str] = {}
    for paragraph in facts.paragraphs:
        for found in _CITED.finditer(paragraph.text):
            title, number = found[1], compact(found[2])
            plain = re.sub(r"[^\u4e00-\u9fff\d]", " ", number)
            known = numbers.setdefault(title, number)
            if re.sub(r"[^\u4e00-\u9fff\d]", " ", known) != plain:
                yield finding(
                    "check.citation_conflict",
                    f"《{shown(title)}》的发文字号前面写“{known}”，这里写“{number}”",
                    paragraph,
                    hint="查原文，统一发文字号",
                    quote=found[0],
                )


def cut_numbers(facts: Facts, _elements: Elements) -> Iterator[Finding]:
    """A document number that lost its brackets, its year or its 号: 赣市发〔201737〕."""
    for paragraph in facts.paragraphs:
        for found in _CUT_NUMBER.finditer(paragraph.text):
            yield finding(
                "check.document_number_cut",
                f"发文字号残缺：“{shown(found[0])}”",
                paragraph,
                hint="查原文补全，如“安委办〔2017〕35号”",
                quote=found[0],
            )


def numbers_agree(facts: Facts, _elements: Elements) -> Iterator[Finding]:
    """One number is that of one document; a short title beside the full one is no other document."""
    titles: dict[str, str] = {}
    for paragraph in facts.paragraphs:
        for found in _CITED.finditer(paragraph.text):
            title, number = found[1], compact(found[2])
            known = titles.setdefault(number, title)
            short, long = sorted((known, title), key=len)
            rest = iter(long)
            if not all(sign in rest for sign in short):
                yield finding(
                    "check.citation_conflict",
                    f"“{number}”前面是《{shown(known)}》，这里是《{shown(title)}》",
                    paragraph,
                    hint="查原文，核对标题和发文字号",
                    quote=found[0],
                )


RULES = (cited_numbers, citations_agree, numbers_agree, cut_numbers)
