"""A small project that can hand in its fourth phase, and the package it makes."""

from __future__ import annotations

import os
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from qijin_docs.errors import Problem, QijinError
from qijin_docs.handover import pack

ITEMS = [{"名称": "活动总结", "承载": "活动总结"}, {"名称": "见证材料目录", "承载": "见证材料目录"}]


def letter_of(phase: int, *attachments: dict[str, str], **more: Any) -> dict[str, Any]:
    """A signed report to the committee office."""
    return {
        "编号": f"报送{phase}",
        "文种": "报告",
        "阶段": phase,
        "版头": {"发文字号": f"云自然资〔2018〕9{phase}号", "签发人": "×××"},
        "事由": "报送活动有关材料",
        "主送": "省安委会办公室",
        "成文日期": "2018-12-28",
        "正文": "现将有关材料（见附件）报送你办。",
        "结尾语": "特此报告。",
        "附件": list(attachments),
        "版记": {"印发机关": "云岭省自然资源厅办公室", "印发日期": "2018-12-28"},
        **more,
    }


@pytest.fixture(scope="session")
def letter() -> Callable[..., dict[str, Any]]:
    """``letter(phase, attachment, …)``: a signed report to the committee office."""
    return letter_of


@pytest.fixture
def ready(small: Any) -> Any:
    """The small project with the letter that carries summary and evidence."""
    small.write("公文/报送总结.yaml", letter_of(4, *ITEMS))
    return small


@pytest.fixture(scope="session")
def sent(tmp_path_factory: pytest.TempPathFactory, small_project: Callable[[], Any]) -> Path:
    """The package of the fourth phase of the small project, as a zip."""
    here = tmp_path_factory.mktemp("sent")
    before = Path.cwd()
    os.chdir(here)
    try:
        project = small_project()
        project.write("公文/报送总结.yaml", letter_of(4, *ITEMS))
        pack(project.load(), here / "包.zip", phase=4)
    finally:
        os.chdir(before)
    return here / "包.zip"


@pytest.fixture
def package(sent: Path, tmp_path: Path) -> Path:
    """The package unpacked into a folder of the test's own."""
    with zipfile.ZipFile(sent) as archive:
        archive.extractall(tmp_path / "收到")
    return tmp_path / "收到"


@pytest.fixture
def refused() -> Callable[[Callable[[], object]], list[Problem]]:
    """``refused(call)``: the problems with which a call is refused."""

    def problems(call: Callable[[], object]) -> list[Problem]:
        with pytest.raises(QijinError) as caught:
            call()
        return list(caught.value.problems)

    return problems


@pytest.fixture(scope="session")
def templates_folder(checkout: Path) -> Path:
    """The templates that ship."""
    return checkout / "templates"
