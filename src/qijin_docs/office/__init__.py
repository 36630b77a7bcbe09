"""LibreOffice as a converter: found, driven with its own profile and fonts, its failures put into words.

program.py   which LibreOffice, what version, run it and stop it
fonts.py     what stands in for 仿宋_GB2312, 方正小标宋简体 … while a page is drawn
profile.py   the settings of the throw-away profile
convert.py   files → PDF, many a call
warm.py      one file → PDF, by a LibreOffice that stays
pages.py     PDF → one picture a page
"""

from qijin_docs.office.convert import to_pdf
from qijin_docs.office.fonts import FontFound, fonts_found
from qijin_docs.office.pages import page_count, page_images
from qijin_docs.office.program import find_soffice, office_version
from qijin_docs.office.warm import WarmOffice

__all__ = [
    "FontFound",
    "WarmOffice",
    "find_soffice",
    "fonts_found",
    "office_version",
    "page_count",
    "page_images",
    "to_pdf",
]
