"""What is inside the files of the evidence folder: does it open, how large, how long, when taken.

Headers only, and no program besides: a photograph is decoded by Pillow, a PDF is opened by pypdfium2 where
that is installed, wav, avi and mp4 tell their length in their heads. What a picture shows nobody looks at.
"""

from __future__ import annotations

import contextlib
import struct
import wave
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

IMAGES = frozenset({"jpg", "jpeg", "png", "gif", "bmp", "tif", "tiff", "webp"})
_TAKEN = 36867  # Exif DateTimeOriginal
_EXIF = 34665
_MAGIC = {
    "mp3": (b"ID3", b"\xff\xfb", b"\xff\xf3", b"\xff\xf2", b"\xff\xfa"),
    "mkv": (b"\x1a\x45\xdf\xa3",),
    "wmv": (b"\x30\x26\xb2\x75",),
    "wma": (b"\x30\x26\xb2\x75",),
    "aac": (b"\xff\xf1", b"\xff\xf9", b"ADIF"),
}


@dataclass(frozen=True, slots=True)
class MediaFacts:
    """What one file is.

    Args:
        fault: why it cannot be opened; empty if it can.
        width, height: pixels of a picture.
        taken: day on which the camera says the photograph was taken.
        fingerprint: 256 bits that hardly change when a picture is made smaller or brighter; ``None`` for
            anything but a picture, and for one without any feature.
        seconds: length of a sound or film.
        pages: of a PDF.
        unseen: why less was looked at than could be; empty if all was.
    """

    fault: str = ""
    width: int = 0
    height: int = 0
    taken: date | None = None
    fingerprint: int | None = None
    seconds: float | None = None
    pages: int | None = None
    unseen: str = ""


def look_at(folder: Path, names: Iterable[str]) -> dict[str, MediaFacts]:
    """Facts of the files named, by name; a file that is not there has none."""
    return {name: facts_of(folder / name) for name in names if (folder / name).is_file()}


def facts_of(path: Path) -> MediaFacts:
    """Facts of one file; told from its content as its suffix says it should be."""
    suffix = path.suffix.lower().removeprefix(".")
    try:
        if suffix in IMAGES:
            return _image(path)
        with path.open("rb") as stream:
            head = stream.read(64)
        if not head:
            return MediaFacts("文件是空的")
        if suffix == "pdf":
            return _pdf(path, head)
        if suffix == "wav":
            return _wav(path)
        if suffix == "avi":
            return _avi(path)
        if suffix in ("mp4", "mov", "m4a"):
            return _mp4(path)
    except OSError as exc:
        return MediaFacts(f"读不出来（{type(exc).__name__}）")
    except struct.error:
        return MediaFacts("文件不完整")
    known = _MAGIC.get(suffix)
    if known is None:
        return MediaFacts(unseen=f"程序不会打开.{suffix}文件，只看了它不是空的")
    if not head.startswith(known):
        return MediaFacts(f"内容不是.{suffix}文件")
    return MediaFacts(unseen=f"程序读不出.{suffix}文件的时长，只看了文件头")


def _image(path: Path) -> MediaFacts:
    from PIL import Image

    try:
        with Image.open(path) as image:
            width, height = image.size
            taken = None
            with contextlib.suppress(Exception):  # a camera's damaged Exif is no damage of the picture
                taken = _day(image.getexif().get_ifd(_EXIF).get(_TAKEN))
            image.draft("L", (64, 64))  # JPEG: decode no more than is needed
            return MediaFacts(width=width, height=height, taken=taken, fingerprint=_fingerprint(image))
    except Image.DecompressionBombError:
        return MediaFacts("图片大得不合常理，没有打开")
    except Exception as exc:  # noqa: BLE001 # Pillow's decoders raise whatever they come across
        return MediaFacts(f"图片打不开（{type(exc).__name__}）")


def _day(said: object) -> date | None:
    return datetime.strptime(str(said)[:10], "%Y:%m:%d").date() if said else None  # noqa: DTZ007 # a day alone


def _fingerprint(image: object) -> int | None:
    """Difference hash: is each of 16 × 16 spots brighter than its right neighbour?

    Twenty lines of Pillow instead of imagehash, which would bring numpy, scipy and PyWavelets along.
    """
    from PIL import Image

    assert isinstance(image, Image.Image)
    small = image.convert("L").resize((17, 16), Image.Resampling.LANCZOS)
    grey = list(small.tobytes())
    bits = 0
    for row in range(16):
        for column in range(16):
            at = row * 17 + column
            bits = bits << 1 | (grey[at] > grey[at + 1])
    return bits or None


def _pdf(path: Path, head: bytes) -> MediaFacts:
    if b"%PDF-" not in head:
        return MediaFacts("内容不是PDF")
    try:
        import pypdfium2 as pdfium
    except ImportError:
        return MediaFacts(unseen="没有安装 pypdfium2，PDF只看了文件头；pip install qijin-docs[layout]")
    try:
        document = pdfium.PdfDocument(path)
    except pdfium.PdfiumError as exc:
        return MediaFacts(f"PDF打不开（{exc}）")
    try:
        pages = len(document)
    finally:
        document.close()
    return MediaFacts(pages=pages) if pages else MediaFacts("PDF一页也没有", pages=0)


def _wav(path: Path) -> MediaFacts:
    try:
        with wave.open(str(path), "rb") as sound:
            return MediaFacts(seconds=sound.getnframes() / sound.getframerate())
    except (wave.Error, EOFError, ZeroDivisionError) as exc:
        return MediaFacts(f"录音打不开（{type(exc).__name__}）")


def _avi(path: Path) -> MediaFacts:
    with path.open("rb") as stream:
        head = stream.read(4096)
    at = head.find(b"avih")
    if not (head.startswith(b"RIFF") and head[8:12] == b"AVI ") or at < 0 or len(head) < at + 28:
        return MediaFacts("内容不是.avi文件")
    microseconds, frames = (
        struct.unpack_from("<I", head, at + 8)[0],
        struct.unpack_from("<I", head, at + 24)[0],
    )
    return MediaFacts(seconds=microseconds * frames / 1e6)


def _mp4(path: Path) -> MediaFacts:
    """ISO/IEC 14496-12: the length stands in moov/mvhd, as a number of ticks."""
    with path.open("rb") as stream:
        end = path.stat().st_size
        inside = False
        while stream.tell() + 8 <= end:
            start = stream.tell()
            size, kind = struct.unpack(">I4s", stream.read(8))
            if start == 0 and kind not in (b"ftyp", b"moov", b"mdat", b"wide", b"free", b"skip"):
                return MediaFacts("内容不是视频文件")
            if size == 1:
                size = struct.unpack(">Q", stream.read(8))[0]
            if kind == b"moov":
                inside = True
                continue
            if kind == b"mvhd" and inside:
                body = stream.read(32)
                form = ">4xQQIQ" if body[:1] == b"\x01" else ">4xIIII"
                _, _, ticks, length = struct.unpack_from(form, body)
                return MediaFacts(seconds=length / ticks) if ticks else MediaFacts("视频没有时长")
            if size < 8:
                break
            stream.seek(start + size)
    return MediaFacts("视频不完整，找不到文件头")
