"""Sections taken from records, and letters that go out one to each unit.

A circular names what inspectors found, a notice tells each unit what it has to put right, a result names the
grades: none of it is typed a second time. What people write stands in ``正文``; the records follow it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import Any

from qijin_docs.errors import Problem
from qijin_docs.models import InspectionRecord, InspectionRegister, OfficialDocument, Section
from qijin_docs.models.score_ranking import ScoreRanking
from qijin_docs.models.sections import Layout, walk_sections
from qijin_docs.project.parts import Entry
from qijin_docs.text.dates import format_date

Path = tuple[str | int, ...]


def drawn_letters(
    letters: Iterable[Entry[OfficialDocument]],
    inspections: InspectionRegister | None,
    ranking: ScoreRanking | None,
    problems: list[Problem],
    *,
    name_of: Callable[[str], str] = lambda name: name,
) -> tuple[Entry[OfficialDocument], ...]:
    """The letters with what they take from records filled in; a letter to each unit once for each of them.

    Args:
        letters: as read.
        inspections: the register of inspections, if there is one.
        ranking: the units in order, if they have been assessed.
        problems: takes what is wrong.
        name_of: any name of a unit → its full name.
    """
    done: list[Entry[OfficialDocument]] = []
    for entry in letters:
        if entry.model.mailing is None:
            done.append(_filled(entry, inspections, ranking, problems))
            continue
        done += _one_to_each(entry, inspections, ranking, problems, name_of)
    return tuple(done)


def _one_to_each(
    entry: Entry[OfficialDocument],
    inspections: InspectionRegister | None,
    ranking: ScoreRanking | None,
    problems: list[Problem],
    name_of: Callable[[str], str],
) -> Iterator[Entry[OfficialDocument]]:
    letter = entry.model
    assert letter.mailing is not None
    findings = inspections.findings if inspections else ()
    units = tuple(dict.fromkeys(name_of(record.organ) for record in findings))
    numbers = {name_of(name): number for name, number in letter.mailing.numbers.items()}
    if not units:
        problems.append(_no_records(entry, ("分发", "逐个"), "督查记录里没有发现问题的单位"))
    problems += (
        Problem(
            "drawn.unknown_unit",
            f"“{name}”没有要整改的问题，却给它编了文号",
            entry.place_of(("分发", "发文字号", name)),
            f"要发的单位：{'、'.join(units)}",
        )
        for name in letter.mailing.numbers
        if units and name_of(name) not in units
    )
    for unit in units:
        assert inspections is not None
        own = inspections.model_copy(
            update={"records": tuple(r for r in inspections.records if name_of(r.organ) == unit)}
        )
        letterhead = letter.letterhead.model_copy(update={"number": numbers.get(unit)})
        update = {"id": f"{letter.id}（{unit}）", "addressees": (unit,), "letterhead": letterhead}
        one = replace(entry, model=letter.model_copy(update=update))
        yield _filled(one, own, ranking, problems, alone=True)


def _filled(
    entry: Entry[OfficialDocument],
    inspections: InspectionRegister | None,
    ranking: ScoreRanking | None,
    problems: list[Problem],
    *,
    alone: bool = False,
) -> Entry[OfficialDocument]:
    """The entry with its sections filled; ``alone`` leaves out the name of the one unit it is about."""
    if not any(section.drawn_from for _, section in walk_sections(entry.model.sections, ())):
        return entry

    def fill(section: Section, path: Path) -> Section:
        inner = tuple(fill(one, (*path, "小节", i)) for i, one in enumerate(section.subsections))
        texts: tuple[str, ...] = ()
        source = section.drawn_from
        if source is None:
            return section.model_copy(update={"subsections": inner})
        if source == "考核等次":
            texts = _grades(ranking)
        elif source == "督查做法":
            texts = _merits(inspections)
        elif source == "督查问题":
            inner = _by_trouble(inspections)
        else:
            inner = _one_by_one(inspections, alone=alone)
        if not texts and not inner:
            problems.append(_no_records(entry, (*path, "取自"), f"没有可取的{source}"))
            return section
        update = {"body": (*section.body, *texts), "subsections": inner, "drawn_from": None}
        return section.model_copy(update=update)

    sections = tuple(fill(s, ("章节", i)) for i, s in enumerate(entry.model.sections))
    return replace(entry, model=entry.model.model_copy(update={"sections": sections}))


def _no_records(entry: Entry[Any], path: Path, message: str) -> Problem:
    return Problem(
        "drawn.no_records", message, entry.place_of(path), "请先填“督查”或“考核”，或删去这一节，等有了再写"
    )


# Plain strings, not narrative: braces in a record are text and are not evaluated.


def _merits(register: InspectionRegister | None) -> tuple[str, ...]:
    records = register.records if register else ()
    return tuple(f"{r.organ}：{_closed(r.merits)}" for r in records if r.merits)


def _by_trouble(register: InspectionRegister | None) -> tuple[Section, ...]:
    """A subsection for each kind of trouble: unit, fact, basis, what to do by when."""
    groups: tuple[dict[str, Any], ...] = register.by_trouble if register else ()
    return tuple(
        _section(str(group["问题类型"]), tuple(f"{r.organ}：{_told(r)}" for r in group["记录"]))
        for group in groups
    )


def _one_by_one(register: InspectionRegister | None, *, alone: bool) -> tuple[Section, ...]:
    """A subsection for each finding, which begins with its kind."""
    findings = register.findings if register else ()
    return tuple(
        _section(str(r.trouble), (_told(r) if alone else f"{r.organ}：{_told(r)}",), Layout.RUN_IN)
        for r in findings
    )


def _section(title: str, body: tuple[str, ...], layout: Layout = Layout.ALONE) -> Section:
    # Made from a plain title first, because the records' texts must not become narrative.
    return Section(title=title, drawn_from="督查问题").model_copy(
        update={"body": body, "layout": layout, "drawn_from": None}
    )


def _told(record: InspectionRecord) -> str:
    assert record.due is not None  # a finding without a deadline has been refused
    demand = (record.demand or "").rstrip("。；")
    return (
        f"{_closed(record.finding)}依据：{_closed(record.basis)}"
        f"整改要求：{demand}，{format_date(record.due)}前整改到位。"
    )


def _closed(text: str | None) -> str:
    return (text or "").rstrip("。；") + "。"


def _grades(ranking: ScoreRanking | None) -> tuple[str, ...]:
    groups = ranking.by_grade if ranking else ()
    return tuple(
        f"{group['等级']}等次（{group['个数']}个）：{'、'.join(group['单位'])}。" for group in groups
    )
