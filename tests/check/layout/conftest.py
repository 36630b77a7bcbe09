"""Documents made by hand for the checker: right ones of every format, to be spoiled in one place.

Written as plain WordprocessingML, without the project's own templates: the checker must hold for documents that
anyone made, and nothing here is shared with what it measures.
"""

from __future__ import annotations

import copy
import io
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape, quoteattr

import pytest

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
FONTS = {
    "仿宋": "仿宋_GB2312",
    "黑体": "黑体",
    "楷体": "楷体_GB2312",
    "小标宋": "方正小标宋简体",
    "宋体": "宋体",
}
LINE = 579
SENTENCE = (
    "各单位要切实提高思想认识结合工作实际制定具体措施明确责任分工加强组织领导广泛动员干部职工积极参加各项活动"
)


@dataclass
class Para:
    """One paragraph. Indents in hundredths of a character, spaces in lines, the rest as in the file."""

    text: str = ""
    face: str = "仿宋"
    size: int = 32
    align: str = "both"
    first: int = 0
    left: int = 0
    right: int = 0
    hanging: int = 0
    before: float = 0
    after: float = 0
    line: int = LINE
    rule: str = "exact"
    colour: str = ""
    spacing: int | None = None
    runs: list[tuple[str, str]] = field(default_factory=list)
    borders: str = ""
    page_break: bool = False
    tab: int = 0
    latin: str = ""
    frame: str = ""
    bold: bool = False

    def xml(self, body: str | None = None) -> str:
        """The ``w:p``."""
        twips = self.size * 10 / 100
        indents = (
            f'w:leftChars="{self.left}" w:left="{round(self.left * twips)}" '
            f'w:rightChars="{self.right}" w:right="{round(self.right * twips)}"'
        )
        if self.hanging:
            indents += f' w:hangingChars="{self.hanging}" w:hanging="{round(self.hanging * twips)}"'
        else:
            indents += f' w:firstLineChars="{self.first}" w:firstLine="{round(self.first * twips)}"'
        settings = (
            ("<w:pageBreakBefore/>" if self.page_break else "")
            + (f"<w:framePr {self.frame}/>" if self.frame else "")
            + (f"<w:pBdr>{self.borders}</w:pBdr>" if self.borders else "")
            + (f'<w:tabs><w:tab w:val="right" w:pos="{self.tab}"/></w:tabs>' if self.tab else "")
            + '<w:overflowPunct w:val="1"/><w:snapToGrid w:val="0"/>'
            + f'<w:spacing w:before="{round(self.before * LINE)}" w:after="{round(self.after * LINE)}" '
            + f'w:line="{self.line}" w:lineRule="{self.rule}"/><w:ind {indents}/><w:jc w:val="{self.align}"/>'
        )
        content = (
            body
            if body is not None
            else "".join(self.run(text, face) for text, face in self.runs or [(self.text, self.face)])
        )
        return f"<w:p><w:pPr>{settings}</w:pPr>{content}</w:p>"

    def run(self, text: str, face: str) -> str:
        """One ``w:r``."""
        font = FONTS.get(face, face)
        latin = self.latin or font
        spacing = self.spacing if self.spacing is not None else (-5 if self.size == 32 else 0)
        colour = f'<w:color w:val="{self.colour}"/>' if self.colour else ""
        bold = "<w:b/>" if self.bold else ""
        inside = "<w:br/>".join(
            "<w:tab/>".join(f'<w:t xml:space="preserve">{escape(piece)}</w:t>' for piece in line.split("\t"))
            for line in text.split("\n")
        )
        return (
            f"<w:r><w:rPr><w:rFonts w:ascii={quoteattr(latin)} w:hAnsi={quoteattr(latin)} "
            f'w:eastAsia={quoteattr(font)} w:hint="eastAsia"/>{bold}{colour}<w:spacing w:val="{spacing}"/>'
            f'<w:sz w:val="{self.size}"/></w:rPr>{inside}</w:r>'
        )


def rule(side: str, size: int, colour: str = "000000", space: int = 0, kind: str = "single") -> str:
    """A border of a paragraph."""
    return f'<w:{side} w:val="{kind}" w:sz="{size}" w:space="{space}" w:color="{colour}"/>'


