"""The official document: letterhead, title, addressees, attachments, imprint."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from qijin_docs.models import OfficialDocument

FILE = "公文/报告.yaml"

FLAWS: list[tuple[dict[str, Any], str, str, str]] = [
    ({"版头.签发人": ...}, "official.no_signatory", "版头.签发人", "报告是上行文，没有签发人"),
    ({"文种": "函"}, "official.signatory", "版头.签发人", "函不是上行文，不标签发人"),
    ({"事由": ...}, "data.missing", "事由", "没有标题，也没有事由"),
    (
        {"事由": "关于报送实施方案"},
        "official.subject",
        "事由",
        "事由“关于报送实施方案”自己带了“关于”或“的报告”，标题里会重复",
    ),
    (
        {"事由": "报送实施方案的报告"},
        "official.subject",
        "事由",
        "事由“报送实施方案的报告”自己带了“关于”或“的报告”，标题里会重复",
    ),
    (
        {"标题": "云岭省自然资源厅关于报送实施方案的函"},
        "official.genre_in_title",
        "标题",
        "标题“云岭省自然资源厅关于报送实施方案的函”不以文种“报告”结尾",
    ),
    ({"主送": ...}, "data.missing", "主送", "报告没有主送机关"),
    (
        {"文种": "请示", "主送": "省安委会办公室、省政府"},
        "official.several_addressees",
        "主送",
        "请示有不止一个主送机关",
    ),
    ({"正文": ...}, "data.missing", "正文", "公文没有正文"),
    (
        {"版头.发文字号": "云自然资〔2017〕30号"},
        "official.number_year",
        "版头.发文字号",
        "发文字号云自然资〔2017〕30号的年份与成文日期不同",
    ),
    (
        {"正文": "现将方案（见附件）报上，请批准。"},
        "official.request_in_report",
        "正文",
        "报告里夹带了请示事项",
    ),
    (
        {"正文": "现将方案（附件1、附件2）报上。"},
        "official.no_such_attachment",
        "附件",
        "正文提到附件2，附件却只有1个",
    ),
    (
        {"正文": "现予报告。", "附件.0.名称": "别的方案"},
        "official.attachment_unmentioned",
        "附件",
        "有附件，正文里却没有提到",
    ),
    (
        {"附件.0.名称": "实施方案。"},
        "official.attachment_punctuation",
        "附件[0].名称",
        "附件名称“实施方案。”末尾有标点",
    ),
    ({"附件.0.承载": "实施法案"}, "official.unknown_carried", "附件[0].承载", "附件不能承载“实施法案”"),
    ({"版头.密级": "秘密★1年"}, "official.no_copy_number", "版头.份号", "标了密级（秘密★1年）却没有份号"),
    ({"版头.份号": "12"}, "data.wrong_form", "版头.份号", "“份号”的写法不对：“12”"),
    ({"阶段": 5}, "data.unknown_phase", "阶段", "活动没有第5阶段"),
    (
        {"章节": [{"领域": "企业", "正文": "文"}]},
        "official.no_role",
        "章节[0].标题",
        "公文不知道本单位在“企业”领域的角色，拟不出这一节的标题",
    ),
    (
        {"章节": [{"领域": "企事业", "正文": "文"}]},
        "data.unknown_sphere",
        "章节[0].领域",
        "没有“企事业”这个领域",
    ),
    ({"章节": [{"阶段": 9, "正文": "文"}]}, "data.unknown_phase", "章节[0].阶段", "活动没有第9阶段"),
    (
        {"主送": "省教育厅", "附件": ..., "正文": "现予报告。"},
        "official.not_upward",
        "主送",
        "报告主送“省教育厅”，它不是上级",
    ),
    (
        {"主送": "省教育厅"},
        "official.wrong_genre",
        "文种",
        "实施方案送平级或不相隶属的“省教育厅”，文种不能用“报告”",
    ),
    (
        {"文种": "函", "版头.签发人": ..., "版头.发文机关标志": "云岭省自然资源厅文件", "主送": "省教育厅"},
        "official.mark",
        "版头.发文机关标志",
        "函的发文机关标志“云岭省自然资源厅文件”写得不对",
    ),
    (
        {"文种": "纪要", "版头.签发人": ..., "版头.发文机关标志": "云岭省自然资源厅"},
        "official.mark",
        "版头.发文机关标志",
        "纪要的发文机关标志“云岭省自然资源厅”写得不对",
    ),
    (
        {"落款": "签名章", "版头.联合发文机关": "省教育厅", "签名人职务": "厅长"},
        "official.posts",
        "签名人职务",
        "落款用签名章，有2个机关签署，写了1个签名人职务",
    ),
    ({"签名人职务": "厅长"}, "official.posts", "签名人职务", "落款是加盖印章，却写了签名人职务"),
    ({"出席": "张三"}, "official.attendance", "出席", "报告里写了出席人员"),
    ({"列席": "张三"}, "official.attendance", "列席", "报告里写了列席人员"),
    ({"落款": "盖章"}, "data.not_allowed", "落款", "“落款”不能是“盖章”"),
    (
        {"版记.抄送": "岭安市自然资源局"},
        "official.copy_to_subordinate",
        "版记.抄送",
        "上行文抄送了下级“岭安市自然资源局”",
    ),
]


@pytest.mark.parametrize(("changes", "code", "where", "message"), FLAWS)
def test_a_flaw_is_reported_where_it_stands(
    small: Any, changes: dict[str, Any], code: str, where: str, message: str
) -> None:
    assert small.fault(FILE, changes, code) == (where, message)


def test_the_title_is_built_from_subject_and_genre(valid: Callable[[str], Any]) -> None:
    letter = OfficialDocument.model_validate(valid("公文/报告"))
    assert letter.full_title == "云岭省自然资源厅关于报送实施方案的报告"
    assert letter.mark == "云岭省自然资源厅文件"
    assert letter.addressee_line == "省安委会办公室："


def test_a_written_title_stays(valid: Callable[[str], Any]) -> None:
    letter = OfficialDocument.model_validate(valid("公文/报告") | {"标题": "关于活动的报告"})
    assert letter.full_title == "关于活动的报告"


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("云自然资[2018]30号", "云自然资〔2018〕30号"),
        ("云自然资（2018）30号", "云自然资〔2018〕30号"),
        ("云自然资〔2018〕30号", "云自然资〔2018〕30号"),
    ],
)
def test_a_document_number_is_put_into_its_formal_shape(small: Any, written: str, number: str) -> None:
    small.change(FILE, {"版头.发文字号": written})
    (letter,) = [o for o in small.load().year.officials if o.genre == "报告"]
    assert letter.letterhead.number == number


@pytest.mark.parametrize(
    ("names", "lines"),
    [
        (["甲表"], [{"序号": "", "名称": "甲表"}]),
        (["甲表", "乙表"], [{"序号": "1.", "名称": "甲表"}, {"序号": "2.", "名称": "乙表"}]),
        ([], []),
    ],
)
def test_attachments_are_numbered_if_there_are_several(
    valid: Callable[[str], Any], names: list[str], lines: list[dict[str, str]]
) -> None:
    data = valid("公文/报告") | {"附件": [{"名称": name} for name in names], "正文": "见附件。"}
    assert list(OfficialDocument.model_validate(data).attachment_lines) == lines


def test_copies_signatories_and_print_date_have_their_signs(valid: Callable[[str], Any]) -> None:
    data = valid("公文/报告")
    data["版头"]["签发人"] = ["王一", "李二"]
    data["版记"]["抄送"] = "省教育厅、省政府"
    letter = OfficialDocument.model_validate(data)
    assert letter.signatory_text == "王一　李二"
    assert letter.copies_line == "抄送：省教育厅，省政府。"
    assert letter.printed_text == "2018年4月27日印发"


def test_without_imprint_nothing_is_printed_there(valid: Callable[[str], Any]) -> None:
    data = valid("公文/报告")
    del data["版记"]
    letter = OfficialDocument.model_validate(data)
    assert (letter.copies_line, letter.printed_text) == ("", "")


@pytest.mark.parametrize("genre", ["公告", "通告", "纪要"])
def test_some_genres_need_no_addressee(valid: Callable[[str], Any], genre: str) -> None:
    data = valid("公文/报告") | {"文种": genre, "主送": []}
    del data["版头"]["签发人"]
    assert OfficialDocument.model_validate(data).addressee_line == ""


@pytest.mark.parametrize("secrecy", ["绝密", "机密★5年", "秘密★长期"])
def test_a_classified_document_has_a_copy_number(valid: Callable[[str], Any], secrecy: str) -> None:
    data = valid("公文/报告")
    data["版头"] |= {"密级": secrecy, "份号": "000012"}
    assert OfficialDocument.model_validate(data).letterhead.copy_number == "000012"


def test_the_closing_is_the_last_paragraph(valid: Callable[[str], Any]) -> None:
    data = valid("公文/报告") | {"章节": [{"标题": "要求", "正文": "按时。"}]}
    lines = [b.line for b in OfficialDocument.model_validate(data).blocks]
    assert lines == ["现将实施方案（见附件）报送你办。", "一、要求", "按时。", "特此报告。"]


def test_a_request_anywhere_in_a_report_is_noticed(small: Any) -> None:
    assert small.fault(
        FILE, {"章节": [{"标题": "经费", "正文": "请审批。"}]}, "official.request_in_report"
    ) == ("正文", "报告里夹带了请示事项")


def test_a_year_after_attachment_is_no_number_of_an_attachment(small: Any) -> None:
    small.change(FILE, {"正文": "现将附件2018年方案报上。"})
    assert small.problems() == []


@pytest.mark.parametrize(
    ("genre", "mark"),
    [
        ("通知", "云岭省自然资源厅文件"),
        ("通报", "云岭省自然资源厅文件"),
        ("函", "云岭省自然资源厅"),
        ("纪要", "云岭省自然资源厅会议纪要"),
    ],
)
def test_the_mark_follows_the_genre(valid: Callable[[str], Any], genre: str, mark: str) -> None:
    data = valid("公文/通知") | {"文种": genre}
    assert OfficialDocument.model_validate(data).mark == mark


@pytest.mark.parametrize(
    ("organ", "joint", "date", "halves"),
    [
        ("云岭省自然资源厅", [], "2018-12-25", 36),  # 8 and 8: the date ends on the edge
        ("云岭省安全生产委员会办公室", [], "2018-12-25", 26),
        ("云岭省教育厅", [], "2018-12-25", 32),  # the date is longer and ends two characters in
        ("云岭省教育厅", [], "2018-04-05", 34),
        ("云岭省教育厅", ["云岭省安全生产委员会办公室"], "2018-04-05", 26),
        ("云岭省教育厅", [], None, 26),
        ("云" * 40, [], "2018-12-25", 0),
    ],
)
def test_an_unsealed_signature_stands_two_characters_left_of_the_date(
    valid: Callable[[str], Any], organ: str, joint: list[str], date: str | None, halves: int
) -> None:
    data = valid("公文/通知") | {"成文日期": date, "单位": {"全称": organ}}
    data["版头"]["联合发文机关"] = joint
    assert OfficialDocument.model_validate(data).before_signature == "\t" * halves


def test_only_the_lists_of_people_there_are_are_printed(valid: Callable[[str], Any]) -> None:
    data = valid("公文/通知") | {"文种": "纪要", "出席": "张三、李四", "列席": ["王五"]}
    assert OfficialDocument.model_validate(data).attendance == (
        {"称谓": "出席", "名单": "张三、李四"},
        {"称谓": "列席", "名单": "王五"},
    )
