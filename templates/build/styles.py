"""The named styles: one for each element of a document, with face, size and place on the page.

Distances above and below are whole lines, so that everything stays on the 22 lines of the page.
"""

from __future__ import annotations

from dataclasses import dataclass

from page import CHARACTER, LINE, WIDTH, mm

RED = "FF0000"
#: 空一字 and 空二字 in 四号, the size of page numbers and of the 版记.
FOUR = 280


@dataclass(frozen=True, slots=True)
class Style:
    """A paragraph style.

    Args:
        id: ASCII, what paragraphs refer to.
        name: Chinese, what Word shows.
        face: role of type.
        size: 字号.
        align: ``both``, ``left``, ``center`` or ``right``.
        indent: attributes of ``w:ind``.
        above: twips above.
        below: twips below.
        line: exact height of a line in twips; 0 lets the line grow (pictures, table cells).
        tabs: tab stops in twips.
        level: outline level from 1, 0 for text.
        colour: six hexadecimal digits; empty for black.
        keep: it stays with the next paragraph.
        page_break: it begins a page.
        fit: width of a character in per cent.
    """

    id: str
    name: str
    face: str = "仿宋"
    size: str = "三号"
    align: str = "both"
    indent: tuple[tuple[str, int], ...] = ()
    above: int = 0
    below: int = 0
    line: int = LINE
    tabs: tuple[int, ...] = ()
    level: int = 0
    colour: str = ""
    keep: bool = False
    page_break: bool = False


def chars(count: float, *, size: int = CHARACTER) -> int:
    """Width of a number of characters in twips."""
    return round(count * size)


#: Puts joint issuers and the word after them in the middle of the page.
_JOINT = (("left", chars(1.7)),)
_SIDES = (("left", FOUR), ("right", FOUR))
_TWO = (("firstLineChars", 200), ("firstLine", chars(2)))


def _hanging(left: float, by: float) -> tuple[tuple[str, int], ...]:
    return (("left", chars(left)), ("hanging", chars(by)))


#: A stop every half character: the unsealed signature is moved along them.
_HALVES = tuple(chars(n / 2) for n in range(1, 57))
#: Four characters on the right, five for the stamp, two between it and the post.
_BESIDE_STAMP = (("rightChars", 1100), ("right", chars(11)))
#: A label of three characters, and a little more, for 黑体 may be set wider than 仿宋.
_PEOPLE = _hanging(5.2, 3.2)
#: 170 mm, seven more than the type area on either side.
_WIDER = (("left", -mm(7)), ("right", -mm(7)))

