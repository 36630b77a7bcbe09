"""Draws the files that stand in for an example project's 见证材料, one for each row of ``见证材料.csv``.

Real photographs, papers and recordings belong to somebody; these are blocks of colour that say 示意图 and hold
nothing else. No font is used: the three characters are drawn stroke by stroke. Same catalogue, same files.

    python examples/make_evidence.py examples/yunling-2018
"""

from __future__ import annotations

import csv
import hashlib
import io
import math
import struct
import sys
import wave
from collections.abc import Callable, Iterator
from pathlib import Path

from PIL import Image, ImageDraw

Point = tuple[float, float]

# 示意图 in a square of 24: each stroke is a line through points.
STROKES: tuple[tuple[tuple[Point, ...], ...], ...] = (
    (
        ((6, 4), (18, 4)),
        ((3, 9), (21, 9)),
        ((12, 9), (12, 21), (10, 20)),
        ((7, 13), (4, 18)),
        ((17, 13), (20, 18)),
    ),
    (
        ((12, 1), (12, 3)),
        ((5, 4), (19, 4)),
        ((8, 6), (9, 8)),
        ((16, 6), (15, 8)),
        ((3, 9), (21, 9)),
        ((7, 11), (17, 11), (17, 16), (7, 16), (7, 11)),
        ((7, 13.5), (17, 13.5)),
        ((4, 18), (3, 21)),
        ((8, 18), (8, 22), (15, 22), (15, 20)),
        ((11, 18), (12, 20)),
        ((18, 18), (20, 21)),
    ),
    (
        ((4, 2), (20, 2), (20, 22), (4, 22), (4, 2)),
        ((11, 4), (7, 9)),
        ((10, 6), (16, 6), (12, 11), (7, 14)),
        ((9, 8), (13, 12), (18, 14)),
        ((11, 14), (14, 16)),
        ((9, 17), (14, 20)),
    ),
)
COLOURS = ("#4a6fa5", "#6b8e5a", "#b07d48", "#7a6a9b", "#9b5f5f", "#4f8a8b", "#8a7f4f", "#5f7f9b")


def numbers(seed: str) -> Iterator[int]:
    """Numbers from 0 to 255 that depend on the seed alone."""
    count = 0
    while True:
        yield from hashlib.sha256(f"{seed}:{count}".encode()).digest()
        count += 1


def caption(size: float, left: float, top: float) -> Iterator[list[Point]]:
    """The strokes of 示意图, each character as high as ``size``."""
    for index, strokes in enumerate(STROKES):
        for stroke in strokes:
            yield [(left + (index * 26 + x) * size / 24, top + y * size / 24) for x, y in stroke]


def write_caption(draw: ImageDraw.ImageDraw, size: float, left: float, top: float, colour: str) -> None:
    """Draw 示意图 into a picture."""
    for stroke in caption(size, left, top):
        draw.line(stroke, fill=colour, width=max(1, round(size / 12)), joint="curve")


def people(draw: ImageDraw.ImageDraw, spots: list[Point], size: float, colour: str) -> None:
    """Heads and shoulders."""
    for x, y in spots:
        draw.pieslice((x - size, y, x + size, y + 2 * size), 180, 360, fill=colour)
        draw.ellipse((x - size / 2, y - size, x + size / 2, y), fill="#e8cfae")


def lesson(draw: ImageDraw.ImageDraw, width: int, height: int, draws: Iterator[int], moved: float) -> None:
    """A screen, a speaker and rows of listeners."""
    draw.rectangle((0, 0, width, height), fill="#e9e4d8")
    draw.rectangle(
        (width * 0.3, height * 0.1, width * 0.7, height * 0.42), fill="#ffffff", outline="#777777", width=3
    )
    for line in range(3):
        top, end = height * (0.15 + line * 0.08), 0.38 + 0.28 * moved * next(draws) / 255
        draw.rectangle((width * 0.34, top, width * end, top + height * 0.03), fill="#999999")
    people(draw, [(width * 0.22, height * 0.4)], width * 0.03, "#33415c")
    colour, seats = COLOURS[next(draws) % len(COLOURS)], 6 + next(draws) % 5
    for row in range(3):
        spots = [
            (width * (seat + 0.5 + row % 2 / 3) / seats, height * (0.6 + row * 0.14)) for seat in range(seats)
        ]
        people(draw, spots, width * 0.03, colour)


