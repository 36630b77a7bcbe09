"""Punctuation of Chinese text: half-width signs beside 汉字 become full-width (GB/T 15834-2011).

Left alone are decimals, clock times, web and mail addresses, Latin phrases, code between backticks, and
everything inside ``{{ … }}``, ``{% … %}`` and ``{# … #}``. What has no certain meaning, such as a quotation
mark without its partner, stays as it is and is reported. Repairing twice changes nothing more.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from qijin_docs.errors import Problem
from qijin_docs.text.reading import Reading, halved, note, shown, warning

_WIDE = {",": "，", ":": "：", ";": "；", "?": "？", "!": "！"}
_PROTECTED = re.compile(
    r"""\{\{.*?\}\} | \{%.*?%\} | \{\#.*?\#\} | `[^`\n]*`
    | (?:https?|ftp)://[A-Za-z0-9\-._~:/?\#\[\]@!$&'*+,;=%]*[A-Za-z0-9/=\#]
    | www\.[A-Za-z0-9\-._~:/?\#@!$&'*+,;=%]*[A-Za-z0-9/=\#]
    | [A-Za-z0-9._+\-]+@[A-Za-z0-9\-]+(?:\.[A-Za-z0-9\-]+)+""",
    re.VERBOSE | re.DOTALL,
)
_CHINESE = re.compile(r"[\u3400-\u9fff〇×]")
# Signs that make a neighbour Chinese. Those of _WIDE are not among them: whether a sign becomes wide must not
# depend on whether its neighbour was typed so, or repairing twice would change more than once.
_CHINESE_MARKS = "。、（）《》〈〉“”‘’〔〕【】…—"
_RUN = "".join(_WIDE) + "".join(_WIDE.values())
_DOCUMENT_YEAR = re.compile(
    r"(?<=[\u4e00-\u9fff]) ?(?:\[|［|\(|（|【|﹝)((?:19|20)\d\d)(?:\]|］|\)|）|】|﹞) ?(?=第?\d{1,6} ?号)"
)
_LEVEL_THREE = re.compile(r"^(\d{1,2})、(?=\s*[\u4e00-\u9fff“\x22《])", re.MULTILINE)
_LEVEL_TWO = re.compile(r"^(（[一二三四五六七八九十百]{1,5}）)、+", re.MULTILINE)
# A text without any of these is as it should be; nearly all short ones are.
_SUSPECT = re.compile(r"""[０-９,:;?!"'“”()（）、\[［【﹝]""")
_FULL_WIDTH_DIGITS = re.compile(r"[０-９]+(?:[．：％][０-９]+)*％?")


def repair_typography(text: str) -> Reading[str]:
    """The text with its signs put right, and one note for each kind of repair.

    Codes: ``text.half_width`` for signs made full-width, ``text.full_width_digits``,
    ``text.document_number_repaired`` (``[2017]35号`` becomes 〔2017〕35号), ``text.heading_number`` (``1、``
    becomes ``1.``), ``text.unpaired`` as a warning for a bracket or quotation mark without its partner.
    """
    if _SUSPECT.search(text) is None:
        return Reading(text)
    pieces = _Text(text)
    changed = _digits(pieces)
    changed += _patterns(pieces)
    changed += _brackets(pieces)
    changed += _quotes(pieces)
    changed += _marks(pieces)
    changed += _level_two(pieces)
    return Reading(pieces.whole(), tuple(changed))


@dataclass(slots=True)
class _Text:
    """The text with what must not be touched taken out: each protected span is one stand-in sign."""

    text: str
    kept: list[str] = field(default_factory=list)

    # A noncharacter: it can be in no document, so a stand-in cannot be mistaken for text.
    STAND_IN = "\ufdd0"

    def __post_init__(self) -> None:
        self.text = re.sub(
            f"{_PROTECTED.pattern}|{self.STAND_IN}", self._keep, self.text, flags=_PROTECTED.flags
        )

    def _keep(self, found: re.Match[str]) -> str:
        self.kept.append(found.group())
        return self.STAND_IN

    def whole(self) -> str:
        kept = iter(self.kept)
        return re.sub(self.STAND_IN, lambda _: next(kept), self.text)


def _digits(pieces: _Text) -> list[Problem]:
    found = _FULL_WIDTH_DIGITS.findall(pieces.text)
    pieces.text = _FULL_WIDTH_DIGITS.sub(lambda match: halved(match.group()), pieces.text)
    return [note("text.full_width_digits", f"全角数字已改为半角：{_sample(found)}")] if found else []


def _patterns(pieces: _Text) -> list[Problem]:
    notes = []
    found = [match.group() for match in _DOCUMENT_YEAR.finditer(pieces.text)]
    if found:
        pieces.text = _DOCUMENT_YEAR.sub(r"〔\1〕", pieces.text)
        notes.append(note("text.document_number_repaired", f"发文字号的年份已改用六角括号：{_sample(found)}"))
    found = [match.group() for match in _LEVEL_THREE.finditer(pieces.text)]
    if found:
        pieces.text = _LEVEL_THREE.sub(r"\1.", pieces.text)
        notes.append(note("text.heading_number", f"标题序号“1、”已改为“1.”：{_sample(found)}"))
    return notes


def _level_two(pieces: _Text) -> list[Problem]:
    found = [match.group() for match in _LEVEL_TWO.finditer(pieces.text)]
    if not found:
        return []
    pieces.text = _LEVEL_TWO.sub(r"\1", pieces.text)
    return [note("text.heading_number", f"标题序号“（一）”后的顿号已去掉：{_sample(found)}")]


def _brackets(pieces: _Text) -> list[Problem]:
    """Both brackets of a pair change together, so that none is left half."""
    signs = list(pieces.text)
    stack: list[int] = []
    wide: list[int] = []
    alone: list[int] = []
    for i, sign in enumerate(signs):
        if sign == "\n":
            alone += stack
            stack.clear()
        elif sign in "(（":
            stack.append(i)
        elif sign in ")）":
            if not stack:
                alone.append(i)
                continue
            opened = stack.pop()
            inside = pieces.text[opened + 1 : i]
            if (
                _CHINESE.search(inside)
                or _CHINESE.match(pieces.text, max(opened - 1, 0), max(opened, 0))
                or _CHINESE.match(pieces.text, i + 1)
                or "（" in signs[opened]
                or "）" in sign
            ):
                wide += [j for j in (opened, i) if signs[j] in "()"]
    alone += stack
    notes = []
    if wide:
        for j in wide:
            signs[j] = "（" if signs[j] == "(" else "）"
        notes.append(_half_width(pieces.text, sorted(wide), "圆括号"))
    # A list such as “1) …” has no opening bracket and is none the worse for it.
    stray = [
        i
        for i in sorted(alone)
        if not re.match(r"[0-9A-Za-z]{1,2}[)）]", pieces.text[_line_start(signs, i) : i + 1])
    ]
    if stray:
        notes.append(
            warning("text.unpaired", f"圆括号不成对：{_around(pieces.text, stray)}", "补上或删去一半")
        )
    pieces.text = "".join(signs)
    return notes


def _quotes(pieces: _Text) -> list[Problem]:
    notes = []
    lines = pieces.text.split("\n")
    changed: list[str] = []
    unpaired: list[str] = []
    for n, line in enumerate(lines):
        if not _CHINESE.search(line):
            continue
        for straight, left, right in (('"', "“", "”"), ("'", "‘", "’")):
            at = [i for i, sign in enumerate(line) if sign == straight and not _apostrophe(line, i)]
            if len(at) % 2:
                unpaired.append(_around(line, at[:1]))
                continue
            signs = list(line)
            for start, end in zip(at[::2], at[1::2], strict=True):
                # Only a pair that Chinese stands in or beside: "OK" in a Latin phrase stays.
                near = line[start + 1 : end] + line[max(start - 1, 0) : start] + line[end + 1 : end + 2]
                if _CHINESE.search(near):
                    signs[start], signs[end] = left, right
                    changed.append(line[start : end + 1])
            line = "".join(signs)
        if line.count("“") != line.count("”"):
            unpaired.append(_around(line, [i for i, sign in enumerate(line) if sign in "“”"][:1]))
        lines[n] = line
    pieces.text = "\n".join(lines)
    if changed:
        notes.append(note("text.half_width", f"直引号已改为弯引号：{_sample(changed)}"))
    if unpaired:
        notes.append(warning("text.unpaired", f"引号不成对：{'、'.join(unpaired[:3])}", "补上或删去一半"))
    return notes


def _marks(pieces: _Text) -> list[Problem]:
    signs = list(pieces.text)
    changed: list[int] = []
    for i, sign in enumerate(signs):
        if sign in _WIDE and _wanted_wide(signs, i):
            changed.append(i)
            signs[i] = _WIDE[sign]
    if not changed:
        return []
    notes = [_half_width(pieces.text, changed, "标点")]
    for i in changed:
        # The blank typed after a half-width comma has no place after a full-width one.
        if i + 2 < len(signs) and signs[i + 1] == " " and signs[i + 2] not in " \n":
            signs[i + 1] = ""
    pieces.text = "".join(signs)
    return notes


def _wanted_wide(signs: list[str], i: int) -> bool:
    before, after = i - 1, i + 1
    while before >= 0 and signs[before] in _RUN:
        before -= 1
    while after < len(signs) and signs[after] in _RUN:
        after += 1
    if after + 1 < len(signs) and signs[after] == " ":
        after += 1
    left = signs[before] if before >= 0 else ""
    right = signs[after] if after < len(signs) else ""
    return _chinese_sign(left) or _chinese_sign(right)


def _chinese_sign(sign: str) -> bool:
    return bool(sign) and (bool(_CHINESE.match(sign)) or sign in _CHINESE_MARKS)


def _apostrophe(line: str, i: int) -> bool:
    return 0 < i < len(line) - 1 and bool(re.match(r"[A-Za-z]'[A-Za-z]", line[i - 1 : i + 2]))


def _line_start(signs: list[str], i: int) -> int:
    while i and signs[i - 1] != "\n":
        i -= 1
    return i


def _half_width(text: str, at: list[int], what: str) -> Problem:
    return note("text.half_width", f"半角{what}已改为全角{len(at)}处：{_around(text, at)}")


def _around(text: str, at: list[int]) -> str:
    """The first three places, each with a few characters on both sides."""
    samples = [f"“{shown(text[max(i - 5, 0) : i + 5].replace(_Text.STAND_IN, '…'))}”" for i in at[:3]]
    return "、".join(samples) + ("等" if len(at) > 3 else "")


def _sample(found: list[str]) -> str:
    samples = "、".join(f"“{shown(text)}”" for text in found[:3])
    return samples + (f"等{len(found)}处" if len(found) > 3 else "")
