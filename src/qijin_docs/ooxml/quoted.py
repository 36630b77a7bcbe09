"""Values of attributes as they are written into XML."""

from __future__ import annotations

from html import escape

#: A reader of XML makes spaces of these, unless they are written so.
_SPACES = str.maketrans({"\n": "&#10;", "\r": "&#13;", "\t": "&#9;"})


def quoted(value: str) -> str:
    """The value in quotation marks. The standard library's ``quoteattr`` loads a web client along with itself."""
    return f'"{escape(value).translate(_SPACES)}"'
