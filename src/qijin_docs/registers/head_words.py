"""What the words of a form's head mean: which column, in which unit, and what is to be said of them.

A head that can mean only one column is taken and noted; one that may mean it is an error; any other is left out with
a warning.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from qijin_docs.errors import Problem, Severity
from qijin_docs.registers.columns import Column
from qijin_docs.registers.form import Form, find_form
from qijin_docs.sources.headings import bare, plain
from qijin_docs.text.nearest import nearest

#: Heads of columns of running numbers.
IDLE = frozenset({"序号", "行号", "编号", "no", "no."})
# Of a head that is not spelt as in the form: so much of it must be the same.
_SURE = 0.72


@lru_cache(maxsize=4096)
def key_of(text: str) -> str:
    """A head without blanks, brackets at its end and width of signs: what heads are compared by."""
    return bare(text).casefold()


@lru_cache(maxsize=64)
def keys_of(number: str) -> Mapping[str, str]:
    """Every spelling that only one column of a form has, without unit → alias."""
    form = find_form(number)
    meant: dict[str, set[str]] = {}
    for column in form.columns:
        whole = (f"{column.group}{column.label}",) if column.group else ()
        for name in (column.label, column.alias, *column.names, *whole):
            meant.setdefault(key_of(name), set()).add(column.alias)
    # 名称 may be that of the activity or of the unit entered: such a word is nobody's, unless it is its own name.
    own = {key_of(column.alias): column.alias for column in form.columns}
    return own | {
        key: next(iter(aliases)) for key, aliases in meant.items() if len(aliases) == 1 and key not in own
    }


_Faults = tuple[tuple[int, Problem], ...]


@lru_cache(maxsize=512)
def match_head(
    number: str, spellings: tuple[tuple[str, ...], ...]
) -> tuple[tuple[tuple[int, str], ...], _Faults]:
    """Column and alias of what was found, and what is wrong with the head; the same for all copies of a form."""
    form = find_form(number)
    keys = keys_of(number)
    found: dict[int, str] = {}
    faults: list[tuple[int, Problem]] = []
    for column, texts in enumerate(spellings):
        alias = next((keys[key_of(text)] for text in texts if key_of(text) in keys), None)
        if alias is None:
            continue
        if (fault := _unit_fault(texts[-1], form.column(alias))) is not None:
            faults.append((column, fault))
        elif alias in found.values():
            message = f"“{texts[-1]}”与前面一列都是“{alias}”"
            faults.append((column, Problem("collect.duplicate_column", message, hint="留下一列，删去另一列")))
        else:
            found[column] = alias
            if (doubt := _people_or_times(texts[-1], form.column(alias))) is not None:
                faults.append((column, doubt))
    told = {column for column, _ in faults}
    for column, texts in enumerate(spellings):
        if texts and column not in found and column not in told and plain(texts[-1]) not in IDLE:
            alias, fault = _guess(texts, form, set(found.values()))
            if alias:
                found[column] = alias
            faults.append((column, fault))
    first = min(found, default=0)
    guessed = {fault.message for _, fault in faults}
    faults += [
        (first, _missing(wanted))
        for wanted in form.columns
        if wanted.alias not in found.values() and not any(f"“{wanted.label}”" in text for text in guessed)
    ]
    return tuple(found.items()), tuple(sorted(faults, key=lambda item: item[0]))


def _missing(column: Column) -> Problem:
    message = f"表里没有“{column.label}”这一列"
    if column.required:
        return Problem("collect.missing_column", message, hint="照下发的表样补上这一列")
    return Problem("collect.missing_column", f"{message}，按没有填收下", severity=Severity.WARNING)


def _unit_fault(text: str, column: Column | None) -> Problem | None:
    """The problem of a head that gives another unit than the form: they cannot be added."""
    if column is None or not column.unit:
        return None
    whole = plain(text)
    if not whole.endswith(")") or "(" not in whole:
        return None
    unit = whole[whole.rindex("(") + 1 : -1]
    if unit in (column.unit, *column.other_units) or unit.replace("、", "/") == column.unit or not unit:
        return None
    units = {
        "人",
        "人次",
        "户",
        "场",
        "份",
        "册",
        "件",
        "条",
        "块",
        "条次",
        "篇",
        "万元",
        "元",
        "个",
        "家",
        "次",
        "期",
    }
    if unit not in units:
        return None  # a remark: 受教育（含线上）
    hint = f"换算成“{column.unit}”，列名改回“{column.head}”"
    return Problem("collect.other_unit", f"“{text}”的单位不是“{column.unit}”，不能相加", hint=hint)


def _people_or_times(text: str, column: Column | None) -> Problem | None:
    """受教育人数 without a unit above a column of 人次: most mean 人次, some do not."""
    if column is None or column.unit != "人次" or not plain(text).endswith(("人数", "人员")):
        return None
    message = f"列名“{text}”没有写单位，按“{column.head}”收"
    hint = f"核对填的是人次；列名改回“{column.head}”"
    return Problem("collect.people_or_times", message, hint=hint, severity=Severity.WARNING)


def _guess(texts: tuple[str, ...], form: Form, taken: set[str]) -> tuple[str | None, Problem]:
    """What a head means that is not spelt as in the form: the alias if it is certain, and what to say of it."""
    text = texts[-1]
    key = key_of(text)
    # 数量 under 进入单位 is a label too, but inside of other words it says nothing.
    grouped = [column for column in form.columns if column.group]
    vague = {key_of(column.label) for column in grouped if column.label != column.alias}
    vague |= {key_of(f"{column.group}{column.label}") for column in grouped}
    inside = {
        alias
        for name, alias in keys_of(form.number).items()
        if min(len(name), len(key)) >= 2 and name not in vague and (name in key or key in name)
    }
    free = {column.alias: column for column in form.columns if column.alias not in taken}
    names = {
        name: alias for name, alias in keys_of(form.number).items() if alias in free and name not in vague
    }
    near = nearest(key, names)
    likely = free[names[near]] if near else None
    certain = inside & set(free) if len(inside) == 1 else set()
    if not certain and near and likely and _share(key, near) >= _SURE:
        certain = {likely.alias}
    if certain:
        column = free[certain.pop()]
        if (fault := _unit_fault(text, column)) is not None:
            return None, fault
        return column.alias, Problem(
            "collect.renamed_column", f"列名“{text}”按“{column.label}”收", hint="", severity=Severity.NOTE
        )
    if likely:
        message = f"列名“{text}”像是“{likely.label}”，又不能确定，这一列没有收"
        return None, Problem(
            "collect.unsure_column", message, hint=f"是的话把列名改回“{likely.head}”，不是就删去这一列"
        )
    message = f"表样里没有“{text}”这一列，没有收"
    hint = "要报的话写进“备注”列"
    return None, Problem("collect.extra_column", message, hint=hint, severity=Severity.WARNING)


def _share(one: str, other: str) -> float:
    from difflib import SequenceMatcher

    return SequenceMatcher(None, one, other, autojunk=False).ratio()
