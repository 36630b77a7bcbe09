"""种类: which model, template and file name a kind of document has, read from ``templates/kinds.yaml``.

A project's own ``templates`` folder is looked into first; what it does not have comes from the
templates that ship with the library, in the wheel or in a checkout.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

from pydantic import BaseModel, Field

from qijin_docs.errors import DataError, Place, Problem
from qijin_docs.models.base import Model
from qijin_docs.models.fields import Exact, Names, YesNo
from qijin_docs.sources import read_source
from qijin_docs.sources.validate import validate
from qijin_docs.text.nearest import did_you_mean


class Kind(Model):
    """One kind of document."""

    id: Exact = Field(alias="英文名")
    """Name in Python and on the command line."""
    name: Exact = Field(alias="中文名")
    model: Exact = Field(alias="模型")
    """A class of :mod:`qijin_docs.models`, or ``package.module:Class``."""
    template: Exact = Field(alias="模板")
    """Path below the templates folder."""
    source: Exact = Field(alias="来源")
    """Stem of a file or folder of the project."""
    phase: Exact = Field(alias="阶段")
    """首, 末, or the field of the model that holds a phase number."""
    deliverables: Names = Field((), alias="成果")
    """Names under which a phase may owe it."""
    optional: YesNo = Field(False, alias="可无")
    """A year may do without it: that there is none is no gap."""
    file_name: Exact = Field(alias="文件名")
    """Expression over the document's values, without suffix."""

    @property
    def suffix(self) -> str:
        """``.docx`` or ``.xlsx``."""
        return Path(self.template).suffix

    def model_class(self) -> type[BaseModel]:
        """The model's class.

        Raises:
            DataError: ``kinds.unknown_model``.
        """
        module, _, name = self.model.rpartition(":")
        try:
            found: object = getattr(import_module(module or "qijin_docs.models"), name)
        except (ImportError, AttributeError):
            found = None
        if not (isinstance(found, type) and issubclass(found, BaseModel)):
            raise DataError(
                Problem(
                    "kinds.unknown_model",
                    f"种类“{self.name}”的模型“{self.model}”找不到",
                    Place("kinds.yaml"),
                    "请写 qijin_docs.models 里的类名，或“包.模块:类”",
                )
            )
        return found


class KindTable(Model):
    """The content of a ``kinds.yaml``."""

    kinds: tuple[Kind, ...] = Field(alias="种类")


@dataclass(frozen=True, slots=True)
class Kinds:
    """All kinds there are, and the folders their templates are looked for in, first found first."""

    table: tuple[Kind, ...]
    folders: tuple[Path, ...]

    def __getitem__(self, name: str) -> Kind:
        """The kind with this English or Chinese name.

        Raises:
            DataError: ``kinds.unknown``, with the nearest name.
        """
        for kind in self.table:
            if name in (kind.id, kind.name):
                return kind
        known = [n for kind in self.table for n in (kind.id, kind.name)]
        hint = did_you_mean(name, known) or "可用的种类：" + "、".join(
            f"{k.name}（{k.id}）" for k in self.table
        )
        raise DataError(Problem("kinds.unknown", f"没有“{name}”这个种类", hint=hint))

    def template_path(self, kind: Kind) -> Path:
        """Where the kind's template lies.

        Raises:
            DataError: ``kinds.no_template``.
        """
        for folder in self.folders:
            if (folder / kind.template).is_file():
                return folder / kind.template
        raise DataError(
            Problem(
                "kinds.no_template",
                f"找不到“{kind.name}”的模板“{kind.template}”",
                Place(str(self.folders[0]) if self.folders else None),
                "请把模板放进项目的 templates 文件夹，或重新安装",
            )
        )


def shipped_templates() -> Path:
    """The folder of the templates that come with the library, in an installed wheel or in a checkout."""
    package = Path(__file__).parent
    installed = package / "_templates"
    return installed if installed.is_dir() else package.parents[1] / "templates"


def load_kinds(*folders: str | Path | None) -> Kinds:
    """All kinds: those of the given template folders, then those that ship; an earlier one overrides by name.

    Args:
        folders: template folders of a project, most important first; ``None`` and missing ones are passed over.

    Raises:
        DataError: a ``kinds.yaml`` is wrong.
    """
    places = [Path(f) for f in folders if f is not None and Path(f).is_dir()]
    places.append(shipped_templates())
    table: dict[str, Kind] = {}
    for folder in places:
        path = folder / "kinds.yaml"
        if path.is_file():
            for kind in validate(KindTable, read_source(path)).value.kinds:
                table.setdefault(kind.id, kind)
    return Kinds(tuple(table.values()), tuple(places))


def phase_number(kind: Kind, model: Any) -> int:
    """The number of the phase in which a document of this kind is due.

    A phase of the campaign that owes it by name comes first, then the kind's own rule.
    """
    campaign = model.campaign
    for phase in campaign.phases:
        if any(name in deliverable.kind for deliverable in phase.deliverables for name in kind.deliverables):
            return int(phase.number)
    if kind.phase == "首":
        return int(campaign.phases[0].number)
    if kind.phase == "末":
        return int(campaign.phases[-1].number)
    for name, field in type(model).model_fields.items():
        if kind.phase in (name, field.alias):
            number = getattr(model, name)
            day = getattr(model, "date", None)
            if number is None and day is not None:
                number = campaign.phase_of(day).number
            if number is not None:
                return int(number)
    return int(campaign.phases[-1].number)
