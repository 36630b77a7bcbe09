"""Face and size of every element: 5.2.2 and the clauses that say otherwise."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import takewhile

from qijin_docs.check.catalogue.layout import TYPE
from qijin_docs.check.elements import Elements, Form, Kind, Said
from qijin_docs.check.facts import Facts, Paragraph, Run
from qijin_docs.check.report import Unverified, finding
from qijin_docs.check.typefaces import SIZE_NAMES, face, nameless, size_name


@dataclass(frozen=True, slots=True)
class Asked:
    """What one element is set in.

    Args:
        slug: its part of the code: ``title`` in ``check.title_face``.
        face: style of type; empty where the standard names none.
        size: half-points; ``None`` where the standard leaves it open.
        clause: of GB/T 9704-2012.
    """

    slug: str
    face: str
    size: int | None
    clause: str


_HALF_POINTS = {name: half_points for half_points, name in SIZE_NAMES.items()}
ASKED = {
    Kind(element): Asked(slug, face, _HALF_POINTS.get(size), clause)
    for slug, element, face, size, clause, _ in TYPE
}

_HEADING_FACES = ("黑体", "楷体")


def faces_and_sizes(facts: Facts, elements: Elements) -> Iterator[Said]:
    """5.2.2: everything is 三号 仿宋 unless a clause says otherwise. In Word: 开始—字体, 字号.

    The standard names styles of type, not fonts: 仿宋_GB2312, FangSong and 方正仿宋 are all 仿宋. Fonts of digits
    and Latin letters are not in it (but for page numbers), nor is bold.
    """
    for paragraph, kind in zip(facts.paragraphs, elements.kinds, strict=True):
        asked = ASKED.get(kind)
        if asked is None or (kind is Kind.BODY and (paragraph.in_text_box or not _is_prose(paragraph))):
            continue
        if elements.form is Form.MINUTES and kind is Kind.BODY and "：" in paragraph.text[:6]:
            continue
        runs = [run for run in paragraph.runs if run.text.strip()]
        if kind is Kind.DOCUMENT_NUMBER:
            # A signatory on the same line has a rule of its own.
            runs = (
                list(takewhile(lambda run: "号" not in run.text[:-1] and "签发" not in run.text, runs))
                or runs[:1]
            )
        if kind is Kind.BODY and _is_heading(paragraph):
            continue
        if kind is Kind.BODY and len(runs) > 1 and face(runs[0].east_asia) in _HEADING_FACES:
            # A heading that runs into its text, with a number or without; what follows it is text.
            runs = runs[1:]
        yield from _face(asked, kind, paragraph, runs)
        yield from _size(asked, kind, paragraph, runs)


def _is_heading(paragraph: Paragraph) -> bool:
    """Whether it is a heading without a number: short, in the type of one, no sentence."""
    short = len(paragraph.text.strip()) <= 30 and not paragraph.text.rstrip().endswith(("。", "；", "："))
    return short and face(paragraph.east_asia) in _HEADING_FACES


def _is_prose(paragraph: Paragraph) -> bool:
    """Whether it is a paragraph of text: lists of names and captions of pictures go their own ways."""
    return paragraph.alignment in ("both", "left", "distribute") and "\t" not in paragraph.text


def _face(asked: Asked, kind: Kind, paragraph: Paragraph, runs: list[Run]) -> Iterator[Said]:
    if not asked.face:
        return
    for run in runs:
        chinese = sum("\u4e00" <= char <= "\u9fff" for char in run.text)
        # One or two characters of another face are emphasis or a sign that the font lacks.
        if chinese < 3 and chinese < len(paragraph.text.strip()) / 2:
            continue
        if run.east_asia is not None and nameless(run.east_asia):
            yield Unverified(f"字体（{asked.clause}）", "PDF 里没有写字体的名字")
            return
        if face(run.east_asia) != asked.face:
            if run.east_asia is None:
                message = f"{kind}没有指定中文字体，应为{asked.face}"
            else:
                message = f"{kind}的字体是“{run.east_asia}”，应为{asked.face}"
            yield finding(
                f"check.{asked.slug}_face",
                message,
                paragraph,
                hint=f"选中这一段，把中文字体改为{asked.face}",
                measured=run.east_asia or "",
                tolerance=asked.face,
                quote=run.text.strip()[:20],
            )
            return


def _size(asked: Asked, kind: Kind, paragraph: Paragraph, runs: list[Run]) -> Iterator[Said]:
    if asked.size is None:
        return
    for run in runs:
        # PDF programs round 16 pt to 15.96 and the like.
        if run.size is not None and abs(run.size - asked.size) > 0.5:
            yield finding(
                f"check.{asked.slug}_size",
                f"{kind}的字号是{size_name(run.size)}，应为{size_name(asked.size)}",
                paragraph,
                hint=f"选中这一段，把字号改为{size_name(asked.size)}",
                measured=f"{run.size / 2:g}磅",
                tolerance=f"{asked.size / 2:g}磅",
                quote=run.text.strip()[:20],
            )
            return


TYPE_RULES = (faces_and_sizes,)
