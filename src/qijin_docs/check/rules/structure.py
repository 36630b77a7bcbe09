"""What an official document must have, in its right form: number, date, signer, remark; nothing of 1999."""

from __future__ import annotations

import re
from collections.abc import Iterator

from qijin_docs.check.elements import Elements, Form, Kind
from qijin_docs.check.facts import Facts, Paragraph
from qijin_docs.check.report import Finding, finding
from qijin_docs.check.signs import DATE, GENRES, NUMBER, UPWARD, compact
from qijin_docs.errors import DataError, Place
from qijin_docs.text.dates import read_date
from qijin_docs.text.document_number import read_document_number
from qijin_docs.text.reading import shown

_NUMBER_FORM = re.compile(r"[\u4e00-\u9fff]{1,20}〔(?:19|20)\d\d〕[1-9]\d*号")
_DATE_FORM = re.compile(r"(?:19|20)\d\d年(?:[1-9]|1[0-2])月(?:[1-9]|[12]\d|3[01])日")
_OLD = (
    ("check.keywords", re.compile(r"主\s*题\s*词\s*[：:]"), "主题词", "删去这一行"),
    (
        "check.no_text_page",
        re.compile(r"[（(]?\s*此页无正文\s*[）)]?"),
        "“此页无正文”",
        "删去；版面不够时调整行距、字距，使署名和日期与正文同页",
    ),
)


def document_number(_facts: Facts, elements: Elements) -> Iterator[Finding]:
    """7.2.5: 机关代字〔YYYY〕N号: full year, 六角括号, no 第, no zero in front, 号 at the end."""
    for paragraph in elements.of(Kind.DOCUMENT_NUMBER):
        text = paragraph.text.split("签发人")[0].strip()
        if elements.form is Form.ORDER:
            continue  # 第5号 has a rule of its own
        if _NUMBER_FORM.fullmatch(text):
            continue
        try:
            hint = f"应写成“{read_document_number(text).value}”"
        except DataError:
            hint = "写成“安委办〔2017〕35号”的样子：年份四位，用六角括号"
        yield _required("check.document_number", f"发文字号“{shown(text)}”不合规范", paragraph, hint, text)


def one_number(facts: Facts, elements: Elements) -> Iterator[Finding]:
    """7.2.5, 条例 9: a joint document bears the number of its first organ alone."""
    for paragraph in elements.of(Kind.DOCUMENT_NUMBER)[1:]:
        if elements.form is not Form.PLAIN and NUMBER.match(paragraph.text.strip()):
            text = compact(paragraph.text)
            yield finding(
                "check.several_numbers",
                f"有不止一个发文字号：“{shown(text)}”",
                paragraph,
                hint="联合行文只标注主办机关的发文字号，删去其他的",
                quote=paragraph.text.strip(),
            )


def copy_number_present(facts: Facts, elements: Elements) -> Iterator[Finding]:
    """条例 9: a classified document bears a 份号."""
    secret = elements.first(Kind.SECRECY)
    if secret is not None and not elements.at(Kind.COPY_NUMBER):
        yield finding(
            "check.no_copy_number",
            f"标了密级“{shown(secret.text.strip())}”，没有份号",
            secret,
            hint="在版心左上角第一行写6位份号，如“000001”",
        )


def date_of_document(_facts: Facts, elements: Elements) -> Iterator[Finding]:
    """7.3.5.4: the date in Arabic figures, full year, no zero in front of month or day, and in the calendar."""
    for paragraph in elements.of(Kind.DATE):
        text = paragraph.text.strip()
        hint = "写成“2018年4月25日”的样子"
        try:
            day = read_date(text).value
            hint = f"应写成“{day.year}年{day.month}月{day.day}日”"
        except DataError as error:
            if _DATE_FORM.fullmatch(text):
                yield _required(
                    "check.date_form", error.problems[0].message, paragraph, "核对月份和日子", text
                )
                continue
        if not _DATE_FORM.fullmatch(text):
            yield _required("check.date_form", f"成文日期“{shown(text)}”不合规范", paragraph, hint, text)


