"""What is owed to whom by when, how it stands on a day, and what to do about it.

workdays.py   working days, holidays, 调休            periods.py    a schedule → the days of a year
duties.py     duty × unit × recipient × period        register.py   rows of the register → their obligation
status.py     how everything stands on a day          sheets.py     R11 and the calendar of the year
reminders.py  催报                                    ics.py        for a calendar program
"""

from __future__ import annotations

from qijin_docs.submission.duties import Obligation, Owed, obligations_of
from qijin_docs.submission.reminders import Reminder, reminders_of
from qijin_docs.submission.sheets import calendar_sheet, register_sheet
from qijin_docs.submission.status import Remedy, Status, StatusRow, status_of

__all__ = [
    "Obligation", "Owed", "Remedy", "Reminder", "Status", "StatusRow", "calendar_sheet", "obligations_of",
    "register_sheet", "reminders_of", "status_of",
]  # fmt: skip
