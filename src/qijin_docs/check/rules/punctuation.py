"""Punctuation of Chinese text (GB/T 15834-2011), rules P01 to P06, P11 to P15."""

from __future__ import annotations

import re
from collections.abc import Iterator

from qijin_docs.check.elements import Elements, Kind, Said
from qijin_docs.check.facts import Facts
from qijin_docs.check.report import Finding, Unverified, finding
from qijin_docs.check.wordings import matching, paragraphs, shielded, spotted
from qijin_docs.errors import Place

_HAN = "\u3400-\u9fff〇"
_SIGN = "，。、；：？！）》”’〕】〉"
_NO_LINE_START = frozenset("。，、；：？！）》”’〕】〉")
_NO_LINE_END = frozenset("（《“‘〔【〈")
_PAIRS = {"”": "“", "’": "‘", "）": "（", "》": "《", "〉": "〈", "〕": "〔", "】": "【"}
_HALF = re.compile(
    rf"(?<=[{_HAN}{_SIGN}])\s?[,;:?!]|[,;:?!]\s?(?=[{_HAN}“《（])"
    rf"|(?<=[{_HAN}”》）])\.(?![.\d])|(?<![\d.A-Za-z])\.(?=[{_HAN}])"
)
_BRACKETS = re.compile(r"\([^()\n]*\)")
_STRAIGHT = re.compile(rf"\"[^\"\n]*[{_HAN}][^\"\n]*\"|(?<=[{_HAN}])[\"']|(?<![A-Za-z])[\"'](?=[{_HAN}])")
_LIST_MARK = re.compile(r"(?:^|[；。，：、\s])\s*(?:[0-9A-Za-z]{1,3}|[一二三四五六七八九十]{1,3}|[①-⑳])\s*$")
_DOTS = re.compile(r"\.{3,}|。{3,}|·{3,}|(?<!…)…(?!…)|…{3}(?!…)|……等|等……")
_DASHES = re.compile(
    rf"(?<=[{_HAN}])-{{2,}}(?=[{_HAN}])|—{{3,}}|(?<=[\d%日月年时分])——(?=\d)|(?<=\d)[~～]{{2,}}(?=\d)|(?<=\d)~(?=\d)"
)
_BETWEEN_QUOTED = re.compile("》、《|”、“")
_DOUBLED = re.compile(
    r"(?<!。)。。(?!。)|[，、；：][，。、；：]+|。[，、；：]+|[？！][，。、；：]|[，、；：][？！]"
)
_SPACE = re.compile(
    rf"(?<=[{_HAN}])[ \u00a0]+(?=[{_HAN}])|(?<=[{_HAN}”》）])[ \u00a0]+(?=[，。；：、！？）》”])"
)
#: 组  长： in a list of names, 目  录 alone on its line, 第一条  为了…: blanks that are usual there.
_ROLE = re.compile(
    r"\s*\S(?:[ \u00a0]+\S){1,2}\s*[：:]|\s*[目前后][ \u00a0]+[录言记]\s*$"
    r"|\s*第[一二三四五六七八九十百0-9]{1,5}[编章节条][ \u00a0]"
)
_BETWEEN_ORGANS = re.compile(
    r"[厅局委部院会府室][ \u00a0]+(?:国务院|中共|中央|全国|最高|[\u4e00-\u9fff]{2,9}[省市县厅局委部])"
)
_FORMED = (
    Kind.DOCUMENT_NUMBER,
    Kind.MASTHEAD,
    Kind.SIGNATORY,
    Kind.SIGNATURE,
    Kind.ATTENDANCE,
    Kind.TABLE,
    Kind.URGENCY,
    Kind.ISSUE,
)


#: Elements whose colon has a rule of its own.
_COLONS = ("附件", "抄送", "主送", "签发人")


