"""A year's documents as the items of an archive: what is one 件, how long it is kept, under which number.

A letter and what it carries is one item (正本和附件为一件, A.18); what no letter carries is one of its own. Items are
numbered within their period, by date. A period that the office's table does not give stays open, and so does the
number.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from qijin_docs.contents import Due
from qijin_docs.errors import Problem
from qijin_docs.kinds import Kinds
from qijin_docs.manifest import Made
from qijin_docs.models.archive import RETENTION_PERIODS, RetentionPeriod, RetentionTable
from qijin_docs.project import Project
from qijin_docs.text.filenames import safe_name
from qijin_docs.text.nearest import suggestion

_LONGEST_TITLE = 40
#: What stands for the period in the name of a folder while it is open.
OPEN = "期限未定"


@dataclass(frozen=True, slots=True)
class Filed:
    """一件.

    Args:
        title: 题名.
        kind: kind of its main document.
        author: 责任者.
        number: 文号, if it has one.
        day: 日期, if it has one.
        made: its main document, then what it carries.
        carried: titles of what it carries.
        to: who got it, where others got the same.
        period: 保管期限; ``None`` while nobody has said.
        place: 件号 within the period; ``None`` while that is open.
    """

    title: str
    kind: str
    author: str
    number: str | None
    day: date | None
    made: tuple[Made, ...]
    carried: tuple[str, ...] = field(default=())
    to: str | None = None
    period: RetentionPeriod | None = None
    place: int | None = None

    @property
    def folder(self) -> str:
        """Where its files lie."""
        number = f"{self.place:03} " if self.place else ""
        return f"文书/{self.period or OPEN}/{safe_name(number + self.title[:_LONGEST_TITLE])}"

    @property
    def label(self) -> str | None:
        """``永久3``: how another list speaks of it; ``None`` while it has no number."""
        return f"{self.period}{self.place}" if self.place else None


def filed(project: Project, made: Sequence[tuple[Due, Made]]) -> tuple[Filed, ...]:
    """The items, in the order of the list: by period, then by date.

    Args:
        project: the project.
        made: every document of the year, and what was made of it.
    """
    letters = sorted(
        (pair for pair in made if _is_letter(pair[0])),
        key=lambda pair: (
            _day(pair[0].values) or date.max,
            _sequence(pair[0].values["版头"]["发文字号"]),
            pair[1].path,
        ),
    )
    taken: dict[str, list[Made]] = {m.path: [] for _, m in letters}
    alone = []
    for due, one in made:
        if _is_letter(due):
            continue
        home = next((m.path for letter, m in letters if _carries(letter, due)), None)
        if home is None:
            alone.append((due, one))
        else:
            taken[home].append(one)
    periods = retention_of(project)
    items = [_item(due, (one, *taken.get(one.path, ())), periods) for due, one in (*letters, *alone)]
    return tuple(_numbered(items))


def retention_of(project: Project) -> Mapping[str, RetentionPeriod]:
    """What the project's table says; nothing where there is none."""
    tables: tuple[RetentionTable, ...] = project.of("归档")
    return tables[0].periods if tables else {}


def unknown_names(project: Project, kinds: Kinds) -> Iterator[Problem]:
    """Names of the table of periods that are neither a kind nor a letter."""
    letters = ({"编号": e.model.id, "主送": e.model.addressees} for e in project.entries.get("公文", ()))
    known = [k.name for k in kinds.table] + [id_ for letter in letters for id_ in _ids(letter)]
    for name in retention_of(project):
        if name not in known:
            place = project.entries["归档"][0].place_of(("保管期限", name))
            hint = suggestion(name, known, "请写种类的名称（如 报告、活动台账），或公文的“编号”")
            yield Problem("archive.unknown_kind", f"没有“{name}”这个种类，也没有这个编号的公文", place, hint)


def _ids(letter: Mapping[str, Any]) -> Iterator[str]:
    """The id of a letter; of one that goes to each of several units also the one that its file has."""
    yield letter["编号"]
    yield from (letter["编号"].removesuffix(f"（{name}）") for name in letter["主送"])


def _is_letter(due: Due) -> bool:
    return due.kind.source.startswith("公文/")


def _sequence(number: str | None) -> tuple[int, ...]:
    """The figures of a document number, so that 9号 comes before 10号."""
    return tuple(map(int, re.findall(r"\d+", number or "")))


def _carries(letter: Due, due: Due) -> bool:
    names = {str(due.values.get("编号")), str(due.values.get("期次"))}
    return any(
        a["承载"] and a["承载"] in due.kind.name and a["编号"] in (None, *names)
        for a in letter.values["附件"]
    )


def _day(values: Mapping[str, Any]) -> date | None:
    found = values.get("成文日期") or values.get("填报日期")
    return found if isinstance(found, date) else None


def _item(due: Due, made: tuple[Made, ...], periods: Mapping[str, RetentionPeriod]) -> Filed:
    values, letter = due.values, _is_letter(due)
    head = values["版头"] if letter else {}
    authors = [values["单位"]["全称"], *(head.get("联合发文机关") or ())]
    # What is said of one letter comes before what is said of its kind.
    names = [*(_ids(values) if letter else ()), due.kind.name]
    return Filed(
        title=str(values.get("全题") or due.name.rpartition(".")[0]),
        kind=due.kind.name,
        author="、".join(authors),
        number=head.get("发文字号"),
        day=_day(values),
        made=made,
        carried=tuple(a["名称"] for a in values["附件"]) if letter else (),
        to="、".join(values["主送"]) if letter and values["分发"] else None,
        period=next((periods[name] for name in names if name in periods), None),
    )


def _numbered(items: Iterable[Filed]) -> Iterator[Filed]:
    order: Mapping[str | None, int] = {period: n for n, period in enumerate(RETENTION_PERIODS)}
    ranked = sorted(
        items,
        key=lambda i: (order.get(i.period, len(order)), i.day or date.max, _sequence(i.number), i.title),
    )
    count: dict[str, int] = {}
    for item in ranked:
        if item.period is None:
            yield item
            continue
        count[item.period] = count.get(item.period, 0) + 1
        yield replace(item, place=count[item.period])
