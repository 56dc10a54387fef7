"""Servers for tests: the application in a thread of the tests' own process, for what depends on its
settings; and `gouji serve` as a person starts it, for its life and end."""

import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import uvicorn

from tests.commands import hear_ctrl_c
from validator.web.app import create_app
from validator.web.server import configuration
from validator.web.service import Service
from validator.web.settings import Settings

ROOT = Path(__file__).parent.parent
EXAMPLES = ROOT / "examples"
GOOD = EXAMPLES / "jiangan-2020" / "printed.xlsx"
BAD = EXAMPLES / "jiangan-2020-mistakes" / "01-mistyped-total.xlsx"
#: Seconds that anything may take.
PATIENCE = 60.0


@dataclass
class Served:
    """A server in a thread: what asks it, its service, and where it listens."""

    client: httpx.Client
    service: Service
    port: int

    def wait(self, id: str) -> dict[str, Any]:
        """The state of an upload, when it is done."""
        return waited(self.client, id)


@contextmanager
def served(settings: Settings) -> Iterator[Served]:
    """The application with these settings, until the end."""
    app = create_app(settings)
    server = uvicorn.Server(configuration(app, settings))
    listened = socket.create_server(("127.0.0.1", 0))
    port = listened.getsockname()[1]
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listened]})
    thread.start()
    try:
        with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=PATIENCE) as client:
            yield Served(client, app.state.service, port)
    finally:
        server.should_exit = True
        thread.join()
        listened.close()


@dataclass
class Started:
    """A server that is a process: what asks it, the process, and where its files are."""

    client: httpx.Client
    process: "subprocess.Popen[bytes]"
    folder: Path
    log: Path

    @property
    def address(self) -> str:
        """Where it listens."""
        return str(self.client.base_url)

    def said(self) -> str:
        """What it has written until now."""
        return self.log.read_text(encoding="utf-8")

    def children(self) -> list[int]:
        """The processes that it has started."""
        path = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        return [int(each) for each in path.read_text().split()]

    def stop(self, sign: int = signal.SIGTERM) -> int:
        """Its exit status, once it was told to stop and has. Ctrl-C reaches the whole group, as in
        a terminal."""
        send = os.killpg if sign == signal.SIGINT else os.kill
        send(self.process.pid, sign)
        return self.process.wait(PATIENCE)

    def left(self) -> bool:
        """Does any process of its group live, a moment after its end?"""
        until = time.monotonic() + 10
        while time.monotonic() < until:
            try:
                os.killpg(self.process.pid, 0)
            except ProcessLookupError:
                return False
            time.sleep(0.05)
        return True


@contextmanager
def started(
    folder: Path, *options: object, module: tuple[str, ...] = ("validator.cli",), **variables: str
) -> Iterator[Started]:
    """`gouji serve` with these options on a free port, its temporary files in `folder`."""
    log, temporary = folder / "log", folder / "temporary"
    temporary.mkdir(exist_ok=True)
    command = [sys.executable, "-m", *module, "serve", "--port", "0", *map(str, options)]
    own = {name: value for name, value in os.environ.items() if name != "GOUJI_TOKEN"}
    environment = {**own, "TMPDIR": str(temporary), **variables}
    with log.open("wb") as said:
        process = subprocess.Popen(
            command,
            stdout=said,
            stderr=said,
            cwd=ROOT,
            env=environment,
            start_new_session=True,
            preexec_fn=hear_ctrl_c,
        )
    try:
        address = _address(process, log)
        with httpx.Client(base_url=address, timeout=PATIENCE) as client:
            yield Started(client, process, temporary, log)
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _address(process: "subprocess.Popen[bytes]", log: Path) -> str:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and process.poll() is None:
        if found := re.search(r"http://[\d.]+:\d+", log.read_text(encoding="utf-8")):
            return found[0]
        time.sleep(0.02)
    raise AssertionError(f"it does not listen: {log.read_text(encoding='utf-8')}")


def form(*files: tuple[str, bytes], field: str = "file") -> list[tuple[str, tuple[str, bytes]]]:
    """Files as they are sent: (name, content) each."""
    return [(field, file) for file in files]


def waited(client: httpx.Client, id: str) -> dict[str, Any]:
    """The state of an upload, when it is done."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        told: dict[str, Any] = client.get(f"/api/checks/{id}").json()
        if told["state"] == "done":
            return told
        time.sleep(0.02)
    raise AssertionError(f"it is not done: {told}")