def half_width(facts: Facts, elements: Elements) -> Iterator[Finding]:
    """P01: no half-width sign beside 汉字. Replace it by the full-width one with the Chinese input method."""
    addressed = {id(paragraph) for paragraph in elements.of(Kind.ADDRESSEES)}
    for paragraph in paragraphs(facts):
        text = shielded(paragraph.text)
        spots = [found.span() for found in _HALF.finditer(text)]
        for found in _BRACKETS.finditer(text):
            beside = text[max(found.start() - 1, 0) : found.start()] + text[found.end() : found.end() + 1]
            if re.search(f"[{_HAN}]", found[0] + beside):
                spots.append(found.span())
        spots = [spot for spot in spots if not _has_own_rule(text, spot, id(paragraph) in addressed)]
        if spots:
            yield spotted(
                paragraph,
                sorted(spots),
                "check.half_width",
                "中文里用了半角标点",
                "切换到中文输入法，改成全角标点",
            )


def _has_own_rule(text: str, spot: tuple[int, int], addressees: bool) -> bool:
    sign = text[slice(*spot)].strip()
    if sign != ":":
        return False
    return text[: spot[0]].strip().endswith(_COLONS) or (addressees and not text[spot[1] :].strip())


def straight_quotes(facts: Facts, _elements: Elements) -> Iterator[Finding]:
    """P02: “ ” and ‘ ’ around Chinese, not straight quotation marks."""
    yield from matching(
        facts,
        _STRAIGHT,
        "check.straight_quotes",
        "用了直引号",
        "改成“ ”，引号里再用引号时用‘ ’",
    )


def pairs(facts: Facts, elements: Elements) -> Iterator[Finding]:
    """P02: quotation marks and brackets stand in pairs, the inner quotation marks are single."""
    titles = set(elements.at(Kind.TITLE, Kind.ATTACHMENT_TITLE))
    split_title = {id(facts.paragraphs[i]) for i in titles if i - 1 in titles or i + 1 in titles}
    for paragraph in paragraphs(facts):
        if id(paragraph) in split_title:
            continue  # a title in several paragraphs may open a bracket in one and close it in the next
        open_: list[tuple[str, int]] = []
        alone: list[int] = []
        nested: list[int] = []
        for i, sign in enumerate(paragraph.text):
            if sign in _PAIRS.values():
                if sign == "“" and any(other == "“" for other, _ in open_):
                    nested.append(i)
                open_.append((sign, i))
            elif sign in _PAIRS:
                if open_ and open_[-1][0] == _PAIRS[sign]:
                    open_.pop()
                elif not (sign == "）" and _LIST_MARK.search(paragraph.text[max(i - 6, 0) : i])):
                    alone.append(i)
        alone += [i for _, i in open_]
        if alone:
            spots = [(i, i + 1) for i in sorted(alone)]
            yield spotted(
                paragraph,
                spots,
                "check.unpaired",
                "引号或括号不成对",
                "补上或删去一半",
            )
        elif nested:
            yield spotted(
                paragraph,
                [(i, i + 1) for i in nested],
                "check.nested_quotes",
                "双引号里又用了双引号",
                "里面一层改用单引号‘ ’",
            )


def nested_titles(facts: Facts, _elements: Elements) -> Iterator[Finding]:
    """P03: a title inside a title stands in 〈 〉."""
    yield from matching(
        facts,
        re.compile("《[^》]*《"),
        "check.nested_titles",
        "书名号里又用了双书名号",
        "里面一层改用单书名号〈 〉",
    )


def mark_between_quoted(facts: Facts, _elements: Elements) -> Iterator[Finding]:
    """P04: between 《A》《B》 and “A”“B” there is normally no 、."""
    yield from matching(
        facts,
        _BETWEEN_QUOTED,
        "check.mark_between_quoted",
        "并列的书名号或引号之间用了顿号",
        "通常删去顿号，中间有括号说明时可以保留",
    )


def ellipses(facts: Facts, _elements: Elements) -> Iterator[Finding]:
    """P05: an ellipsis is six dots, ……, and stands without 等."""
    yield from matching(
        facts,
        _DOTS,
        "check.ellipsis",
        "省略号不合规范",
        "省略号写成六个点“……”，并且不与“等”连用",
    )


