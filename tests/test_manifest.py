"""清单.json and the folder it speaks of."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from qijin_docs.errors import OutputError
from qijin_docs.manifest import FILE_NAME, Made, Manifest, compose, digest, read_manifest, write_documents
from qijin_docs.templating import Rendered

ENTRY: dict[str, Any] = {
    "path": "一/甲.docx", "kind": "甲", "phase": 1, "source": "甲.yaml", "template": "word/甲.docx",
    "sha256": digest(b"old"), "bytes": 3,
}  # fmt: skip


def manifest(*entries: dict[str, Any]) -> bytes:
    made = [Made(**(ENTRY | entry)) for entry in entries]
    return compose(version="1", inputs={}, templates={"word/甲.docx": "t"}, made=made)


def put(folder: Path, name: str, content: bytes) -> Path:
    file = folder / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content)
    return file


def files(folder: Path) -> dict[str, bytes]:
    return {f.relative_to(folder).as_posix(): f.read_bytes() for f in folder.rglob("*") if f.is_file()}


def test_a_manifest_is_in_order_and_says_who_made_what_from_what() -> None:
    made = [Made(**(ENTRY | {"path": path})) for path in ("二/乙.docx", "一/甲.docx")]
    text = compose(version="0.1", inputs={"乙": "2", "甲": "1"}, templates={"t": "3"}, made=made).decode()
    content = json.loads(text)
    assert content["程序"] == "qijin_docs 0.1"
    assert list(content) == ["程序", "输入", "模板", "文件"]
    assert [entry["path"] for entry in content["文件"]] == ["一/甲.docx", "二/乙.docx"]
    assert text.endswith("}\n")
    assert "甲" in text, "names are readable"


def test_what_was_written_is_read_back(tmp_path: Path) -> None:
    put(tmp_path, FILE_NAME, manifest({}))
    assert read_manifest(tmp_path) == Manifest((Made(**ENTRY),), {"word/甲.docx": "t"})


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b"[]", b"5", b'{"\xe6\x96\x87": 1}', '{"文件": 5, "模板": {}}'.encode(), b"\xff\xfe", b"{}"],
    ids=range(8),
)
def test_what_is_no_manifest_is_an_empty_one(tmp_path: Path, content: bytes) -> None:
    put(tmp_path, FILE_NAME, content)
    assert read_manifest(tmp_path) == Manifest()


def test_no_folder_has_an_empty_manifest(tmp_path: Path) -> None:
    assert read_manifest(tmp_path / "没有") == Manifest()


@pytest.mark.parametrize(
    "path", ["../甲.docx", "一/../../甲.docx", "/甲.docx", "C:\\甲.docx", "..\\甲.docx", "", 5]
)
def test_an_entry_that_points_out_of_the_folder_is_passed_over(tmp_path: Path, path: object) -> None:
    put(tmp_path, FILE_NAME, json.dumps({"模板": {}, "文件": [ENTRY | {"path": path}, ENTRY]}).encode())
    assert [m.path for m in read_manifest(tmp_path).made] == ["一/甲.docx"]


def write(folder: Path, documents: dict[str, bytes], earlier: dict[str, str] | None = None) -> dict[str, str]:
    rendered = {path: Rendered(content) for path, content in documents.items()}
    return write_documents(folder, rendered, b"{}", earlier or {})


def test_documents_and_manifest_are_written(tmp_path: Path) -> None:
    out = tmp_path / "新/的"
    assert write(out, {"一/甲.docx": b"new"}) == {}
    assert files(out) == {"一/甲.docx": b"new", FILE_NAME: b"{}"}


def test_what_an_earlier_build_wrote_is_replaced(tmp_path: Path) -> None:
    put(tmp_path, "一/甲.docx", b"old")
    assert write(tmp_path, {"一/甲.docx": b"new"}, {"一/甲.docx": digest(b"old")}) == {}
    assert files(tmp_path) == {"一/甲.docx": b"new", FILE_NAME: b"{}"}


def test_what_is_no_longer_made_is_removed_with_its_folder(tmp_path: Path) -> None:
    put(tmp_path, "旧/甲.docx", b"old")
    assert write(tmp_path, {"一/乙.docx": b"new"}, {"旧/甲.docx": digest(b"old")}) == {}
    assert files(tmp_path) == {"一/乙.docx": b"new", FILE_NAME: b"{}"}
    assert not (tmp_path / "旧").exists()


def test_a_folder_with_other_files_stays(tmp_path: Path) -> None:
    put(tmp_path, "旧/甲.docx", b"old")
    put(tmp_path, "旧/我的.txt", b"mine")
    write(tmp_path, {}, {"旧/甲.docx": digest(b"old")})
    assert files(tmp_path) == {"旧/我的.txt": b"mine", FILE_NAME: b"{}"}


@pytest.mark.parametrize("made_again", [True, False])
def test_what_was_changed_by_hand_is_set_aside(tmp_path: Path, made_again: bool) -> None:
    put(tmp_path, "一/甲.docx", b"by hand")
    put(tmp_path, "一/甲（手工改过1）.docx", b"by hand before")
    documents = {"一/甲.docx": b"new"} if made_again else {}
    assert write(tmp_path, documents, {"一/甲.docx": digest(b"old")}) == {
        "一/甲.docx": "一/甲（手工改过2）.docx"
    }
    kept = {"一/甲（手工改过1）.docx": b"by hand before", "一/甲（手工改过2）.docx": b"by hand"}
    assert files(tmp_path) == documents | kept | {FILE_NAME: b"{}"}


def test_a_file_that_was_never_ours_is_set_aside_too(tmp_path: Path) -> None:
    put(tmp_path, "一/甲.docx", b"somebody's")
    assert write(tmp_path, {"一/甲.docx": b"new"}) == {"一/甲.docx": "一/甲（手工改过1）.docx"}


def test_a_file_that_is_the_same_stays(tmp_path: Path) -> None:
    put(tmp_path, "一/甲.docx", b"new")
    assert write(tmp_path, {"一/甲.docx": b"new"}) == {}


@pytest.mark.parametrize("name", ["文件", "文件/里面"])
def test_a_folder_that_cannot_be_made_is_an_output_error(tmp_path: Path, name: str) -> None:
    put(tmp_path, "文件", b"x")
    with pytest.raises(OutputError) as caught:
        write(tmp_path / name, {"一/甲.docx": b"new"})
    (problem,) = caught.value.problems
    assert problem.code == "output.write_failed"
    assert problem.place.file == str(tmp_path / name)
    assert problem.message.startswith("写不进输出文件夹：")


def test_a_document_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "一/甲.docx").mkdir(parents=True)
    with pytest.raises(OutputError) as caught:
        write(tmp_path, {"一/甲.docx": b"new"})
    assert caught.value.problems[0].place.file == str(tmp_path / "一/甲.docx")
    assert files(tmp_path) == {}
