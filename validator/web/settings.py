"""How a server is run: what it checks with, who may use it, and how much of it one client gets.

Every limit stands here with its reason. Those of what is read of one file are `options.limits`
(`reading.limits`).
"""

import os
from dataclasses import dataclass, field

from validator.run import Options

_MB = 1 << 20


def _cores() -> int:
    """How many processes can work at the same time."""
    count = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    return count or 1


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings of one server. Sizes in bytes, times in seconds, but `keep` in minutes.

    `options` is how workbooks are checked, `options.lang` the language of who asks for none. An
    empty `token` lets everybody in who reaches the server. `hosts` are the names under which it is
    asked for beside its own addresses; `anywhere` tells that it listens beyond this machine.
    """

    options: Options = field(default_factory=Options)
    token: str = field(default="", repr=False)
    hosts: frozenset[str] = frozenset()
    anywhere: bool = False
    #: What browsers put before every path, behind a proxy that serves gouji under a folder.
    root_path: str = ""
    #: A check is one process's work, and takes a processor's whole time.
    jobs: int = field(default_factory=_cores)
    #: How long an upload and what is made of it stay: enough to read and download, not to archive.
    keep: int = 30

    # --- one request ---
    #: All that one request may hold: a folder of workbooks, each of which is far below 1 MB.
    body: int = 200 * _MB
    #: As many files as people drop at once; each takes a place in the queue.
    files: int = 50
    #: Uploads in one list: their ids must fit into an address, of which proxies take 8 kB.
    listed: int = 200
    #: Nothing but files is asked for; a browser may send a field or two of its own.
    fields: int = 8
    #: Bytes of a file that are held in memory while it comes; the rest waits on the disk.
    held: int = 64 << 10
    #: What names of fields and the like may hold.
    field_size: int = 64 << 10
    #: A client that sends nothing for so long has gone, or holds a connection for its own sake.
    silence: int = 30
    #: A whole request must be here by then: 200 MB at 2 Mbit/s.
    sending: int = 900
    #: Bytes of what comes before the content of a request: a cookie, a token, a long address.
    head: int = 32 << 10

    # --- one client, known by its address ---
    #: Requests at once, and each second after: a page of fifty uploads that asks how they stand.
    requests: int = 600
    requests_a_second: float = 60.0
    #: Pieces of work (files checked, products made) at once, and each second after.
    work: int = 300
    work_a_second: float = 5.0
    #: Tries of a wrong token at once, and each second after: a person may mistype, a program not
    #: guess.
    failures: int = 10
    failures_a_second: float = 0.1
    #: So many addresses are remembered; beyond, those that were quiet longest are forgotten.
    clients: int = 10_000

    # --- all clients ---
    #: Uploads that wait; at two a second and process, who comes last waits for minutes.
    waiting: int = 500
    #: Uploads that are kept, and the bytes of all of them with what was made of them. When there
    #: are more, the client who holds most loses its oldest that is done.
    uploads: int = 2_000
    stored: int = 2_048 * _MB
    #: Bytes of requests that are just coming in, on the same disk.
    incoming: int = 2_048 * _MB
    #: Connections at once: more than browsers of an office open, fewer than files a process may.
    connections: int = 500
    #: An idle connection is kept for the next request of a page, and no longer.
    idle: int = 5
    #: When it is to stop, so long the server lets requests that are being answered come to an end.
    stopping: int = 10

    @property
    def body_limit(self) -> int:
        """Bytes that a request may hold: a file that may be read can always be sent."""
        return max(self.body, self.options.limits.file + _MB)
