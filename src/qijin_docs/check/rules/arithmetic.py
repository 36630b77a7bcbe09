"""Figures that must agree with each other (N13): parts and their sum, shares and their percentage, totals of tables.

No standard asks it; a document in which they do not agree is wrong all the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from qijin_docs.check.elements import Elements
from qijin_docs.check.facts import Facts, TableFacts
from qijin_docs.check.report import Finding, finding
from qijin_docs.check.wordings import paragraphs, sentences
from qijin_docs.text.reading import shown

_UNIT = r"(?:人次|场次|条次|平方米|公里|万元|亿元|[人件份册个家场条篇块次户名项种处所亩吨元米])"
_WHOLE = re.compile(rf"(\d+(?:\.\d+)?)({_UNIT})[，,（(：]\s*其中[：:]?")
_SHARE = re.compile(
    rf"(\d+)({_UNIT})[^。；，、\d]{{0,8}}中[，,]?[^。；\d]{{0,15}}?(\d+)\2[^。；\d]{{0,12}}?(?:占比|占)\D{{0,8}}?(\d+(?:\.\d+)?)[%％]"
)
_TOTALS = ("合计", "总计", "共计")
_SHARES = re.compile("[%％率比]|占|平均|人均")
_CELL = re.compile(r"(\d+(?:\.\d+)?)\D{0,3}")


def sums(facts: Facts, _elements: Elements) -> Iterator[Finding]:
    """N13: what 其中 names does not exceed the whole; where it seems to name all, it makes up the whole."""
    for paragraph in paragraphs(facts):
        for sentence in sentences(paragraph.text):
            for whole in _WHOLE.finditer(sentence):
                rest = sentence[whole.end() :].split("；")[0]
                parts = [
                    Decimal(part)
                    for part in re.findall(rf"(?<![\d.])(\d+(?:\.\d+)?){re.escape(whole[2])}(?!次)", rest)
                ]
                total = Decimal(whole[1])
                if len(parts) < 2 or "其中" in rest or re.search(r"[余多约近]", rest):
                    continue
                if sum(parts) == total:
                    continue
                exceeds = sum(parts) > total
                numbers = "＋".join(str(part) for part in parts)
                yield finding(
                    "check.sum_exceeds" if exceeds else "check.sum_short",
                    f"“其中”各项相加是{sum(parts)}{whole[2]}（{numbers}），与{total}{whole[2]}不符",
                    paragraph,
                    hint="核对各项和总数" if exceeds else "如果只列举了一部分，可不改；否则核对各项和总数",
                    quote=whole[0],
                )


def percentages(facts: Facts, _elements: Elements) -> Iterator[Finding]:
    """N13: a percentage is that of the two figures beside it."""
    for paragraph in paragraphs(facts):
        for found in _SHARE.finditer(paragraph.text):
            whole, part, said = Decimal(found[1]), Decimal(found[3]), found[4]
            if not whole:
                continue
            places = len(said.partition(".")[2])
            share = part * 100 / whole
            if abs(share - Decimal(said)) > Decimal(10) ** -places:
                yield finding(
                    "check.percentage",
                    f"“{shown(found[0])}”：{part}除以{whole}是{share:.{places}f}%，不是{said}%",
                    paragraph,
                    hint="核对分子、分母和百分数",
                    quote=found[0],
                )


def table_totals(facts: Facts, _elements: Elements) -> Iterator[Finding]:
    """N13: a row 合计 is the sum of the rows above it; tables with 小计 or without plain numbers are left alone."""
    for table in facts.tables:
        yield from _wrong_totals(table)


def _wrong_totals(table: TableFacts) -> Iterator[Finding]:
    width = max((len(row) for row in table.rows), default=0)
    totals = [
        i
        for i, row in enumerate(table.rows)
        if row and "".join(row[0].split()) in _TOTALS and len(row) == width
    ]
    if len(totals) != 1 or any("小计" in cell for row in table.rows for cell in row):
        return
    at = totals[0]
    above = [row for row in table.rows[1:at] if len(row) == width]
    for column in range(1, width):
        total = _CELL.fullmatch(table.rows[at][column].strip())
        cells = [row[column].strip() for row in above]
        values = [_value(cell) for cell in cells]
        if total is None or not values or any(value is None for value in values):
            continue
        heads = [row[column] for row in table.rows[:1] if len(row) == width]
        if any(_SHARES.search(cell) for cell in (*heads, *cells, table.rows[at][column])):
            continue  # shares and averages are not added up
        summed = sum((value for value in values if value is not None), Decimal(0))
        if summed != Decimal(total[1]):
            head = (
                "".join(table.rows[0][column].split()) if len(table.rows[0]) == width else f"第{column + 1}列"
            )
            yield finding(
                "check.table_total",
                f"“{shown(head)}”一栏各行相加是{summed}，合计写的是{total[1]}",
                table.place,
                hint="核对各行和合计；有重复计算要扣除的，在表下注明",
            )


def _value(cell: str) -> Decimal | None:
    if cell in ("", "—", "——", "-", "/", "无"):
        return Decimal(0)
    found = _CELL.fullmatch(cell)
    return Decimal(found[1]) if found else None


RULES = (sums, percentages, table_totals)
