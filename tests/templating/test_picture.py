from __future__ import annotations

import io
import pickle
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from qijin_docs.errors import DataError, Problem
from qijin_docs.templating import picture, picture_files
from qijin_docs.templating.photo_traces import without_traces
from qijin_docs.templating.picture import Picture
from qijin_docs.templating.picture_files import sniff


def image_file(
    size: tuple[int, int] = (400, 300), kind: str = "PNG", mode: str = "RGB", **options: Any
) -> bytes:
    """An image whose left half is red and right half blue (light and dark in grey)."""
    left, right = ((255, 0, 0), (0, 0, 255)) if mode == "RGB" else (255, 0)
    image = Image.new(mode, size, left)
    image.paste(right, (size[0] // 2, 0, size[0], size[1]))
    stream = io.BytesIO()
    image.save(stream, kind, **options)
    return stream.getvalue()


def opened(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data))


def problem_of(source: Any, **options: Any) -> Problem:
    with pytest.raises(DataError) as caught:
        Picture(source, **options).prepare()
    (problem,) = caught.value.problems
    assert problem.hint
    return problem


# -- size on the page -------------------------------------------------------------------------------------

# 400×300 pixels at 100 to the inch: 101.6 mm × 76.2 mm
NATURAL = image_file(dpi=(100, 100))


@pytest.mark.parametrize(
    ("options", "box", "size"),
    [
        ({}, (None, None), (101.6, 76.2)),
        ({}, (50.8, None), (50.8, 38.1)),
        ({}, (None, 38.1), (50.8, 38.1)),
        ({}, (50.8, 10), (13.333, 10)),
        ({}, (500, 500), (101.6, 76.2)),
        ({"width": 40}, (None, None), (40, 30)),
        ({"height": 60}, (10, 10), (80, 60)),
        ({"width": 40, "height": 60}, (None, None), (40, 30)),
        ({"width": 80, "height": 30}, (None, None), (40, 30)),
        ({"width": 80, "height": 30, "fit": "cover"}, (None, None), (80, 30)),
        ({"width": 80, "height": 30, "fit": "width"}, (None, None), (80, 60)),
        ({"width": 80, "height": 30, "fit": "height"}, (None, None), (40, 30)),
        ({"fit": "cover"}, (20, 20), (20, 20)),
        ({"fit": "width"}, (20, 20), (20, 15)),
        ({"fit": "width"}, (200, 20), (200, 150)),
        ({"fit": "cover"}, (None, None), (101.6, 76.2)),
        ({"fit": "height"}, (None, 30), (40, 30)),
    ],
)
def test_the_ratio_is_kept_in_every_box(options: dict[str, Any], box: Any, size: tuple[float, float]) -> None:
    prepared = Picture(NATURAL, **options).prepare(box)
    assert (prepared.width, prepared.height) == pytest.approx(size, abs=0.001)


def test_sizes_in_emu_are_whole_numbers() -> None:
    assert Picture(NATURAL, width=40).prepare().emu == (1_440_000, 1_080_000)


def test_a_picture_without_stated_resolution_counts_96_to_the_inch() -> None:
    assert Picture(image_file((96, 48))).prepare().emu == (914_400, 457_200)


@pytest.mark.parametrize("dpi", [(0, 0), (1, 1), (99999, 99999)])
def test_a_resolution_that_means_nothing_is_not_believed(dpi: tuple[int, int]) -> None:
    assert Picture(image_file((96, 96), "JPEG", dpi=dpi)).prepare().emu == (914_400, 914_400)


def test_cover_crops_evenly_on_both_sides() -> None:
    prepared = Picture(image_file((400, 100)), width=20, height=20, fit="cover").prepare()
    image = opened(prepared.data)
    assert image.size == (100, 100)
    assert (image.getpixel((10, 50)), image.getpixel((90, 50))) == ((255, 0, 0), (0, 0, 255))
    tall = opened(Picture(image_file((100, 400)), width=20, height=10, fit="cover").prepare().data)
    assert tall.size == (100, 50)


# -- bytes ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "extension", "content_type"),
    [("PNG", "png", "image/png"), ("JPEG", "jpeg", "image/jpeg"), ("GIF", "gif", "image/gif")],
)
def test_a_picture_that_needs_nothing_is_stored_as_it_is(
    kind: str, extension: str, content_type: str
) -> None:
    data = image_file(kind=kind)
    prepared = Picture(data).prepare()
    assert prepared.data is data
    assert (prepared.extension, prepared.content_type) == (extension, content_type)


