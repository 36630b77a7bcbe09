"""The files that are followed: the folders of template, data and pictures, through watchfiles."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

#: Milliseconds without a further change after which one save counts as done, and the longest that is waited.
_STEP = 20
_LONGEST = 400
#: Milliseconds after which the folders are looked up again: a new picture may lie in another.
_AGAIN = 2000


class Watch:
    """Calls ``touch`` after each change in one of the folders, until it is closed.

    Args:
        folders: gives the folders to be followed now.
        touch: called from a thread of its own.
    """

    def __init__(self, folders: Callable[[], frozenset[Path]], touch: Callable[[], None]) -> None:
        self._folders = folders
        self._touch = touch
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._follow, name="qijin-watch", daemon=True)

    def start(self) -> None:
        """Begin to follow."""
        self._thread.start()

    def close(self) -> None:
        """Stop following."""
        self._stop.set()
        if self._thread.is_alive():
            self._thread.join(5)

    def _follow(self) -> None:
        from watchfiles import watch

        while not self._stop.is_set():
            folders = self._folders()
            if not folders:
                self._stop.wait(_AGAIN / 1000)
                continue
            changes = watch(
                *folders,
                watch_filter=None,
                step=_STEP,
                debounce=_LONGEST,
                rust_timeout=_AGAIN,
                yield_on_timeout=True,
                stop_event=self._stop,
                recursive=False,
            )
            try:
                # What was saved while no folder was followed.
                self._touch()
                for change in changes:
                    if change:
                        self._touch()
                    if self._folders() != folders:
                        break
            except OSError:
                self._stop.wait(_AGAIN / 1000)  # a folder was removed
