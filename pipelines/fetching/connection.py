"""Connections that go to the address that was checked, and that end when the time is over.

A name is resolved once for each connection. Every address it resolves to must be public; the connection is then made to
one of these numbers, never to the name again, so no second answer of the name server can lead elsewhere. TLS and the
Host header keep the name, and the certificate must be valid for it. Proxies and the environment are ignored.

The wall-clock deadline of a fetch holds everywhere: while the name is resolved, while connecting, at every read and
write. A server that sends a byte now and then cannot stretch it.
"""

from __future__ import annotations

import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any

import httpcore
import httpx

from pipelines.fetching.addresses import is_loopback, is_public
from pipelines.fetching.errors import DeadlineReached, FetchError, Refused

#: Name and port → numeric addresses, in order of preference.
Resolver = Callable[[str, int], list[str]]
#: Numeric address, port and seconds → an open connection.
Dial = Callable[[str, int, float], httpcore.NetworkStream]


def resolve(name: str, port: int) -> list[str]:
    """Numeric addresses of a name, by the system's resolver. Raises OSError."""
    found = socket.getaddrinfo(name, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


def dial(address: str, port: int, seconds: float) -> httpcore.NetworkStream:
    """Connects to a numeric address. Raises httpcore.ConnectError and ConnectTimeout."""
    return httpcore.SyncBackend().connect_tcp(address, port, timeout=seconds)


class Budget:
    """Seconds one fetch may spend on the network, over all its redirects and tries. Waiting for one's turn is free."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self.left = seconds


class Deadline:
    """How much time the fetch of this thread has left."""

    def __init__(self) -> None:
        self._local = threading.local()

    @contextmanager
    def spending(self, budget: Budget) -> Iterator[None]:
        """What happens inside is paid from the budget."""
        self._local.budget, self._local.end = budget, time.monotonic() + budget.left
        try:
            yield
        finally:
            budget.left = self._local.end - time.monotonic()
            self._local.budget = None

    def left(self, timeout: float | None = None) -> float:
        """Seconds left, at most `timeout`. Raises `DeadlineReached` where there are none."""
        budget: Budget | None = getattr(self._local, "budget", None)
        if budget is None:
            return 60.0 if timeout is None else timeout
        left = float(self._local.end) - time.monotonic()
        if left <= 0:
            raise DeadlineReached("it took longer than {seconds:g} seconds and was given up", seconds=budget.seconds)
        return left if timeout is None else min(left, timeout)


class _TimedStream(httpcore.NetworkStream):
    """A connection that keeps to the deadline."""

    def __init__(self, stream: httpcore.NetworkStream, deadline: Deadline) -> None:
        self._stream = stream
        self._deadline = deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, self._deadline.left(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, self._deadline.left(timeout))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        secured = self._stream.start_tls(ssl_context, server_hostname, self._deadline.left(timeout))
        return _TimedStream(secured, self._deadline)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


class CheckedBackend(httpcore.NetworkBackend):
    """Resolves, checks, and connects to what was checked."""

    def __init__(self, deadline: Deadline, loopback: bool, resolver: Resolver = resolve, dialler: Dial = dial) -> None:
        self._deadline = deadline
        self._loopback = loopback
        self._resolver = resolver
        self._dial = dialler

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        addresses = self._checked(host, port, timeout)
        failure: Exception | None = None
        for position, address in enumerate(addresses):
            # Time is kept back for the other addresses: one that does not answer must not take it all.
            share = self._deadline.left(timeout) / (len(addresses) - position)
            try:
                return _TimedStream(self._dial(address, port, share), self._deadline)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = error
        raise failure or httpcore.ConnectError(f"{host} has no address")

    def connect_unix_socket(self, *args: Any, **kwargs: Any) -> httpcore.NetworkStream:
        raise Refused("only hosts on the network are asked")

    def _checked(self, host: str, port: int, timeout: float | None) -> list[str]:
        addresses = self._resolved(host, port, self._deadline.left(timeout))
        closed = [address for address in addresses if not self._may_ask(address)]
        if closed:
            raise Refused(
                "{host} leads to {addresses}, which is no public address; it is not asked",
                host=host,
                addresses=", ".join(closed),
            )
        return addresses

    def _may_ask(self, address: str) -> bool:
        try:
            return is_public(address) or (self._loopback and is_loopback(address))
        except ValueError:
            return False

    def _resolved(self, host: str, port: int, seconds: float) -> list[str]:
        """Name servers answer when they like: the system's call is left behind when the time is over."""
        answer: list[list[str] | Exception] = []

        def ask() -> None:
            try:
                answer.append(self._resolver(host.strip("[]"), port))
            except (OSError, UnicodeError) as error:
                answer.append(error)

        thread = threading.Thread(target=ask, daemon=True, name="resolver")
        thread.start()
        thread.join(seconds)
        if not answer:
            raise FetchError("the name server did not answer for {host}", host=host, passing=True)
        if isinstance(answer[0], Exception):
            raise FetchError("{host} could not be resolved: {reason}", host=host, reason=answer[0], passing=True)
        return answer[0]


class CheckedTransport(httpx.BaseTransport):
    """Sends requests of an httpx client over checked connections, and nothing else."""

    def __init__(self, backend: CheckedBackend, context: ssl.SSLContext) -> None:
        self._pool = httpcore.ConnectionPool(
            ssl_context=context,
            max_connections=8,
            max_keepalive_connections=4,
            keepalive_expiry=15.0,
            http1=True,
            http2=False,
            retries=0,
            network_backend=backend,
        )

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        answer = self._pool.handle_request(
            httpcore.Request(
                method=request.method,
                url=httpcore.URL(
                    scheme=request.url.raw_scheme,
                    host=request.url.raw_host,
                    port=request.url.port,
                    target=request.url.raw_path,
                ),
                headers=request.headers.raw,
                content=None,
                extensions=request.extensions,
            )
        )
        return httpx.Response(
            answer.status, headers=answer.headers, stream=_Stream(answer), extensions=answer.extensions
        )

    def close(self) -> None:
        self._pool.close()


class _Stream(httpx.SyncByteStream):
    """The body of an answer as it comes."""

    def __init__(self, answer: httpcore.Response) -> None:
        self._answer = answer

    def __iter__(self) -> Iterator[bytes]:
        yield from self._answer.iter_stream()

    def close(self) -> None:
        self._answer.close()
