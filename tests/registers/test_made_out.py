"""Lists of units as they are kept, and what is printed into a form for each."""

from __future__ import annotations

import io
import zipfile
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from qijin_docs.errors import DataError, OutputError
from qijin_docs.models import Campaign
from qijin_docs.registers.copies import FormCopies
from qijin_docs.registers.files import write_forms
from qijin_docs.registers.form import find_form, forms
from qijin_docs.registers.made_out import Recipient, made_out, made_out_for, read_recipients
from qijin_docs.registers.write import write_form
from qijin_docs.sources import read_source


def sheet(path: Path, *rows: tuple[str | int | None, ...]) -> Path:
    book = openpyxl.Workbook()
    active = book.active
    assert active is not None
    for row in rows:
        active.append(row)
    book.save(path)
    return path


@pytest.mark.parametrize("head", ["单位", "单位名称", "填报单位", "单位全称"])
def test_a_list_of_units_is_read_whatever_its_heads_are_called(tmp_path: Path, head: str) -> None:
    path = sheet(
        tmp_path / "名单.xlsx",
        ("序号", head, "联络员", "办公电话", "传真", "领域"),
        (1, "岭安市自然资源局", "×××", "0000-0000001", "无", "企业、机关"),
        (2, "岚州市自然资源局", None, None, None, None),
    )
    with pytest.raises(DataError) as caught:
        read_source(path, columns={"单位": (head,)})
    assert {p.code for p in caught.value.problems} == {"data.unknown_column"}  # nothing to a list of units
    assert read_recipients(path) == (
        Recipient(unit="岭安市自然资源局", contact="×××", phone="0000-0000001", spheres=("企业", "机关")),
        Recipient(unit="岚州市自然资源局"),
    )


def test_of_a_book_of_organs_those_below_our_own_get_a_form(tmp_path: Path) -> None:
    path = tmp_path / "单位.yaml"
    path.write_text(
        "本单位: 省厅\n单位:\n  - {全称: 云岭省自然资源厅, 简称: 省厅}\n  - {全称: 云岭省总工会}\n"
        "  - {全称: 岭安市自然资源局, 层级: 市, 业务上级: 省厅}\n",
        encoding="utf-8",
    )
    assert [r.unit for r in read_recipients(path)] == ["岭安市自然资源局"]


def test_a_list_without_units_says_what_it_has_instead(tmp_path: Path) -> None:
    path = sheet(tmp_path / "名单.xlsx", ("序号", "姓甚", "手机"), (1, "×××", "1"))
    with pytest.raises(DataError) as caught:
        read_recipients(path)
    (problem,) = caught.value.problems
    assert (problem.code, problem.place.file) == ("form.no_unit_column", str(path))
    assert problem.message == "名单里没有“单位”这一列，有的是：序号、姓甚、手机"


def test_a_unit_that_stands_there_twice_is_named_with_its_cell(tmp_path: Path) -> None:
    path = sheet(tmp_path / "名单.xlsx", ("单位", "电话"), ("岭安市局", "1"), ("岭安市局", "2"))
    with pytest.raises(DataError) as caught:
        read_recipients(path)
    (problem,) = caught.value.problems
    assert (problem.code, problem.message) == ("form.unit_twice", "“岭安市局”在名单里有两行")
    assert problem.place.where == "Sheet!A3"


def test_a_book_with_nobody_below_us_is_an_error(tmp_path: Path) -> None:
    path = tmp_path / "单位.yaml"
    path.write_text("本单位: 省厅\n单位: [{全称: 云岭省自然资源厅, 简称: 省厅}]\n", encoding="utf-8")
    with pytest.raises(DataError) as caught:
        read_recipients(path)
    assert [(p.code, p.message) for p in caught.value.problems] == [("form.no_units", "名单里没有单位")]


def campaign() -> Campaign:
    return Campaign.model_validate(
        {
            "年度": 2018,
            "领域": ["企业", "机关"],
            "开始": "2018-01-01",
            "结束": "2018-12-31",
            "阶段": [
                {"序号": 1, "名称": "统筹部署", "截止": "4月30日前"},
                {"序号": 2, "名称": "集中宣传", "截止": "6月30日前"},
                {"序号": 3, "名称": "总结", "截止": "12月31日前", "成果": [{"种类": "活动总结"}]},
            ],
        }
    )


