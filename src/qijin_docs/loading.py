"""One source of one kind → its model, and what a template reads of it.

A file inside a project folder is read with its project: campaign, organ, register, figures and attachments are the
project's.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from qijin_docs.contents import values_of
from qijin_docs.kinds import Kinds, load_kinds
from qijin_docs.models import Document, template_values
from qijin_docs.narrative import evaluate_narrative
from qijin_docs.project import PARTS, Project, load_project
from qijin_docs.project.beside import entry_of, project_folder
from qijin_docs.project.read import given_by, read_located
from qijin_docs.project.words import narrative_values, words_of_year
from qijin_docs.sources import Located
from qijin_docs.sources.validate import validate


def load(kind: str, source: str | Path | Mapping[str, Any], *, templates: str | Path | None = None) -> Any:
    """One source as the model of its kind, valid, with its narrative evaluated.

    Args:
        kind: English or Chinese name of a kind: ``"plan"``, ``"实施方案"``.
        source: a file, or a mapping with Chinese or English keys. A file inside a project folder is read with
            its project: campaign, organ, register, figures and attachments are the project's.
        templates: folder with further kinds.

    Raises:
        DataError: everything that is wrong, with places.
    """
    return _load(load_kinds(templates, templates_beside(source)), kind, source)[0]


def templates_beside(source: object) -> Path | None:
    """The templates folder of the project that a file lies in."""
    root = project_folder(Path(source)) if isinstance(source, (str, Path)) else None
    return root / "templates" if root else None


def values_for(
    kind: str,
    source: str | Path | Mapping[str, Any] | Located | BaseModel,
    *,
    templates: str | Path | None = None,
    kinds: Kinds | None = None,
) -> dict[str, Any]:
    """What a template of a kind reads when it is filled from one source.

    Args:
        kind: English or Chinese name of a kind.
        source: a file, a mapping, values that know their place, or a model of the kind.
        templates: folder whose ``kinds.yaml`` comes before those that ship.
        kinds: where the kind is looked up, instead.

    Raises:
        DataError: everything that is wrong, with places.
    """
    kinds = kinds or load_kinds(templates, templates_beside(source))
    model, project = (source, None) if isinstance(source, BaseModel) else _load(kinds, kind, source)
    if isinstance(model, Document):
        return values_of(model, project)
    plain: dict[str, Any] = template_values(model)
    return plain


def _load(
    kinds: Kinds, kind: str, source: str | Path | Mapping[str, Any] | Located
) -> tuple[Any, Project | None]:
    """The model, and the project it is part of."""
    model_class = kinds[kind].model_class()
    given: Mapping[str, Any] = {}
    project = None
    if isinstance(source, Located):
        located = source
    elif isinstance(source, Mapping):
        located = Located.plain(dict(source))
    else:
        root = project_folder(Path(source))
        if root is not None:
            project = load_project(root)
            entry = entry_of(project, Path(source))
            if entry is not None and isinstance(entry.model, model_class):
                return entry.model, project
            given = given_by(project.campaign, project.year.organs)
            given = {**given, "activity_register": project.year.register} if project.year.register else given
        rows = next((part.rows for part in PARTS if part.model is model_class), None)
        located = read_located(Path(source), rows)
    model = validate(model_class, located, context={"given": given, "year": given.get("year")}).value
    if isinstance(model, Document):
        words = narrative_values(model, words_of_year(project.year)) if project else values_of(model)
        model = evaluate_narrative(model, words, place_of=located.place_of)
    return model, project
