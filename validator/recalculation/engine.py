"""How a program that calculates is run: in a private folder, for a limited time, and ended with all
that it has started."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
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
    any_memory: bool = False,
) -> None:
    """Run `command` in `folder`. `any_memory` lifts the limits that this process has itself.

    Raises Slow after so many seconds, Failed where it cannot be run or ends with an error.
    """
    prepare: Callable[[], None] | None = None
    if any_memory and sys.platform != "win32":
        prepare = _lift_limits
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


def _lift_limits() -> None:
    """As much memory and time as the system allows: LibreOffice alone maps more than a check may
    take, and its time is limited from outside."""
    import resource

    for limit in (resource.RLIMIT_AS, resource.RLIMIT_DATA, resource.RLIMIT_CPU):
        most = resource.getrlimit(limit)[1]
        resource.setrlimit(limit, (most, most))


def _end(process: "subprocess.Popen[bytes]") -> None:
    """End the program and all that it has started: soffice is a script around the real one."""
    with suppress(OSError):
        if sys.platform == "win32":
            process.kill()
        else:
            os.killpg(process.pid, signal.SIGKILL)
    process.wait()