def date_present(facts: Facts, elements: Elements) -> Iterator[Finding]:
    """7.3.5: an official document bears the name of its organ and its date."""
    # A 决议 bears it in brackets below its title.
    below_title = any(DATE.search(paragraph.text) for paragraph in elements.of(Kind.SUBTITLE))
    if elements.form in (Form.FILE, Form.LETTER) and not elements.at(Kind.DATE) and not below_title:
        yield finding(
            "check.no_date",
            "没有找到成文日期",
            Place(facts.file, "文末"),
            hint="在正文后写署名和成文日期",
        )


def signature_present(facts: Facts, elements: Elements) -> Iterator[Finding]:
    """7.3.5: above the date stands the name of the organ; since 2012 a single organ signs with its name too."""
    dates = elements.of(Kind.DATE)
    if elements.form in (Form.FILE, Form.LETTER) and dates and not elements.at(Kind.SIGNATURE):
        yield finding(
            "check.no_signature",
            "成文日期上面没有找到发文机关署名",
            dates[-1],
            hint="在成文日期上一行写发文机关全称或规范化简称",
        )


def number_present(facts: Facts, elements: Elements) -> Iterator[Finding]:
    """7.2.5: what has a masthead has a document number."""
    if elements.form in (Form.FILE, Form.LETTER) and not elements.at(Kind.DOCUMENT_NUMBER):
        yield finding(
            "check.no_document_number",
            "没有找到发文字号",
            elements.first(Kind.MASTHEAD) or Place(facts.file, "版头"),
            hint="在发文机关标志下空二行写发文字号，如“云安委办〔2018〕12号”",
        )


def signer(facts: Facts, elements: Elements) -> Iterator[Finding]:
    """7.2.6: a document that goes up names its 签发人; others do not."""
    signed = elements.first(Kind.SIGNATORY) or next(
        (p for p in elements.of(Kind.DOCUMENT_NUMBER) if "签发人" in p.text), None
    )
    if elements.form is not Form.FILE or not elements.at(Kind.MASTHEAD):
        return
    if elements.genre in UPWARD and signed is None:
        yield finding(
            "check.no_signer",
            f"“{elements.genre}”是上行文，没有标注签发人",
            elements.first(Kind.DOCUMENT_NUMBER, Kind.TITLE) or Place(facts.file),
            hint="在发文字号同一行的右端写“签发人：姓名”",
        )
    elif elements.genre in GENRES and elements.genre not in {*UPWARD, "意见", "函"} and signed is not None:
        yield finding(
            "check.signer_not_upward",
            f"“{elements.genre}”不是上行文，标注了签发人",
            signed,
            hint="只有上行文标注签发人，请删去",
            quote=signed.text.strip(),
        )


def abolished(facts: Facts, elements: Elements) -> Iterator[Finding]:
    """主题词 and 此页无正文 belong to the format of 1999; 7.3.5.5 has another remedy for a page without room."""
    for index, paragraph in enumerate(facts.paragraphs):
        for code, form, name, hint in _OLD:
            if form.match(paragraph.text.strip()) and elements.kinds[index] is not Kind.TITLE:
                message = f"{name}是1999年格式的内容，2012年起不再使用"
                yield finding(code, message, paragraph, hint=hint, quote=paragraph.text.strip())


def remark(_facts: Facts, elements: Elements) -> Iterator[Finding]:
    """7.3.6: a 附注 below the date stands in （）."""
    dates = elements.at(Kind.DATE)
    if not dates:
        return
    for index in range(dates[-1] + 1, elements.main_end):
        paragraph = elements.facts.paragraphs[index]
        text = paragraph.text.strip()
        # Half-width brackets have their own rule.
        if elements.kinds[index] is Kind.BODY and re.match("联系人|联系电话|此件|（联系|（此件", text):
            yield _required(
                "check.remark",
                f"附注没有放在圆括号里：“{shown(text)}”",
                paragraph,
                "写成“（…）”",
                text,
            )


def _required(code: str, message: str, paragraph: Paragraph, hint: str, quote: str) -> Finding:
    return finding(
        code,
        message,
        paragraph,
        hint=hint,
        quote=quote,
    )


RULES = (
    document_number,
    number_present,
    one_number,
    copy_number_present,
    date_of_document,
    date_present,
    signature_present,
    signer,
    abolished,
    remark,
)
