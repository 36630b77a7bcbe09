"""Acceptance rules of typical cases (TC, facts A.19)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from qijin_docs.errors import Severity
from qijin_docs.models import TypicalCase
from qijin_docs.review.figures import figures_in, sums_over
from qijin_docs.review.similar import available, likeness
from qijin_docs.review.subject import OtherPaper, Said, Subject, Unjudged, found
from qijin_docs.review.texts import Text

_RELATIVE = re.compile("^(?:我|本|该|某|全)[省市县区厅局委办单位]")
#: A figure, a quoted or titled thing, a day, a person, a named place or organ, somebody's own words.
_CONCRETE = re.compile(
    r"\d|[一二两三四五六七八九十]+[个名次家张件道页条天句年分多位台]|[《“]|×××|[\u4e00-\u9fff]{2,}(?:公司|局|厅|处|站|队|院|校|村|矿|镇|乡|县)"
)


def _cases(subject: Subject) -> Iterator[tuple[int, TypicalCase]]:
    return enumerate(subject.year.cases)


def names_the_unit_in_full(subject: Subject) -> Said:
    """TC02: the full name of the unit; one that the register of organs does not hold nobody can judge."""
    organs = subject.year.organs.organs
    for index, case in _cases(subject):
        name = case.subject
        if any(name.startswith(organ.name) for organ in organs):
            continue
        short = next((o for o in organs if o.short_name and name.startswith(o.short_name)), None)
        if short is not None or _RELATIVE.search(name):
            full = f"写成“{short.name}……”" if short else "写机关、单位的全称"
            message = f"典型单位“{name}”不是全称"
            yield found("典型", ("典型单位",), "review.TC02", message, full, index=index)
        else:
            yield Unjudged(f"单位名录里没有“{name}”，是不是全称要人来看")


def has_enough_practices(subject: Subject) -> Said:
    """TC04: two practices or more, each under a heading of its own."""
    least = subject.limits.practices or 0
    for index, case in _cases(subject):
        if len(case.practices) < least:
            message = f"做法只有{len(case.practices)}条，至少要{least}条"
            yield found("典型", ("做法",), "review.TC04", message, "每条做法各写一个小标题", index=index)


def has_results(subject: Subject) -> Said:
    """TC05: what came of it."""
    for index, case in _cases(subject):
        if not case.results:
            yield found("典型", ("成效",), "review.TC05", "典型材料没有写成效", "请写“成效”", index=index)


def has_enough_figures(subject: Subject) -> Said:
    """TC06: three figures or more; unit, meaning and source the model demands."""
    least = subject.limits.figures or 0
    for index, case in _cases(subject):
        if len(case.figures) < least:
            message = f"数字只有{len(case.figures)}个，至少要{least}个"
            hint = "在“数字”里写明量、单位、口径和来源活动"
            yield found("典型", ("数字",), "review.TC06", message, hint, index=index)
        yield from _loose_figures(subject, index, case)


def figures_are_the_register_s(subject: Subject) -> Said:
    """TC13: each figure is the sum over the activities it names."""
    register = subject.year.register
    for index, case in _cases(subject):
        if register is None:
            yield Unjudged("没有活动台账，数字没有核对")
            return
        for i, figure in enumerate(case.figures):
            sums = sums_over(register, figure.sources).get(figure.unit)
            said = f"{figure.value:f}{figure.unit}"
            if sums is None:
                yield Unjudged(f"{case.id}的“{figure.meaning}{said}”，台账没有这个单位的数")
            elif figure.value not in sums:
                there = "、".join(f"{value:f}" for value in sorted(sums))
                yield found(
                    "典型",
                    ("数字", i, "量"),
                    "review.TC13",
                    f"“{figure.meaning}”写{said}，来源活动合计是{there}{figure.unit}",
                    "请核对量、单位和来源活动",
                    index=index,
                )


def _loose_figures(subject: Subject, index: int, case: TypicalCase) -> Said:
    listed = {(figure.value, figure.unit) for figure in case.figures}
    for text in subject.texts(case):
        for figure in figures_in(text.text):
            if (figure.value, figure.unit) not in listed and figure.indicator:
                yield found(
                    "典型",
                    text.path,
                    "review.TC06",
                    f"正文的“{figure.quote}”没有列在“数字”里",
                    "列进“数字”并写明来源活动，正文里用 {{ 数字[0].量 }} 取",
                    Severity.WARNING,
                    index=index,
                )


def has_its_length(subject: Subject) -> Said:
    """TC07: as long as the office asks for."""
    limits = subject.limits.case_length
    for index, case in _cases(subject):
        if limits and not limits[0] <= case.length <= limits[1]:
            yield found(
                "典型",
                ("做法",),
                "review.TC07",
                f"典型材料{case.length}字，不在{limits[0]}至{limits[1]}字之间",
                "过短的补足，过长的精简；简版、发言版的范围可在要求.yaml的“限度”里改",
                Severity.WARNING,
                index=index,
            )


def has_photos_and_coverage(subject: Subject) -> Said:
    """TC08: photographs and press coverage."""
    for index, case in _cases(subject):
        for name, there in (("照片", case.photos), ("报道", case.coverage)):
            if not there:
                yield found(
                    "典型", (name,), "review.TC08", f"典型材料没有{name}", f"请在“{name}”里写见证材料编号",
                    Severity.WARNING, index=index,
                )  # fmt: skip


def is_approved(subject: Subject) -> Said:
    """TC09: the recommending unit has given its opinion, under its seal."""
    for index, case in _cases(subject):
        if case.opinion is None:
            yield found(
                "典型", ("审核",), "review.TC09", "典型材料没有推荐单位的审核意见", "请写“审核”", index=index
            )
        elif not case.opinion.sealed:
            path = ("审核", "盖章")
            yield found(
                "典型", path, "review.TC09", "推荐单位的审核意见没有盖章", "盖章后写“盖章: 是”", index=index
            )


def had_no_accident(subject: Subject) -> Said:
    """TC10: the declaration is there; an accident vetoes, unless the project says otherwise."""
    for index, case in _cases(subject):
        path = ("期内无生产安全事故",)
        if case.accident_free is None:
            yield found(
                "典型",
                path,
                "review.TC10",
                "没有期内无生产安全事故的声明",
                "核实后写“期内无生产安全事故: 是”",
                index=index,
            )
        elif not case.accident_free and subject.limits.accident_veto:
            message = "期内发生过生产安全事故，一票否决"
            yield found("典型", path, "review.TC10", message, "请另选典型", index=index)


def is_concrete(subject: Subject) -> Said:
    """TC11: not most of its paragraphs without any figure, name or quotation."""
    limit = subject.limits.hollow
    for index, case in _cases(subject):
        body = [text for text in subject.texts(case) if not text.heading]
        hollow = [text for text in body if not _CONCRETE.search(text.text)]
        if limit is not None and body and len(hollow) * 100 > limit * len(body):
            yield found(
                "典型",
                hollow[0].path,
                "review.TC11",
                f"{len(body)}段中有{len(hollow)}段没有数字也没有专名",
                "写明谁、在哪里、做了什么、做了多少",
                Severity.WARNING,
                index=index,
            )


def is_nobody_elses(subject: Subject) -> Said:
    """TC12: not much of it stands in another case of the year, or in a paper of others."""
    if not subject.year.cases:
        return
    if not available():
        yield Unjudged("没有安装 rapidfuzz；pip install qijin-docs[review]")
        return
    if subject.others is None:
        yield Unjudged("没有往年和别单位的材料可比，只比了本项目的典型；加 --compare 文件夹")
    prose = [[text for text in subject.texts(case) if not text.heading] for case in subject.year.cases]
    for index, own in enumerate(prose):
        mates = [
            OtherPaper(f"{other.id}《{other.full_title}》", tuple(t.text for t in prose[i]))
            for i, other in enumerate(subject.year.cases)
            if i < index  # the pair is told once, at the later one
        ]
        yield from _copied(subject, index, own, (*mates, *(subject.others or ())))


def _copied(subject: Subject, index: int, own: list[Text], others: tuple[OtherPaper, ...]) -> Said:
    alike, limit = subject.limits.similarity or 100, subject.limits.copied or 100
    for other in others:
        same = likeness([text.text for text in own], other, alike=alike)
        if same.share >= limit:
            yield found(
                "典型",
                own[same.paragraph].path,
                "review.TC12",
                f"全文{same.share}%的文字与“{other.name}”雷同，最像的一段相似度{same.score}%",
                "请核对是不是套用；确属套用的重写",
                Severity.WARNING,
                index=index,
            )
