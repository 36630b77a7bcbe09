"""Acceptance rules of the evidence (EV, facts A.12 and A.19) and of the register (HD, facts 0.10, A.10)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from qijin_docs.errors import Severity
from qijin_docs.models import Evidence, EvidenceKind
from qijin_docs.review.media import MediaFacts
from qijin_docs.review.subject import Said, Subject, Unjudged, found
from qijin_docs.text.dates import format_date

_ID_CARD = re.compile(r"(?<!\d)\d{17}[\dXx](?!\d)")
_MOBILE = re.compile(r"(?<!\d)1[3-9]\d{9}(?!\d)")


def _items(subject: Subject) -> Iterator[tuple[int, Evidence, MediaFacts]]:
    for index, item in enumerate(subject.year.evidence.items if subject.year.evidence else ()):
        facts = subject.media.get(item.file.replace("\\", "/"))
        if facts is not None:
            yield index, item, facts


def files_open(subject: Subject) -> Said:
    """EV03: every file opens as what its suffix says; what no program here can open is said so."""
    unseen: dict[str, int] = {}
    for index, item, facts in _items(subject):
        if facts.fault:
            path = ("见证材料", index, "文件名")
            message = f"{item.id}的文件“{item.file}”：{facts.fault}"
            yield found("见证材料", path, "review.EV03", message, "请换成能打开的文件")
        elif facts.unseen:
            unseen[facts.unseen] = unseen.get(facts.unseen, 0) + 1
    for why, count in unseen.items():
        yield Unjudged(f"{why}（{count}件）")


def photos_are_large_enough(subject: Subject) -> Said:
    """EV04: the shorter side of a photograph has enough pixels to be printed."""
    least = subject.limits.photo_side or 0
    for index, item, facts in _items(subject):
        if item.kind is EvidenceKind.PHOTO and 0 < min(facts.width, facts.height) < least:
            yield found(
                "见证材料",
                ("见证材料", index, "文件名"),
                "review.EV04",
                f"{item.id}只有{facts.width}×{facts.height}像素，短边不足{least}",
                "请换原图；下限可在要求.yaml的“限度”里改",
                Severity.WARNING,
            )


def photos_were_taken_when_said(subject: Subject) -> Said:
    """EV05: the day that the camera wrote lies within the campaign and is the day of the catalogue."""
    campaign = subject.year.campaign
    without = 0
    for index, item, facts in _items(subject):
        if item.kind is not EvidenceKind.PHOTO or facts.fault:
            continue
        path = ("见证材料", index, "日期")
        if facts.taken is None:
            without += 1
        elif not campaign.start <= facts.taken <= campaign.end:
            message = f"{item.id}的照片拍于{format_date(facts.taken)}，不在活动起止之内"
            yield found("见证材料", path, "review.EV05", message, "请核对照片；相机时间不准的请说明")
        elif facts.taken != item.date:
            message = f"{item.id}的照片拍于{format_date(facts.taken)}，目录写{format_date(item.date)}"
            yield found("见证材料", path, "review.EV05", message, "请核对日期", Severity.WARNING)
    if without:
        yield Unjudged(f"{without}张照片没有拍摄时间（EXIF），日期以目录为准")


def photos_differ(subject: Subject) -> Said:
    """EV06: photographs that look nearly alike, as a hint."""
    limit = subject.limits.near_photos
    seen: list[tuple[int, str]] = []
    for index, item, facts in _items(subject):
        mark = facts.fingerprint
        if item.kind is not EvidenceKind.PHOTO or mark is None or limit is None:
            continue
        near = next((name for other, name in seen if (mark ^ other).bit_count() <= limit), None)
        if near is not None:
            path = ("见证材料", index, "文件名")
            hint = "是同一张照片的，只留一张；连拍的可以不改"
            yield found(
                "见证材料", path, "review.EV06", f"{item.id}与{near}看上去几乎一样", hint, Severity.NOTE
            )
        seen.append((mark, item.id))


def nobody_can_see_faces(subject: Subject) -> Said:
    """EV07: no program can tell whether a minor's face is shown; a person has to look, once."""
    catalogue = subject.year.evidence
    if catalogue and (photos := len(catalogue.of_kind(EvidenceKind.PHOTO))):
        yield Unjudged(f"程序看不出照片（{photos}张）里有没有未成年人正脸，公开前请人工看一遍")


def no_private_numbers(subject: Subject) -> Said:
    """EV08: no identity card number and no mobile number in a title or note."""
    for index, item in enumerate(subject.year.evidence.items if subject.year.evidence else ()):
        for field, text in (("题名", item.title), ("备注", item.note or ""), ("文件名", item.file)):
            what = "身份证号" if _ID_CARD.search(text) else "手机号" if _MOBILE.search(text) else ""
            if what:
                path = ("见证材料", index, field)
                message = f"{item.id}的{field}里像有{what}"
                yield found("见证材料", path, "review.EV08", message, "请隐去", Severity.WARNING)


def lengths_agree(subject: Subject) -> Said:
    """EV09: the length in the catalogue is that of the file."""
    limit = subject.limits.length_error
    for index, item, facts in _items(subject):
        if item.seconds and facts.seconds is not None and limit is not None:
            apart = abs(facts.seconds - item.seconds)
            if apart > 2 and apart * 100 > limit * item.seconds:
                path = ("见证材料", index, "时长")
                message = f"{item.id}的时长写{item.seconds}秒，文件是{facts.seconds:.0f}秒"
                yield found(
                    "见证材料",
                    path,
                    "review.EV09",
                    message,
                    "请按文件更正，或换成完整的文件",
                    Severity.WARNING,
                )


def important_activities_are_covered(subject: Subject) -> Said:
    """HD01 (facts 0.10): an important activity has an article in print and an item on web or phone in the catalogue."""
    register, catalogue = subject.year.register, subject.year.evidence
    if register is None or catalogue is None:
        return
    asked = (("报刊文章", {EvidenceKind.PRESS}), ("手机、网络信息", {EvidenceKind.WEB, EvidenceKind.PHONE}))
    for index, activity in enumerate(register.activities):
        if not activity.important or not register.counts(activity):
            continue
        kinds = {item.kind for item in catalogue.items if activity.id in item.activities}
        missing = [name for name, wanted in asked if not kinds & wanted]
        if missing:
            yield found(
                "活动台账",
                ("活动记录", index, "重要活动"),
                "review.HD01",
                f"重要活动{activity.id}在见证材料目录里没有{'、'.join(missing)}",
                "重要活动要报纸上有文章、手机网络有信息；请补进目录",
                Severity.WARNING,
            )
