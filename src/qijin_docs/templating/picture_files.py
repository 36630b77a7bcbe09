"""Picture files through Pillow: recognised, opened, turned upright, cropped, made smaller, written.

Pillow is loaded when the first picture is prepared. What it raises on broken files becomes a problem here.
"""

from __future__ import annotations

import hashlib
import io
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Literal

from qijin_docs.errors import DataError, Place, Problem
from qijin_docs.templating.photo_traces import without_traces

if TYPE_CHECKING:
    from PIL.Image import Image

Fit = Literal["contain", "cover", "width", "height"]
Box = tuple[float, float]
#: Width and height as far as they are known.
Sides = tuple[float | None, float | None]

#: Below the number of pixels at which Pillow itself begins to warn of bombs.
MAX_PIXELS = 80_000_000
_MM_PER_INCH = 25.4
_EMU_PER_MM = 36_000
#: Pixels per inch of a picture that does not say; what Word and Excel take.
_UNSTATED_DPI = 96.0
_JPEG_QUALITY = 90
#: EXIF's tag for how the camera was held, and the values that mean turned or mirrored.
_ORIENTATION, _TURNED = 0x0112, range(2, 9)
_STORED = {"PNG": ("png", "image/png"), "JPEG": ("jpeg", "image/jpeg"), "GIF": ("gif", "image/gif")}
_SIGNATURES: tuple[tuple[int, bytes, str], ...] = (
    (0, b"\x89PNG\r\n\x1a\n", "PNG"),
    (0, b"\xff\xd8\xff", "JPEG"),
    (0, b"GIF87a", "GIF"),
    (0, b"GIF89a", "GIF"),
    (0, b"BM", "BMP"),
    (0, b"II*\0", "TIFF"),
    (0, b"MM\0*", "TIFF"),
    (8, b"WEBP", "WEBP"),
    (4, b"ftypheic", "HEIC"),
    (4, b"ftypheix", "HEIC"),
    (4, b"ftypmif1", "HEIC"),
    (4, b"ftypavif", "AVIF"),
    (0, b"%PDF", "PDF"),
    (0, b"<svg", "SVG"),
    (0, b"<?xml", "SVG"),
)


@dataclass(frozen=True, slots=True)
class PreparedPicture:
    """A picture ready to be stored in a document.

    Args:
        data: the file to store.
        extension: ``png``, ``jpeg`` or ``gif``, without dot.
        content_type: for ``[Content_Types].xml``.
        width: of the picture on the page, in millimetres.
        height: of the picture on the page, in millimetres.
        digest: SHA-256 of ``data`` in hex; the same picture has the same, so it is stored once.
        name: for ``descr`` and messages.
    """

    data: bytes
    extension: str
    content_type: str
    width: float
    height: float
    digest: str
    name: str

    @property
    def emu(self) -> tuple[int, int]:
        """Width and height in English Metric Units, as DrawingML counts (36,000 to the millimetre)."""
        return round(self.width * _EMU_PER_MM), round(self.height * _EMU_PER_MM)


@lru_cache(maxsize=16)
def prepared(
    data: bytes,
    name: str,
    wanted: Sides,
    box: Sides,
    fit: Fit,
    dpi: int,
    alt: str,
) -> PreparedPicture:
    """Cached, because the same seal or emblem stands in every document of a batch."""
    kind = sniff(data)
    if kind not in ("PNG", "JPEG", "GIF", "BMP", "TIFF", "WEBP"):
        what = f"图片是 {kind} 格式，Word 和 Excel 不能直接放" if kind else "不是图片文件，或是不认识的格式"
        raise picture_fault("format", name, what, "另存为 PNG 或 JPEG")
    try:
        image = _open(data, kind)
        if image.width * image.height > MAX_PIXELS:
            raise picture_fault(
                "too_large",
                name,
                f"图片有 {image.width}×{image.height} 个像素，超过上限 {MAX_PIXELS} 个",
                "先缩小图片",
            )
        image.load()
        made, size = _fitted(image, wanted, box, fit, dpi)
        stored, stored_kind = _encoded(made, image, data, kind)
    except DataError:
        raise
    except Exception as cause:  # Pillow's decoders raise whatever they stumble over
        raise picture_fault(
            "broken", name, "图片已损坏，读不出来", "重新取得这张图片，或用看图软件另存一次"
        ) from cause
    extension, content_type = _STORED[stored_kind]
    digest = hashlib.sha256(stored).hexdigest()
    return PreparedPicture(stored, extension, content_type, *size, digest, alt or name)


def sniff(data: bytes) -> str:
    """The format by the first bytes (``PNG``, ``HEIC`` …), empty if unknown; no file name is believed."""
    for offset, signature, kind in _SIGNATURES:
        if data.startswith(signature, offset):
            return kind
    return ""


