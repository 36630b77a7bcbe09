"""The local page: on this machine only, at an address nobody can guess.

Everything lies below a random token. The Host header must name this machine, so that no other page can reach it
by a name that leads here. There is nothing that writes, and no path of the file system in any address.
"""

from __future__ import annotations

import asyncio
import json
import secrets
import socket
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from importlib.resources import files
from typing import Any

import uvicorn
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response, StreamingResponse
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from qijin_docs.errors import OutputError, Place, Problem, os_reason
from qijin_docs.preview.desk import Desk

ADDRESS = "127.0.0.1"
HOSTS = [ADDRESS, "localhost"]
#: Pixels an inch that a browser may ask for.
RESOLUTIONS = (72, 96, 120, 144, 192, 288)
_TYPES = {"index.html": "text/html", "style.css": "text/css", "page.js": "text/javascript",
          "icon.svg": "image/svg+xml"}  # fmt: skip
_HEADERS = (
    ("Content-Security-Policy", "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
     "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"),
    ("Referrer-Policy", "no-referrer"),
    ("X-Content-Type-Options", "nosniff"),
    ("Cross-Origin-Resource-Policy", "same-origin"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
)  # fmt: skip
#: Seconds without news after which a comment is sent: a connection that is gone is found.
_HEARTBEAT = 15


class Bell:
    """Rings in every browser that looks; rung from any thread."""

    def __init__(self) -> None:
        self._loop: asyncio.AbstractEventLoop | None = None
        self._listeners: set[asyncio.Queue[bool]] = set()
        self._closed = False

    def ring(self) -> None:
        """There is something new."""
        self._send(more=True)

    def close(self) -> None:
        """There will be nothing any more."""
        self._closed = True
        self._send(more=False)

    async def news(self) -> AsyncIterator[bytes]:
        """Server-sent events, the first at once."""
        self._loop = asyncio.get_running_loop()
        queue: asyncio.Queue[bool] = asyncio.Queue()
        self._listeners.add(queue)
        try:
            yield b"retry: 1000\ndata: new\n\n"
            while not self._closed:
                try:
                    more = await asyncio.wait_for(queue.get(), _HEARTBEAT)
                except TimeoutError:
                    yield b": here\n\n"
                    continue
                while not queue.empty():
                    more = queue.get_nowait()
                if not more:
                    return
                yield b"data: new\n\n"
        finally:
            self._listeners.discard(queue)

    def _send(self, *, more: bool) -> None:
        loop = self._loop
        if loop is not None and not loop.is_closed():
            for queue in tuple(self._listeners):
                loop.call_soon_threadsafe(queue.put_nowait, more)


def make_app(desk: Desk, bell: Bell, token: str) -> Starlette:
    """The application: the page, its state, its pictures, its news.

    Args:
        desk: what is shown.
        bell: rings when it changes.
        token: first part of every address.
    """
    pages = {name: files("qijin_docs.preview").joinpath("browser", name).read_bytes() for name in _TYPES}

    def page(name: str) -> Callable[[Request], Awaitable[Response]]:
        async def answer(_: Request) -> Response:
            return Response(pages[name], media_type=_TYPES[name], headers={"Cache-Control": "no-cache"})

        return answer

    async def state(request: Request) -> Response:
        wanted = request.query_params.get("records", "").split(",")[:10]
        marked = request.query_params.get("marked") == "1"
        return _json(await run_in_threadpool(desk.state, wanted, marked=marked))

    async def fields(_: Request) -> Response:
        return _json(await run_in_threadpool(desk.fields))

    async def picture(request: Request) -> Response:
        dpi = int(request.path_params["dpi"])
        found = None
        if dpi in RESOLUTIONS:
            found = await run_in_threadpool(desk.picture, request.path_params["mark"], dpi)
        if found is None:
            return Response(status_code=404)
        # The address names what the page looks like: it never changes.
        headers = {"Cache-Control": "private, max-age=86400, immutable"}
        return Response(found, media_type="image/png", headers=headers)

    async def events(_: Request) -> Response:
        headers = {"Cache-Control": "no-store"}
        return StreamingResponse(bell.news(), media_type="text/event-stream", headers=headers)

    async def home(_: Request) -> Response:
        return RedirectResponse(f"/{token}/")

    routes = [
        Route(f"/{token}", home),
        Route(f"/{token}/", page("index.html")),
        *(Route(f"/{token}/{name}", page(name)) for name in _TYPES if name != "index.html"),
        Route(f"/{token}/state", state),
        Route(f"/{token}/fields", fields),
        Route(f"/{token}/pages/{{mark}}-{{dpi:int}}.png", picture),
        Route(f"/{token}/events", events),
    ]
    guards = [Middleware(Guarded), Middleware(TrustedHostMiddleware, allowed_hosts=HOSTS, www_redirect=False)]
    return Starlette(routes=routes, middleware=guards)


class Guarded:
    """Adds to every answer what a browser is to refuse."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, with the headers on its answer."""

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                more = [(name.lower().encode(), value.encode()) for name, value in _HEADERS]
                message = {**message, "headers": [*message.get("headers", ()), *more]}
            await send(message)

        await self._app(scope, receive, guarded)


class Server(uvicorn.Server):
    """uvicorn, which tells the browsers before it ends: they would hold it open."""

    def __init__(self, app: Starlette, bell: Bell) -> None:
        super().__init__(
            uvicorn.Config(
                app,
                log_level="critical",
                access_log=False,
                lifespan="off",
                ws="none",
                timeout_graceful_shutdown=2,
                server_header=False,
            )
        )
        self._bell = bell

    def handle_exit(self, sig: int, frame: Any) -> None:
        """End at the first Ctrl+C."""
        self._bell.close()
        super().handle_exit(sig, frame)


def new_token() -> str:
    """A first part of addresses that nobody can guess: 128 bits."""
    return secrets.token_urlsafe(16)


def listening(port: int) -> socket.socket:
    """A socket on this machine alone.

    Args:
        port: 0 for any that is free.

    Raises:
        OutputError: ``preview.port_taken``.
    """
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((ADDRESS, port))
        # Whoever comes before the server answers waits instead of being refused.
        listener.listen(128)
    except OSError as error:
        listener.close()
        raise OutputError(
            Problem(
                "preview.port_taken",
                f"端口 {port} 用不了：{os_reason(error)}",
                Place(f"{ADDRESS}:{port}"),
                "换一个端口，或不写 --port，由程序选",
            )
        ) from error
    return listener


def _json(value: Mapping[str, Any]) -> Response:
    response = JSONResponse(None, headers={"Cache-Control": "no-store"})
    response.body = json.dumps(value, ensure_ascii=False).encode()
    response.headers["Content-Length"] = str(len(response.body))
    return response
