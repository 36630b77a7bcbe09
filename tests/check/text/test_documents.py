"""Rules that look at a whole document: correct ones give nothing, one changed line gives the one right finding."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from qijin_docs.check.facts import Facts, Glyph, LineFacts, PageFacts, TableFacts
from qijin_docs.check.report import Finding, Unverified
from qijin_docs.errors import Place, Severity

Ask = Callable[[Facts], list[Finding]]


def test_nothing_is_found_in_a_correct_notice(
    notice: tuple[str, ...], draft: Callable[..., Facts], findings: Ask
) -> None:
    assert [str(item) for item in findings(draft(*notice))] == []


def test_nothing_is_found_in_a_correct_report(
    report: tuple[str, ...], draft: Callable[..., Facts], findings: Ask
) -> None:
    assert [str(item) for item in findings(draft(*report))] == []


LETTER = (
    "M 云岭省自然资源厅",
    "R 云自然资函〔2018〕12号",
    "T 云岭省自然资源厅关于商请协助开展活动的函",
    "A 云岭省教育厅：",
    "B 现就有关事项商请如下。",
    "B 专此函达，请予支持。",
    "R 云岭省自然资源厅",
    "R 2018年5月3日",
    "C 抄送：云岭省安全生产委员会办公室。",
)
MINUTES = (
    "M 云岭省自然资源厅专题会议纪要",
    "N 第3期",
    "B 5月3日，厅安委会召开会议，研究“七进”活动有关工作。",
    "B 一、关于宣传发动",
    "B 会议要求，抓好宣传发动。",
    "B 出席：×××、×××",
)
PLAIN = (
    "T 云岭省自然资源厅2018年安全生产宣传教育“七进”活动总结",
    "B 2018年，我厅按照《规范》（安委办〔2017〕35号）要求开展活动。",
    "B 一、主要做法",
    "B （一）加强领导",
    "B 成立领导小组。",
    "B （二）落实责任",
    "B 1.分解任务",
    "B （1）责任到人",
    "B 全年分四个阶段实施。",
    "B 第一阶段部署，第二阶段宣传。",
    "R 云岭省自然资源厅",
    "R 2018年12月29日",
)


@pytest.mark.parametrize("lines", [LETTER, MINUTES], ids=["信函", "纪要"])
def test_nothing_is_found_in_a_correct_paper_of_another_format(
    lines: tuple[str, ...], draft: Callable[..., Facts], findings: Ask
) -> None:
    assert [str(item) for item in findings(draft(*lines))] == []


def test_announced_phases_are_counted_by_the_paragraphs_that_begin_with_them(
    draft: Callable[..., Facts], findings: Ask
) -> None:
    (found,) = findings(draft(*PLAIN))

    assert found.code == "check.announced_count"
    assert found.problem.message == "说“分四个阶段”，后面写了1个阶段"
    assert found.problem.place == Place("稿.docx", "正文第9段")


#: The draft, its line (from 0), what stands there instead (None: nothing), the only code, words of the message.
CHANGES = [
    ("notice", 1, "N 云自然资[2018]35号", "check.document_number", "不合规范"),
    ("notice", 1, "N 云自然资〔2018〕第35号", "check.document_number", "第35号"),
    ("notice", 1, "N 云自然资〔2018〕035号", "check.document_number", "035号"),
    ("notice", 1, "N 云自然资〔18〕35号", "check.document_number", "〔18〕"),
    ("notice", 1, "N 云自然资﹝2018﹞35号", "check.document_number", "不合规范"),
    ("notice", 1, None, "check.no_document_number", "没有找到发文字号"),
    ("notice", 12, "R 二〇一八年四月二十五日", "check.date_form", "二〇一八年四月二十五日"),
    ("notice", 12, "R 2018年04月25日", "check.date_form", "2018年04月25日"),
    ("notice", 12, "R 2018.4.25", "check.date_form", "2018.4.25"),
    ("notice", 12, None, "check.no_date", "没有找到成文日期"),
    ("report", 1, "N 云自然资〔2018〕36号", "check.no_signer", "没有标注签发人"),
    ("notice", 1, "A 云自然资〔2018〕35号\t签发人：×××", "check.signer_not_upward", "不是上行文"),
    ("notice", 2, "T 云岭省自然资源厅关于印发安全生产“七进”活动实施方案通知", "check.title_de", "缺“的”"),
    ("notice", 2, "T 云岭省自然资源厅关于做好关于安全生产工作的通知", "check.title_about", "两个“关于”"),
    ("notice", 2, "T 云岭省自然资源厅开展安全生产工作的通知", "check.title_about", "没有“关于”"),
    ("notice", 2, "T 云岭省自然资源厅关于做好安全生产工作", "check.no_genre", "没有文种"),
    ("report", 5, "B 特此通知。", "check.closing", "“特此通知”"),
    ("report", 5, "B 以上报告当否，请批示。", "check.report_asks", "请示事项"),
    ("notice", 3, None, "check.no_addressee", "没有主送机关"),
    ("notice", 11, "R 云岭省应急管理局", "check.organ_names", "云岭省应急管理局"),
    ("notice", 2, "T 云岭省教育厅关于印发安全生产“七进”活动实施方案的通知", "check.organ_names", "云岭省教育厅"),
    ("notice", 7, "B 三、细化任务", "check.heading_sequence", "应是“二、”"),
    ("notice", 7, "B 一、细化任务", "check.heading_sequence", "从头编起"),
    ("notice", 6, "B （1）成立领导小组（名单见附件2）", "check.level_skipped", "（1）"),
    ("notice", 13, "B 联系人：×××", "check.remark", "联系人"),
    ("notice", 13, "B (此件主动公开)", "check.half_width", "此件主动公开"),
    ("notice", 10, "B 2.领导小组成员名单", "check.attachment_name", "领导小组成员名单"),
    ("notice", 18, "P 附件3", "check.attachment_not_announced", "附件3"),
    ("notice", 18, "P 附件二", "check.attachment_label", "附件二"),
    ("notice", 10, "B 3.领导小组名单", "check.attachment_numbers", "1、3"),
    ("notice", 6, "B 成立领导小组（名单见附件3）。", "check.attachment_absent", "附件3"),
    ("notice", 3, "A 各市自然资源局，厅机关各处室、厅直属各单位", "check.addressee_colon", "全角冒号"),
    ("notice", 3, "A 甲市自然资源局，乙市自然资源局：", "check.addressee_separator", "逗号"),
    ("notice", 10, "B 2.领导小组名单。", "check.attachment_note_end", "“。”"),
    ("notice", 10, "B 2、领导小组名单", "check.attachment_note_number", "2、"),
    ("notice", 9, "B 附件1：1.实施方案", "check.attachment_note_form", "附件1："),
    ("notice", 21, "C 抄 送：云岭省安全生产委员会办公室。", "check.copies_form", "抄 送"),
    ("notice", 21, "C 抄送：云岭省安全生产委员会办公室", "check.copies_end", "没有句号"),
    ("notice", 21, "C 抄送：云岭省教育厅；云岭省公安厅。", "check.copies_separator", "分号"),
    ("notice", 5, "B 一、落实责任。", "check.title_end", "落实责任"),
    ("notice", 15, "T 实施方案；", "check.title_end", "实施方案"),
    ("notice", 15, "T 实施方案。", "check.title_end", "实施方案"),
    ("notice", 2, "T 云岭省自然资源厅关于统一思想，做好安全生产工作的通知", "check.title_signs", "，"),
    ("notice", 8, "B 主题词：安全，宣传，通知", "check.keywords", "主题词"),
    ("notice", 8, "B （此页无正文）", "check.no_text_page", "此页无正文"),
    ("notice", 8, "B 省直各有关部门要加强领导。", "check.tone", "省直各有关部门要"),
    ("notice", 8, "B 各级党委政府要加强领导。", "check.tone", "各级党委政府要"),
    ("notice", 8, "B 我县将适时组织督查。", "check.other_place", "我县"),
    ("notice", 8, "B 活动时间：2017年1月至12月。", "check.other_year", "2017年"),
    ("notice", 8, "B 在工作中要加强领导，请各单位于2017年6月30日前报送总结。", "check.other_year", "2017年6月30日前"),
    ("notice", 10, "B 2.《领导小组名单》", "check.attachment_note_quoted", "书名号"),
    ("notice", 0, "M 云岭省自然资源厅矿产处文件", "check.issuing_section", "内设机构"),
    ("notice", 11, None, "check.no_signature", "署名"),
    ("report", 3, "A 云岭省人民政府，云岭省安全生产委员会办公室：", "check.upward_addressees", "不止一个主送机关"),
    ("report", 3, "A 王××省长：", "check.addressed_to_person", "王××省长"),
    ("notice", 8, "B 活动按《活动规范》（安委办〔2017〕35号）和《关于开展检查的通知》（安委办〔2017〕35号）办理。",
     "check.citation_conflict", "《关于开展检查的通知》"),
    ("notice", 8, "B 《基本规范》（安委办〔2017〕35号、18号）：《基本规范》（安委办〔2017〕18号）。",
     "check.citation_conflict", "18号"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("base", "line", "instead", "code", "words"), CHANGES, ids=[f"{c[3]}-{i}" for i, c in enumerate(CHANGES)]
)
def test_one_changed_line_gives_the_one_right_finding(
    base: str,
    line: int,
    instead: str | None,
    code: str,
    words: str,
    draft: Callable[..., Facts],
    findings: Ask,
    request: pytest.FixtureRequest,
) -> None:
    lines = list(request.getfixturevalue(base))
    lines[line : line + 1] = [] if instead is None else [instead]

    found = findings(draft(*lines))

    assert [item.code for item in found] == [code]
    assert words in found[0].problem.message
    assert found[0].problem.hint


#: The draft, where a line is put in, the line, the only code.
ADDED = [
    ("notice", 0, "A 秘密★1年", "check.no_copy_number"),
    ("notice", 2, "N 云应急〔2018〕9号", "check.several_numbers"),
    ("report", 8, "C 抄送：各市自然资源局，厅机关各处室。", "check.request_copies"),
    ("notice", 21, "B 主题词：安全，宣传，通知", "check.keywords"),
]


@pytest.mark.parametrize(("base", "line", "added", "code"), ADDED, ids=[case[3] for case in ADDED])
def test_one_added_line_gives_the_one_right_finding(
    base: str,
    line: int,
    added: str,
    code: str,
    draft: Callable[..., Facts],
    findings: Ask,
    request: pytest.FixtureRequest,
) -> None:
    lines = list(request.getfixturevalue(base))
    lines.insert(line, added)

    assert [item.code for item in findings(draft(*lines))] == [code]


#: What follows a paragraph that announces three: paragraphs, and how many are counted; 0: nothing is said.
LISTS = [
    (["一是加强领导。", "二是落实责任。", "三是抓好检查。"], 0),
    (["一是加强领导。", "二是落实责任。"], 2),
    (["（一）加强领导", "成立小组。", "（二）落实责任", "签订责任书。", "（三）抓好检查", "按月检查。"], 0),
    (["（一）加强领导", "1.成立小组。", "2.明确责任。", "（二）落实责任"], 2),
    (["1.加强领导。", "2.落实责任。", "3.抓好检查。", "4.搞好总结。"], 4),
    (["各单位要加强领导。"], 0),
    (["二、工作要求"], 0),
]


@pytest.mark.parametrize(("following", "there"), LISTS, ids=range(len(LISTS)))
def test_announced_items_in_paragraphs_of_their_own_are_counted(
    following: list[str], there: int, draft: Callable[..., Facts], findings: Ask
) -> None:
    lines = ["T 活动方案", "B 一、重点工作", "B 重点抓好以下三项工作：", *(f"B {line}" for line in following)]
    found = [item for item in findings(draft(*lines)) if item.code == "check.announced_count"]

    assert [item.problem.message for item in found] == ([f"“三项工作：”后面列了{there}项"] if there else [])


def test_an_attachment_with_the_name_of_another_county_is_told(
    draft: Callable[..., Facts], findings: Ask
) -> None:
    def paper(title: str) -> Facts:
        return draft(
            "T 岚河县2018年活动方案",
            "B 各乡镇要加强领导。",
            "B 附件：" + title,
            "R 岚河县安全生产委员会",
            "R 2018年3月5日",
            "P 附件",
            "T " + title,
        )

    assert [item.code for item in findings(paper("望山县活动分工表"))] == ["check.other_place"]
    assert findings(paper("岚河县活动分工表")) == []


RIGHT = [
    ("notice", 11, "R 省自然资源厅"),  # a short form of the same organ
    ("notice", 1, "N 云自然资规〔2018〕1号"),
    ("notice", 8, "B 我省、我厅将适时组织督查，“我市怎么办”由各市自己回答。"),
    ("notice", 8, "B 《关于省直各部门要加强安全生产工作的意见》已经印发。"),
    ("notice", 8, "B 自2017年1月起，已经开展两年。"),
    ("notice", 8, "B 各单位已于2017年12月底前完成整改，平台于2017年3月起运行。"),
    ("notice", 8, "B 办公室主任列席。1.基本情况已报送。"),
    ("notice", 5, "B 一、落实责任，细化任务"),
    ("notice", 2, "T 云岭省自然资源厅转发国务院安委会办公室关于做好安全生产工作的通知的通知"),
    ("notice", 2, "T 关于印发安全生产宣传教育“七进”活动实施方案的通知"),
]


@pytest.mark.parametrize(("base", "line", "instead"), RIGHT, ids=range(len(RIGHT)))
def test_nothing_is_found_in_a_document_that_is_right_in_another_way(
    base: str,
    line: int,
    instead: str,
    draft: Callable[..., Facts],
    findings: Ask,
    request: pytest.FixtureRequest,
) -> None:
    lines = list(request.getfixturevalue(base))
    lines[line] = instead

    assert [str(item) for item in findings(draft(*lines))] == []


def test_a_resolution_bears_its_date_below_its_title(draft: Callable[..., Facts], findings: Ask) -> None:
    lines = [
        "M 云岭省安全生产委员会文件",
        "N 云安委〔2018〕2号",
        "T 云岭省安全生产委员会关于加强安全生产工作的决议",
        "N （2018年5月3日云岭省安全生产委员会全体会议通过）",
        "B 会议听取了工作汇报，决定如下。",
    ]

    assert [item.code for item in findings(draft(*lines))] == []


def test_a_request_goes_to_one_superior(draft: Callable[..., Facts], findings: Ask) -> None:
    lines = [
        "M 云岭省自然资源厅文件",
        "A 云自然资〔2018〕40号\t签发人：×××",
        "T 云岭省自然资源厅关于增加经费的请示",
        "A 云岭省人民政府，云岭省财政厅：",
        "B 妥否，请批示。",
        "R 云岭省自然资源厅",
        "R 2018年12月29日",
    ]

    (found,) = findings(draft(*lines))

    assert found.code == "check.request_addressees"
    assert found.problem.severity is Severity.ERROR
    assert found.clause == "《党政机关公文处理工作条例》第十五条"


def test_an_announcement_to_all_names_nobody(draft: Callable[..., Facts], findings: Ask) -> None:
    lines = [
        "M 云岭省自然资源厅文件",
        "N 云自然资〔2018〕41号",
        "T 云岭省自然资源厅关于开放展览的通告",
        "A 各有关单位：",
        "B 特此通告。",
        "R 云岭省自然资源厅",
        "R 2018年12月29日",
    ]

    assert [item.code for item in findings(draft(*lines))] == ["check.circular_addressed"]


def test_a_heading_that_is_a_sentence_is_only_noted(draft: Callable[..., Facts], findings: Ask) -> None:
    (found,) = findings(draft("T 活动方案", "B 一、活动内容", "B （一）积极配合进企业。", "B 按照要求开展。"))

    assert (found.code, found.problem.severity) == ("check.heading_sentence", Severity.NOTE)


@pytest.mark.parametrize(
    ("heading", "words"),
    [
        ("B 1、活动内容", "“1、”应写成“1.”"),
        ("B (一)活动内容", "“(一)”应写成“（一）”"),
        ("B （一）、活动内容", "“（一）、”应写成“（一）”"),
        ("B １.活动内容", "“１.”应写成“1.”"),
    ],
)
def test_the_sign_of_a_heading_number_is_named(
    heading: str, words: str, draft: Callable[..., Facts], findings: Ask
) -> None:
    found = [item for item in findings(draft("T 活动方案", heading)) if item.code == "check.heading_mark"]

    assert [item.problem.message for item in found] == [f"标题序号{words}"]


def test_a_title_of_another_year_is_told(draft: Callable[..., Facts], findings: Ask) -> None:
    found = findings(
        draft(
            "T 云岭省自然资源厅2017年活动方案", "B 各市要加强领导。", "R 云岭省自然资源厅", "R 2019年3月5日"
        )
    )

    assert [item.problem.message for item in found] == ["标题写2017年，成文日期是2019年"]


def test_attachments_that_come_as_files_are_listed_as_not_looked_at(
    notice: tuple[str, ...], draft: Callable[..., Facts], unverified: Callable[[Facts], list[Unverified]]
) -> None:
    lines = [*notice[:11], "B 3.任务分工表", *notice[11:]]

    said = [str(item) for item in unverified(draft(*lines)) if "附件" in item.rule]

    assert said == ["附件3“任务分工表”（7.3.7）：没有与正文装订在一起，请另行核对"]


def test_attachments_out_of_order_are_told(
    notice: tuple[str, ...], draft: Callable[..., Facts], findings: Ask
) -> None:
    lines = [*notice[:14], *notice[18:21], *notice[14:18], *notice[21:]]

    assert [item.code for item in findings(draft(*lines))] == ["check.attachment_order"]


def table(*rows: tuple[str, ...]) -> TableFacts:
    return TableFacts(Place("稿.docx", "表1"), rows, 0, 0)


@pytest.mark.parametrize(
    ("rows", "messages"),
    [
        ([("单位", "场次"), ("甲", "3"), ("乙", "4"), ("合计", "7")], []),
        ([("单位", "场次"), ("甲", "3"), ("乙", "—"), ("合计", "3")], []),
        ([("单位", "家数"), ("甲", "65家"), ("乙", "19个"), ("合计", "84个")], []),
        ([("单位", "场次"), ("甲", "3"), ("乙", "约4"), ("合计", "9")], []),
        ([("单位", "场次"), ("甲", "3"), ("小计", "3"), ("乙", "4"), ("合计", "10")], []),
        (
            [("单位", "场次", "人数"), ("甲", "3", "10"), ("乙", "4", "20"), ("合计", "7", "31")],
            ["“人数”一栏各行相加是30，合计写的是31"],
        ),
        (
            [("单位", "经费"), ("甲", "0.5"), ("乙", "1.2"), ("总计", "1.8")],
            ["“经费”一栏各行相加是1.7，合计写的是1.8"],
        ),
    ],
    ids=range(7),
)
def test_the_total_of_a_table_is_the_sum_of_its_rows(
    rows: list[tuple[str, ...]], messages: list[str], findings: Ask
) -> None:
    found = findings(Facts("稿.docx", "docx", (), tables=(table(*rows),)))

    assert [item.problem.message for item in found] == messages
    assert all((item.code, item.problem.place.where) == ("check.table_total", "表1") for item in found)


def page(*texts: str, left: float = 28.0, right: float = 184.0) -> PageFacts:
    """A page whose lines all reach from edge to edge."""
    lines = []
    for row, text in enumerate(texts):
        step = (right - left) / len(text)
        glyphs = (
            Glyph(char, left + i * step, 45 + row * 10, 16, "f", advance=step) for i, char in enumerate(text)
        )
        lines.append(LineFacts(tuple(glyphs)))
    return PageFacts(1, 210, 297, tuple(lines))


@pytest.mark.parametrize(
    ("lines", "codes"),
    [
        (("各市要加强领导，落", "实责任。"), []),
        (("各市要加强领导", "，落实责任。"), ["check.line_edge"]),
        (("各市要学习《", "安全生产法》。"), ["check.line_edge"]),
        (("全年受教育20", "99人次。"), ["check.broken_figure"]),
        (("全年受教育2099", "人次。"), []),
    ],
)
def test_the_edges_of_lines_are_looked_at_on_the_page(
    lines: tuple[str, ...], codes: list[str], draft: Callable[..., Facts], findings: Ask
) -> None:
    facts = replace(draft("T 关于安全生产工作的说明材料"), pages=(page(*lines),))

    found = findings(facts)

    assert [item.code for item in found] == codes
    assert all(item.problem.place == Place("稿.docx", "第1页") for item in found)


def test_without_pages_the_edges_of_lines_are_not_passed_in_silence(
    draft: Callable[..., Facts], unverified: Callable[[Facts], list[Unverified]]
) -> None:
    assert [str(item) for item in unverified(draft("T 标题"))] == [
        "行首行尾的标点（GB/T 15834-2011）：没有看页面，请加 --layout",
        "数字不断行（GB/T 15835-2011）：没有看页面，请加 --layout",
    ]


#: Rules that circulate and are wrong, or are habits: following or not following them is no fault.
CIRCULATING = [
    ("notice", 13, "B （联系人：×××，电话：×××-××××××××）"),
    ("notice", 8, "B 1.制定计划。2.落实经费。"),  # two levels only, 一、 and 1.
    ("report", 5, "B 以上报告，请审阅。"),
]


@pytest.mark.parametrize(("base", "line", "instead"), CIRCULATING, ids=range(3))
def test_what_only_a_wrong_rule_forbids_is_no_fault(
    base: str,
    line: int,
    instead: str,
    draft: Callable[..., Facts],
    findings: Ask,
    request: pytest.FixtureRequest,
) -> None:
    lines = list(request.getfixturevalue(base))
    lines[line] = instead

    assert [str(item) for item in findings(draft(*lines))] == []


def test_a_document_needs_no_keywords_and_no_date_in_chinese_figures(
    notice: tuple[str, ...], draft: Callable[..., Facts], findings: Ask
) -> None:
    old = [line.replace("2018年4月25日", "二〇一八年四月二十五日") for line in notice]
    old.insert(21, "B 主题词：安全，宣传，通知")

    assert sorted(item.code for item in findings(draft(*old))) == ["check.date_form", "check.keywords"]


@pytest.mark.parametrize(
    ("lines", "codes"),
    [
        (("按照《基本规范》（以下简称《规范》）要求办理。", "《规范》已经印发。"), []),
        (("《规范》已经印发。", "按照《基本规范》（以下简称《规范》）要求办理。"), ["check.short_name_late"]),
        (
            ("按照《基本规范》（以下简称《规范》）办理。", "对照《基本规范》（以下简称《规范》）检查。"),
            ["check.short_name_twice"],
        ),
        (("省安全生产委员会办公室（以下简称省安委会办公室）已经部署。",), []),
    ],
    ids=range(4),
)
def test_a_short_name_is_explained_once_and_before_its_use(
    lines: tuple[str, ...], codes: list[str], draft: Callable[..., Facts], findings: Ask
) -> None:
    found = findings(draft("T 活动方案", *(f"B {line}" for line in lines)))

    assert [item.code for item in found] == codes
    assert all(item.problem.severity is Severity.NOTE for item in found)
