"""Sums of money in the capital figures of cheques and contracts: 壹仟元零伍分."""

from __future__ import annotations

from decimal import Decimal

from qijin_docs.text.numerals import spoken
from qijin_docs.text.reading import refusal, shown

_DIGITS = "零壹贰叁肆伍陆柒捌玖"
_CAPITALS = str.maketrans("零一二三四五六七八九十百千", _DIGITS + "拾佰仟")


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
    text = spoken(yuan).translate(_CAPITALS) + "元" if yuan or not cents else ""
    if jiao:
        text += _DIGITS[jiao] + "角"
    elif fen and yuan:
        text += "零"
    text += _DIGITS[fen] + "分" if fen else "整"
    return ("负" if value < 0 else "") + text
