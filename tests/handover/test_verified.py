"""Whether a package arrived as it was sent."""

from __future__ import annotations

import json
import os
import shutil
import struct
import warnings
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from qijin_docs.handover import pack, verify
from qijin_docs.handover.sums import SUMS, sum_of

PHOTO = "见证材料/照片/企业_20180306_云岭省自然资源厅_课堂_01.png"


def told(*paths: Path) -> list[tuple[str, str | None]]:
    return [(p.code, p.place.where) for p in verify(*paths).problems]


def test_what_arrived_whole_is_whole(sent: Path, package: Path) -> None:
    for path in (sent, package):
        found = verify(path)
        assert (found.ok, found.complete, found.files, found.problems) == (True, True, 13, ())


def test_a_package_zipped_again_by_the_receiver_is_the_same(package: Path, tmp_path: Path) -> None:
    inside = shutil.make_archive(str(tmp_path / "甲"), "zip", package)
    around = shutil.make_archive(str(tmp_path / "乙"), "zip", package.parent, package.name)
    assert verify(inside).ok
    assert verify(around).ok


def test_names_that_windows_zipped_in_its_own_code_page_are_read(package: Path, tmp_path: Path) -> None:
    names = {p.relative_to(package).as_posix(): p for p in package.rglob("*") if p.is_file()}
    path = tmp_path / "资源管理器.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for number, file in enumerate(names.values()):
            archive.write(file, f"{number:04}")
    content = path.read_bytes()
    with zipfile.ZipFile(path, "w") as archive:
        for number, (name, file) in enumerate(names.items()):
            raw = name.encode("gbk")
            archive.write(file, f"{number:04}".ljust(len(raw), "x"))
    content = path.read_bytes()
    for number, name in enumerate(names):
        raw = name.encode("gbk")
        content = content.replace(f"{number:04}".ljust(len(raw), "x").encode(), raw)
    path.write_bytes(content)
    assert verify(path).ok


def changed(file: Path) -> None:
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 1
    file.write_bytes(bytes(content))


def piped(file: Path) -> None:
    file.unlink()
    os.mkfifo(file)


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (lambda p: changed(p / PHOTO), [("verify.changed", PHOTO)]),
        (lambda p: (p / PHOTO).write_bytes(b""), [("verify.changed", PHOTO)]),
        (lambda p: (p / PHOTO).unlink(), [("verify.missing", PHOTO)]),
        (lambda p: (p / "多.txt").touch(), [("verify.extra", "多.txt")]),
        (lambda p: (p / PHOTO).rename(p / "照.png"), [("verify.missing", PHOTO), ("verify.extra", "照.png")]),
        (lambda p: changed(p / "清单.json"), [("verify.changed", "清单.json")]),
        (lambda p: (p / "清单.json").unlink(), [("verify.missing", "清单.json")]),
        (lambda p: changed(p / "报送清单.docx"), [("verify.changed", "报送清单.docx")]),
        (lambda p: (p / SUMS).unlink(), [("verify.no_list", None)]),
        (lambda p: ((p / PHOTO).unlink(), (p / PHOTO).symlink_to("无")), [("verify.unreadable", PHOTO)]),
        (lambda p: piped(p / PHOTO), [("verify.unreadable", PHOTO)]),
    ],
)
def test_a_changed_byte_a_missing_and_an_extra_file_are_found(
    package: Path, change: Callable[[Path], Any], expected: list[tuple[str, str | None]]
) -> None:
    change(package)
    assert told(package) == expected
    assert not verify(package).ok
    if not (package / PHOTO).is_symlink() and not (package / PHOTO).is_fifo():
        again = Path(shutil.make_archive(str(package.parent / "又"), "zip", package))
        assert told(again) == expected
    assert all(p.hint and p.place.file for p in verify(package).problems)


