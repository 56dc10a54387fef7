"""The running server: an address that is listened on, and a stop that leaves nothing behind."""

import signal
import socket
import sys
from collections.abc import Callable
from types import FrameType
from typing import NoReturn, cast

import uvicorn
from fastapi import FastAPI

from validator.web.app import create_app
from validator.web.connections import protocol
from validator.web.logs import configure
from validator.web.service import Service
from validator.web.settings import Settings

#: Proxies that are believed what they say of the client: those of this machine.
_PROXIES = "127.0.0.1,::1"
#: Connections that wait to be taken.
_BACKLOG = 512


def serve(
    settings: Settings,
    host: str,
    port: int,
    ready: Callable[[int], None],
    *,
    behind_proxy: bool = False,
) -> None:
    """Serve until the process is told to stop (Ctrl-C, SIGTERM); `ready` is called with the port
    once it is listened on (the one that was free, for 0). Raises OSError where it cannot be."""
    _listening(host, port).close()  # what is wrong with it is said at once
    for each in (signal.SIGINT, signal.SIGTERM):
        signal.signal(each, _leave)
    configure()
    app = create_app(settings)
    service = cast(Service, app.state.service)
    try:
        service.begin()  # while there is no thread: see `Pool`
        with _listening(host, port) as listened:
            ready(listened.getsockname()[1])
            config = configuration(app, settings, behind_proxy=behind_proxy)
            _Server(config, service).run(sockets=[listened])
    finally:
        service.end()


def configuration(
    app: FastAPI, settings: Settings, *, behind_proxy: bool = False
) -> uvicorn.Config:
    """How connections are dealt with. `behind_proxy`: a proxy on this machine is believed what it
    says of the client."""
    return uvicorn.Config(
        app,
        http=protocol(settings),
        ws="none",
        lifespan="on",
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=behind_proxy,
        forwarded_allow_ips=_PROXIES if behind_proxy else "",
        timeout_keep_alive=settings.idle,
        timeout_graceful_shutdown=settings.stopping,
        h11_max_incomplete_event_size=settings.head,
    )


class _Server(uvicorn.Server):
    """One that begins nothing new as soon as it is told to stop."""

    def __init__(self, config: uvicorn.Config, service: Service) -> None:
        super().__init__(config)
        self._service = service

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Refuse what waits, let what is answered come to its end, and stop."""
        self._service.close()
        await super().shutdown(sockets)


def _listening(host: str, port: int) -> socket.socket:
    """A socket that listens. Raises OSError."""
    family, kind, protocol, _, address = socket.getaddrinfo(
        host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
    )[0]
    listened = socket.socket(family, kind, protocol)
    try:
        if sys.platform == "win32":  # there, another program could listen on the same one
            listened.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)
        else:
            listened.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listened.bind(address)
        listened.listen(_BACKLOG)
    except OSError:
        listened.close()
        raise
    return listened


def _leave(number: int, frame: FrameType | None) -> NoReturn:
    raise SystemExit(0)
