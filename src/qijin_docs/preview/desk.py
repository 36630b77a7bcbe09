"""What the preview shows: one worker makes the pages anew after each save, those that are looked at first.

    touch → reload what changed on disk → fill → (the same as before? nothing to do) → PDF → pages → ring
    want  → a browser looks at a record: it is made before the others

A faulty template changes nothing but the findings: the last good pages stay, and it is said how old they are.
"""

from __future__ import annotations

import hashlib
import tempfile
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from qijin_docs.authoring.fields import fields_of
from qijin_docs.authoring.lint import TemplateReport, lint_template
from qijin_docs.errors import Problem, QijinError
from qijin_docs.office import WarmOffice
from qijin_docs.preview.findings import findings
from qijin_docs.preview.made import of_template
from qijin_docs.preview.pages import page_picture
from qijin_docs.preview.records import ShownRecord
from qijin_docs.preview.sheets import Sheets
from qijin_docs.preview.spots import Spot, spots_of
from qijin_docs.preview.subject import Subject

#: Records that are made before anybody looks at them: the three samples.
_AHEAD = 3
#: Records that are kept up to date because somebody looked at them.
_WATCHED = 6
#: Versions of pages whose pictures can still be asked for by a browser that has not heard of the newest.
_KEPT = 4

Key = tuple[str, bool]
"""Id of a record, and whether its values are shaded."""


