"""Rules of the records: register, evidence, files and the cases that rest on them (A.10, A.12, A.13)."""

from __future__ import annotations

from qijin_docs.errors import Flaw, Severity
from qijin_docs.models import EvidenceKind
from qijin_docs.review.year import Finding, Findings, Year
from qijin_docs.text.nearest import suggestion

_Reference = tuple[tuple[str | int, ...], str, list[str] | None]


def hosts_are_known(year: Year) -> Findings:
    """Every host is in the register of organs, or its activities would drop out of all totals unseen."""
    if year.register is None:
        return
    names = [n for o in year.organs.organs for n in (o.name, o.short_name) if n]
    for index, activity in enumerate(year.register.activities):
        if year.organs.find(activity.host) is None:
            yield Finding(
                "活动台账",
                0,
                Flaw(
                    ("活动记录", index, "主办单位"),
                    "activity.unknown_host",
                    f"单位名录里没有{activity.id}的主办单位“{activity.host}”，不知道该不该计入合计",
                    suggestion(activity.host, names, "请在单位.yaml里登记它；内设处室主办的写本单位名称"),
                ),
            )


def evidence_and_activities_meet(year: Year) -> Findings:
    """Activities name evidence that exists, and evidence names activities that exist (A.12)."""
    if year.register is None or year.evidence is None:
        return
    ids = [item.id for item in year.evidence.items]
    activities = {a.id: a for a in year.register.activities}
    for index, activity in enumerate(year.register.activities):
        for name in activity.evidence:
            if name not in ids:
                yield Finding(
                    "活动台账",
                    0,
                    Flaw(
                        ("活动记录", index, "见证材料编号"),
                        "activity.unknown_evidence",
                        f"{activity.id}写的见证材料{name}不在目录里",
                        suggestion(name, ids, "请补进目录或更正编号"),
                    ),
                )
    for index, item in enumerate(year.evidence.items):
        for name in item.activities:
            if name not in activities:
                yield Finding(
                    "见证材料",
                    0,
                    Flaw(
                        ("见证材料", index, "对应活动编号"),
                        "evidence.unknown_activity",
                        f"{item.id}对应的活动{name}不在台账里",
                        suggestion(name, list(activities), "请核对活动编号"),
                    ),
                )
            elif item.id not in activities[name].evidence:
                yield Finding(
                    "见证材料",
                    0,
                    Flaw(
                        ("见证材料", index, "对应活动编号"),
                        "evidence.one_way",
                        f"{item.id}对应活动{name}，台账里该活动却没有写它",
                        "请在台账的见证材料编号里补上",
                        Severity.WARNING,
                    ),
                )


def evidence_files_are_there(year: Year) -> Findings:
    """Catalogue and folder hold the same files; no file is empty, none is there twice (A.12)."""
    if year.evidence is None:
        return
    if year.files is None:
        flaw = Flaw(
            ("见证材料",),
            "evidence.no_folder",
            "有见证材料目录，却没有“见证材料”文件夹",
            "请把文件放进“见证材料”文件夹",
        )
        yield Finding("见证材料", 0, flaw)
        return
    by_digest: dict[str, str] = {}
    listed = set()
    for index, item in enumerate(year.evidence.items):
        path, name = ("见证材料", index, "文件名"), item.file.replace("\\", "/")
        listed.add(name)
        facts = year.files.get(name)
        if facts is None:
            yield Finding(
                "见证材料",
                0,
                Flaw(
                    path,
                    "evidence.no_file",
                    f"{item.id}的文件“{item.file}”不在见证材料文件夹里",
                    suggestion(name, list(year.files), "请把文件放进去，或更正文件名"),
                ),
            )
        elif facts.size == 0:
            yield Finding(
                "见证材料",
                0,
                Flaw(path, "evidence.empty_file", f"{item.id}的文件“{item.file}”是空的", "请换成真正的文件"),
            )
        elif facts.digest in by_digest:
            yield Finding(
                "见证材料",
                0,
                Flaw(
                    path,
                    "evidence.same_file",
                    f"{item.id}与{by_digest[facts.digest]}的文件内容完全相同",
                    "同一份材料只列一次",
                ),
            )
        else:
            by_digest[facts.digest] = item.id
    for name in sorted(set(year.files) - listed):
        yield Finding(
            "见证材料",
            0,
            Flaw(
                ("见证材料",),
                "evidence.unlisted_file",
                f"文件夹里的“{name}”没有列入目录",
                "请在目录里登记它，或移出文件夹",
                Severity.WARNING,
            ),
        )


def cases_rest_on_records(year: Year) -> Findings:
    """A case's figures name activities on record; its photos and coverage are in the catalogue (TC06)."""
    activities = [a.id for a in year.register.activities] if year.register else None
    evidence = [item.id for item in year.evidence.items] if year.evidence else None
    seen: set[str] = set()
    for number, case in enumerate(year.cases):
        if case.id in seen:
            flaw = Flaw(("编号",), "case.duplicate_id", f"典型编号{case.id}重复", "每个典型用不同的编号")
            yield Finding("典型", number, flaw)
        seen.add(case.id)
        for name in case.photos:
            item = year.evidence.find(name) if year.evidence else None
            if item is not None and item.kind is not EvidenceKind.PHOTO:
                flaw = Flaw(("照片",), "case.not_a_photo", f"{name}是{item.kind}，不是照片", "请写照片的编号")
                yield Finding("典型", number, flaw)
        if year.evidence is None and (case.photos or case.coverage):
            flaw = Flaw(
                ("照片",) if case.photos else ("报道",),
                "case.no_catalogue",
                "写了照片或报道，项目里却没有见证材料目录，印不出来",
                "请写见证材料目录",
                Severity.WARNING,
            )
            yield Finding("典型", number, flaw)
        wanted: list[_Reference] = [(("照片",), n, evidence) for n in case.photos]
        wanted += [(("报道",), n, evidence) for n in case.coverage]
        for i, figure in enumerate(case.figures):
            wanted += [(("数字", i, "来源活动"), n, activities) for n in figure.sources]
        for path, name, known in wanted:
            if known is not None and name not in known:
                where = "台账" if known is activities else "见证材料目录"
                yield Finding(
                    "典型",
                    number,
                    Flaw(
                        path,
                        "case.unknown_reference",
                        f"{where}里没有{name}",
                        suggestion(name, known, "请核对编号"),
                    ),
                )
        if year.organs.find(case.recommender) is None:
            names = [n for o in year.organs.organs for n in (o.name, o.short_name) if n]
            yield Finding(
                "典型",
                number,
                Flaw(
                    ("推荐单位",),
                    "case.unknown_recommender",
                    f"单位名录里没有推荐单位“{case.recommender}”",
                    suggestion(case.recommender, names, "请在单位.yaml里登记它"),
                ),
            )