@pytest.mark.parametrize(
    ("period", "start", "end"),
    [
        ("第一阶段", date(2018, 1, 1), date(2018, 4, 30)),
        ("第二阶段", date(2018, 5, 1), date(2018, 6, 30)),
        ("集中宣传", date(2018, 5, 1), date(2018, 6, 30)),
        ("3", date(2018, 7, 1), date(2018, 12, 31)),
        ("6月", None, None),
        ("", None, None),
    ],
)
def test_a_phase_gives_the_days_its_figures_are_of(period: str, start: date | None, end: date | None) -> None:
    given = made_out(campaign(), period=period)
    assert (given.start, given.end, given.phases) == (start, end, 3)


def test_a_unit_gets_rows_for_the_spheres_it_has() -> None:
    given = made_out_for(Recipient(unit="甲局", spheres=("进机关",), contact="×××"), made_out(campaign()))
    assert (given.unit, given.spheres, given.boxes) == ("甲局", (("机关", "个"),), (("填报人", "×××"),))


def test_spheres_that_the_campaign_does_not_have_are_all_named(tmp_path: Path) -> None:
    units = [Recipient(unit="甲局", spheres=("寺庙",)), Recipient(unit="乙局", spheres=("企业", "网络"))]
    with pytest.raises(DataError) as caught:
        write_forms((find_form("R06"),), tmp_path / "out", made_out(campaign()), recipients=units)
    assert [(p.code, p.message) for p in caught.value.problems] == [
        ("data.unknown_sphere", "“甲局”的领域里有“寺庙”，活动没有这个领域"),
        ("data.unknown_sphere", "“乙局”的领域里有“网络”，活动没有这个领域"),
    ]
    assert not (tmp_path / "out").exists()


def test_a_unit_s_name_becomes_a_file_name_that_every_system_takes(tmp_path: Path) -> None:
    (made,) = write_forms((find_form("R06"),), tmp_path, made_out(), recipients=[Recipient(unit="甲/乙:局")])
    assert made.path == tmp_path / "甲／乙：局_情况统计表.xlsx"
    assert made.path.stat().st_size == made.bytes


def test_several_forms_do_not_go_into_one_file(tmp_path: Path) -> None:
    with pytest.raises(OutputError) as caught:
        write_forms(forms(), tmp_path / "一份.xlsx", made_out())
    (problem,) = caught.value.problems
    assert (problem.code, problem.hint) == ("form.one_file", "请把 -o 写成文件夹的名称")
    assert problem.message == "要写的表格不止一份，“一份.xlsx”却是一个文件"
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_cannot_be_made_is_an_output_error(tmp_path: Path) -> None:
    (tmp_path / "文件").write_text("", encoding="utf-8")
    with pytest.raises(OutputError) as caught:
        write_forms((find_form("R06"),), tmp_path / "文件" / "夹", made_out())
    assert caught.value.problems[0].code == "output.write_failed"


def test_a_copy_for_a_unit_is_what_is_written_for_it_alone() -> None:
    """Laid out once, other words put in."""
    base = made_out(year=2018, period="第二阶段")
    units = (
        Recipient.model_validate({"unit": "甲 & 乙“联合”局", "contact": "×××", "phone": "0001-1234567"}),
        Recipient.model_validate({"unit": "丙<丁>局"}),
        Recipient.model_validate({"unit": "qijin-stand-in-1-", "contact": "=1+1"}),
        Recipient.model_validate({"unit": "戊局", "spheres": ["企业", "机关"], "period": "第三阶段"}),
    )
    for number in ("R05", "R06", "R07"):
        copies = FormCopies(find_form(number))
        for unit in units:
            order = made_out_for(unit, base)
            copy, alone = bytes(copies.copy(order)), bytes(write_form(number, order))
            assert parts(copy) == parts(alone)


def parts(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return {name: package.read(name) for name in package.namelist()}
