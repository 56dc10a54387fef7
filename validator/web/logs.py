"""What the server writes down: one line a request, and where the program failed.

Nothing of a workbook gets into it, neither its content nor the name of its file: of a request the
pattern of its route, of a failure its type and place. The words of an exception are left out, for
they may quote a cell.
"""

import logging
import sys
import traceback
from typing import TextIO

from validator.isolated import Stopped

LOGGER = logging.getLogger("gouji.web")


class Discreet(logging.Formatter):
    """Lines of a log without the words of exceptions, each record in one line."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(message)s", "%Y-%m-%dT%H:%M:%S%z")

    def format(self, record: logging.LogRecord) -> str:
        """The record's first line; of an exception its type and place."""
        lines = record.getMessage().splitlines() or [""]
        if lines[0].startswith("Traceback"):  # of an exception only the kind, which stands last
            lines = [lines[-1].partition(":")[0]]
        problem = record.exc_info[1] if record.exc_info else None
        record = logging.makeLogRecord(
            {**record.__dict__, "msg": lines[0], "args": (), "exc_info": None, "exc_text": None}
        )
        line = super().format(record)
        return f"{line} {kind_and_place(problem)}" if problem else line


def configure(stream: TextIO = sys.stderr) -> None:
    """Have all that is logged in this process written to `stream`, discreetly."""
    handler = logging.StreamHandler(stream)
    handler.setFormatter(Discreet())
    logging.basicConfig(handlers=[handler], level=logging.WARNING, force=True)
    LOGGER.setLevel(logging.INFO)
    # It would quote what it does not understand in a form.
    logging.getLogger("python_multipart").setLevel(logging.CRITICAL)


def said_of(place: str) -> None:
    """Write down where the program failed, or why work was stopped: see `kind_and_place`."""
    LOGGER.error("%s", place)


def kind_and_place(problem: BaseException) -> str:
    """The type of an exception and where it was raised: ValueError at run.py:120 (check)."""
    kind = type(problem).__name__
    if isinstance(problem, Stopped):
        return f"{kind} {problem.reason} {problem.how}".rstrip()
    frames = traceback.extract_tb(problem.__traceback__)
    if not frames:
        return kind
    last = frames[-1]
    name = last.filename.replace("\\", "/").rpartition("/")[2]
    return f"{kind} at {name}:{last.lineno} ({last.name})"
