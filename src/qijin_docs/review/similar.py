"""How much of one paper stands in another: TC12, with rapidfuzz (extra ``review``)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from qijin_docs.errors import DataError, Place, Problem
from qijin_docs.review.subject import OtherPaper
from qijin_docs.sources import read_source

#: Shorter paragraphs are alike in all papers: headings, closing phrases.
LEAST = 30
_DATA = (".yaml", ".yml", ".json")


@dataclass(frozen=True, slots=True)
class Likeness:
    """What two papers have in common.

    Args:
        other: name of the other paper.
        share: per cent of the characters of the one that stand, nearly alike, in the other.
        paragraph: index of the paragraph that is most alike.
        score: how alike that one is, 0 to 100.
    """

    other: str
    share: int
    paragraph: int
    score: int


def available() -> bool:
    """Whether rapidfuzz is installed."""
    try:
        import rapidfuzz  # noqa: F401
    except ImportError:
        return False
    return True


def likeness(paragraphs: Sequence[str], other: OtherPaper, *, alike: int) -> Likeness:
    """How much of some paragraphs stands in another paper.

    Args:
        paragraphs: of the paper looked at.
        other: the paper it is compared with.
        alike: from what score (0–100, normalised indel similarity) a paragraph counts as the same.
    """
    from rapidfuzz import fuzz, process

    theirs = [text for text in other.paragraphs if len(text) >= LEAST]
    length = copied = 0
    best = (0, 0)
    for index, text in enumerate(paragraphs):
        if len(text) < LEAST:
            continue
        length += len(text)
        hit = process.extractOne(text, theirs, scorer=fuzz.ratio, score_cutoff=alike)
        if hit is not None:
            copied += len(text)
            best = max(best, (round(hit[1]), index))
    return Likeness(other.name, copied * 100 // length if length else 0, best[1], best[0])


def papers_in(folder: Path) -> tuple[OtherPaper, ...]:
    """The papers of a folder and of the folders in it: .docx, .txt, and data files of projects.

    Raises:
        DataError: ``review.no_folder``, ``review.unreadable``.
    """
    if not folder.is_dir():
        raise DataError(
            Problem("review.no_folder", "没有这个文件夹", Place(str(folder)), "请核对 --compare 后面的路径")
        )
    papers: list[OtherPaper] = []
    problems: list[Problem] = []
    for path in sorted(folder.rglob("*")):
        if path.name.startswith((".", "~$")) or not path.is_file():
            continue
        try:
            paragraphs = tuple(_paragraphs(path))
        except DataError as exc:
            problems += exc.problems
            continue
        if paragraphs:
            papers.append(OtherPaper(path.relative_to(folder).as_posix(), paragraphs))
    if problems:
        raise DataError(problems)
    return tuple(papers)


def _paragraphs(path: Path) -> Iterator[str]:
    suffix = path.suffix.lower()
    if suffix in _DATA:
        yield from _strings(read_source(path).value)
    elif suffix == ".txt":
        try:
            yield from path.read_text(encoding="utf-8-sig").splitlines()
        except (OSError, UnicodeDecodeError) as exc:
            raise _unreadable(path, "请另存为UTF-8编码的文本") from exc
    elif suffix == ".docx":
        import docx

        try:
            document = docx.Document(str(path))
        except Exception as exc:  # python-docx raises whatever zipfile and lxml do
            raise _unreadable(path, "请用 Word 或 WPS 打开后另存") from exc
        yield from (paragraph.text for paragraph in document.paragraphs if paragraph.text.strip())


def _unreadable(path: Path, hint: str) -> DataError:
    return DataError(Problem("review.unreadable", "用来比较的文件读不出来", Place(str(path)), hint))


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for item in value.values():
            yield from _strings(item)
    elif isinstance(value, list):
        for item in value:
            yield from _strings(item)
