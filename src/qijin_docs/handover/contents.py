"""What lies in a package: letters, documents, the evidence under its new names and a catalogue that agrees."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from qijin_docs.contents import values_of
from qijin_docs.errors import DataError, Place, Problem, os_reason
from qijin_docs.handover.chosen import CATALOGUE, EVIDENCE, Chosen
from qijin_docs.handover.item import Item
from qijin_docs.handover.names import evidence_names, file_of, renamed
from qijin_docs.kinds import Kinds
from qijin_docs.manifest import Made
from qijin_docs.models import EvidenceCatalogue
from qijin_docs.project import Project
from qijin_docs.rendering import compiled

LETTERS, DOCUMENTS = "公文", "材料"


def contents(project: Project, kinds: Kinds, choice: Chosen, built: Path) -> tuple[Item, ...]:
    """The files of a package, in the order in which they are to be found.

    Args:
        project: the project.
        kinds: its kinds.
        choice: what goes out.
        built: the folder in which the documents were built.

    Raises:
        DataError: ``pack.no_file``.
    """
    made = [(folder, m) for folder, group in _groups(choice) for m in group]
    return (
        *(_document(f"{folder}/", m, built, project, kinds, choice.evidence) for folder, m in made),
        *(evidence_items(project, f"{EVIDENCE}/") if choice.evidence else ()),
    )


def _groups(choice: Chosen) -> tuple[tuple[str, tuple[Made, ...]], ...]:
    return (LETTERS, choice.carriers), (DOCUMENTS, choice.documents)


def _document(folder: str, made: Made, built: Path, project: Project, kinds: Kinds, evidence: bool) -> Item:
    name = made.path.rpartition("/")[2]
    content = (
        catalogue_file(project, kinds)
        if evidence and made.kind == CATALOGUE
        else (built / made.path).read_bytes()
    )
    return Item.of(folder + name, made.kind, Path(name).stem, made.source, content)


def catalogue_file(project: Project, kinds: Kinds) -> bytes:
    """The catalogue of the evidence with the names that the files get when they leave the house."""
    catalogue = _catalogue(project)
    new = renamed(catalogue, evidence_names(catalogue))
    # The label that says which letter it goes with is looked up by the model itself.
    year = replace(project.year, evidence=new)
    values = values_of(new, replace(project, year=year))
    return bytes(compiled(kinds.template_path(kinds[CATALOGUE])).render(values))


def evidence_items(project: Project, folder: str) -> tuple[Item, ...]:
    """The files of the evidence under their new names.

    Raises:
        DataError: ``pack.no_file``: files that cannot be read, all of them.
    """
    catalogue = _catalogue(project)
    names = evidence_names(catalogue)
    problems: list[Problem] = []

    def found() -> Iterator[Item]:
        for item in catalogue.items:
            source = f"{EVIDENCE}/{file_of(item)}"
            path = project.folder / source
            try:
                yield Item.of(folder + names[item.id], item.kind, f"{item.id} {item.title}", source, path)
            except OSError as exc:
                message = f"见证材料{item.id}“{item.title}”的文件读不出来：{os_reason(exc)}"
                problems.append(
                    Problem("pack.no_file", message, Place(str(path)), "请放进见证材料文件夹，再打包")
                )

    items = tuple(found())
    if problems:
        raise DataError(problems)
    return items


def _catalogue(project: Project) -> EvidenceCatalogue:
    catalogue = project.year.evidence
    assert catalogue is not None, "evidence is chosen only where there is a catalogue"
    return catalogue
