"""Pictures as values: where one comes from, how large it is to stand, and the bytes an engine stores for it.

A :class:`Picture` says what is wanted; :meth:`Picture.prepare` reads, checks, turns, crops and downsamples.
What comes out has no EXIF: a photo's position and camera do not belong in a document that is sent round.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from qijin_docs.errors import DataError, Problem
from qijin_docs.templating.picture_files import Fit, PreparedPicture, Sides, picture_fault, prepared

_FITS = ("contain", "cover", "width", "height")
_MAX_MM = 5_000.0
#: Larger files are not even read.
MAX_BYTES = 100 << 20


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
            *_fault_of_dpi(self.dpi),
        ]
        if self.fit not in _FITS:
            problems.append(
                Problem("picture.fit", f"没有“{self.fit}”这种放法", hint=f"写 {'、'.join(_FITS)} 之一")
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
        return prepared(self._read(), self.name, wanted, box, self.fit, self.dpi, self.alt)

    def _read(self) -> bytes:
        if isinstance(self.source, bytes):
            data = self.source
        else:
            path = Path(self.source)
            try:
                with path.open("rb") as stream:
                    data = stream.read(MAX_BYTES + 1)
            except (OSError, ValueError) as cause:
                raise picture_fault(
                    "missing", self.name, "找不到或读不了图片文件", f"检查路径：{path}"
                ) from cause
        if not data:
            raise picture_fault("empty", self.name, "图片文件是空的（0 字节）", "重新取得这张图片")
        if len(data) > MAX_BYTES:
            raise picture_fault("too_large", self.name, f"图片文件超过 {MAX_BYTES >> 20} MB", "先缩小图片")
        return data


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


def _fault_of_dpi(value: object) -> list[Problem]:
    if isinstance(value, int) and 36 <= value <= 2400:
        return []
    return [Problem("picture.size", f"图片分辨率 {value!r} 不合适", hint="写 36 到 2400 之间的整数")]
