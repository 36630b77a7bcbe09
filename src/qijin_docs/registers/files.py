"""Forms into files: one file, a folder of forms, or a folder with one for each unit."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from qijin_docs.errors import DataError, OutputError, Place, Problem, QijinError, os_reason
from qijin_docs.registers.copies import FormCopies
from qijin_docs.registers.form import Form
from qijin_docs.registers.made_out import MadeOut, Recipient, made_out_for
from qijin_docs.templating.rendered import Rendered
from qijin_docs.text.filenames import safe_name

SUFFIX = ".xlsx"


@dataclass(frozen=True, slots=True)
class WrittenForm:
    """A form that was written: where, which (R05), for whom (empty for anybody), how large."""

    path: Path
    form: str
    unit: str
    bytes: int


def write_forms(
    forms: Sequence[Form],
    out: str | Path,
    for_whom: MadeOut,
    *,
    recipients: Iterable[Recipient] = (),
    rows: int | None = None,
) -> tuple[WrittenForm, ...]:
    """Write blank forms; everything is made before anything is written.

    One form for nobody in particular is written to ``out`` itself if that ends in ``.xlsx``, otherwise into the
    folder ``out``. Several forms, or forms for a list of units, go into the folder, named 单位_表格.

    Args:
        forms: which.
        out: file or folder; a folder is made if missing.
        for_whom: what all of them say.
        recipients: units that get one each.
        rows: rows to fill in; a full page if ``None``.

    Raises:
        DataError: a unit has a sphere that the campaign does not have; all of them at once.
        OutputError: ``form.one_file`` for several forms into one file; the folder cannot be written.
    """
    target = Path(out)
    units = tuple(recipients)
    single = target.suffix.lower() == SUFFIX
    if single and (units or len(forms) != 1):
        message = f"要写的表格不止一份，“{target.name}”却是一个文件"
        raise OutputError(Problem("form.one_file", message, Place(str(target)), "请把 -o 写成文件夹的名称"))
    orders = _orders(units, for_whom)
    made: dict[Path, tuple[Form, MadeOut, Rendered]] = {}
    copies = [FormCopies(form, rows) for form in forms]
    for order in orders:
        for form, blank in zip(forms, copies, strict=True):
            name = f"{order.unit}_{form.name}" if units else f"{form.number}_{form.name}"
            path = target if single else target / (safe_name(name) + SUFFIX)
            made[path] = (form, order, blank.copy(order))
    return tuple(_save(target if not single else target.parent, made))


def _orders(units: Sequence[Recipient], base: MadeOut) -> list[MadeOut]:
    if not units:
        return [base]
    orders: list[MadeOut] = []
    problems: list[Problem] = []
    for unit in units:
        try:
            orders.append(made_out_for(unit, base))
        except QijinError as exc:
            problems += exc.problems
    if problems:
        raise DataError(problems)
    return orders


def _save(folder: Path, made: dict[Path, tuple[Form, MadeOut, Rendered]]) -> Iterator[WrittenForm]:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as exc:
        message = f"建不了文件夹：{os_reason(exc)}"
        raise OutputError(
            Problem("output.write_failed", message, Place(str(folder)), "请核对 -o 写的路径")
        ) from exc
    for path, (form, order, rendered) in made.items():
        rendered.save(path)
        yield WrittenForm(path, form.number, order.unit, len(rendered.content))