def drill(draw: ImageDraw.ImageDraw, width: int, height: int, draws: Iterator[int], moved: float) -> None:
    """A building, its exit and people on their way to the assembly point."""
    draw.rectangle((0, 0, width, height), fill="#cfe0ea")
    draw.rectangle((0, height * 0.75, width, height), fill="#b9b4a6")
    colour = COLOURS[next(draws) % len(COLOURS)]
    draw.rectangle((width * 0.05, height * 0.12, width * 0.42, height * 0.75), fill=colour)
    for floor in range(4):
        for window in range(5):
            x, y = width * (0.08 + window * 0.066), height * (0.17 + floor * 0.13)
            draw.rectangle((x, y, x + width * 0.04, y + height * 0.07), fill="#eef4f7")
    count = 6 + next(draws) % 6
    spots = [
        (width * (0.46 + 0.3 * moved + 0.22 * i / count), height * (0.74 + next(draws) / 1500))
        for i in range(count)
    ]
    people(draw, spots, width * 0.022, "#c8553d")


def quarry(draw: ImageDraw.ImageDraw, width: int, height: int, draws: Iterator[int], moved: float) -> None:
    """A stepped slope, a machine and a few people before it."""
    draw.rectangle((0, 0, width, height), fill="#d9e6ef")
    shades = ("#a89a86", "#978973", "#857862", "#746852")
    for step, shade in enumerate(shades):
        top = height * (0.2 + step * 0.14)
        edge = width * (0.35 + step * 0.15 + next(draws) / 3000)
        draw.polygon(
            [(0, top), (edge, top), (edge + width * 0.06, top + height * 0.14), (0, height)], fill=shade
        )
    draw.rectangle((0, height * 0.76, width, height), fill="#c9bda6")
    x = width * (0.62 + 0.1 * moved)
    draw.rectangle((x, height * 0.64, x + width * 0.14, height * 0.74), fill="#e0a030")
    draw.ellipse((x, height * 0.71, x + width * 0.05, height * 0.79), fill="#444444")
    draw.ellipse((x + width * 0.09, height * 0.71, x + width * 0.14, height * 0.79), fill="#444444")
    count = 4 + next(draws) % 5
    people(draw, [(width * (0.12 + 0.07 * i), height * 0.86) for i in range(count)], width * 0.025, "#d97b29")


Scene = Callable[[ImageDraw.ImageDraw, int, int, Iterator[int], float], None]


def scene_of(title: str) -> Scene:
    """The scene that a title speaks of."""
    if any(word in title for word in ("演练", "疏散", "启动")):
        return drill
    return quarry if any(word in title for word in ("采场", "爆破", "尾矿", "班组")) else lesson


def picture(title: str, seed: str, width: int, height: int, moved: float = 0.5) -> Image.Image:
    """The scene of a title, with 示意图 in the corner."""
    image = Image.new("RGB", (width, height))
    draw = ImageDraw.Draw(image)
    scene_of(title)(draw, width, height, numbers(seed), moved)
    size = width / 16
    draw.rectangle((width - size * 3.7, 0, width, size * 1.5), fill="#ffffff")
    write_caption(draw, size, width - size * 3.45, size * 0.25, "#b02020")
    return image


def jpeg(image: Image.Image, quality: int) -> bytes:
    """The picture as JPEG."""
    stream = io.BytesIO()
    image.save(stream, "JPEG", quality=quality, optimize=True)
    return stream.getvalue()


