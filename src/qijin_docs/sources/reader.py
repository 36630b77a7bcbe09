"""The one door for every file with data: the ending of its name decides how it is read."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from qijin_docs.errors import DataError
from qijin_docs.sources.files import decode, failure, read_bytes
from qijin_docs.sources.headings import Wanted, wanted_columns
from qijin_docs.sources.located import Located

SUFFIXES = (".yaml", ".yml", ".json", ".xlsx", ".xlsm", ".csv", ".tsv")
"""Endings of the files that can be read."""

_REFUSED = {
    ".xls": ("旧版Excel文件（.xls）不能读", "在Excel或WPS里打开，另存为.xlsx"),
    ".et": ("WPS表格文件（.et）不能读", "在WPS里打开，另存为.xlsx"),
    ".ods": ("ODS表格不能读", "打开后另存为.xlsx"),
    ".doc": ("Word文件不是数据文件", "数据写在.yaml、.xlsx或.csv里"),
    ".docx": ("Word文件不是数据文件", "数据写在.yaml、.xlsx或.csv里"),
    ".pdf": ("PDF文件不是数据文件", "数据写在.yaml、.xlsx或.csv里"),
}


def read_source(
    path: str | Path,
    *,
    columns: Sequence[str] | Wanted | None = None,
    sheet: str | None = None,
    defer: bool = False,
) -> Located:
    """The values of a file, each with its place.

    Args:
        path: ``.yaml``, ``.yml``, ``.json``, ``.xlsx``, ``.xlsm``, ``.csv`` or ``.tsv``.
        columns: of a table: the columns wanted, or column → its other names. Their order in the file does not
            matter; one that is not among them is an error. Without it the head of the table names them.
        sheet: of a workbook: which sheet.
        defer: leave errors of single columns and cells in ``problems`` instead of raising them, so that
            :func:`~.validate.validate` reports them together with what it finds itself.

    Returns:
        A document, or for a table the list of its records.

    Raises:
        DataError: all that is wrong with the file, with places. ``data.unknown_format`` for another ending.
    """
    located = _read(Path(path), str(path), wanted_columns(columns), sheet)
    if located.problems and not defer:
        raise DataError(located.problems)
    return located


def _read(path: Path, name: str, wanted: Wanted | None, sheet: str | None) -> Located:
    suffix = path.suffix.lower()
    if suffix in _REFUSED:
        message, hint = _REFUSED[suffix]
        raise failure(name, "data.old_excel" if suffix == ".xls" else "data.unknown_format", message, hint)
    if suffix not in SUFFIXES:
        shown = f"“{suffix}”" if suffix else "没有扩展名"
        message = f"不认识的文件类型（{shown}）"
        raise failure(name, "data.unknown_format", message, "可以是.yaml、.json、.xlsx、.csv")
    content = read_bytes(path, name)
    if suffix in (".xlsx", ".xlsm"):
        from qijin_docs.sources.workbook_source import read_workbook

        return read_workbook(content, name, wanted, sheet)
    text, notes = decode(content, name)
    if suffix in (".csv", ".tsv"):
        from qijin_docs.sources.csv_source import read_csv

        return read_csv(text, name, wanted, notes)
    if suffix == ".json":
        from qijin_docs.sources.json_source import read_json

        return read_json(text, name, notes)
    from qijin_docs.sources.yaml_source import read_yaml

    return read_yaml(text, name, notes)
