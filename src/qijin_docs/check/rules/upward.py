"""What goes up to a superior: 报告 and 请示, 条例 15."""

from __future__ import annotations

import re
from collections.abc import Iterator

from qijin_docs.check.elements import Elements, Form, Kind
from qijin_docs.check.facts import Facts
from qijin_docs.check.report import Finding, finding
from qijin_docs.check.signs import UPWARD
from qijin_docs.text.reading import shown

_ASKS = re.compile(r"请(?:予)?(?:批示|批准|批复|审批|核准)|妥否|当否|可否")
_BELOW = re.compile(
    r"各(?:[市县区州盟旗乡镇科处室股]|所属|直属|下属|基层)|(?:所属|直属|下属)各?(?:单位|企业|机构)"
)
_PERSON = re.compile(r"(?:同志|省长|市长|县长|区长|厅长|局长|主任|书记|主席|部长)(?=[、，：:]|$)")


def requests(_facts: Facts, elements: Elements) -> Iterator[Finding]:
    """条例 15: a 报告 carries no request."""
    if elements.genre == "报告" and elements.form is not Form.PLAIN:
        for index in range(elements.main_end):
            paragraph = elements.facts.paragraphs[index]
            if elements.kinds[index] is Kind.BODY and (found := _ASKS.search(paragraph.text)):
                yield finding(
                    "check.report_asks",
                    f"报告里夹带了请示事项：“{found[0]}”",
                    paragraph,
                    hint="请示事项另文请示，报告里不写",
                    quote=found[0],
                )


def one_superior(_facts: Facts, elements: Elements) -> Iterator[Finding]:
    """条例 15: what goes up is addressed to one organ, a 请示 always, and to no person."""
    if elements.genre not in UPWARD or elements.form is Form.PLAIN:
        return
    code = "check.request_addressees" if elements.genre == "请示" else "check.upward_addressees"
    for paragraph in elements.of(Kind.ADDRESSEES):
        text = paragraph.text.strip()
        if re.search("[、，,]", text):
            yield finding(
                code,
                f"{elements.genre}有不止一个主送机关：“{shown(text)}”",
                paragraph,
                hint="只主送一个上级机关，其他上级机关用抄送",
                quote=text,
            )
        if _PERSON.search(text):
            yield finding(
                "check.addressed_to_person",
                f"{elements.genre}主送的是负责人：“{shown(text)}”",
                paragraph,
                hint="主送上级机关；不以本机关名义向上级机关负责人报送公文",
                quote=text,
            )


def not_copied_below(_facts: Facts, elements: Elements) -> Iterator[Finding]:
    """条例 15: what goes up is not copied to organs below."""
    if elements.genre not in UPWARD or elements.form is Form.PLAIN:
        return
    for paragraph in elements.of(Kind.COPIES):
        if found := _BELOW.search(paragraph.text):
            yield finding(
                "check.request_copies",
                f"{elements.genre}抄送了下级机关：“{shown(paragraph.text.strip())}”",
                paragraph,
                hint="上行文不抄送下级机关，删去",
                quote=found[0],
            )


RULES = (requests, one_superior, not_copied_below)
