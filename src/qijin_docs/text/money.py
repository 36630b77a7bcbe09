"""Sums of money in the capital figures of cheques and contracts: 壹仟元零伍分."""

from __future__ import annotations

from decimal import Decimal

from qijin_docs.text.reading import refusal, shown

_DIGITS = "零壹贰叁肆伍陆柒捌玖"
_SMALL_UNITS = ("", "拾", "佰", "仟")
_SECTIONS = ("", "万", "亿", "万亿")


def capital_amount(amount: int | Decimal) -> str:
    """The amount in capitals: ``Decimal("1234.5")`` → 壹仟贰佰叁拾肆元伍角整.

    Args:
        amount: yuan, at most two decimals, below 10 000 0000 0000 0000. A ``float`` is refused: it does
            not hold cents exactly.

    Raises:
        DataError: ``text.not_an_amount``.
    """
    if isinstance(amount, bool) or not isinstance(amount, int | Decimal):
        raise refusal("text.not_an_amount", f"“{shown(amount)}”不是金额", "请给整数或Decimal，单位为元")
    value = Decimal(amount)
    if not value.is_finite() or abs(value) >= 10**16:
        raise refusal("text.not_an_amount", f"“{shown(amount)}”不能写成大写金额")
    if value.quantize(Decimal("0.01")) != value:
        raise refusal("text.not_an_amount", f"金额“{shown(amount)}”不足一分的部分没有大写", "先四舍五入到分")
    yuan, cents = divmod(int(abs(value).quantize(Decimal("0.01")).scaleb(2)), 100)
    jiao, fen = divmod(cents, 10)
    text = _integer(yuan) + "元" if yuan or not cents else ""
    if jiao:
        text += _DIGITS[jiao] + "角"
    elif fen and yuan:
        text += "零"
    text += _DIGITS[fen] + "分" if fen else "整"
    return ("负" if value < 0 else "") + text


def _integer(number: int) -> str:
    if number == 0:
        return "零"
    text = ""
    gap = False
    for power in (3, 2, 1, 0):
        section = number // 10 ** (4 * power) % 10_000
        if not section:
            gap = bool(text)
            if power == 2 and text.endswith("万"):
                text += "亿"
            continue
        if text and (gap or section < 1000):
            text += "零"
        text += _four(section) + ("万" if power == 3 else _SECTIONS[power])
        gap = False
    return text


def _four(section: int) -> str:
    text = ""
    for power in (3, 2, 1, 0):
        digit = section // 10**power % 10
        if digit:
            text += _DIGITS[digit] + _SMALL_UNITS[power]
        elif text and section % 10**power and not text.endswith("零"):
            text += "零"
    return text
