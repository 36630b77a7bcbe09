"""A phase as the package that is handed in."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
import zipfile
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from qijin_docs.check.document import check_document
from qijin_docs.errors import DataError, Problem
from qijin_docs.handover import pack, package, verify
from qijin_docs.handover.item import Item

Refused = Callable[[Callable[[], object]], list[Problem]]


def files_in(path: Path) -> dict[str, bytes]:
    if path.is_dir():
        return {p.relative_to(path).as_posix(): p.read_bytes() for p in path.rglob("*") if p.is_file()}
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_every_file_stands_in_the_list_with_its_sum(sent: Path) -> None:
    files = files_in(sent)
    said = json.loads(files["清单.json"])
    head = {k: said[k] for k in ("年度", "阶段", "报送单位", "收件人", "本卷", "卷数")}
    assert head == {
        "年度": 2018, "阶段": 4, "报送单位": "云岭省自然资源厅", "收件人": "云岭省安全生产委员会办公室",
        "本卷": 1, "卷数": 1,
    }  # fmt: skip
    assert {f["路径"]: f["SHA-256"] for f in said["文件"]} == {
        name: sha256(content).hexdigest()
        for name, content in files.items()
        if name not in ("清单.json", "校验.sha256")
    }
    assert all(f["字节"] == len(files[f["路径"]]) for f in said["文件"])


def test_the_catalogue_names_the_files_as_they_lie_there(sent: Path) -> None:
    files = files_in(sent)
    (name,) = [n for n in files if n.endswith("见证材料目录.xlsx")]
    sheet = openpyxl.load_workbook(io.BytesIO(files[name])).worksheets[0]
    rows = [[c.value for c in row] for row in sheet.iter_rows()]
    head = next(row for row in rows if "文件名" in row)
    listed = {row[head.index("文件名")] for row in rows[rows.index(head) + 1 :]} - {None}
    there = {n.removeprefix("见证材料/") for n in files if n.startswith("见证材料/")}
    assert there <= listed
    assert len(there) == 6
    assert rows[0][0] == "云自然资〔2018〕94号附件2"


def test_the_evidence_itself_is_not_touched(ready: Any, sent: Path) -> None:
    files = files_in(sent)
    found = files["见证材料/照片/企业_20180306_云岭省自然资源厅_课堂_01.png"]
    assert found == (ready.folder / "见证材料/照片/1.png").read_bytes()


def test_the_cover_list_is_a_document_for_people(
    sent: Path,
    docx_paragraphs: Callable[[bytes], list[str]],
    valid_ooxml: Callable[[bytes], None],
    tmp_path: Path,
) -> None:
    content = files_in(sent)["报送清单.docx"]
    valid_ooxml(content)
    texts = [t for t in docx_paragraphs(content) if t.strip()]
    assert "".join(texts[0].split()) == "2018年安全生产宣传教育“七进”活动报送清单"
    assert texts[1:3] == [
        "收件单位：云岭省安全生产委员会办公室",
        "报送事项：第四阶段（成果总结）材料",
    ]
    rows = "|".join(texts)
    assert "1|关于报送活动有关材料的报告|1份|DOCX|公文|云自然资〔2018〕94号|2|" in rows
    assert "|见证材料：照片|2件|PNG|见证材料|逐件见目录|" in rows
    assert (
        "|共10项11件。电子文件附有校验值，请核对。|报送单位（盖章）|云岭省自然资源厅|接收单位（盖章）|报送人|"
        in rows
    )
    (tmp_path / "报送清单.docx").write_bytes(content)
    assert check_document(tmp_path / "报送清单.docx").findings == ()


def test_pages_are_counted_when_asked_for(ready: Any, docx_paragraphs: Callable[[bytes], list[str]]) -> None:
    pack(ready.load(), "包", phase=4, pages=True)
    rows = "|".join(t for t in docx_paragraphs(files_in(Path("包"))["报送清单.docx"]) if t.strip())
    assert "|1份|4|DOCX|公文|" in rows
    assert "|见证材料：照片|2件|PNG|" in rows, "evidence is not printed"


def test_copies_on_paper_are_named_where_the_duty_says_so(
    ready: Any, docx_paragraphs: Callable[[bytes], list[str]]
) -> None:
    duty = {
        "事项": "活动总结",
        "义务人": ["本单位"],
        "收件人": ["安委会办公室"],
        "时限": "12月31日前",
        "份数": 3,
    }
    ready.write("报送事项.yaml", [duty])
    pack(ready.load(), "包", phase=4)
    rows = "|".join(docx_paragraphs(files_in(Path("包"))["报送清单.docx"]))
    assert rows.count("纸质3份") == 1


def test_a_folder_holds_what_a_zip_holds(ready: Any, sent: Path) -> None:
    made = pack(ready.load(), "交/包", phase=4)
    assert made.volumes == (Path("交/包"),)
    assert files_in(Path("交/包")) == files_in(sent)


# Always the same bytes -----------------------------------------------------------------------------------


PROGRAM = "from qijin_docs import load_project, pack; pack(load_project('项目'), '又.zip', phase=4)"


@pytest.mark.parametrize(
    "environment",
    [
        {"TZ": "Pacific/Kiritimati", "LC_ALL": "C", "PYTHONHASHSEED": "1"},
        {"TZ": "America/Los_Angeles", "LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "2", "PYTHONUTF8": "1"},
    ],
)
def test_built_in_another_zone_and_locale_and_order_it_is_the_same(
    ready: Any, sent: Path, environment: dict[str, str]
) -> None:
    # Files made in another order, read at another time.
    for path in sorted((ready.folder / "见证材料").rglob("*"), reverse=True):
        os.utime(path, (10**9, 10**9))
    subprocess.run([sys.executable, "-c", PROGRAM], env=os.environ | environment, check=True, timeout=300)
    assert Path("又.zip").read_bytes() == sent.read_bytes()


def test_a_zip_holds_no_time_and_is_read_on_every_system(sent: Path) -> None:
    with zipfile.ZipFile(sent) as archive:
        entries = archive.infolist()
    assert {e.date_time for e in entries} == {(1980, 1, 1, 0, 0, 0)}
    assert all(e.flag_bits & 0x800 for e in entries if not e.filename.isascii()), "names are marked as UTF-8"
    assert {e.compress_type for e in entries} == {zipfile.ZIP_STORED}
    assert [e.filename for e in entries] == sorted(e.filename for e in entries)
    assert {e.external_attr >> 16 for e in entries} == {0o644}


# Volumes -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("out", ["包.zip", "包"])
def test_large_media_are_split_over_volumes_each_whole(ready: Any, out: str) -> None:
    for name, size in (("录音/1.mp3", 90_000), ("报刊/1.pdf", 80_000)):
        with (ready.folder / "见证材料" / name).open("ab") as stream:
            stream.write(b"\0" * size)
    made = pack(ready.load(), out, phase=4, split=250_000)
    count = len(made.volumes)
    assert count == 2
    names = [f"包（第{n}卷，共2卷）.zip" if out.endswith("zip") else f"第{n}卷" for n in (1, 2)]
    assert [p.name for p in made.volumes] == names
    for path in made.volumes:
        size = path.stat().st_size if path.is_file() else sum(map(len, files_in(path).values()))
        assert size <= 250_000
        assert {"报送清单.docx", "清单.json", "校验.sha256"} <= set(files_in(path))
        assert verify(path).ok
    together = verify(*made.volumes)
    assert (together.ok, together.complete, together.of) == (True, True, 2)
    assert len({f.path for f in made.files}) == 12
    letter = next(f for f in made.files if f.path.startswith("公文/"))
    assert letter.volume == 1, "letters and documents lie in the first"


def test_what_fits_into_one_volume_is_one(ready: Any, sent: Path) -> None:
    made = pack(ready.load(), "包.zip", phase=4, split=4_700_000_000)
    assert made.volumes == (Path("包.zip"),)
    assert Path("包.zip").read_bytes() == sent.read_bytes()


def test_a_file_larger_than_a_volume_is_an_error_and_never_cut(ready: Any, refused: Refused) -> None:
    with (ready.folder / "见证材料/录音/1.mp3").open("ab") as stream:
        stream.write(b"\0" * 900_000)
    (problem,) = refused(lambda: pack(ready.load(), "包.zip", phase=4, split=800_000))
    assert (problem.code, problem.place.file) == ("pack.too_large", "见证材料/录音/1.mp3")
    assert not list(Path().glob("包*"))


def test_a_volume_that_grew_too_large_is_told(
    ready: Any, refused: Refused, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("qijin_docs.handover.package._MARGIN", -60_000)
    (problem,) = refused(lambda: pack(ready.load(), "包.zip", phase=4, split=80_000))
    assert problem.code == "pack.volume_too_large"
    assert not list(Path().glob("包*"))


# What may go wrong ---------------------------------------------------------------------------------------


def test_a_zip_is_replaced_and_a_folder_with_something_in_it_is_not(ready: Any, refused: Refused) -> None:
    Path("包.zip").write_bytes(b"alt")
    pack(ready.load(), "包.zip", phase=4)
    assert zipfile.is_zipfile("包.zip")
    Path("满").mkdir()
    Path("满/别的.txt").touch()
    (problem,) = refused(lambda: pack(ready.load(), "满", phase=4))
    assert (problem.code, problem.place.file) == ("output.not_empty", "满")
    assert [p.name for p in Path("满").iterdir()] == ["别的.txt"]


def test_where_nothing_can_be_written_it_is_told_and_nothing_is_left(ready: Any, refused: Refused) -> None:
    Path("文件").touch()
    (problem,) = refused(lambda: pack(ready.load(), "文件/包.zip", phase=4))
    assert problem.code == "output.write_failed"


def test_a_full_disk_leaves_nothing_behind(
    ready: Any, refused: Refused, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(self: Item) -> Any:
        yield b"x"
        raise OSError(28, "No space left on device")

    Path("出").mkdir()
    monkeypatch.setattr(Item, "chunks", full)
    (problem,) = refused(lambda: pack(ready.load(), "出/包.zip", phase=4))
    assert (problem.code, problem.message) == ("output.write_failed", "写不进去：磁盘满了")
    assert list(Path("出").iterdir()) == []


def test_a_file_of_the_evidence_that_is_gone_is_told(ready: Any, refused: Refused) -> None:
    project = ready.load()
    ready.remove("见证材料/录音/1.mp3", "见证材料/报刊/1.pdf")
    found = refused(lambda: pack(project, "包.zip", phase=4))
    codes = [p.code for p in found]
    assert codes == ["pack.no_file"] * 2 or all(c.startswith("review.") for c in codes)


def test_a_file_that_changes_while_it_is_packed_is_told(tmp_path: Path) -> None:
    (tmp_path / "甲.mp4").write_bytes(b"1")
    item = Item.of("见证材料/甲.mp4", "音视频", "甲", "见证材料/甲.mp4", tmp_path / "甲.mp4")
    assert list(item.chunks()) == [b"1"]
    (tmp_path / "甲.mp4").write_bytes(b"2")
    with pytest.raises(DataError) as caught:
        list(item.chunks())
    (problem,) = caught.value.problems
    assert (problem.code, problem.message) == ("pack.changed_meanwhile", "打包的时候这个文件变了")
    assert problem.place.file == str(tmp_path / "甲.mp4")


def test_the_function_is_not_hidden_by_the_module_of_its_name() -> None:
    assert package.pack is pack
