"""The parts of the merged workbook besides its rows: a package small enough to be written by hand, row by row."""

from __future__ import annotations

import struct
from collections.abc import Iterable, Sequence
from html import escape
from typing import IO

from qijin_docs.errors import OutputError, Problem
from qijin_docs.ooxml.deflate import crc32, deflating

_NS = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
_REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
# Cell formats: 0 plain, 1 date, 2 head, 3 title, 4 body, 5 figures. Blank cells have that of their column.
_STYLES = (
    f'{_XML}<styleSheet {_NS}><numFmts count="1"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd"/></numFmts>'
    '<fonts count="3"><font><sz val="10.5"/><name val="宋体"/></font><font><b/><sz val="10.5"/><name val="宋体"/></font>'
    '<font><sz val="18"/><name val="宋体"/></font></fonts>'
    '<fills count="3"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>'
    '<fill><patternFill patternType="solid"><fgColor rgb="FFEDEDED"/></patternFill></fill></fills>'
    '<borders count="2"><border/><border><left style="thin"/><right style="thin"/><top style="thin"/>'
    '<bottom style="thin"/></border></borders>'
    '<cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="6"><xf/>'
    '<xf numFmtId="164" borderId="1" applyNumberFormat="1" applyBorder="1" applyAlignment="1">'
    '<alignment horizontal="center" vertical="center"/></xf>'
    '<xf fontId="1" fillId="2" borderId="1" applyFont="1" applyFill="1" applyBorder="1" applyAlignment="1">'
    '<alignment horizontal="center" vertical="center" wrapText="1"/></xf>'
    '<xf fontId="2" applyFont="1" applyAlignment="1"><alignment horizontal="center" vertical="center"/></xf>'
    '<xf borderId="1" applyBorder="1" applyAlignment="1"><alignment vertical="center" wrapText="1"/></xf>'
    '<xf borderId="1" applyBorder="1" applyAlignment="1"><alignment horizontal="center" vertical="center"/></xf>'
    '</cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
)


_LOCAL = struct.Struct("<4s5H3I2H")
_CENTRAL = struct.Struct("<4s6H3I5H2I")
_END = struct.Struct("<4s4H2IH")
_DEFLATED = 8
_DAY = (1 << 5) | 1  # 1980-01-01, the earliest a zip can say
_LARGEST = 0xFFFF_FFFF


def sheet_start(widths: Sequence[float], frozen: int) -> str:
    """A sheet down to its first row: widths in digits, and how many rows stay on the screen."""
    columns = "".join(
        f'<col min="{n}" max="{n}" width="{w}" style="4" customWidth="1"/>' for n, w in enumerate(widths, 1)
    )
    return (
        f'{_XML}<worksheet {_NS}><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr><sheetViews>'
        '<sheetView workbookViewId="0">'
        f'<pane ySplit="{frozen}" topLeftCell="A{frozen + 1}" activePane="bottomLeft" state="frozen"/>'
        "</sheetView></sheetViews>"
        f'<sheetFormatPr defaultRowHeight="30" customHeight="1"/><cols>{columns}</cols><sheetData>'
    )


def page_setup(paper: str) -> str:
    """A4 or A3 landscape, as wide as the page."""
    size = {"A3": 8, "A4": 9}[paper]
    return (
        '<pageMargins left="0.5" right="0.5" top="0.6" bottom="0.6" header="0.3" footer="0.3"/>'
        f'<pageSetup paperSize="{size}" orientation="landscape" fitToWidth="1" fitToHeight="0"/>'
        "<headerFooter><oddFooter>&amp;C第&amp;P页，共&amp;N页</oddFooter></headerFooter>"
    )


class StreamedZip:
    """A zip whose parts are deflated while they are written, by the fastest library there is.

    :class:`zipfile.ZipFile` does the same with zlib alone. Times are fixed: the same parts give the same bytes.

    Args:
        file: a binary file that can be sought in.
    """

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self._listing: list[bytes] = []

    def write(self, name: str, stretches: Iterable[bytes]) -> None:
        """One part, in stretches none of which is kept.

        Raises:
            OutputError: ``output.too_large`` beyond what a zip without extensions can say.
        """
        start = self._file.tell()
        encoded = name.encode("ascii")
        self._file.write(bytes(_LOCAL.size) + encoded)
        stream, crc, size = deflating(), 0, 0
        for stretch in stretches:
            crc, size = crc32(stretch, crc), size + len(stretch)
            self._file.write(stream.compress(stretch))
        self._file.write(stream.flush())
        end = self._file.tell()
        packed = end - start - _LOCAL.size - len(encoded)
        if max(size, end) > _LARGEST:
            raise OutputError(Problem("output.too_large", "总表太大，超过4GB", hint="写成.csv，或分几次收"))
        facts = (_DEFLATED, 0, _DAY, crc, packed, size, len(encoded), 0)
        self._file.seek(start)
        self._file.write(_LOCAL.pack(b"PK\x03\x04", 20, 0, *facts))
        self._file.seek(end)
        self._listing.append(_CENTRAL.pack(b"PK\x01\x02", 20, 20, 0, *facts, 0, 0, 0, 0, start) + encoded)

    def close(self) -> None:
        """The list of parts at the end; the file itself stays open."""
        start, listing = self._file.tell(), b"".join(self._listing)
        count = len(self._listing)
        self._file.write(listing + _END.pack(b"PK\x05\x06", 0, 0, count, count, len(listing), start, 0))


def fixed_parts(name: str, areas: tuple[str, str]) -> dict[str, str]:
    """All parts but the two sheets: the first one's name, and what is printed of each."""
    sheets = (escape(name[:31], quote=False), "来源")
    printed = "".join(
        f'<definedName name="_xlnm.Print_Area" localSheetId="{n}">\'{sheet}\'!{area}</definedName>'
        for n, (sheet, area) in enumerate(zip(sheets, areas, strict=True))
    )
    listed = "".join(f'<sheet name="{s}" sheetId="{n}" r:id="rId{n}"/>' for n, s in enumerate(sheets, 1))
    related = "".join(
        f'<Relationship Id="rId{n}" Type="{_REL}/worksheet" Target="worksheets/sheet{n}.xml"/>'
        for n in (1, 2)
    )
    types = "".join(
        f'<Override PartName="/xl/worksheets/sheet{n}.xml" ContentType="{_TYPE}.worksheet+xml"/>'
        for n in (1, 2)
    )
    return {
        "[Content_Types].xml": f'{_XML}<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" '
        f'ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="{_TYPE}.sheet.main+xml"/>'
        f'<Override PartName="/xl/styles.xml" ContentType="{_TYPE}.styles+xml"/>{types}</Types>',
        "xl/styles.xml": _STYLES,
        "xl/workbook.xml": f'{_XML}<workbook {_NS} xmlns:r="{_REL}"><sheets>{listed}</sheets><definedNames>{printed}'
        f'<definedName name="_xlnm.Print_Titles" localSheetId="0">\'{sheets[0]}\'!$1:$2</definedName>'
        "</definedNames></workbook>",
        "xl/_rels/workbook.xml.rels": f'{_XML}<Relationships xmlns="{_PACKAGE}/relationships">{related}'
        f'<Relationship Id="rId3" Type="{_REL}/styles" Target="styles.xml"/></Relationships>',
        "_rels/.rels": f'{_XML}<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" '
        f'Type="{_REL}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    }
