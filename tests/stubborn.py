"""Programs that check files while the reader of one of them crashes, hangs or eats memory: run by
test_isolated.py as `python -m tests.stubborn NAME ARGUMENT…`, since only a program without threads
gives what it has changed to its worker."""

import json
import os
import signal
import sys
import threading
import time
from collections.abc import Callable
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from validator import Checker, Options, Report, run
from validator.forms.text import FormError
from validator.isolated.worker import Stopped, Tell, Worker
from validator.reading import Book, Limits, read, source

MB = 1 << 20
_content = source._content


def abort() -> None:
    os.abort()


def kill() -> None:
    """As the kernel does where no memory is left."""
    os.kill(os.getpid(), signal.SIGKILL)


def abort_in_rust() -> None:
    """As the runtime of Rust does where the system gives no memory."""
    os.write(2, b"memory allocation of 99999999999 bytes failed\n")
    os.abort()


def loop() -> None:
    while True:
        time.sleep(0.1)


def eat() -> None:
    held = []
    while True:
        held.append(bytearray(8 * MB))


def fail() -> None:
    raise ZeroDivisionError("所谓不可能")


def refuse() -> None:
    raise FormError("规则.txt", 3, "用不上")


DEEDS: dict[str, Callable[[], None]] = {
    each.__name__: each for each in (abort, abort_in_rust, kill, loop, eat, fail, refuse)
}


def patched(path: Path | str | bytes, name: str = "", *more: Any, **named: Any) -> Book:
    """`read`, but for files that are called after a deed."""
    deed = DEEDS.get(Path(name or str(path)).stem)
    if deed:
        deed()
    return read(path, name, *more, **named)


def patched_within(data: bytes, name: str, *more: Any) -> object:
    """What `read` calls, but for a file that is called 内存."""
    if Path(name).stem == "内存":
        eat()
    return _content(data, name, *more)


def files(*paths: str) -> None:
    """Prints status, message and path of each file's report, and whose process checked it."""
    vars(run)["read"] = patched
    vars(source)["_content"] = patched_within
    limits = Limits(seconds=5, memory=300 * MB)
    told = []
    with Checker(Options(limits=limits)) as checker:
        for path in paths:
            try:
                report = checker.check(path)
                told.append([report.status, report.message, report.path])
            except FormError as problem:
                told.append(["raised", str(problem), path])
    print(json.dumps(told))


def together(*paths: str) -> None:
    """As `files`, of files that are all begun before the first report is taken."""
    vars(run)["read"] = patched
    limits = Limits(seconds=2, memory=300 * MB)
    with Checker(Options(limits=limits)) as checker:
        for path in paths:
            checker.begin(path)
        reports = [checker.report() for _ in paths]
    print(json.dumps([[report.status, report.message, report.path] for report in reports]))


def command(*arguments: str) -> None:
    """The command `gouji`, with a reader of such files."""
    from validator.cli import main
    from validator.isolated import checker

    vars(checker)["read"] = vars(run)["read"] = patched
    sys.argv[1:] = arguments
    main()


def serve(*arguments: str) -> None:
    """`gouji serve` with a reader of such files and three processes, on a free port; it waits two
    seconds for what is being done when it is to stop."""
    from validator.web.server import serve as run_server
    from validator.web.settings import Settings

    vars(run)["read"] = patched
    limits = Limits(seconds=int(os.environ["SECONDS"]), memory=300 * MB)
    settings = Settings(options=Options(limits=limits), jobs=3, stopping=2)
    run_server(settings, "127.0.0.1", 0, lambda port: print(f"http://127.0.0.1:{port}", flush=True))


def with_threads(path: str) -> None:
    """Prints whether the worker of a program with threads gives the same report."""
    done = threading.Event()
    other = threading.Thread(target=done.wait)
    other.start()
    with Checker() as checker:
        report: Report = checker.check(path)
    done.set()
    print(json.dumps(report == run.check(path)))


def in_a_daemon(path: str) -> None:
    """Prints what a process says that may have no process of its own."""

    def say() -> None:
        try:
            Checker().check(path)
        except AssertionError as problem:
            print(json.dumps(str(problem)), flush=True)

    daemon = get_context("fork").Process(target=say, daemon=True)
    daemon.start()
    daemon.join()


def busy(request: str, tell: Tell) -> str:
    """Work that takes two seconds in the second state, and cleans up after itself."""
    tell("second")
    try:
        print(f"{os.getpid()}", flush=True)
        time.sleep(2 if request == "short" else 3600)
        tell("first")
    finally:
        if request != "short":
            Path(request).touch()
    return request


def states(left: str) -> None:
    """Prints what two requests gave, the second of which does not end in time."""
    worker = Worker(busy, {"first": 1, "second": 3}, 300 * MB)
    told: list[str] = []
    worker.begin("short")
    print(json.dumps([worker.result(told.append), told]))
    worker._seconds["second"] = -3
    worker.begin(left)
    try:
        worker.result()
    except Stopped as problem:
        print(json.dumps([problem.reason, problem.how]))


def orphan(left: str) -> None:
    """Waits for work that does not end; the worker prints its number."""
    worker = Worker(busy, {"first": 60, "second": 60}, 300 * MB)
    worker.begin(left)
    worker.result()


if __name__ == "__main__":
    every = (files, together, command, serve, with_threads, in_a_daemon, states, orphan)
    programs = {each.__name__: each for each in every}
    programs[sys.argv[1]](*sys.argv[2:])
