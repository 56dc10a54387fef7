"""The command `gouji`, run for tests: in their own process, which is quick, or in one of its own.

In the tests' own process an import at the wrong place, or an output that cannot be encoded, is not
seen: so each command is run in a process of its own at least once.
"""

import signal
import subprocess
import sys
from contextlib import chdir, nullcontext
from pathlib import Path

from typer.testing import CliRunner

from validator.cli import app

#: No command takes longer, in seconds.
LIMIT = 120.0

Done = subprocess.CompletedProcess[str]


def gouji(*arguments: object, folder: Path | None = None) -> Done:
    """The command with `arguments`, run in `folder` within this process. An exception that it does
    not catch is raised: a person would see a traceback."""
    command = [*map(str, arguments)]
    with chdir(folder) if folder else nullcontext():
        done = CliRunner().invoke(app, command)
    if done.exception is not None and not isinstance(done.exception, SystemExit):
        raise done.exception
    return Done(command, done.exit_code, done.stdout, done.stderr)


def gouji_alone(*arguments: object, folder: Path | None = None) -> Done:
    """The command with `arguments`, run in `folder` in a process of its own."""
    command = [sys.executable, "-m", "validator.cli", *map(str, arguments)]
    return subprocess.run(
        command, capture_output=True, encoding="utf-8", cwd=folder, check=False, timeout=LIMIT
    )


def hear_ctrl_c() -> None:
    """For a process about to start: take Ctrl-C as in a terminal, even where these tests run in the
    background of a shell, which has its children ignore it."""
    signal.signal(signal.SIGINT, signal.default_int_handler)
