"""What stands between the network and the pages: who may ask, how much, how fast; and what every
answer says to browsers.

One ASGI layer around everything else. It refuses names by which the server is not asked for (a page
elsewhere may have its own name lead here: DNS rebinding), what other sites have a browser send, who
has no token, who asks too often, too slowly or for too much; it writes the one line of the log, and
lets no failure of the program be seen or logged in its own words.
"""

import asyncio
import base64
import hmac
import ipaddress
from collections.abc import Callable, Iterator
from contextlib import suppress
from hashlib import sha256
from time import monotonic
from urllib.parse import urlsplit

from fastapi import Request
from fastapi.responses import Response
from starlette.datastructures import MutableHeaders
from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from validator.reports.plain import plain
from validator.web.answers import path_of, problem
from validator.web.logs import LOGGER, kind_and_place, said_of
from validator.web.rates import Rate, client_of
from validator.web.settings import Settings

#: What every answer tells browsers: nothing from elsewhere, nothing inline, no guessing of types,
#: nowhere else shown or told of. `same-origin`: with `no-referrer` browsers would not say either
#: that a form is sent from here.
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
        "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}
#: The one address that is open to everybody, and the methods that change nothing.
HEALTH = "/healthz"
_SAFE = ("GET", "HEAD", "OPTIONS")
_KNOWN_METHODS = (*_SAFE, "POST", "PUT", "PATCH", "DELETE")
_ASK_FOR_TOKEN = {"WWW-Authenticate": 'Basic realm="gouji", charset="UTF-8"'}


class _TooLarge(Exception):  # noqa: N818 - an answer, not a fault of the program
    """More came than one request may hold."""


class _NoRoom(Exception):  # noqa: N818 - the same
    """More is coming in than there is room for."""


class _TooSlow(Exception):  # noqa: N818 - the same
    """A request does not come to its end."""


