"""A disclosure portal on this machine, for tests: listing pages, a page for each disclosure, attachments, robots.txt.

    with Portal(documents) as portal:          # name → bytes; or Portal.of_samples()
        portal.listing                         # address of the first listing page
        portal.write_source(folder)            # a data/sources TOML for it
        portal.put("x.pdf", data)              # add or change a document
        portal.misbehave("x.pdf", Stall(30))   # how a path is answered instead
        portal.requests                        # what was asked, in order

Every answer carries ETag and Last-Modified and honours conditional requests. All content is invented or from
data/samples; nothing leaves 127.0.0.1.
"""

from __future__ import annotations

import contextlib
import gzip
import hashlib
import html
import socket
import ssl
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from email.utils import formatdate
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import TracebackType
from urllib.parse import quote, unquote, urlsplit

SAMPLES = Path(__file__).resolve().parents[2] / "data" / "samples"

#: Answers one request in its own way: the handler may do whatever it likes with the connection.
Behaviour = Callable[[BaseHTTPRequestHandler], None]


@dataclass(frozen=True)
class Asked:
    """One request: its path with query, its headers in lower case, and when (monotonic seconds)."""

    path: str
    headers: dict[str, str]
    at: float


@dataclass(frozen=True)
class Stall:
    """Accepts the request and says nothing for some seconds."""

    seconds: float

    def __call__(self, handler: BaseHTTPRequestHandler) -> None:
        _idle(handler, self.seconds)


@dataclass(frozen=True)
class Drip:
    """Sends a byte now and then: of the headers, or of the body."""

    seconds: float
    pause: float = 0.05
    headers: bool = False

    def __call__(self, handler: BaseHTTPRequestHandler) -> None:
        start = b"HTTP/1.1 200 OK\r\nX-Slow: " if self.headers else b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n"
        end = time.monotonic() + self.seconds
        with contextlib.suppress(OSError):
            handler.wfile.write(start)
            while time.monotonic() < end:
                handler.wfile.write(b"x")
                handler.wfile.flush()
                time.sleep(self.pause)
        handler.close_connection = True


