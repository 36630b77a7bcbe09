"""Bounds of one rendering: how much a template may make, repeat, and how long it may take.

Every bound ends in a :class:`RenderError` with a code ``limit.…``. Values from the caller count only where
the template multiplies them. Jinja's own sandbox bounds ``range`` and nothing else.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sized
from contextvars import ContextVar
from dataclasses import dataclass
from itertools import chain
from typing import Any

from qijin_docs.errors import Problem, RenderError

_DIGITS_PER_BIT = 0.30102999
_SMALL = frozenset({int, float, bool, type(None)})


#: A moment of ``time.monotonic`` by which whoever asks for renderings wants each to end, instead of ``seconds``.
DEADLINE: ContextVar[float] = ContextVar("DEADLINE", default=0.0)


@dataclass(frozen=True, slots=True)
class RenderLimits:
    """Bounds of one rendering; a value equal to the bound is accepted.

    Args:
        numbers: numbers one ``range()`` gives.
        text: characters of one text that an expression makes.
        items: size of one list that an expression makes: its items and theirs, and the characters in them.
        digits: decimal digits of a whole number that an expression makes.
        steps: turns of all loops and calls together.
        output: characters of one rendered part, and of all that filters make on the way.
        seconds: wall time of one rendering; seen at loops and calls.
        clock: seconds from any fixed moment.
    """

    numbers: int = 100_000
    text: int = 1_000_000
    items: int = 10_000_000
    digits: int = 1_000
    steps: int = 1_000_000
    output: int = 200_000_000
    seconds: float = 60.0
    clock: Callable[[], float] = time.monotonic

    def check_range(self, *arguments: int) -> range:
        """The range, if it is not too long."""
        numbers = range(*arguments)
        # len() itself overflows on ranges beyond sys.maxsize.
        try:
            length = len(numbers)
        except OverflowError:
            length = self.numbers + 1
        if length > self.numbers:
            raise exceeded("limit.range", f"range() 要数的数超过上限 {self.numbers} 个")
        return numbers

    def check_text(self, length: int) -> int:
        """The length, if a text of so many characters may be made."""
        if length > self.text:
            raise exceeded("limit.text", f"算出的文字有 {length} 字，超过上限 {self.text} 字")
        return length

    def check_items(self, size: int) -> int:
        """The size, if a list of it may be made."""
        if size > self.items:
            raise exceeded("limit.items", f"算出的列表大小为 {size}，超过上限 {self.items}")
        return size

    def check_digits(self, least_bits: int) -> None:
        """A whole number of at least so many bits may be made."""
        if (least_bits - 1) * _DIGITS_PER_BIT > self.digits:
            raise self._too_many_digits()

    def check_whole(self, number: int) -> None:
        """This whole number may go on."""
        if number.bit_length() * _DIGITS_PER_BIT > self.digits and abs(number) >= 10**self.digits:
            raise self._too_many_digits()

    def _too_many_digits(self) -> RenderError:
        return exceeded("limit.digits", f"算出的整数超过上限 {self.digits} 位")


class Budget:
    """What is left of steps and time in one rendering; made with its first step."""

    __slots__ = ("_deadline", "_limits", "_made", "_steps")

    def __init__(self, limits: RenderLimits) -> None:
        self._limits = limits
        self._steps = 0
        self._made = 0
        self._deadline = DEADLINE.get() or limits.clock() + limits.seconds

    def spend(self, steps: int) -> None:
        """Take so many steps; looks at the clock too."""
        self._steps += steps
        if self._steps > self._limits.steps:
            raise exceeded(
                "limit.steps",
                f"循环总次数超过上限 {self._limits.steps} 次",
                "检查循环里是否又套了不该有的循环",
            )
        self.check_time()

    def make(self, size: int) -> None:
        """Make a text or list of this size on the way; ``map`` can make very many of them."""
        self._made += size
        if self._made > self._limits.output:
            raise exceeded("limit.output", f"生成的内容超过上限 {self._limits.output} 字")
        self.check_time()

    def check_time(self) -> None:
        """There is time left."""
        if self._limits.clock() > self._deadline:
            raise exceeded(
                "limit.seconds", f"生成用时超过上限 {self._limits.seconds:g} 秒", "检查模板里的循环"
            )


def exceeded(code: str, message: str, hint: str = "检查模板里的重复和循环") -> RenderError:
    """The error for a bound that was passed."""
    return RenderError(Problem(code, message, hint=hint))


def size_of(value: Any, limit: int) -> int:
    """How large a value would be if it were written out, counted no further than just past the limit.

    A list that holds the same list twice counts it twice but is walked once, so sixty doublings take no time.
    """
    known: dict[int, int] = {}

    def size(item: Any) -> int:
        if not isinstance(item, (list, tuple, Mapping)):
            return 1 + (len(item) if isinstance(item, Sized) else 0)
        key = id(item)
        if key not in known:
            total = 1
            for child in chain.from_iterable(item.items()) if isinstance(item, Mapping) else item:
                kind = type(child)
                if kind is str:
                    total += 1 + len(child)
                else:
                    total += 1 if kind in _SMALL else size(child)
                if total > limit:
                    break
            known[key] = total
        return known[key]

    return size(value)
