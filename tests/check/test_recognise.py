"""Which paragraph is what, for papers of every format and for faulty ones."""

from __future__ import annotations

from dataclasses import replace

import pytest

from qijin_docs.check.elements import Elements, Form, Kind
from qijin_docs.check.facts import Alignment, Facts, Indents, Paragraph, Run
from qijin_docs.check.recognise import elements
from qijin_docs.check.signs import genre_of, is_post, is_red


def say(
    text: str,
    alignment: Alignment = "both",
    size: int = 32,
    colour: str = "auto",
    *,
    new_page: bool = False,
    in_table: bool = False,
    indent: int = 0,
) -> Paragraph:
    return Paragraph(
        text,
        runs=(Run(text, size=size, colour=colour),),
        alignment=alignment,
        indents=Indents(first_chars=indent),
        page_break_before=new_page,
        in_table=in_table,
    )


def read(*paragraphs: Paragraph) -> Elements:
    return elements(Facts("稿.docx", "docx", paragraphs))


MAST = say("云岭省自然资源厅文件", "center", 84, "FF0000")
NUMBER = say("云自然资〔2018〕35号", "center")
TITLE = say("关于印发方案的通知", "center", 44)
TO = say("各市自然资源局：")
TEXT = say("现将方案印发给你们，请认真贯彻执行。", indent=200)
NOTE = say("附件：1.实施方案", indent=200)
NOTE_2 = say("2.名单", indent=500)
SIGNED = say("云岭省自然资源厅", "right")
DATE = say("2018年4月25日", "right")
REMARK = say("（此件主动公开）", indent=200)
LABEL = say("附件1", "left", new_page=True)
NAMED = say("实施方案", "center", 44)
LEVEL_1 = say("一、总体要求", indent=200)
LEVEL_2 = say("（二）落实责任。成立领导小组，明确专人负责，把安全生产宣传教育列入重要议事日程。", indent=200)
COPIES = say("抄送：云岭省安全生产委员会办公室。", size=28, in_table=True)
ISSUE = say("云岭省自然资源厅办公室\t2018年4月26日印发", size=28, in_table=True)
FILE = (
    MAST,
    NUMBER,
    TITLE,
    TO,
    TEXT,
    NOTE,
    NOTE_2,
    SIGNED,
    DATE,
    REMARK,
    LABEL,
    NAMED,
    LEVEL_1,
    LEVEL_2,
    COPIES,
    ISSUE,
)


def test_every_element_of_a_file_is_told() -> None:
    known = read(*FILE)

    assert known.form is Form.FILE
    assert known.kinds == (
        Kind.MASTHEAD, Kind.DOCUMENT_NUMBER, Kind.TITLE, Kind.ADDRESSEES, Kind.BODY, Kind.ATTACHMENT_NOTE,
        Kind.ATTACHMENT_NOTE, Kind.SIGNATURE, Kind.DATE, Kind.REMARK, Kind.ATTACHMENT_LABEL,
        Kind.ATTACHMENT_TITLE, Kind.HEADING_1, Kind.BODY, Kind.COPIES, Kind.ISSUE,
    )  # fmt: skip
    assert (known.title, known.genre, known.upward) == ("关于印发方案的通知", "通知", False)
    assert [(h.level, h.number, h.title, h.alone) for h in known.headings] == [
        (1, 1, "总体要求", True),
        (2, 2, "落实责任", False),
    ]
    assert [(a.number, a.title, a.first, a.last) for a in known.attachments] == [(1, "实施方案", 10, 13)]
    assert known.main_end == 10
    assert known.uncertain == ()


def test_the_empty_document_is_plain_and_its_title_is_uncertain() -> None:
    known = read()

    assert (known.form, known.kinds, known.title) == (Form.PLAIN, (), "")
    assert [item.rule for item in known.uncertain] == ["标题（7.3.1）"]


def test_a_letter_has_a_mark_without_文件_and_its_number_on_the_right() -> None:
    known = read(
        say("云岭省自然资源厅", "center", 84, "FF0000"),
        say("云自然资函〔2018〕12号", "right"),
        say("关于商请协助的函", "center", 44),
        say("云岭省教育厅："),
        TEXT,
    )

    assert known.form is Form.LETTER
    assert known.kinds[:4] == (Kind.MASTHEAD, Kind.DOCUMENT_NUMBER, Kind.TITLE, Kind.ADDRESSEES)


@pytest.mark.parametrize(
    ("mast", "form"),
    [
        ("专题会议纪要", Form.MINUTES),
        ("云岭省人民政府令", Form.ORDER),
        ("云岭省自然资源厅文件", Form.FILE),
        ("云岭省自然资源厅", Form.FILE),
    ],
)
def test_the_masthead_tells_the_format(mast: str, form: Form) -> None:
    assert read(say(mast, "center", 84, "FF0000"), NUMBER, TITLE, TEXT).form is form


def test_a_signer_beside_the_number_makes_a_document_go_up() -> None:
    known = read(MAST, say("云自然资〔2018〕36号\t签发人：×××"), TITLE, TO, TEXT)

    assert known.kinds[1] is Kind.DOCUMENT_NUMBER
    assert known.upward


def test_a_black_masthead_is_still_a_masthead() -> None:
    assert read(replace(MAST, runs=(Run(MAST.text, size=84),)), NUMBER, TITLE).kinds[0] is Kind.MASTHEAD