def dashes(facts: Facts, elements: Elements) -> Iterator[Finding]:
    """P06: a dash is ——; between figures stands — or ～, never ——."""
    yield from matching(
        facts,
        _DASHES,
        "check.dash",
        "破折号或连接号不合规范",
        "破折号写成“——”，数字之间的起止用“～”或“—”",
        # On a page the empty cells of a row, — — —, stand in one line.
        without=elements.of(Kind.TABLE) if facts.kind == "pdf" else (),
    )


def nested_brackets(facts: Facts, _elements: Elements) -> Iterator[Finding]:
    """P11: no bracket inside one of the same kind."""
    yield from matching(
        facts,
        re.compile(r"（[^）]*（(?!\d{4}）)"),
        "check.nested_brackets",
        "圆括号里又用了圆括号",
        "里面一层改用方括号，或改写句子",
    )


def citations(facts: Facts, _elements: Elements) -> Iterator[Finding]:
    """P12: a document is cited with its title first and its number behind it in （）."""
    number = r"[\u4e00-\u9fff]{2,10}〔\d{4}〕\d+号"
    yield from matching(
        facts,
        re.compile(rf"{number}(?:文件?)?《|》\s*{number}"),
        "check.citation",
        "引用公文的写法不合规范",
        "先写标题，后写发文字号，字号放在圆括号里：《关于…的通知》（×发〔2026〕1号）",
    )


def quoted_end(facts: Facts, _elements: Elements) -> Iterator[Finding]:
    """P13: 。” ends a quotation that stands for itself; one inside a sentence ends ”。"""
    yield from matching(
        facts,
        re.compile(r"(?<=[^。！？；：，\n“])“[^“”。]{1,40}。”(?!\S)"),
        "check.quoted_end",
        "句号的位置可能不对",
        "引文只是句子的一部分时，句号放在后引号外面",
    )


def line_edges(facts: Facts, _elements: Elements) -> Iterator[Said]:
    """P14: no line begins with 。，、；：？！）》” and none ends with （《“.

    In Word: 段落—中文版式—按中文习惯控制首尾字符.
    """
    if facts.pages is None:
        yield Unverified("行首行尾的标点（GB/T 15834-2011）", "没有看页面，请加 --layout")
        return
    for page in facts.pages:
        for line in page.lines:
            if len(line.text) > 1 and (line.text[0] in _NO_LINE_START or line.text[-1] in _NO_LINE_END):
                where = "行首" if line.text[0] in _NO_LINE_START else "行尾"
                yield finding(
                    "check.line_edge",
                    f"{where}出现了不该在那里的标点：“{line.text[:8]}…{line.text[-4:]}”",
                    Place(facts.file, f"第{page.number}页"),
                    hint="选中段落，在“段落—中文版式”里勾选“按中文习惯控制首尾字符”",
                )


def doubled_signs(facts: Facts, _elements: Elements) -> Iterator[Finding]:
    """P15: no two signs where one is meant: 。。 ，，."""
    yield from matching(
        facts,
        _DOUBLED,
        "check.doubled_sign",
        "标点重复",
        "删去多余的标点",
    )


def spaces(facts: Facts, elements: Elements) -> Iterator[Finding]:
    """P15: no blank between 汉字, except between names of issuers and signers; names padded with 　 keep theirs."""
    formed = {id(paragraph) for paragraph in elements.of(*_FORMED)}
    for paragraph in paragraphs(facts):
        if id(paragraph) in formed or paragraph.in_table or "\t" in paragraph.text:
            continue
        usual = _ROLE.match(paragraph.text)
        text = shielded(paragraph.text)
        spots = [
            found.span()
            for found in _SPACE.finditer(text)
            if not _BETWEEN_ORGANS.match(text, found.start() - 1)
            and not (usual and found.start() < usual.end())
        ]
        if spots:
            yield spotted(
                paragraph,
                spots,
                "check.space",
                "汉字、标点之间有空格",
                "删去空格；要对齐用缩进或制表符",
            )


RULES = (
    half_width,
    straight_quotes,
    pairs,
    nested_titles,
    mark_between_quoted,
    ellipses,
    dashes,
    nested_brackets,
    citations,
    quoted_end,
    line_edges,
    doubled_signs,
    spaces,
)
