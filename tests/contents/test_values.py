"""What a template reads: a document's fields, and what only the project knows."""

from __future__ import annotations

from typing import Any

from qijin_docs.contents import values_of
from qijin_docs.contents.attachments import attachment_page


def test_a_case_brings_its_photographs(small: Any) -> None:
    project = small.load()
    (photo,) = values_of(project.year.cases[0], project)["照片图"]
    assert photo["说明"] == "课堂"
    assert values_of(project.year.cases[0])["照片图"] == [], "nothing is known without the project"


def test_photographs_are_found_when_written_the_windows_way(small: Any) -> None:
    small.change("见证材料.yaml", {"0.文件名": "照片\\1.png"})
    project = small.load()
    (photo,) = values_of(project.year.cases[0], project)["照片图"]
    assert photo["图"].source == small.folder / "见证材料/照片/1.png"


def test_the_catalogue_names_activities_and_sizes(small: Any) -> None:
    project = small.load()
    rows = values_of(project.year.evidence, project)["见证材料"]
    assert [row["活动名称"] for row in rows] == [
        "复工第一课", "全省咨询日", "窗口安全课", "安全月进矿山", "安全月进矿山", "安全月进矿山",
    ]  # fmt: skip
    assert [row["大小"] for row in rows] == [3, 3, 1, 3, 3, 1]
    alone = values_of(project.year.evidence)["见证材料"]
    assert [row["活动名称"] for row in alone] == [None] * 6


def test_a_letter_carries_the_plan_as_its_attachment(small: Any) -> None:
    project = small.load()
    report = next(o for o in project.year.officials if o.genre == "报告")
    (page,) = values_of(report, project)["附件正文"]
    assert page["标号"] == "附件"
    assert page["标题行"] == ["实施方案"]
    assert page["块"][0]["text"].startswith("根据《安全生产宣传教育活动规范》")


def test_a_table_goes_beside_the_letter_and_says_so(small: Any) -> None:
    project = small.load()
    notice = next(o for o in project.year.officials if o.genre == "通知")
    pages = values_of(notice, project)["附件正文"]
    assert [page["标号"] for page in pages] == ["附件1"]
    assert values_of(project.year.assignments, project)["附件标识"] == "云自然资〔2018〕31号附件2"


def test_without_a_project_an_attachment_is_said_to_come_separately(small: Any) -> None:
    report = next(o for o in small.load().year.officials if o.genre == "报告")
    page = attachment_page(report, 0, report.attachments[0], None)
    assert page is not None
    assert page["说明"] == "（本附件另附）"


def test_common_names_are_there_for_every_document(small: Any) -> None:
    project = small.load()
    values = values_of(project.year.group, project)
    assert values["年度"] == 2018
    assert values["我单位"] == "我厅"
    assert values["依据文件"]["省方案"]["简引"] == "《省方案》"


PRESS = {
    "发布会名称": "全省活动新闻发布会",
    "主办单位": "省安委会办公室",
    "日期": "2018-05-30",
    "时间": "上午9时",
    "地点": "新闻发布厅",
    "导语": "我厅提供素材。",
    "素材": [{"标题": "部署", "正文": "制定方案。"}],
    "出席名单": [
        {"姓名": "甲", "单位": "省自然资源厅", "职务": "副厅长", "分工": "答问"},
        {
            "姓名": "乙",
            "单位": "省自然资源厅",
            "职务": "处长",
            "分工": "联络",
            "电话": "0000-1",
            "备注": "带材料",
        },
    ],
    "问答": [
        {
            "问": "怎样开展？",
            "答": ["照方案。", "照台账。"],
            "依据": "方案",
            "提供处室": "办公室",
            "答问人": "甲",
        }
    ],
}


def test_a_letter_carries_the_three_papers_for_a_press_conference(small: Any) -> None:
    small.write("发布会.yaml", PRESS)
    papers = ("新闻发布会配合材料", "新闻发布会出席名单", "新闻发布会问答口径")
    small.change("公文/报告.yaml", {"附件": [{"名称": name, "承载": name} for name in papers]})
    project = small.load()
    report = next(o for o in project.year.officials if o.genre == "报告")
    material, people, answers = values_of(report, project)["附件正文"]

    def lines(page: dict[str, Any]) -> list[str]:
        return [b["编号"] + b["标题"] + b["文字"] for b in page["块"]]

    assert lines(material) == ["我厅提供素材。", "一、部署", "制定方案。"]
    assert lines(people) == ["时间：2018年5月30日上午9时", "地点：新闻发布厅"]
    assert [(r["小组职务"], [tuple(p.values()) for p in r["人员"]]) for r in people["名单"]] == [
        ("答问", [("甲", "省自然资源厅", "副厅长")]),
        ("联络", [("乙", "省自然资源厅", "处长（电话：0000-1，带材料）")]),
    ]
    assert lines(answers) == [
        "一、怎样开展？", "照方案。", "照台账。", "依据：方案；提供处室：办公室；答问人：甲。",
    ]  # fmt: skip
