"""What the template of a document may read: its fields, what is common to all, and what only the project knows."""

from __future__ import annotations

from typing import Any

from qijin_docs.contents.attachments import attachment_page, label_of
from qijin_docs.contents.last_lines import last_lines
from qijin_docs.models import (
    Document,
    EvidenceCatalogue,
    EvidenceKind,
    OfficialDocument,
    TypicalCase,
    template_values,
)
from qijin_docs.project import Project
from qijin_docs.templating.picture import Picture

PHOTO_WIDTH_MM = 64


def values_of(model: Document, project: Project | None = None) -> dict[str, Any]:
    """Everything the template of a document may read.

    Args:
        model: the document, its narrative evaluated.
        project: supplies attachments' text, labels and photographs; without it they are empty.
    """
    values = {**template_values(model), **model.common_values()}
    values["附件标识"] = label_of(model, project) if project else None
    if isinstance(model, OfficialDocument):
        pages = (attachment_page(model, i, item, project) for i, item in enumerate(model.attachments))
        values["附件正文"] = [page for page in pages if page]
    if isinstance(model, TypicalCase):
        values["照片图"] = _photos(model, project)
    if isinstance(model, EvidenceCatalogue):
        _describe(model, values["见证材料"], project)
    return values | last_lines(values)


def _describe(catalogue: EvidenceCatalogue, rows: list[dict[str, Any]], project: Project | None) -> None:
    """Add to each row the name of its activity and the size of its file in KB."""
    register = project.year.register if project else None
    for item, row in zip(catalogue.items, rows, strict=True):
        activity = register.find(item.activities[0]) if register else None
        size = catalogue.sizes.get(item.file.replace("\\", "/"))
        row["活动名称"] = activity.name if activity else None
        row["大小"] = None if size is None else -(-size // 1024)


def _photos(case: TypicalCase, project: Project | None) -> list[dict[str, Any]]:
    if project is None or project.year.evidence is None:
        return []
    found = [project.year.evidence.find(name) for name in case.photos]
    folder = project.folder / "见证材料"
    return [
        {"图": Picture(folder / item.file.replace("\\", "/"), width=PHOTO_WIDTH_MM), "说明": item.title}
        for item in found
        if item is not None and item.kind is EvidenceKind.PHOTO
    ]
