"""The documents of the 安全生产宣传教育“七进” campaign, filled, checked and packed.

    from qijin_docs import QijinError, to_pdf

    try:
        pages = to_pdf("实施方案.docx", "out")
    except QijinError as error:
        for problem in error.problems:
            print(problem)

Everything for users is here; modules below may move. Names are loaded when they are first used, so that
importing the package costs nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from qijin_docs.errors import (
    DataError,
    OfficeError,
    OutputError,
    Place,
    Problem,
    QijinError,
    RenderError,
    Severity,
    TemplateError,
)

if TYPE_CHECKING:
    from qijin_docs.office import to_pdf

__version__ = "0.1.0"

__all__ = [
    "DataError",
    "OfficeError",
    "OutputError",
    "Place",
    "Problem",
    "QijinError",
    "RenderError",
    "Severity",
    "TemplateError",
    "to_pdf",
]

#: Module → names that are loaded from it on first use; the same names as in the TYPE_CHECKING block.
_LAZY = {
    "qijin_docs.office": ("to_pdf",),
}
_HOME = {name: module for module, names in _LAZY.items() for name in names}


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(_HOME[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