STYLES = (
    Style("Body", "正文（公文）", indent=_TWO),
    Style("BodyLast", "正文末段", indent=_TWO, keep=True),
    Style("Title", "公文标题", "小标宋", "二号", "center", above=2 * LINE, below=LINE),
    Style("TitleAboveSubtitle", "公文标题（有副标题）", "小标宋", "二号", "center", above=2 * LINE),
    Style("Subtitle", "副标题", "楷体", align="center", below=LINE),
    Style("Level1", "一级标题", "黑体", indent=_TWO, level=1, keep=True),
    Style("Level2", "二级标题", "楷体", indent=_TWO, level=2, keep=True),
    Style("Level3", "三级标题", indent=_TWO, level=3, keep=True),
    Style("Level4", "四级标题", indent=_TWO, level=4, keep=True),
    Style("Addressees", "主送机关"),
    Style("AttachmentOnly", "附件说明", indent=_hanging(5, 3), above=LINE, keep=True),
    Style(
        "AttachmentFirst",
        "附件说明首项",
        indent=_hanging(6.5, 4.5),
        above=LINE,
        tabs=(chars(6.5),),
        keep=True,
    ),
    Style("AttachmentNext", "附件说明续项", indent=_hanging(6.5, 1.5), tabs=(chars(6.5),), keep=True),
    Style("Signature", "署名", align="center", above=2 * LINE, keep=True),
    Style("Sealed", "署名（联合发文）", align="left", above=2 * LINE, keep=True),
    # Seals of 42 mm in rows 46 mm apart do not touch.
    Style("SealedNext", "署名（联合发文，续排）", align="left", above=7 * LINE // 2, keep=True),
    Style("SealedMore", "署名（联合发文，续行）", align="left", keep=True),
    Style("Date", "成文日期", align="right", indent=(("rightChars", 400), ("right", chars(4))), keep=True),
    Style("Unsealed", "署名（不盖章）", align="left", above=LINE, tabs=_HALVES, keep=True),
    Style("UnsealedNext", "署名（不盖章，联合发文）", align="left", tabs=_HALVES, keep=True),
    Style("UnsealedDate", "成文日期（不盖章）", align="left", tabs=_HALVES, keep=True),
    Style("StampPost", "签名人职务", align="right", indent=_BESIDE_STAMP, above=2 * LINE, keep=True),
    Style("StampPostNext", "签名人职务（续）", align="right", indent=_BESIDE_STAMP, above=LINE, keep=True),
    Style(
        "StampDate",
        "成文日期（签名章）",
        align="right",
        indent=(("rightChars", 400), ("right", chars(4))),
        above=LINE,
        keep=True,
    ),
    Style("Note", "附注", indent=_TWO, keep=True),
    Style("AttachmentLabel", "附件标号", "黑体", align="left", page_break=True, keep=True),
    Style("Label", "附件标识", "黑体", align="left"),
    Style("AttachmentTitle", "附件标题", "小标宋", "二号", "center", above=LINE, below=LINE),
    Style("CopyNumber", "份号", align="left"),
    Style("Secrecy", "密级和紧急程度", "黑体", align="left"),
    Style("Mark", "发文机关标志", "小标宋", "初号", "center", line=1053, colour=RED),
    Style("MarkLong", "发文机关标志（长）", "小标宋", "小初", "center", line=924, colour=RED),
    Style("MarkLongest", "发文机关标志（特长）", "小标宋", "一号", "center", line=709, colour=RED),
    *(
        Style(
            f"MarkJoint{id_}",
            f"发文机关标志（联合{name}）",
            "小标宋",
            size,
            "distribute",
            _JOINT,
            line=line,
            colour=RED,
        )
        for id_, name, size, line in (
            ("", "", "一号", 709),
            # In exact lines the ink stands higher or lower with their height: that of a first line begins as high.
            ("Small", "，二号", "二号", 623),
            ("SmallNext", "，二号续行", "二号", 480),
            ("Smallest", "，小二", "小二", 537),
            ("SmallestNext", "，小二续行", "小二", 400),
        )
    ),
    Style("LetterMark", "信函标志", "小标宋", "初号", "center", line=1053, colour=RED),
    Style("LetterMarkLong", "信函标志（长）", "小标宋", "小初", "center", line=924, colour=RED),
    Style("LetterMarkLongest", "信函标志（特长）", "小标宋", "一号", "center", line=709, colour=RED),
    Style("DoubleRule", "红色双线", "宋体", "小五", "left", _WIDER, line=20),
    Style("LetterNumber", "发文字号（信函）", align="right"),
    Style(
        "NumberAndDate",
        "发文字号和日期",
        align="left",
        indent=(("leftChars", 100), ("left", chars(1))),
        above=2 * LINE,
        tabs=(-chars(27),),
    ),
    Style("Number", "发文字号", align="center", above=2 * LINE),
    Style("NumberUp", "发文字号（上行文）", align="left", indent=(("leftChars", 100), ("left", chars(1)))),
    Style("Signatory", "签发人", align="right", indent=(("rightChars", 100), ("right", chars(1)))),
    Style("Signatories", "签发人（多人）", align="left", tabs=(chars(4) + 20,)),
    Style("PresentFirst", "会议人员首项", indent=_PEOPLE, above=LINE, tabs=(chars(5.2),), keep=True),
    Style("PresentNext", "会议人员续项", indent=_PEOPLE, tabs=(chars(5.2),), keep=True),
    Style("Members", "名单", align="left", indent=_hanging(12.5, 10.5), tabs=(chars(8.5), chars(12.5))),
    Style("TableHead", "表头", "黑体", "五号", "center", line=0, keep=True),
    Style("TableHeadSmall", "表头（窄栏）", "黑体", "小五", "center", line=0, keep=True),
    Style("TableCell", "表内文字", "宋体", "五号", "left", line=0),
    Style("TableFigure", "表内数字", "宋体", "五号", "center", line=0),
    Style("TableTitle", "表题", "黑体", align="center", above=LINE, keep=True),
    Style("Responsible", "推荐单位和填报人", indent=_TWO, above=LINE, keep=True),
    Style("Picture", "照片", align="center", line=0, keep=True),
    Style("Caption", "照片说明", "楷体", "小四", "center", line=420),
    Style(
        "CopiesTo", "抄送", size="四号", indent=(("left", 4 * FOUR), ("hanging", 3 * FOUR), ("right", FOUR))
    ),
    Style(
        "Printed",
        "印发",
        size="四号",
        align="left",
        indent=(("left", FOUR), ("right", FOUR)),
        tabs=(-(WIDTH - FOUR),),
    ),
    Style("Anchor", "版记定位行", "宋体", "小五", line=20),
    Style(
        "FooterOdd",
        "页码（单页）",
        "宋体",
        "四号",
        "right",
        (("rightChars", 100), ("right", FOUR)),
        line=mm(6),
    ),
    Style(
        "FooterEven", "页码（双页）", "宋体", "四号", "left", (("leftChars", 100), ("left", FOUR)), line=mm(6)
    ),
    Style("Control", "模板标签", "宋体", "小五", "left", line=0, colour="7F7F7F"),
)

#: Character styles: id, name, role of type. For headings that run into their text, and for signatories.
CHARACTERS = (("RunHei", "黑体字", "黑体"), ("RunKai", "楷体字", "楷体"), ("RunFang", "仿宋字", "仿宋"))
