"""Where disclosures are read: on this machine, or on many through Dask.

`JUESUAN_DASK=tcp://scheduler:8786` chooses Dask; without it this machine's processors read. Disclosures go out as bytes
and come back as reports, so the workers need no shared disk, but the same release of juesuan. They start guarded child
processes, which Dask allows only with `DASK_DISTRIBUTED__WORKER__DAEMON=False`.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from concurrent.futures import Executor
from contextlib import contextmanager
from typing import TYPE_CHECKING

from pipelines.pool import PoolError, extractor_version

if TYPE_CHECKING:
    from distributed import Client

#: Names the address of a Dask scheduler.
DASK_VARIABLE = "JUESUAN_DASK"

#: How long (seconds) a scheduler may take to answer.
CONNECT_SECONDS = 30


@contextmanager
def chosen_executor(version: str | None = None) -> Iterator[tuple[Executor | None, int | None]]:
    """Yields the pool the environment chooses and its number of readers; (None, None) means this machine's own.

    In: the extractor version the workers must have (None: do not ask). Raises `PoolError` where the pool cannot be used.
    """
    address = os.environ.get(DASK_VARIABLE)
    if not address:
        yield None, None
        return
    try:
        from distributed import Client
    except ImportError as error:
        raise PoolError(
            "{variable} is set, but Dask is not installed: pip install 'juesuan[dask]'.", variable=DASK_VARIABLE
        ) from error
    try:
        client = Client(address, timeout=CONNECT_SECONDS, set_as_default=False)
    except (OSError, TimeoutError, ValueError) as error:
        raise PoolError(
            "No Dask scheduler answers at {address} ({variable}): {error}",
            address=address,
            variable=DASK_VARIABLE,
            error=error,
        ) from error
    with client:
        readers = _readers(client, address, version)
        yield client.get_executor(), readers


def _readers(client: Client, address: str, version: str | None) -> int:
    """How many disclosures the workers read at once. Raises `PoolError` where one has another extractor."""
    threads = client.nthreads()
    if not threads:
        raise PoolError(
            "The Dask scheduler at {address} has no workers; start some: dask worker {address}", address=address
        )
    if version is not None:
        other = {worker: found for worker, found in client.run(extractor_version).items() if found != version}
        if other:
            named = ", ".join(f"{worker} ({found})" for worker, found in sorted(other.items()))
            raise PoolError(
                "All machines must run extractor {version}; these run another one: {named}.",
                version=version,
                named=named,
            )
    return sum(threads.values())
