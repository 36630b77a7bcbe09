"""What the preview shows and when it makes it anew, with an office that draws at once."""

from __future__ import annotations

import io
import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any, Protocol

import docx
import PIL.Image
import pytest

from qijin_docs.errors import DataError, TemplateError
from qijin_docs.preview.desk import Desk
from qijin_docs.preview.subject import Subject

Template = Callable[..., Path]


class QuickOffice(Protocol):
    """What the fixture gives."""

    asked: list[list[str]]
    fails: bool
    closed: bool


class Watched:
    """A desk, and waiting for it."""

    def __init__(self, subject: Subject, office: Any) -> None:
        self.rung = threading.Event()
        self.desk = Desk(subject, office, self.rung.set)

    def until(
        self, seen: Callable[[dict[str, Any]], bool], *wanted: str, marked: bool = False
    ) -> dict[str, Any]:
        """The state once something is seen in it."""
        end = time.monotonic() + 30
        while time.monotonic() < end:
            self.rung.clear()
            state = self.desk.state(wanted or ("1",), marked=marked)
            with suppress(KeyError):  # the record is not known yet
                if seen(state):
                    return state
            self.rung.wait(0.2)
        pytest.fail(f"not seen within 30 seconds; the last state: {state}")

    def at_rest(self, *wanted: str) -> dict[str, Any]:
        """The state when there is nothing left to do."""
        return self.until(lambda state: state["checked"] and not state["busy"], *wanted)

    def saved(self) -> None:
        self.desk.touch()


@pytest.fixture
def desk_of(office: QuickOffice) -> Iterator[Callable[..., Watched]]:
    made: list[Watched] = []

    def make(template: Path, data: Path | None = None, kind: str | None = None) -> Watched:
        watched = Watched(Subject(template, data, kind), office)
        made.append(watched)
        watched.desk.start()
        return watched

    yield make
    for watched in made:
        watched.desk.close()
    assert not any(thread.name == "qijin-preview" for thread in threading.enumerate())


def data_file(folder: Path, value: Any) -> Path:
    path = folder / "数据.json"
    path.write_text(json.dumps(value, ensure_ascii=False), encoding="utf-8")
    return path


def state_of(sheets: dict[str, Any]) -> str:
    return str(sheets["state"])


def test_pages_come_first_and_then_what_is_wrong(
    desk_of: Callable[..., Watched], template: Template, tmp_path: Path
) -> None:
    watched = desk_of(template("first {{ a }}", "second"), data_file(tmp_path, {"a": "one"}))
    state = watched.at_rest()
    assert (state["file"], state["kind"], state["plain"], state["faulty"]) == ("模板.docx", "", False, False)
    assert state["records"] == [{"id": "1", "name": "数据"}]
    sheets = state["sheets"]["1"]
    assert (state_of(sheets), len(sheets["pages"])) == ("fresh", 2)
    assert [page["changed"] for page in sheets["pages"]] == [(), ()]
    assert sheets["age"] < 30
    picture = watched.desk.picture(sheets["pages"][0]["mark"], 96)
    assert picture is not None
    assert PIL.Image.open(io.BytesIO(picture)).size == (794, 1123)
    assert watched.desk.picture("0" * 24, 96) is None


def test_a_save_changes_the_pages_and_says_what_differs(
    desk_of: Callable[..., Watched], template: Template, tmp_path: Path
) -> None:
    watched = desk_of(template("first {{ a }}", "second"), data_file(tmp_path, {"a": "one"}))
    before = watched.at_rest()["sheets"]["1"]["pages"]
    template("first {{ a }}!", "second")
    watched.saved()
    after = watched.until(lambda state: state["sheets"]["1"]["pages"] != before)["sheets"]["1"]["pages"]
    assert after[0]["mark"] != before[0]["mark"]
    assert len(after[0]["changed"]) == 1
    assert (after[1]["mark"], after[1]["changed"]) == (before[1]["mark"], ())
    assert watched.desk.picture(before[0]["mark"], 72), (
        "a browser that has not heard of it yet still sees the old one"
    )