def test_a_number_without_a_masthead_is_uncertain() -> None:
    known = read(NUMBER, TITLE, TO, TEXT)

    assert known.kinds[0] is Kind.DOCUMENT_NUMBER
    assert [item.why for item in known.uncertain] == [
        "有发文字号，没有找到红色的发文机关标志，可能使用预先印好的红头纸"
    ]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("000123", Kind.COPY_NUMBER),
        ("机密★1年", Kind.SECRECY),
        ("特 急", Kind.URGENCY),
        ("签发人：×××", Kind.SIGNATORY),
    ],
)
def test_the_lines_of_the_head(text: str, kind: Kind) -> None:
    assert read(say(text), MAST, NUMBER, TITLE, TEXT).kinds[0] is kind


def test_lines_of_the_head_mean_nothing_in_the_middle_of_a_plain_paper() -> None:
    assert read(TITLE, TEXT, say("特急"), say("000123"), TEXT).kinds[2:4] == (Kind.BODY, Kind.BODY)


@pytest.mark.parametrize(
    "text",
    ["二〇一八年四月二十五日", "2018年04月25日", "2018.4.25", "2018年4月25号", "二○一八年四月二十五日"],
)
def test_a_faulty_date_is_a_date(text: str) -> None:
    assert read(MAST, NUMBER, TITLE, TO, TEXT, SIGNED, say(text, "right")).kinds[-2:] == (
        Kind.SIGNATURE,
        Kind.DATE,
    )


def test_a_title_of_several_paragraphs_is_joined_and_a_smaller_line_below_it_is_no_part_of_it() -> None:
    known = read(
        say("云岭省自然资源厅", "center", 44),
        say("活动总结", "center", 44),
        say("（2018年12月29日）", "center", 32),
        TEXT,
    )

    assert known.kinds == (Kind.TITLE, Kind.TITLE, Kind.SUBTITLE, Kind.BODY)
    assert known.title == "云岭省自然资源厅活动总结"


def test_addressees_without_their_colon_are_still_addressees() -> None:
    assert read(MAST, NUMBER, TITLE, say("各市自然资源局、厅机关各处室"), TEXT).kinds[3] is Kind.ADDRESSEES


def test_thirty_addressees_are_no_text() -> None:
    many = "、".join(["各市自然资源局甲"] * 30) + "："
    assert read(MAST, NUMBER, TITLE, say(many), TEXT).kinds[3:] == (Kind.ADDRESSEES, Kind.BODY)
    assert read(MAST, NUMBER, TITLE, say(many, indent=200), TEXT).kinds[3] is Kind.BODY


def test_a_first_sentence_is_no_addressee() -> None:
    assert read(MAST, NUMBER, TITLE, TEXT).kinds[3] is Kind.BODY


def test_附件_with_a_list_below_it_is_no_label() -> None:
    known = read(MAST, NUMBER, TITLE, TO, TEXT, say("附件："), say("1.方案"), SIGNED, DATE)

    assert known.attachments == ()


def test_an_attachment_sent_by_itself_has_no_title_of_its_own() -> None:
    known = read(say("云自然资〔2018〕35号附件2"), NAMED, TEXT)

    assert known.kinds == (Kind.ATTACHMENT_LABEL, Kind.ATTACHMENT_TITLE, Kind.BODY)
    assert known.uncertain == ()


def test_a_centred_line_before_a_table_is_its_caption() -> None:
    cell = say("甲", in_table=True)

    assert read(TITLE, TEXT, say("情况统计表", "center"), cell, TEXT).kinds[2:4] == (Kind.CAPTION, Kind.TABLE)


@pytest.mark.parametrize(
    ("title", "genre"),
    [
        ("关于印发方案的通知", "通知"),
        ("关于报送总结的报告", "报告"),
        ("关于商请协助的函", "函"),
        ("会议纪要", "纪要"),
        ("活动实施方案", "方案"),
        ("关于某事的经验材料", "经验材料"),
        ("把安全课讲到班组里", ""),
        ("关于某事的通知（试行）", "通知"),
    ],
)
def test_the_genre_is_what_the_title_ends_with(title: str, genre: str) -> None:
    assert genre_of(title) == genre


@pytest.mark.parametrize(
    ("colour", "red"),
    [
        ("FF0000", True),
        ("C00000", True),
        ("auto", False),
        ("000000", False),
        ("FF8080", False),
        ("0000FF", False),
    ],
)
def test_what_an_office_calls_red(colour: str, red: bool) -> None:
    assert is_red(colour) is red


@pytest.mark.parametrize("text", ["", "附件", "一、", "（", "\t", "签发人", "抄送：", "安" * 10_000])
def test_any_text_is_told_or_left_untold(text: str) -> None:
    known = read(say(text), say(text, "center"), say(text, "right", new_page=True), say(text, in_table=True))

    assert len(known.kinds) == 4


@pytest.mark.parametrize("push", ["\t\t\t\t", "　　　　　　　　"])
def test_a_name_pushed_to_the_right_with_tabs_or_blanks_is_the_signature(push: str) -> None:
    found = read(*FILE[:5], say(push + "云岭省自然资源厅", "left"), say(push + "2018年4月25日", "left"))
    assert found.kinds[5:] == (Kind.SIGNATURE, Kind.DATE)


def test_the_caption_of_a_table_above_the_date_is_no_signature() -> None:
    caption, cell = say("活动情况统计表", "center"), say("12", in_table=True)
    found = read(*FILE[:5], caption, cell, SIGNED, DATE)
    assert found.kinds[5:] == (Kind.CAPTION, Kind.TABLE, Kind.SIGNATURE, Kind.DATE)


@pytest.mark.parametrize(
    ("text", "alignment", "expected"),
    [
        ("厅长", "right", True),
        ("主　任", "right", True),
        ("云岭省自然资源厅", "right", False),
        ("厅长", "center", False),
    ],
)
def test_a_post_beside_a_stamp_is_told_from_the_name_of_an_organ(
    text: str, alignment: Alignment, *, expected: bool
) -> None:
    assert is_post(say(text, alignment)) is expected
