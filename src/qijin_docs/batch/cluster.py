"""Workers on more than one machine, through Dask (extra ``cluster``)."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Iterator
from concurrent.futures import Executor, Future
from contextlib import contextmanager
from typing import Any
from weakref import WeakSet

from qijin_docs.errors import OutputError, Place, Problem

_SECONDS = 20
_LOOK_EVERY = 1.0


@contextmanager
def cluster_executor(address: str, *, patience: float = 60.0) -> Iterator[Executor]:
    """An executor whose workers are those of a Dask scheduler.

    The workers need this library, and the output folder under the same path (a shared disk); templates are
    sent to them.

    Args:
        address: ``tcp://10.0.0.1:8786``.
        patience: seconds to wait for a worker when all are gone.

    Raises:
        OutputError: ``batch.no_dask``, ``batch.no_scheduler``, ``batch.no_workers``; ``batch.scheduler_lost`` and
            ``batch.workers_lost`` from the executor when work is handed to it.
    """
    try:
        from distributed import Client
    except ImportError as error:
        hint = "安装：pip install 'qijin-docs[cluster]'"
        raise OutputError(Problem("batch.no_dask", "没有安装 Dask", hint=hint)) from error
    client: Any
    try:
        client = Client(  # type: ignore[no-untyped-call]
            address, timeout=_SECONDS, set_as_default=False
        )
    except (OSError, ValueError, TimeoutError) as error:
        hint = "核对地址，看看 dask scheduler 是否在运行"
        raise OutputError(
            Problem("batch.no_scheduler", "连不上 Dask 调度器", Place(address), hint)
        ) from error
    log = logging.getLogger("distributed")
    level = log.level
    log.setLevel(logging.CRITICAL)  # what goes wrong is told by us, once
    try:
        with client:
            threads = sum(client.nthreads().values())
            if not threads:
                hint = f"在各台机器上启动 dask worker {address}"
                raise OutputError(
                    Problem("batch.no_workers", "调度器上一个工作进程也没有", Place(address), hint)
                )
            cluster = _Cluster(client, threads, address)
            over = threading.Event()
            watch = threading.Thread(target=cluster.watch, args=(over, patience), daemon=True)
            watch.start()
            try:
                yield cluster
            finally:
                over.set()
                watch.join(_SECONDS)
    finally:
        log.setLevel(level)


class _Cluster(Executor):
    """Dask's executor, which says so when the scheduler or all workers are gone instead of waiting for them."""

    def __init__(self, client: Any, threads: int, address: str) -> None:
        self._client = client
        self._address = address
        self._max_workers = threads  # what the pool asks an executor of concurrent.futures
        # A worker that dies must cost its chunk only: Dask gives up a task after so many lost workers.
        self._inner = client.get_executor(pure=False, retries=1)
        self._waiting: WeakSet[Future[Any]] = WeakSet()
        self._deserted = False

    def submit(self, work: Any, /, *arguments: Any, **named: Any) -> Any:
        """As any executor.

        Raises:
            OutputError: ``batch.scheduler_lost``, ``batch.workers_lost``.
        """
        hint = "恢复以后加 --resume 接着做，已做好的不会重做"
        if self._deserted:
            message = "Dask 的工作进程全都没了，等了一阵也没有回来"
            raise OutputError(Problem("batch.workers_lost", message, Place(self._address), hint))
        if self._client.status != "running":
            message = "和 Dask 调度器断了联系"
            raise OutputError(Problem("batch.scheduler_lost", message, Place(self._address), hint))
        future = self._inner.submit(work, *arguments, **named)
        self._waiting.add(future)
        return future

    def watch(self, over: threading.Event, patience: float) -> None:
        """Call everything off once there has been no worker for so many seconds; ends with ``over``."""
        seen = time.monotonic()
        while not over.wait(min(_LOOK_EVERY, patience)):
            if self._any_worker():
                seen = time.monotonic()
            elif time.monotonic() - seen > patience:
                self._deserted = True
                for future in list(self._waiting):
                    future.cancel()
                return

    def _any_worker(self) -> bool:
        try:
            return bool(self._client.nthreads())
        except Exception:  # noqa: BLE001 # of a scheduler that is gone the client itself tells the pool
            return True
