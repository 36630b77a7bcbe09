"""Workers on more than one machine, through Dask (extra ``cluster``)."""

from __future__ import annotations

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
        OutputError: ``batch.no_dask``, ``batch.no_scheduler``, ``batch.no_workers``.
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
    with client:
        threads = sum(client.nthreads().values())
        if not threads:
            hint = f"在各台机器上启动 dask worker {address}"
            raise OutputError(Problem("batch.no_workers", "调度器上一个工作进程也没有", Place(address), hint))
        # A worker that dies must cost its chunk only: Dask gives up a task after so many lost workers.
        executor = client.get_executor(pure=False, retries=1)
        executor._max_workers = threads  # noqa: SLF001 # what the pool asks a concurrent.futures executor
        yield executor
        executor.shutdown(wait=True)
