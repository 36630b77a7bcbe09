"""What an official document carries: the text of its attachments, and the labels of those sent beside it.

Word material is bound with the letter, each on its own page (GB/T 9704 7.3.7). A workbook cannot be; it goes
beside the letter and says on its first line which letter it belongs to.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from qijin_docs.errors import Flaw, Severity
from qijin_docs.models import (
    Attachment,
    Block,
    Document,
    LeadingGroup,
    OfficialDocument,
    Plan,
    PressConference,
    ProgressReport,
    Summary,
    TypicalCase,
    template_values,
)
from qijin_docs.models.press_conference import Attendee
from qijin_docs.models.sections import paragraphs
from qijin_docs.project import Entry, Project
from qijin_docs.text.dates import format_date
from qijin_docs.text.numerals import heading_number
from qijin_docs.text.titles import break_title


def attachment_page(
    letter: OfficialDocument, index: int, item: Attachment, project: Project | None
) -> dict[str, Any] | None:
    """The page of one attachment: 标号, 标题行, 副标题, 块, 名单, 统计表, 说明; ``None`` for one sent beside the letter.

    Args:
        letter: the document that carries it.
        index: which attachment, from zero.
        item: the attachment.
        project: where its text is looked up.
    """
    page: dict[str, Any] = {
        "标号": _label(letter, index),
        "标题行": list(break_title(item.name, keep=(letter.organ.name,))),
        "副标题": "",
        "块": [],
        "名单": [],
        "统计表": [],
        "说明": "",
        # The letter is signed and dated; what is bound with it is not signed again.
        "署名": "",
        "成文日期文字": "",
    }
    carried = _carried(item, project) if project else None
    if isinstance(carried, (Plan, TypicalCase, Summary, ProgressReport)):
        values = template_values(carried)
        if "".join(values["标题行"]) == item.name:
            page["标题行"] = values["标题行"]
        page["块"] = values["正文块"]
        page["副标题"] = values.get("副标题") or ""
        if isinstance(carried, Summary):
            page["统计表"] = values["统计表"]
    elif isinstance(carried, LeadingGroup):
        page["名单"] = template_values(carried.ranks)
    elif isinstance(carried, PressConference):
        page |= _press_page(carried, item.carries or "")
    elif carried is not None:
        return None
    else:
        page["说明"] = "（本附件另附）"
    return page


def _press_page(press: PressConference, which: str) -> dict[str, Any]:
    """One of the three papers for a press conference, as text: who comes, what is answered, or the material."""
    if "名单" in which:
        when = format_date(press.day) + (press.time or "") if press.day else ""
        lines = [f"时间：{when}" if when else "", f"地点：{press.place}" if press.place else ""]
        blocks = tuple(Block(style="正文", level=0, text=line) for line in lines if line)
        parts = dict.fromkeys(a.part for a in press.attendees)
        people = [
            {"小组职务": part, "人员": [_person(a) for a in press.attendees if a.part == part]}
            for part in parts
        ]
        return {"块": template_values(blocks), "名单": people}
    if "问答" in which:
        return {"块": template_values(tuple(_answered(press)))}
    return {"块": template_values(press.blocks)}


def _person(attendee: Attendee) -> dict[str, str]:
    more = "，".join(x for x in (attendee.phone and f"电话：{attendee.phone}", attendee.note) if x)
    post = attendee.post + (f"（{more}）" if more else "")
    return {"姓名": attendee.name, "单位": attendee.organ, "职务": post}


def _answered(press: PressConference) -> Iterator[Block]:
    for number, question in enumerate(press.questions, 1):
        heading = heading_number(1, number)
        yield Block(style="一级标题", level=1, number=heading, heading=question.question)
        yield from paragraphs(question.answer)
        speaker = f"；答问人：{question.answered_by}" if question.answered_by else ""
        ground = f"依据：{question.source}；提供处室：{question.prepared_by}{speaker}。"
        yield Block(style="正文", level=0, text=ground)


def label_of(model: Document, project: Project) -> str | None:
    """``云自然资〔2018〕35号附件3`` for a table that goes beside a letter; ``None`` for anything else."""
    for letter in project.year.officials:
        for index, item in enumerate(letter.attachments):
            if _carried(item, project) is model:
                return (letter.letterhead.number or "") + _label(letter, index)
    return None


def _label(letter: OfficialDocument, index: int) -> str:
    return f"附件{index + 1}" if len(letter.attachments) > 1 else "附件"


def missing_attachments(entry: Entry[Any], project: Project) -> Iterator[Flaw]:
    """Yield a flaw for every attachment whose document the project does not have yet."""
    if not isinstance(entry.model, OfficialDocument):
        return
    for index, item in enumerate(entry.model.attachments):
        if item.item is None and (known := _several(item, project)):
            yield Flaw(
                ("附件", index, "编号"),
                "gap.which_attachment",
                f"项目里有{len(known)}份{item.carries}，没有写附哪一份",
                f"请写“编号”：{'、'.join(known)}",
                Severity.WARNING,
            )
        elif item.carries is not None and _carried(item, project) is None:
            which = f"（{item.item}）" if item.item else ""
            yield Flaw(
                ("附件", index, "承载"),
                "gap.no_attachment",
                f"“{entry.model.full_title}”要附{item.carries}{which}，项目里还没有",
                "写好它再生成本文",
                Severity.WARNING,
            )


def _several(item: Attachment, project: Project) -> tuple[str, ...]:
    """What tells the documents of the kind carried apart, if there are several."""
    kind = item.carries or ""
    known: tuple[str, ...] = ()
    if "典型" in kind and "表" not in kind:
        known = tuple(case.id for case in project.year.cases)
    elif "进展" in kind:
        known = tuple(str(report.phase) for report in project.year.progress)
    return known if len(known) > 1 else ()


def _carried(item: Attachment, project: Project) -> Document | None:
    """The document an attachment carries, or ``None`` if the project does not have it."""
    year = project.year
    kind = item.carries or ""
    if "典型" in kind and "表" not in kind:
        return next((c for c in year.cases if item.item in (None, c.id)), None)
    if "进展" in kind:
        return next((p for p in year.progress if item.item in (None, str(p.phase))), None)
    single: dict[str, Document | None] = {
        "实施方案": year.plan, "领导小组名单": year.group, "任务分工表": year.assignments, "活动台账": year.register,
        "活动总结": year.summary, "见证材料目录": year.evidence, "情况统计表": _first(project, "统计表"),
        "典型推荐汇总表": _first(project, "典型推荐"), "督查记录与整改销号表": year.inspections,
        "考核名次表": year.ranking, "新闻发布会配合材料": year.press, "新闻发布会出席名单": year.press,
        "新闻发布会问答口径": year.press,
    }  # fmt: skip
    return single.get(kind)


def _first(project: Project, part: str) -> Document | None:
    found = project.of(part)
    return found[0] if found else None