@dataclass(frozen=True)
class Reply:
    """A status, headers and a body; Content-Length may lie."""

    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    length: int | None = None

    def __call__(self, handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(self.status)
        for name, value in self.headers.items():
            handler.send_header(name, value)
        handler.send_header("Content-Length", str(len(self.body) if self.length is None else self.length))
        if self.length is not None:
            handler.close_connection = True
        handler.end_headers()
        with contextlib.suppress(OSError):
            handler.wfile.write(self.body)


@dataclass(frozen=True)
class Endless:
    """A body without a length that never ends."""

    def __call__(self, handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.end_headers()
        with contextlib.suppress(OSError):
            while True:
                handler.wfile.write(b"0" * 65536)


def redirect(address: str, status: int = 302) -> Reply:
    """Sends the client somewhere else."""
    return Reply(status, {"Location": address})


def bomb(megabytes: int = 512) -> Reply:
    """A small compressed body that unpacks to very much."""
    packed = gzip.compress(b"\0" * (1 << 20), 9)
    return Reply(200, {"Content-Encoding": "gzip", "Content-Type": "application/pdf"}, packed * megabytes)


@dataclass
class Failing:
    """Fails some times, then answers as usual."""

    times: int
    status: int = 503
    headers: Mapping[str, str] = field(default_factory=dict)

    def __call__(self, handler: BaseHTTPRequestHandler) -> None:
        if self.times <= 0:
            handler.serve()  # type: ignore[attr-defined]
            return
        self.times -= 1
        Reply(self.status, self.headers, b"try later")(handler)


def _idle(handler: BaseHTTPRequestHandler, seconds: float) -> None:
    """Waits until the time is over or the client is gone."""
    handler.connection.settimeout(seconds)
    with contextlib.suppress(OSError):
        handler.connection.recv(1)
    handler.close_connection = True


class Portal:
    """The portal; see the top of this file."""

    def __init__(
        self, documents: Mapping[str, bytes], *, per_page: int = 10, charset: str = "utf-8", host: str = "127.0.0.1"
    ) -> None:
        self.documents = dict(documents)
        self.per_page = per_page
        self.charset = charset
        self.robots: str | None = "User-agent: *\nDisallow: /forbidden/\n"
        self.requests: list[Asked] = []
        self._behaviours: dict[str, Behaviour] = {}
        self._modified = dict.fromkeys(self.documents, 1700000000)
        handler = type("Handler", (_Handler,), {"portal": self})
        server = type("Server", (ThreadingHTTPServer,), {"daemon_threads": True, "block_on_close": False})
        if ":" in host:
            server.address_family = socket.AF_INET6  # type: ignore[attr-defined]
        self._server = server((host, 0), handler)
        self.host = f"[{host}]" if ":" in host else host
        self.port: int = self._server.server_address[1]

    @classmethod
    def of_samples(cls, **options: object) -> Portal:
        """The portal with the disclosures of data/samples."""
        return cls({path.name: path.read_bytes() for path in sorted(SAMPLES.iterdir())}, **options)  # type: ignore[arg-type]

    def __enter__(self) -> Portal:
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._server.server_close()

    def secure(self, context: ssl.SSLContext) -> None:
        """Answers over TLS from now on."""
        self._server.socket = context.wrap_socket(self._server.socket, server_side=True)

    @property
    def address(self) -> str:
        """The portal's address without a path."""
        return f"http://{self.host}:{self.port}"

    @property
    def listing(self) -> str:
        """The first listing page."""
        return f"{self.address}/list/index.html"

    def document_address(self, name: str) -> str:
        """Where a document lies."""
        return f"{self.address}/files/{quote(name)}"

    def put(self, name: str, data: bytes) -> None:
        """Adds a document, or changes it: it has a new ETag and a later date."""
        self.documents[name] = data
        self._modified[name] = self._modified.get(name, 1_700_000_000) + 86_400

    def misbehave(self, path: str, behaviour: Behaviour | None) -> None:
        """Answers a path (`/robots.txt`, `/files/x.pdf`; or the name of a document) in another way; None: as usual."""
        path = path if path.startswith("/") else f"/files/{path}"
        if behaviour is None:
            self._behaviours.pop(path, None)
        else:
            self._behaviours[path] = behaviour

    def asked(self, ending: str = "") -> list[Asked]:
        """The requests whose path (decoded) ends so."""
        return [asked for asked in self.requests if unquote(asked.path).endswith(ending)]

    def write_source(self, folder: Path, name: str = "portal", more: str = "") -> Path:
        """Writes a source file for this portal. In: the folder and further lines of TOML."""
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / f"{name}.toml"
        path.write_text(
            f'kind = "listing"\nstart = "{self.listing}"\ndetails = "决算"\nseconds_between_requests = 0\n{more}',
            encoding="utf-8",
        )
        return path

    def answer(self, path: str) -> tuple[str, bytes, int] | None:
        """(content type, body, modified) of a path, None where there is nothing."""
        names = list(self.documents)
        if path == "/robots.txt":
            return None if self.robots is None else ("text/plain", self.robots.encode(), 1_700_000_000)
        if path.startswith("/files/") and path[7:] in self.documents:
            return "application/octet-stream", self.documents[path[7:]], self._modified[path[7:]]
        if path.startswith("/list/index"):
            number = path.removeprefix("/list/index").removesuffix(".html").lstrip("_")
            return self._page(int(number or 0), names) if number in ("", *map(str, range(1, self._pages()))) else None
        if path.startswith("/detail/") and path[8:-5].isdigit() and int(path[8:-5]) < len(names):
            return self._detail(names[int(path[8:-5])])
        return None

    def behaviour(self, path: str) -> Behaviour | None:
        """How a path is answered, where not as usual."""
        return self._behaviours.get(path)

    def _pages(self) -> int:
        return max(1, -(-len(self.documents) // self.per_page))

    def _page(self, number: int, names: list[str]) -> tuple[str, bytes, int]:
        first = number * self.per_page
        rows = "".join(
            f'<li><a href="../detail/{position}.html">{html.escape(Path(name).stem)}</a><span>2025-09-{1 + position % 28:02d}</span></li>'
            for position, name in list(enumerate(names))[first : first + self.per_page]
        )
        following = f'<a href="index_{number + 1}.html">下一页</a>' if number + 1 < self._pages() else ""
        return self._html("部门决算公开", f'<ul>{rows}</ul><a href="/about.html">关于我们</a> {following}')

    def _detail(self, name: str) -> tuple[str, bytes, int]:
        body = f'<h1>{html.escape(Path(name).stem)}</h1><p>现予公开。</p><a href="/files/{quote(name)}">附件下载</a>'
        return self._html(f"{Path(name).stem}_某县人民政府", body)

    def _html(self, title: str, body: str) -> tuple[str, bytes, int]:
        page = f'<html><head><meta charset="{self.charset}"><title>{html.escape(title)}</title></head><body>{body}</body></html>'
        return "text/html", page.encode(self.charset), 1_700_000_000


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    portal: Portal

    def do_GET(self) -> None:
        headers = {name.lower(): value for name, value in self.headers.items()}
        self.portal.requests.append(Asked(self.path, headers, time.monotonic()))
        behaviour = self.portal.behaviour(unquote(urlsplit(self.path).path))
        if behaviour is not None:
            behaviour(self)
        else:
            self.serve()

    def serve(self) -> None:
        """Answers as a decent server does."""
        found = self.portal.answer(unquote(urlsplit(self.path).path))
        if found is None:
            Reply(404, {"Content-Type": "text/html"}, "<html>页面不存在</html>".encode())(self)
            return
        kind, body, modified = found
        etag, date = f'"{hashlib.sha256(body).hexdigest()[:16]}"', formatdate(modified, usegmt=True)
        headers = {"Content-Type": kind, "ETag": etag, "Last-Modified": date}
        unchanged = self.headers.get("If-None-Match") == etag
        Reply(304 if unchanged else 200, headers, b"" if unchanged else body)(self)

    def log_message(self, format: str, *args: object) -> None:
        """Tests are silent."""