def screen(seed: str, width: int, height: int) -> bytes:
    """A page on a screen as PNG: bars for lines of text, blocks for pictures."""
    image = Image.new("RGB", (width, height), "#ffffff")
    draw, draws = ImageDraw.Draw(image), numbers(seed)
    colour = COLOURS[next(draws) % len(COLOURS)]
    bar = height // 14
    draw.rectangle((0, 0, width, bar), fill="#d8d8d8")
    draw.rectangle((0, bar, width, bar * 3), fill=colour)
    write_caption(draw, bar * 1.2, bar * 0.5, bar * 1.4, "#ffffff")
    y = bar * 4
    while y < height - bar * 2:
        draw.rectangle((bar // 2, y, bar * 3, y + bar), fill=COLOURS[next(draws) % len(COLOURS)])
        for line in range(2):
            end = bar * 4 + (width - bar * 5) * (100 + next(draws)) // 360
            draw.rectangle(
                (bar * 3.5, y + line * bar * 0.6, end, y + line * bar * 0.6 + bar * 0.25), fill="#999999"
            )
        y += bar + bar // 2
    stream = io.BytesIO()
    image.quantize(16).save(stream, "PNG", optimize=True)
    return stream.getvalue()


def pdf(seed: str) -> bytes:
    """A page of a paper: masthead, headline and columns, all of them bars."""
    draws = numbers(seed)
    drawn = ["0.75 0.1 0.1 rg 40 760 515 50 re f", "0.2 g 40 715 360 24 re f"]
    for column in range(4):
        for line in range(52):
            length = 118 - (next(draws) % 60 if next(draws) % 7 == 0 else 0)
            drawn.append(f"0.6 g {40 + column * 132} {690 - line * 12} {length} 5 re f")
    corner = 130 + next(draws)
    drawn.append(f"1 g 0.4 G 172 {corner} 250 150 re B 1 G 3 w")
    for stroke in caption(36, 52, 0):
        points = [f"{x:.1f} {804 - y:.1f}" for x, y in stroke]
        drawn.append(f"{points[0]} m {' '.join(point + ' l' for point in points[1:])} S")
    content = "\n".join(drawn).encode()
    bodies = (
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << >> /Contents 4 0 R >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content),
    )
    document, offsets = bytearray(b"%PDF-1.4\n"), []
    for number, body in enumerate(bodies, 1):
        offsets.append(len(document))
        document += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    start = len(document)
    document += b"xref\n0 5\n0000000000 65535 f \n" + table
    document += b"trailer\n<< /Size 5 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % start
    return bytes(document)


def sound(seed: str, seconds: int) -> bytes:
    """A quiet tone of the length the catalogue states, at a rate that keeps the file small."""
    rate, pitch = 16_000 // seconds, 5 + next(numbers(seed)) % 20
    samples = bytes(128 + round(40 * math.sin(2 * math.pi * pitch * i / rate)) for i in range(rate * seconds))
    stream = io.BytesIO()
    with wave.open(stream, "wb") as out:
        out.setparams((1, 1, rate, len(samples), "NONE", "not compressed"))
        out.writeframes(samples)
    return stream.getvalue()


def chunk(name: bytes, content: bytes) -> bytes:
    """A RIFF chunk, padded to an even length."""
    return name + struct.pack("<I", len(content)) + content + b"\0" * (len(content) % 2)


def video(title: str, seed: str, seconds: int) -> bytes:
    """An AVI of eight JPEG frames that lasts as long as the catalogue states."""
    width, height, count = 168, 112, 8
    frames = [jpeg(picture(title, seed, width, height, i / (count - 1)), 42) for i in range(count)]
    each = seconds * 1_000_000 // count
    biggest = max(map(len, frames))
    main = struct.pack("<14I", each, biggest, 0, 0x10, count, 0, 1, biggest, width, height, 0, 0, 0, 0)
    stream = b"vidsMJPG" + struct.pack(
        "<10I4H", 0, 0, 0, each, 1_000_000, 0, count, biggest, 0, 0, 0, 0, width, height
    )
    form = struct.pack("<IiiHH4sIiiII", 40, width, height, 1, 24, b"MJPG", width * height * 3, 0, 0, 0, 0)
    lists = chunk(b"LIST", b"strl" + chunk(b"strh", stream) + chunk(b"strf", form))
    pieces = [chunk(b"00dc", frame) for frame in frames]
    index, offset = b"", 4
    for frame, piece in zip(frames, pieces, strict=True):
        index += b"00dc" + struct.pack("<III", 0x10, offset, len(frame))
        offset += len(piece)
    parts = chunk(b"LIST", b"hdrl" + chunk(b"avih", main) + lists)
    parts += chunk(b"LIST", b"movi" + b"".join(pieces)) + chunk(b"idx1", index)
    return chunk(b"RIFF", b"AVI " + parts)


def evidence(row: dict[str, str]) -> bytes:
    """The file that stands in for one item of the catalogue."""
    seed, title = row["编号"], row["题名"]
    suffix = row["文件名"].rpartition(".")[2]
    if suffix == "jpg":
        return jpeg(picture(title, seed, 720, 480), 62)
    if suffix == "pdf":
        return pdf(seed)
    if suffix in ("wav", "avi"):
        seconds = int(row["时长（秒）"])
        return sound(seed, seconds) if suffix == "wav" else video(title, seed, seconds)
    return screen(seed, 360, 640) if row["类别"] == "手机截屏" else screen(seed, 800, 500)


def main(project: Path) -> None:
    """Write all files of a project's catalogue into its folder 见证材料."""
    with (project / "见证材料.csv").open(encoding="utf-8-sig", newline="") as catalogue:
        for row in csv.DictReader(catalogue):
            path = project / "见证材料" / row["文件名"]
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(evidence(row))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
