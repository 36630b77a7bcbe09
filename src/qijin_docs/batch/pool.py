"""Chunks through an executor: a bounded number at once, results in order, a lost worker costs a retry.

A worker that is killed, by hand or for want of memory, breaks a process pool. Then there is a new pool; the
chunks that were under way are tried again one after the other, and the records of one that breaks it again
singly, until the record is found that does it. Where not even an idle process comes up, the batch ends
(``batch.no_worker``).
"""

from __future__ import annotations

import multiprocessing
import os
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import BrokenExecutor, Executor, Future, ProcessPoolExecutor
from contextlib import suppress
from typing import Any, Self, TypeVar

from qijin_docs.batch.worker import Filling, Item, Result, begin_worker, make_chunk
from qijin_docs.errors import OutputError, Problem

Chunk = tuple[Filling, tuple[Item, ...]]
Call = TypeVar("Call", bound=tuple[Any, ...])
Got = TypeVar("Got")


def cores() -> int:
    """Cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class Pool:
    """An executor that can be replaced when it breaks.

    Args:
        executor: any; not shut down here. Processes of our own if ``None``.
        jobs: how many of our own; all cores if ``None``.
    """

    def __init__(self, executor: Executor | None = None, jobs: int | None = None) -> None:
        self._given = executor
        self._own: Executor | None = None
        self._starting: Future[None] | None = None
        self._modules = [make_chunk.__module__]
        self.generation = 0
        self.width = jobs or getattr(executor, "_max_workers", None) or cores()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        with suppress(Exception):
            self.begun()
        if self._own is not None:
            self._own.shutdown(wait=True, cancel_futures=True)

    def begin(self, *modules: str) -> None:
        """Start the first process of our own while the caller looks at other things: that takes as long as they do.

        Args:
            modules: what the work will need; loaded once, not once a process.
        """
        if self._given is None:
            self._modules += modules
            started: Future[None] = Future()
            self._starting = started

            def start() -> None:
                try:
                    self._executor().submit(int)
                    started.set_result(None)
                except Exception as error:  # noqa: BLE001 # raised by begun()
                    started.set_exception(error)

            threading.Thread(target=start).start()

    def begun(self) -> None:
        """Wait until it is there.

        Raises:
            RuntimeError: this process is one itself that is only being started, see :meth:`renew`.
        """
        if self._starting is not None:
            started, self._starting = self._starting, None
            started.result()

    def submit(self, work: Callable[..., Got], call: tuple[Any, ...]) -> Future[Got]:
        """A function and its arguments handed to a worker."""
        self.begun()
        try:
            return self._executor().submit(work, *call)
        except (BrokenExecutor, RuntimeError):
            self.renew(self.generation)
            return self._executor().submit(work, *call)

    def renew(self, generation: int) -> None:
        """Go on with new processes of our own, unless that has been done since.

        Raises:
            OutputError: ``batch.no_worker``: not even one that has nothing to do comes up. So it is where a script
                calls for a batch outside of ``if __name__ == "__main__":``, for each process runs the script.
        """
        if generation == self.generation:
            self.generation += 1
            if self._own is not None:
                self._own.shutdown(wait=False, cancel_futures=True)
            self._own, self._given = None, None
            try:
                self._executor().submit(int).result()
            except (BrokenExecutor, RuntimeError) as error:
                hint = '在脚本里调用时，放到 if __name__ == "__main__": 下面；已经是这样，就看内存是否够'
                raise OutputError(Problem("batch.no_worker", "工作进程启动不了", hint=hint)) from error

    def _executor(self) -> Executor:
        if self._given is not None:
            return self._given
        if self._own is None:
            # Not by fork: a progress bar has threads, and children would inherit the journal's lock.
            methods = multiprocessing.get_all_start_methods()
            context = multiprocessing.get_context("forkserver" if "forkserver" in methods else "spawn")
            if "forkserver" in methods:
                context.set_forkserver_preload(self._modules)
            self._own = ProcessPoolExecutor(self.width, mp_context=context, initializer=begin_worker)
        return self._own


def in_order(chunks: Iterable[Chunk], pool: Pool) -> Iterator[tuple[Chunk, list[Result]]]:
    """Each chunk with its results, in the order of the chunks; never more than a few are under way."""
    for chunk, future, generation in _under_way(make_chunk, chunks, pool):
        try:
            results = future.result()
        except Exception as error:  # noqa: BLE001 # executors have exceptions of their own for a lost worker
            if isinstance(error, BrokenExecutor):
                pool.renew(generation)
            results = _again(chunk, pool)
        yield chunk, results


def anywhere(work: Callable[..., Got], calls: Iterable[Call], pool: Pool) -> Iterator[Got]:
    """What each call gives, in their order, made by workers; one whose worker is lost is made here.

    Raises:
        OSError: of the work itself.
    """
    for call, future, generation in _under_way(work, calls, pool):
        try:
            got = future.result()
        except OSError:
            raise
        except Exception as error:  # noqa: BLE001 # as above
            if isinstance(error, BrokenExecutor):
                pool.renew(generation)
            got = work(*call)
        yield got


def _under_way(
    work: Callable[..., Got], calls: Iterable[Call], pool: Pool
) -> Iterator[tuple[Call, Future[Got], int]]:
    """Calls handed out, a bounded number at once, each with its future and the pool's generation."""
    waiting: deque[tuple[Call, Future[Got], int]] = deque()
    source = iter(calls)
    window = pool.width * 3
    while True:
        while len(waiting) < window and (call := next(source, None)) is not None:
            future = pool.submit(work, call)
            waiting.append((call, future, pool.generation))
        if not waiting:
            return
        yield waiting.popleft()


def _again(chunk: Chunk, pool: Pool) -> list[Result]:
    filling, items = chunk
    future = pool.submit(make_chunk, chunk)
    generation = pool.generation
    try:
        return future.result()
    except Exception as error:  # noqa: BLE001
        if isinstance(error, BrokenExecutor):
            pool.renew(generation)
        if len(items) > 1:
            return [result for item in items for result in _again((filling, (item,)), pool)]
        message = f"做这一份时工作进程一再意外中断（{type(error).__name__}），多半是内存不够"
        hint = "核对这一行的数据是否特别大；其余各份不受影响"
        return [Result(items[0].name or "", problems=(Problem("batch.worker_lost", message, hint=hint),))]
