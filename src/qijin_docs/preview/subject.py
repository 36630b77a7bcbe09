"""What is looked at, as it is on disk now: template compiled, records read; each anew only when its file changed."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from qijin_docs.errors import DataError, OfficeError, Place, Problem, QijinError, TemplateError
from qijin_docs.kinds import Kind, Kinds
from qijin_docs.office.convert import input_problem
from qijin_docs.preview.made import TEMPLATES, plain_record
from qijin_docs.preview.records import Shown, ShownRecord, kind_of_template, shown_records
from qijin_docs.project.beside import project_folder
from qijin_docs.templating import CompiledTemplate, compile_template
from qijin_docs.templating.picture import Picture

#: Word writes a new file and renames it: for a moment there is none, or half of one.
_SECONDS_OF_SAVING = 1.0

Fingerprint = tuple[tuple[str, int, int], ...]


@dataclass(slots=True)
class Subject:
    """The template and its records. Not safe for several threads: the desk's worker owns it.

    Args:
        template: the file.
        data: a data file, or none.
        kind: name of the kind asked for, or none.
        kinds: where it is looked up, or none for those of the template's folder.
    """

    template: Path
    data: Path | None = None
    kind: str | None = None
    kinds: Kinds | None = None
    meant: Kind | None = None
    compiled: CompiledTemplate | None = None
    plain: bool = False
    shown: Shown = field(default_factory=lambda: Shown(()))
    faults: tuple[Problem, ...] = ()
    data_faults: tuple[Problem, ...] = ()
    _of_template: Fingerprint = ()
    _of_data: Fingerprint = ()
    _values: dict[str, Mapping[str, Any]] = field(default_factory=dict)
    _pictures: frozenset[Path] = frozenset()

    def refuse(self) -> None:
        """Say at once what no save will mend.

        Raises:
            TemplateError: there is no such file.
            DataError: ``kinds.unknown``; there is no such data file.
        """
        problem = input_problem(self.template)
        if problem is not None and problem.code == "office.no_input":
            raise TemplateError(problem)
        kind_of_template(self.template, self.kind, self.kinds)
        if self.data is not None and not self.data.is_file():
            raise DataError(
                Problem("preview.no_data", "没有这个数据文件", Place(str(self.data)), "请核对文件名")
            )

    def reload(self) -> bool:
        """Read what changed on disk; whether anything did."""
        of_template = fingerprint([self.template])
        of_data = fingerprint(self._data_files())
        changed = False
        if of_template != self._of_template:
            self._of_template, changed = of_template, True
            self._reload_template()
        if of_data != self._of_data or (changed and not self.shown.records) or self._asks_for_other_names():
            self._of_data, changed = of_data, True
            self._values.clear()
            self._reload_records()
        return changed

    def filled(self, record: ShownRecord, *, marked: bool = False) -> bytes:
        """The file that is drawn for a record.

        Args:
            record: one of :attr:`shown`.
            marked: with its values shaded.

        Raises:
            DataError, RenderError: the record cannot be filled in.
        """
        if self.compiled is None:
            return self.template.read_bytes()
        values = self._values.get(record.id)
        if values is None:
            values = self._values[record.id] = record.read()
            self._pictures |= frozenset(pictures_in(values))
            # A picture that is watched from now on has not changed by that.
            self._of_data = fingerprint(self._data_files())
        render = self.compiled.render_marked if marked else self.compiled.render
        return render(values).content

    def folders(self) -> frozenset[Path]:
        """The folders in which a change may matter."""
        files = [self.template, *self._data_files()]
        return frozenset(folder for file in files if (folder := file.absolute().parent).is_dir())

    def _reload_template(self) -> None:
        end = time.monotonic() + _SECONDS_OF_SAVING
        while True:
            try:
                self._compile()
            except QijinError as error:
                # What is being saved is not there, or no zip file, for a moment; what is faulty stays so.
                if input_problem(self.template) is not None and time.monotonic() < end:
                    time.sleep(0.05)
                    self._of_template = fingerprint([self.template])
                    continue
                self.faults = error.problems
            else:
                self.faults = ()
            return

    def _compile(self) -> None:
        problem = input_problem(self.template)
        if problem is not None and self.template.suffix.lower() not in TEMPLATES:
            raise OfficeError(problem)
        compiled = None
        if self.template.suffix.lower() in TEMPLATES:
            compiled = compile_template(self.template)
        if compiled is None or (not compiled.tags and self.data is None and self.kind is None):
            self.compiled, self.plain, self.shown = None, True, plain_record()
            return
        if self.plain:
            self.plain, self.shown = False, Shown(())
        self.compiled = compiled

    def _reload_records(self) -> None:
        if self.plain or self.compiled is None:
            return
        try:
            self.meant, kinds = kind_of_template(self.template, self.kind, self.kinds)
            self.shown = shown_records(self.compiled, self.data, self.meant, kinds)
        except QijinError as error:
            self.data_faults = error.problems
        else:
            self.data_faults = ()

    def _asks_for_other_names(self) -> bool:
        """Whether values were invented for names that are not those of the template any more."""
        records = self.shown.records
        return bool(
            self.compiled is not None
            and records
            and records[0].id == "invented"
            and getattr(records[0].read, "args", ((),))[0] != self.compiled.names
        )

    def _data_files(self) -> list[Path]:
        if self.data is None:
            return []
        root = project_folder(self.data)
        beside = (
            [path for path in root.rglob("*") if path.is_file() and not path.name.startswith((".", "~$"))]
            if root is not None
            else []
        )
        return [self.data, *sorted({*beside, *self._pictures} - {self.data})]


def fingerprint(files: list[Path]) -> Fingerprint:
    """Name, time and size of each file; what is not there has neither."""
    found = []
    for file in files:
        try:
            stat = file.stat()
        except OSError:
            found.append((str(file), 0, -1))
        else:
            found.append((str(file), stat.st_mtime_ns, stat.st_size))
    return tuple(found)


def pictures_in(value: Any, depth: int = 8) -> Iterator[Path]:
    """The files of all pictures among values."""
    if isinstance(value, Picture):
        if isinstance(value.source, (str, Path)):
            yield Path(value.source)
    elif depth and isinstance(value, Mapping):
        for below in value.values():
            yield from pictures_in(below, depth - 1)
    elif depth and isinstance(value, (list, tuple)):
        for below in value:
            yield from pictures_in(below, depth - 1)
