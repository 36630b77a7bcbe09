"""The year's days as an iCalendar file (RFC 5545) for the office's calendar program.

Written here because four kinds of line are needed and the same input has to give the same bytes: the stamp that the
format asks for is the due day, not the time of writing.
"""

from __future__ import annotations

import hashlib
from datetime import timedelta

from qijin_docs.models.year_calendar import CalendarEntry, YearCalendar
from qijin_docs.text.dates import format_date


def calendar_file(calendar: YearCalendar) -> bytes:
    """All-day events on the last office day of each entry, with an alarm the day before."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//qijin_docs//ZH",
        "CALSCALE:GREGORIAN",
        f"X-WR-CALNAME:{_escaped(f'{calendar.campaign.year}年{calendar.campaign.short_name}报送日程')}",
    ]
    for entry in calendar.entries:
        lines += _event(entry)
    lines.append("END:VCALENDAR")
    return b"".join(_folded(line) for line in lines)


def _event(entry: CalendarEntry) -> list[str]:
    what = f"{entry.item}（{entry.period}）" if entry.period else entry.item
    key = "|".join((entry.due.isoformat(), entry.item, entry.period or "", entry.units, entry.recipient))
    told = [f"义务人：{entry.units}", f"报送：{entry.recipient}", f"应报日期：{format_date(entry.due)}"]
    if entry.internal:
        told.append(f"内部截止：{format_date(entry.internal)}")
    if entry.note:
        told.append(entry.note)
    day = entry.office_day
    return [
        "BEGIN:VEVENT",
        f"UID:{hashlib.sha256(key.encode()).hexdigest()[:32]}@qijin-docs",
        f"DTSTAMP:{entry.due:%Y%m%d}T000000Z",
        f"DTSTART;VALUE=DATE:{day:%Y%m%d}",
        f"DTEND;VALUE=DATE:{day + timedelta(days=1):%Y%m%d}",
        f"SUMMARY:{_escaped(f'报送{what}')}",
        f"DESCRIPTION:{_escaped(chr(10).join(told))}",
        "TRANSP:TRANSPARENT",
        "BEGIN:VALARM",
        "ACTION:DISPLAY",
        "TRIGGER:-PT15H",  # nine o'clock of the day before
        f"DESCRIPTION:{_escaped(f'明天截止：{what}')}",
        "END:VALARM",
        "END:VEVENT",
    ]


def _escaped(text: str) -> str:
    for sign, written in (("\\", "\\\\"), (";", "\\;"), (",", "\\,"), ("\n", "\\n")):
        text = text.replace(sign, written)
    return text


def _folded(line: str) -> bytes:
    """The line in pieces of at most 75 octets, no character cut in two (RFC 5545, 3.1)."""
    pieces, piece = [], b""
    for char in line:
        octets = char.encode()
        if len(piece) + len(octets) > 75:
            pieces.append(piece)
            piece = b" "
        piece += octets
    return b"\r\n".join([*pieces, piece]) + b"\r\n"
