"""The local page over real HTTP: who may ask, what is answered, how it ends."""

from __future__ import annotations

import http.client
import json
import re
import socket
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple, Protocol

import pytest

from qijin_docs.errors import OutputError
from qijin_docs.preview.desk import Desk
from qijin_docs.preview.server import Bell, Server, listening, make_app, new_token
from qijin_docs.preview.subject import Subject


class QuickOffice(Protocol):
    """What the fixture gives."""

    closed: bool


class Running(NamedTuple):
    """A server in a thread."""

    port: int
    token: str
    bell: Bell
    server: Server
    opened: list[http.client.HTTPConnection | http.client.HTTPResponse]

    def get(self, path: str, host: str | None = None, method: str = "GET") -> http.client.HTTPResponse:
        """An answer; the path is below the token unless it begins with a slash."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        address = path if path.startswith("/") else f"/{self.token}/{path}"
        connection.putrequest(method, address, skip_host=True)
        connection.putheader("Host", host or f"127.0.0.1:{self.port}")
        connection.endheaders()
        answer = connection.getresponse()
        self.opened.extend((answer, connection))
        return answer

    def state(self) -> dict[str, Any]:
        """The state of the first record, once there are pages."""
        end = time.monotonic() + 30
        while time.monotonic() < end:
            found: dict[str, Any] = json.loads(self.get("state?records=file").read())
            if found["sheets"].get("file", {}).get("pages"):
                return found
            time.sleep(0.05)
        pytest.fail("no pages within 30 seconds")


HOSTILE = "<img src=x onerror=alert(1)>&\"'.docx"


@pytest.fixture
def running(office: QuickOffice, template: Callable[..., Path]) -> Iterator[Running]:
    desk = Desk(Subject(template("first", "second", name=HOSTILE)), office, lambda: bell.ring())  # type: ignore[arg-type]
    bell = Bell()
    token = new_token()
    listener = listening(0)
    server = Server(make_app(desk, bell, token), bell)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
    desk.start()
    thread.start()
    running = Running(listener.getsockname()[1], token, bell, server, [])
    yield running
    server.handle_exit(2, None)
    for connection in running.opened:
        connection.close()
    thread.join(10)
    desk.close()
    listener.close()
    assert not thread.is_alive()


def test_the_page_and_what_belongs_to_it(running: Running) -> None:
    for path, kind in (
        ("", "text/html"),
        ("style.css", "text/css"),
        ("page.js", "text/javascript"),
        ("icon.svg", "image/svg+xml"),
    ):
        answer = running.get(path)
        assert (answer.status, answer.headers["Content-Type"].split(";")[0]) == (200, kind)
    assert running.get(f"/{running.token}").headers["Location"] == f"/{running.token}/"


def test_every_answer_says_what_a_browser_is_to_refuse(running: Running) -> None:
    for path in ("", "state", "nothing", "/"):
        headers = running.get(path).headers
        policy = headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert "frame-ancestors 'none'" in policy
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Referrer-Policy"] == "no-referrer"
        assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
        assert "Access-Control-Allow-Origin" not in headers


def test_the_page_holds_no_script_or_style_of_its_own(running: Running) -> None:
    html = running.get("").read().decode()
    assert re.findall(r"<script(?![^>]*\bsrc=)", html) == []
    assert re.findall(r"\sstyle=|\son\w+=|<style|https?:", html) == []


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/state",
        "/0123456789abcdefghijkl/",
        "/0123456789abcdefghijkl/state",
        "/pages/" + "0" * 24 + "-96.png",
    ],
)
def test_without_the_token_there_is_nothing(running: Running, path: str) -> None:
    assert running.get(path).status == 404


def test_tokens_cannot_be_guessed() -> None:
    tokens = {new_token() for _ in range(100)}
    assert len(tokens) == 100
    assert min(map(len, tokens)) >= 22


@pytest.mark.parametrize(
    "host", ["example.com", "evil.localhost.example.com", "127.0.0.1.example.com", "192.168.1.2:80", ""]
)
def test_another_host_is_refused(running: Running, host: str) -> None:
    assert running.get("state", host=host or " ").status == 400


def test_this_machine_may_be_called_localhost(running: Running) -> None:
    assert running.get("state", host=f"localhost:{running.port}").status == 200


@pytest.mark.parametrize(
    "path",
    [
        "../../etc/passwd",
        "%2e%2e/%2e%2e/etc/passwd",
        "pages/../../../etc/passwd-96.png",
        "pages/..%2f..%2f..%2fetc%2fpasswd-96.png",
        "pages/" + "0" * 24 + "-96.png",
        "browser/index.html",
        "page.js/..%2fserver.py",
        "pages/0-999999999.png",
    ],
)
def test_no_address_leads_to_a_file(running: Running, path: str) -> None:
    assert running.get(path).status == 404


def test_nothing_can_be_written(running: Running) -> None:
    for method in ("POST", "PUT", "DELETE"):
        assert running.get("state", method=method).status == 405


def test_pages_are_pictures_that_never_change(running: Running) -> None:
    mark = running.state()["sheets"]["file"]["pages"][0]["mark"]
    answer = running.get(f"pages/{mark}-96.png")
    assert (answer.status, answer.headers["Content-Type"]) == (200, "image/png")
    assert "immutable" in answer.headers["Cache-Control"]
    assert answer.read().startswith(b"\x89PNG")
    assert running.get(f"pages/{mark}-97.png").status == 404, "only the resolutions that are offered"


def test_hostile_names_and_queries_are_data(running: Running) -> None:
    answer = running.get("state?records=" + "%3Cscript%3E,../..," * 30 + "&marked=1%27")
    assert (answer.status, answer.headers["Content-Type"]) == (200, "application/json")
    assert json.loads(answer.read())["file"] == HOSTILE


def test_browsers_hear_of_news_and_of_the_end(running: Running) -> None:
    first, second = running.get("events"), running.get("events")
    for stream in (first, second):
        assert stream.headers["Content-Type"].startswith("text/event-stream")
        assert stream.readline() == b"retry: 1000\n"
        assert stream.readline() == b"data: new\n"
    running.bell.ring()
    for stream in (first, second):
        assert stream.readline() == b"\n"
        assert stream.readline() == b"data: new\n"
    running.server.handle_exit(2, None)
    begun = time.monotonic()
    assert b"data" not in first.read()
    assert b"data" not in second.read()
    assert time.monotonic() - begun < 5


def test_only_this_machine_is_listened_to_and_a_taken_port_is_told() -> None:
    with listening(0) as listener:
        address, port = listener.getsockname()
        assert address == "127.0.0.1"
        with pytest.raises(OutputError) as error:
            listening(port)
    (problem,) = error.value.problems
    assert (problem.code, problem.place.file) == ("preview.port_taken", f"127.0.0.1:{port}")
    assert isinstance(listener, socket.socket)
