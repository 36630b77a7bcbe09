"""The parts around a document, and zip archives that are always alike: fixed names, order and time."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

from fonts import FACES
from page import FIRST_FOOTER, FOOTER
from styles_part import styles_part
from wordml import element, field, paragraph, run

_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_REL = "http://schemas.openxmlformats.org/package/2006/relationships"
_CT = "http://schemas.openxmlformats.org/package/2006/content-types"
_NAMESPACES = f'xmlns:w="{_W}" xmlns:r="{_R}"'
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml."
#: The earliest time a zip can say.
_TIME = (1980, 1, 1, 0, 0, 0)


def docx(body: str, first_footer: str = "") -> bytes:
    """A Word template.

    Args:
        body: paragraphs, tables and the section properties.
        first_footer: the footer of the first page, if it has one of its own.
    """
    # A first footer that reaches further down has to leave the page numbers where they are.
    below = FOOTER - FIRST_FOOTER if first_footer else 0
    parts = {
        "word/document.xml": (
            f"<w:document {_NAMESPACES}><w:body>{body}</w:body></w:document>",
            "document.main",
        ),
        "word/styles.xml": (f"<w:styles {_NAMESPACES}>{styles_part()}</w:styles>", "styles"),
        "word/settings.xml": (f"<w:settings {_NAMESPACES}>{_settings()}</w:settings>", "settings"),
        "word/fontTable.xml": (f"<w:fonts {_NAMESPACES}>{_font_table()}</w:fonts>", "fontTable"),
        "word/footer1.xml": (f"<w:ftr {_NAMESPACES}>{_page_number('FooterOdd', below)}</w:ftr>", "footer"),
        "word/footer2.xml": (f"<w:ftr {_NAMESPACES}>{_page_number('FooterEven', below)}</w:ftr>", "footer"),
    }
    if first_footer:
        parts["word/footer3.xml"] = (f"<w:ftr {_NAMESPACES}>{first_footer}</w:ftr>", "footer")
    links = (
        ("styles", "styles", "styles.xml"),
        ("settings", "settings", "settings.xml"),
        ("fontTable", "fontTable", "fontTable.xml"),
        ("footerOdd", "footer", "footer1.xml"),
        ("footerEven", "footer", "footer2.xml"),
        *((("footerFirst", "footer", "footer3.xml"),) if first_footer else ()),
    )
    files = {
        "[Content_Types].xml": (
            f'{_HEAD}<Types xmlns="{_CT}">'
            '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            '<Default Extension="xml" ContentType="application/xml"/>'
            + "".join(
                f'<Override PartName="/{name}" ContentType="{_WORD}{kind}+xml"/>'
                for name, (_, kind) in parts.items()
            )
            + "</Types>"
        ),
        "_rels/.rels": _relationships((("document", "officeDocument", "word/document.xml"),)),
        **{name: _HEAD + content for name, (content, _) in parts.items()},
        "word/_rels/document.xml.rels": _relationships(links),
    }
    return archive({name: text.encode() for name, text in files.items()})


def archive(parts: Mapping[str, bytes]) -> bytes:
    """A zip of the parts in the order given."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as package:
        for name, content in parts.items():
            entry = zipfile.ZipInfo(name, _TIME)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 0
            package.writestr(entry, content, compresslevel=9)
    return stream.getvalue()


def _relationships(links: tuple[tuple[str, str, str], ...]) -> str:
    return (
        f'{_HEAD}<Relationships xmlns="{_REL}">'
        + "".join(
            f'<Relationship Id="{key}" Type="{_R}/{kind}" Target="{target}"/>' for key, kind, target in links
        )
        + "</Relationships>"
    )


def _settings() -> str:
    return "".join(
        (
            element("w:defaultTabStop", val=420),
            "<w:evenAndOddHeaders/>",
            # Squeezed punctuation would break the 28 characters of a line.
            element("w:characterSpacingControl", val="doNotCompress"),
            element(
                "w:compat",
                "<w:spaceForUL/>",
                "<w:balanceSingleByteDoubleByteWidth/>",
                "<w:doNotLeaveBackslashAlone/>",
                "<w:ulTrailSpace/>",
                # Otherwise Word spreads the words of a justified line that ends in a line break.
                "<w:doNotExpandShiftReturn/>",
                "<w:useFELayout/>",
                element(
                    "w:compatSetting",
                    name="compatibilityMode",
                    uri="http://schemas.microsoft.com/office/word",
                    val=15,
                ),
            ),
            element("w:themeFontLang", val="en-US", eastAsia="zh-CN"),
        )
    )


def _font_table() -> str:
    return "".join(
        element(
            "w:font",
            element("w:altName", val=",".join(face.others)),
            element("w:charset", val="86"),
            element("w:family", val=face.family),
            name=face.name,
        )
        for face in sorted(FACES.values(), key=lambda face: face.name)
    )


def _page_number(style: str, below: int) -> str:
    space = element("w:spacing", after=below) if below else ""
    return paragraph(style, run("— "), field("PAGE", "1"), run(" —"), properties=space)
