"""The settings LibreOffice is started with."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree

import pytest

from qijin_docs.office.profile import SETTINGS, write_profile

REGISTRY = "{http://openoffice.org/2001/registry}"


def test_the_profile_holds_every_setting(tmp_path: Path) -> None:
    write_profile(tmp_path / "profile")

    root = ElementTree.parse(tmp_path / "profile/user/registrymodifications.xcu").getroot()
    written = [
        (item.get(f"{REGISTRY}path"), prop.get(f"{REGISTRY}name"), prop.findtext("value"))
        for item in root
        for prop in item
    ]
    assert written == list(SETTINGS)


def test_a_profile_that_was_used_is_never_taken_again(tmp_path: Path) -> None:
    write_profile(tmp_path)
    with pytest.raises(FileExistsError):
        write_profile(tmp_path)