class Desk:
    """The state of a preview. Everything but the worker may call it from any thread.

    Args:
        subject: what is looked at.
        office: what draws it.
        ring: called from the worker whenever there is something new to see.
    """

    def __init__(self, subject: Subject, office: WarmOffice, ring: Callable[[], None]) -> None:
        self._subject = subject
        self._office = office
        self._ring = ring
        self._condition = threading.Condition()
        self._sheets: dict[Key, Sheets] = {}
        self._pdfs: dict[str, tuple[bytes, int]] = {}
        self._versions: list[tuple[str, ...]] = []
        self._wanted: list[Key] = []
        self._touched = True
        self._to_check = True
        self._to_place: set[str] = set()
        self._spots: dict[str, dict[str, Spot]] = {}
        self._report: TemplateReport | None = None
        self._checked = False
        self._busy = True
        self._closed = False
        self._trouble: tuple[Problem, ...] = ()
        self._scratch = tempfile.TemporaryDirectory(prefix="qijin-preview-", ignore_cleanup_errors=True)
        self._worker = threading.Thread(target=self._work, name="qijin-preview", daemon=True)

    def start(self) -> None:
        """Begin to work."""
        self._worker.start()

    def touch(self) -> None:
        """Something was saved."""
        with self._condition:
            self._touched = True
            self._condition.notify()

    def close(self) -> None:
        """Stop working, and remove everything that was written; what is being drawn is broken off."""
        with self._condition:
            self._closed = True
            self._condition.notify()
        self._office.close()
        if self._worker.is_alive():
            self._worker.join(10)
        self._scratch.cleanup()

    def folders(self) -> frozenset[Path]:
        """The folders to be followed."""
        return self._subject.folders()

    def state(self, wanted: Sequence[str], *, marked: bool = False) -> dict[str, Any]:
        """What a browser shows that looks at some records; what is not made yet is made for it.

        Args:
            wanted: ids of records; one that does not exist is passed over.
            marked: also with values shaded.
        """
        with self._condition:
            records = self._subject.shown.records
            known = [record.id for record in records]
            keys: list[Key] = [(id_, False) for id_ in wanted if id_ in known]
            if marked and self._subject.compiled is not None:
                keys += [(id_, True) for id_, _ in keys]
            for key in reversed(keys):
                if key in self._wanted:
                    self._wanted.remove(key)
                self._wanted.insert(0, key)
            del self._wanted[2 * _WATCHED :]
            self._condition.notify()
            faults = (*self._subject.faults, *self._subject.data_faults)
            return {
                "file": self._subject.template.name,
                "kind": self._subject.meant.name if self._subject.meant else "",
                "plain": self._subject.plain,
                "faulty": bool(faults),
                "busy": self._busy,
                "checked": self._checked,
                "records": [{"id": record.id, "name": record.name} for record in records],
                "sheets": {id_: self._sheet((id_, False)).as_dict() for id_, plain in keys if not plain},
                "marked": {id_: self._sheet((id_, True)).as_dict() for id_, shaded in keys if shaded},
                "findings": self._findings(faults),
            }

    def picture(self, mark: str, dpi: int) -> bytes | None:
        """The page with a mark as a PNG; ``None`` if there is no such page any more."""
        with self._condition:
            found = self._pdfs.get(mark)
        return None if found is None else page_picture(*found, dpi=dpi)

    def fields(self) -> dict[str, Any]:
        """The names the template may use, and those it uses."""
        with self._condition:
            meant, compiled = self._subject.meant, self._subject.compiled
        used = list(compiled.names) if compiled else []
        return {"fields": [field.as_dict() for field in fields_of(meant)] if meant else [], "used": used}

    # The worker ------------------------------------------------------------------------------------------

    def _work(self) -> None:
        while True:
            with self._condition:
                while not (self._closed or self._touched or self._left()):
                    self._set_busy(busy=False)
                    self._condition.wait()
                if self._closed:
                    return
                touched, self._touched = self._touched, False
                key = self._next(self._looked_at())
                self._set_busy(busy=True)
            try:
                if touched:
                    self._reload()
                elif key is not None:
                    self._make(key)
                elif self._to_check:
                    self._check()
                elif self._to_place:
                    self._place()
                else:
                    key = self._next(self._ahead())
                    if key is not None:
                        self._make(key)
            except Exception as error:  # noqa: BLE001 # the preview goes on, whatever a file does to it
                if self._closed:
                    return
                self._give_up(key, error)
            self._ring()

    def _set_busy(self, *, busy: bool) -> None:
        if self._busy != busy:
            self._busy = busy
            self._ring()

    def _reload(self) -> None:
        if not self._subject.reload():
            return
        with self._condition:
            self._trouble = ()
            self._to_check, self._checked = True, False
            self._to_place = {id_ for (id_, _), sheets in self._sheets.items() if sheets.pages}
            known = {record.id for record in self._subject.shown.records}
            self._sheets = {key: sheets for key, sheets in self._sheets.items() if key[0] in known}
            self._wanted = [key for key in self._wanted if key[0] in known]
            faulty = bool(self._subject.faults or self._subject.data_faults)
            for sheets in self._sheets.values():
                sheets.current = False
                if faulty:
                    sheets.keep(())

    def _left(self) -> bool:
        """Whether there is anything to do."""
        waiting = self._next((*self._looked_at(), *self._ahead()))
        return self._to_check or bool(self._to_place) or waiting is not None

    def _looked_at(self) -> list[Key]:
        """What a browser looks at; before there is one, the first record."""
        return self._wanted or self._ahead()[:1]

    def _ahead(self) -> list[Key]:
        return [(record.id, False) for record in self._subject.shown.records[:_AHEAD]]

    def _next(self, keys: Sequence[Key]) -> Key | None:
        """The first of them whose pages are not of what is on disk."""
        if self._subject.faults or self._subject.data_faults:
            return None
        return next((key for key in keys if not self._sheet(key).current), None)

    def _make(self, key: Key) -> None:
        sheets = self._sheet(key)
        try:
            content = self._subject.filled(self._record(key[0]), marked=key[1])
            of = hashlib.sha256(content).hexdigest()
            if of == sheets.of:
                with self._condition:
                    sheets.confirm()
                return
            pdf = self._drawn(content)
            with self._condition:
                sheets.renew(of, pdf)
                self._remember(sheets)
                if not key[1]:
                    self._to_place.add(key[0])
        except QijinError as error:
            problems = tuple(p.in_file(self._subject.template.name) for p in error.problems)
            with self._condition:
                sheets.keep(problems)

    def _drawn(self, content: bytes) -> bytes:
        template = self._subject.template
        if template.suffix.lower() == ".pdf":
            return content
        file = Path(self._scratch.name, f"filled{template.suffix}")
        file.write_bytes(content)
        try:
            return self._office.convert(file)
        except QijinError as error:
            raise type(error)(of_template(error.problems, template)) from error

    def _check(self) -> None:
        with self._condition:
            self._to_check = False
        report = None
        if not self._subject.plain:
            kind = self._subject.meant.name if self._subject.meant else None
            report = lint_template(self._subject.template, kind=kind, kinds=self._subject.kinds)
        with self._condition:
            self._report, self._checked = report, not self._to_check

    def _place(self) -> None:
        """Where the places of the template are on the pages."""
        with self._condition:
            id_ = self._to_place.pop()
            sheets = self._sheets.get((id_, False))
        if sheets is not None and sheets.pages and not self._subject.plain:
            spots = spots_of(self._subject.template, sheets.text())
            with self._condition:
                self._spots[id_] = spots

    def _give_up(self, key: Key | None, error: Exception) -> None:
        """An error of the program itself: said, and not tried again before the next save."""
        problem = Problem(
            "preview.failed",
            f"程序内部出错（{type(error).__name__}：{error}）",
            hint="换一种写法再存盘；总是这样，请把模板发给维护的人",
        )
        with self._condition:
            self._trouble = (problem,)
            self._to_check = False
            self._to_place.clear()
            if key is not None:
                self._sheet(key).keep((problem,))

    # What both sides use, under the lock -----------------------------------------------------------------

    def _sheet(self, key: Key) -> Sheets:
        return self._sheets.setdefault(key, Sheets())

    def _record(self, id_: str) -> ShownRecord:
        return next(record for record in self._subject.shown.records if record.id == id_)

    def _remember(self, sheets: Sheets) -> None:
        """The marks of new pages; those of versions long gone are forgotten."""
        for number, page in enumerate(sheets.pages):
            self._pdfs[page.mark] = (sheets.pdf, number)
        self._versions.append(tuple(page.mark for page in sheets.pages))
        del self._versions[: -_KEPT * len(self._sheets)]
        shown = {page.mark for other in self._sheets.values() for page in other.pages}
        kept = shown.union(*self._versions)
        self._pdfs = {mark: found for mark, found in self._pdfs.items() if mark in kept}

    def _findings(self, faults: tuple[Problem, ...]) -> list[dict[str, Any]]:
        names = {record.id: record.name for record in self._subject.shown.records}
        own = {names[key[0]]: s.problems for key, s in self._sheets.items() if s.problems and key[0] in names}
        checked = self._report.problems if self._report is not None and self._checked else ()
        problems = (*faults, *self._trouble, *self._subject.shown.notes)
        return findings(problems, checked, own, self._spots)
