"""各市汇总表 (R07): one row a unit and a last one 合计, counted from registers or taken from reported figures."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from qijin_docs.models.reported_figures import TOTAL
from qijin_docs.models.statistics import indicators
from qijin_docs.registers.reported import SO_FAR, Report
from qijin_docs.registers.returned import Returned
from qijin_docs.registers.rollup import RollUp
from qijin_docs.registers.row_values import Rows

SUMMARY = "R07"
_NAMES = tuple(indicator.name for indicator in indicators())


def summary_of_registers(rolled: RollUp) -> Returned:
    """The figures of each host, and of all together; places that several hosts entered count once in the 合计.

    Give the result to :func:`~.merged.write_merged`.
    """
    rows = [_row(unit, statistics.total.values) for unit, statistics in rolled.by_unit().items()]
    return _summary([*rows, _row(TOTAL, rolled.statistics().total.values)])


def summary_of_reports(reports: Sequence[Report]) -> Returned:
    """The cumulative figures that each unit reported last, and their sums.

    Reported figures cannot tell which places several units entered: 进入单位数 is added like the others.
    """
    last = {report.unit: report for report in reports}
    rows = []
    totals: dict[str, int | Decimal] = {}
    for unit, report in last.items():
        values = {name: report.figures.get((TOTAL, SO_FAR, name)) for name in _NAMES}
        rows.append(_row(unit, values))
        for name, value in values.items():
            if value is not None:
                totals[name] = totals.get(name, 0) + value
    return _summary([*rows, _row(TOTAL, totals)])


def _row(unit: str, values: Any) -> tuple[Any, ...]:
    return (unit, *(values.get(name) for name in _NAMES))


def _summary(rows: Sequence[tuple[Any, ...]]) -> Returned:
    part = Rows("", ("单位", *_NAMES), ("",) * (len(_NAMES) + 1), tuple(range(1, len(rows) + 1)), tuple(rows))
    return Returned("汇总", SUMMARY, "", sheets=(part,))
