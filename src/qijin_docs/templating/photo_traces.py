"""A JPEG without what a camera wrote about the place and itself, its picture untouched."""

from __future__ import annotations

#: Exif and XMP stand in APP1, IPTC in APP13, notes in COM (ITU-T T.81, annex B).
_TRACES = frozenset({0xE1, 0xED, 0xFE})
_START_OF_SCAN, _END = 0xDA, 0xD9
#: Markers without a length behind them.
_ALONE = frozenset({0x01, *range(0xD0, 0xD9)})


def without_traces(data: bytes) -> bytes | None:
    """The same file without EXIF, XMP, IPTC and notes; ``None`` if its segments cannot be followed.

    Also ``None`` if a second picture with traces hangs behind the first.

    Lossless: what is seen is not decoded. The colour profile (APP2) stays, it belongs to what is seen.
    """
    kept = [data[:2]]
    at = 2
    while True:
        if data[at : at + 1] != b"\xff":
            return None
        marker = data[at + 1] if at + 1 < len(data) else _END
        if marker == 0xFF:  # padding
            at += 1
            continue
        if marker == _START_OF_SCAN:
            # Some telephones hang a second picture behind the first, with an EXIF of its own.
            return None if b"Exif\0" in data[at:] else b"".join((*kept, data[at:]))
        if marker == _END or marker in _ALONE:
            return None
        end = at + 2 + int.from_bytes(data[at + 2 : at + 4])
        if end < at + 4 or end >= len(data):
            return None
        if marker not in _TRACES:
            kept.append(data[at:end])
        at = end