def test_any_single_byte_is_noticed(sent: Path, tmp_path: Path) -> None:
    content = sent.read_bytes()
    for place in range(0, len(content), len(content) // 60):
        copy = bytearray(content)
        copy[place] ^= 0xFF
        path = tmp_path / "坏.zip"
        path.write_bytes(bytes(copy))
        assert not verify(path).ok, f"byte {place} of {len(content)}"


def test_a_list_that_somebody_shortened_contradicts_the_other(package: Path) -> None:
    lines = (package / SUMS).read_text(encoding="utf-8").splitlines(keepends=True)
    (package / SUMS).write_text("".join(x for x in lines if PHOTO not in x), encoding="utf-8")
    (package / PHOTO).unlink()
    assert told(package) == [("verify.list_differs", "清单.json")]


def test_a_line_that_cannot_be_read_is_told_by_its_number(package: Path) -> None:
    with (package / SUMS).open("a", encoding="utf-8") as stream:
        stream.write("随手写的\n")
    (problem,) = verify(package).problems
    assert (problem.code, problem.place.line) == ("verify.bad_line", 14)


@pytest.mark.parametrize("name", ["Thumbs.db", "desktop.ini", ".DS_Store", "照片/Thumbs.db"])
def test_what_a_system_leaves_behind_is_no_loss(package: Path, name: str) -> None:
    (package / name).parent.mkdir(exist_ok=True)
    (package / name).write_bytes(b"x")
    found = verify(package)
    assert found.ok
    assert [(p.code, str(p.severity)) for p in found.problems] == [("verify.extra", "warning")]


def test_a_list_of_sums_that_is_no_file_is_told(package: Path) -> None:
    piped(package / SUMS)
    assert told(package) == [("verify.unreadable", None)]


def test_what_is_not_there_and_what_is_no_package(tmp_path: Path) -> None:
    assert told(tmp_path / "无.zip") == [("verify.no_package", None)]
    assert told(tmp_path) == [("verify.no_list", None)]


# Hostile zips --------------------------------------------------------------------------------------------


def hostile(path: Path, *members: tuple[str, bytes], how: int = zipfile.ZIP_STORED) -> Path:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # zipfile itself warns of two of one name
        with zipfile.ZipFile(path, "w", how) as archive:
            for name, content in members:
                archive.writestr(name, content)
    return path


@pytest.mark.parametrize(
    "name", ["../外.txt", "/etc/外", "甲/../../外", "C:/外.txt", "甲\\..\\外", "甲//外", "甲/./外"]
)
def test_a_name_that_leads_out_is_refused(tmp_path: Path, name: str) -> None:
    (problem,) = verify(hostile(tmp_path / "包.zip", (SUMS, b""), (name, b"x"))).problems
    assert (problem.code, problem.message) == ("verify.bad_zip", "文件名指到包外")


@pytest.mark.parametrize("names", [("甲.txt", "甲.txt"), ("a.TXT", "A.txt"), (SUMS, SUMS)])
def test_two_of_one_name_are_refused(tmp_path: Path, names: tuple[str, str]) -> None:
    found = verify(hostile(tmp_path / "包.zip", *((n, b"x") for n in names))).problems
    assert [(p.code, p.message) for p in found] == [("verify.bad_zip", "包里有两个同名文件")]


def test_a_bomb_is_refused_before_it_is_read(tmp_path: Path) -> None:
    bomb = hostile(tmp_path / "包.zip", (SUMS, b""), ("大", bytes(16 << 20)), how=zipfile.ZIP_DEFLATED)
    (problem,) = verify(bomb).problems
    assert (problem.code, problem.message) == ("verify.bad_zip", "解压后膨胀超过250倍，像是压缩炸弹")


def test_members_that_share_their_data_are_refused(tmp_path: Path) -> None:
    path = hostile(tmp_path / "包.zip", (SUMS, b"12345"))
    content = bytearray(path.read_bytes())
    at = content.index(b"PK\x01\x02")
    struct.pack_into("<I", content, at + 20, 1 << 30)
    path.write_bytes(bytes(content))
    assert "包里的文件占用同一段数据，像是压缩炸弹" in [p.message for p in verify(path).problems]


def test_too_many_members_are_refused(tmp_path: Path) -> None:
    path = hostile(tmp_path / "包.zip", *((f"{n}", b"") for n in range(50_001)))
    (problem,) = verify(path).problems
    assert problem.message == "包里有50001个文件，超过上限50000个"


def test_a_locked_member_is_refused(sent: Path, tmp_path: Path) -> None:
    content = bytearray(sent.read_bytes())
    with zipfile.ZipFile(sent) as archive:
        content[archive.start_dir + 8] |= 1
    (tmp_path / "包.zip").write_bytes(bytes(content))
    (problem,) = verify(tmp_path / "包.zip").problems
    assert (problem.code, problem.message) == ("verify.bad_zip", "文件加了密，无法核对")


@pytest.mark.parametrize("part", [0, 0.3, 0.9, 0.999])
def test_half_a_zip_is_told(sent: Path, tmp_path: Path, part: float) -> None:
    content = sent.read_bytes()
    (tmp_path / "包.zip").write_bytes(content[: int(len(content) * part)])
    (problem,) = verify(tmp_path / "包.zip").problems
    assert (problem.code, problem.message) == ("verify.bad_zip", "不是完整的 zip 包，读不到目录")


def test_a_list_of_sums_that_cannot_be_read_is_told(sent: Path, tmp_path: Path) -> None:
    content = bytearray(sent.read_bytes())
    at = content.index(SUMS.encode())  # its own header stands before its bytes
    content[at + len(SUMS.encode())] ^= 1
    (tmp_path / "包.zip").write_bytes(bytes(content))
    assert [p.code for p in verify(tmp_path / "包.zip").problems] == ["verify.bad_zip"]


# Volumes -------------------------------------------------------------------------------------------------


@pytest.fixture
def volumes(ready: Any) -> tuple[Path, ...]:
    """Three zips of one package."""
    for name, size in (("录音/1.mp3", 90_000), ("报刊/1.pdf", 80_000), ("照片/1.png", 90_000)):
        with (ready.folder / "见证材料" / name).open("ab") as stream:
            stream.write(b"\0" * size)
    made = pack(ready.load(), "收/包.zip", phase=4, split=190_000)
    assert len(made.volumes) == 3
    return made.volumes


def test_volumes_are_whole_one_by_one_and_together(volumes: tuple[Path, ...]) -> None:
    together = verify(*volumes)
    assert (together.ok, together.complete, together.volumes, together.of) == (True, True, (1, 2, 3), 3)
    assert together.files == sum(verify(v).files for v in volumes)
    assert verify(Path("收")).complete, "the folder they lie in will do"
    one = verify(volumes[1])
    assert (one.ok, one.complete, one.volumes) == (True, False, (2,))
    assert [(p.code, str(p.severity), p.message) for p in one.problems] == [
        ("verify.volume_missing", "warning", "共3卷，没有看到第1、3卷")
    ]


def test_a_volume_that_is_missing_or_twice_or_another_s_is_found(
    volumes: tuple[Path, ...], sent: Path
) -> None:
    missing = verify(*volumes[:2])
    assert [(p.code, p.message) for p in missing.problems] == [
        ("verify.volume_missing", "共3卷，没有看到第3卷")
    ]
    assert not missing.ok
    shutil.copyfile(volumes[0], "收/副本.zip")
    assert [(p.code, p.message) for p in verify(Path("收")).problems] == [
        ("verify.volume_twice", "第1卷有两份，另一份是副本.zip")
    ]
    found = verify(*volumes, sent)
    assert [(p.code, p.place.file) for p in found.problems] == [("verify.other_package", str(sent))]


def test_a_damaged_volume_in_a_folder_is_named(volumes: tuple[Path, ...]) -> None:
    content = volumes[1].read_bytes()
    volumes[1].write_bytes(content[: len(content) // 2])
    found = [(p.code, Path(p.place.file or "").name) for p in verify(Path("收")).problems]
    assert found == [("verify.bad_zip", volumes[1].name), ("verify.volume_missing", volumes[0].name)]
    Path("收/说明.txt").touch()
    Path("收/别的.zip").write_bytes(hostile(Path("别的.zip"), ("甲", b"x")).read_bytes())
    assert len(verify(Path("收")).problems) == 2, "what is no package is none of our business"


def test_a_list_that_says_nonsense_is_told(package: Path) -> None:
    (package / "清单.json").write_text(json.dumps({"本卷": 3}), encoding="utf-8")
    with (package / "清单.json").open("rb") as stream:
        value = sum_of(stream)
    lines = (package / SUMS).read_text(encoding="utf-8").splitlines()
    kept = [x for x in lines if "清单.json" not in x]
    (package / SUMS).write_text("\n".join([*kept, f"{value}  清单.json"]) + "\n", encoding="utf-8")
    assert told(package) == [("verify.list_differs", "清单.json")]
