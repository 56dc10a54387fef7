"""How a program that calculates is run: in a private folder, for a limited time, and ended with all
that it has started."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path


class Failed(Exception):  # noqa: N818 - the state of a calculation, not a fault of the program
    """The program did not calculate the workbook."""


class Slow(Failed):
    """It was not done in the time allowed."""


def run(
    command: Sequence[str],
    folder: Path,
    seconds: float,
    environment: Mapping[str, str] | None = None,
    *,
    memory: int | None = None,
) -> None:
    """Run `command` in `folder`. It may take so many bytes of `memory` (bounded on Linux only), as
    many as the system allows where None are given, whatever this process may take itself.

    Raises Slow after so many seconds, Failed where it cannot be run or ends with an error.
    """
    prepare: Callable[[], None] | None = None
    if sys.platform == "linux":
        prepare = partial(_set_limits, memory)
    try:
        process = subprocess.Popen(
            command,
            cwd=folder,
            env={**os.environ, **(environment or {})},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
            preexec_fn=prepare,
        )
    except (OSError, subprocess.SubprocessError) as error:
        raise Failed from error
    try:
        if process.wait(seconds):
            raise Failed
    except subprocess.TimeoutExpired:
        raise Slow from None
    finally:
        _end(process)


def _set_limits(memory: int | None) -> None:
    """The limit of memory, instead of the one that this process has."""
    import resource

    most = resource.getrlimit(resource.RLIMIT_AS)[1]
    if memory is None:
        soft = most
    else:
        soft = memory if most == resource.RLIM_INFINITY else min(memory, most)
    resource.setrlimit(resource.RLIMIT_AS, (soft, most))


def _end(process: "subprocess.Popen[bytes]") -> None:
    """End the program and all that it has started: soffice only starts the real one."""
    with suppress(OSError):
        if sys.platform == "win32":
            tree = ["taskkill", "/F", "/T", "/PID", f"{process.pid}"]
            subprocess.run(tree, capture_output=True, check=False)
            process.kill()
        else:
            os.killpg(process.pid, signal.SIGKILL)
    process.wait()
