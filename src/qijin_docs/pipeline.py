"""The flow on one page: source → model → values → template → document → folder.

    load      one source of one kind           → model (loading.py)
    render    one kind and one source          → Rendered
    build     a whole project                  → every due document by phase, and a manifest

Nothing before saving touches the output folder; nothing after loading touches the input.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from concurrent.futures import Executor
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from qijin_docs.contents import Due, Gap, due_documents
from qijin_docs.draft import LIST_NAME, as_drafts, problem_list
from qijin_docs.errors import DataError, OutputError, Place, Problem, Severity
from qijin_docs.kinds import load_kinds
from qijin_docs.loading import templates_beside, values_for
from qijin_docs.manifest import Made, Manifest, compose, digest, read_manifest, write_documents
from qijin_docs.project import Project
from qijin_docs.rendering import compiled, render_all, with_problems
from qijin_docs.review.judge import STANDARD_FILE, Review, review_project
from qijin_docs.sources import SUFFIXES
from qijin_docs.templating import Rendered
from qijin_docs.text.filenames import safe_name
from qijin_docs.text.numerals import to_chinese


@dataclass(frozen=True, slots=True)
class BuildResult:
    """What :func:`build` did.

    Args:
        folder: the output folder.
        made: the documents written, by path.
        gaps: what the year owes that is not there yet.
        problems: warnings and notes about data and documents.
        review: what the review says of the content of what was built.
        kept: files of an earlier build that somebody changed by hand and that were set aside, old path → new path.
    """

    folder: Path
    made: tuple[Made, ...]
    gaps: tuple[Gap, ...]
    problems: tuple[Problem, ...]
    kept: Mapping[str, str]
    review: Review = field(default_factory=Review)


def render(
    kind: str, source: str | Path | Mapping[str, Any] | BaseModel, *, templates: str | Path | None = None
) -> Rendered:
    """One document: ``bytes(render("plan", "方案.yaml"))``.

    Args:
        kind: English or Chinese name of a kind.
        source: a file, a mapping, or a model of the kind.
        templates: folder whose templates and ``kinds.yaml`` come before those that ship.

    Raises:
        DataError, TemplateError, RenderError: everything that is wrong, with places.
    """
    kinds = load_kinds(templates, templates_beside(source))
    values = values_for(kind, source, kinds=kinds)
    return with_problems(compiled(kinds.template_path(kinds[kind])).render(values), values)


def build(
    project: Project,
    out: str | Path,
    *,
    only: Iterable[str] | str | None = None,
    phase: int | None = None,
    executor: Executor | None = None,
    draft: bool = False,
) -> BuildResult:
    """Every due document of a project, by phase, and a manifest. Nothing is written if anything is wrong.

    The content is reviewed first; errors that would keep a document from being signed stop the build.

    Args:
        project: from :func:`~qijin_docs.project.load_project`.
        out: folder to write into; made if missing.
        only: kinds to build (English or Chinese names); all if ``None``.
        phase: number of the phase to build; all if ``None``.
        executor: where documents are rendered; in this thread if ``None``.
        draft: build in spite of errors of content; every page, every file name and a list beside the documents
            say that it is a draft and what is open.

    Raises:
        DataError, TemplateError, RenderError: before anything is written; a ``DataError`` with codes
            ``review.…`` for content that may not go out.
        OutputError: the folder cannot be written.
    """
    kinds = load_kinds(project.folder / "templates")
    if phase is not None and not 1 <= phase <= len(project.campaign.phases):
        raise DataError(project.campaign.unknown_phase((), phase).at(Place(str(project.folder))))
    due, gaps = due_documents(project, kinds)
    if only is not None:
        wanted = {kinds[name].id for name in ([only] if isinstance(only, str) else only)}
        due = tuple(d for d in due if d.kind.id in wanted)
        gaps = ()
    if phase is not None:
        due, gaps = tuple(d for d in due if d.phase == phase), tuple(g for g in gaps if g.phase in (0, phase))
    review = _reviewed(project, due, everything=only is None and phase is None)
    if review.blocking and not draft:
        raise DataError(f.problem for f in review.findings if f.problem.severity is not Severity.NOTE)
    targets = _targets(project, due)
    templates = {d.kind.template: kinds.template_path(d.kind) for d in due}
    rendered = render_all(due, templates, executor)
    if draft:
        open_points = _open_points(project, review, gaps)
        targets, rendered = as_drafts(targets, rendered, len(open_points))
    made = tuple(
        Made(
            target,
            d.kind.name,
            d.phase,
            _relative(d.source, project.folder),
            d.kind.template,
            digest(bytes(r)),
            len(bytes(r)),
        )
        for target, d, r in zip(targets, due, rendered, strict=True)
    )
    documents = dict(zip(targets, rendered, strict=True))
    if draft:
        listed = problem_list(open_points, title=f"{project.campaign.name}文书草稿：尚未处理的问题")
        documents[LIST_NAME] = Rendered(listed)
        made += (Made(LIST_NAME, "草稿问题清单", 0, "", "", digest(listed), len(listed)),)
    folder = Path(out)
    earlier = read_manifest(folder)
    # A partial build leaves alone what an earlier one made.
    others = _others(folder, earlier, list(documents)) if only is not None or phase is not None else ()
    manifest = compose(
        version=_version(),
        inputs=_inputs(project),
        templates={
            m.template: earlier.templates[m.template] for m in others if m.template in earlier.templates
        }
        | {name: digest(path.read_bytes()) for name, path in templates.items()},
        made=(*made, *others),
    )
    stale = {m.path: m.sha256 for m in earlier.made if m not in others}
    kept = write_documents(folder, documents, manifest, stale)
    problems = (*project.problems, *(p for r in rendered for p in r.problems))
    return BuildResult(folder, made, gaps, tuple(dict.fromkeys(problems)), kept, review)


def _reviewed(project: Project, due: tuple[Due, ...], *, everything: bool) -> Review:
    """The review, of all documents or only of those that are built now."""
    review = review_project(project)
    if everything:
        return review
    files = {d.source for d in due}
    return replace(review, findings=tuple(f for f in review.findings if f.problem.place.file in files))


def _open_points(project: Project, review: Review, gaps: tuple[Gap, ...]) -> tuple[Problem, ...]:
    """What a draft still lacks: errors and warnings of its content, placeholders, what is missing altogether."""
    said = [f.problem for f in review.findings if f.problem.severity is not Severity.NOTE]
    said += [*project.gaps, *(gap.problem for gap in gaps if gap.problem.severity is Severity.WARNING)]
    # The same data give the same list, wherever the project lies.
    return tuple(
        replace(p, place=replace(p.place, file=_relative(p.place.file, project.folder)))
        if p.place.file
        else p
        for p in dict.fromkeys(said)
    )


def _version() -> str:
    from qijin_docs import __version__

    return __version__


def _inputs(project: Project) -> dict[str, str]:
    """Every file that was read → SHA-256: the data, then the evidence."""
    inputs = {_relative(str(p), project.folder): digest(p.read_bytes()) for p in project.inputs}
    standard = (p for p in sorted(project.folder.glob(f"{STANDARD_FILE}.*")) if p.suffix in SUFFIXES)
    inputs |= {p.name: digest(p.read_bytes()) for p in standard}
    evidence = {f"见证材料/{name}": facts.digest for name, facts in (project.year.files or {}).items()}
    return inputs | evidence


def _relative(path: str, folder: Path) -> str:
    try:
        return Path(path).relative_to(folder).as_posix()
    except ValueError:
        return Path(path).name


def _others(folder: Path, earlier: Manifest, targets: list[str]) -> tuple[Made, ...]:
    return tuple(m for m in earlier.made if m.path not in targets and (folder / m.path).is_file())


def _targets(project: Project, due: tuple[Due, ...]) -> list[str]:
    phases = {p.number: safe_name(f"第{to_chinese(p.number)}阶段 {p.name}") for p in project.campaign.phases}
    targets: list[str] = []
    for d in due:
        target = f"{phases.get(d.phase, '其他')}/{d.name}"
        # Windows does not tell 甲.DOCX from 甲.docx.
        if target.casefold() in (t.casefold() for t in targets):
            raise OutputError(
                Problem(
                    "output.same_name",
                    f"两份文书都叫“{d.name}”",
                    Place(d.source),
                    "请改其中一份的标题，或改 kinds.yaml 的“文件名”",
                )
            )
        targets.append(target)
    return targets


def gap_problems(project: Project, result: BuildResult) -> tuple[Problem, ...]:
    """Everything still open, as problems: placeholders in the data, then documents that are missing."""
    return tuple(
        dict.fromkeys(
            (*project.gaps, *(g.problem for g in result.gaps if g.problem.severity is Severity.WARNING))
        )
    )
