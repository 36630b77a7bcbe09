"""What a batch remembers of its records: on disk, so that a million of them take no memory.

A private database of SQLite that is gone when it is closed; what must outlive the run is in the journal.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple


class Entry(NamedTuple):
    """A document that is ready; a row of the database as it is.

    Args:
        number: of its record.
        key: of its content, see :func:`~.journal.key_of`.
        name: of the final file.
        file: where it lies now.
        sha256, size: of its bytes.
        source: place of its data, as text.
    """

    number: int
    key: str
    name: str
    file: str
    sha256: str
    size: int
    source: str = ""


class Index:
    """Keys, names and documents of a run; ``spread``: whether an earlier run has put them into numbered folders."""

    def __init__(self) -> None:
        self.spread: bool | None = None
        self._any_done = False
        self._db = sqlite3.connect("", isolation_level=None, check_same_thread=False)
        for statement in (
            "PRAGMA journal_mode=OFF",
            "PRAGMA synchronous=OFF",
            "PRAGMA cache_size=-8000",  # KB; keys come in no order, so each may need any page of a table
            "CREATE TABLE done (key TEXT PRIMARY KEY, sha TEXT, file TEXT) WITHOUT ROWID",
            "CREATE TABLE seen (key TEXT PRIMARY KEY, times INTEGER) WITHOUT ROWID",
            "CREATE TABLE names (name TEXT PRIMARY KEY, place TEXT) WITHOUT ROWID",
            "CREATE TABLE earlier (name TEXT PRIMARY KEY, path, line, position, taken) WITHOUT ROWID",
            "CREATE TABLE final (name TEXT PRIMARY KEY) WITHOUT ROWID",
            # In the order they come in; a number may be there twice if a returned row has been copied.
            "CREATE TABLE entry (number, key, name, file, sha, size, source)",
            "BEGIN",
        ):
            self._db.execute(statement)

    def close(self) -> None:
        """Forget everything."""
        self._db.close()

    def add_done(self, rows: Iterable[tuple[str, str, str]]) -> None:
        """Key, SHA-256 and file of documents of an earlier run."""
        self._db.executemany("INSERT OR REPLACE INTO done VALUES (?, ?, ?)", rows)
        self._any_done = self._db.execute("SELECT 1 FROM done").fetchone() is not None

    def done(self, key: str) -> tuple[str, str] | None:
        """File and SHA-256 of an earlier run's document."""
        if not self._any_done:
            return None
        found = self._db.execute("SELECT file, sha FROM done WHERE key = ?", (key,)).fetchone()
        return None if found is None else (found[0], found[1])

    def times(self, keys: Sequence[str]) -> list[int]:
        """How often each key has been asked for, this time included; many at once take half the time."""
        query = "SELECT key, times FROM seen WHERE key IN (SELECT value FROM json_each(?))"
        seen: dict[str, int] = dict(self._db.execute(query, (json.dumps(keys),)))
        times = []
        for key in keys:
            seen[key] = seen.get(key, 0) + 1
            times.append(seen[key])
        self._db.executemany("INSERT OR REPLACE INTO seen VALUES (?, ?)", seen.items())
        return times

    def take_name(self, key: str, place: str) -> str | None:
        """Take a name; if somebody has it, the place of that record and nothing is taken."""
        if self._db.execute("INSERT OR IGNORE INTO names VALUES (?, ?)", (key, place)).rowcount:
            return None
        return str(self._db.execute("SELECT place FROM names WHERE name = ?", (key,)).fetchone()[0])

    def add(self, entries: Iterable[Entry]) -> None:
        """Documents that are ready."""
        self._db.executemany("INSERT INTO entry VALUES (?, ?, ?, ?, ?, ?, ?)", entries)

    def entries(self) -> Iterator[Entry]:
        """The documents in the order of their records."""
        return map(Entry._make, self._db.execute("SELECT * FROM entry ORDER BY rowid"))

    def has_folders(self) -> bool:
        """Whether a name asks for a folder."""
        return self._db.execute("SELECT 1 FROM entry WHERE name LIKE '%/%'").fetchone() is not None

    def add_final(self, key: str) -> None:
        """A name below the output folder that this run makes."""
        self._db.execute("INSERT OR IGNORE INTO final VALUES (?)", (key,))

    def count(self) -> int:
        """How many documents are ready."""
        return int(self._db.execute("SELECT count(*) FROM entry").fetchone()[0])

    def add_earlier(self, rows: Iterable[tuple[str, str, str, int, str]]) -> None:
        """Name key, name, line, position, and key of the name that was asked for, of the former list of contents."""
        self._db.executemany("INSERT OR REPLACE INTO earlier VALUES (?, ?, ?, ?, ?)", rows)

    def has_earlier(self) -> bool:
        """Whether there was a former list of contents."""
        return self._db.execute("SELECT 1 FROM earlier").fetchone() is not None

    def earlier(self, key: str) -> dict[str, Any] | None:
        """The line that the former list of contents has for a name."""
        found = self._db.execute("SELECT line FROM earlier WHERE name = ?", (key,)).fetchone()
        return None if found is None else json.loads(found[0])

    def taken_earlier(self, key: str) -> dict[str, Any] | None:
        """The line of the former list of contents of whoever asked for this name."""
        self._db.execute("CREATE INDEX IF NOT EXISTS takers ON earlier (taken)")
        found = self._db.execute("SELECT line FROM earlier WHERE taken = ?", (key,)).fetchone()
        return None if found is None else json.loads(found[0])

    def left_over(self) -> Iterator[tuple[str, str]]:
        """Names and lines of the former list of contents whose names this run does not make, in their order."""
        query = "SELECT path, line FROM earlier WHERE name NOT IN (SELECT name FROM final) ORDER BY position"
        for row in self._db.execute(query):
            yield row[0], row[1]
