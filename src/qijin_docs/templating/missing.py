"""What a name stands for that has no value: an error, nothing, or its own tag.

- ``error``: any use raises :class:`MissingValue`; ``is defined`` and ``default()`` work.
- ``blank``: prints nothing, is false and empty, and so is all below it; calculating with it is an error.
- ``keep``: prints the tag as it stood, so that a second pass can fill it; in a condition or a loop it is an
  error, for there nothing can be kept.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Literal, NoReturn

from jinja2 import Undefined
from jinja2.exceptions import UndefinedError
from jinja2.utils import missing

Missing = Literal["error", "blank", "keep"]


#: What Jinja gives where an empty list has no item or a loop no neighbour, and what that means.
_NOTHING_THERE = {
    "there is no previous item": "第一项前面没有别的项",
    "there is no next item": "最后一项后面没有别的项",
    "No first item, sequence was empty.": "列表是空的，没有第一项",
    "No last item, sequence was empty.": "列表是空的，没有最后一项",
    "No aggregated item, sequence was empty.": "列表是空的，没有最大或最小的一项",
}


class MissingValue(UndefinedError):  # noqa: N818  (read as a sentence: raise MissingValue)
    """A value was wanted that the data do not have.

    Args:
        name: the last name of the path, as the template has it.
        owner: the record that lacks it, or ``None`` if the name itself is unknown.
        reason: the sentence, where no name is to blame.
    """

    def __init__(self, name: str, owner: object = None, reason: str = "") -> None:
        self.name = name
        self.owner = owner
        self.reason = reason
        super().__init__(name)

    def __reduce__(self) -> tuple[type[MissingValue], tuple[str]]:
        return MissingValue, (self.name,)


class StrictMissing(Undefined):
    """``error``: every use but ``is defined`` and ``default()`` raises."""

    __slots__ = ()

    def _refuse(self, *_: Any, **__: Any) -> NoReturn:
        owner = None if self._undefined_obj is missing else self._undefined_obj
        name = self._undefined_name if self._undefined_name is not None else self._undefined_hint
        raise MissingValue(str(name), owner, _NOTHING_THERE.get(self._undefined_hint or "", ""))

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            # Python asks for __html__ and the like; those are not names of the data.
            raise AttributeError(name)
        return self._refuse()

    _fail_with_undefined_error = _refuse

    def below(self, name: object) -> Any:
        """What a name below the missing value stands for."""
        return self._refuse(name)


class BlankMissing(StrictMissing):
    """``blank``: prints nothing."""

    __slots__ = ()

    def __str__(self) -> str:
        return ""

    def __bool__(self) -> bool:
        return False

    def __len__(self) -> int:
        return 0

    def __iter__(self) -> Iterator[Any]:
        return iter(())

    def __contains__(self, item: object) -> bool:
        return False

    def __eq__(self, other: object) -> bool:
        return isinstance(other, BlankMissing)

    def __ne__(self, other: object) -> bool:
        return not isinstance(other, BlankMissing)

    def __hash__(self) -> int:
        return id(BlankMissing)

    def below(self, name: object) -> BlankMissing:
        """Nothing again."""
        return BlankMissing(name=str(name), obj=self)


class KeptMissing(StrictMissing):
    """``keep``: whatever is calculated from it is it again, until the tag is printed as it stood."""

    __slots__ = ()

    def __str__(self) -> str:
        return "{{ " + str(self._undefined_name) + " }}"

    def fail(self) -> NoReturn:
        """Say that there is no value, where its tag cannot be kept."""
        self._refuse()

    def _absorb(self, *_: Any, **__: Any) -> KeptMissing:
        return self

    below = _absorb


_CALCULATIONS = (
    "add", "radd", "sub", "rsub", "mul", "rmul", "truediv", "rtruediv", "floordiv", "rfloordiv",
    "mod", "rmod", "pow", "rpow", "neg", "pos", "getitem", "call",
)  # fmt: skip
_QUESTIONS = (
    "str", "iter", "len", "bool", "contains", "eq", "ne", "lt", "le", "gt", "ge", "hash",
    "int", "float", "complex",
)  # fmt: skip


def _is_true(value: StrictMissing) -> bool:
    # That a loop has no neighbour or a list no item is no fault of the data; to ask for it is right.
    if value._undefined_hint not in _NOTHING_THERE:  # noqa: SLF001
        value._refuse()  # noqa: SLF001
    return False


for _name in (*_CALCULATIONS, *_QUESTIONS):
    setattr(StrictMissing, f"__{_name}__", StrictMissing._refuse)  # noqa: SLF001
for _name in _CALCULATIONS:
    setattr(KeptMissing, f"__{_name}__", KeptMissing._absorb)  # noqa: SLF001

setattr(StrictMissing, "__bool__", _is_true)  # noqa: B010  (mypy holds methods to be fixed)

POLICIES: Mapping[str, type[StrictMissing]] = {
    "error": StrictMissing,
    "blank": BlankMissing,
    "keep": KeptMissing,
}


def path_of(values: Mapping[str, Any], target: object) -> str | None:
    """Where in the values this very object stands: ``明细[2]``; ``None`` if it is not there.

    Runs only when something is missing; looks at each container once.
    """
    seen: set[int] = set()
    pending: list[tuple[str, Any]] = [(str(name), value) for name, value in values.items()]
    pending.reverse()
    while pending:
        path, value = pending.pop()
        if value is target:
            return path
        if id(value) in seen:
            continue
        seen.add(id(value))
        if isinstance(value, Mapping):
            pending.extend((f"{path}.{key}", child) for key, child in reversed(list(value.items())))
        elif isinstance(value, (list, tuple)):
            pending.extend((f"{path}[{i}]", value[i]) for i in range(len(value) - 1, -1, -1))
    return None
