"""Packages made of a few lines, right ones and wrong ones."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping

import pytest

CONTENT_TYPES = (
    '<?xml version="1.0" encoding="UTF-8"?>'
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Default Extension="PNG" ContentType="image/png"/>'
    "{more}</Types>"
)
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"


@pytest.fixture(scope="session")
def zipped() -> Callable[..., bytes]:
    """``zipped({name: content}) -> bytes``: a zip of these members, deflated, in this order."""

    def make(members: Mapping[str, bytes | str], *, method: int = zipfile.ZIP_DEFLATED) -> bytes:
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w", method) as archive:
            for name, content in members.items():
                archive.writestr(zipfile.ZipInfo(name), content, method)
        return stream.getvalue()

    return make


@pytest.fixture(scope="session")
def parts() -> Callable[..., dict[str, bytes | str]]:
    """``parts(types={part: content type}, more={part: content}) -> dict``: a small Word package by parts."""

    def make(
        types: Mapping[str, str] | None = None, more: Mapping[str, bytes | str] | None = None
    ) -> dict[str, bytes | str]:
        overrides = {"/word/document.xml": WORD, **(types or {})}
        listed = "".join(
            f'<Override PartName="{name}" ContentType="{kind}"/>' for name, kind in overrides.items()
        )
        return {
            "[Content_Types].xml": CONTENT_TYPES.replace("{more}", listed),
            "_rels/.rels": relationships([("rId1", "officeDocument", "word/document.xml", False)]),
            "word/document.xml": '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"/>',
            **(more or {}),
        }

    return make


@pytest.fixture(scope="session")
def rels() -> Callable[[list[tuple[str, str, str, bool]]], str]:
    """``rels([(id, type, target, external)]) -> str``: a relationship part."""
    return relationships


def relationships(arrows: list[tuple[str, str, str, bool]]) -> str:
    base = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
    inside = "".join(
        f'<Relationship Id="{key}" Type="{base}{kind}" Target="{target}"'
        + (' TargetMode="External"/>' if external else "/>")
        for key, kind, target, external in arrows
    )
    return f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{inside}</Relationships>'
