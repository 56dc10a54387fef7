"""What the server does with its connections: lines that carry no request, too many of them, and
those on which a request does not come to its end."""

import json
import logging
import re
import socket
import time
from collections.abc import Callable
from contextlib import ExitStack

import httpx
import pytest

from tests.servers import PATIENCE, Served, served
from validator.web.guard import HEADERS
from validator.web.messages import text
from validator.web.settings import Settings

BOUNDARY = "multipart/form-data; boundary=x"


@pytest.fixture(scope="module")
def plain():
    with served(Settings(jobs=1)) as server:
        yield server


def until(found: Callable[[], bool]) -> bool:
    """Does it come true in time?"""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        if found():
            return True
        time.sleep(0.02)
    return False


def is_closed(line: socket.socket) -> bool:
    """Does the server close the line without a word?"""
    try:
        return line.recv(1) == b""
    except ConnectionResetError:
        return True


def is_well(server: Served) -> bool:
    """Does the server answer?"""
    try:
        return server.client.get("/healthz").status_code == 200
    except httpx.TransportError:
        return False


def sent(port: int, *parts: bytes) -> tuple[bytes, dict[str, str], bytes]:
    """The first line, the headers and the content of what is answered to these bytes."""
    with socket.create_connection(("127.0.0.1", port), PATIENCE) as line:
        for part in parts:
            line.sendall(part)
        return received(line)


def received(line: socket.socket) -> tuple[bytes, dict[str, str], bytes]:
    """The same, of a line that the server closes."""
    with line.makefile("rb") as file:
        head, _, content = file.read().partition(b"\r\n\r\n")
    first, *rest = head.split(b"\r\n")
    told = (each.decode().partition(": ") for each in rest)
    return first, {name.lower(): value for name, _, value in told}, content


@pytest.mark.parametrize(
    "parts",
    [
        (b"nothing that is HTTP\r\n\r\n",),
        (b"\x16\x03\x01\x02\x00\x01\x00\r\n\r\n",),
        (b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nHost: evil\r\n\r\n",),
        (b"POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",),
        (
            b"POST /checks HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: multipart/form-data; "
            b"boundary=x\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n--x\r\n\r\n",
            b"no length\r\n",
        ),
    ],
)
def test_what_is_no_request_is_answered_as_everything_else_is(plain, parts):
    first, headers, content = sent(plain.port, *parts)
    assert first == b"HTTP/1.1 400 Bad Request"
    assert {name: headers[name.lower()] for name in HEADERS} == HEADERS
    assert json.loads(content)["message"] == text("serve.not_understood")


def test_what_follows_an_answer_that_has_begun_and_is_no_request_only_ends_the_line(plain, caplog):
    asked = b"POST /x HTTP/1.1\r\nHost: 127.0.0.1\r\nExpect: 100-continue\r\n"
    with socket.create_connection(("127.0.0.1", plain.port), PATIENCE) as line:
        line.sendall(asked + b"Transfer-Encoding: chunked\r\n\r\n")
        assert line.recv(12) == b"HTTP/1.1 404"
        line.sendall(b"no length\r\n")
        assert until(lambda: "Invalid HTTP request" in caplog.text or is_closed(line))
    assert is_well(plain)
    assert not [each for each in caplog.records if each.levelno >= logging.ERROR]


def test_too_many_connections_are_told_so_and_still_more_are_closed():
    with ExitStack() as stack:
        server = stack.enter_context(served(Settings(jobs=1, connections=3)))
        lines = stack.enter_context(ExitStack())
        for _ in range(3):
            lines.enter_context(socket.create_connection(("127.0.0.1", server.port), PATIENCE))
        first, headers, content = sent(server.port, b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
        assert first == b"HTTP/1.1 503 Service Unavailable" and int(headers["retry-after"]) > 0
        assert {name: headers[name.lower()] for name in HEADERS} == HEADERS
        assert json.loads(content)["message"] == text("serve.connections")
        more = [socket.create_connection(("127.0.0.1", server.port), PATIENCE) for _ in range(101)]
        for line in more:
            lines.enter_context(line)
        assert is_closed(more[-1])
        lines.close()
        assert until(lambda: is_well(server))


@pytest.mark.parametrize("path", ["/", "/healthz", "/static/style.css", "/nothing"])
def test_the_head_of_an_answer_is_that_of_the_answer(plain, path):
    whole, head = plain.client.get(path), plain.client.head(path)
    assert head.status_code == whole.status_code and head.content == b""
    assert head.headers["content-length"] == str(len(whole.content))


def begun(server: Served) -> socket.socket:
    """A line on which the beginning of an upload has been sent."""
    line = socket.create_connection(("127.0.0.1", server.port), PATIENCE)
    line.sendall(
        b"POST /checks HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 100000\r\n"
        + f"Content-Type: {BOUNDARY}\r\n\r\n--x\r\n".encode()
    )
    return line


def test_who_goes_away_in_the_middle_is_no_failure_of_the_program(plain, caplog):
    with caplog.at_level(logging.INFO):
        begun(plain).close()
        assert until(lambda: "POST /checks" in caplog.text)
    assert re.search(r"POST /checks 408 \d+ ms", caplog.text)
    assert not [each for each in caplog.records if each.levelno >= logging.ERROR]


def test_an_upload_that_is_not_there_when_the_server_must_stop_is_told_so():
    with served(Settings(jobs=1, stopping=1)) as server:
        line = begun(server)
        assert server.client.get("/healthz").status_code == 200  # what came before it is being read
    with line:
        first, headers, content = received(line)
    assert first == b"HTTP/1.1 503 Service Unavailable" and int(headers["retry-after"]) > 0
    assert {name: headers[name.lower()] for name in HEADERS} == HEADERS
    assert json.loads(content)["message"] == text("serve.stopping")
