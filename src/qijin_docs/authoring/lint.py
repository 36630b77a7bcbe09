"""A template looked at from all sides: the engine's faults, the data's names and types, the file, and a trial filling.

compile → the engine's own faults and notes        (every template)
remarks → fonts, ids, links, hidden things         (every template)
agree   → names, loops, filters, conditions        (with a kind)
try     → filled with the three samples            (with a kind)
form    → GB/T 9704 of the filled typical sample   (when asked)
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from qijin_docs.authoring.agreement import doubts
from qijin_docs.authoring.fields import fields_of, walk_fields
from qijin_docs.authoring.readable import readable
from qijin_docs.authoring.remarks import remarks_on, repaired_signs
from qijin_docs.authoring.samples import sample_records, sample_values
from qijin_docs.authoring.scan import readable_tags, template_texts
from qijin_docs.check.document import check_document
from qijin_docs.errors import DataError, Place, Problem, QijinError, Severity, TemplateError, errors_among
from qijin_docs.kinds import Kind, Kinds, load_kinds
from qijin_docs.ooxml.active_content import SWITCHES
from qijin_docs.ooxml.package import read_package
from qijin_docs.templating import CompiledTemplate, compile_template
from qijin_docs.templating.agree import disagreements, flat_tags
from qijin_docs.templating.asked import asked
from qijin_docs.templating.data_paths import longest
from qijin_docs.templating.order import in_document_order
from qijin_docs.templating.tags import Tag

_ORDER = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.NOTE: 2}


@dataclass(frozen=True, slots=True)
class TemplateReport:
    """Everything found in a template.

    Args:
        file: its name.
        kind: Chinese name of the kind it was held against; empty if none.
        problems: errors first, each group in the order of the document.
        tried: names of the samples it was filled with.
    """

    file: str
    kind: str
    problems: tuple[Problem, ...]
    tried: tuple[str, ...] = ()

    @property
    def ok(self) -> bool:
        """Whether there are no errors."""
        return not errors_among(self.problems)

    def count(self, severity: Severity) -> int:
        """How many of a severity."""
        return sum(problem.severity is severity for problem in self.problems)

    def as_dict(self) -> dict[str, Any]:
        """The shape of ``qijin lint --json``."""
        return {
            "ok": self.ok, "file": self.file, "kind": self.kind, "tried": list(self.tried),
            "problems": [problem.as_dict() for problem in self.problems],
        }  # fmt: skip


def lint_template(
    path: str | Path, *, kind: str | None = None, kinds: Kinds | None = None, form: bool = False
) -> TemplateReport:
    """What is wrong with a template, and what is worth knowing about it; nothing is raised for a faulty one.

    Args:
        path: a .docx or .xlsx template.
        kind: English or Chinese name of the kind it is for; if not given, that whose template it is by its place
            (``templates/word/实施方案.docx``), else none.
        kinds: where names are looked up; if not given those of the ``templates`` folder the file lies in, then
            those that ship.
        form: also check the form of the filled typical sample (Word, with a kind).

    Raises:
        DataError: there is no such kind, or its model cannot be found.
    """
    path = Path(path)
    kinds = kinds or load_kinds(own_templates(path))
    meant = kinds[kind] if kind else kind_by_place(path, kinds)
    problems: list[Problem] = []
    tried: tuple[str, ...] = ()
    try:
        template = compile_template(path)
    except TemplateError as error:
        problems += error.problems
        if meant is not None:
            # The names in the rest of the template, so that all can be mended in one go.
            model, tags = readable(meant.model_class()), readable_tags(path)
            problems += disagreements(longest(_used_paths(tags)), tags, model)
            problems += doubts(tags, model)
    else:
        problems += getattr(template.program, "notes", ())
        if path.suffix.lower() not in (".docx", ".docm", ".dotx", ".dotm"):
            problems += repaired_signs(list(flat_tags(template.tags)))
        if meant is not None:
            problems += _against(template, meant)
            if not errors_among(problems):
                found, tried = _trial(template, meant)
                problems += found
            if form and not errors_among(problems):
                problems += _form(template, meant)
    problems += _remarks(path)
    unique = dict.fromkeys(problem.in_file(path.name) for problem in problems)
    ordered = in_document_order(unique, template_texts(path), lambda problem: _ORDER[problem.severity])
    return TemplateReport(path.name, meant.name if meant else "", tuple(ordered), tried)


def own_templates(path: Path) -> Path | None:
    """The ``templates`` folder of a project that a template lies in, if it lies in one."""
    folder = path.absolute().parent.parent
    return folder if folder.name == "templates" or (folder / "kinds.yaml").is_file() else None


def kind_by_place(path: Path, kinds: Kinds) -> Kind | None:
    """The kind whose template a file is by its place: ``templates/word/实施方案.docx``."""
    parts = path.absolute().parts[-2:]
    return next((kind for kind in kinds.table if Path(kind.template).parts[-2:] == parts), None)


def _remarks(path: Path) -> tuple[Problem, ...]:
    try:
        return remarks_on(read_package(path, allow=SWITCHES, error=TemplateError))
    except (QijinError, OSError, KeyError):
        return ()  # that it cannot be read has been said by the engine


def _against(template: CompiledTemplate, kind: Kind) -> Iterator[Problem]:
    model = readable(kind.model_class())
    unknown = template.problems_for(model)
    yield from unknown
    yield from doubts(template.tags, model)
    yield from _unused(template, kind)


def _unused(template: CompiledTemplate, kind: Kind) -> Iterator[Problem]:
    """One note on the data that the template never asks for, at the root and in the lists it loops over."""
    used = _used_paths(template.tags) | set(template.names)
    fields = tuple(walk_fields(fields_of(kind)))
    computed = {f"{f.path}[]" for f in fields if f.computed}
    begun = {path[:i] for path in used for i in range(1, len(path) + 1) if i == len(path) or path[i] in ".["}
    left: dict[str, list[str]] = {}
    for field in fields:
        owner, _, _ = field.path.rpartition(".")
        asked = owner == "" or (owner.endswith("[]") and owner in begun and owner not in computed)
        other = f"{owner}.{field.english}" if owner else field.english
        if asked and not field.computed and field.path not in begun and other not in begun:
            left.setdefault(owner, []).append(field.name)
    for owner, names in left.items():
        where = f"“{owner}”里的" if owner else ""
        yield Problem(
            "template.unused_fields",
            f"没有直接用到{where}这些名称：{'、'.join(names)}",
            Place(template.path.name),
            "不用的不必理会；其中有的已由“正文块”“标题行”等印出",
            Severity.NOTE,
        )


def _used_paths(tags: Iterable[Tag]) -> set[str]:
    return {path for _, paths in asked(tags) for path in paths}


def _trial(template: CompiledTemplate, kind: Kind) -> tuple[list[Problem], tuple[str, ...]]:
    """What goes wrong when the template is filled with each sample; the same thing is said once."""
    failed: dict[tuple[str, str, Place, str], list[str]] = {}
    tried: list[str] = []
    for sample in sample_records(kind):
        try:
            values = sample_values(kind, sample)
        except DataError as error:
            note = Problem(
                "template.no_sample",
                f"没有用“{sample.name}”的示例试填：编不出合规则的示例数据（{error.problems[0].message}）",
                Place(template.path.name),
                "请用自己的数据试一次",
                Severity.NOTE,
            )
            return [note], tuple(tried)
        tried.append(sample.name)
        try:
            template.render(values)
        except QijinError as error:
            for problem in error.problems:
                key = (problem.code, problem.message, problem.place, problem.hint)
                failed.setdefault(key, []).append(sample.name)
    found = [
        Problem(code, f"用{'、'.join(f'“{name}”' for name in names)}的示例试填：{message}", place, hint)
        for (code, message, place, hint), names in failed.items()
    ]
    return found, tuple(tried)


def _form(template: CompiledTemplate, kind: Kind) -> Iterator[Problem]:
    if template.path.suffix.lower() != ".docx":
        return
    values = sample_values(kind, sample_records(kind)[0])
    with tempfile.TemporaryDirectory() as folder:
        filled = template.render(values).save(Path(folder, template.path.name))
        report = check_document(filled)
    for found in report.findings:
        problem = found.problem
        yield replace(problem, message=f"填了“典型”示例以后，{problem.message}（{found.source}）")
