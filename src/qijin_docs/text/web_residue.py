"""What stays in a text that was copied from a web page, and its removal."""

from __future__ import annotations

import re

from qijin_docs.text.reading import Reading, note, shown

# Lines that only a page's frame has. A line counts only if it begins so and is short: a paragraph of the
# document may well speak of an 信息来源.
_FRAME = re.compile(
    r"(?:信息来源|来源|稿件来源|文章来源|发稿编辑|责任编辑|编辑|发布日期|发布时间|发布人|浏览次数|点击数|点击次数|阅读次数"
    r"|上一篇|下一篇|上一条|下一条|分享到|分享|字体|字号|打印本页|关闭窗口|您的位置|当前位置|您当前的位置)\s*[:：\[【].{0,60}"
    r"|[【\[]\s*(?:打印|关闭|打印本页|关闭窗口|返回|返回顶部|收藏|大\s*中\s*小)\s*[】\]].{0,40}"
    r"|(?:打印本页|关闭窗口|返回顶部|分享到)"
)
_ENTITIES = {
    "&nbsp;": " ", "&ensp;": " ", "&emsp;": " ",
    "&ldquo;": "“", "&rdquo;": "”", "&mdash;": "—", "&middot;": "·",
}  # fmt: skip
_INVISIBLE = re.compile("[\u200b\u200c\u200d\u2060\ufeff\u00ad]")
_SPACES = re.compile("[\u00a0\u3000\t]")


def strip_web_residue(text: str) -> Reading[str]:
    """The text without a page's frame, entities, invisible signs and the blanks that stood for an indent.

    Every line taken out is named in a note (``text.web_line``); the rest is one note (``text.web_signs``).
    """
    notes = []
    cleaned = text.replace("\r\n", "\n").replace("\r", "\n")
    for entity, sign in _ENTITIES.items():
        cleaned = cleaned.replace(entity, sign)
    cleaned = _SPACES.sub(" ", _INVISIBLE.sub("", cleaned))
    kept = []
    for line in cleaned.split("\n"):
        bare = line.strip()
        if bare and _FRAME.fullmatch(bare):
            notes.append(note("text.web_line", f"网页残留的一行已去掉：“{shown(bare)}”"))
        else:
            kept.append(bare)
    result = "\n".join(kept).strip("\n")
    if not notes and "".join(result.split()) != "".join(text.split()):
        notes.append(note("text.web_signs", "网页带来的空白、实体或看不见的字符已去掉"))
    return Reading(result, tuple(notes))