def test_a_save_that_changes_nothing_draws_nothing(
    desk_of: Callable[..., Watched], template: Template, tmp_path: Path, office: QuickOffice
) -> None:
    path = template("first {{ a }}")
    watched = desk_of(path, data_file(tmp_path, {"a": "one"}))
    watched.at_rest()
    path.touch()
    watched.saved()
    time.sleep(0.1)
    assert state_of(watched.at_rest()["sheets"]["1"]) == "fresh"
    assert office.asked == [["first one"]]


def test_a_faulty_template_keeps_the_last_good_pages_and_says_how_old_they_are(
    desk_of: Callable[..., Watched], template: Template, tmp_path: Path
) -> None:
    watched = desk_of(template("first {{ a }}"), data_file(tmp_path, {"a": "one"}))
    good = watched.at_rest()["sheets"]["1"]["pages"]
    time.sleep(0.3)
    template("first line", "first {{ a }")
    watched.saved()
    state = watched.until(lambda state: state["faulty"] and state["checked"])
    sheets = state["sheets"]["1"]
    assert (state_of(sheets), sheets["pages"]) == ("stale", good)
    assert sheets["age"] >= 0.3
    (finding,) = [found for found in state["findings"] if found["severity"] == "error"]
    assert (finding["code"], finding["place"]["where"]) == ("template.unclosed_tag", "正文第2段")

    template("first {{ a }}")
    watched.saved()
    state = watched.until(lambda state: not state["faulty"] and state["checked"])
    assert state_of(state["sheets"]["1"]) == "fresh"
    assert [found for found in state["findings"] if found["severity"] == "error"] == []


def test_a_record_that_cannot_be_filled_in_keeps_its_pages_and_the_others_go_on(
    desk_of: Callable[..., Watched], template: Template, tmp_path: Path
) -> None:
    data = data_file(tmp_path, [{"a": "one"}, {"a": "two"}])
    watched = desk_of(template("first {{ a }}"), data)
    watched.at_rest("1", "2")
    data_file(tmp_path, [{"a": "three"}, {"b": "two"}])
    watched.saved()
    state = watched.until(
        lambda state: state_of(state["sheets"]["2"]) == "stale" and not state["busy"], "1", "2"
    )
    assert state_of(state["sheets"]["1"]) == "fresh"
    (finding,) = [found for found in state["findings"] if found["severity"] == "error"]
    assert finding["code"] == "render.missing"
    assert finding["message"].startswith("填“第2条”时：")


def test_data_that_cannot_be_read_keeps_the_pages(
    desk_of: Callable[..., Watched], template: Template, tmp_path: Path
) -> None:
    data = data_file(tmp_path, {"a": "one"})
    watched = desk_of(template("first {{ a }}"), data)
    watched.at_rest()
    data.write_text("{", encoding="utf-8")
    watched.saved()
    state = watched.until(lambda state: state["faulty"])
    assert state_of(state["sheets"]["1"]) == "stale"
    assert state["findings"][0]["place"]["file"] == str(data)


def test_values_are_shaded_when_somebody_wants_to_see_them(
    desk_of: Callable[..., Watched], template: Template, tmp_path: Path, office: QuickOffice
) -> None:
    watched = desk_of(template("first {{ a }}"), data_file(tmp_path, {"a": "one"}))
    state = watched.at_rest()
    assert state["marked"] == {}
    state = watched.until(lambda state: bool(state["marked"]["1"]["pages"]), "1", marked=True)
    assert state_of(state["marked"]["1"]) == "fresh"
    assert office.asked == [["first one"], ["first one"]]


def test_the_samples_of_a_kind_are_all_made(desk_of: Callable[..., Watched], template: Template) -> None:
    watched = desk_of(template("plan {{ 年度 }}", "{{ 单位.全称 }}"), None, "实施方案")
    wanted = ("typical", "longest", "empty")
    state = watched.until(
        lambda state: not state["busy"] and all(s["pages"] for s in state["sheets"].values()), *wanted
    )
    assert state["kind"] == "实施方案"
    assert [record["name"] for record in state["records"]] == ["典型", "最长", "最少"]
    fields = watched.desk.fields()
    assert "单位.全称" in fields["used"]
    assert "全题" in [field["name"] for field in fields["fields"]]


