"""Files of the evidence: what is inside them, and the rules that look at it."""

from __future__ import annotations

import struct
import wave
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from qijin_docs.review.judge import review_project
from qijin_docs.review.media import facts_of, look_at


def avi(frames: int, microseconds: int) -> bytes:
    header = struct.pack("<IIIII", microseconds, 0, 0, 0, frames)
    return b"RIFF\0\0\0\0AVI LIST\0\0\0\0hdrlavih" + struct.pack("<I", 56) + header + bytes(40)


def mp4(ticks: int, length: int, *, wide: bool = False) -> bytes:
    body = (
        struct.pack(">4xQQIQ", 0, 0, ticks, length) if wide else struct.pack(">4xIIII", 0, 0, ticks, length)
    )
    body = (b"\x01" if wide else b"\x00") + body[1:] + bytes(80)
    mvhd = struct.pack(">I4s", len(body) + 8, b"mvhd") + body
    moov = struct.pack(">I4s", len(mvhd) + 8, b"moov") + mvhd
    return struct.pack(">I4s", 16, b"ftyp") + b"isom\0\0\0\0" + moov


def wav(path: Path, seconds: int) -> None:
    with wave.open(str(path), "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(1)
        sound.setframerate(8000)
        sound.writeframes(bytes(8000 * seconds))


@pytest.mark.parametrize(
    ("name", "content", "seconds"),
    [
        ("a.avi", avi(250, 40_000), 10.0),
        ("a.mp4", mp4(1000, 12_500), 12.5),
        ("b.mp4", mp4(600, 6000, wide=True), 10.0),
    ],
)
def test_films_tell_their_length(tmp_path: Path, name: str, content: bytes, seconds: float) -> None:
    (tmp_path / name).write_bytes(content)
    facts = facts_of(tmp_path / name)
    assert (facts.fault, facts.seconds) == ("", seconds)


def test_a_recording_tells_its_length(tmp_path: Path) -> None:
    wav(tmp_path / "a.wav", 3)
    assert facts_of(tmp_path / "a.wav").seconds == 3.0


@pytest.mark.parametrize("suffix", ["jpg", "png", "pdf", "wav", "avi", "mp4", "mov", "mp3", "mkv", "wmv"])
@pytest.mark.parametrize("content", [b"x", b"not what it says" * 9, bytes(200), b"RIFF" + bytes(60)])
def test_what_is_no_such_file_has_a_fault_and_raises_nothing(
    tmp_path: Path, suffix: str, content: bytes
) -> None:
    path = tmp_path / f"a.{suffix}"
    path.write_bytes(content)
    assert facts_of(path).fault


@pytest.mark.parametrize("cut", [9, 20, 40])
def test_a_film_cut_short_has_a_fault(tmp_path: Path, cut: int) -> None:
    path = tmp_path / "a.mp4"
    path.write_bytes(mp4(1000, 12_500)[:cut])
    assert facts_of(path).fault


def test_what_cannot_be_opened_here_is_said_so(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text("x", encoding="utf-8")
    facts = facts_of(tmp_path / "a.html")
    assert (facts.fault, bool(facts.unseen)) == ("", True)
    assert look_at(tmp_path, ["a.html", "没有.png"]) == {"a.html": facts}


def picture(
    path: Path, *, taken: str | None = None, size: tuple[int, int] = (720, 480), shift: int = 0
) -> None:
    image = (Image.linear_gradient("L").rotate(shift) if shift else Image.radial_gradient("L")).resize(size)
    exif = Image.Exif()
    if taken:
        exif.get_ifd(0x8769)[0x9003] = taken
    image.save(path, exif=exif)


def found(small: Any, code: str) -> list[tuple[str, str]]:
    findings = review_project(small.load()).findings
    return [(f.problem.severity, f.problem.message) for f in findings if f.problem.code == code]


@pytest.fixture
def photos(small: Any) -> Path:
    small.change("见证材料.yaml", {"0.文件名": "照片/1.jpg", "1.文件名": "照片/2.jpg"})
    folder: Path = small.folder / "见证材料/照片"
    for number in (1, 2):
        (folder / f"{number}.png").unlink()
    picture(folder / "1.jpg")
    picture(folder / "2.jpg", shift=90)
    return folder


def test_a_picture_that_does_not_open_is_told(small: Any, photos: Path) -> None:
    (photos / "1.jpg").write_bytes((photos / "1.jpg").read_bytes()[:40])
    ((severity, message),) = found(small, "review.EV03")
    assert severity == "error"
    assert message.startswith("ZP-1的文件“照片/1.jpg”：图片打不开")


def test_a_small_picture_is_told(small: Any, photos: Path) -> None:
    picture(photos / "1.jpg", size=(640, 300))
    assert found(small, "review.EV04") == [("warning", "ZP-1只有640×300像素，短边不足480")]


@pytest.mark.parametrize(
    ("taken", "said"),
    [
        ("2018:03:06 10:00:00", []),
        ("2018:03:07 10:00:00", [("warning", "ZP-1的照片拍于2018年3月7日，目录写2018年3月6日")]),
        ("2017:03:06 10:00:00", [("error", "ZP-1的照片拍于2017年3月6日，不在活动起止之内")]),
        ("不是日期", []),
    ],
)
def test_the_camera_s_day_is_compared(
    small: Any, photos: Path, taken: str, said: list[tuple[str, str]]
) -> None:
    picture(photos / "1.jpg", taken=taken)
    assert found(small, "review.EV05") == said
    assert date(2018, 3, 6) == small.load().year.evidence.items[0].date


def test_the_same_picture_made_smaller_is_a_hint(small: Any, photos: Path) -> None:
    assert found(small, "review.EV06") == []
    picture(photos / "2.jpg", size=(900, 600))
    assert found(small, "review.EV06") == [("note", "ZP-2与ZP-1看上去几乎一样")]


def test_a_length_that_is_not_that_of_the_file_is_told(small: Any) -> None:
    small.change("见证材料.yaml", {"5.文件名": "录音/1.wav", "5.时长": 200})
    (small.folder / "见证材料/录音/1.mp3").unlink()
    wav(small.folder / "见证材料/录音/1.wav", 5)
    assert found(small, "review.EV09") == [("warning", "YS-1的时长写200秒，文件是5秒")]
    small.change("见证材料.yaml", {"5.时长": 6})
    assert found(small, "review.EV09") == []


def test_faces_are_told_to_be_unjudged_once(small: Any) -> None:
    unjudged = [u.why for u in review_project(small.load()).unjudged if u.rule == "EV07"]
    assert unjudged == ["程序看不出照片（2张）里有没有未成年人正脸，公开前请人工看一遍"]
