"""Attachments: what is said of them and what is there (7.3.4, 7.3.7); names and numbers only, not how they are set."""

from __future__ import annotations

import re
from collections.abc import Iterator

from qijin_docs.check.elements import Elements, Form, Kind
from qijin_docs.check.facts import Facts
from qijin_docs.check.report import Finding, Unverified, finding
from qijin_docs.check.signs import compact
from qijin_docs.text.reading import shown

_ITEM = re.compile(r"(?:附件[：:])?(?:([0-9]{1,2})[.．、])?(.+)")
_MENTIONED = re.compile(r"(?<![的号])附件\s*(\d{1,2})")


def announced(elements: Elements) -> list[tuple[int | None, str]]:
    """Number and name of every attachment that the 附件说明 names, in order."""
    found: list[tuple[int | None, str]] = []
    for paragraph in elements.of(Kind.ATTACHMENT_NOTE):
        text = re.sub(r"^附件[0-9]?[：:]", "", compact(paragraph.shown))
        begins = text[:1].isdecimal() or text != compact(paragraph.shown)
        if elements.facts.kind == "pdf" and found and not begins:
            found[-1] = (found[-1][0], found[-1][1] + text)  # the second line of a name
        elif item := _ITEM.fullmatch(text):
            name = re.sub(
                r"^《([^《》]*)》$", r"\1", item[2].rstrip("。；，、")
            )  # 《》 has a rule of its own
            found.append((int(item[1]) if item[1] else None, name))
    return found


def names_agree(facts: Facts, elements: Elements) -> Iterator[Finding | Unverified]:
    """7.3.7: number and title of an attachment are those of the 附件说明. Attachments may come as files of their own."""
    said = announced(elements)
    if not said:
        return
    # Wrong numbers are said once, by the rule below; here the position counts.
    by_number = {position: name for position, (_, name) in enumerate(said, 1)}
    bound = set()
    for attached in elements.attachments:
        label = facts.paragraphs[attached.label]
        number = attached.number or 1
        bound.add(number)
        if number not in by_number:
            yield finding(
                "check.attachment_not_announced",
                f"附件说明里没有“{compact(label.text)}”",
                label,
                hint="在附件说明里补上，或改正附件的顺序号",
                quote=label.text.strip(),
            )
        elif attached.title and attached.title.rstrip("。；，、：") != by_number[number]:
            yield finding(
                "check.attachment_name",
                f"附件标题“{shown(attached.title)}”与附件说明“{shown(by_number[number])}”不一致",
                label,
                hint="让附件标题和附件说明一字不差",
            )
    for number, name in by_number.items():
        if number not in bound:
            yield Unverified(f"附件{number}“{shown(name)}”（7.3.7）", "没有与正文装订在一起，请另行核对")


def numbers_in_order(facts: Facts, elements: Elements) -> Iterator[Finding]:
    """7.3.4: attachments are numbered 1, 2, 3 … in the 附件说明 and stand in that order."""
    notes = elements.of(Kind.ATTACHMENT_NOTE)
    numbers = [number for number, _ in announced(elements)]
    if len(numbers) > 1 and numbers != list(range(1, len(numbers) + 1)):
        given = "、".join(str(number) if number else "无" for number in numbers)
        yield finding(
            "check.attachment_numbers",
            f"附件顺序号不连续：{given}",
            notes[0],
            hint="依次编为1.、2.、3.",
        )
    order = [attached.number or 1 for attached in elements.attachments]
    if order != sorted(set(order)):
        yield finding(
            "check.attachment_order",
            f"附件没有按顺序排列：{'、'.join(map(str, order))}",
            facts.paragraphs[elements.attachments[0].label],
            hint="按附件说明的顺序排列，不重号",
        )


def label_form(facts: Facts, elements: Elements) -> Iterator[Finding]:
    """7.3.7: 附件 and its Arabic number, no colon, no blank."""
    for attached in elements.attachments:
        label = facts.paragraphs[attached.label]
        text = label.text.strip().rstrip("：:")  # the colon has a rule of its own
        if not re.fullmatch(r"附件[0-9]*", text) and "号附件" not in text:
            yield finding(
                "check.attachment_label",
                f"附件标号写成了“{shown(text)}”",
                label,
                hint="写成“附件1”，后面不加冒号，中间不空格",
                quote=text,
            )


def mentioned(facts: Facts, elements: Elements) -> Iterator[Finding]:
    """An attachment the text speaks of is announced or there."""
    if elements.attachments and elements.form is Form.PLAIN and not elements.title:
        return  # an attachment sent by itself speaks of its neighbours
    known = {number or position for position, (number, _) in enumerate(announced(elements), 1)}
    known |= {attached.number or 1 for attached in elements.attachments}
    for index in range(elements.main_end):
        if elements.kinds[index] is not Kind.BODY:
            continue
        paragraph = facts.paragraphs[index]
        missing = [f"附件{n}" for n in _MENTIONED.findall(paragraph.text) if int(n) not in known]
        if not known and re.search("见附件|附后", paragraph.text):
            missing = missing or ["附件"]
        if missing:
            yield finding(
                "check.attachment_absent",
                f"正文提到了“{'、'.join(dict.fromkeys(missing))}”，附件说明里和文后都没有",
                paragraph,
                hint="补上附件说明和附件，或改正正文",
                quote=missing[0],
            )


RULES = (names_agree, numbers_in_order, label_form, mentioned)