@pytest.mark.parametrize(
    ("kind", "options", "extension"),
    [
        ("BMP", {}, "png"),
        ("TIFF", {}, "png"),
        ("TIFF", {"mode": "L"}, "png"),
        ("TIFF", {"mode": "CMYK"}, "png"),
        ("WEBP", {}, "jpeg"),
        ("WEBP", {"mode": "RGBA", "lossless": True}, "png"),
        ("PNG", {"mode": "1"}, "png"),
        ("PNG", {"mode": "LA"}, "png"),
    ],
)
def test_other_formats_become_png_or_jpeg(kind: str, options: dict[str, Any], extension: str) -> None:
    mode = options.pop("mode", "RGB") if options else "RGB"
    stream = io.BytesIO()
    Image.new(mode, (40, 30)).save(stream, kind, **options)
    prepared = Picture(stream.getvalue()).prepare()
    assert prepared.extension == extension
    assert opened(prepared.data).size == (40, 30)


def test_more_pixels_than_the_page_can_show_are_taken_away() -> None:
    prepared = Picture(image_file((2000, 1000), "JPEG"), width=50.8, dpi=100).prepare()
    assert opened(prepared.data).size == (200, 100)
    assert prepared.width == 50.8


def test_pixels_are_never_added() -> None:
    assert opened(Picture(image_file((20, 10)), width=100).prepare().data).size == (20, 10)


@pytest.mark.parametrize("mode", ["P", "1", "L", "LA", "RGBA", "CMYK", "I;16"])
@pytest.mark.parametrize("kind", ["PNG", "TIFF"])
def test_every_mode_can_be_made_smaller(mode: str, kind: str) -> None:
    if (mode, kind) in {("CMYK", "PNG"), ("PA", "TIFF")}:
        kind = "TIFF"
    stream = io.BytesIO()
    Image.new(mode, (900, 900)).save(stream, kind)
    assert opened(Picture(stream.getvalue(), width=25.4, dpi=100).prepare().data).size == (100, 100)


