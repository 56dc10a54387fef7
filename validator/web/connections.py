"""The connections of a server: which are taken, how long one may dawdle, and what is answered
where no request comes out of what was sent.

What uvicorn says by itself is bare English without the headers of every other answer; so here it
says what this server does, and what becomes a request goes to the application.
"""

import asyncio
import json

import h11
from starlette.responses import Response
from starlette.types import ASGIApp
from uvicorn.protocols.http.h11_impl import H11Protocol

from validator.web.guard import HEADERS
from validator.web.messages import Lang, text
from validator.web.settings import Settings

#: So many connections more than are served are told so; beyond, they are closed without a word, for
#: each takes a place among the files that a process may have open.
_TOLD = 100
#: In how many seconds it is worth trying again where there are too many.
_LATER = 5


def protocol(settings: Settings) -> type[asyncio.Protocol]:
    """The protocol of a connection that is closed where a request's head is not there within
    `settings.silence` seconds (uvicorn itself would wait for ever), and refused where there are
    more than `settings.connections`."""
    lang = settings.options.lang
    too_many = _answer("serve.connections", 503, lang)
    too_many.headers["Retry-After"] = str(_LATER)
    malformed = _answer("serve.not_understood", 400, lang)

    class Prompt(H11Protocol):
        _late: asyncio.TimerHandle | None = None

        def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
            super().connection_made(transport)
            over = len(self.connections) - settings.connections
            if over > _TOLD:
                transport.abort()
            elif over > 0:
                self.app: ASGIApp = too_many
            self._watch()

        def connection_lost(self, exc: Exception | None) -> None:
            self._forget()
            super().connection_lost(exc)

        def data_received(self, data: bytes) -> None:
            super().data_received(data)
            if self._is_idle():
                self._watch()
            else:
                self._forget()

        def send_400_response(self, msg: str) -> None:
            """Answer what is no request; where another answer has begun, only close."""
            if self.conn.our_state in (h11.IDLE, h11.SEND_RESPONSE):
                head = h11.Response(
                    status_code=400, headers=malformed.raw_headers, reason=b"Bad Request"
                )
                events = (head, h11.Data(data=bytes(malformed.body)), h11.EndOfMessage())
                self.transport.write(b"".join(self.conn.send(event) or b"" for event in events))
            self.transport.close()

        def _should_upgrade(self) -> bool:
            """Nothing else than HTTP is spoken here, which need not be said of every request."""
            return False

        def _is_idle(self) -> bool:
            return self.cycle is None or self.cycle.response_complete

        def _watch(self) -> None:
            if self._late is None:
                self._late = self.loop.call_later(settings.silence, self._give_up)

        def _forget(self) -> None:
            if self._late is not None:
                self._late.cancel()
                self._late = None

        def _give_up(self) -> None:
            self._late = None
            if self._is_idle():
                self.transport.close()

    return Prompt


def _answer(key: str, status: int, lang: Lang) -> Response:
    """The answer that says `text(key, …)` and closes the connection."""
    told = {"message": text(key, lang), "code": key.rpartition(".")[2]}
    headers = {**HEADERS, "Cache-Control": "no-store", "Connection": "close"}
    content = json.dumps(told, ensure_ascii=False, separators=(",", ":"))
    return Response(content, status, headers, "application/json")
