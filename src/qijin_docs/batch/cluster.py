"""Workers on more than one machine, through Dask (extra ``cluster``)."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from concurrent.futures import Executor
from contextlib import contextmanager
from typing import Any

from qijin_docs.errors import OutputError, Place, Problem

_SECONDS = 20


@contextmanager
def cluster_executor(address: str) -> Iterator[Executor]:
    """An executor whose workers are those of a Dask scheduler.

    The workers need this library, and the output folder under the same path (a shared disk); templates are
    sent to them.

    Args:
        address: ``tcp://10.0.0.1:8786``.

    Raises:
        OutputError: ``batch.no_dask``, ``batch.no_scheduler``, ``batch.no_workers``; ``batch.scheduler_lost`` from
            the executor when work is handed to it.
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
            yield _Cluster(client, threads, address)
    finally:
        log.setLevel(level)


class _Cluster(Executor):
    """Dask's executor, which says so when the scheduler is gone instead of waiting for it."""

    def __init__(self, client: Any, threads: int, address: str) -> None:
        self._client = client
        self._address = address
        self._max_workers = threads  # what the pool asks an executor of concurrent.futures
        # A worker that dies must cost its chunk only: Dask gives up a task after so many lost workers.
        self._inner = client.get_executor(pure=False, retries=1)

    def submit(self, work: Any, /, *arguments: Any, **named: Any) -> Any:
        """As any executor.

        Raises:
            OutputError: ``batch.scheduler_lost``.
        """
        if self._client.status != "running":
            message = "和 Dask 调度器断了联系"
            hint = "恢复以后加 --resume 接着做，已做好的不会重做"
            raise OutputError(Problem("batch.scheduler_lost", message, Place(self._address), hint))
        return self._inner.submit(work, *arguments, **named)
