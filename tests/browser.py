"""A real Chromium before a real `gouji serve`, for tests of the pages.

The server is a process of its own on a free port, stopped by the signal that a service manager
sends. Everything that a page does wrong on the way is kept: what the console says, scripts that
fail, requests to other hosts, answers that say that the server failed.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urlsplit

from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Download,
    FilePayload,
    Page,
    Request,
    Response,
    sync_playwright,
)

from tests.servers import started

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
#: Milliseconds that a page may take for anything.
PATIENCE = 30_000.0


@contextmanager
def serving(*options: str) -> Iterator[str]:
    """The address of a `gouji serve` with these options, which must end well when it is stopped,
    and leave no process behind."""
    with TemporaryDirectory() as folder, started(Path(folder), *options) as server:
        yield server.address
        assert server.stop() == 0 and not server.left(), server.said()


@contextmanager
def chromium(path: Path | str) -> Iterator[Browser]:
    """The Chromium that is installed at `path`, without a window."""
    arguments = ["--no-sandbox"] if os.name == "posix" and os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=arguments)
        try:
            yield browser
        finally:
            browser.close()


@dataclass
class Watched:
    """A person's browser at the pages of one server, and all that went wrong there."""

    context: BrowserContext
    page: Page
    address: str
    wrong: list[str] = field(default_factory=list)

    def open(self, path: str) -> Response:
        """Go to a path of the server."""
        answer = self.page.goto(self.address + path)
        assert answer is not None
        return answer

    def upload(self, *files: Path | FilePayload) -> None:
        """Choose these files on the page of uploads; what then happens is the page's."""
        self.open("/")
        payloads = [file if isinstance(file, dict) else payload(file) for file in files]
        self.page.locator("input[type=file]").first.set_input_files(payloads)

    def path(self) -> str:
        """Where it is, without the server's address."""
        return self.page.url.removeprefix(self.address)

    def expect(self, words: str) -> None:
        """Take what the console said of this for what the test asked for. Fails if it said
        nothing."""
        said = [line for line in self.wrong if words in line]
        assert said, f"nothing is said of {words}: {self.wrong}"
        self.wrong[:] = [line for line in self.wrong if words not in line]


@contextmanager
def watched(browser: Browser, address: str, **settings: object) -> Iterator[Watched]:
    """A new browser profile at the server; `settings` are those of Playwright's contexts. Fails at
    the end if anything went wrong that the test did not expect."""
    context = browser.new_context(accept_downloads=True, **settings)  # type: ignore[arg-type]
    context.set_default_timeout(PATIENCE)
    seen = Watched(context, context.new_page(), address)
    host = urlsplit(address).netloc

    def on_console(message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            seen.wrong.append(f"console: {message.text}")

    def on_request(request: Request) -> None:
        where = urlsplit(request.url)
        if where.scheme not in ("blob", "data") and where.netloc != host:
            seen.wrong.append(f"request to another host: {request.url}")

    def on_response(response: Response) -> None:
        if response.status >= 500:
            seen.wrong.append(f"{response.status} of {response.url}")

    context.on("console", on_console)
    context.on("weberror", lambda error: seen.wrong.append(f"script: {error.error}"))
    context.on("request", on_request)
    context.on("response", on_response)
    context.on("dialog", lambda dialog: seen.wrong.append(f"dialog: {dialog.message}"))
    try:
        yield seen
        assert not seen.wrong, seen.wrong
    finally:
        context.close()


def payload(path: Path, name: str = "") -> FilePayload:
    """A file as it is chosen in a browser, under another name."""
    return FilePayload(name=name or path.name, mimeType=XLSX, buffer=path.read_bytes())


def content(download: Download) -> bytes:
    """What was downloaded."""
    return Path(download.path()).read_bytes()