def size_on_page(natural: Box, wanted: Sides, box: Sides, fit: Fit) -> Box:
    """Width and height in millimetres that a picture gets.

    Args:
        natural: the picture's own size.
        wanted: what the author asked for.
        box: what the place offers.
        fit: see :class:`~qijin_docs.templating.picture.Picture`; ``cover`` gives the box itself.
    """
    wide, high = natural
    width, height = wanted
    if width is None and height is None:
        if fit == "contain":
            # Its own size, smaller if the place is.
            scales = [limit / own for limit, own in zip(box, natural, strict=True) if limit is not None]
            scale = min([1.0, *scales])
            return wide * scale, high * scale
        width, height = box
    if width is None and height is None:
        return natural
    if height is None:
        assert width is not None
        return width, high * width / wide
    if width is None:
        return wide * height / high, height
    if fit == "cover":
        return width, height
    factors = {"contain": min(width / wide, height / high), "width": width / wide, "height": height / high}
    return wide * factors[fit], high * factors[fit]


def _open(data: bytes, kind: str) -> Image:
    from PIL import Image

    Image.init()
    # Image.open() warns of large pictures through a process-wide setting; the size is checked by the caller.
    factory: Any = Image.OPEN[kind][0]
    image: Image.Image = factory(io.BytesIO(data), "")
    return image


def _fitted(
    image: Image,
    wanted: Sides,
    box: Sides,
    fit: Fit,
    dpi: int,
) -> tuple[Image, Box]:
    """The picture turned upright, cropped and downsampled, and its size on the page in millimetres."""
    from PIL import Image as Images
    from PIL import ImageOps

    turned = ImageOps.exif_transpose(image)
    if turned is None:  # pragma: no cover  (only when asked to work in place)
        turned = image
    size = size_on_page(_natural_size(turned, image), wanted, box, fit)
    if fit == "cover":
        turned = _cropped(turned, size[0] / size[1])
    pixels = [max(1, round(side / _MM_PER_INCH * dpi)) for side in size]
    if turned.width > pixels[0] and turned.height > pixels[1] and not getattr(image, "is_animated", False):
        # Palettes cannot be averaged.
        smooth = turned.convert("RGBA") if turned.mode in ("P", "PA", "1") else turned
        turned = smooth.resize((pixels[0], pixels[1]), Images.Resampling.LANCZOS)
    return turned, size


def _natural_size(turned: Image, image: Image) -> Box:
    stated = image.info.get("dpi", (_UNSTATED_DPI, _UNSTATED_DPI))
    across, down = (float(value) if 10 <= float(value) <= 10_000 else _UNSTATED_DPI for value in stated[:2])
    if (turned.width, turned.height) != (image.width, image.height):
        across, down = down, across
    return turned.width / across * _MM_PER_INCH, turned.height / down * _MM_PER_INCH


def _cropped(image: Image, ratio: float) -> Image:
    width, height = image.width, image.height
    if width > height * ratio:
        keep = max(1, round(height * ratio))
        left = (width - keep) // 2
        return image.crop((left, 0, left + keep, height))
    keep = max(1, round(width / ratio))
    top = (height - keep) // 2
    return image.crop((0, top, width, top + keep))


def _encoded(made: Image, image: Image, data: bytes, kind: str) -> tuple[bytes, str]:
    """The file to store: the original if nothing had to be done to it, otherwise written anew.

    A photograph that stands upright only loses its EXIF, without loss of quality; one that has to be turned or
    made smaller is compressed anew.
    """
    exif = image.getexif()
    if made.size == image.size and kind in _STORED:
        if not exif:
            return data, kind
        if kind == "JPEG" and exif.get(_ORIENTATION) not in _TURNED:
            bare = without_traces(data)
            if bare is not None:
                return bare, kind
    stream = io.BytesIO()
    if kind == "JPEG" or (kind == "WEBP" and not made.has_transparency_data):
        picture = made if made.mode in ("L", "RGB", "CMYK") else made.convert("RGB")
        picture.save(stream, "JPEG", quality=_JPEG_QUALITY, icc_profile=image.info.get("icc_profile"))
        return stream.getvalue(), "JPEG"
    picture = made if made.mode in ("1", "L", "LA", "P", "RGB", "RGBA") else made.convert("RGB")
    picture.save(
        stream, "PNG", optimize=False, icc_profile=None if kind == "TIFF" else image.info.get("icc_profile")
    )
    return stream.getvalue(), "PNG"


def picture_fault(code: str, name: str, message: str, hint: str) -> DataError:
    """The error for a picture, with its name as the place."""
    return DataError(Problem(f"picture.{code}", message, Place(file=name), hint))
