"""The evidence of the example: forty small files of five kinds, each proving an activity that names it."""

from __future__ import annotations

import hashlib
import importlib.util
import shutil
import struct
import wave
from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from PIL import Image

from qijin_docs.models import Activity, Evidence, EvidenceKind
from qijin_docs.project import Project

FOLDER = "见证材料"


def items(project: Project) -> tuple[Evidence, ...]:
    assert project.year.evidence is not None
    return project.year.evidence.items


def find(project: Project, activity_id: str) -> Activity:
    assert project.year.register is not None
    activity = project.year.register.find(activity_id)
    assert activity is not None, activity_id
    return activity


def proving(project: Project, activity: Activity, *kinds: EvidenceKind) -> list[Evidence]:
    return [item for item in items(project) if item.kind in kinds and activity.id in item.activities]


def test_there_are_forty_pieces_of_all_five_kinds(project: Project) -> None:
    assert Counter(str(item.kind) for item in items(project)) == {
        "照片": 18, "音视频": 6, "报刊杂志": 6, "网站截图": 5, "手机截屏": 5,
    }  # fmt: skip


def test_catalogue_and_folder_hold_the_same_files_all_small_and_all_different(
    project: Project, yunling: Path
) -> None:
    files = [path for path in (yunling / FOLDER).rglob("*") if path.is_file()]
    assert {path.relative_to(yunling / FOLDER).as_posix() for path in files} == {
        i.file for i in items(project)
    }
    sizes = [path.stat().st_size for path in files]
    assert min(sizes) > 0
    assert max(sizes) <= 20 * 1024
    assert sum(sizes) < 600 * 1024
    assert len({hashlib.sha256(path.read_bytes()).digest() for path in files}) == 40


def test_every_file_can_be_opened_and_sounds_last_as_long_as_stated(project: Project, yunling: Path) -> None:
    for item in items(project):
        path = yunling / FOLDER / item.file
        if item.format in ("jpg", "png"):
            with Image.open(path) as image:
                image.load()
                assert min(image.size) >= 300, item.id
        elif item.format == "pdf":
            assert path.read_bytes().startswith(b"%PDF-"), item.id
            assert path.read_bytes().endswith(b"%%EOF\n"), item.id
        elif item.format == "wav":
            with wave.open(str(path)) as sound:
                assert sound.getnframes() / sound.getframerate() == item.seconds, item.id
        else:
            content = path.read_bytes()
            assert content[8:12] == b"AVI ", item.id
            assert struct.unpack("<I", content[4:8])[0] == len(content) - 8
            microseconds, frames = struct.unpack_from("<I12xI", content, 32)
            assert microseconds * frames == (item.seconds or 0) * 1_000_000, item.id


def test_activities_and_evidence_name_each_other(project: Project) -> None:
    assert project.year.register is not None
    forth = {(a.id, name) for a in project.year.register.activities for name in a.evidence}
    back = {(name, item.id) for item in items(project) for name in item.activities}
    assert forth == back
    assert {a.id for a in project.year.register.activities} == {activity for activity, _ in forth}


def test_evidence_is_dated_when_it_can_have_been_made(project: Project) -> None:
    for item in items(project):
        assert item.date <= date(2018, 12, 29)
        for name in item.activities:
            activity = find(project, name)
            assert item.date >= activity.start, item.id
            if item.kind is EvidenceKind.PHOTO:
                assert item.date <= (activity.end or activity.start), item.id
                assert item.place == activity.place, item.id


def test_what_a_progress_report_tells_of_the_papers_had_appeared_when_it_was_written(
    project: Project,
) -> None:
    for item in items(project):
        if item.kind in (EvidenceKind.PRESS, EvidenceKind.WEB, EvidenceKind.PHONE):
            for name in item.activities:
                start = find(project, name).start
                report = next(r for r in project.year.progress if r.start <= start <= r.end)
                assert report.date is not None
                assert item.date <= report.date, item.id


def test_what_is_important_was_in_the_papers_and_on_the_net_and_both_are_in_the_catalogue(
    project: Project,
) -> None:
    assert project.year.register is not None
    important = [a for a in project.year.register.activities if a.important]
    assert len(important) >= 5
    for activity in important:
        assert activity.press, activity.id
        assert activity.online, activity.id
        assert proving(project, activity, EvidenceKind.PRESS), activity.id
        assert proving(project, activity, EvidenceKind.WEB, EvidenceKind.PHONE), activity.id


@pytest.mark.parametrize(
    ("kind", "column"),
    [(EvidenceKind.PRESS, "press"), (EvidenceKind.WEB, "web"), (EvidenceKind.PHONE, "mobile_media")],
)
def test_no_report_is_in_the_catalogue_that_the_register_does_not_count(
    project: Project, kind: EvidenceKind, column: str
) -> None:
    assert project.year.register is not None
    for activity in project.year.register.activities:
        assert len(proving(project, activity, kind)) <= (getattr(activity, column) or 0), activity.id


def test_photos_and_coverage_of_a_case_prove_activities_it_counts_on(project: Project) -> None:
    for case in project.year.cases:
        hosts = {case.recommender}
        for name in (*case.photos, *case.coverage):
            item = next(i for i in items(project) if i.id == name)
            assert hosts & {find(project, activity).host for activity in item.activities}, (case.id, name)
        kinds = {next(i for i in items(project) if i.id == name).kind for name in case.photos}
        assert kinds == {EvidenceKind.PHOTO}


def test_the_script_draws_the_files_again(examples: Path, yunling: Path, tmp_path: Path) -> None:
    spec = importlib.util.spec_from_file_location("make_evidence", examples / "make_evidence.py")
    assert spec is not None
    assert spec.loader is not None
    script = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(script)
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        shutil.copy(yunling / "见证材料.csv", tmp_path / name)
        script.main(tmp_path / name)
    drawn = {
        path.relative_to(tmp_path / "one"): path.read_bytes() for path in (tmp_path / "one").rglob("*.*")
    }
    assert drawn == {p.relative_to(tmp_path / "two"): p.read_bytes() for p in (tmp_path / "two").rglob("*.*")}
    for path, content in drawn.items():
        if path.suffix in (".pdf", ".wav"):  # JPEG and PNG may be packed otherwise by another Pillow
            assert (yunling / path).read_bytes() == content, path
        assert (yunling / path).is_file(), path
