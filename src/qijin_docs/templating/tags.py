"""Tags in plain text: finding them, repairing the signs typed in them, saying what each one is.

Nothing here knows Word or Excel: the input is the text of one paragraph or one cell, the result a list
of :class:`Span` with offsets into that text. Only characters *inside* a tag are ever changed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from urllib.parse import unquote

from qijin_docs.errors import Place

#: Signs a Chinese input method leaves inside tags, and what was meant. The quotes are handled apart.
FULL_WIDTH = dict(
    zip("｛｝％＃（），＝＞＜！｜：．＋－＊／［］～＿　\u00a0", "{}%#(),=><!|:.+-*/[]~_  ", strict=True)
)
#: Characters that cannot be seen and mean nothing in a tag: zero-width space, joiners, BOM, soft hyphen.
INVISIBLE = frozenset("\u200b\u200c\u200d\u2060\ufeff\u00ad")
#: Which character ends a string that this character began.
_CLOSING_QUOTE = {'"': '"', "'": "'", "“": '”"', "”": '”"', "‘": "’'", "’": "’'"}
_PAIRS = {")": "(", "]": "[", "}": "{"}

_INVISIBLE_CLASS = "[" + "".join(sorted(INVISIBLE)) + "]*"
_OPENING = re.compile(f"[{{｛]{_INVISIBLE_CLASS}([{{｛%％#＃])")
_LITERAL = re.compile(r"\{_\{|\}_\}|\{_%|%_\}")
_LITERAL_MEANING = {"{_{": "{{", "}_}": "}}", "{_%": "{%", "%_}": "%}"}
_STRAY = re.compile(f"[}}｝%％#＃]{_INVISIBLE_CLASS}[}}｝]")
_IN_ADDRESS = re.compile(
    r"(?:[{｛]|%7B|%EF%BD%9B)(%7B|%25|%EF%BD%9B|[{｛%])(.{1,1000}?)(%7D|%25|%EF%BD%9D|[}｝%])(?:[}｝]|%7D|%EF%BD%9D)",
    re.IGNORECASE,
)
_LEVEL = re.compile(r"(p|tr|tc|r)\s+(?=\S)")
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Tag:
    """One tag of a template.

    Args:
        kind: ``print`` for ``{{ }}``, ``block`` for ``{% %}``, ``comment`` for ``{# #}``.
        level: what the tag stands for: ``""`` text, ``r`` run, ``p`` paragraph, ``tr`` row, ``tc`` column.
        keyword: first word of a block (``for``, ``endif``, ``vm`` …), else empty.
        expression: what stands between the delimiters, repaired, without level and trim signs.
        source: the tag as it stands in the template.
        place: where it stands.
        children: the tags inside, for a block that is closed by another tag.
    """

    kind: str
    level: str
    keyword: str
    expression: str
    source: str
    place: Place
    children: tuple[Tag, ...] = ()


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of text that is not ordinary text.

    Args:
        start: first character, counted in the text that was searched.
        end: one past the last character.
        kind: ``print``, ``block``, ``comment``, ``literal`` for ``{_{``, faulty ``unclosed`` or ``stray``.
        level: see :class:`Tag`.
        expression: repaired inside; for a literal the characters that are meant.
        trim_before: the tag is written ``{%-``.
        trim_after: the tag is written ``-%}``.
        repaired: some sign had to be replaced.
    """

    start: int
    end: int
    kind: str
    level: str = ""
    expression: str = ""
    trim_before: bool = False
    trim_after: bool = False
    repaired: bool = False

    @property
    def keyword(self) -> str:
        """First word of a block, else empty."""
        word = _WORD.match(self.expression) if self.kind == "block" else None
        return word.group() if word else ""

    def tag(self, text: str, place: Place) -> Tag:
        """The same as a :class:`Tag`, given the text that was searched and its place."""
        return Tag(self.kind, self.level, self.keyword, self.expression, text[self.start : self.end], place)


def find_spans(text: str) -> list[Span]:
    """All tags, escaped delimiters and faulty delimiters in a text, in their order.

    ``{% raw %}`` … ``{% endraw %}`` turns everything between into literals.
    """
    if "{" not in text and "｛" not in text and "}" not in text and "｝" not in text:
        return []
    return list(_with_raw(_scan(text), text))


def unescaped_address(address: str) -> str:
    """A hyperlink's address with the tags in it as they were typed: ``%7B%7B%20x%20%7D%7D`` is ``{{ x }}``."""
    return _IN_ADDRESS.sub(lambda tag: "{" + "".join(map(unquote, tag.groups())) + "}", address)


def repair(inner: str) -> str:
    """The inside of a tag with the signs that were meant; strings in quotes keep their own characters."""
    out: list[str] = []
    at = 0
    while at < len(inner):
        char = inner[at]
        if char in _CLOSING_QUOTE:
            end = _end_of_string(inner, at)
            out.append(inner[at:] if end is None else _plain_string(inner[at:end]))
            at = len(inner) if end is None else end
            continue
        if char not in INVISIBLE:
            out.append(FULL_WIDTH.get(char, " " if char in "\r\n\t\v\f\u2028\u2029" else char))
        at += 1
    return "".join(out)


def _scan(text: str) -> Iterator[Span]:
    at = 0
    literal = _LITERAL.search(text)
    while True:
        opening = _OPENING.search(text, at)
        if literal and literal.start() < at:
            literal = _LITERAL.search(text, at)
        if literal and (opening is None or literal.start() < opening.start()):
            yield from _strays(text, at, literal.start())
            yield Span(
                literal.start(), literal.end(), "literal", expression=_LITERAL_MEANING[literal.group()]
            )
            at = literal.end()
            continue
        yield from _strays(text, at, len(text) if opening is None else opening.start())
        if opening is None:
            return
        span = _one_tag(text, opening)
        yield span
        at = span.end


def _strays(text: str, start: int, end: int) -> Iterator[Span]:
    for match in _STRAY.finditer(text, start, end):
        if _ascii(match.group()[0]) == "}" or _ascii(match.group()[0]) == "%":
            yield Span(match.start(), match.end(), "stray")


def _one_tag(text: str, opening: re.Match[str]) -> Span:
    sign = _ascii(opening.group(1))
    kind = {"{": "print", "%": "block", "#": "comment"}[sign]
    closing = "}" if sign == "{" else sign
    end = _end_of_comment(text, opening.end()) if sign == "#" else _end_of_tag(text, opening.end(), closing)
    if end is None:
        return Span(opening.start(), opening.end(), "unclosed")
    inner_end, tag_end = end
    raw = text[opening.end() : inner_end]
    inner = raw if kind == "comment" else repair(raw)
    written = text[opening.start() : tag_end]
    span = Span(opening.start(), tag_end, kind, repaired=_needs_repair(written) and kind != "comment")
    return _classified(span, inner)


def _classified(span: Span, inner: str) -> Span:
    before, after = inner[:1] in ("-", "+"), inner.endswith(("-", "+")) and span.kind != "print"
    after = after or (span.kind == "print" and inner.endswith("-"))
    trim_before, trim_after = inner[:1] == "-", inner.endswith("-")
    inner = inner[1:] if before else inner
    inner = inner[:-1] if after and inner else inner
    level = _LEVEL.match(inner)
    if level:
        inner = inner[level.end() :]
    return replace(
        span,
        level=level.group(1) if level else "",
        expression=inner.strip(),
        trim_before=trim_before,
        trim_after=trim_after,
    )


def _end_of_tag(text: str, start: int, closing: str) -> tuple[int, int] | None:
    """Where the inside and the tag end; strings and brackets are respected if they are closed."""
    depth: list[str] = []
    at = start
    while at < len(text):
        char = _ascii(text[at])
        if char in _CLOSING_QUOTE:
            string_end = _end_of_string(text, at)
            if string_end is None:
                break
            at = string_end
            continue
        if not depth or char == "%":
            found = _closed_here(text, at, closing)
            if found is not None:
                return at, found
        if _OPENING.match(text, at):
            break
        if char in "([{":
            depth.append(char)
        elif char in _PAIRS and depth and depth[-1] == _PAIRS[char]:
            depth.pop()
        at += 1
    # Something inside is unbalanced: take the first thing that looks like the end, the expression parser
    # will then name the fault at this tag.
    for at in range(start, len(text)):
        found = _closed_here(text, at, closing)
        if found is not None:
            return at, found
        if _OPENING.match(text, at):
            return None
    return None


def _end_of_comment(text: str, start: int) -> tuple[int, int] | None:
    for at in range(start, len(text)):
        found = _closed_here(text, at, "#")
        if found is not None:
            return at, found
    return None


def _closed_here(text: str, at: int, closing: str) -> int | None:
    if _ascii(text[at]) != closing:
        return None
    at += 1
    while at < len(text) and text[at] in INVISIBLE:
        at += 1
    return at + 1 if at < len(text) and _ascii(text[at]) == "}" else None


def _end_of_string(text: str, start: int) -> int | None:
    closing = _CLOSING_QUOTE[text[start]]
    at = start + 1
    while at < len(text):
        if text[at] == "\\":
            at += 2
        elif text[at] in closing:
            return at + 1
        else:
            at += 1
    return None


def _plain_string(quoted: str) -> str:
    """A string with straight quotes around it; what stands inside is the author's text and stays."""
    if quoted[0] in "\"'":
        return quoted
    content = quoted[1:-1]
    if '"' not in content:
        return f'"{content}"'
    return f"'{content}'" if "'" not in content else '"' + content.replace('"', '\\"') + '"'


def _needs_repair(written: str) -> bool:
    """Whether a sign outside the strings of a tag is not the one that was meant."""
    at = 0
    while at < len(written):
        char = written[at]
        if char in _CLOSING_QUOTE:
            if char not in "\"'":
                return True
            at = _end_of_string(written, at) or len(written)
            continue
        if char in FULL_WIDTH or char in INVISIBLE:
            return True
        at += 1
    return False


def _ascii(char: str) -> str:
    return FULL_WIDTH.get(char, char)


def _with_raw(spans: Iterator[Span], text: str) -> Iterator[Span]:
    raw_from: Span | None = None
    held: list[Span] = []
    for span in spans:
        if raw_from is not None:
            held.append(span)
            if span.kind == "block" and span.keyword == "endraw":
                between = text[raw_from.end : span.start]
                yield Span(raw_from.start, span.end, "literal", expression=between)
                raw_from, held = None, []
        elif span.kind == "block" and span.keyword == "raw":
            raw_from, held = span, [span]
        else:
            yield span
    yield from held