def test_invented_values_follow_the_names_of_the_template(
    desk_of: Callable[..., Watched], template: Template, office: QuickOffice
) -> None:
    watched = desk_of(template("one", "{{ 甲 }}"))
    state = watched.at_rest("invented")
    assert "preview.invented" in [finding["code"] for finding in state["findings"]]
    template("two", "{{ 乙 }}")
    watched.saved()
    watched.until(lambda state: not state["busy"] and office.asked[-1] == ["two"], "invented")
    assert watched.at_rest("invented")["faulty"] is False
    assert watched.desk.fields() == {"fields": [], "used": ["乙"]}


def test_a_file_without_tags_is_shown_as_it_is(desk_of: Callable[..., Watched], template: Template) -> None:
    state = desk_of(template("just text")).at_rest("file")
    assert (state["plain"], state["records"], state["findings"]) == (
        True,
        [{"id": "file", "name": "文件"}],
        [],
    )
    assert len(state["sheets"]["file"]["pages"]) == 1


def test_an_office_that_hangs_is_told_and_the_next_save_tries_again(
    desk_of: Callable[..., Watched], template: Template, tmp_path: Path, office: QuickOffice
) -> None:
    watched = desk_of(template("first {{ a }}"), data_file(tmp_path, {"a": "one"}))
    watched.at_rest()
    office.fails = True
    data_file(tmp_path, {"a": "two"})
    watched.saved()
    state = watched.until(lambda state: state_of(state["sheets"]["1"]) == "stale" and not state["busy"])
    (finding,) = [found for found in state["findings"] if found["severity"] == "error"]
    assert (finding["code"], finding["place"]["file"]) == ("office.timeout", "模板.docx")
    office.fails = False
    data_file(tmp_path, {"a": "three"})
    watched.saved()
    watched.until(lambda state: state_of(state["sheets"]["1"]) == "fresh" and not state["busy"])


def test_an_error_of_the_program_itself_is_told_and_the_preview_goes_on(
    desk_of: Callable[..., Watched],
    template: Template,
    tmp_path: Path,
    office: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    convert = office.convert
    monkeypatch.setattr(office, "convert", lambda file: convert(file)[1 / 0 :])
    watched = desk_of(template("first {{ a }}"), data_file(tmp_path, {"a": "one"}))
    state = watched.until(lambda state: state_of(state["sheets"]["1"]) == "failed" and not state["busy"])
    assert "preview.failed" in [finding["code"] for finding in state["findings"]]
    monkeypatch.setattr(office, "convert", convert)
    data_file(tmp_path, {"a": "two"})
    watched.saved()
    state = watched.until(lambda state: state_of(state["sheets"]["1"]) == "fresh" and not state["busy"])
    assert "preview.failed" not in [finding["code"] for finding in state["findings"]]


def test_a_picture_of_the_data_is_followed(
    desk_of: Callable[..., Watched], tmp_path: Path, examples: Path
) -> None:
    import shutil

    project = tmp_path / "项目"
    shutil.copytree(examples / "yunling-2018", project)
    document = docx.Document()
    document.add_paragraph("{{ 全题 }}")
    document.save(str(tmp_path / "典型.docx"))
    case = next((project / "典型").glob("*.yaml"))
    watched = desk_of(tmp_path / "典型.docx", case, "先进典型经验材料")
    watched.at_rest()
    folders = watched.desk.folders()
    assert tmp_path in folders
    assert {picture.parent for picture in (project / "见证材料").rglob("*.jpg")} <= folders


def test_what_no_save_will_mend_is_refused_at_once(template: Template, tmp_path: Path) -> None:
    with pytest.raises(TemplateError) as missing:
        Subject(tmp_path / "没有.docx").refuse()
    assert missing.value.problems[0].code == "office.no_input"
    with pytest.raises(DataError) as unknown:
        Subject(template("a"), None, "实施方按").refuse()
    assert unknown.value.problems[0].code == "kinds.unknown"
    with pytest.raises(DataError) as no_data:
        Subject(template("a"), tmp_path / "没有.json").refuse()
    assert no_data.value.problems[0].code == "preview.no_data"