class Guard:
    """The layer around `app`."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self._app, self._settings = app, settings
        self._token = sha256(settings.token.encode()).digest() if settings.token else b""
        self._requests = Rate(settings.requests, settings.requests_a_second, settings.clients)
        self._failures = Rate(settings.failures, settings.failures_a_second, settings.clients)
        #: Bytes of the requests that are being answered.
        self._incoming = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        began, asked = monotonic(), scope
        # What HEAD asks for is what GET is answered with; the server leaves the content out.
        method = "GET" if asked["method"] == "HEAD" else asked["method"]
        scope = {**asked, "method": method, "root_path": self._settings.root_path}
        body = _Body(Request(scope), receive, self._settings, self._count)
        answer = _Answer(send, body, self._settings.silence)
        try:
            refused = self._refusal(Request(scope), body)
            if refused is None:
                await self._app(scope, body.receive, answer.send)
            else:
                await refused(scope, receive, answer.send)
        except (_TooLarge, _NoRoom, _TooSlow) as error:
            await self._cut(Request(scope), answer, error)
        except (TimeoutError, ClientDisconnect):  # who asked does not take the answer, or has gone
            answer.status = answer.status or 408
        except asyncio.CancelledError:  # the server stops, and has waited for the end long enough
            if not answer.status:
                body.whole = True  # nothing more of it is waited for
                stopping = problem(Request(scope), 503, "serve.stopping", after=30)
                await stopping(scope, receive, answer.send)
        except Exception as error:
            said_of(kind_and_place(error))
            if not answer.status:
                failed = problem(Request(scope), 500, "serve.failed")
                await failed(scope, receive, answer.send)
        finally:
            self._incoming -= body.size
            _log(scope, asked["method"], answer.status, began)

    def _count(self, size: int) -> None:
        """So many bytes more have come. Raises _NoRoom."""
        self._incoming += size
        if self._incoming > self._settings.incoming:
            raise _NoRoom

    async def _cut(self, request: Request, answer: "_Answer", error: Exception) -> None:
        """Answer a request of which not everything is read."""
        if answer.status:
            return
        if isinstance(error, _TooLarge):
            refused = self._too_large(request)
        elif isinstance(error, _NoRoom):
            refused = problem(request, 503, "serve.full", after=60)
        else:
            refused = problem(request, 408, "serve.too_slow")
        await refused(request.scope, request.receive, answer.send)

    def _too_large(self, request: Request) -> Response:
        facts = {"size": self._settings.body_limit >> 20}
        return problem(request, 413, "serve.too_large", facts)

    def _refusal(self, request: Request, body: "_Body") -> Response | None:
        """Why the request is not let in; None where it is."""
        if not self._is_asked_for(request):
            return problem(request, 400, "serve.host", {"option": "--allow-host"})
        if path_of(request) == HEALTH:
            return None
        client = client_of(request.client.host if request.client else "")
        if after := self._requests.take(client):
            return problem(request, 429, "serve.too_often", {"seconds": after}, after=after)
        if self._token and (refused := self._without_token(request, client)):
            return refused
        if request.method not in _SAFE and not _is_from_here(request):
            return problem(request, 403, "serve.other_site")
        return self._too_large(request) if body.announced > self._settings.body_limit else None

    def _is_asked_for(self, request: Request) -> bool:
        """Is the name by which the server is asked for one of its own?"""
        name = _name(request.headers.get("host", ""))
        if name in {"localhost", *(each.lower() for each in self._settings.hosts)}:
            return True
        try:
            address = ipaddress.ip_address(name)
        except ValueError:
            return False
        return address.is_loopback or self._settings.anywhere

    def _without_token(self, request: Request, client: str) -> Response | None:
        """Why one without the right token is not let in."""
        if self._failures.left(client) < 1:
            after = self._failures.take(client)
            return problem(request, 429, "serve.too_often", {"seconds": after}, after=after)
        given = request.headers.get("authorization", "")
        for each in _tokens(given):
            if hmac.compare_digest(sha256(each).digest(), self._token):
                return None
        if given:
            self._failures.take(client)
        return problem(request, 401, "serve.token", headers=_ASK_FOR_TOKEN)


class _Answer:
    """The way of an answer: what every one says is added, its status kept. It is not begun before
    the content of the request has come, or as much of it as is taken."""

    def __init__(self, send: Send, body: "_Body", seconds: int) -> None:
        self._send, self._body, self._seconds = send, body, seconds
        self.status = 0

    async def send(self, message: Message) -> None:
        """Send a part. Raises TimeoutError where nobody takes it."""
        if message["type"] == "http.response.start":
            await self._body.drain()
            self.status = message["status"]
            headers = MutableHeaders(scope=message)
            for name, value in HEADERS.items():
                headers[name] = value
            headers.setdefault("Cache-Control", "no-store")
            if not self._body.whole:
                headers["Connection"] = "close"
        async with asyncio.timeout(self._seconds):
            await self._send(message)


class _Body:
    """The content of a request as it comes in: so much, so fast."""

    def __init__(
        self,
        request: Request,
        receive: Receive,
        settings: Settings,
        count: Callable[[int], None],
    ) -> None:
        self._receive, self._settings, self._count = receive, settings, count
        self._until = monotonic() + settings.sending
        #: Bytes that have come.
        self.size = 0
        headers = request.headers
        given = headers.get("content-length", "0")
        #: Bytes that the request says it has; 0 where it does not know.
        self.announced = int(given) if given.isascii() and given.isdigit() else 0
        #: Is there no more to come?
        self.whole = not self.announced and "transfer-encoding" not in headers
        #: Does the client wait for a word before it sends anything?
        self._asks = "expect" in headers

    async def receive(self) -> Message:
        """The next part. Raises _TooLarge, _NoRoom, _TooSlow."""
        if self.whole:
            return await self._receive()
        message = await self._next()
        if self.size > self._settings.body_limit:
            raise _TooLarge
        return message

    async def drain(self) -> None:
        """Take what still comes, as much as was allowed once more: a browser shows no answer before
        it has sent everything."""
        if self._asks and not self.size:
            return
        most = self.size + self._settings.body_limit
        with suppress(_NoRoom, _TooSlow):
            while not self.whole and self.size <= most:
                await self._next()

    async def _next(self) -> Message:
        seconds = min(self._settings.silence, self._until - monotonic())
        try:
            async with asyncio.timeout(max(seconds, 0)):
                message = await self._receive()
        except TimeoutError:
            raise _TooSlow from None
        size = len(message.get("body", b""))
        self.size += size
        self.whole = not message.get("more_body", False)
        self._count(size)
        return message


def _name(host: str) -> str:
    """The name in a Host header, without the port; an IPv6 address without its brackets."""
    try:
        return (urlsplit(f"//{host}").hostname or "").rstrip(".")
    except ValueError:
        return ""


def _is_from_here(request: Request) -> bool:
    """Does what is to be changed not come from another site's page? Programs say nothing of it."""
    site = request.headers.get("sec-fetch-site")
    if site is not None and site not in ("same-origin", "none"):
        return False
    origin = request.headers.get("origin")
    if origin is None:
        return True
    try:
        given, own = urlsplit(origin), urlsplit(f"//{request.headers.get('host', '')}")
        usual = {"http": 80, "https": 443}.get(given.scheme)
        return given.hostname is not None and (given.hostname, given.port or usual) == (
            own.hostname,
            own.port or usual,
        )
    except ValueError:
        return False


def _tokens(header: str) -> Iterator[bytes]:
    """The token of an Authorization header: Bearer's, or the password of Basic."""
    scheme, _, value = header.partition(" ")
    if scheme.lower() == "bearer":
        yield value.strip().encode("latin-1")
    elif scheme.lower() == "basic":
        try:
            decoded = base64.b64decode(value.strip(), validate=True)
        except ValueError:
            return
        yield decoded.partition(b":")[2]


def _log(scope: Scope, method: str, status: int, began: float) -> None:
    method = method if method in _KNOWN_METHODS else "OTHER"
    route = getattr(scope.get("route"), "path", "-")
    client = plain(scope["client"][0]) if scope.get("client") else "-"  # as a proxy says it
    milliseconds = round((monotonic() - began) * 1000)
    LOGGER.info("%s %s %s %s ms %s", method, route, status or "-", milliseconds, client)