@dataclass
class Doc:
    """A document: named paragraphs in order, page setup, page numbers, imprint."""

    paras: dict[str, Para]
    width: int = 11906
    height: int = 16838
    top: int = 2098
    bottom: int = 1984
    left: int = 1587
    right: int = 1474
    footer: int = 1418
    even_and_odd: bool = True
    odd: Para = field(default_factory=lambda: Para("— \ue000 —", "宋体", 28, "right", right=100, line=340))
    even: Para = field(default_factory=lambda: Para("— \ue000 —", "宋体", 28, "left", left=100, line=340))
    first_footer: Para | None = None
    grid: str = ""
    imprint: list[Para] = field(default_factory=list)
    imprint_borders: list[str] = field(default_factory=list)
    imprint_left: int = 1587
    imprint_bottom: bool = True
    tail: list[Para] = field(default_factory=list)

    def __getitem__(self, name: str) -> Para:
        return self.paras[name]

    def __setitem__(self, name: str, para: Para) -> None:
        self.paras[name] = para

    def bytes(self) -> bytes:
        """The .docx."""
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package:
            for name, text in self._parts().items():
                package.writestr(name, text)
        return stream.getvalue()

    def save(self, path: Path) -> Path:
        """Write it."""
        path.write_bytes(self.bytes())
        return path

    def _parts(self) -> dict[str, str]:
        kinds = {"footer1.xml": ("default", self.odd), "footer2.xml": ("even", self.even)}
        if self.first_footer is not None:
            kinds["footer3.xml"] = ("first", self.first_footer)
        main = "application/vnd.openxmlformats-officedocument.wordprocessingml."
        types = "".join(
            f'<Override PartName="/word/{name}" ContentType="{main}footer+xml"/>' for name in kinds
        )
        links = "".join(
            f'<Relationship Id="f{kind}" Type="{R}/footer" Target="{name}"/>'
            for name, (kind, _) in kinds.items()
        )
        parts = {
            "[Content_Types].xml": (
                '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
                '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
                '<Default Extension="xml" ContentType="application/xml"/>'
                f'<Override PartName="/word/document.xml" ContentType="{main}document.main+xml"/>'
                f'<Override PartName="/word/settings.xml" ContentType="{main}settings+xml"/>{types}</Types>'
            ),
            "_rels/.rels": (
                '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
                f'<Relationship Id="r1" Type="{R}/officeDocument" Target="word/document.xml"/></Relationships>'
            ),
            "word/_rels/document.xml.rels": (
                '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
                f'<Relationship Id="s1" Type="{R}/settings" Target="settings.xml"/>{links}</Relationships>'
            ),
            "word/settings.xml": (
                f'<w:settings xmlns:w="{W}">'
                + ("<w:evenAndOddHeaders/>" if self.even_and_odd else "")
                + "</w:settings>"
            ),
            "word/document.xml": (
                f'<w:document xmlns:w="{W}" xmlns:r="{R}"><w:body>{self._body(kinds)}</w:body></w:document>'
            ),
        }
        for name, (_, para) in kinds.items():
            parts[f"word/{name}"] = f'<w:ftr xmlns:w="{W}">{self._numbered(para)}</w:ftr>'
        return parts

    def _numbered(self, para: Para) -> str:
        pieces = para.text.split("\ue000")
        if len(pieces) == 1:
            return para.xml()
        field_code = (
            '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>PAGE</w:instrText></w:r>'
            '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
            + para.run("1", para.face)
            + '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
        )
        return para.xml(para.run(pieces[0], para.face) + field_code + para.run(pieces[1], para.face))

    def _body(self, kinds: dict[str, tuple[str, Para]]) -> str:
        references = "".join(
            f'<w:footerReference w:type="{kind}" r:id="f{kind}"/>' for kind, _ in kinds.values()
        )
        section = (
            f"<w:sectPr>{references}"
            f'<w:pgSz w:w="{self.width}" w:h="{self.height}"/><w:pgMar w:top="{self.top}" w:right="{self.right}" '
            f'w:bottom="{self.bottom}" w:left="{self.left}" w:header="851" w:footer="{self.footer}" w:gutter="0"/>'
            + ("<w:titlePg/>" if self.first_footer is not None else "")
            + self.grid
            + "</w:sectPr>"
        )
        tail = "".join(para.xml() for para in self.tail)
        return "".join(para.xml() for para in self.paras.values()) + self._imprint() + tail + section

    def _imprint(self) -> str:
        if not self.imprint:
            return ""
        rows = "".join(
            f'<w:tr><w:tc><w:tcPr><w:tcW w:w="8845" w:type="dxa"/><w:tcBorders>{borders}</w:tcBorders></w:tcPr>'
            f"{para.xml()}</w:tc></w:tr>"
            for para, borders in zip(self.imprint, self.imprint_borders, strict=True)
        )
        floating = (
            f'<w:tblpPr w:leftFromText="0" w:rightFromText="0" w:vertAnchor="margin" w:horzAnchor="page" '
            f'w:tblpX="{self.imprint_left}" w:tblpYSpec="{"bottom" if self.imprint_bottom else "center"}"/>'
        )
        return (
            f'<w:tbl><w:tblPr>{floating}<w:tblW w:w="8845" w:type="dxa"/><w:tblInd w:w="0" w:type="dxa"/>'
            '<w:tblLayout w:type="fixed"/><w:tblCellMar><w:left w:w="0" w:type="dxa"/>'
            '<w:right w:w="0" w:type="dxa"/></w:tblCellMar></w:tblPr><w:tblGrid><w:gridCol w:w="8845"/></w:tblGrid>'
            f"{rows}</w:tbl>{Para(size=18, line=20).xml()}"
        )