@pytest.mark.parametrize("orientation", [None, 1, 0, 9])
def test_a_photo_that_needs_no_turning_loses_its_exif_and_nothing_else(orientation: int | None) -> None:
    exif = Image.Exif()
    exif[0x010F] = "相机厂"
    if orientation is not None:
        exif[0x0112] = orientation
    profile = b"profile" * 20
    data = image_file((200, 100), "JPEG", exif=exif, icc_profile=profile, comment=b"a note")
    stored = Picture(data).prepare().data
    assert b"Exif" in data
    assert b"Exif" not in stored
    assert b"a note" not in stored
    before, after = Image.open(io.BytesIO(data)), Image.open(io.BytesIO(stored))
    assert after.tobytes() == before.tobytes()
    assert after.info["icc_profile"] == profile
    assert data.endswith(stored[-len(stored) // 2 :])


@pytest.mark.parametrize("cut", [*range(2, 40), 100, 300])
def test_segments_that_cannot_be_followed_are_left_to_the_decoder(cut: int) -> None:
    data = image_file((20, 10), "JPEG", exif=Image.Exif(), comment=b"x" * 300)
    assert without_traces(data[:cut]) is None


@pytest.mark.parametrize(
    "segment", [b"\xff\xd8", b"\xff\xe1\x00\x01", b"\x00\x00", b"\xff\xd9", b"\xff\xe1\xff\xff", b""]
)
def test_a_broken_segment_is_left_to_the_decoder(segment: bytes) -> None:
    assert without_traces(b"\xff\xd8" + segment) is None


def test_a_second_picture_behind_a_photo_does_not_carry_its_exif_along() -> None:
    exif = Image.Exif()
    exif[0x010F] = "相机厂"
    photo = image_file(kind="JPEG", exif=exif)
    assert without_traces(photo + photo) is None
    assert b"Exif" not in Picture(photo + photo).prepare().data


def test_a_photo_held_upright_stands_upright_and_its_exif_is_gone() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # to be turned clockwise
    exif[0x010F] = "相机厂"
    data = image_file((400, 300), "JPEG", exif=exif, dpi=(100, 100))
    prepared = Picture(data).prepare()
    image = opened(prepared.data)
    assert image.size == (300, 400)
    assert not image.getexif()
    assert b"Exif" not in prepared.data
    assert (prepared.width, prepared.height) == pytest.approx((76.2, 101.6))
    red, _, blue = image.convert("RGB").getpixel((150, 20))  # type: ignore[misc]
    assert red > 200 > blue


def test_where_a_photo_was_taken_does_not_reach_the_document() -> None:
    exif = Image.Exif()
    exif.get_ifd(0x8825)[1] = "N"
    exif[0x0110] = "型号"
    data = image_file(kind="JPEG", exif=exif)
    assert b"Exif" in data
    assert b"Exif" not in Picture(data).prepare().data


def test_the_same_picture_has_the_same_digest_and_bytes() -> None:
    first, second = (
        Picture(NATURAL, width=20).prepare(),
        Picture(bytes(bytearray(NATURAL)), width=20).prepare(),
    )
    assert (first.digest, first.data) == (second.digest, second.data)
    assert len(first.digest) == 64
    assert Picture(image_file((10, 10))).prepare().digest != first.digest


def test_a_path_is_read_when_it_is_prepared_and_names_the_picture(tmp_path: Path) -> None:
    path = tmp_path / "现场 图.png"
    wanted = Picture(path)
    path.write_bytes(image_file((96, 96)))
    assert wanted.prepare().name == "现场 图.png"
    path.write_bytes(image_file((192, 96)))
    assert wanted.prepare().emu == (1_828_800, 914_400)
    assert Picture(str(path), alt="现场").prepare().name == "现场"


def test_a_picture_is_a_value() -> None:
    assert Picture("a.png", width=3) == Picture("a.png", width=3)
    assert len({Picture("a.png"), Picture("a.png")}) == 1
    assert pickle.loads(pickle.dumps(Picture(b"x", height=2))) == Picture(b"x", height=2)
    with pytest.raises(AttributeError):
        Picture("a.png").width = 3  # type: ignore[misc]


def test_pillow_is_loaded_only_when_a_picture_is_prepared() -> None:
    code = "import sys; from qijin_docs.templating.picture import Picture; Picture('a.png'); print('PIL' in sys.modules)"
    assert (
        subprocess.run([sys.executable, "-c", code], capture_output=True, check=True).stdout.strip()
        == b"False"
    )


# -- what is wrong ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("source", "options", "code", "message"),
    [
        ("", {}, "picture.source", "图片应是路径或文件内容，现在是 ''"),
        (None, {}, "picture.source", "图片应是路径或文件内容，现在是 None"),
        (7, {}, "picture.source", "图片应是路径或文件内容，现在是 7"),
        (b"x", {"width": 0}, "picture.size", "图片宽 0 不合适"),
        (b"x", {"width": -1}, "picture.size", "图片宽 -1 不合适"),
        (b"x", {"width": True}, "picture.size", "图片宽 True 不合适"),
        (b"x", {"height": "3"}, "picture.size", "图片高 '3' 不合适"),
        (b"x", {"height": float("nan")}, "picture.size", "图片高 nan 不合适"),
        (b"x", {"height": 5001}, "picture.size", "图片高 5001 不合适"),
        (b"x", {"dpi": 0}, "picture.size", "图片分辨率 0 不合适"),
        (b"x", {"dpi": 2401}, "picture.size", "图片分辨率 2401 不合适"),
        (b"x", {"fit": "stretch"}, "picture.fit", "没有“stretch”这种放法"),
    ],
)
def test_arguments_that_mean_nothing_are_refused_at_once(
    source: Any, options: dict[str, Any], code: str, message: str
) -> None:
    with pytest.raises(DataError) as caught:
        Picture(source, **options)
    (problem,) = caught.value.problems
    assert (problem.code, problem.message) == (code, message)
    assert problem.hint


def test_sizes_at_their_bounds_are_accepted() -> None:
    assert Picture(b"x", width=5000, height=0.001, dpi=36) == Picture(b"x", width=5000, height=0.001, dpi=36)


def test_a_missing_file_and_an_empty_file_are_named(tmp_path: Path) -> None:
    missing = problem_of(tmp_path / "没有.png")
    assert (missing.code, missing.place.file, missing.message) == (
        "picture.missing",
        "没有.png",
        "找不到或读不了图片文件",
    )
    assert problem_of(tmp_path).code == "picture.missing"
    assert problem_of("a\0b.png").code == "picture.missing"
    (tmp_path / "空.png").write_bytes(b"")
    empty = problem_of(tmp_path / "空.png")
    assert (empty.code, empty.place.file, empty.message) == (
        "picture.empty",
        "空.png",
        "图片文件是空的（0 字节）",
    )


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"\0\0\0\x18ftypheic\0\0\0\0", "图片是 HEIC 格式，Word 和 Excel 不能直接放"),
        (b"\0\0\0\x18ftypavif\0\0\0\0", "图片是 AVIF 格式，Word 和 Excel 不能直接放"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "图片是 SVG 格式，Word 和 Excel 不能直接放"),
        (b"%PDF-1.7", "图片是 PDF 格式，Word 和 Excel 不能直接放"),
        (b"hello", "不是图片文件，或是不认识的格式"),
        (b"PK\x03\x04", "不是图片文件，或是不认识的格式"),
    ],
)
def test_formats_that_word_cannot_hold_are_named(data: bytes, message: str) -> None:
    problem = problem_of(data)
    assert (problem.code, problem.message, problem.place.file) == (
        "picture.format",
        message,
        f"图片（{len(data)} 字节）",
    )


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "GIF", "BMP", "TIFF", "WEBP"])
@pytest.mark.parametrize("keep", [14, 0.3, 0.6])
def test_a_broken_image_is_named(kind: str, keep: float) -> None:
    data = image_file((300, 200), kind)
    problem = problem_of(data[: int(keep if keep > 1 else len(data) * keep)])
    assert problem.code == "picture.broken"
    assert problem.message == "图片已损坏，读不出来"


