"""Pictures as values: where one comes from, how large it is to stand, and the bytes an engine stores for it.

A :class:`Picture` says what is wanted; :meth:`Picture.prepare` reads, checks, turns, crops and downsamples.
What comes out has no EXIF: a photo's position and camera do not belong in a document that is sent round.
"""

from __future__ import annotations

import hashlib
import io
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from qijin_docs.errors import DataError, Place, Problem

if TYPE_CHECKING:
    from PIL.Image import Image

Fit = Literal["contain", "cover", "width", "height"]
Box = tuple[float, float]
#: Width and height as far as they are known.
Sides = tuple[float | None, float | None]

#: Below the number of pixels at which Pillow itself begins to warn of bombs.
MAX_PIXELS = 80_000_000
MAX_BYTES = 100 << 20
_FITS = ("contain", "cover", "width", "height")
_MAX_MM = 5_000.0
_MM_PER_INCH = 25.4
_EMU_PER_MM = 36_000
#: Pixels per inch of a picture that does not say; what Word and Excel take.
_UNSTATED_DPI = 96.0
_JPEG_QUALITY = 90
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


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture for a tag: ``Picture("现场.jpg", width=60)``.

    The ratio is always kept. One of width and height gives the other; both, or the box of the place where the
    tag stands, are a box that ``fit`` fills. Neither: its own size, made smaller if it does not fit the box.

    Args:
        source: a path, or the bytes of the file.
        width: in millimetres.
        height: in millimetres.
        fit: ``contain`` within the box; ``cover`` it and crop what stands over, evenly on both sides;
            ``width`` or ``height`` of the box and the other as it comes.
        dpi: pixels per inch on the page that are enough; more are taken away.
        alt: text for those who cannot see it; the file's name if empty.

    Raises:
        DataError: ``picture.size``, ``picture.fit``, ``picture.source`` for arguments that mean nothing.
    """

    source: Path | str | bytes
    width: float | None = None
    height: float | None = None
    fit: Fit = "contain"
    dpi: int = 220
    alt: str = ""

    def __post_init__(self) -> None:
        problems = [
            *_fault_of_source(self.source),
            *_fault_of_size("宽", self.width),
            *_fault_of_size("高", self.height),
        ]
        if self.fit not in _FITS:
            problems.append(
                Problem("picture.fit", f"没有“{self.fit}”这种放法", hint=f"写 {'、'.join(_FITS)} 之一")
            )
        if not isinstance(self.dpi, int) or not 36 <= self.dpi <= 2400:
            problems.append(
                Problem("picture.size", f"分辨率 {self.dpi!r} 不合适", hint="写 36 到 2400 之间的整数")
            )
        if problems:
            raise DataError(problems)

    @property
    def name(self) -> str:
        """File name, or how many bytes it is, for messages."""
        if isinstance(self.source, bytes):
            return f"图片（{len(self.source)} 字节）"
        return Path(self.source).name

    def prepare(self, box: Sides = (None, None)) -> PreparedPicture:
        """The picture read, checked and fitted.

        Args:
            box: width and height in millimetres that the place offers, as far as they are known.

        Raises:
            DataError: ``picture.missing``, ``picture.empty``, ``picture.too_large``, ``picture.format``,
                ``picture.broken``, each with the picture's name.
        """
        wanted = (self.width, self.height)
        return _prepared(self._read(), self.name, wanted, box, self.fit, self.dpi, self.alt)

    def _read(self) -> bytes:
        if isinstance(self.source, bytes):
            data = self.source
        else:
            path = Path(self.source)
            try:
                with path.open("rb") as stream:
                    data = stream.read(MAX_BYTES + 1)
            except (OSError, ValueError) as cause:
                raise _fault("missing", self.name, "找不到或读不了图片文件", f"检查路径：{path}") from cause
        if not data:
            raise _fault("empty", self.name, "图片文件是空的（0 字节）", "重新取得这张图片")
        if len(data) > MAX_BYTES:
            raise _fault("too_large", self.name, f"图片文件超过 {MAX_BYTES >> 20} MB", "先缩小图片")
        return data


@lru_cache(maxsize=16)
def _prepared(
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
        raise _fault("format", name, what, "另存为 PNG 或 JPEG")
    try:
        image = _open(data, kind)
        if image.width * image.height > MAX_PIXELS:
            raise _fault(
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
        raise _fault(
            "broken", name, "图片已损坏，读不出来", "重新取得这张图片，或用看图软件另存一次"
        ) from cause
    extension, content_type = _STORED[stored_kind]
    digest = hashlib.sha256(stored).hexdigest()
    return PreparedPicture(stored, extension, content_type, *size, digest, alt or name)


def sniff(data: bytes) -> str:
    """The format by the first bytes (``PNG``, ``JPEG``, ``HEIC`` …), empty if unknown; names are not believed."""
    for offset, signature, kind in _SIGNATURES:
        if data.startswith(signature, offset):
            return kind
    return ""


def size_on_page(natural: Box, wanted: Sides, box: Sides, fit: Fit) -> Box:
    """Width and height in millimetres of a picture of its own size ``natural``; ``cover`` gives the box itself."""
    wide, high = natural
    width, height = wanted
    if width is None and height is None:
        # Its own size, smaller if the place is.
        scale = min(
            1.0, *(limit / own for limit, own in zip(box, natural, strict=True) if limit is not None), 1.0
        )
        if fit == "contain" or box == (None, None):
            return wide * scale, high * scale
        width, height = box
    if width is None or height is None:
        if width is not None:
            return width, high * width / wide
        return wide * (height or high) / high, height or high
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
    """The file to store: the original if nothing had to be done to it, otherwise written anew."""
    untouched = made.size == image.size and not image.getexif()
    if kind in _STORED and untouched:
        return data, kind
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


def _fault_of_source(source: object) -> list[Problem]:
    named = isinstance(source, (str, Path)) and str(source).strip()
    if named or isinstance(source, bytes):
        return []
    return [Problem("picture.source", f"图片应是路径或文件内容，现在是 {source!r}", hint="写图片文件的路径")]


def _fault_of_size(side: str, value: object) -> list[Problem]:
    if value is None or (
        isinstance(value, (int, float)) and not isinstance(value, bool) and 0 < value <= _MAX_MM
    ):
        return []
    return [
        Problem("picture.size", f"图片{side} {value!r} 不合适", hint=f"写大于 0、不超过 {_MAX_MM:g} 的毫米数")
    ]


def _fault(code: str, name: str, message: str, hint: str) -> DataError:
    return DataError(Problem(f"picture.{code}", message, Place(file=name), hint))