def text(count: int, turned: int = 0) -> str:
    """A paragraph of Chinese characters without any marks inside, so that its lines can be counted.

    Args:
        count: characters.
        turned: where in the sentence it begins, so that no two paragraphs say the same.
    """
    return (SENTENCE * (count // len(SENTENCE) + 2))[turned:][:count] + "。"


def main_text(paragraphs: int) -> dict[str, Para]:
    """Headings of four levels and text."""
    found = {
        "body1": Para(text(150), first=200),
        "h1": Para("一、总体要求", "黑体", first=200),
        "body2": Para(text(180), first=200),
        "h2": Para("（一）加强组织领导", "楷体", first=200),
        "body3": Para(text(120), first=200),
        "h3": Para("1.明确责任", first=200),
        "body4": Para(text(90), first=200),
        "h4": Para("（1）落实人员", first=200),
    }
    return found | {f"text{number}": Para(text(170, number + 1), first=200) for number in range(paragraphs)}


def ending(date: str = "2018年4月25日") -> dict[str, Para]:
    """Signature centred over the date, which ends four characters from the right; a remark."""
    # 11 glyphs of the date are 7.0 characters wide, its middle 7.5 characters from the right edge.
    return {
        "signature": Para("云岭省自然资源厅", align="center", left=1230, before=2),
        "date": Para(date, align="right", right=400),
        "remark": Para("（此件公开发布）", first=200),
    }


def imprint() -> dict[str, Any]:
    """抄送 and 印发, thick, thin and thick."""
    return {
        "imprint": [
            Para("抄送：云岭省应急管理厅，云岭省教育厅。", size=28, left=400, hanging=300, right=100),
            Para(
                "云岭省自然资源厅办公室\t2018年4月26日印发",
                size=28,
                align="left",
                left=100,
                right=100,
                tab=8565,
            ),
        ],
        "imprint_borders": [rule("top", 8) + rule("bottom", 6), rule("top", 6) + rule("bottom", 8)],
    }


def red_rule() -> Para:
    """The red rule: the border of an empty paragraph."""
    return Para(line=100, borders=rule("bottom", 12, "FF0000", 1))


def head(number: Para) -> dict[str, Para]:
    """Mark and number above the red rule."""
    return {
        "above": Para(line=1828),
        "mark": Para("云岭省自然资源厅文件", "小标宋", 84, "center", line=1100, colour="FF0000"),
        "number": number,
        "rule": red_rule(),
    }


def notice(paragraphs: int = 2) -> Doc:
    """A 通知 with an attachment."""
    number = Para("云自然资〔2018〕12号", align="center", before=2)
    return Doc(
        head(number)
        | {
            "title": Para(
                "云岭省自然资源厅关于印发\n安全生产宣传教育“七进”活动方案的通知", "小标宋", 44, "center",
                before=2, after=1,
            ),
            "to": Para("各市自然资源局，厅机关各处室："),
        }
        | main_text(paragraphs)
        | {"note": Para("附件：云岭省自然资源厅安全生产宣传教育活动方案", before=1, left=500, hanging=300)}
        | ending()
        | {
            "label": Para("附件", "黑体", align="left", page_break=True),
            "attached": Para("云岭省自然资源厅安全生产\n宣传教育活动方案", "小标宋", 44, "center", before=1, after=1),
            "attached_text": Para(text(200), first=200),
        },
        **imprint(),
    )  # fmt: skip


def report(paragraphs: int = 2) -> Doc:
    """A 报告 with a signatory, everything in the corner of its head."""
    number = Para(
        "云自然资〔2018〕13号\t", align="left", left=100, before=2, tab=8845 - 320,
        runs=[("云自然资〔2018〕13号\t签发人：", "仿宋"), ("赵一鸣", "楷体")],
    )  # fmt: skip
    doc = notice(paragraphs)
    paras = {
        "copy": Para("000012", align="left"),
        "secrecy": Para("秘密★1年", "黑体", align="left"),
        "urgency": Para("特急", "黑体", align="left"),
        "above": Para(line=91),
    }
    doc.paras = {**paras, **{name: para for name, para in doc.paras.items() if name != "above"}}
    doc.paras["number"] = number
    doc["title"].text = "云岭省自然资源厅关于报送\n安全生产宣传教育“七进”活动方案的报告"
    doc["to"].text = "云岭省安全生产委员会办公室："
    return doc


def at_height(y: int, *, wide: bool = False) -> str:
    """A frame at a height of the page, as wide as the type area or 170 mm."""
    left, width = (1190, 9638) if wide else (1587, 8845)
    return f'w:w="{width}" w:wrap="notBeside" w:vAnchor="page" w:hAnchor="page" w:x="{left}" w:y="{y}"'


def letter() -> Doc:
    """A letter: mark at 30 mm, number on the right, no number on the first page."""
    doc = notice(0)
    paras = dict(doc.paras)
    for name in ("above", "note", "label", "attached", "attached_text"):
        del paras[name]
    mark, number = paras.pop("mark"), paras.pop("number")
    del paras["rule"]
    mark.text, mark.frame = "云岭省自然资源厅", at_height(1538)
    upper = Para(line=40, left=0, borders=rule("bottom", 12, "FF0000", 1, "thickThinSmallGap"))
    lower = Para(line=40, borders=rule("top", 12, "FF0000", 1, "thickThinSmallGap"))
    upper.frame, lower.frame = at_height(2633, wide=True), at_height(15660, wide=True)
    number.text, number.align, number.before = "云自然资函〔2018〕12号", "right", 0.15
    paras["title"].text = "云岭省自然资源厅关于商请支持\n安全生产宣传教育“七进”活动的函"
    paras["to"].text = "云岭省教育厅："
    doc.paras = {"mark": mark, "upper": upper, "lower": lower, "number": number, **paras}
    doc.imprint = doc.imprint[:1]
    doc.imprint_borders = [""]
    doc.first_footer = Para("", "宋体", 28, "right", line=340)
    return doc


def order() -> Doc:
    """An order: its number two lines below the mark, the text two below the number, a post for the stamp."""
    doc = notice(0)
    for name in ("rule", "title", "to", "note", "remark", "label", "attached", "attached_text"):
        del doc.paras[name]
    doc["mark"].text, doc["above"].line = "云岭省自然资源厅令", 1828 - 850
    doc["number"].text = "第5号"
    doc["body1"].before = 2
    doc["signature"] = Para("厅长", align="right", right=1100, before=2)
    doc["date"].before = 1
    doc.imprint = []
    return doc


def minutes() -> Doc:
    """Minutes: a mark that says so, who was present below the text."""
    doc = notice(2)
    for name in ("rule", "to", "note", "signature", "remark", "label", "attached", "attached_text"):
        del doc.paras[name]
    del doc.paras["date"]
    doc["mark"].text, doc["mark"].size = "云岭省自然资源厅专题会议纪要", 62
    doc["above"].line -= 181  # smaller type stands lower in its line
    doc["title"].text = "研究安全生产宣传教育“七进”活动有关工作"
    doc["title"].before = 1
    doc.paras["present"] = Para(
        runs=[("出席：", "黑体"), ("赵一鸣　钱　二　孙三友", "仿宋")], left=500, hanging=300, before=1
    )
    doc.paras["absent"] = Para(runs=[("请假：", "黑体"), ("李　四", "仿宋")], left=500, hanging=300)
    return doc


def plain() -> Doc:
    """Material without a head."""
    doc = notice(3)
    for name in ("above", "mark", "number", "to", "note", "remark", "label", "attached", "attached_text"):
        del doc.paras[name]
    doc["title"].before = 0
    doc["title"].text = "云岭省自然资源厅\n2018年安全生产宣传教育活动方案"
    doc.imprint = []
    return doc


RIGHT: dict[str, Callable[[], Doc]] = {
    "通知": notice,
    "报告": report,
    "函": letter,
    "命令": order,
    "纪要": minutes,
    "材料": plain,
}


@pytest.fixture(scope="session")
def documents() -> dict[str, Callable[[], Doc]]:
    """Makers of right documents by name, each call a new one."""
    return RIGHT


@pytest.fixture
def right() -> Callable[[str], Doc]:
    """``right("通知")``: a right document, to be spoiled."""
    return lambda name: copy.deepcopy(RIGHT[name]())


@pytest.fixture(scope="session")
def para() -> type[Para]:
    """``para("抄送：…", size=28)``: a paragraph."""
    return Para


@pytest.fixture(scope="session")
def border() -> Callable[..., str]:
    """``border("top", 8)``: a border of a cell or paragraph."""
    return rule


@pytest.fixture
def codes() -> Callable[[Any], list[str]]:
    """``codes(facts)``: the codes of all findings, each once, sorted."""
    from qijin_docs.check.recognise import elements
    from qijin_docs.check.report import Finding
    from qijin_docs.check.rules import RULES

    def ask(facts: Any) -> list[str]:
        known = elements(facts)
        said = [item for asked in RULES for item in asked(facts, known)]
        return sorted({item.code for item in said if isinstance(item, Finding)})

    return ask
