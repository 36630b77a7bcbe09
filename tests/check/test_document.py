"""From the file to the report: documents of the example are right, copies with one fault are told at their place."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import docx
import pytest

from qijin_docs import DataError, Report, check_document
from qijin_docs.check.document import check_documents

NAMES = [
    "实施方案的通知", "实施方案的报告", "活动实施方案", "领导小组名单", "第一阶段", "第二阶段", "第三阶段", "第四阶段",
    "先进典型经验材料的报告", "DX-01", "DX-02", "DX-03", "2018年安全生产宣传教育“七进”活动总结", "见证材料的报告",
    "新闻发布会配合材料", "新闻发布会配合材料的报告", "发布会人员名单", "问答口径（云岭省自然资源厅）",
    "的通知（岚州市自然资源局）", "的通知（栖河市自然资源局）", "的通知（望岚市自然资源局）",
    "督查情况的通报", "考核结果的通报",
]  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_a_document_of_the_example_has_nothing_but_notes_about_its_headings(
    name: str, built: dict[str, Path]
) -> None:
    (path,) = (
        path for stem, path in built.items() if stem.endswith(name) or (name in stem and name[0] in "第D")
    )

    report = check_document(path)

    assert {found.code for found in report.findings} <= {"check.heading_sentence"}
    assert report.ok
    assert report.file == path.name


def test_every_document_of_the_example_is_among_them(built: dict[str, Path]) -> None:
    assert len(built) == len(NAMES)


#: Words of the file's name, what stands there, what stands there in the copy, the only new finding, its place.
FAULTS = [
    ("实施方案的通知", "云自然资〔2018〕35号", "云自然资[2018]35号", "check.document_number", "表1第3行第1列"),
    ("实施方案的通知", "2018年4月25日", "2018年04月25日", "check.date_form", "正文第12段"),
    ("实施方案的通知", "云岭省安全生产委员会办公室。", "云岭省安全生产委员会办公室", "check.copies_end", None),
    ("实施方案的通知", "厅直属各单位：", "厅直属各单位", "check.addressee_colon", "正文第2段"),
    ("实施方案的通知", "执行中遇到", "执行中,遇到", "check.half_width", "正文第7段"),
    ("实施方案的通知", "执行中遇到", "省直各有关部门要支持。执行中遇到", "check.tone", "正文第7段"),
    ("实施方案的通知", "执行中遇到", "（见附件9）执行中遇到", "check.attachment_absent", "正文第7段"),
    ("实施方案的报告", "特此报告。", "特此通知。", "check.closing", "正文第5段"),
    ("实施方案的报告", "特此报告。", "妥否，请批示。", "check.report_asks", "正文第5段"),
    ("第一阶段进展", "五、下步安排", "六、下步安排", "check.heading_sequence", "正文第15段"),
    ("第一阶段进展", "2099人次，", "２０９９人次，", "check.full_width_figures", "正文第4段"),
    ("2018年安全生产宣传教育“七进”活动总结", "存在的问题", "存在的问题。", "check.title_end", None),
    ("2018年安全生产宣传教育“七进”活动总结", "2018年12月29日", "二〇一八年十二月二十九日", "check.date_form", None),
]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "old", "new", "code", "where"), FAULTS, ids=[f"{f[3]}-{f[0]}" for f in FAULTS]
)
def test_a_copy_with_one_fault_gives_the_one_finding_at_its_place(
    name: str,
    old: str,
    new: str,
    code: str,
    where: str | None,
    changed: Callable[[str, str, str], bytes],
    tmp_path: Path,
) -> None:
    before, after = tmp_path / "原.docx", tmp_path / "改.docx"
    before.write_bytes(changed(name, old, old))
    after.write_bytes(changed(name, old, new))

    right, wrong = check_document(before), check_document(after)
    added = list(
        (
            Counter(found.code for found in wrong.findings) - Counter(found.code for found in right.findings)
        ).elements()
    )

    assert added == [code]
    (found,) = (found for found in wrong.findings if found.code == code)
    assert found.problem.place.file == "改.docx"
    if where:
        assert found.problem.place.where == where


def test_what_needs_pages_is_not_passed_in_silence(built: dict[str, Path]) -> None:
    (path,) = (path for stem, path in built.items() if stem.endswith("实施方案的通知"))

    report = check_document(path)

    assert not report.looked_at_pages
    waiting = {item.rule for item in report.unverified if "--layout" in item.why}
    assert {"行首行尾的标点（GB/T 15834-2011）", "数字不断行（GB/T 15835-2011）"} <= waiting


def test_a_report_never_depends_on_how_often_it_is_made(built: dict[str, Path]) -> None:
    path = next(iter(built.values()))

    assert check_document(path) == check_document(path)


def test_many_files_are_read_or_all_faults_are_told(built: dict[str, Path], tmp_path: Path) -> None:
    good = next(iter(built.values()))
    bad, worse = tmp_path / "坏.docx", tmp_path / "旧.doc"
    bad.write_bytes(b"PK\x03\x04 not a zip")
    worse.write_bytes(b"\xd0\xcf\x11\xe0 old")

    with pytest.raises(DataError) as raised:
        check_documents([good, bad, worse])

    assert [problem.place.file for problem in raised.value.problems] == ["坏.docx", "旧.doc"]


def test_a_missing_file_is_a_problem_with_its_name(tmp_path: Path) -> None:
    with pytest.raises(DataError) as raised:
        check_document(tmp_path / "没有.docx")

    assert raised.value.problems[0].place.file == "没有.docx"


@pytest.mark.parametrize("text", ["", "& < > \" '", "{{ x }}", "]]>", "安" * 10_000, "“（《" * 300])
def test_any_document_of_anyone_gets_a_report(text: str, tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph(text)
    document.add_table(2, 2).cell(0, 0).text = text
    stream = io.BytesIO()
    document.save(stream)
    path = tmp_path / "别人的.docx"
    path.write_bytes(stream.getvalue())

    report = check_document(path)

    assert isinstance(report, Report)
    assert report.form == "无版头材料"


def test_a_page_is_read_without_inventing_faults(
    built: dict[str, Path], libreoffice: Callable[..., tuple[Path, ...]]
) -> None:
    """Wrapped names, lists and rows of a table are lines of a page like any other."""
    names = ("实施方案的通知", "2018年安全生产宣传教育“七进”活动总结")
    files = [path for name in names for stem, path in built.items() if stem.endswith(name)]

    notice, summary = (check_document(pdf) for pdf in libreoffice(*files))

    assert {found.code for found in summary.findings} == set()
    assert notice.form == "文件格式"
    assert not {
        found.code for found in notice.findings if "attachment" in found.code or "heading_seq" in found.code
    }
    assert [item.why for item in notice.unverified if item.rule == "缩进很深的行"] == [
        "PDF 里分不清是名单、续行还是正文"
    ]
    assert [item.rule for item in notice.unverified if item.rule.startswith("附件")] == [
        "附件3“云岭省自然资源厅安全生产宣传教育“七进”活动任务分工表”（7.3.7）"
    ]