def test_bytes_and_pixels_are_bounded_at_the_limit_and_one_over(monkeypatch: pytest.MonkeyPatch) -> None:
    data = image_file((50, 40))
    monkeypatch.setattr(picture, "MAX_BYTES", len(data))
    monkeypatch.setattr(picture_files, "MAX_PIXELS", 2000)
    assert Picture(data).prepare().data == data
    monkeypatch.setattr(picture_files, "MAX_PIXELS", 1999)
    other = image_file((50, 40), "BMP")
    monkeypatch.setattr(picture, "MAX_BYTES", len(other))
    pixels = problem_of(other)
    assert (pixels.code, pixels.message) == ("picture.too_large", "图片有 50×40 个像素，超过上限 1999 个")
    monkeypatch.setattr(picture, "MAX_BYTES", len(other) - 1)
    assert problem_of(other).code == "picture.too_large"


def test_a_bomb_of_a_picture_is_refused_by_its_header() -> None:
    data = bytearray(image_file((10, 10)))
    data[16:24] = (60_000).to_bytes(4, "big") * 2
    import zlib

    data[29:33] = zlib.crc32(data[12:29]).to_bytes(4, "big")
    problem = problem_of(bytes(data))
    assert (problem.code, problem.message) == (
        "picture.too_large",
        "图片有 60000×60000 个像素，超过上限 80000000 个",
    )


@pytest.mark.parametrize(("name", "kind"), [("photo.png", "JPEG"), ("photo.jpg", "PNG"), ("photo", "GIF")])
def test_the_bytes_say_what_a_picture_is_and_the_name_does_not(tmp_path: Path, name: str, kind: str) -> None:
    (tmp_path / name).write_bytes(image_file(kind=kind))
    assert Picture(tmp_path / name).prepare().extension == {"JPEG": "jpeg", "PNG": "png", "GIF": "gif"}[kind]
    assert sniff((tmp_path / name).read_bytes()) == kind
