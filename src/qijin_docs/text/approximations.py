"""Round figures that can never say more than the register holds: 2000余, 近2000, 11.42万.

A plan or summary rounds; the register is exact. Each function takes the exact value and gives the words
to print. 余, 多, 约, 不少于, 以上 and 万 round down. 近 names a round number above the value, and only one
that the value comes within five per cent of; otherwise it is an error, for the sentence would be untrue.

All rounding is done on integers: no decimal context of the calling program can turn it upwards.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Final

from qijin_docs.errors import DataError
from qijin_docs.text.reading import refusal, shown

# Below this a figure is small enough to be said exactly.
_SMALL = 10
_LARGEST = 10**20

Number = int | float | Decimal


def yu(value: Number, digits: int | None = None) -> str:
    """``2034`` → 2000余: rounded down; a value that is exactly round has no 余.

    Args:
        value: the exact value, zero or more.
        digits: significant digits to keep; two from a hundred on and one below, if not given.

    Raises:
        DataError: ``text.not_a_number`` for what is no number, is negative or is a fraction below ten;
            ``text.bad_digits`` for digits below one.
    """
    floor, exact = _floor(value, digits)
    return _print(floor) + ("" if exact else "余")


def duo(value: Number, digits: int | None = None) -> str:
    """``2034`` → 2000多; otherwise like :func:`yu`."""
    floor, exact = _floor(value, digits)
    return _print(floor) + ("" if exact else "多")


def yue(value: Number, digits: int | None = None) -> str:
    """``2034`` → 约2000, rounded down so that it does not overstate; otherwise like :func:`yu`."""
    floor, exact = _floor(value, digits)
    return ("" if exact else "约") + _print(floor)


def bu_shao_yu(value: Number, digits: int | None = None) -> str:
    """``2034`` → 不少于2000; ``2000`` → 不少于2000. Otherwise like :func:`yu`."""
    return "不少于" + _print(_floor(value, digits)[0])


def yi_shang(value: Number, digits: int | None = None) -> str:
    """``2034`` → 2000以上; ``2000`` → 2000以上, for 以上 includes the figure. Otherwise like :func:`yu`."""
    return _print(_floor(value, digits)[0]) + "以上"


def jin(value: Number, digits: int | None = None) -> str:
    """``1962`` → 近2000: the roundest number above the value that it reaches at least 95 % of.

    Args:
        value: the exact value, ten or more.
        digits: significant digits of the round number; one, then two are tried if not given.

    Raises:
        DataError: ``text.not_near`` if no round number is that near, or the value is round itself;
            otherwise as :func:`yu`.
    """
    number = _number(value)
    if number < _SMALL:
        raise refusal("text.not_near", f"{_plain(number)}太小，不能用“近”", "10以下的数直接写实数")
    whole = int(number)
    for count in (1, 2) if digits is None else (_checked(digits),):
        step = _step(whole, count)
        if number == whole and whole % step == 0:
            hint = f"直接写“{_print(whole)}”"
            raise refusal("text.not_near", f"{whole}正好是整数，不能用“近”", hint)
        above = whole // step * step + step
        if whole * 100 >= above * 95:
            return "近" + _print(above)
    raise refusal(
        "text.not_near",
        f"{_plain(number)}离上面的整数还差5%以上，用“近”就夸大了",
        f"改用“余”，写成“{yu(number)}”",
    )


def wan(value: Number, decimals: int) -> str:
    """``wan(114267, 2)`` → 11.42万: rounded down to the decimals asked for; zeros at the end are dropped.

    Args:
        value: the exact value, at least 10 000.
        decimals: decimals of the figure in 万, 0 to 4.

    Raises:
        DataError: ``text.too_small`` below 10 000; otherwise as :func:`yu`.
    """
    return _scaled(value, decimals, 10_000, "万")


def yi(value: Number, decimals: int) -> str:
    """``yi(123456789, 2)`` → 1.23亿; otherwise like :func:`wan`, from 100 000 000 on, 0 to 8 decimals."""
    return _scaled(value, decimals, 100_000_000, "亿")


#: The functions by the word that a template or narrative text uses for them.
BY_WORD: Final[dict[str, Callable[..., str]]] = {
    "余": yu,
    "多": duo,
    "约": yue,
    "近": jin,
    "不少于": bu_shao_yu,
    "以上": yi_shang,
    "万": wan,
    "亿": yi,
}


def _number(value: object) -> Decimal:
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        raise _not_a_number(value, "只有数才能取约数")
    # repr of a float is the number a person typed; its binary value is not.
    number = Decimal(repr(value)) if isinstance(value, float) else Decimal(value)
    if not number.is_finite():
        raise _not_a_number(value, "只有数才能取约数")
    if number < 0:
        raise _not_a_number(value, "负数没有约数，直接写实数")
    if number >= _LARGEST:
        raise _not_a_number(value, "数太大，请核对")
    return number


def _not_a_number(value: object, hint: str) -> DataError:
    return refusal("text.not_a_number", f"“{shown(value)}”不能取约数", hint)


def _checked(digits: object) -> int:
    if isinstance(digits, bool) or not isinstance(digits, int) or digits < 1:
        raise refusal("text.bad_digits", f"有效数字位数不能是“{shown(digits)}”", "至少一位")
    return digits


def _step(whole: int, digits: int) -> int:
    places: int = max(len(str(whole)) - digits, 0)
    return int(10**places)


def _floor(value: object, digits: int | None) -> tuple[int, bool]:
    number = _number(value)
    count = (2 if number >= 100 else 1) if digits is None else _checked(digits)
    whole = int(number)
    if number < _SMALL and number != whole:
        raise _not_a_number(value, "10以下的小数直接写实数")
    step = _step(whole, count)
    floor = whole // step * step
    return floor, floor == number


def _scaled(value: object, decimals: object, unit: int, word: str) -> str:
    number = _number(value)
    most = len(str(unit)) - 1
    if isinstance(decimals, bool) or not isinstance(decimals, int) or not 0 <= decimals <= most:
        raise refusal("text.bad_digits", f"“{word}”的小数位数不能是“{shown(decimals)}”", f"可以是0到{most}")
    if number < unit:
        raise refusal("text.too_small", f"{_plain(number)}不足1{word}", "直接写实数")
    return _fraction(int(number) * 10**decimals // unit, decimals) + word


def _print(number: int) -> str:
    """In 亿 or 万 from ten thousand on, no digit lost by it: 14万, 1.1万, 1.2亿."""
    for places, word in ((8, "亿"), (4, "万")):
        if number >= 10**places:
            return _fraction(number, places) + word
    return str(number)


def _fraction(number: int, decimals: int) -> str:
    whole, rest = divmod(number, 10**decimals)
    digits = str(rest).rjust(decimals, "0").rstrip("0") if decimals else ""
    return f"{whole}.{digits}" if digits else str(whole)


def _plain(number: Decimal) -> str:
    text = format(number, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text
